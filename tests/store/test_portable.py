"""A project on PostgreSQL comes later: all SQL outside the connection's set-up must be what it speaks as well."""

import re
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

import annotator.store
from annotator.model.document import Speaker
from annotator.model.edits import AddDocument, AddSpeaker, RemoveDocument, RemoveSpeaker, SetStatus
from annotator.store import tables
from tests.store.editor import BY, article, source, suggestions

MODULES = sorted(Path(annotator.store.__file__).parent.rglob("*.py"))
OF_SQLITE = "sqlite"
"""The room of those that stay with a project in one file: how it is reached, copied, compacted, distrusted, put in its
place, read where it is damaged, and how large it is; and how words are found in it, for which each database has its
own way."""
ROOM = re.compile(r"annotator\.store\.sqlite\b[\w.]*")
"""The room's own name, which whoever imports from it says."""


@pytest.mark.parametrize("module", [m for m in MODULES if m.parent.name != OF_SQLITE], ids=lambda m: m.stem)
def test_only_what_reaches_the_file_knows_its_database(module):
    text = ROOM.sub("", module.read_text(encoding="utf-8").lower())
    for word in ("sqlite", "pragma", "exec_driver_sql", "rowid", "dialects"):
        assert word not in text


def test_every_statement_is_one_that_postgresql_takes(editor):
    statements = []
    engine = editor.project._database._engine
    event.listen(engine, "before_execute", lambda _connection, statement, *_rest: statements.append(statement))
    made = article("a")
    editor.do(AddDocument(made), AddSpeaker(Speaker(id="s", name="Bo")), sources={"a": source(made)})
    editor.do(*suggestions(made), origin="nlp.suggestions")
    editor.do(SetStatus("a", made.status), RemoveSpeaker("s"))
    editor.undo()
    editor.redo()
    project = editor.project
    project.put("key", 1)
    assert project.get("key") == 1
    project.entries(), project.entry("a"), project.document("a"), project.speakers(), project.source("a")
    project.ids(made.status), project.known(["a"]), project.speakers_of(["s"])
    project.find("x"), project.history(BY), project.transaction("Ana-0000")
    editor.do(RemoveDocument("a"))
    assert len(statements) > 40
    for statement in statements:
        statement.compile(dialect=postgresql.dialect())


def test_the_tables_are_ones_that_postgresql_takes():
    for table in tables.metadata.tables.values():
        CreateTable(table).compile(dialect=postgresql.dialect())
        for index in table.indexes:
            CreateIndex(index).compile(dialect=postgresql.dialect())
