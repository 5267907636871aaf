import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import nullcontext, suppress
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import delete, inspect, text

from annotator.model.document import Speaker, Status
from annotator.model.edits import AddDocument, AddSpeaker, SetStatus
from annotator.model.faults import Fault
from annotator.store import migrations, tables
from annotator.store.project import Project
from annotator.store.sqlite import connection
from annotator.store.sqlite.connection import Damaged, Database
from tests.store.editor import BY, Editor, article, source, suggestions


def hashes(folder: Path) -> dict[str, str]:
    return {f.name: sha256(f.read_bytes()).hexdigest() for f in folder.iterdir() if not f.name.endswith(".lock")}


@pytest.fixture
def made(path) -> Path:
    with Project.create(path, by=BY) as project:
        Editor(project).do(AddDocument(article("a")))
    return path


def refused(path: Path) -> str:
    """The Fault's message when the project is opened, which must change nothing in its folder."""
    before = hashes(path.parent)
    with pytest.raises(Fault) as caught:
        Project.open(path, by=BY)
    assert hashes(path.parent) == before
    assert caught.value.remedy
    assert str(path) in caught.value.message
    return caught.value.message


def test_a_missing_file_is_not_made(path):
    assert "There is no project" in refused(path)


def test_a_folder_is_no_project(tmp_path):
    with pytest.raises(Fault, match="is a folder"):
        Project.open(tmp_path, by=BY)


@pytest.mark.parametrize("data", [b"", b"Once upon a time", b"SQLite format 3\0", bytes(range(256)) * 40])
def test_a_file_that_is_no_database_is_refused(path, data):
    path.write_bytes(data)
    assert "no database" in refused(path)


def test_the_database_of_another_program_is_refused(path):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE documents (id TEXT)")
    other.close()
    assert "another program's" in refused(path)


def test_a_project_of_a_newer_version_is_refused(made):
    database = Database(made)
    with database.write() as writing:
        writing.execute(migrations.schema.insert().values(version=len(migrations.STEPS) + 1, at="later"))
    database.close()
    assert "newer version" in refused(made)


@pytest.mark.parametrize("cut", [200, 4096, 5000])
def test_a_file_cut_short_is_refused_and_left_as_it_is(made, cut):
    made.write_bytes(made.read_bytes()[:cut])
    assert "damaged" in refused(made)


def test_damage_is_told_where_it_is_met(made):
    data = bytearray(made.read_bytes())
    data[4096:] = bytes(b ^ 0xFF for b in data[4096:])
    made.write_bytes(data)
    assert "damaged" in refused(made)


def test_a_project_is_not_made_over_a_file(made, path):
    before = hashes(path.parent)
    with pytest.raises(Fault, match="exists already"):
        Project.create(path, by=BY)
    assert hashes(path.parent) == before


def test_a_project_needs_a_folder(tmp_path):
    with pytest.raises(Fault, match="There is no folder"):
        Project.create(tmp_path / "none" / "p.anno", by=BY)


def test_the_log_of_a_project_that_is_gone_is_not_put_into_a_new_one(path):
    log = path.with_name(f"{path.name}-wal")
    log.write_bytes(b"edits")
    with pytest.raises(Fault, match="is left from"):
        Project.create(path, by=BY)
    assert log.read_bytes() == b"edits"
    assert not path.exists()


def test_the_empty_log_that_a_reader_left_is_no_obstacle_to_a_new_project(made, path):
    Project.open(path, by=BY, read_only=True).close()
    path.with_name(f"{path.name}-wal").touch()
    path.unlink()
    with Project.create(path, by=BY) as project:
        assert project.check() == []


def test_what_an_ended_process_left_half_made_is_no_obstacle(path):
    path.with_name(f"{path.name}.new").write_bytes(b"half")
    with Project.create(path, by=BY) as project:
        assert project.check() == []


def test_a_file_that_may_not_be_written_is_open_for_reading(made, permissions_hold):
    made.chmod(0o444)
    with Project.open(made, by=BY) as project:
        assert project.read_only
        assert project.held_by is None
        assert project.document("a") == article("a")
        with pytest.raises(Fault, match="reading only"):
            project.put("x", 1)


def test_a_folder_that_may_not_be_written_is_read_without_a_trace(made, permissions_hold):
    before = hashes(made.parent)
    made.parent.chmod(0o555)
    try:
        with Project.open(made, by=BY) as project:
            assert project.read_only
            assert project.document("a") == article("a")
            with project.reader() as reader:
                assert reader.document("a") == article("a")
        with pytest.raises(Fault, match="No project can be made"):
            Project.create(made.with_name("other.anno"), by=BY)
        assert hashes(made.parent) == before
    finally:
        made.parent.chmod(0o755)


