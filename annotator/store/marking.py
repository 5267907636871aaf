"""What is marked in many articles, as the columns of the tables say it, without reading whole documents.

Each is a query for `Project.ask`.
"""

import json
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from sqlalchemy import Column, Connection, Table, select

from annotator.model.document import Decision
from annotator.store import values
from annotator.store.queue import in_parts
from annotator.store.tables import documents, entities, quotes, texts

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


class MarkedText(NamedTuple):
    """An article's text with what is marked in it, rejected ones included, in no order."""

    id: str
    title: str
    text: str
    entities: list[Mark]
    quotes: list[Mark]


def marked(connection: Connection, ids: Collection[str]) -> list[MarkedText]:
    """The articles of these ids that there are, in their order; AT_ONCE at most."""
    wanted = (
        select(documents.c.id, documents.c.title, texts.c.text)
        .join(texts, texts.c.document_id == documents.c.id)
        .where(documents.c.id.in_(ids))
    )
    found = {id_: MarkedText(id_, title, text, [], []) for id_, title, text in connection.execute(wanted)}
    for document_id, mark in _marks(connection, entities, entities.c.label, ids):
        found[document_id].entities.append(mark)
    for document_id, mark in _marks(connection, quotes, quotes.c.kind, ids):
        found[document_id].quotes.append(mark)
    return [found[each] for each in ids if each in found]


def _marks(connection: Connection, table: Table, sort: Column[str], ids: Collection[str]) -> Iterator[tuple[str, Mark]]:
    head = table.c
    rows = select(head.document_id, head.id, head.start, head.end, sort, head.decision, head.speaker_id)
    for document_id, *mark in connection.execute(rows.where(head.document_id.in_(ids))):
        yield document_id, Mark(*mark)


def naming(connection: Connection, speakers: Collection[str]) -> frozenset[str]:
    """The ids of the articles in which entities or quotes name one of these speakers."""
    found: set[str] = set()
    for table in (entities, quotes):
        for some in in_parts(speakers):
            found.update(connection.execute(select(table.c.document_id).where(table.c.speaker_id.in_(some))).scalars())
    return frozenset(found)


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
