"""Copies of a project's file: taken while it is edited, without keeping its writer waiting, and put back in one step.

This module and `connection` know that a project is SQLite in one file.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from annotator.model.faults import Fault
from annotator.store.sqlite.connection import Damaged, faults, journal_mode, patience
from annotator.store.sqlite.distrust import refuse_strange, restrain
from annotator.store.sqlite.places import place_file, remove_file

PAGES: Final = 256
"""How many pages are copied before it is asked whether to go on: a megabyte, some 2 ms."""

_PLACES: Final = "key = 'current' OR key LIKE 'place:%'"
"""The settings that only say where a person was."""


class CopyingStopped(Exception):
    """A copy was ended before it was whole; nothing is left of it."""


@dataclass(frozen=True)
class Contents:
    """What a project's file holds, in numbers, and what tells it from another state of the same project.

    version    the number of its last migration
    articles   how many there are
    decisions  how many entities and quotes somebody decided about
    last       the number of the last transaction, -1 where there is none
    settings   the settings that say more than where a person was, as text
    """

    version: int
    articles: int
    decisions: int
    last: int
    settings: str


class Snapshot:
    """A project's file as it is at this moment, whatever is written to it later; for one thread at a time.

    Beginning takes a millisecond or two. As long as it is open, SQLite's write-ahead log can only grow. Raises Fault
    where the file cannot be read.
    """

    def __init__(self, path: Path, *, still: bool = False) -> None:
        """`still` for a file that nobody writes, such as a backup: nothing is made beside it then."""
        self.path = path
        mode = "mode=ro&immutable=1" if still else "mode=ro"
        with faults(path):
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None, check_same_thread=False
            )
            try:
                restrain(self._connection)
                self._connection.execute("BEGIN")
                refuse_strange(self._connection, path)
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Lets the file go."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def interrupt(self) -> None:
        """Ends what another thread asks of it; raises nothing."""
        with suppress(sqlite3.ProgrammingError):  # it has been closed meanwhile
            self._connection.interrupt()

    def contents(self) -> Contents:
        """What it holds. Raises Fault where it is damaged or no project."""
        with faults(self.path):
            one = self._one
            settings = self._connection.execute(f"SELECT key, value FROM settings WHERE NOT ({_PLACES}) ORDER BY key")
            return Contents(
                version=one("SELECT max(version) FROM schema") or 0,
                articles=one("SELECT count(*) FROM documents"),
                decisions=sum(
                    one(f"SELECT count(*) FROM {table} WHERE decision != 'pending'") for table in ("entities", "quotes")
                ),
                last=-1 if (last := one("SELECT max(seq) FROM transactions")) is None else last,
                settings=repr(settings.fetchall()),
            )

    def _one(self, query: str) -> int:
        value: int = self._connection.execute(query).fetchone()[0]
        return value

    def damage(self) -> list[str]:
        """What is wrong with the pages and what refers to what, one line each. Takes seconds on a big project.

        Raises Fault where that cannot be read, CopyingStopped where it was interrupted.
        """
        try:
            with faults(self.path):
                found = [str(row[0]) for row in self._connection.execute("PRAGMA quick_check(20)")]
                found += [str(row) for row in self._connection.execute("PRAGMA foreign_key_check")][:20]
        except Damaged as damaged:
            found = list(damaged.lines)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_INTERRUPT:
                raise CopyingStopped from error
            raise
        return [line for line in found if line != "ok"]

    def copy_to(self, target: Path, stopped: Callable[[], bool] = lambda: False) -> None:
        """Writes the snapshot into a new file that only its owner may read, beside its place and then into it.

        Raises Damaged where that is not sound, Fault where it cannot be written, CopyingStopped once `stopped()` is
        true; nothing is left of it then.
        """
        part = target.with_name(f"{target.name}.part")
        try:
            with faults(target):
                self._write(part, stopped)
            with Snapshot(part, still=True) as written:
                if lines := written.damage():
                    raise Damaged(self.path, lines)
            place_file(part, target)
        except BaseException as error:
            with suppress(OSError):
                remove_file(part)
            if isinstance(error, OSError):
                raise _cannot_copy(target, error) from error
            raise

    def _write(self, part: Path, stopped: Callable[[], bool]) -> None:
        def going_on(_status: int, _remaining: int, _total: int) -> None:
            if stopped():
                raise CopyingStopped

        remove_file(part)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous = OFF")  # synced once, at the end
            self._connection.backup(copy, pages=PAGES, progress=going_on)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file that may be read where nothing may be written
        descriptor = os.open(part, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def overwrite(path: Path, backup: Path) -> None:
    """Gives the project at `path` all that a backup holds, in one transaction: a crash leaves the one or the other.

    Who reads it meanwhile sees what was there before. Raises Fault where the one cannot be read or the other written.
    """
    with faults(path), Snapshot(backup, still=True) as snapshot, closing(writing(path)) as target:
        target.execute("PRAGMA synchronous = EXTRA")
        target.execute("PRAGMA fullfsync = ON")
        target.execute(f"PRAGMA journal_mode = {journal_mode(path)}")
        snapshot._connection.backup(target)


def writing(path: Path) -> sqlite3.Connection:
    """A connection for what concerns the whole file, to be closed. Raises what SQLite raises."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=patience(path), isolation_level=None
    )
    restrain(connection)
    return connection


def _cannot_copy(target: Path, error: OSError) -> Fault:
    return Fault(
        f"{target} cannot be written: {error.strerror}.", "See whether the disk is full and its folder is still there."
    )
