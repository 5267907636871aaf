import pytest

from annotator.model.document import Decision, Entity, Span, Speaker, Status
from annotator.model.edits import AddEntity, AddSpeaker, Decide, Remove, RemoveDocument, SetLabel
from annotator.model.faults import Fault
from annotator.model.history import History
from annotator.session.commands import run
from annotator.session.events import Told, Worked
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.store.project import Project


def test_undo_and_redo_go_on_after_a_restart(session, reopened):
    session.select(Selection(annotation="e1"))
    run(session, "annotation.accept")
    session.select(Selection(annotation="e3"))
    run(session, "label.3")
    run(session, "edit.undo")
    again = reopened()
    again.open("first")
    assert again.document.by_id["e1"].decision is Decision.ACCEPTED
    assert again.document.by_id["e3"].label == "PERSON"
    assert run(again, "edit.redo")
    assert again.document.by_id["e3"].label == "GPE"
    assert run(again, "edit.undo")
    assert run(again, "edit.undo")
    assert again.document.by_id["e1"].pending
    assert again.document.status is Status.NEW
    assert not run(again, "edit.undo")


def test_a_clock_that_is_moved_back_changes_no_order(session, reopened):
    years = iter(range(2026, 1970, -1))
    session.clock = lambda: f"{next(years)}-01-01T00:00:00Z"
    for number in range(3):
        session.dispatch("user.test", [AddSpeaker(Speaker(id=f"s{number}", name=f"Speaker {number}"))], f"{number}")
    session = reopened()
    assert session.project.last()[0] == "2"
    for number in (2, 1, 0):
        assert session.undo()
        assert [f"s{each}" in session.state.speakers for each in range(3)] == [each < number for each in range(3)]


def test_undo_opens_the_article_it_changes(session):
    session.select(Selection(annotation="e1"))
    run(session, "annotation.accept")
    session.open("second")
    heard = []
    session.subscribe(heard.append)
    run(session, "edit.undo")
    assert session.current == "first"
    assert session.selection.annotation == "e1"
    assert Told("Undone: Accept.") in heard
    run(session, "edit.redo")
    assert Told("Done again: Accept.") in heard


def test_the_caret_is_where_it_was(session, reopened):
    session.select(Selection(17, 17))
    session.open("second")
    session.open("first")
    assert session.selection.caret == 17
    session.select(Selection(21, 21))
    again = reopened()
    again.open(again.project.get("current"))
    assert (again.current, again.selection.caret) == ("first", 21)


def test_what_does_not_fit_is_told_and_changes_nothing(session):
    before = session.state
    with pytest.raises(Fault, match="no annotation e9"):
        session.dispatch("user.x", [Remove("first", "e1"), SetLabel("first", "e9", "ORG")])
    assert session.state == before
    assert session.project.document("first") == before.documents["first"]


def test_a_save_that_fails_leaves_the_state_as_it_was(session, path, monkeypatch):
    heard = []
    session.subscribe(heard.append)
    before = session.state

    def full(*args, **kwargs):
        raise Fault("The disk is full.", "Make room.")

    monkeypatch.setattr(session.project, "save", full)
    session.select(Selection(annotation="e1"))
    run(session, "annotation.accept")
    assert session.state == before
    assert heard[-1] == Told("The disk is full.\nMake room.", fault=True)
    assert session.history.done == ()


def test_the_second_one_to_open_a_project_is_told_and_may_read(session, path):
    second = Session(Project.open(path, by="jo"), "jo")
    second.open("first")
    assert second.document == session.document
    with pytest.raises(Fault):
        second.dispatch("user.x", [Remove("first", "e1")])
    second.close()


def test_the_queue_tells_progress_without_asking_the_disk(session):
    session.select(Selection(annotation="e3"))
    run(session, "annotation.accept")
    assert session.entries == session.project.entries()
    run(session, "annotation.reject")
    assert session.entries == session.project.entries()
    run(session, "article.done")
    assert session.entries == session.project.entries()


