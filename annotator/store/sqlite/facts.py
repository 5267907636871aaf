"""What is known of a project as a whole: how large it is, what it holds, by whom and when it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from annotator.store.sqlite.connection import Database
from annotator.store.tables import documents, entities, quotes, schema, speakers, transactions


@dataclass(frozen=True)
class Facts:
    """What is known of a project.

    version   of its schema
    made      when (ISO 8601), and `by` whom, as far as that can be told: who changed it first
    articles  how many there are of each status
    steps     how many transactions the log has
    size      bytes on the disk, with the log beside the file
    free      bytes of it that nothing needs any more
    """

    version: int
    made: str
    by: str
    articles: Mapping[str, int]
    entities: int
    quotes: int
    speakers: int
    steps: int
    size: int
    free: int


def facts_of(path: Path) -> Facts:
    """The facts of the project at `path`; raises Fault where it cannot be read."""
    database = Database(path, read_only=True)
    try:
        with database.read() as connection:
            return _read(connection, path)
    finally:
        database.close()


def statuses_of(path: Path) -> Mapping[str, int]:
    """How many articles of each status the project at `path` has; raises Fault where it cannot be read."""
    database = Database(path, read_only=True)
    try:
        with database.read() as connection:
            return _statuses(connection)
    finally:
        database.close()


def _statuses(connection: Connection) -> Mapping[str, int]:
    counts = connection.execute(select(documents.c.status, func.count()).group_by(documents.c.status))
    return {str(status): int(count) for status, count in counts}


def _read(connection: Connection, path: Path) -> Facts:
    version, made = connection.execute(select(func.max(schema.c.version), func.min(schema.c.at))).one()
    first = select(transactions.c.by).order_by(transactions.c.seq).limit(1)
    tables = (entities, quotes, speakers, transactions)
    sizes = [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]
    pages = [int(connection.execute(text(f"PRAGMA {what}")).scalar_one()) for what in ("freelist_count", "page_size")]
    return Facts(
        version=int(version or 0),
        made=str(made or ""),
        by=connection.execute(first).scalar() or "",
        articles=_statuses(connection),
        entities=sizes[0],
        quotes=sizes[1],
        speakers=sizes[2],
        steps=sizes[3],
        size=size_of(path),
        free=pages[0] * pages[1],
    )


def size_of(path: Path) -> int:
    """How many bytes a project takes, with what SQLite keeps beside it."""
    return sum(each.stat().st_size for each in (path, path.with_name(f"{path.name}-wal")) if each.exists())
