"""What of each article is found by its words, in the same transaction in which these change.

They are its title and its text, the notes on it and on what is marked in it, and why its hard cases are decided so.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, func, insert, select

from annotator.model.document import Document
from annotator.store.queue import in_parts
from annotator.store.sqlite import fulltext
from annotator.store.tables import cases, documents, notes, passages, texts

if TYPE_CHECKING:
    from annotator.model.finding.query import Term


class What(StrEnum):
    """What of an article words were found in."""

    TITLE = "title"
    TEXT = "text"
    NOTE = "note"
    WHY = "why"


_MANY: Final = 10


class Words(NamedTuple):
    """What is found by its words: an article's id, what of it, how it reads, and whose note or reason it is.

    part  the annotation's id of a note, "" of the article's own; the case's of a reason
    """

    document_id: str
    what: What
    text: str
    part: str | None = None


def add(connection: Connection, words: Iterable[Words]) -> None:
    """Has passages found by their words that were not there before."""
    some = list(words)
    if not some:
        return
    first = (connection.execute(select(func.max(passages.c.number))).scalar() or 0) + 1
    rows: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    for number, each in enumerate(some, first):
        row = {"number": number, "document_id": each.document_id, "what": each.what.value}
        # A version of the schema that fills the table from here had no column for parts yet.
        rows[each.part is not None].append(row if each.part is None else {**row, "part": each.part})
    for those in rows.values():
        if those:
            connection.execute(_INSERT, those)
    fulltext.put(connection, ((number, each.text) for number, each in enumerate(some, first)))


def drop(connection: Connection, words: Iterable[Words]) -> None:
    """Has notes and reasons not found any more, each as it was."""
    for each in words:
        named = {"this_document": each.document_id, "this_what": each.what.value, "this_part": each.part}
        numbers = connection.execute(_NUMBERED, named).scalars().all()
        fulltext.take(connection, ((number, each.text) for number in numbers))
        _delete(connection, numbers)


def remove(connection: Connection, document_id: str, *which: What) -> None:
    """Has an article not found any more, or by these passages of it; before they are changed."""
    rows = connection.execute(
        select(passages.c.number, passages.c.what, passages.c.part).where(passages.c.document_id == document_id)
    ).all()
    read = {(each.what, each.part): each.text for each in _of_document(connection, document_id)}
    gone = [row for row in rows if not which or row.what in which]
    fulltext.take(connection, ((row.number, read[What(row.what), row.part]) for row in gone))
    _delete(connection, [row.number for row in gone])


def _delete(connection: Connection, numbers: Iterable[int]) -> None:
    rows = [{"this_number": number} for number in numbers]
    if rows:
        connection.execute(_DELETE, rows)


_INSERT: Final = insert(passages)
_DELETE: Final = delete(passages).where(passages.c.number == bindparam("this_number"))
_NUMBERED: Final = select(passages.c.number).where(
    passages.c.document_id == bindparam("this_document"),
    passages.c.what == bindparam("this_what"),
    passages.c.part == bindparam("this_part"),
)


@contextmanager
def changing(connection: Connection, before: Document, after: Document) -> Iterator[None]:
    """Has a document found by what it reads afterwards; in between, its rows are changed. Notes are `notes`' own."""
    had, has = (of(each.id, each.article.title, each.text) for each in (before, after))
    changed = [new for old, new in zip(had, has, strict=True) if old != new]
    if changed:
        remove(connection, before.id, *(each.what for each in changed))
    yield
    add(connection, changed)


def fill(connection: Connection) -> None:
    """Has every article found of a project that had no index, by its title and its text."""
    ids = connection.execute(select(documents.c.id).order_by(documents.c.id)).scalars().all()
    for some in in_parts(ids):
        rows = connection.execute(
            select(documents.c.id, documents.c.title, texts.c.text)
            .join(texts, texts.c.document_id == documents.c.id)
            .where(documents.c.id.in_(some))
        )
        add(connection, (each for row in rows for each in of(row.id, row.title, row.text)))


def fill_parts(connection: Connection) -> None:
    """Has notes and reasons found of a project in whose index they were not."""
    add(connection, (Words(each.document_id, What.NOTE, each.note, each.annotation_id)
                     for each in connection.execute(select(notes).where(notes.c.note.is_not(None))).all()))  # fmt: skip
    add(connection, (Words(each.document_id, What.WHY, each.why, each.id)
                     for each in connection.execute(select(cases).where(cases.c.why != "")).all()))  # fmt: skip


def of(document_id: str, title: str, text: str) -> tuple[Words, Words]:
    """The passages of an article."""
    return Words(document_id, What.TITLE, title), Words(document_id, What.TEXT, text)


def reasons(document: Document) -> Iterator[Words]:
    """The passages of a document's hard cases."""
    return (Words(document.id, What.WHY, case.why, case.id) for case in document.cases if case.why)


def _of_document(connection: Connection, document_id: str) -> Iterator[Words]:
    """All passages of a document, as its tables have them."""
    head = (
        select(documents.c.title, texts.c.text)
        .join(texts, texts.c.document_id == documents.c.id)
        .where(documents.c.id == document_id)
    )
    for title, text in connection.execute(head):
        yield from of(document_id, title, text)
    noted = select(notes.c.annotation_id, notes.c.note).where(notes.c.document_id == document_id)
    for part, note in connection.execute(noted):
        yield Words(document_id, What.NOTE, note or "", part)
    why = select(cases.c.id, cases.c.why).where(cases.c.document_id == document_id)
    for part, reason in connection.execute(why):
        yield Words(document_id, What.WHY, reason, part)


def holding(term: "Term", *which: What) -> ColumnElement[bool]:
    """What is so of the documents that hold the words of a term, perhaps in these passages only."""
    held = passages.c.number.in_(fulltext.holding(term)), *_among(which)
    return documents.c.id.in_(select(passages.c.document_id).where(*held))


def texts_holding(connection: Connection, term: "Term", most: int | None = None) -> set[str]:
    """The ids of the articles whose text holds the words of a term; `most` passages are enough, the first ones."""
    numbers = fulltext.holding(term)
    if most is not None:
        numbers = numbers.order_by(*numbers.selected_columns).limit(most)
    held = passages.c.number.in_(numbers), passages.c.what == What.TEXT.value
    return set(connection.execute(select(passages.c.document_id).where(*held)).scalars())


def holding_one_by_one(term: "Term", *which: What) -> ColumnElement[bool]:
    """The same, asked of each document by itself: sooner where the first of many are wanted, see `is_common`."""
    held = passages.c.document_id == documents.c.id, fulltext.holds(passages.c.number, term), *_among(which)
    return exists(select(passages.c.number).where(*held))


def is_common(connection: Connection, term: "Term") -> bool:
    """Whether at least every tenth passage has the words of a term; of one that begins words that is not known soon."""
    if term.begins:
        return False
    last = connection.execute(select(func.max(passages.c.number))).scalar() or 0
    some = fulltext.holding(term).limit(last // _MANY + 1).subquery()
    return last < _MANY or (connection.execute(select(func.count()).select_from(some)).scalar() or 0) > last // _MANY


def _among(which: Iterable[What]) -> Iterator[ColumnElement[bool]]:
    wanted = [each.value for each in which]
    if wanted:
        yield passages.c.what.in_(wanted)
