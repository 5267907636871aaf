"""What of each article is found by its words: its title and its text, in the same transaction in which they change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, delete, func, insert, select

from annotator.model.document import Document
from annotator.store import fulltext
from annotator.store.queue import in_parts
from annotator.store.tables import documents, passages, texts

if TYPE_CHECKING:
    from annotator.model.query import Term

Words = tuple[str, "What", str]
"""An article's id, what it is, and how it reads."""


class What(StrEnum):
    """What of an article words were found in."""

    TITLE = "title"
    TEXT = "text"


_WHAT: Final = {what.value: what for what in What}


def add(connection: Connection, words: Iterable[Words]) -> None:
    """Has passages found by their words that were not there before."""
    some = list(words)
    if not some:
        return
    first = (connection.execute(select(func.max(passages.c.number))).scalar() or 0) + 1
    rows = [
        {"number": number, "document_id": document_id, "what": what.value}
        for number, (document_id, what, _) in enumerate(some, first)
    ]
    connection.execute(insert(passages), rows)
    fulltext.put(connection, ((number, text) for number, (_, _, text) in enumerate(some, first)))


def remove(connection: Connection, document_id: str, *which: What) -> None:
    """Has an article not found any more, or by these passages of it; before they are changed."""
    rows = connection.execute(
        select(passages.c.number, passages.c.what, documents.c.title, texts.c.text)
        .join(documents, documents.c.id == passages.c.document_id)
        .join(texts, texts.c.document_id == passages.c.document_id)
        .where(passages.c.document_id == document_id)
    ).all()
    gone = [row for row in rows if not which or row.what in which]
    fulltext.take(connection, ((row.number, row.title if row.what == What.TITLE else row.text) for row in gone))
    for row in gone:
        connection.execute(delete(passages).where(passages.c.number == row.number))


@contextmanager
def changing(connection: Connection, before: Document, after: Document) -> Iterator[None]:
    """Has a document found by what it reads afterwards; in between, its rows are changed."""
    had, has = (of(each.id, each.article.title, each.text) for each in (before, after))
    changed = [new for old, new in zip(had, has, strict=True) if old != new]
    if changed:
        remove(connection, before.id, *(what for _, what, _ in changed))
    yield
    add(connection, changed)


def fill(connection: Connection) -> None:
    """Has every article found of a project that had no index."""
    ids = connection.execute(select(documents.c.id).order_by(documents.c.id)).scalars().all()
    for some in in_parts(ids):
        rows = connection.execute(
            select(documents.c.id, documents.c.title, texts.c.text)
            .join(texts, texts.c.document_id == documents.c.id)
            .where(documents.c.id.in_(some))
        )
        add(connection, (each for row in rows for each in of(row.id, row.title, row.text)))


def of(document_id: str, title: str, text: str) -> tuple[Words, Words]:
    """The passages of an article."""
    return (document_id, What.TITLE, title), (document_id, What.TEXT, text)


def holding(connection: Connection, term: "Term") -> Mapping[What, Collection[str]]:
    """The ids of the articles whose passages hold the words of a term, by what holds them."""
    found: dict[What, set[str]] = defaultdict(set)
    wanted = select(passages.c.document_id, passages.c.what).where(passages.c.number.in_(fulltext.holding(term)))
    for document_id, what in connection.execute(wanted).all():
        found[_WHAT[what]].add(document_id)
    return found
