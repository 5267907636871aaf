from dataclasses import replace

import pytest

from annotator.model.edits import RemoveDocument, SetNote
from annotator.session.beside import fetching
from annotator.session.events import Awaited, Opened, Told
from annotator.session.visiting import visit
from tests.session.test_background import Watched


@pytest.fixture
def watched(session, monkeypatch):
    """A session that holds its first article alone, and takes every other one for very long."""
    monkeypatch.setattr(fetching, "VERY_LONG", 10)
    session.open("first")
    session.state = replace(session.state, documents={"first": session.document})
    made = Watched(session, start=False)
    yield made
    made.background.close()


def test_a_very_long_article_is_read_beside_the_work_and_then_put_on_the_desk(session, watched):
    done = []
    visit(session, "second", lambda: done.append(session.current))
    assert (session.current, session.awaited, done) == ("first", "second", [])
    watched.until(lambda: done)
    assert (done, session.awaited) == (["second"], None)
    assert watched.heard(Awaited) + watched.heard(Opened) == [Awaited("second"), Opened("second")]
    visit(session, "first", lambda: done.append(session.current))
    assert done == ["second", "first"]  # it was held


def test_whoever_goes_elsewhere_meanwhile_stays_there(session, watched):
    done = []
    visit(session, "second", lambda: done.append("second"))
    session.open("first")
    watched.until(lambda: "second" in session.state.documents)
    assert (session.current, done) == ("first", [])


def test_what_is_changed_while_it_is_read_is_read_anew(session, watched):
    visit(session, "second")
    session.dispatch("user.note", [SetNote("second", None, "changed meanwhile")])
    session.state = replace(session.state, documents={"first": session.document})
    watched.until(lambda: session.current == "second")
    assert session.document.note == "changed meanwhile"


def test_where_it_cannot_be_read_the_person_stays_and_is_told(session, watched):
    visit(session, "second")
    session.dispatch("user.delete", [RemoveDocument("second")])
    watched.until(lambda: session.awaited is None)
    assert session.current == "first"
    assert watched.heard(Awaited)[-1] == Awaited(None)
    assert [told.message for told in watched.heard(Told) if told.fault] == ["there is no article second"]


def test_suggestions_are_asked_for_once_it_is_read(session, watched):
    watched.background._request("second", urgent=False)
    assert not watched.background._requested
    watched.until(lambda: watched.background._requested)
    assert session.state.documents["second"].entities == ()
