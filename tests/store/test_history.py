import pytest

from annotator.model.document import Status
from annotator.model.edits import AddDocument, EditError, SetStatus
from annotator.model.history import History, Update
from annotator.store.project import Project
from tests.store.editor import BY, Editor, article


@pytest.fixture
def edited(editor) -> Editor:
    editor.do(AddDocument(article("a")), origin="import.test")
    for status in (Status.OPEN, Status.DONE, Status.ASIDE):
        editor.do(SetStatus("a", status))
    return editor


def test_undo_and_redo_go_on_after_a_restart(edited, path):
    edited.undo()
    edited.undo()
    edited.project.close()
    with Project.open(path, by=BY) as project:
        assert project.history(BY) == edited.history == History(("Ana-0001",), ("Ana-0003", "Ana-0002"))
        edited.project = project
        edited.redo()
        edited.undo()
        edited.undo()
        assert project.history(BY) == edited.history == History((), ("Ana-0003", "Ana-0002", "Ana-0001"))
        assert project.document("a").status is Status.NEW


def test_transactions_of_one_step_are_undone_and_redone_as_one(edited, path):
    edited.project.close()
    with Project.open(path, by=BY) as project:
        edited.project = project
        ids = [edited.do(SetStatus("a", status), step="far") for status in (Status.NEW, Status.OPEN)]
        assert project.history(BY) == edited.history == History(("Ana-0001", "Ana-0002", "Ana-0003", "far"))
        assert (project.step("far"), project.step("Ana-0003")) == (ids, ["Ana-0003"])
        edited.undo(ids[1])
        assert (project.step("far"), project.step("far", undone=True)) == (ids[:1], ids[1:])
        assert project.transaction(ids[0])[0].step == "far"


def test_a_new_edit_ends_what_could_be_redone(edited):
    edited.undo()
    edited.do(SetStatus("a", Status.NEW))
    assert edited.project.history(BY) == edited.history
    assert edited.history.undone == ()


def test_suggestions_and_imports_are_not_undone(edited):
    edited.do(SetStatus("a", Status.NEW), origin="nlp.suggestions")
    assert edited.project.history(BY) == edited.history
    assert len(edited.history.done) == 3


def test_each_person_has_a_history(edited):
    edited.undo()
    other = Editor(edited.project, by="Bo", state=edited.state)
    other.do(SetStatus("a", Status.NEW))
    assert edited.project.history("Bo") == History(("Bo-0000",))
    assert edited.project.history(BY) == edited.history
    assert edited.history.undone


def test_the_log_tells_origin_time_and_person(edited):
    transaction, inverse = edited.project.transaction("Ana-0002")
    assert (transaction.origin, transaction.by, transaction.at) == ("user.test", BY, "Ana-0002")
    assert transaction.summary == "Test it"
    assert transaction.edits == (SetStatus("a", Status.DONE),)
    assert inverse == (SetStatus("a", Status.OPEN),)
    with pytest.raises(KeyError):
        edited.project.transaction("nobody-0000")


def test_what_is_not_done_cannot_be_undone(edited):
    edited.undo()
    transaction, inverse = edited.log["Ana-0004"]
    again = Update(transaction, edited.state, edited.state)
    for of in ("Ana-0003", "Ana-0000", "nobody-0000", None):
        with pytest.raises(EditError, match="is done"):
            edited.project.save(again, inverse, of=of)
    assert edited.project.history(BY) == edited.history
