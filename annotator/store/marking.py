"""What is marked in many articles, as the columns of the tables say it, without reading whole documents.

Each is a query for `Project.ask`.
"""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Connection, Table, func, or_, select

from annotator.model.document import Decision, Span, Status
from annotator.store import values
from annotator.store.queue import in_parts
from annotator.store.tables import documents, entities, queue, quotes, texts

AT_ONCE: Final = 500
"""How many articles may be asked for at a time."""


class Mark(NamedTuple):
    """An entity, or a quote with its extent; `sort` is the label of the one, the kind of the other."""

    id: str
    start: int
    end: int
    sort: str
    decision: str
    speaker: str | None


Row = tuple[str, int, int, str, str, str | None]
"""The same as it comes from a table: of all that are read, few are looked at by name."""


class MarkedText(NamedTuple):
    """An article's text with what is marked in it, as `Mark`s have it, rejected ones included, in no order.

    looked_at  whether anybody or anything has looked for entities in it: what is not marked there was left so
    aside      the paragraphs that are set aside
    """

    id: str
    title: str
    text: str
    entities: list[Row]
    quotes: list[Row]
    looked_at: bool = True
    aside: tuple[Span, ...] = ()


def marked(connection: Connection, ids: Collection[str]) -> list[MarkedText]:
    """The articles of these ids that there are, in their order; AT_ONCE at most."""
    wanted = (
        select(
            *(documents.c.id, documents.c.title, texts.c.text, documents.c.value),
            or_(queue.c.prepared, documents.c.status == Status.DONE.value),
        )
        .join(texts, texts.c.document_id == documents.c.id)
        .join(queue, queue.c.document_id == documents.c.id)
        .where(documents.c.id.in_(ids))
    )
    found = {
        id_: MarkedText(id_, title, text, [], [], bool(looked_at), aside_of(id_, value))
        for id_, title, text, value, looked_at in connection.execute(wanted)
    }
    for row in _marks(connection, entities, entities.c.label, ids):
        found[row[6]].entities.append(row[:6])
    for row in _marks(connection, quotes, quotes.c.kind, ids):
        found[row[6]].quotes.append(row[:6])
    return [found[each] for each in ids if each in found]


def aside_of(document_id: str, value: str) -> tuple[Span, ...]:
    """The paragraphs of an article that are set aside, by its value in the table."""
    if '"boilerplate"' not in value:  # as in most
        return ()
    with values.decoding(f"the article {document_id}"):
        return tuple(Span(*each) for each in values.parsed(value).get("boilerplate", ()))


def _marks(connection: Connection, table: Table, sort: Column[str], ids: Collection[str]) -> Sequence[Any]:
    head = table.c
    wanted = select(head.id, head.start, head.end, sort, head.decision, head.speaker_id, head.document_id)
    # As plain tuples: SQLAlchemy's rows take as long to make as all that is done with them here.
    return connection.execute(wanted.where(head.document_id.in_(ids))).cursor.fetchall()


def naming(connection: Connection, speakers: Collection[str]) -> frozenset[str]:
    """The ids of the articles in which entities or quotes name one of these speakers."""
    found: set[str] = set()
    for table in (entities, quotes):
        for some in in_parts(speakers):
            wanted = select(table.c.document_id).distinct().where(table.c.speaker_id.in_(some))
            found.update(connection.execute(wanted).scalars())
    return frozenset(found)


def times_named(connection: Connection) -> Counter[str]:
    """How often entities name each speaker, by their ids; rejected ones do not count."""
    wanted = (
        select(entities.c.speaker_id, func.count())
        .where(entities.c.speaker_id.is_not(None), entities.c.decision != Decision.REJECTED.value)
        .group_by(entities.c.speaker_id)
    )
    return Counter(dict(connection.execute(wanted).all()))


def texts_of(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """The texts of articles, by their ids; of AT_ONCE at most."""
    wanted = select(texts.c.document_id, texts.c.text).where(texts.c.document_id.in_(ids))
    return dict(connection.execute(wanted).all())


def deciders(connection: Connection, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], str | None]:
    """Who decided about annotations, by the ids of article and annotation; of AT_ONCE articles at most."""
    by: dict[tuple[str, str], str | None] = {}
    ids = list({document_id for document_id, _ in wanted})
    for table in (entities, quotes):
        by |= _deciders(connection, table, ids, wanted)
    return by


def _deciders(
    connection: Connection, table: Table, ids: list[str], wanted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str | None]:
    names = {annotation_id for _, annotation_id in wanted}
    rows = select(table.c.document_id, table.c.id, table.c.value).where(
        table.c.document_id.in_(ids), table.c.decision != Decision.PENDING.value
    )
    found: dict[tuple[str, str], str | None] = {}
    for document_id, annotation_id, value in connection.execute(rows):
        if annotation_id in names and (document_id, annotation_id) in wanted:
            with values.decoding(f"{annotation_id} of {document_id}"):
                found[document_id, annotation_id] = json.loads(value).get("by")
    return found
