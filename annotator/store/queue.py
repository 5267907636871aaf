"""The queue: the articles of a project in order, with what a person sees of each before opening it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy import ColumnElement, Connection, Subquery, Table, and_, bindparam, case, func, insert, select
from sqlalchemy import update as sql_update

from annotator.model.document import Decision, Document, Status
from annotator.model.history import Update
from annotator.store import coverage
from annotator.store.sources import Source
from annotator.store.tables import ARTICLE, documents, entities, notes, queue, quotes

_T = TypeVar("_T")
_PENDING: Final = Decision.PENDING.value
SUGGESTIONS: Final = "nlp.suggestions"
RENEWED: Final = "user.suggestions"
"""The origins of the transactions that bring suggestions: in the second a person has chosen."""
_MAKING: Final = frozenset({SUGGESTIONS, RENEWED, f"redo.{RENEWED}"})
_AT_ONCE: Final = 500
"""How many ids to name in one query: databases limit its parameters."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One article of the queue.

    characters  the text's length in code points
    pending     how many suggestions wait for a decision
    doubtful    the lowest score among them, from 0 to 1; None where none of them has one
    decided     how many entities and quotes have been decided, rejected ones included
    note, flagged  a person's words about the article, and whether somebody wants to come back to it
    prepared    whether suggestions have been made for it, even if there were none to make, or it came with annotations
    read        how much of it was read by anybody, from 0 to 1
    """

    id: str
    title: str
    file: str | None
    status: Status
    characters: int
    pending: int
    doubtful: float | None
    decided: int
    prepared: bool
    text_sha256: str
    read: float = 0.0
    note: str | None = None
    flagged: bool = False


def _counts(table: Table, only: str | None) -> Subquery:
    pending: ColumnElement[bool] = table.c.decision == _PENDING
    counted = select(
        table.c.document_id,
        func.sum(case((pending, 1), else_=0)).label("pending"),
        func.sum(case((pending, 0), else_=1)).label("decided"),
        func.min(case((pending, table.c.score))).label("doubtful"),
    ).group_by(table.c.document_id)
    if only is not None:
        counted = counted.where(table.c.document_id == only)
    return counted.subquery(f"of_{table.name}")


def entries(connection: Connection, only: str | None = None) -> list[Entry]:
    """The articles in the queue's order: all of them, or the one of an id."""
    of_entities, of_quotes, of_reading = _counts(entities, only), _counts(quotes, only), coverage.shares(only)
    both = [(of_entities.c[name], of_quotes.c[name]) for name in ("pending", "decided")]
    pending, decided = (func.coalesce(a, 0) + func.coalesce(b, 0) for a, b in both)
    head = documents.c
    wanted = (
        select(
            *(head.id, head.title, head.file, head.status, head.characters, head.text_sha256),
            *(queue.c.prepared, func.coalesce(of_reading.c.share, 0.0), notes.c.note, notes.c.flagged),
            *(pending, decided, of_entities.c.doubtful, of_quotes.c.doubtful),
        )
        .join(queue, queue.c.document_id == head.id)
        .outerjoin(of_entities, of_entities.c.document_id == head.id)
        .outerjoin(of_quotes, of_quotes.c.document_id == head.id)
        .outerjoin(of_reading, of_reading.c.document_id == head.id)
        .outerjoin(notes, and_(notes.c.document_id == head.id, notes.c.about == ARTICLE))
        .order_by(queue.c.place)
    )
    if only is not None:
        wanted = wanted.where(head.id == only)
    rows = connection.execute(wanted)
    return [
        Entry(
            id=id_,
            title=title,
            file=file,
            status=Status(status),
            characters=characters,
            text_sha256=sha256,
            prepared=prepared,
            read=read,
            pending=waiting,
            decided=done,
            doubtful=min((score for score in scores if score is not None), default=None),
            note=note,
            flagged=bool(flagged),
        )
        for id_, title, file, status, characters, sha256, prepared, read, note, flagged, waiting, done, *scores in rows
    ]


