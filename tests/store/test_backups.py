import os
import stat
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import Status
from annotator.model.edits import AddDocument, SetStatus
from annotator.model.faults import Fault
from annotator.store import backups as module
from annotator.store.backups import Backups, kept, put_aside, restore_copy, restore_in_place
from annotator.store.project import Project
from annotator.store.sqlite.connection import Damaged
from annotator.store.sqlite.copying import CopyingStopped, Snapshot
from tests.store import versioned
from tests.store.editor import BY, Editor, article, suggestions

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def kept_of(path, tmp_path) -> Backups:
    return Backups(tmp_path / "backups", path)


def same(project: Project, editor: Editor) -> bool:
    documents = {entry.id: project.document(entry.id) for entry in project.entries()}
    return documents == dict(editor.state.documents) and project.history(BY) == editor.history


def test_a_backup_is_a_project_with_everything_in_it_that_only_its_owner_may_read(editor, kept_of):
    editor.do(AddDocument(article("a")), *suggestions(article("a")))
    editor.do(SetStatus("a", Status.DONE, BY))
    backup = kept_of.take("open")
    assert backup.reason == "open"
    assert [f.name for f in backup.path.parent.iterdir()] == [backup.path.name]
    if os.name == "posix":
        assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(backup.path.parent.stat().st_mode) == 0o700
    contents = backup.contents()
    assert (contents.articles, contents.decisions, contents.last) == (1, 0, 1)
    with Project.open(backup.path, by=BY, read_only=True) as project:
        assert same(project, editor)
        assert project.check() == []


def test_nothing_is_taken_where_nothing_has_changed_but_where_a_person_was(editor, kept_of):
    editor.do(AddDocument(article("a")))
    assert kept_of.take("open")
    editor.project.put("current", "a")
    editor.project.put("place:a", 7)
    assert kept_of.take("hourly") is None
    editor.project.put("labels", ["ORG"])
    assert kept_of.take("hourly")
    assert kept_of.take("asked", anyway=True)
    assert [backup.reason for backup in kept_of.list()] == ["asked", "hourly", "open"]


def test_a_snapshot_is_of_the_moment_it_was_begun_whatever_is_saved_while_it_is_copied(editor, kept_of, tmp_path):
    editor.do(AddDocument(article("a", 2000)))
    with Snapshot(editor.project.path) as snapshot:
        before = {"a": editor.state.documents["a"]}

        def edit() -> bool:
            editor.do(SetStatus("a", Status.OPEN if len(editor.log) % 2 else Status.NEW, BY))
            return False

        backup = kept_of.take("bulk", snapshot, edit)
    assert len(editor.log) > 1
    with Project.open(backup.path, by=BY, read_only=True) as project:
        assert {entry.id: project.document(entry.id) for entry in project.entries()} == before
        assert not project.history(BY).done[1:]
    assert same(editor.project, editor)


def test_a_copy_that_is_stopped_leaves_nothing(editor, kept_of):
    editor.do(AddDocument(article("a")))
    with pytest.raises(CopyingStopped):
        kept_of.take("open", stopped=lambda: True)
    assert list(kept_of.folder.iterdir()) == []


def test_a_clock_that_was_moved_back_does_not_make_the_newest_backup_the_oldest(editor, kept_of, monkeypatch):
    editor.do(AddDocument(article("a")))
    first = kept_of.take("open")

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr(module, "datetime", Earlier)
    second = kept_of.take("asked", anyway=True)
    assert kept_of.list() == [second, first]


def test_backups_of_projects_of_one_name_lie_apart(tmp_path):
    folders = {Backups(tmp_path / "backups", tmp_path / name / "news.anno").folder for name in "ab"}
    assert len(folders) == 2


def times(count: int, step: timedelta) -> list[datetime]:
    return [NOW - n * step for n in range(count)]


@pytest.mark.parametrize(
    ("step", "left"),
    [(timedelta(minutes=1), 5), (timedelta(hours=1), 5 + 4), (timedelta(days=1), 7 + 2), (timedelta(weeks=1), 7)],
)
def test_recent_daily_and_weekly_ones_are_kept(step, left):
    assert len(kept(times(100, step))) == left


@given(st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1)), max_size=60))
def test_what_is_kept_is_bounded_and_dropping_again_drops_nothing(found):
    had = [at.replace(tzinfo=UTC) for at in found]
    once = kept(had)
    assert once <= set(had)
    assert set(sorted(set(had), reverse=True)[:5]) <= once
    assert len(once) <= 5 + 7 + 4
    assert kept(once) == once


