import os
import sqlite3
import sys
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator.model.edits import AddDocument
from annotator.model.faults import Fault
from annotator.store import values
from annotator.store.backups import Backups, restore_copy, restore_in_place
from annotator.store.project import Project
from annotator.store.salvage.salvaging import salvage
from annotator.store.sqlite import distrust, fulltext
from annotator.store.sqlite.connection import Damaged
from annotator.store.sqlite.copying import Snapshot
from tests.store.editor import BY, Editor, article, suggestions


@pytest.fixture
def made(path) -> Path:
    with Project.create(path, by=BY) as project:
        Editor(project).do(AddDocument(article("a")))
    return path


def doctor(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


STRANGE = {
    "a trigger": "CREATE TRIGGER harm AFTER INSERT ON transactions BEGIN DELETE FROM documents; END",
    "a view": "CREATE VIEW harm AS SELECT randomblob(1000000000)",
    "a virtual table": "CREATE VIRTUAL TABLE harm USING fts3tokenize('unicode61')",
    "a virtual table of the index's name": f"CREATE VIRTUAL TABLE {fulltext.NAME} USING fts5(folded)",
}


@pytest.mark.parametrize("what", STRANGE)
def test_a_project_in_which_something_would_run_is_refused_and_salvaged(made, tmp_path, what):
    if fulltext.NAME in STRANGE[what]:
        doctor(made, f"DROP TABLE {fulltext.NAME}")
    doctor(made, STRANGE[what])
    before = made.read_bytes()
    ways: list[Callable[[], object]] = [
        lambda: Project.open(made, by=BY),
        lambda: Project.open(made, by=BY, read_only=True),
        lambda: Snapshot(made),
        lambda: Snapshot(made, still=True),
        lambda: Backups(tmp_path / "backups", made).take("open"),
        lambda: restore_copy(made, tmp_path / "copy.anno"),
    ]
    for way in ways:
        with pytest.raises(Fault, match=what.partition(" of")[0]) as caught:
            way()
        assert "salvage" in caught.value.remedy
        assert "harm" not in caught.value.message
    assert made.read_bytes() == before
    assert not (tmp_path / "copy.anno").exists()
    salvage(made, tmp_path / "salvaged.anno", by=BY)
    with Project.open(tmp_path / "salvaged.anno", by=BY) as project:
        assert project.document("a") == article("a")


def test_a_backup_in_which_something_would_run_is_not_put_back(made, tmp_path):
    backup = tmp_path / "backup.anno"
    restore_copy(made, backup)
    doctor(backup, STRANGE["a trigger"])
    with pytest.raises(Fault, match="a trigger"):
        restore_in_place(made, backup)
    with Project.open(made, by=BY) as project:
        assert project.document("a") == article("a")


def test_what_replaces_a_table_by_a_view_is_refused(made):
    doctor(made, "ALTER TABLE settings RENAME TO aside", "CREATE VIEW settings AS SELECT * FROM aside")
    with pytest.raises(Fault, match="a view"):
        Project.open(made, by=BY)


def test_a_connection_is_restrained(editor):
    with editor.project._database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA trusted_schema").scalar() == 0
        driver = connection.connection.driver_connection
        with pytest.raises(sqlite3.OperationalError, match="too many attached"):
            driver.execute("ATTACH ':memory:' AS other")
        with pytest.raises(sqlite3.DataError, match="too big"):
            driver.execute("SELECT zeroblob(?)", (distrust.MOST_BYTES + 1,))
        if sys.version_info >= (3, 12):
            assert driver.getconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE)


def test_something_too_large_to_be_saved_is_told_as_that(editor):
    driver = editor.project._database._engine.raw_connection().driver_connection
    driver.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 10_000)
    with pytest.raises(Fault, match="larger than a project can hold"):
        editor.project.put("big", "x" * 20_000)
    editor.project.put("small", "x")


def test_what_would_fill_memory_when_unpacked_is_told_as_damage(editor, monkeypatch):
    editor.do(AddDocument(article("a")), *suggestions(article("a")))
    bomb = zlib.compress(bytes(100_000))
    with editor.project._database.write() as writing:
        writing.exec_driver_sql("UPDATE tokens SET columns = ?", (bomb,))
        writing.exec_driver_sql("UPDATE transactions SET edits = ?", (bomb,))
    monkeypatch.setattr(values, "MOST_BYTES", 50_000)
    with pytest.raises(Damaged, match="the article a cannot be read"):
        editor.project.document("a")
    with pytest.raises(Damaged, match="the transaction"):
        editor.project.transaction(f"{BY}-0000")


@pytest.mark.parametrize("text", ["", "no JSON", "[" * 100_000, "1" * 5_000, '{"a": NaN', "null"])
def test_text_where_json_is_expected_is_told_as_damage(made, text):
    with Project.open(made, by=BY) as project:
        project.put("labels", [])
        with project._database.write() as writing:
            writing.exec_driver_sql("UPDATE documents SET value = ?", (text,))
            writing.exec_driver_sql("UPDATE settings SET value = ?", (text,))
        with pytest.raises(Damaged, match="the article a cannot be read"):
            project.document("a")
        if text != "null":
            with pytest.raises(Damaged, match="labels"):
                project.get("labels")


@pytest.mark.parametrize("depth", [150, 900, 200_000])
def test_values_that_lie_very_deep_in_themselves_are_told_as_damage_and_salvaged_around(editor, path, tmp_path, depth):
    editor.do(AddDocument(article("a")), *suggestions(article("a")), AddDocument(article("b")))
    nested = '{"deep":' * depth + "1" + "}" * depth
    with editor.project._database.write() as writing:
        for table, key in (("documents", "meta_extra"), ("entities", "extra")):
            change = f"UPDATE {table} SET value = substr(value, 1, length(value) - 1) || ? WHERE "
            name = "id = 'b'" if table == "documents" else "document_id = 'a'"
            writing.exec_driver_sql(change + name, (f',"{key}":{nested}}}',))
        writing.exec_driver_sql("UPDATE transactions SET inverse = ?", (zlib.compress(f"[{nested}]".encode()),))
        writing.exec_driver_sql("INSERT INTO settings VALUES ('deep', ?)", (nested,))
    project = editor.project
    with pytest.raises(Damaged, match="the article a cannot be read"):
        project.document("a")
    with pytest.raises(Damaged, match="the article b cannot be read"):
        project.document("b")
    with pytest.raises(Damaged, match="the transaction"):
        project.transaction(f"{BY}-0000")
    with pytest.raises(Damaged, match="deep"):
        project.get("deep")
    if depth > 900:
        with pytest.raises(Damaged):
            project.outlets()
    project.close()
    salvage(path, tmp_path / "out.anno", by=BY)
    with Project.open(tmp_path / "out.anno", by=BY) as out:
        assert out.text("a") == article("a").text


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_only_its_owner_may_read_a_project_and_what_is_beside_it(editor, path):
    editor.do(AddDocument(article("a")))
    modes = {f.name.removeprefix(path.name): f.stat().st_mode & 0o777 for f in path.parent.iterdir()}
    assert {ending: modes[ending] for ending in ("", "-wal", "-shm")} == {"": 0o600, "-wal": 0o600, "-shm": 0o600}
