"""What was read of the articles in the tables, by whom and when."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Subquery, func, insert, select, update

from annotator.model.texts.coverage import Seen
from annotator.store.sqlite.connection import Database
from annotator.store.tables import reading, seen


@dataclass(frozen=True)
class Looked:
    """What one person's look at an article adds to what is known.

    paragraphs  the start and the digest of those that were read
    share       how much of the article has been read by anybody, from 0 to 1
    seconds     how long it was before them
    at          when, ISO 8601, UTC
    """

    document_id: str
    by: str
    paragraphs: tuple[tuple[int, str], ...]
    share: float
    seconds: float
    at: str


class Reading:
    """What was read of a project's articles. None of it is a transaction: it is not undone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_id: str) -> list[Seen]:
        """The paragraphs of an article that were read, by anybody; in no order. Raises Fault."""
        columns = seen.c.start, seen.c.words, seen.c.by, seen.c.first, seen.c.last
        with self._database.read() as connection:
            rows = connection.execute(select(*columns).where(seen.c.document_id == document_id))
            return [Seen(*row) for row in rows]

    def keep(self, looks: Iterable[Looked]) -> None:
        """Writes what was looked at; what is known already gets its newest time. Raises Fault."""
        with self._database.write() as connection:
            for look in looks:
                _keep_paragraphs(connection, look)
                _keep_time(connection, look)


def shares(only: str | None = None) -> Subquery:
    """How much of each article was read, or of the one of an id, as `document_id` and `share`."""
    share = func.max(reading.c.share).label("share")
    read = select(reading.c.document_id, share).group_by(reading.c.document_id)
    return (read if only is None else read.where(reading.c.document_id == only)).subquery("of_reading")


def _keep_time(connection: Connection, look: Looked) -> None:
    of_all = reading.c.document_id == look.document_id
    added = {"seconds": reading.c.seconds + look.seconds, "last": look.at}
    if not connection.execute(update(reading).where(of_all, reading.c.by == look.by).values(added)).rowcount:
        row = {"share": look.share, "seconds": look.seconds, "last": look.at}
        connection.execute(insert(reading).values(document_id=look.document_id, by=look.by, **row))
    connection.execute(update(reading).where(of_all).values(share=look.share))


def _keep_paragraphs(connection: Connection, look: Looked) -> None:
    mine = (seen.c.document_id == look.document_id) & (seen.c.by == look.by)
    known = {(start, words) for start, words in connection.execute(select(seen.c.start, seen.c.words).where(mine))}
    for start, words in known.intersection(look.paragraphs):
        row = mine & (seen.c.start == start) & (seen.c.words == words)
        connection.execute(update(seen).where(row).values(last=look.at))
    new = [
        {"document_id": look.document_id, "start": start, "words": words, "by": look.by}
        for start, words in dict.fromkeys(look.paragraphs)
        if (start, words) not in known
    ]
    if new:
        connection.execute(insert(seen), [{**row, "first": look.at, "last": look.at} for row in new])