@given(st.lists(st.integers(1, 48), min_size=1, max_size=80))
def test_backups_that_come_one_by_one_are_kept_as_long_as_the_project_is_edited(hours):
    at, left = NOW, set()
    for pause in hours:
        at += timedelta(hours=pause)
        left = kept({*left, at})
    ages = sorted(at - each for each in left)
    if sum(hours) > 24 * 30:
        assert ages[-1] >= timedelta(days=14)


def test_no_more_than_a_bound_is_kept_but_always_the_newest_two(editor, kept_of, path, tmp_path):
    editor.do(AddDocument(article("a")))
    small = Backups(tmp_path / "backups", path, most=1)
    for _ in range(4):
        small.take("asked", anyway=True)
    assert len(small.list()) == 2


def test_a_damaged_project_pushes_out_no_sound_backup(editor, path, kept_of):
    for number in range(4):
        editor.do(AddDocument(article(f"a{number}", 400)))
    good = kept_of.take("open")
    editor.project.close()
    data = bytearray(path.read_bytes())
    for page in range(4, len(data) // 4096, 2):
        data[page * 4096 : page * 4096 + 200] = b"\xaa" * 200
    path.write_bytes(data)
    for _ in range(3):
        with pytest.raises(Damaged):
            kept_of.take("hourly", anyway=True)
    assert kept_of.list() == [good]
    assert [f.name for f in kept_of.folder.iterdir()] == [good.path.name]


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX's")
def test_a_backup_that_does_not_fit_the_disk_is_told_and_leaves_nothing(editor, kept_of):
    import resource

    editor.do(AddDocument(article("a", 4000)))
    had = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, had[1]))
    try:
        with pytest.raises(Fault, match=r"full|error"):
            kept_of.take("open")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, had)
    assert list(kept_of.folder.iterdir()) == []
    assert same(editor.project, editor)


def test_what_is_restored_is_the_backup_with_its_undo(editor, kept_of, path):
    editor.do(AddDocument(article("a")))
    editor.do(SetStatus("a", Status.OPEN, BY))
    state, history = editor.state, editor.history
    backup = kept_of.take("open")
    with editor.project.reader() as reader:
        editor.do(SetStatus("a", Status.DONE, BY))
        restore_in_place(path, backup.path)
        assert reader.document("a") == state.documents["a"]
    editor.state, editor.history = state, history
    assert same(editor.project, editor)
    editor.undo()
    assert same(editor.project, editor)
    editor.project.close()
    with Project.open(path, by=BY) as project:
        assert same(project, editor)
        assert project.check() == []


def test_a_backup_is_restored_into_a_new_project_but_over_no_file(editor, kept_of, tmp_path):
    editor.do(AddDocument(article("a")))
    backup = kept_of.take("open")
    target = tmp_path / "copy.anno"
    restore_copy(backup.path, target)
    with Project.open(target, by=BY) as project:
        assert same(project, editor)
        assert not project.read_only
    with pytest.raises(Fault, match="exists already"):
        restore_copy(backup.path, target)
    target.unlink()
    log = tmp_path / "copy.anno-wal"
    log.write_bytes(b"edits of another project, which SQLite would put into this one")
    with pytest.raises(Fault, match="is left from a project"):
        restore_copy(backup.path, target)
    assert not target.exists()
    assert log.exists()


def test_a_damaged_backup_is_not_restored(editor, kept_of, path):
    editor.do(AddDocument(article("a")))
    backup = kept_of.take("open")
    data = bytearray(backup.path.read_bytes())
    data[5 * 4096 : 6 * 4096] = b"\xff" * 4096
    backup.path.write_bytes(data)
    with pytest.raises(Damaged):
        restore_in_place(path, backup.path)
    assert same(editor.project, editor)


def test_what_is_put_aside_keeps_its_log_beside_it(editor, path):
    editor.do(AddDocument(article("a")))
    data = {ending: path.with_name(path.name + ending).read_bytes() for ending in ("", "-wal")}
    aside = put_aside(path)
    assert aside.name == f"{path.stem}.damaged.anno"
    assert {ending: aside.with_name(aside.name + ending).read_bytes() for ending in ("", "-wal")} == data
    assert not path.exists()


def test_a_project_of_an_older_version_is_backed_up_before_it_is_changed(path, kept_of, monkeypatch):
    versioned.write(path, "1")
    Project.open(path, by=BY, before_migrating=lambda: kept_of.take("migration")).close()
    (backup,) = kept_of.list()
    assert (backup.reason, backup.contents().version) == ("migration", 1)
    Project.open(path, by=BY, before_migrating=lambda: pytest.fail("it is this version's already")).close()
