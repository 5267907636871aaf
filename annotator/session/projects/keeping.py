"""Keeping a project safe beside the person's work: backups as time passes, a look for damage, putting one back."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeAlias

from annotator import paths
from annotator.model.faults import Fault
from annotator.session.settings.settings import Settings, read_settings
from annotator.store.backups import Backup, Backups, restore_copy, restore_in_place
from annotator.store.sqlite.connection import Damaged, Database
from annotator.store.sqlite.copying import CopyingStopped, Snapshot
from annotator.store.sqlite.places import check_is_free

if TYPE_CHECKING:
    from annotator.store.comparing import Difference

SETTLE: Final = 5.0
"""Seconds after the start until the first backup: by then the window is shown and the first article prepared."""
HOUR: Final = 3600.0
_MINUTE: Final = 60.0
_MEGABYTE: Final = 1_000_000
SOON: Final = 600.0
"""Seconds within which a second bulk change is not worth a second backup: undo has what lies between."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Compared:
    """What would change if a backup were put back."""

    backup: Backup
    difference: "Difference"


@dataclass(frozen=True)
class Restored:
    """The project holds what a backup held, and what it held before is the newest backup; or a new one `into` does."""

    backup: Backup
    into: Path | None = None


@dataclass(frozen=True)
class Unkept:
    """Something of this could not be done, or the project is damaged (a `Damaged`). `asked` where somebody waits."""

    fault: Fault
    asked: bool = False


@dataclass(frozen=True)
class Compacted:
    """The project's file was written anew without free room: so many bytes before, and after."""

    before: int
    after: int


@dataclass(frozen=True)
class Copied:
    """The project, as it was when that was asked for, is in another file too."""

    into: Path


KeeperEvent: TypeAlias = Compared | Restored | Compacted | Copied | Unkept


@dataclass(frozen=True)
class _Order:
    """What is to be done in the thread; `asked` where somebody waits for it."""

    do: Callable[[], KeeperEvent | None]
    asked: bool = False


def backups_of(project: Path) -> Backups:
    """The backups of a project, in the program's own data folder, kept as the person's settings say.

    Raises Fault where that folder cannot be made.
    """
    backups = Backups(paths.backups_folder(), project)
    _set(backups, read_settings(paths.settings_file()))
    return backups


def _set(backups: Backups, settings: Settings) -> None:
    backups.recent, backups.most = settings.backups_kept, settings.backups_size * _MEGABYTE


def difference(project: Path, backup: Path) -> "Difference":
    """What would change in a project if a backup were put back; raises Fault where either cannot be read."""
    from annotator.store.comparing import compare  # not needed before somebody looks at backups

    now = Database(project, read_only=True)
    try:
        other = Database(backup, read_only=True)
        try:
            return compare(now, other)
        finally:
            other.close()
    finally:
        now.close()


