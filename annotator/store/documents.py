"""Documents in the tables: an article's own row, its text, its tokens, a row for each entity and quote."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Table, Text, bindparam, delete, exists, func, insert, select, union, update

from annotator.model.document import AnyAnnotation, Decision, Document, Entity, MapRun, Status, in_order
from annotator.model.notes import noted
from annotator.model.plain import from_plain, to_plain
from annotator.store import notes, passages, values
from annotator.store.queue import in_parts
from annotator.store.tables import cases, documents, entities, origins, quotes, texts, tokens

Rows = list[dict[str, Any]]


def read(connection: Connection, document_id: str) -> Document:
    """The document of that id; raises KeyError where there is none."""
    head = connection.execute(
        select(documents.c.value, texts.c.text, texts.c.source_map, tokens.c.tokenizer, tokens.c.columns)
        .join(texts, texts.c.document_id == documents.c.id)
        .outerjoin(tokens, tokens.c.document_id == documents.c.id)
        .where(documents.c.id == document_id)
    ).one_or_none()
    if head is None:
        raise KeyError(document_id)
    with values.decoding(f"the article {document_id}"):
        document: Document = from_plain(Document, values.parsed(head.value))
        return replace(
            document,
            article=replace(
                document.article,
                text=head.text,
                source_map=tuple(MapRun(*run) for run in values.parsed(head.source_map)),
            ),
            tokens=None if head.tokenizer is None else values.unpack_tokens(head.tokenizer, head.columns),
            entities=in_order(values.entities_of(_values(connection, entities, document_id))),
            quotes=in_order(values.quotes_of(_values(connection, quotes, document_id))),
        )


def text(connection: Connection, document_id: str) -> str:
    """The text of the document of that id; raises KeyError where there is none."""
    found: str | None = connection.execute(select(texts.c.text).where(texts.c.document_id == document_id)).scalar()
    if found is None:
        raise KeyError(document_id)
    return found


def known(connection: Connection, ids: Collection[str]) -> frozenset[str]:
    """Which of these ids documents have."""
    found: set[str] = set()
    for some in in_parts(ids):
        found.update(connection.execute(select(documents.c.id).where(documents.c.id.in_(some))).scalars())
    return frozenset(found)


def holding(connection: Connection, words: str) -> frozenset[str]:
    """The ids of the documents whose text holds these words, case as it is."""
    # LIKE takes case as it is on one database and not on the next, and each has its own name for finding a place.
    holds = func.replace(texts.c.text, words, "") != texts.c.text
    return frozenset(connection.execute(select(texts.c.document_id).where(holds)).scalars())


def quoted(connection: Connection, speaker_id: str) -> frozenset[str]:
    """The ids of the documents that have quotes of a speaker."""
    return frozenset(
        connection.execute(select(quotes.c.document_id).where(quotes.c.speaker_id == speaker_id)).scalars()
    )


def naming(connection: Connection, speaker_id: str) -> frozenset[str]:
    """The ids of the documents that have entities or quotes of a speaker, rejected ones included."""
    named = (select(table.c.document_id).where(table.c.speaker_id == speaker_id) for table in (entities, quotes))
    return frozenset(connection.execute(union(*named)).scalars())


def labels(connection: Connection, *, done: bool) -> tuple[str, ...]:
    """The labels of entities that are not rejected, in alphabetical order, perhaps of done articles only."""
    query = select(entities.c.label).distinct().where(entities.c.decision != Decision.REJECTED.value)
    if done:
        query = query.join(documents).where(documents.c.status == Status.DONE.value)
    return tuple(sorted(connection.execute(query).scalars()))


def outlets(connection: Connection) -> Mapping[str, str]:
    """Where the documents were published, by their ids, as far as that is known."""
    rows = connection.execute(select(documents.c.id, documents.c.value))
    with values.decoding("an article"):
        found = [(document_id, values.parsed(value)["article"].get("outlet")) for document_id, value in rows]
    return {document_id: outlet for document_id, outlet in found if outlet}


def label_counts(connection: Connection) -> Mapping[str, Mapping[str, int]]:
    """How often each document has each label, by its id; rejected entities do not count."""
    query = (
        select(entities.c.document_id, entities.c.label, func.count())
        .where(entities.c.decision != Decision.REJECTED.value)
        .group_by(entities.c.document_id, entities.c.label)
    )
    counts: dict[str, dict[str, int]] = {}
    for document_id, label, number in connection.execute(query):
        counts.setdefault(document_id, {})[label] = number
    return counts


def _values(connection: Connection, table: Table, document_id: str) -> Sequence[str]:
    return connection.execute(select(table.c.value).where(table.c.document_id == document_id)).scalars().all()


def add(connection: Connection, added: Collection[Document]) -> None:
    """Writes documents that the project does not have, with all that is in them."""
    _insert(connection, documents, [{"id": document.id, **_head(document)} for document in added])
    _insert(
        connection,
        texts,
        [
            {"document_id": d.id, "text": d.text, "source_map": values.text(to_plain(d.article.source_map))}
            for d in added
        ],
    )
    _insert(connection, tokens, [row for document in added for row in _token_rows(document)])
    notes.put(connection, ((document.id, document) for document in added))
    passages.add(connection, (each for d in added for each in passages.of(d.id, d.article.title, d.text)))
    _insert(connection, cases, [row for document in added for row in _case_rows(document)])
    passages.add(connection, (each for document in added for each in passages.reasons(document)))
    put(connection, ((d.id, a) for d in added for a in d.by_id.values()))


def change(connection: Connection, before: Document, after: Document) -> None:
    """Writes what is said of the document as a whole, and its text and its tokens where they changed."""
    with passages.changing(connection, before, after):
        connection.execute(update(documents).where(documents.c.id == after.id).values(_head(after)))
        if before.article.source_map != after.article.source_map or before.text != after.text:
            new = {"text": after.text, "source_map": values.text(to_plain(after.article.source_map))}
            connection.execute(update(texts).where(texts.c.document_id == after.id).values(new))
    if before.tokens != after.tokens:
        connection.execute(delete(tokens).where(tokens.c.document_id == after.id))
        _insert(connection, tokens, _token_rows(after))
    if (before.note, before.flagged) != (after.note, after.flagged):
        notes.drop(connection, [(before.id, before)])
        notes.put(connection, [(after.id, after)])
    if before.cases != after.cases:
        passages.drop(connection, passages.reasons(before))
        connection.execute(delete(cases).where(cases.c.document_id == after.id))
        _insert(connection, cases, _case_rows(after))
        passages.add(connection, passages.reasons(after))


def remove(connection: Connection, document_id: str) -> None:
    """Deletes the document and all that is in it."""
    passages.remove(connection, document_id)
    notes.remove(connection, document_id)
    for table in (entities, quotes, cases, origins, tokens, texts):
        connection.execute(delete(table).where(table.c.document_id == document_id))
    connection.execute(delete(documents).where(documents.c.id == document_id))


def put(connection: Connection, annotations: Iterable[tuple[str, AnyAnnotation]]) -> None:
    """Writes entities and quotes that have no rows, each with the id of its document."""
    rows: Mapping[Table, Rows] = {entities: [], quotes: []}
    kept, made = [], set()
    for document_id, annotation in annotations:
        rows[_table(annotation)].append(_annotation_row(document_id, annotation))
        made.add((document_id, annotation.origin))
        if noted(annotation):
            kept.append((document_id, annotation))
    for table in rows:
        _insert(connection, table, rows[table])
    if made:
        connection.execute(_MADE, [{"d": document_id, "o": origin} for document_id, origin in made])
    notes.put(connection, kept)


def drop(connection: Connection, annotations: Iterable[tuple[str, AnyAnnotation]]) -> None:
    """Deletes the rows of entities and quotes, each named with the id of its document."""
    which: Mapping[Table, Rows] = {entities: [], quotes: []}
    kept = []
    for document_id, annotation in annotations:
        which[_table(annotation)].append({"d": document_id, "a": annotation.id})
        if noted(annotation):
            kept.append((document_id, annotation))
    for table, rows in which.items():
        if rows:
            connection.execute(_DROP[table], rows)
    notes.drop(connection, kept)


_DROP: Final = {
    table: delete(table).where(table.c.document_id == bindparam("d"), table.c.id == bindparam("a"))
    for table in (entities, quotes)
}
_MADE: Final = insert(origins).from_select(
    ["document_id", "origin"],
    select(bindparam("d", type_=Text), bindparam("o", type_=Text)).where(
        ~exists().where(origins.c.document_id == bindparam("d"), origins.c.origin == bindparam("o"))
    ),
)
"""Names what made annotations of an article where it is not named yet."""


# Made once: SQLAlchemy works out a statement's key in its cache of compiled ones for each new object again.
_INSERT: Final = {table: insert(table) for table in (documents, texts, tokens, cases, entities, quotes)}


def _table(annotation: AnyAnnotation) -> Table:
    return entities if isinstance(annotation, Entity) else quotes


def _insert(connection: Connection, table: Table, rows: Rows) -> None:
    if rows:
        connection.execute(_INSERT[table], rows)


def _head(document: Document) -> dict[str, Any]:
    article = document.article
    bare = replace(document, article=replace(article, text="", source_map=()), tokens=None, entities=(), quotes=())
    return {
        "title": article.title,
        "file": article.file,
        "status": document.status.value,
        "characters": len(article.text),
        "text_sha256": article.text_sha256,
        "value": values.text(to_plain(bare)),
    }


def _token_rows(document: Document) -> Rows:
    if document.tokens is None:
        return []
    return [
        {
            "document_id": document.id,
            "tokenizer": document.tokens.tokenizer,
            "columns": values.pack_tokens(document.tokens),
        }
    ]


def _case_rows(document: Document) -> Rows:
    return [
        {
            "document_id": document.id,
            "id": case.id,
            "sort": case.sort,
            "words": case.sentence,
            "why": case.why,
            "value": values.text(to_plain(case)),
        }
        for case in document.cases
    ]


def _annotation_row(document_id: str, annotation: AnyAnnotation) -> dict[str, Any]:
    extent = annotation.extent
    kind = {"label": annotation.label} if isinstance(annotation, Entity) else {"kind": annotation.kind.value}
    return {
        "document_id": document_id,
        "id": annotation.id,
        "start": extent.start,
        "end": extent.end,
        "decision": annotation.decision.value,
        "score": annotation.score,
        "speaker_id": annotation.speaker,
        "value": values.annotation_text(annotation),
        **kind,
    }
