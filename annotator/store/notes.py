"""Notes and flags in a table of their own, which stays small: all of a project are found without looking elsewhere.

They stand in the values of articles, entities and quotes, too, which are what counts.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from annotator.model.document import Annotation, Document, Entity
from annotator.model.notes import noted
from annotator.store import passages
from annotator.store.passages import What, Words
from annotator.store.queue import in_parts
from annotator.store.tables import ARTICLE, notes, queue


@dataclass(frozen=True)
class Kept:
    """A note or flag, or both: on an article where `annotation` is None, else on an entity or quote in it."""

    document: str
    annotation: str | None
    note: str | None
    flagged: bool


_ALL: Final = (
    select(notes.c.document_id, notes.c.about, notes.c.annotation_id, notes.c.note, notes.c.flagged)
    .join(queue, queue.c.document_id == notes.c.document_id)
    .order_by(queue.c.place, notes.c.about, notes.c.annotation_id)
)


def read(connection: Connection) -> list[Kept]:
    """All of them by the articles in the queue's order, each article's own first."""
    return _kept(connection.execute(_ALL))


def of(connection: Connection, ids: Collection[str]) -> list[Kept]:
    """Those of some articles, as many as may be named in one query, likewise."""
    return _kept(connection.execute(_ALL.where(notes.c.document_id.in_(ids))))


def flagged(connection: Connection) -> frozenset[str]:
    """The ids of the articles that are flagged, or have something in them that is."""
    return frozenset(connection.execute(select(notes.c.document_id).where(notes.c.flagged).distinct()).scalars())


def count(connection: Connection, ids: Collection[str]) -> int:
    """How many there are in some articles."""
    counted = select(func.count()).select_from(notes)
    return sum(connection.execute(counted.where(notes.c.document_id.in_(some))).scalar() or 0 for some in in_parts(ids))


def _kept(rows: Iterable[Any]) -> list[Kept]:
    return [Kept(d, None if about == ARTICLE else a, note, flagged) for d, about, a, note, flagged in rows]


def put(connection: Connection, things: Iterable[tuple[str, Document | Annotation]]) -> None:
    """Writes what articles and annotations have that have no rows, each with the id of its article."""
    some = [(d, each) for d, each in things if noted(each)]
    if some:
        rows = [{**_key(d, each), "note": each.note, "flagged": each.flagged} for d, each in some]
        connection.execute(_INSERT, rows)
        passages.add(connection, _words(some))


def drop(connection: Connection, things: Iterable[tuple[str, Document | Annotation]]) -> None:
    """Deletes the rows of articles and annotations, each as it was and with the id of its article."""
    some = [(d, each) for d, each in things if noted(each)]
    if some:
        rows = [{f"this_{name}": value for name, value in _key(d, each).items()} for d, each in some]
        connection.execute(_DROP, rows)
        passages.drop(connection, _words(some))


def remove(connection: Connection, document_id: str) -> None:
    """Deletes the rows of an article and of all that is in it; its passages have to be gone."""
    connection.execute(delete(notes).where(notes.c.document_id == document_id))


# Made once: SQLAlchemy works out a statement's key in its cache of compiled ones for each new object again.
_INSERT: Final = insert(notes)
_DROP: Final = delete(notes).where(
    notes.c.document_id == bindparam("this_document_id"),
    notes.c.about == bindparam("this_about"),
    notes.c.annotation_id == bindparam("this_annotation_id"),
)


def _key(document_id: str, thing: Document | Annotation) -> dict[str, Any]:
    if isinstance(thing, Document):
        return {"document_id": document_id, "about": ARTICLE, "annotation_id": ""}
    about = "entity" if isinstance(thing, Entity) else "quote"
    return {"document_id": document_id, "about": about, "annotation_id": thing.id}


def _words(things: Iterable[tuple[str, Document | Annotation]]) -> Iterator[Words]:
    """By what the notes are found."""
    for document_id, each in things:
        if each.note is not None:
            yield Words(document_id, What.NOTE, each.note, _key(document_id, each)["annotation_id"])
