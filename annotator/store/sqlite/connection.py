"""How a project's database is reached. This module alone knows that it is SQLite in one file."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR
from typing import Final

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from annotator.model.faults import Fault
from annotator.store.sqlite.distrust import refuse_strange, restrain
from annotator.store.sqlite.places import leftover, network
from annotator.store.values import Undecodable

APPLICATION_ID: Final = 0x414E4E4F
"""Says in the file's header that it is a project of this program ("ANNO")."""

PATIENCE: Final = 1.0
"""Seconds to wait for another program to let go of the file."""

PATIENCE_IN_A_WINDOW: Final = 0.03
"""The same where a person waits at a window, which does not answer meanwhile."""

PATIENCE_WITH_READERS: Final = 10.0
"""The same in a folder of the network, where who writes waits until a backup has been copied."""

_HEADER: Final = 100
"""Bytes of the header with which every database begins."""


class NoProject(Fault):
    """A file is no project: another program's, or one whose very beginning is damaged."""


class Damaged(Fault):
    """A project's file is damaged; `lines` say where, as far as that is known."""

    def __init__(self, path: Path, lines: Sequence[str] = ()) -> None:
        super().__init__(
            f"{path} is damaged{f': {lines[0]}' if lines else ''}.",
            "Put a backup back (annotator restore), or get out what can still be read (annotator salvage). What is "
            "damaged has not been changed; keep it until then.",
        )
        self.path = path
        self.lines = tuple(lines)

    def __reduce__(self) -> tuple[type["Damaged"], tuple[Path, tuple[str, ...]]]:  # type: ignore[override]
        return type(self), (self.path, self.lines)


