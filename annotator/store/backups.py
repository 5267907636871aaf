"""Rolling backups of a project: where they are, which are kept, and how one is put back."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Final

from annotator.model.faults import Fault
from annotator.store.migrations import STEPS, migrate
from annotator.store.sqlite.connection import Damaged, Database
from annotator.store.sqlite.copying import Contents, Snapshot, overwrite
from annotator.store.sqlite.places import check_is_free, make_folder, move_project, remove_file

RECENT: Final = 5
DAILY: Final = 7
WEEKLY: Final = 4
MOST_BYTES: Final = 2_000_000_000
"""How much the backups of one project may take; the newest two are kept whatever they take."""

REASONS: Final = ("open", "hourly", "migration", "bulk", "import", "restore", "compact", "asked")
"""What a backup was taken at or before: opening, an hour of editing, a newer version's first opening of the project, a
change of many articles, an import, putting another backup back, compacting the file, and because somebody asked."""

_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{6}Z)-([a-z]+)\.anno")
_TIME: Final = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True)
class Backup:
    """A backup: its file, when it was taken (UTC), at what (one of REASONS), and its size in bytes."""

    path: Path
    at: datetime
    reason: str
    size: int

    def contents(self) -> Contents:
        """What it holds, in numbers; raises Fault where it cannot be read."""
        with Snapshot(self.path, still=True) as snapshot:
            return snapshot.contents()


class Backups:
    """The backups of the project at `path`, which need not be there any more.

    root  the folder of all projects' backups. Each has a folder of its own in it, named after the project and the hash
          of where it is: they lie neither beside the project, where one mishap would take both and a synced folder
          would send each of them away, nor among other projects'
    most    how many bytes they may take in all
    recent  how many of the newest are kept
    """

    def __init__(self, root: Path, path: Path, *, most: int = MOST_BYTES, recent: int = RECENT) -> None:
        self.path = path.resolve()
        name = sha256(str(self.path).encode("utf-8", "surrogateescape")).hexdigest()[:12]
        self.folder = root / f"{self.path.stem[:60]}-{name}"
        self.most, self.recent = most, recent

    def list(self) -> list[Backup]:
        """All backups, newest first. Raises Fault where the folder is there and cannot be read."""
        found = []
        try:
            for file in self.folder.iterdir() if self.folder.is_dir() else ():
                named = _NAME.fullmatch(file.name)
                if named is not None:
                    at = datetime.strptime(named[1], _TIME).replace(tzinfo=UTC)
                    found.append(Backup(file, at, named[2], file.stat().st_size))
        except OSError as error:
            raise Fault(
                f"The backups in {self.folder} cannot be read: {error.strerror}.", "Ask for the right to read them."
            ) from error
        return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)

    def take(
        self,
        reason: str,
        snapshot: Snapshot | None = None,
        stopped: Callable[[], bool] = lambda: False,
        *,
        anyway: bool = False,
        keep: Backup | None = None,
    ) -> Backup | None:
        """Takes a backup, of a snapshot where there is one; drops those that need not be kept.

        None where the newest one holds the same already, unless it is taken `anyway`. `keep` is not dropped. Raises
        Damaged where the project is damaged (the copy is then dropped: it must not push out a sound one), Fault where
        it cannot be written, CopyingStopped once `stopped()` is true.
        """
        if snapshot is None:
            with Snapshot(self.path) as taken:
                return self.take(reason, taken, stopped, anyway=anyway, keep=keep)
        had = self.list()
        if had and not anyway and _same(had[0], snapshot):
            return None
        made = self._place(reason, had)
        snapshot.copy_to(made, stopped)
        self._drop(keep)
        return next(backup for backup in self.list() if backup.path == made)

    def _place(self, reason: str, had: Sequence[Backup]) -> Path:
        try:
            make_folder(self.folder)
        except OSError as error:
            raise Fault(
                f"No backup can be taken in {self.folder}: {error.strerror}.",
                "See whether the disk is full and the folder may be written.",
            ) from error
        # A clock that was moved back must not make the newest one look old.
        now = datetime.now(UTC).replace(microsecond=0)
        now = max(now, had[0].at + timedelta(seconds=1)) if had else now
        times = (now + timedelta(seconds=seconds) for seconds in count())
        return next(path for at in times if not (path := self.folder / f"{at.strftime(_TIME)}-{reason}.anno").exists())

    def _drop(self, keep: Backup | None) -> None:
        backups = self.list()
        wanted = kept([backup.at for backup in backups], self.recent)
        size = 0
        for number, backup in enumerate(backups):
            fits = number < 2 or size + backup.size <= self.most
            if (fits and backup.at in wanted) or backup == keep:
                size += backup.size
                continue
            with suppress(OSError):
                backup.path.unlink()
        for part in self.folder.glob("*.part*"):  # of a process that was killed
            with suppress(OSError):
                part.unlink()


def kept(times: Iterable[datetime], recent: int = RECENT) -> set[datetime]:
    """Which of the backups taken at these times are kept: so many newest, and of 7 days and 4 weeks the newest each.

    Days and weeks count from the newest backup backwards, and only those that have any: a project that was left alone
    for a year loses none of its backups by being opened again.
    """
    order = sorted(set(times), reverse=True)
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for at in order:
        days.setdefault(at.date(), at)
        weeks.setdefault(at.isocalendar()[:2], at)
    return {*order[:recent], *list(days.values())[:DAILY], *list(weeks.values())[:WEEKLY]}


def _same(newest: Backup, snapshot: Snapshot) -> bool:
    try:
        return newest.contents() == snapshot.contents()
    except Fault:
        return False


def check(path: Path, of: Path) -> None:
    """Raises Damaged about the project `of` where its still copy at `path` is damaged."""
    with Snapshot(path, still=True) as snapshot:
        lines = snapshot.damage()
    if lines:
        raise Damaged(of, lines)


def restore_in_place(path: Path, backup: Path) -> None:
    """Gives a sound project all that a backup holds, undo included, in one transaction.

    Raises Damaged where the backup is damaged, Fault where the project cannot be written.
    """
    check(backup, backup)
    with _renewed(backup, path.with_name(f"{path.name}.restored")) as renewed:
        overwrite(path, renewed)


def restore_copy(backup: Path, target: Path) -> None:
    """Writes a backup's contents into a new project; raises Fault where there is a file already, or it cannot be."""
    check_is_free(target)
    check(backup, backup)
    with Snapshot(backup, still=True) as snapshot:
        snapshot.copy_to(target)
    try:
        _renew(target)
    except BaseException:
        with suppress(OSError):
            remove_file(target)
        raise


@contextmanager
def _renewed(backup: Path, beside: Path) -> Iterator[Path]:
    """A backup as this version of the program has it: itself, or a copy `beside`, which is gone afterwards."""
    with Snapshot(backup, still=True) as snapshot:
        if snapshot.contents().version == len(STEPS):
            yield backup
            return
        try:
            snapshot.copy_to(beside)
            _renew(beside)
            yield beside
        finally:
            with suppress(OSError):
                remove_file(beside)


def _renew(path: Path) -> None:
    """Brings what an older version of the program wrote to what this one expects."""
    with closing(Database(path)) as database:
        migrate(database)
        database.settle()


def put_aside(path: Path) -> Path:
    """Renames a damaged project, with what is kept beside it, and returns its new name; it is not changed.

    Raises Fault where it cannot be renamed.
    """
    for number in count(1):
        aside = path.with_name(f"{path.stem}.damaged{'' if number == 1 else number}{path.suffix}")
        if not aside.exists():
            break
    move_project(path, aside)
    return aside