def test_only_the_last_articles_stay_in_memory(session):
    from annotator.model.document import Article, Document
    from annotator.model.edits import AddDocument

    session.dispatch(
        "import.x", [AddDocument(Document(article=Article(id=f"d{n}", text=f"text {n}"))) for n in range(20)]
    )
    for n in range(20):
        session.open(f"d{n}")
    assert len(session.state.documents) <= 8
    assert len(session.entries) == 22
    assert session.entries == session.project.entries()


def test_a_gesture_over_articles_is_one_step_also_after_a_restart_and_in_slices(session, reopened):
    before = session.project.document("first"), session.project.document("second")
    added = Entity(id="n", span=Span(0, 6), label="GPE", decision=Decision.ADDED)
    session.dispatch("user.label", [Remove("first", "e1")], step="far")
    session.dispatch("user.label", [AddEntity("second", added)], step="far")
    after = session.project.document("first"), session.project.document("second")
    assert session.history.done == ("far",)
    assert after[1].status is Status.NEW, "only the article on the desk is opened"
    again = reopened()
    again.works.sliced = True
    again.open("second")
    heard = []
    again.subscribe(heard.append)
    assert again.undo()
    assert again.current == "first", "undoing shows where it began"
    assert Worked("Undoing", 1, 2) in heard
    assert again.dispatch("user.x", []) is None
    while again.works:
        again.works.go_on()
    assert heard[-1] == Worked()
    assert (again.project.document("first"), again.project.document("second")) == before
    assert (again.history.done, again.history.undone) == ((), ("far",))
    assert again.redo()
    again.dispatch("user.accept", [Decide("first", "e2", Decision.ACCEPTED)])
    assert not again.works, "what is undone or redone is done with before anything else is"
    assert again.project.document("second") == after[1]


def test_of_what_can_be_undone_the_newest_is_in_memory_and_all_of_it_can_be_undone(session, reopened, monkeypatch):
    monkeypatch.setattr(History, "most", 3)
    begun = dict(session.state.speakers)
    for number in range(8):
        step = "far" if number in (1, 7) else None  # what has gone from memory goes on, in its old place
        session.dispatch("user.test", [AddSpeaker(Speaker(id=f"n{number}", name=f"{number}"))], step=step)
        assert session.history == session.project.history("mk")
    steps = [session.history.done[-1]]
    assert len(session.history.done) == 3
    again = reopened()
    while again.undo():
        steps.append((again.history.done or ("",))[-1])
        assert again.history == again.project.history("mk")
        assert max(len(again.history.done), len(again.history.undone)) <= 3
    assert (len(steps), steps.index("far")) == (8, 5)
    assert again.state.speakers == begun
    while again.redo():
        assert again.history == again.project.history("mk")
    assert again.history == session.history


def test_what_can_no_longer_be_redone_is_told_once_and_then_forgotten(session):
    session.select(Selection(annotation="e1"))
    run(session, "annotation.accept")
    run(session, "edit.undo")
    session.dispatch("nlp.suggestions", [Remove("first", "e1")])
    heard = []
    session.subscribe(heard.append)
    assert not run(session, "edit.redo")
    assert [told.fault for told in heard if isinstance(told, Told)] == [True]
    assert session.history.undone == session.project.history("mk").undone == ()
    session.select(Selection(annotation="e3"))
    run(session, "label.3")
    assert run(session, "edit.undo")


def test_a_new_article_can_be_removed_and_undoing_that_puts_it_back_in_its_place(session):
    before = session.entries
    session.dispatch("user.remove", [RemoveDocument("first")])
    assert [entry.id for entry in session.entries] == ["second"]
    session.undo()
    assert session.entries == before == session.project.entries()


def test_undoing_what_was_redone_brings_back_what_had_come_in_between(session):
    session.dispatch("user.remove", [RemoveDocument("first")])
    session.undo()
    session.dispatch("nlp.suggestions", [Remove("first", "e1")])
    before = session.load("first")
    session.redo()
    session.undo()
    assert session.load("first") == before == session.project.document("first")