class Database:
    """One connection to a project file, for one thread at a time.

    lent  whether another connection of this program writes to it for long: this one does not wait for it

    Raises Fault where the file cannot be opened: missing, not a project, damaged, locked, not readable.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        check_is_project(path)
        self.path = path
        self.read_only = read_only
        mode = _reading_mode(path) if read_only else "mode=rw"
        self._identity = _identity(path)
        self._engine = create_engine("sqlite+pysqlite://", creator=lambda: _open(path, mode), poolclass=StaticPool)
        event.listen(self._engine, "begin", _begin)
        self._writing = self._engine.execution_options(writes=True)
        self._closed = False
        self.lent = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction in which every query sees the same moment. Raises Fault where the file cannot be read."""
        self._check_open()
        with faults(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is on disk once this ends, or not at all where anything is raised.

        Raises Fault where the file cannot be written.
        """
        self._check_open()
        if self.read_only:
            raise Fault(
                f"{self.path} is open for reading only.",
                "Close it where else it is open, or save a copy where you may write, and open it again.",
            )
        if self.lent:
            raise Fault("All articles are being changed just now.", "Wait until that is done, or stop it.")
        if _identity(self.path) != self._identity:
            raise Fault(
                f"{self.path} has been moved, replaced or deleted while it was open.",
                "Put the file back where it was; the last edit was not saved.",
            )
        with faults(self.path), self._writing.begin() as connection:
            yield connection

    def keep_log(self) -> None:
        """Has what is written go into a write-ahead log first: readers go on while it is. Raises Fault.

        In a folder of the network what is overwritten goes into a journal instead. The log needs memory that all who
        have the project open share, which computers cannot (https://www.sqlite.org/wal.html). Opening does not do this,
        since it may change the file, which may turn out to be from a newer version.
        """
        self._check_open()
        with faults(self.path), closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute(f"PRAGMA journal_mode = {journal_mode(self.path)}")

    def hurry(self) -> None:
        """Has this connection wait for no other program longer than a gesture may take; raises Fault.

        In a folder of the network it goes on waiting as long as a backup takes to be copied.
        """
        if journal_mode(self.path) == "WAL":
            with faults(self.path), closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute(f"PRAGMA busy_timeout = {round(1000 * PATIENCE_IN_A_WINDOW)}")

    def version(self) -> int:
        """A number that is another one once another connection has changed the file."""
        with self.read() as connection:
            return int(connection.execute(text("PRAGMA data_version")).scalar_one())

    def check(self) -> list[str]:
        """What is damaged in the file, one line each; nothing where it is sound. Takes seconds on a big project."""
        with self.read() as connection:
            found = [row[0] for row in connection.execute(text("PRAGMA integrity_check"))]
            found += [str(tuple(row)) for row in connection.execute(text("PRAGMA foreign_key_check"))]
        return [line for line in found if line != "ok"]

    def settle(self) -> None:
        """Brings all that SQLite's write-ahead log holds into the file, which can then be moved; raises Fault."""
        self._check_open()
        with faults(self.path), closing(self._engine.raw_connection()) as connection:
            busy, _, _ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            message, remedy = _FAULTS[sqlite3.SQLITE_BUSY]
            raise Fault(f"{self.path} {message}.", remedy)

    def close(self) -> None:
        """Closes the connection, after bringing what SQLite's write-ahead log holds into the file as far as it can."""
        if self._closed:
            return
        self._closed = True
        try:
            if not self.read_only:
                self._merge_log()
        finally:
            self._engine.dispose()

    def _merge_log(self) -> None:
        # SQLite does so when the last connection closes, but a reader may outlive this one. Nothing is lost without.
        with suppress(DBAPIError, sqlite3.Error):
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                connection.close()

    def _check_open(self) -> None:
        # The engine would connect again by itself, without the lock.
        if self._closed:
            raise RuntimeError(f"{self.path} has been closed")


def make_file(path: Path) -> None:
    """Makes an empty database that says it is a project; raises Fault where it cannot.

    Only its owner may read it, and what SQLite makes beside it, which has the file's own permissions.
    """
    with faults(path):
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except OSError as error:
            raise Fault(f"{path} cannot be made: {error.strerror}.", "Choose a folder you may write in.") from error
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        finally:
            connection.close()


def check_is_project(path: Path) -> None:
    """Raises Fault where `path` is no readable project file of this program. Changes nothing."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise Fault(f"There is no project at {path}.", "Check the name, or make a new project there.") from None
    except OSError as error:
        raise Fault(f"{path} cannot be read: {error.strerror}.", "Ask for the right to read it.") from error
    if S_ISDIR(found.st_mode):
        raise Fault(f"{path} is a folder, not a project.", "Name the project's file, which ends in .anno.")
    if not _may(path, os.R_OK):
        raise Fault(f"{path} cannot be read: you may not.", "Ask for the right to read it.")
    application_id = _application_id(path) if found.st_size >= _HEADER else None
    if application_id is None:
        raise NoProject(
            f"{path} is not a project: it is no database.",
            "Open a file that this program made. To read an article from it, import it into a project. If it was a "
            "project once, `annotator restore` and `annotator salvage` may help.",
        )
    if application_id != APPLICATION_ID:
        raise NoProject(
            f"{path} is not a project: it is another program's database.", "Open a file that this program made."
        )


def may_write(path: Path) -> bool:
    """Whether the system lets this process write the file. Changes nothing."""
    return _may(path, os.W_OK)


def _may(path: Path, how: int) -> bool:
    # Asked and not tried: see `_application_id`.
    return os.access(path, how, effective_ids=os.access in os.supports_effective_ids)


def _application_id(path: Path) -> int | None:
    """The number in a database's header, None where the file is no database.

    SQLite reads it. Whoever closes a file by any other way loses, under POSIX, every lock that this process has on it,
    those of SQLite's other connections too: another program would then take the project for one that nobody has open,
    and delete its write-ahead log. `immutable` makes and locks nothing, not even beside another program's database.
    """
    with faults(path):
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
                return int(connection.execute("PRAGMA application_id").fetchone()[0])
        except sqlite3.DatabaseError as error:
            code = error.sqlite_errorcode & 0xFF
            if code == sqlite3.SQLITE_NOTADB:
                return None
            if code == sqlite3.SQLITE_CORRUPT:  # or just being written; opening it will say which
                return APPLICATION_ID
            raise


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Raises what a person can mend about the file at `path` as a Fault; bugs pass as they are."""
    try:
        yield
    except Undecodable as error:
        raise Damaged(path, [str(error)]) from error
    except (DBAPIError, sqlite3.Error) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(origin, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise Damaged(path, [str(origin)]) from error
        known = _FAULTS.get(code)
        if known is None:
            raise
        message, remedy = known
        raise Fault(f"{path} {message}.", remedy) from error


_FAULTS: Final = {
    sqlite3.SQLITE_FULL: (
        "could not be saved: the disk is full",
        "Free some space and try again; everything that was saved before is kept.",
    ),
    sqlite3.SQLITE_BUSY: (
        "is locked by another program",
        "Close what else has it open and try again; everything before is saved.",
    ),
    sqlite3.SQLITE_LOCKED: (
        "is locked by another program",
        "Close what else has it open and try again; everything before is saved.",
    ),
    sqlite3.SQLITE_PROTOCOL: (
        "cannot be locked: others hold it all the time, or its disk passes no locks on",
        "Close what else has it open, or copy it to a disk of this computer; everything before is saved.",
    ),
    sqlite3.SQLITE_READONLY: (
        "may not be written",
        "Ask for the right to write it and its folder, or go on with a copy.",
    ),
    sqlite3.SQLITE_PERM: (
        "may not be read",
        "Ask for the right to read it and its folder.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "See whether its folder is still there and you may write there.",
    ),
    sqlite3.SQLITE_TOOBIG: (
        "could not be saved: something in it is larger than a project can hold in one piece",
        "Divide what was imported into smaller files; everything that was saved before is kept.",
    ),
    sqlite3.SQLITE_IOERR: (
        "could not be read or written: the disk reports an error",
        "See whether the disk is full or gone; everything that was saved before is kept.",
    ),
}


def journal_mode(path: Path) -> str:
    """How what is written to the project at `path` is made to be there whole or not at all: SQLite's name for it."""
    return "WAL" if network(path) is None else "DELETE"


def patience(path: Path) -> float:
    """Seconds to wait for others to let go of the project at `path`."""
    return PATIENCE if network(path) is None else PATIENCE_WITH_READERS


def _open(path: Path, mode: str) -> sqlite3.Connection:
    # No isolation level: the driver must not begin transactions by itself, `_begin` does, or DDL would escape them.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=patience(path),
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        restrain(connection)
        refuse_strange(connection, path)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = EXTRA")  # FULL leaves it open whether a journal is gone
        connection.execute("PRAGMA fullfsync = ON")  # macOS leaves what is only synced in the disk's own memory
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    # A writer takes the file at once: one that began by reading could not wait for another to finish.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def _reading_mode(path: Path) -> str:
    """How to open a file for reading: as others may be writing it, or where that cannot be, as one that none can."""
    with faults(path):
        try:
            connection = _open(path, "mode=ro")
            try:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            finally:
                connection.close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
        else:
            return "mode=ro"
    log = leftover(path.resolve())
    if log is not None:
        raise Fault(
            f"{path} holds edits in {log.name} that cannot be read in a folder that may not be written.",
            f"Copy both files to a folder where you may write, and open {path.name} there.",
        )
    return "mode=ro&immutable=1"
