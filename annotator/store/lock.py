"""Who has a project open for writing. The system's own file lock says so: it ends with the process that took it."""

import json
import os
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from errno import EDQUOT, ENOSPC
from pathlib import Path

from filelock import FileLock, Timeout

from annotator.store import values


@dataclass(frozen=True)
class Holder:
    """Who has a project: the person, the computer, the process's number, and since when (ISO 8601, UTC).

    `person` and `host` are empty and `pid` is 0 where the process that has it has not written down who it is.
    """

    person: str = ""
    host: str = ""
    pid: int = 0
    since: str = ""

    @property
    def elsewhere(self) -> bool:
        """Whether that is another computer than this one."""
        return self.host not in ("", platform.node())


class Held(Exception):
    """Somebody else has the project."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(f"held by {holder}")
        self.holder = holder


class Lock:
    """The right to write the project at `path`, from here until `release`.

    take_over  also from another computer on which it was not closed, as far as can be seen from here
    patience   for how many seconds it is waited for whoever has it, because they may just be leaving
    left_by    who had it last and has not let go of it: their process was ended. None where all is in order

    Raises Held where another process or another Project of this one has it, or where another computer has it, whose
    locks a shared or synchronised folder may not pass on; OSError where the folder may not be written.
    """

    def __init__(self, path: Path, by: str, *, take_over: bool = False, patience: float = 0) -> None:
        self._note = _note(path)
        self._lock = FileLock(path.with_name(f"{path.name}.lock"), thread_local=False)
        try:
            self._lock.acquire(timeout=patience)
        except Timeout:
            raise Held(_read(self._note)) from None
        self.left_by = holder_of(path)
        if self.left_by is not None and self.left_by.elsewhere and not take_over:
            self._lock.release()
            raise Held(self.left_by)
        try:
            self._write(by)
        except OSError as error:
            # On a full disk it is not said who has the project, but they have it, and can make room.
            if error.errno not in (ENOSPC, EDQUOT):
                self._lock.release()
                raise

    def _write(self, by: str) -> None:
        holder = Holder(by, platform.node(), os.getpid(), datetime.now(UTC).isoformat(timespec="seconds"))
        new = self._note.with_name(f"{self._note.name}.new")
        try:
            new.write_text(json.dumps(asdict(holder)), encoding="utf-8")
            new.replace(self._note)
        except OSError:
            self._note.unlink(missing_ok=True)  # of one who had it before
            new.unlink(missing_ok=True)
            raise

    def release(self) -> None:
        """Lets others have the project."""
        with suppress(OSError):
            self._note.unlink()
        self._lock.release()


def holder_of(path: Path) -> Holder | None:
    """Who has the project at `path` or has not let go of it; None where nobody has."""
    note = _note(path.resolve())
    return _read(note) if note.exists() else None


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.holder")


def _read(note: Path) -> Holder:
    try:
        return Holder(**values.parsed(note.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError):
        return Holder()
