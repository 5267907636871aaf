"""What is carried out in another process: here by another connection, when the test says so."""

import pytest

from annotator.model.document import Article, Document, Span, Status
from annotator.model.edits import AddDocument, RemoveDocument, SetTokens
from annotator.model.faults import Fault
from annotator.model.history import Update
from annotator.model.texts.correcting import corrected
from annotator.model.tokens import tokens_of
from annotator.session.beside import apart
from annotator.session.beside.jobs import Cancelled
from annotator.session.commands import run
from annotator.session.texts.correcting import correct
from annotator.store.project import Project
from tests.session.conftest import FIRST, at


@pytest.fixture
def orders(session, monkeypatch):
    """What was ordered and is to be carried out; any corrected text, and more than three annotations, are."""
    monkeypatch.setattr(apart, "LONG", 0)
    monkeypatch.setattr(apart, "MANY", 3)
    found = []
    session.apart.carry = found.append
    session.dispatch("nlp.tokens", [SetTokens("first", tokens_of(session.document))])
    return found


@pytest.fixture
def carry(session, orders):
    """Carries out what was ordered, and has the session take it up."""

    def carry_out(*, wanted=True):
        try:
            found, fault = apart.carry_out(orders.pop(), lambda done, total: None, lambda: wanted, print), None
        except (Fault, Cancelled) as error:
            found, fault = None, error if isinstance(error, Fault) else None
        session.apart.ended(found, fault)

    return carry_out


OTHER = Article(id="first", text="x" * len(FIRST[:-40]), title="Bridge")


def _corrected(session):
    start, end = at(FIRST, "Tom Okafor")
    return corrected(session.document, (Span(0, start), "T. Okafor", Span(end, len(FIRST))))


def _on_disk(path):
    with Project.open(path, by="", read_only=True) as project:
        return project.document("first"), project.entries()


def test_a_text_corrected_apart_is_shown_when_it_is_on_disk_and_undone_and_redone_apart(session, path, orders, carry):
    before, entries, done = session.document, session.entries, []
    heard: list[Update] = []
    session.subscribe(lambda event: heard.append(event) if isinstance(event, Update) else None)
    correct(session, _corrected(session), lambda: done.append(session.document.text))
    assert (session.document, done, heard) == (before, [], []), "nothing is shown that is not saved"
    carry()
    after = session.document
    assert done == [after.text]
    assert "T. Okafor" in after.text
    assert (after, session.entries) == _on_disk(path)
    assert heard[0].before.documents["first"] is before
    session.open("second")
    assert session.undo()
    assert session.current == "second"
    carry()
    assert session.current == "first", "what was undone comes on the desk"
    assert (session.document, session.entries) == (before, entries) == _on_disk(path)
    assert session.redo()
    carry()
    assert (session.document, session.entries) == (after, session.entries) == _on_disk(path)
    assert session.history == session.project.history("mk")


def test_many_suggestions_are_saved_apart_and_taken_back_with_what_is_known_of_speakers(session, path, orders, carry):
    assert run(session, "article.done")
    assert session.current == "first"
    carry()
    assert session.current == "second", "it is gone on when this one is saved"
    entry = next(entry for entry in session.entries if entry.id == "first")
    assert (entry.status, entry.pending) == (Status.DONE, 0)
    session.state = session.state.without_document("first")  # as when others were opened since
    assert session.undo()
    carry()
    assert (session.document, session.entries) == _on_disk(path)
    assert session.document.status is not Status.DONE


def test_nothing_else_is_saved_meanwhile(session, orders, carry):
    correct(session, _corrected(session))
    for act in (session.undo, session.redo, lambda: session.dispatch("user.x", [RemoveDocument("second")])):
        with pytest.raises(Fault, match="being changed just now"):
            act()
    carry()
    assert session.dispatch("user.x", [RemoveDocument("second")])


def test_what_is_stopped_or_no_longer_fits_changes_nothing(session, path, orders, carry):
    before = session.document
    correct(session, _corrected(session))
    carry(wanted=False)
    assert session.document == before == _on_disk(path)[0]
    correct(session, _corrected(session))
    carry()
    session.undo()
    carry()
    session.dispatch("nlp.other", [RemoveDocument("first"), AddDocument(Document(article=OTHER))])
    assert session.redo()
    carry()
    assert not session.history.undone, "what does not fit any more is not offered again"
    assert session.document.article == OTHER


def test_what_was_saved_although_it_was_stopped_is_shown_as_it_is_on_disk(session, path, orders):
    correct(session, _corrected(session))
    apart.carry_out(orders.pop(), lambda done, total: None, lambda: True, print)
    session.apart.ended(None)
    assert (session.document, session.entries) == _on_disk(path)
    assert session.history == session.project.history("mk")
