from threading import Event

import pytest

from annotator.model.document import Article, Document, Status
from annotator.model.edits import AddDocument, SetStatus, State
from annotator.model.finding.everywhere import GiveLabel, Order
from annotator.session.background import EXPORTING, Background
from annotator.session.beside import fetching
from annotator.session.commands import run
from annotator.session.events import Told
from annotator.session.exchange.exporting import ExportOptions
from annotator.session.exchange.importing import read_pasted
from annotator.session.finding import everywhere
from annotator.session.finding.everywhere import carry_out
from annotator.session.finding.searching import InProject, Surveyed
from annotator.session.finding.seeking import Sought
from annotator.session.news import Exported, Imported, Working
from annotator.session.selection import Selection
from annotator.session.session import Session
from tests.session.conftest import SECOND, at


class Watched:
    """A background with its owner: `until` drains it, as the window's event loop does, until something has come."""

    def __init__(self, session, reader=None, *, start=True):
        self.session = session
        self.events = []
        self._woken = Event()
        session.subscribe(self.events.append)
        self.background = Background(session, self._woken.set, reader)
        if start:
            self.background.start()

    def until(self, arrived):
        for _ in range(10_000):
            if arrived():
                return
            assert self._woken.wait(60), "nothing happened"
            self._woken.clear()
            self.background.drain()
        raise AssertionError("it never came")

    def heard(self, kind):
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def watched(session):
    made = Watched(session)
    yield made
    made.background.close()


def test_the_article_on_the_desk_gets_suggestions_and_those_ahead_too(session, watched):
    session.open("second")
    watched.until(lambda: session.document.tokens is not None and session.document.entities)
    assert "Angela Merkel" in [session.document.words(e.span) for e in session.document.entities]
    assert session.state.speakers[session.document.quotes[0].speaker].name == "Angela Merkel"
    assert all(a.pending for a in session.document.by_id.values())
    assert not session.history.done
    assert next(e for e in session.entries if e.id == "second").prepared


def test_suggesting_again_keeps_what_was_decided(session, watched):
    session.open("first")
    session.select(Selection(annotation="e1"))
    run(session, "annotation.accept")
    session.select(Selection(annotation="q2"))
    run(session, "annotation.reject")
    run(session, "article.prepare")
    watched.until(lambda: "e2" not in session.document.by_id)
    document = session.document
    assert not document.by_id["e1"].pending
    assert document.by_id["q2"].rejected
    assert at(document.text, "Mara Lind") in [e.span for e in document.entities]
    assert [e for e in document.entities if e.span == at(document.text, "Mara Lind")] == [document.by_id["e1"]]
    run(session, "edit.undo")
    run(session, "edit.undo")
    assert session.document.by_id["e1"].pending


