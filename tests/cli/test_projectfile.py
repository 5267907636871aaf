"""`annotator compact` and `copy` on a project that was worked in."""

import pytest

from annotator.model.document import Article, Document
from annotator.model.edits import AddDocument
from annotator.session.projects.keeping import backups_of
from annotator.session.session import Session
from annotator.store.project import Project
from tests.store.fresh import fresh


@pytest.fixture
def path(tmp_path):
    """A project in whose file much was kept that is not there any more."""
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    short = Document(article=Article(id="short", text="Kim left.", title="Short"))
    session.dispatch("import.text", [AddDocument(short)])
    for kept in ("long " * 200_000, ""):
        session.project.put("kept", kept)
    session.close()
    return path


def titles(path):
    with Project.open(path, by="", read_only=True) as project:
        return [entry.title for entry in project.entries()]


def test_a_compacted_project_holds_what_it_held_and_was_backed_up(annotator, path):
    before = path.stat().st_size
    ended = annotator("compact", path)
    assert ended.code == 0, ended.err
    after = path.stat().st_size
    assert ended.err == f"{path}: {after / 1e6:.1f} MB instead of {before / 1e6:.1f} MB\n"
    assert after < before
    assert titles(path) == ["Short"]
    assert [each.reason for each in backups_of(path).list()] == ["compact"]


def test_a_project_that_is_open_is_copied_and_not_compacted(annotator, path, tmp_path):
    copy = tmp_path / "copy.anno"
    with Project.open(path, by="mk"):
        ended = annotator("compact", path)
        assert (ended.code, "mk on" in ended.err) == (1, True)
        assert annotator("copy", path, "--output", copy).code == 0
    assert titles(copy) == ["Short"]
    again = annotator("copy", path, "--output", copy)
    assert (again.code, str(copy) in again.err) == (1, True)
    (tmp_path / "none.anno").write_text("Nothing.")
    assert annotator("copy", tmp_path / "none.anno", "--output", tmp_path / "b.anno").code == 1
    assert not (tmp_path / "b.anno").exists()