def test_edits_still_in_the_log_are_not_passed_over_in_a_folder_that_may_not_be_written(
    editor, path, tmp_path, permissions_hold
):
    editor.do(AddDocument(article("a")))
    folder = tmp_path / "copy"
    folder.mkdir()
    for ending in ("", "-wal"):
        shutil.copyfile(f"{path}{ending}", folder / f"{path.name}{ending}")
    folder.chmod(0o555)
    try:
        with pytest.raises(Fault, match="-wal") as caught:
            Project.open(folder / path.name, by=BY)
        assert "Copy both files" in caught.value.remedy
    finally:
        folder.chmod(0o755)
    with Project.open(folder / path.name, by=BY) as project:
        assert project.document("a") == article("a")


def test_a_file_that_may_not_be_read_is_refused(made, permissions_hold):
    made.chmod(0)
    with pytest.raises(Fault, match="cannot be read"):
        Project.open(made, by=BY)


def same(project: Project, editor: Editor) -> bool:
    documents = {entry.id: project.document(entry.id) for entry in project.entries()}
    return documents == dict(editor.state.documents) and project.history(BY) == editor.history


def test_a_full_disk_loses_nothing_and_saving_goes_on_once_there_is_room(editor, path):
    editor.do(AddDocument(article("a")))

    def room(pages: int) -> None:
        with editor.project._database.read() as reading:
            reading.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with editor.project._database.read() as reading:
        used = reading.exec_driver_sql("PRAGMA page_count").scalar_one()
    room(used + 2)
    with pytest.raises(Fault, match="the disk is full"):
        editor.do(AddDocument(article("b", 2000)))
    assert same(editor.project, editor)
    room(1_000_000)
    editor.do(AddDocument(article("b", 2000)))
    editor.project.close()
    with Project.open(path, by=BY) as project:
        assert same(project, editor)
        assert project.check() == []


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX's")
def test_a_disk_that_takes_no_more_loses_nothing(editor, path):
    import resource

    had = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = path.with_name(f"{path.name}-wal")
    editor.do(AddDocument(article("a")))
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 30_000, had[1]))
    try:
        editor.do(SetStatus("a", Status.OPEN))
        with pytest.raises(Fault, match="disk"):
            editor.do(AddDocument(article("b", 2000)), *suggestions(article("b", 2000)))
        assert same(editor.project, editor)
        with pytest.raises(Fault, match="disk"):
            Project.create(path.with_name("other.anno"), by=BY)
        assert [f.name for f in path.parent.glob("other*")] == ["other.anno.lock"]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, had)
    editor.do(SetStatus("a", Status.DONE))
    editor.project.close()
    with Project.open(path, by=BY) as project:
        assert same(project, editor)
        assert project.check() == []


def test_a_file_locked_by_another_program_is_told(editor, path, monkeypatch):
    monkeypatch.setattr(connection, "PATIENCE", 0.0)
    editor.do(AddDocument(article("a")))
    editor.project.close()
    with Project.open(path, by=BY) as project:
        editor.project = project
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Fault, match="locked by another program"):
            editor.do(SetStatus("a", Status.DONE))
        assert same(project, editor)
        other.execute("ROLLBACK")
        other.close()
        editor.do(SetStatus("a", Status.DONE))
        assert same(project, editor)


def test_a_file_that_has_gone_is_told_and_found_again(editor, path):
    editor.do(AddDocument(article("a")))
    elsewhere = path.with_name("elsewhere")
    path.rename(elsewhere)
    with pytest.raises(Fault, match="moved, replaced or deleted"):
        editor.do(SetStatus("a", Status.DONE))
    shutil.copyfile(elsewhere, path)
    with pytest.raises(Fault, match="moved, replaced or deleted"):
        editor.do(SetStatus("a", Status.DONE))
    path.unlink()
    elsewhere.rename(path)
    editor.do(SetStatus("a", Status.DONE))
    assert same(editor.project, editor)


def test_a_folder_that_has_gone_is_told_and_found_again(editor, path, tmp_path):
    editor.do(AddDocument(article("a")))
    elsewhere = tmp_path.with_name(f"{tmp_path.name} elsewhere")
    tmp_path.rename(elsewhere)
    with pytest.raises(Fault, match="moved, replaced or deleted"):
        editor.do(SetStatus("a", Status.DONE))
    assert not tmp_path.exists()
    elsewhere.rename(tmp_path)
    editor.do(SetStatus("a", Status.DONE))
    assert same(editor.project, editor)