class Keeper:
    """Does all this in a thread and with connections of its own: no gesture waits for it.

    wake    called in any thread when there is something to `take`
    settle  seconds until the first backup
    every   seconds between the later ones, each taken only where something has changed
    watch   whether it takes backups at all: not of a project that is only read
    """

    def __init__(
        self,
        backups: Backups,
        wake: Callable[[], None],
        *,
        watch: bool = True,
        settle: float = SETTLE,
        every: float = HOUR,
    ) -> None:
        self._backups = backups
        self._wake = wake
        self._watch, self._settle, self._every = watch, settle, every
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        self._events: deque[KeeperEvent] = deque()
        self._stopped = Event()
        self._thread: Thread | None = None
        self._reading: Snapshot | None = None
        self._looked = False
        self._bulk: float | None = None

    def start(self) -> None:
        """Begin; once is enough."""
        if self._thread is None and not self._stopped.is_set():
            self._thread = Thread(target=self._run, name="keeper", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop what is under way, of which nothing is left, and wait until it has stopped; but a restoring ends."""
        self._stopped.set()
        self._orders.put(None)
        reading = self._reading
        if reading is not None:
            reading.interrupt()
        if self._thread is not None:
            self._thread.join()

    def configure(self, settings: Settings) -> None:
        """Take and keep backups as the settings say from now on."""
        _set(self._backups, settings)
        every = settings.backup_every * _MINUTE
        if every != self._every:
            self._every = every
            self._orders.put(_Order(lambda: None))  # it waits for the end of the time that was set before

    def take(self) -> list[KeeperEvent]:
        """What has happened since the last call, each once."""
        events = []
        while self._events:
            events.append(self._events.popleft())
        return events

    def before(self, reason: str) -> None:
        """Have the project as it is now backed up, whatever is done to it next. Takes a millisecond or two."""
        if self._thread is None or not self._watch or (self._bulk is not None and monotonic() - self._bulk < SOON):
            return
        self._bulk = monotonic()
        try:
            snapshot = Snapshot(self._backups.path)
        except Fault as fault:
            self._tell(Unkept(fault))
            return
        self._orders.put(_Order(lambda: self._back_up(reason, snapshot)))

    def compare(self, backup: Backup) -> None:
        """Have it found out what would change if a backup were put back: a `Compared` is to come, or an `Unkept`."""
        path = self._backups.path
        self._orders.put(_Order(lambda: Compared(backup, difference(path, backup.path)), asked=True))

    def restore(self, backup: Backup) -> None:
        """Have a backup put back, after one of the state now. Nobody may write to the project until `Restored` comes.

        Where an `Unkept` comes instead, the project is as it was.
        """

        def put_back() -> Restored:
            self._backups.take("restore", anyway=True, keep=backup)
            restore_in_place(self._backups.path, backup.path)
            return Restored(backup)

        self._orders.put(_Order(put_back, asked=True))

    def copy(self, backup: Backup, target: Path) -> None:
        """Have a backup put into a new project: a `Restored` is to come, or an `Unkept`."""

        def write() -> Restored:
            restore_copy(backup.path, target)
            return Restored(backup, target)

        self._orders.put(_Order(write, asked=True))

    def compact(self) -> None:
        """Have the project's file compacted, after a backup: a `Compacted` is to come, or an `Unkept`, as `restore`."""

        def write_anew() -> Compacted:
            from annotator.store.sqlite.compacting import check_room, compact  # few ask

            check_room(self._backups.path)
            self._backups.take("compact")
            return Compacted(*compact(self._backups.path))

        self._orders.put(_Order(write_anew, asked=True))

    def save_copy(self, target: Path) -> None:
        """Have the project, as it is now, put into another file as well: a `Copied` is to come, or an `Unkept`.

        Raises Fault where there is something at `target` already, or the project cannot be read.
        """
        check_is_free(target)
        snapshot = Snapshot(self._backups.path)

        def write() -> Copied:
            with snapshot:
                snapshot.copy_to(target, self._stopped.is_set)
            return Copied(target)

        self._orders.put(_Order(write, asked=True))

    def _run(self) -> None:
        last, reason = monotonic(), "open"
        while True:
            due = last + (self._settle if reason == "open" else self._every)
            try:
                order = self._orders.get(timeout=max(0.0, due - monotonic()) if self._watch else None)
            except Empty:
                order = _Order(partial(self._back_up, reason))
                last, reason = monotonic(), "hourly"
            if order is None:
                return
            self._do(order)

    def _do(self, order: _Order) -> None:
        try:
            event = order.do()
        except CopyingStopped:
            return
        except Fault as fault:
            _log.warning("%s", fault)
            event = Unkept(fault, order.asked)
        except Exception as error:
            _log.exception("Keeping the project safe met a bug.")
            event = Unkept(Fault(f"A mistake of the program: {error}.", "The log has more."), order.asked)
        if event is not None:
            self._tell(event)

    def _back_up(self, reason: str, snapshot: Snapshot | None = None) -> None:
        with snapshot or Snapshot(self._backups.path) as reading:
            self._reading = reading
            try:
                made = self._backups.take(reason, reading, self._stopped.is_set)
                if made is not None:
                    _log.info("A backup was taken (%s), %d bytes", reason, made.size)
                elif not self._looked:
                    lines = reading.damage()
                    if lines:
                        raise Damaged(self._backups.path, lines)
                self._looked = True
            finally:
                self._reading = None

    def _tell(self, event: KeeperEvent) -> None:
        self._events.append(event)
        if not self._stopped.is_set():
            self._wake()
