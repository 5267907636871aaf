import pytest

from annotator.model.document import Decision, Entity, Span, Status
from annotator.model.edits import (
    AddDocument,
    AddEntity,
    DecideAll,
    Remove,
    RemoveDocument,
    ReplaceAnnotations,
    SetNote,
    SetStatus,
)
from annotator.store.backups import restore_copy
from annotator.store.comparing import ChangedArticle, Difference, compare
from annotator.store.sqlite.connection import Database
from annotator.store.sqlite.copying import Snapshot
from tests.store.editor import BY, article, suggestions


@pytest.fixture
def earlier(editor, tmp_path):
    """A copy of a project of three articles, made before anything is done to it."""
    for name in "abc":
        editor.do(AddDocument(article(name)), *suggestions(article(name)))
    path = tmp_path / "earlier.anno"
    with Snapshot(editor.project.path) as snapshot:
        snapshot.copy_to(path)
    restore_copy(path, tmp_path / "other.anno")
    database = Database(tmp_path / "other.anno", read_only=True)
    yield database
    database.close()


def now(editor, earlier) -> Difference:
    return compare(editor.project._database, earlier)


def test_a_project_does_not_differ_from_its_copy(editor, earlier):
    assert now(editor, earlier) == Difference(same=3)
    assert not now(editor, earlier)


def test_articles_that_came_went_and_were_decided_about_are_named(editor, earlier):
    editor.do(RemoveDocument("a"))
    editor.do(AddDocument(article("d")))
    pending = tuple(entity.id for entity in editor.state.documents["b"].entities)
    editor.do(DecideAll("b", pending[:2], Decision.ACCEPTED, None, BY, "t"), SetStatus("b", Status.DONE, BY))
    found = now(editor, earlier)
    assert (found.come, found.go, found.same) == (("On a",), ("On d",), 1)
    assert found.changed == (ChangedArticle("b", "On b", decisions=2, status=True),)
    assert found.decisions == 2


def test_suggestions_are_no_difference_but_what_was_added_and_removed_by_hand_is(editor, earlier):
    removed = tuple(entity.id for entity in editor.state.documents["c"].entities)
    editor.do(ReplaceAnnotations("c", removed), origin="nlp.suggestions")
    assert not now(editor, earlier)
    editor.do(SetNote("b", editor.state.documents["b"].entities[0].id, "sure?"))
    assert now(editor, earlier).decisions == 1
    editor.undo()
    editor.do(AddEntity("c", Entity(id="x", span=Span(0, 2), label="ORG", decision=Decision.ADDED, by=BY, at="t")))
    assert now(editor, earlier).decisions == 1
    editor.do(Remove("c", "x"))
    assert not now(editor, earlier)
