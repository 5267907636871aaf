"""Giving room in a project's file that nothing needs any more back to the disk."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from math import ceil
from pathlib import Path

from annotator.model.faults import Fault
from annotator.store.sqlite.connection import faults, journal_mode
from annotator.store.sqlite.copying import writing
from annotator.store.sqlite.facts import size_of

_MEGABYTE = 1_000_000


def check_room(path: Path) -> None:
    """Raises Fault where the disks have no room for the project to be written anew.

    SQLite makes the new file in the system's folder for temporary ones, and then writes it over the old one's pages by
    way of the log beside it (https://www.sqlite.org/lang_vacuum.html).
    """
    needed = size_of(path)
    for folder, times in ((path.parent, 2), (Path(tempfile.gettempdir()), 1)):
        free = shutil.disk_usage(folder).free
        if free < times * needed:
            raise Fault(
                f"{path} cannot be compacted: that takes {ceil(times * needed / _MEGABYTE)} MB in {folder}, and "
                f"{free // _MEGABYTE} MB are free.",
                "Free some space there first; the project is as it was.",
            )


def compact(path: Path) -> tuple[int, int]:
    """Writes the project anew without free room, in one transaction: a crash leaves the one or the other.

    Nobody else may write it meanwhile; who reads it sees what it holds. Returns its bytes before and after. Raises
    Fault where it cannot be written.
    """
    with faults(path), closing(writing(path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal_mode(path)}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = size_of(path)
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA fullfsync = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)  # SQLite attaches the new file to the old one
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return before, size_of(path)
