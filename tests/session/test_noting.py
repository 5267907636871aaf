import pytest

from annotator.model.document import Status
from annotator.model.edits import EditError
from annotator.model.faults import Fault
from annotator.session.commands import run
from annotator.session.commands.noting import write_note
from annotator.session.events import Asked, Told
from annotator.session.selection import Selection
from annotator.session.session import Session


def flagged(session) -> list[str | None]:
    return [kept.annotation for kept in session.project.notes() if kept.flagged]


def entry(session, document_id: str = "first"):
    return next(each for each in session.entries if each.id == document_id)


def test_a_flag_is_the_selected_annotations_else_the_articles_and_comes_back_after_a_restart(session, reopened):
    run(session, "annotation.flag")
    assert (flagged(session), entry(session).flagged, entry(session).status) == ([None], True, Status.NEW)
    session.select(Selection(annotation="q1"))
    run(session, "annotation.flag")
    run(session, "article.flag")
    assert (flagged(session), entry(session).flagged) == (["q1"], False)
    session = reopened()
    assert session.load("first").by_id["q1"].flagged
    assert [session.undo() for _ in range(3)] == [True] * 3
    assert flagged(session) == []


def test_a_note_is_kept_changed_and_taken_away(session):
    write_note(session, "first", "e3", "  a town?\n")
    write_note(session, "first", None, "ask the desk")
    assert (session.document.by_id["e3"].note, entry(session).note) == ("a town?", "ask the desk")
    write_note(session, "first", "e3", " a town? ")
    assert len(session.history.done) == 2  # nothing has changed
    write_note(session, "first", "e3", "")
    assert session.document.by_id["e3"].note is None
    session.undo()
    assert session.document.by_id["e3"].note == "a town?"
    with pytest.raises(Fault, match="10,001 characters"):
        write_note(session, "first", "e3", "x" * 10_001)
    with pytest.raises(EditError):
        write_note(session, "first", "gone", "x")


def test_one_goes_from_flag_to_flag_through_the_articles(session):
    told = []
    session.subscribe(lambda event: told.append(event) if isinstance(event, Told) else None)
    run(session, "go.next_flagged")
    assert told == [Told("Nothing is flagged to come back to.")]
    for name in ("q2", "e2"):
        session.select(Selection(annotation=name))
        run(session, "annotation.flag")
    session.open("second")
    run(session, "article.flag")
    seen = []
    for way in ["next"] * 4 + ["previous"] * 2:
        run(session, f"go.{way}_flagged")
        seen.append((session.current, session.selection.annotation))
    assert seen == [
        ("first", "e2"),
        ("first", "q2"),
        ("second", None),
        ("first", "e2"),
        ("second", None),
        ("first", "q2"),
    ]


def test_a_project_that_may_only_be_read_says_so_before_anything_is_written(session, path):
    session.close()
    from annotator.store.project import Project

    told = []
    reading = Session(Project.open(path, by="mk", read_only=True), "mk")
    reading.open("first")
    reading.subscribe(told.append)
    for name in ("annotation.note", "article.note", "annotation.flag"):
        assert not run(reading, name)
    assert all("reading only" in each.message for each in told if isinstance(each, Told))
    assert not any(isinstance(each, Asked) for each in told)
    reading.close()