def test_a_folder_is_imported_and_its_first_article_opened(session, watched, tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"Article {number}.\nNothing more.", encoding="utf-8")
    (folder / "again.txt").write_text(SECOND, encoding="utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    watched.background.import_paths([folder], open_first=True)
    watched.until(lambda: watched.heard(Imported))
    report = watched.heard(Imported)[0].report
    assert (len(report.added), report.known, len(report.faults)) == (12, ["second"], 1)
    assert session.document.text == "Article 0.\nNothing more."
    assert session.project.source(session.current).name == "00.txt"
    assert session.project.source(session.current).data == b"Article 0.\nNothing more."
    assert not session.history.done


def test_pasted_text_becomes_an_article_and_the_same_again_is_recognised(session, watched):
    from datetime import UTC, datetime

    at_noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    text = "Pasted.\r\n![picture](http://127.0.0.1:9/x.png) “Well,” she said. 😀"
    for count in (1, 2):
        watched.background.import_found(read_pasted(text, at_noon))
        watched.until(lambda count=count: len(watched.heard(Imported)) == count)
    first, second = (event.report for event in watched.heard(Imported))
    assert len(first.added) == 1
    assert second.known == first.added
    assert session.load(first.added[0]).text == "Pasted.\n“Well,” she said. 😀"


def test_done_articles_are_exported_beside_the_work(session, watched, tmp_path):
    session.dispatch("user.done", [SetStatus("first", Status.DONE, "mk")])
    target = tmp_path / "out.jsonl"
    watched.background.export_to(target, ExportOptions())
    assert watched.heard(Working)[-1] == Working(EXPORTING), "before the other process has begun"
    watched.until(lambda: watched.heard(Exported))
    assert watched.heard(Exported)[0].report.written == 1
    assert target.read_text(encoding="utf-8").count("\n") == 1
    assert watched.heard(Working)[-1] == Working()


def test_an_export_that_cannot_be_written_is_told(session, watched, tmp_path):
    watched.background.export_to(tmp_path / "no" / "folder" / "out.jsonl", ExportOptions())
    watched.until(lambda: watched.heard(Told))
    assert watched.heard(Told)[0].fault


def test_a_pipeline_that_is_missing_is_told_once_and_the_article_keeps_its_tokens(session):
    session.pipeline = "no_such_pipeline"
    watched = Watched(session)
    try:
        session.open("second")
        watched.until(lambda: any(told.fault for told in watched.heard(Told)) and session.document.tokens is not None)
        assert len([told for told in watched.heard(Told) if told.fault]) == 1
    finally:
        watched.background.close()


def test_a_fault_that_meets_every_article_ahead_is_told_once_and_again_when_asked_for(session):
    session.set_mode(pipeline="en_core_web_nope")
    watched = Watched(session)
    try:
        background = watched.background
        for name in ("first", "second"):
            background._request(name, urgent=False)
        watched.until(lambda: not background._requested)
        assert len([told for told in watched.heard(Told) if told.fault]) == 1
        run(session, "article.prepare")
        watched.until(lambda: len([told for told in watched.heard(Told) if told.fault]) == 2)
    finally:
        background.close()


def test_asking_for_suggestions_starts_the_process_that_was_given_up(session):
    watched = Watched(session, "tests.session.nowhere:Nobody")
    try:
        watched.background._request("first", urgent=False)
        watched.until(lambda: any(told.fault for told in watched.heard(Told)))
        told = len(watched.heard(Told))
        run(session, "article.prepare")
        watched.until(lambda: len(watched.heard(Told)) > told)
    finally:
        watched.background.close()


def test_an_act_on_many_articles_goes_on_beside_the_work_and_long_ones_are_read_in_a_thread(session, monkeypatch):
    monkeypatch.setattr(fetching, "VERY_LONG", 10)
    monkeypatch.setattr(everywhere, "MOST_ARTICLES", 1)
    articles = [Document(article=Article(id=f"d{n}", text="Brenna, Brenna.")) for n in range(3)]
    session.dispatch("import.x", map(AddDocument, articles))
    watched = Watched(session, start=False)
    try:
        number = watched.background.seek(InProject(session.project.path, "Brenna", GiveLabel("GPE")))
        watched.until(lambda: any(isinstance(s.answer, Surveyed) for s in watched.heard(Sought)))
        (surveyed,) = (s.answer for s in watched.heard(Sought) if s.number == number and isinstance(s.answer, Surveyed))
        places = [(found.document_id, found.spans) for found in surveyed.findings]
        session.state = State({"first": session.document}, session.state.speakers)
        adopted = []
        monkeypatch.setattr(
            session, "adopt", lambda document: (adopted.append(document.id), Session.adopt(session, document))
        )
        carry_out(session, Order(GiveLabel("GPE"), "Brenna"), places)
        watched.until(lambda: not session.works)
        assert adopted == ["d0", "d1", "d2"]
        assert [e.label for n in range(3) for e in session.project.document(f"d{n}").entities] == ["GPE"] * 6
        assert [w.label for w in watched.heard(Working)].count("Marking") == 3
        assert session.undo()
        watched.until(lambda: not session.works)
        assert [session.project.document(f"d{n}") for n in range(3)] == articles
    finally:
        watched.background.close()
