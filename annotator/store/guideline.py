"""A project's guideline in the tables: every version of its text, and what its articles give to it."""

import json
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from annotator.model.cases import Case
from annotator.model.plain import from_plain
from annotator.store import values
from annotator.store.sqlite.connection import Database
from annotator.store.tables import cases, documents, guideline, queue


@dataclass(frozen=True)
class Version:
    """One version of the text: who wrote it, and when last (ISO 8601, UTC)."""

    seq: int
    by: str
    at: str


@dataclass(frozen=True)
class Listed:
    """An example or a hard case, with the article that it stands in."""

    document_id: str
    title: str
    case: Case


class Guideline:
    """The guideline of a project. Its text is no transaction: a version of it is kept for each time it was written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def text(self, seq: int | None = None) -> str | None:
        """The text in Markdown, of that version or the newest; None where there is none. Raises Fault."""
        wanted = select(guideline.c.text).order_by(guideline.c.seq.desc()).limit(1)
        with self._database.read() as connection:
            found: str | None = connection.execute(
                wanted if seq is None else wanted.where(guideline.c.seq == seq)
            ).scalar()
        return found

    def versions(self) -> list[Version]:
        """All versions, the newest first. Raises Fault."""
        wanted = select(guideline.c.seq, guideline.c.by, guideline.c.at).order_by(guideline.c.seq.desc())
        with self._database.read() as connection:
            return [Version(*row) for row in connection.execute(wanted)]

    def write(self, text: str, *, writing: str, by: str, at: str) -> None:
        """Keeps a text: as a new version, or in place of the newest where that is of the same writing. Raises Fault."""
        newest = select(guideline.c.seq, guideline.c.writing).order_by(guideline.c.seq.desc()).limit(1)
        row = {"writing": writing, "text": text, "by": by, "at": at}
        with self._database.write() as connection:
            last = connection.execute(newest).one_or_none()
            if last is not None and last.writing == writing:
                connection.execute(update(guideline).where(guideline.c.seq == last.seq).values(row))
            else:
                connection.execute(insert(guideline).values(seq=0 if last is None else last.seq + 1, **row))

    def cases(self) -> list[Listed]:
        """All examples and hard cases, in the order of the articles. Raises Fault."""
        wanted = (
            select(cases.c.document_id, documents.c.title, cases.c.value)
            .join(documents, documents.c.id == cases.c.document_id)
            .join(queue, queue.c.document_id == cases.c.document_id)
            .order_by(queue.c.place, cases.c.id)
        )
        with self._database.read() as connection, values.decoding("a case of the guideline"):
            return [
                Listed(document_id, title, from_plain(Case, json.loads(value)))
                for document_id, title, value in connection.execute(wanted)
            ]