def entry(connection: Connection, document_id: str) -> Entry:
    """One article, as `entries` has it; raises KeyError where there is none of that id."""
    for found in entries(connection, document_id):
        return found
    raise KeyError(document_id)


def ids(connection: Connection, *statuses: Status) -> list[str]:
    """The ids of the articles in the queue's order, where statuses are named of those that have one of them."""
    wanted = select(queue.c.document_id).join(documents, documents.c.id == queue.c.document_id)
    if statuses:
        wanted = wanted.where(documents.c.status.in_([status.value for status in statuses]))
    return list(connection.execute(wanted.order_by(queue.c.place)).scalars())


def before(connection: Connection, document_id: str) -> str | None:
    """The id of the article that stands before one in the queue, None where that is the first."""
    here = select(queue.c.place).where(queue.c.document_id == document_id).scalar_subquery()
    found: str | None = connection.execute(
        select(queue.c.document_id)
        .join(documents, documents.c.id == queue.c.document_id)  # the places of deleted articles are kept
        .where(queue.c.place < here)
        .order_by(queue.c.place.desc())
        .limit(1)
    ).scalar()
    return found


def find(connection: Connection, text_sha256: str) -> str | None:
    """The id of the first article with that text, None where there is none."""
    found: str | None = connection.execute(
        select(documents.c.id)
        .join(queue, queue.c.document_id == documents.c.id)
        .where(documents.c.text_sha256 == text_sha256)
        .order_by(queue.c.place)
        .limit(1)
    ).scalar()
    return found


def enter(connection: Connection, added: Collection[Document], imported: Mapping[str, Source]) -> None:
    """Puts articles at the queue's end, with where they were imported from; those it had keep their place."""
    if not added and not imported:
        return
    last = connection.execute(select(func.max(queue.c.place))).scalar()
    place = 0 if last is None else last + 1
    had = _known(connection, [document.id for document in added])
    rows = [
        {"document_id": document.id, "place": place + number, "prepared": bool(document.by_id)}
        for number, document in enumerate(d for d in added if d.id not in had)
    ]
    if rows:
        connection.execute(insert(queue), rows)
    for document_id, source in imported.items():
        connection.execute(
            sql_update(queue)
            .where(queue.c.document_id == document_id)
            .values(source=source.sha256, source_name=source.name, source_encoding=source.encoding)
        )


def in_parts(ids: Iterable[_T]) -> Iterator[list[_T]]:
    """Ids in lists of no more than may be named in one query."""
    left = iter(ids)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def _known(connection: Connection, document_ids: Collection[str]) -> set[str]:
    known: set[str] = set()
    for some in in_parts(document_ids):
        known.update(connection.execute(select(queue.c.document_id).where(queue.c.document_id.in_(some))).scalars())
    return known


def prepares(update: Update, document_id: str) -> bool | None:
    """Whether an article that an update changed counts as prepared now; None where it counts as it did before.

    Where what was run again is undone and leaves nothing, suggestions are made for it when it is opened, as for one
    that nobody has opened yet: no person has said that it is to have none.
    """
    origin = update.transaction.origin
    if origin in _MAKING:
        return True
    document = update.after.documents.get(document_id)
    undone = origin == f"undo.{RENEWED}" and document is not None and not document.by_id
    return False if undone else None


def note_prepared(connection: Connection, update: Update, further: Iterable[str]) -> None:
    """Notes for which articles suggestions have been made: those that an update says so of, and `further` ones."""
    told = {document_id: prepares(update, document_id) for document_id in update.transaction.documents}
    for document_id, on in (*told.items(), *dict.fromkeys(further, True).items()):
        if on is not None:
            connection.execute(_PREPARED, {"which": document_id, "on": on})


_PREPARED: Final = sql_update(queue).where(queue.c.document_id == bindparam("which")).values(prepared=bindparam("on"))