@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o600), (0o555, 0o400), (0o000, 0o600), (0o700, 0o000)])
def test_permissions_taken_away_lose_nothing_and_work_goes_on_once_they_are_back(
    editor, path, folder, file, permissions_hold
):
    editor.do(AddDocument(article("a")))
    path.chmod(file)
    path.parent.chmod(folder)
    try:
        with suppress(Fault):  # what is open already may still be written
            editor.do(SetStatus("a", Status.DONE))
        editor.project.close()
        with pytest.raises(Fault) if 0 in (folder, file) else nullcontext():
            Project.open(path, by=BY).close()
    finally:
        path.parent.chmod(0o700)
        path.chmod(0o600)
    with Project.open(path, by=BY) as project:
        editor.project = project
        assert not project.read_only
        assert same(project, editor)
        editor.do(SetStatus("a", Status.OPEN))
        assert same(project, editor)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a megabyte, which only the superuser can make."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only the superuser makes disks")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", tmp_path], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("this superuser makes none")
    yield tmp_path
    subprocess.run(["umount", "--lazy", tmp_path], check=True)


def test_a_disk_that_is_really_full_loses_nothing_and_saving_goes_on_once_there_is_room(small_disk):
    path = small_disk / "p.anno"
    with Project.create(path, by=BY) as project:
        editor = Editor(project)
        editor.do(AddDocument(article("a")))
        filler = small_disk / "filler"
        with suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(bytes(4096))
                file.flush()

        def write_on() -> None:
            for number in range(100):
                editor.do(AddDocument(article(f"b{number}", 50)))

        with pytest.raises(Fault, match="the disk is full") as caught:
            write_on()
        assert "Free some space" in caught.value.remedy
        assert same(project, editor)
        filler.unlink()
        editor.do(AddDocument(article("c", 50)))
        assert same(project, editor)
    with Project.open(path, by=BY) as project:
        assert project.check() == []
        assert same(project, editor)


def test_what_fails_in_the_middle_takes_everything_before_it_with_it(editor):
    editor.do(AddDocument(article("a")))
    with pytest.raises(ZeroDivisionError):
        _break_down(editor.project._database)
    with editor.project._database.read() as reading:
        assert not inspect(reading).has_table("half")
    assert same(editor.project, editor)


def _break_down(database: Database) -> None:
    with database.write() as writing:
        writing.execute(text("CREATE TABLE half (a TEXT)"))
        writing.execute(delete(tables.transactions))
        raise ZeroDivisionError


SAVED = {
    "an article's head": "UPDATE documents SET value = '{\"article\": 7}'",
    "an article's source map": "UPDATE texts SET source_map = '[[1'",
    "an article's tokens": "UPDATE tokens SET columns = x'00ff'",
    "an entity": "UPDATE entities SET value = replace(value, 'span', 'spam')",
    "an entity's JSON": "UPDATE entities SET value = substr(value, 3)",
}


@pytest.mark.parametrize("statement", SAVED.values(), ids=SAVED)
def test_a_saved_article_that_cannot_be_read_is_told_as_damage(editor, statement):
    editor.do(AddDocument(article("a")), *suggestions(article("a")))
    with editor.project._database.write() as writing:
        writing.exec_driver_sql(statement)
    with pytest.raises(Damaged, match="the article a cannot be read"):
        editor.project.document("a")


def test_a_saved_speaker_transaction_setting_or_source_that_cannot_be_read_is_told_as_damage(editor):
    editor.do(AddDocument(article("a")), AddSpeaker(Speaker(id="s", name="Bo")), sources={"a": source(article("a"))})
    editor.project.put("labels", [])
    with editor.project._database.write() as writing:
        for table, column in (("speakers", "value"), ("transactions", "edits"), ("settings", "value")):
            writing.exec_driver_sql(f"UPDATE {table} SET {column} = x'7b'")
        writing.exec_driver_sql("UPDATE sources SET data = x'7b'")
    project = editor.project
    for read in (project.speakers, lambda: project.transaction("Ana-0000"), lambda: project.get("labels")):
        with pytest.raises(Damaged, match="cannot be read"):
            read()
    with pytest.raises(Damaged, match="imported from"):
        project.source("a")
