"""The numbered steps that make a project's tables what this version expects, in one transaction."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final, TypeAlias

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    insert,
    inspect,
    select,
    text,
)

from annotator.model.faults import Fault
from annotator.store import passages
from annotator.store.sqlite import fulltext
from annotator.store.sqlite.connection import Database
from annotator.store.tables import schema

Step: TypeAlias = Callable[[Connection], None]


def _first_tables(connection: Connection) -> None:
    # Written out and not taken from `tables`, which changes with later versions: a step stays what it was.
    tables = MetaData()

    def annotations(name: str, what: str) -> None:
        Table(
            name,
            tables,
            Column("document_id", ForeignKey("documents.id"), primary_key=True),
            Column("id", Text, primary_key=True),
            Column("start", Integer, nullable=False),
            Column("end", Integer, nullable=False),
            Column(what, Text, nullable=False),
            Column("decision", Text, nullable=False),
            Column("score", Double),
            Column("speaker_id", ForeignKey("speakers.id"), index=True),
            Column("value", Text, nullable=False),
            Index(f"ix_{name}_queue", "document_id", "decision", "score"),
        )

    Table(
        "schema",
        tables,
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("at", Text, nullable=False),
    )
    Table(
        "documents",
        tables,
        Column("id", Text, primary_key=True),
        Column("title", Text, nullable=False),
        Column("file", Text),
        Column("status", Text, nullable=False),
        Column("characters", Integer, nullable=False),
        Column("text_sha256", Text, nullable=False, index=True),
        Column("value", Text, nullable=False),
    )
    Table(
        "texts",
        tables,
        Column("document_id", ForeignKey("documents.id"), primary_key=True),
        Column("text", Text, nullable=False),
        Column("source_map", Text, nullable=False),
    )
    Table(
        "tokens",
        tables,
        Column("document_id", ForeignKey("documents.id"), primary_key=True),
        Column("tokenizer", Text, nullable=False),
        Column("columns", LargeBinary, nullable=False),
    )
    Table(
        "speakers",
        tables,
        Column("id", Text, primary_key=True),
        Column("name", Text, nullable=False),
        Column("value", Text, nullable=False),
    )
    annotations("entities", "label")
    annotations("quotes", "kind")
    Table(
        "sources",
        tables,
        Column("sha256", Text, primary_key=True),
        Column("data", LargeBinary, nullable=False),
    )
    Table(
        "queue",
        tables,
        Column("document_id", Text, primary_key=True),
        Column("place", Integer, nullable=False, index=True),
        Column("prepared", Boolean, nullable=False),
        Column("source", ForeignKey("sources.sha256")),
        Column("source_name", Text),
        Column("source_encoding", Text),
    )
    Table(
        "transactions",
        tables,
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
        Index("ix_transactions_history", "by", "state"),
    )
    Table("settings", tables, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
    tables.create_all(connection)


def _steps_of_many_transactions(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE transactions ADD COLUMN step TEXT"))
    connection.execute(text("CREATE INDEX ix_transactions_step ON transactions (step)"))
    # From now on an article that came with annotations counts as prepared. Before, one with decisions was passed over.
    for table in ("entities", "quotes"):
        connection.execute(
            text(f"UPDATE queue SET prepared = true WHERE document_id IN (SELECT document_id FROM {table})")
        )


def _label_sets(connection: Connection) -> None:
    """Changes no table: from now on the log may hold what an older version cannot undo and would take for damage."""


def _around_the_article(connection: Connection) -> None:
    """What a project holds around its articles' texts and annotations; a function for each subject."""
    _notes(connection)
    _coverage(connection)
    _words(connection)
    _guideline(connection)


def _coverage(connection: Connection) -> None:
    tables = MetaData()
    Table(
        "seen",
        tables,
        Column("document_id", Text, primary_key=True),
        Column("start", Integer, primary_key=True, autoincrement=False),
        Column("words", Text, primary_key=True),
        Column("by", Text, primary_key=True),
        Column("first", Text, nullable=False),
        Column("last", Text, nullable=False),
    )
    Table(
        "reading",
        tables,
        Column("document_id", Text, primary_key=True),
        Column("by", Text, primary_key=True),
        Column("share", Double, nullable=False),
        Column("seconds", Double, nullable=False),
        Column("last", Text, nullable=False),
    )
    tables.create_all(connection)


