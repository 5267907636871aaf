"""The tables of a project, as the newest migration leaves them.

Ids are made by the program. JSON is kept as text, or packed (see `values`) where it can be long. What is big stands
apart from what is read for the whole queue or written with every edit.
"""

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()

schema = Table(
    "schema",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
)
"""One row for each migration that has run."""

documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("file", Text),
    Column("status", Text, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("text_sha256", Text, nullable=False, index=True),
    Column("value", Text, nullable=False),
)
"""`value` is the document without text, source map, tokens and annotations."""

texts = Table(
    "texts",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("source_map", Text, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("tokenizer", Text, nullable=False),
    Column("columns", LargeBinary, nullable=False),
)

speakers = Table(
    "speakers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
)


def _annotations(name: str, sort: str) -> Table:
    """A table of entities or of quotes; `sort` is the column that says what sort of one it is."""
    return Table(
        name,
        metadata,
        Column("document_id", ForeignKey("documents.id"), primary_key=True),
        Column("id", Text, primary_key=True),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column(sort, Text, nullable=False),
        Column("decision", Text, nullable=False),
        Column("score", Double),
        Column("speaker_id", ForeignKey("speakers.id"), index=True),
        Column("value", Text, nullable=False),
        Index(f"ix_{name}_queue", "document_id", "decision", "score"),
        Index(f"ix_{name}_{sort}", sort, "decision", "document_id"),
    )


entities = _annotations("entities", "label")
quotes = _annotations("quotes", "kind")

notes = Table(
    "notes",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("about", Text, primary_key=True),
    Column("annotation_id", Text, primary_key=True),
    Column("note", Text),
    Column("flagged", Boolean, nullable=False),
)
"""What has a note or a flag, said a second time: see `notes`. An article's own row has no annotation's id, but "".

about  ARTICLE, "entity" or "quote"
"""
ARTICLE: Final = "article"

sources = Table(
    "sources",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""The bytes that articles were imported from, compressed, once for each hash."""

queue = Table(
    "queue",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("place", Integer, nullable=False, index=True),
    Column("prepared", Boolean, nullable=False),
    Column("source", ForeignKey("sources.sha256")),
    Column("source_name", Text),
    Column("source_encoding", Text),
)
"""What the project knows about an article besides its state.

A row outlives its document, so that an article whose removal is undone is back in its place, with its source.
"""

transactions = Table(
    "transactions",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("origin", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("state", Text),
    Column("of", Text),
    Column("edits", LargeBinary, nullable=False),
    Column("inverse", LargeBinary, nullable=False),
    Column("step", Text, index=True),
    Index("ix_transactions_history", "by", "state"),
    Index("ix_transactions_origin", "origin"),
)
"""Everything that was dispatched, in order, with what takes it back.

state  done, undone or discarded where a person can undo it, else null
of     which transaction an `undo.…` or `redo.…` is about
step   what it is undone with, where that is more than itself
"""

passages = Table(
    "passages",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("part", Text),
)
"""What is found by its words, under the number by which `fulltext` knows it: titles, texts, notes, why cases are so.

part  whose it is: the annotation's id of a note, "" of the article's own; the case's of a reason; else null
"""

origins = Table(
    "origins",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("origin", Text, primary_key=True),
    Index("ix_origins_origin", "origin"),
)
"""What made annotations of an article, so that those of one origin are not looked for in all of them. What was taken
away may still be named."""

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

seen = Table(
    "seen",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("start", Integer, primary_key=True, autoincrement=False),
    Column("words", Text, primary_key=True),
    Column("by", Text, primary_key=True),
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
)
"""The paragraphs that were read, by whom and when; see `model.texts.coverage.Seen`. Rows outlive their document, as the
queue's do, and are no part of what can be undone."""

reading = Table(
    "reading",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("by", Text, primary_key=True),
    Column("share", Double, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("last", Text, nullable=False),
)
"""How much of an article was read by anybody, from 0 to 1, the same in each row of it; and how long each person had it
before them, and when last."""

guideline = Table(
    "guideline",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("writing", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
)
"""Every version of the project's guideline, the newest last. What is written in one go (`writing`) is one version."""

cases = Table(
    "cases",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("sort", Text, nullable=False, index=True),
    Column("words", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("value", Text, nullable=False),
)
"""The guideline's examples and decided hard cases, which stand in their documents: here to be listed and searched.

sort   the label or kind that it is about
words  the sentence, and what is marked in it
why    one sentence, of a hard case; else empty
"""
