import json

import pytest

from annotator.model.document import Status
from annotator.model.edits import SetStatus
from annotator.session.projects.keeping import backups_of
from annotator.session.settings.settings import Settings
from annotator.store.project import Project


@pytest.fixture
def project(annotator, tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"{name} bridge.")
    path = tmp_path / "news.anno"
    assert annotator("import", path, tmp_path / "one.txt").code == 0
    return path


def titles(path):
    with Project.open(path, by="", read_only=True) as project:
        return [entry.file for entry in project.entries()]


def test_an_import_is_preceded_by_a_backup_where_there_is_anything_to_keep(annotator, project, tmp_path):
    assert annotator("backups", project).out == ""
    annotator("import", project, tmp_path / "two.txt")
    ended = annotator("backups", project)
    (line,) = ended.out.splitlines()
    assert "import" in line
    assert "1 article, 0 decisions" in line
    assert "1 backup," in ended.err


def test_a_backup_can_be_asked_for_and_is_listed_as_json(annotator, project):
    annotator("backups", project, "--take")
    (found,) = json.loads(annotator("backups", project, "--json").out)
    assert found["reason"] == "asked"
    assert found["bytes"] > 0


def test_a_restore_says_first_what_would_change_and_then_does_it(annotator, project, tmp_path):
    annotator("import", project, tmp_path / "two.txt")
    ended = annotator("restore", project)
    assert "would be gone:   two" in ended.out
    assert "1 article the same" in ended.err
    assert titles(project) == ["one.txt", "two.txt"]
    assert annotator("restore", project, "--in-place").code == 0
    assert titles(project) == ["one.txt"]
    assert backups_of(project).list()[0].reason == "restore"
    assert annotator("restore", project, "--in-place").code == 0  # and back
    assert titles(project) == ["one.txt", "two.txt"]


def test_a_backup_goes_into_a_new_project(annotator, project, tmp_path):
    annotator("import", project, tmp_path / "two.txt")
    assert annotator("restore", project, "--output", tmp_path / "old.anno").code == 0
    assert titles(tmp_path / "old.anno") == ["one.txt"]
    assert titles(project) == ["one.txt", "two.txt"]


def test_a_project_that_is_gone_or_damaged_is_restored_and_what_is_damaged_kept(annotator, project, tmp_path):
    annotator("backups", project, "--take")
    project.unlink()
    assert "There is no" in annotator("restore", project).err
    assert annotator("restore", project, "--in-place").code == 0
    assert titles(project) == ["one.txt"]
    project.write_bytes(b"\0" * 20_000)
    ended = annotator("restore", project, "--in-place")
    assert ended.code == 0
    assert "news.damaged.anno" in ended.err
    assert (tmp_path / "news.damaged.anno").read_bytes() == b"\0" * 20_000
    assert titles(project) == ["one.txt"]


def test_what_cannot_be_restored_is_said(annotator, project, tmp_path):
    ended = annotator("restore", project)
    assert ended.code == 1
    assert "There is no backup" in ended.err
    annotator("backups", project, "--take")
    assert annotator("restore", project, "--backup", 2).code == 1
    assert annotator("restore", project, "--in-place", "--output", tmp_path / "x.anno").code == 2
    with Project.open(project, by="Ana"):
        ended = annotator("restore", project, "--in-place")
        assert ended.code == 1
        assert "open elsewhere: Ana on" in ended.err


def test_an_article_of_which_only_the_status_differs_is_said_to_change(annotator, project):
    from annotator.session.projects.projects import open_session

    session = open_session(project, Settings(by="mk"))
    backups_of(project).take("asked")
    session.dispatch("user.test", [SetStatus(session.entries[0].id, Status.DONE, "mk")])
    session.close()
    assert "would change:    one bridge. (status)" in annotator("restore", project).out


def test_what_is_left_of_a_damaged_project_is_salvaged_and_what_is_lost_is_listed(annotator, project, tmp_path):
    data = bytearray(project.read_bytes())
    data[:4096] = bytes(4096)
    project.write_bytes(data)
    assert "no database" in annotator("export", project).err
    ended = annotator("salvage", project, "--output", tmp_path / "out.anno")
    assert ended.code == 0
    assert "1 article" in ended.err
    assert titles(tmp_path / "out.anno") == ["one.txt"]
    assert project.read_bytes() == data
    assert annotator("salvage", project, "--output", tmp_path / "out.anno").code == 1
