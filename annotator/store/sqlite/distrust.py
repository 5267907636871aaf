"""Projects from strangers: a file may hold whatever somebody put there, and reading it must do nothing but read."""

import sqlite3
import sys
from pathlib import Path
from typing import Final

from annotator.model.faults import Fault
from annotator.store.sqlite import fulltext

MOST_BYTES: Final = 500_000_000
"""How much one value of a project may hold: half of what SQLite allows by itself."""

_LIMITS: Final = {
    sqlite3.SQLITE_LIMIT_LENGTH: MOST_BYTES,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
"""What SQLite's page "Defense Against The Dark Arts" advises, as wide as this program's own statements need it."""

_STRANGE: Final = (
    "SELECT type FROM sqlite_schema WHERE type NOT IN ('table', 'index') "
    "OR (coalesce(rootpage, 0) = 0 AND (name != ? OR sql != ?))"
)
"""What no project has; the index of words is the one virtual table that is the program's, made by this very statement:
it reads its own tables, and FTS5 takes nothing in them on trust."""


def restrain(connection: sqlite3.Connection) -> None:
    """Lets a connection run nothing that stands in its file, and nothing larger than a project needs; reads nothing."""
    for limit, most in _LIMITS.items():
        connection.setlimit(limit, most)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


def refuse_strange(connection: sqlite3.Connection, path: Path) -> None:
    """Raises Fault where the file at `path` holds what no project has: a trigger, a view, a virtual table.

    They would change what is read from it and written to it.
    """
    found = connection.execute(_STRANGE, (fulltext.NAME, fulltext.STATEMENT)).fetchone()
    if found is None:
        return
    # The name is a stranger's and is not repeated.
    what = {"trigger": "a trigger", "view": "a view"}.get(found[0], "a virtual table")
    raise Fault(
        f"{path} holds {what}, which this program never makes: somebody changed the file by other means.",
        "Ask where it comes from before you trust it. `annotator salvage` gets its articles out into a new project.",
    )