def _notes(connection: Connection) -> None:
    connection.execute(
        text(
            "CREATE TABLE notes (document_id TEXT NOT NULL REFERENCES documents (id), about TEXT NOT NULL, "
            "annotation_id TEXT NOT NULL, note TEXT, flagged BOOLEAN NOT NULL, "
            "PRIMARY KEY (document_id, about, annotation_id))"
        )
    )


def _words(connection: Connection) -> None:
    """What articles and annotations are found by: their words, and what sort of one each is."""
    tables = MetaData()
    tables.reflect(connection, only=("documents",))
    Table(
        "passages",
        tables,
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
        Column("what", Text, nullable=False),
    ).create(connection)
    for table, sort in (("entities", "label"), ("quotes", "kind")):
        connection.execute(text(f"CREATE INDEX ix_{table}_{sort} ON {table} ({sort}, decision, document_id)"))
    fulltext.make(connection)
    passages.fill(connection)


def _guideline(connection: Connection) -> None:
    tables = MetaData()
    Table("documents", tables, Column("id", Text, primary_key=True))
    Table(
        "guideline",
        tables,
        Column("seq", Integer, primary_key=True, autoincrement=False),
        Column("writing", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("at", Text, nullable=False),
    )
    Table(
        "cases",
        tables,
        Column("document_id", ForeignKey("documents.id"), primary_key=True),
        Column("id", Text, primary_key=True),
        Column("sort", Text, nullable=False, index=True),
        Column("words", Text, nullable=False),
        Column("why", Text, nullable=False),
        Column("value", Text, nullable=False),
    )
    tables.create_all(connection)


def _found_sooner(connection: Connection) -> None:
    """What finding needs to look in fewer places; a function for each subject."""
    _words_of_notes(connection)
    _origins(connection)
    connection.execute(text("CREATE INDEX ix_transactions_origin ON transactions (origin)"))


def _words_of_notes(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE passages ADD COLUMN part TEXT"))
    passages.fill_parts(connection)


def _origins(connection: Connection) -> None:
    connection.execute(
        text(
            "CREATE TABLE origins (document_id TEXT NOT NULL REFERENCES documents (id), origin TEXT NOT NULL, "
            "PRIMARY KEY (document_id, origin))"
        )
    )
    connection.execute(text("CREATE INDEX ix_origins_origin ON origins (origin)"))
    of_each = " UNION ".join(
        f"SELECT document_id, coalesce(json_extract(value, '$.origin'), 'analyst') FROM {table} "
        "WHERE json_valid(value)"  # what is damaged is told where it is read
        for table in ("entities", "quotes")
    )
    connection.execute(text(f"INSERT INTO origins (document_id, origin) {of_each}"))


STEPS: Final[tuple[Step, ...]] = (
    _first_tables,
    _steps_of_many_transactions,
    _label_sets,
    _around_the_article,
    _found_sooner,
)
"""The migrations; the first is number 1. Append to them, and never change one that was released."""


def version(connection: Connection) -> int:
    """The number of the last migration that ran on this database; 0 for an empty one."""
    if not inspect(connection).has_table(schema.name):
        return 0
    return connection.execute(select(func.max(schema.c.version))).scalar() or 0


def migrate(database: Database, steps: Sequence[Step] = STEPS, *, before: Callable[[], object] = lambda: None) -> None:
    """Runs the steps that this database has not had, all of them or none, and has it keep a log for what comes.

    before  called once before the first step on a database that had any: it takes a backup

    Raises Fault where it is from a newer version of the program, or would need steps but may only be read, and what
    `before` raises; nothing has been changed then.
    """
    with database.read() as connection:
        have = version(connection)
    if have > len(steps):
        raise Fault(
            f"{database.path} was made by a newer version of this program.",
            "Update the program and open it again; the file has not been changed.",
        )
    if have < len(steps) and database.read_only:
        raise Fault(
            f"{database.path} was made by an older version of this program and may only be read here.",
            "Open it once where you may write it, or open a copy.",
        )
    if 0 < have < len(steps):
        before()
    if not database.read_only:
        database.keep_log()
    if have < len(steps):
        with database.write() as connection:
            for number, step in enumerate(steps[have:], have + 1):
                step(connection)
                now = datetime.now(UTC).isoformat(timespec="seconds")
                connection.execute(insert(schema).values(version=number, at=now))
