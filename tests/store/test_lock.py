import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from annotator.model.faults import Fault
from annotator.store.lock import Holder, Lock, holder_of
from annotator.store.project import Project
from annotator.store.sqlite.connection import Database
from annotator.store.sqlite.copying import Snapshot
from tests.store.editor import BY, AddDocument, Editor, article
from tests.store.holding import ROOT


@contextmanager
def held(path: Path, by: str) -> Iterator[subprocess.Popen[str]]:
    arguments = [sys.executable, "-m", "tests.store.holding", str(path), by]
    with subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "writing\n"
        yield process


def tell(process: subprocess.Popen[str], line: str) -> None:
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    assert process.stdout.readline() == "saved\n"


@pytest.fixture
def made(path) -> Path:
    with Project.create(path, by=BY) as project:
        Editor(project).do(AddDocument(article("a")))
    return path


def test_the_second_process_is_told_who_has_the_project_and_may_read(made):
    with held(made, "Bo") as process:
        with Project.open(made, by=BY) as project:
            assert project.read_only
            assert project.held_by.person == "Bo"
            assert project.held_by.pid == process.pid
            assert project.held_by.since
            assert project.document("a") == article("a")
            for word in ("one", "two"):
                tell(process, word)
                assert project.get("said") == word
            with pytest.raises(Fault, match="reading only"):
                project.put("said", "mine")
        tell(process, "three")
        process.stdin.close()
        assert process.wait() == 0
    with Project.open(made, by=BY) as project:
        assert not project.read_only
        assert project.held_by is None
        assert project.get("said") == "three"


def test_a_killed_process_leaves_no_lock_and_what_it_saved(made):
    with held(made, "Bo") as process:
        tell(process, "last words")
        process.kill()
    with Project.open(made, by=BY) as project:
        assert not project.read_only
        assert project.get("said") == "last words"


def test_a_project_open_twice_in_one_process_is_written_by_the_first(editor, path):
    with Project.open(path, by="Bo") as second:
        assert second.read_only
        assert second.held_by.pid == os.getpid()
        assert second.held_by.person == BY
    editor.project.put("still", "mine")


def test_a_project_asked_for_to_be_read_takes_no_lock(made):
    with Project.open(made, by=BY, read_only=True) as reading:
        assert reading.read_only
        assert reading.held_by is None
        with Project.open(made, by="Bo") as writing:
            assert not writing.read_only
            writing.put("said", "now")
            assert reading.get("said") == "now"


def test_a_thread_reads_by_itself_while_edits_are_saved(editor):
    read: list[list[str]] = []

    def export(reader: Project) -> None:
        with reader:
            for _ in range(20):
                ids = [entry.id for entry in reader.entries()]
                assert [reader.document(i).id for i in ids] == ids
                read.append(ids)

    editor.do(AddDocument(article("first")))
    thread = threading.Thread(target=export, args=(editor.project.reader(),))
    thread.start()
    for number in range(20):
        editor.do(AddDocument(article(f"a{number}")))
    thread.join()
    assert len(read) == 20
    assert read == sorted(read, key=len)


def test_nothing_is_left_beside_a_closed_project_but_the_empty_lock(made):
    others = {f.name.removeprefix(made.name): f.stat().st_size for f in made.parent.iterdir()}
    assert {name: size for name, size in others.items() if name} == {".lock": 0}


def test_another_name_of_a_project_is_the_same_project(editor, path):
    other = path.with_name("other name.anno")
    try:
        other.symlink_to(path)
    except OSError:
        pytest.skip("links cannot be made here")
    with Project.open(other, by="Bo") as project:
        assert project.held_by.person == BY


def test_a_reader_may_outlive_the_project_and_the_file_is_whole_without_its_log(editor, path, tmp_path):
    editor.do(AddDocument(article("a")))
    with editor.project.reader() as reader:
        assert reader.document("a") == article("a")
        editor.project.close()
        alone = shutil.copyfile(path, tmp_path / "alone.anno")
        with Project.open(alone, by=BY) as project:
            assert project.document("a") == article("a")
        assert reader.document("a") == article("a")


def look(path: Path) -> Path:
    """Lets another program read the project and close it; the project's write-ahead log."""
    code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM schema'); c.close()"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    return path.with_name(f"{path.name}-wal")


OPENINGS = {
    "a reader": lambda project: project.reader(),
    "a second opening": lambda project: Project.open(project.path, by="Bo"),
    "one to read only": lambda project: Project.open(project.path, by="Bo", read_only=True),
    "a connection": lambda project: Database(project.path, read_only=True),
    "a snapshot": lambda project: Snapshot(project.path),
}


@pytest.mark.skipif(os.name != "posix", reason="the locks that closing a file takes away are POSIX's")
@pytest.mark.parametrize("opening", OPENINGS.values(), ids=OPENINGS)
def test_no_opening_takes_away_the_locks_that_keep_other_programs_from_the_log(editor, path, opening):
    editor.do(AddDocument(article("a")))
    log = look(path)
    kept = log.stat().st_ino
    opening(editor.project).close()
    assert look(path).stat().st_ino == kept
    editor.do(AddDocument(article("b")))
    with closing(opening(editor.project)):
        assert look(path).stat().st_ino == kept
    assert {entry.id for entry in editor.project.entries()} == {"a", "b"}


def test_a_closed_project_is_not_opened_again_by_using_it(editor):
    editor.project.close()
    editor.project.close()
    with pytest.raises(RuntimeError, match="has been closed"):
        editor.project.entries()
    with pytest.raises(RuntimeError, match="has been closed"):
        editor.project.put("x", 1)


def test_a_holder_that_has_not_said_who_it_is_is_nobody_in_particular(made):
    lock = Lock(made, "Bo")
    try:
        made.with_name(f"{made.name}.holder").write_text("{", encoding="utf-8")
        with Project.open(made, by=BY) as project:
            assert project.held_by == Holder()
    finally:
        lock.release()


def test_whose_process_was_ended_is_known_to_the_next_who_opens_it(made):
    with held(made, "Bo") as process:
        process.kill()
    with Project.open(made, by=BY) as project:
        assert project.left_by.person == "Bo"
    with Project.open(made, by=BY) as project:
        assert project.left_by is None


def elsewhere(path: Path) -> Path:
    """What another computer leaves in a shared folder while it has the project open."""
    note = path.with_name(f"{path.name}.holder")
    note.write_text('{"person": "Bo", "host": "another-computer", "pid": 7, "since": "2026-01-01T10:00:00"}', "utf-8")
    return note


def test_what_another_computer_has_open_may_be_read_and_taken_over_by_who_knows_better(made):
    note = elsewhere(made)
    with Project.open(made, by=BY) as project:
        assert project.read_only
        assert project.held_by.elsewhere
        assert project.held_by.person == "Bo"
    assert "another-computer" in note.read_text("utf-8")  # still theirs
    with Project.open(made, by=BY, take_over=True) as project:
        assert not project.read_only
        assert project.left_by.host == "another-computer"
    assert holder_of(made) is None


def test_taking_over_is_not_to_be_had_from_a_process_that_is_alive(made):
    with held(made, "Bo"), Project.open(made, by=BY, take_over=True) as project:
        assert project.read_only
        assert not project.held_by.elsewhere


def test_a_reader_sees_that_another_connection_has_changed_the_project(editor, path):
    with Project.open(path, by="Bo") as reading:
        before = reading.version()
        assert reading.version() == before
        editor.do(AddDocument(article("a")))
        assert reading.version() != before
        assert editor.project.last() == reading.last()
