import pytest

from annotator.model.document import Article, Document, Status
from annotator.model.edits import AddDocument
from annotator.model.faults import Fault
from annotator.session.commands.noting import write_note
from annotator.session.texts.care import delete, holding, rename, set_flag, set_status


@pytest.fixture
def five(session):
    """The two articles of the project, and three more behind them."""
    more = [AddDocument(Document(article=Article(id=name, text=f"Text {name}.", title=name))) for name in "xyz"]
    session.dispatch("import.text", more)
    return session


def ids(session) -> list[str]:
    return [entry.id for entry in session.entries]


def test_what_would_go_with_articles_is_counted(five):
    write_note(five, "first", "e1", "who?")
    write_note(five, "first", None, "later")
    found = holding(five, {"x", "first"})
    assert (found.articles, found.found, found.decided, found.noted) == (("first", "x"), 9, 0, 2)


def test_deleted_articles_come_back_to_their_places_with_all_that_was_in_them(five, reopened):
    write_note(five, "first", None, "later")
    before = {name: five.load(name) for name in ("first", "y", "z")}
    entries = list(five.entries)
    delete(five, ["z", "first", "y"])
    assert ids(five) == ["second", "x"]
    assert five.current == "second"
    assert five.project.notes() == []
    session = reopened()
    assert session.undo()
    assert session.entries == entries == session.project.entries()
    assert {name: session.load(name) for name in before} == before
    assert session.redo()
    assert ids(session) == ["second", "x"]
    session.undo()
    delete(session, ids(session))
    assert (ids(session), session.current) == ([], None)


def test_status_and_flag_of_several_articles_are_one_step_each(five):
    set_status(five, ["first", "x"], Status.DONE)
    assert not [a for a in five.load("first").by_id.values() if a.pending]
    assert five.load("x").annotator == "mk"
    set_status(five, ["x", "y"], Status.OPEN)  # a new one stays as it is
    set_status(five, ["y"], Status.ASIDE)
    set_flag(five, ["first", "z"], flagged=True)
    found = {entry.id: (entry.status, entry.flagged) for entry in five.entries}
    assert found["first"] == (Status.DONE, True)
    assert (found["x"], found["y"], found["z"]) == ((Status.OPEN, False), (Status.ASIDE, False), (Status.NEW, True))
    for _ in range(4):
        five.undo()
    assert {(entry.status, entry.flagged) for entry in five.entries} == {(Status.NEW, False)}


def test_a_title_is_one_line_that_is_not_too_long(five):
    rename(five, "x", "  The \n harbour ")
    assert [entry.title for entry in five.entries if entry.id == "x"] == ["The harbour"]
    with pytest.raises(Fault, match="1,000 are the most"):
        rename(five, "x", "x" * 1001)
