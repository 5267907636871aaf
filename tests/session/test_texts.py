"""What is done to an article's text: paragraphs set aside, and what the queue says of a corrected one."""

import json

import pytest

from annotator.formats.jsonl.writing import from_line
from annotator.model.document import Article, Decision, Document, Entity, Kind, Quote, Span, Status
from annotator.model.edits import AddDocument, SetBoilerplate, SetStatus
from annotator.model.finding.everywhere import Order, SetAside
from annotator.model.suggestions import Suggestions
from annotator.model.texts.correcting import corrected
from annotator.model.tokens import tokens_of
from annotator.session.commands import run
from annotator.session.commands.texts import everywhere_too, remove_decided
from annotator.session.events import Asked
from annotator.session.exchange.exporting import ExportOptions, export
from annotator.session.finding.everywhere import carry_out
from annotator.session.selection import Selection
from annotator.session.suggesting.suggesting import suggested
from annotator.session.texts.boilerplates import look_elsewhere
from annotator.session.texts.correcting import correct

LINE = "Sign up with Ana Ruiz for news from Riga."
TEXT = f"The port is closed.\n\n{LINE}\n\nBo waits."
ASIDE = Span(21, 21 + len(LINE))


def _article(name: str, text: str = TEXT, decision: Decision = Decision.PENDING) -> Document:
    ana, riga = text.index("Ana"), text.index("Riga")
    return Document(
        article=Article(id=name, text=text, title=name),
        tokens=tokens_of(Document(article=Article(id=name, text=text))),
        entities=(
            Entity(id="e1", span=Span(ana, ana + 8), label="PERSON", origin="p", decision=decision),
            Entity(id="e2", span=Span(riga, riga + 4), label="GPE", origin="p"),
        ),
    )


@pytest.fixture
def heard(session):
    session.dispatch("import.x", [AddDocument(_article("one", decision=Decision.ACCEPTED))])
    session.open("one")
    session.select(Selection(30, 30))
    events = []
    session.subscribe(events.append)
    return events


def _asked(heard):
    return next(event.detail for event in heard if isinstance(event, Asked))


def test_a_paragraph_is_set_aside_and_counts_again_with_one_key(session, heard):
    before = session.document
    assert run(session, "article.boilerplate")
    assert session.document.boilerplate == (ASIDE,)
    assert [e.id for e in session.document.entities] == ["e1"]  # the suggestion went, what was decided stays
    assert _asked(heard).decided == ("e1",)
    session.undo()
    assert (session.document.boilerplate, session.document.entities) == ((), before.entities)
    session.redo()
    run(session, "article.boilerplate")
    assert session.document.boilerplate == ()


def test_what_was_decided_in_it_goes_only_where_a_person_agrees_and_with_the_same_undo(session, heard):
    run(session, "article.boilerplate")
    remove_decided(session, _asked(heard))
    assert session.document.entities == ()
    session.undo()
    assert (session.document.boilerplate, len(session.document.entities)) == ((), 2)


def test_nothing_is_suggested_in_it(session, heard):
    run(session, "article.boilerplate")
    text = session.document.text
    found = Suggestions(
        pipeline="p",
        language="en",
        tokens=session.document.tokens,
        entities=(
            Entity(id="e1", span=Span(text.index("Riga"), text.index("Riga") + 4), label="GPE"),
            Entity(id="e2", span=Span(text.index("Bo"), text.index("Bo") + 2), label="PERSON"),
        ),
        quotes=(Quote(id="q1", kind=Kind.INDIRECT, contents=(ASIDE,)),),
    )
    session.dispatch("nlp.suggestions", suggested(session.document, found, {}, session.new_id))
    assert [session.document.words(e.span) for e in session.document.entities if e.pending] == ["Bo"]
    assert session.document.quotes == ()


def test_it_is_left_out_of_an_export_or_kept_with_its_place(session, heard, tmp_path):
    run(session, "article.boilerplate")
    session.dispatch("user.x", [SetStatus("one", Status.DONE)])  # alone: the others have no tokens yet

    def exported(**options):
        export(session.project, tmp_path / "out.jsonl", ExportOptions(**options))
        rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
        return next(row for row in rows if row["meta"]["id"] == "one")

    row = exported()
    assert row["text"] == "The port is closed.\n\nBo waits."
    assert row["spans"] == []
    assert "boilerplate" not in row["meta"]
    assert [row["text"][token["start"] : token["end"]] for token in row["tokens"]][-3:] == ["Bo", "waits", "."]
    row = exported(boilerplate=True)
    assert row["meta"]["boilerplate"] == [list(ASIDE)]
    document = from_line(row, "x").document
    assert (document.text, document.boilerplate, len(document.entities)) == (TEXT, (ASIDE,), 1)
    session.dispatch(
        "user.x", [SetBoilerplate("one", tuple(p for p in document.article.paragraphs if p.start < p.end))]
    )
    report = export(session.project, tmp_path / "out.jsonl", ExportOptions())
    assert "1 left out of which all is boilerplate" in report.sentence


def test_the_same_line_is_found_elsewhere_and_set_aside_there_with_one_undo(session, heard):
    others = [_article("two", f"{LINE}\nMore."), _article("three", f"Up: {LINE}"), _article("four", LINE)]
    others.append(_article("five", f"Late.\n{LINE}", Decision.ACCEPTED))
    session.dispatch("import.x", [AddDocument(each) for each in others])
    run(session, "article.boilerplate")
    turned = _asked(heard)
    path = session.project.path
    assert look_elsewhere(path, "one", turned.lines, lambda *_: None, lambda: True, lambda _: None).articles == 3
    order = everywhere_too(turned.lines, turned.step_of(session))
    assert order == Order(SetAside((LINE,)), words=LINE, step=turned.step)
    carry_out(session, order, [(each.id, ()) for each in others])
    aside = {each.id: session.load(each.id).boilerplate for each in others}
    assert aside == {"two": (Span(0, len(LINE)),), "three": (), "four": (Span(0, len(LINE)),), "five": ()}
    assert session.load("two").entities == ()
    session.undo()
    assert not any(session.load(each).boilerplate for each in ("one", "two", "four"))
    assert session.load("two").entities == others[0].entities


def test_the_queue_knows_a_corrected_text_and_what_has_lost_its_words(session, heard):
    document = session.document
    correct(session, corrected(document, (Span(0, document.text.index("Ana")), "The board.")))
    assert session.entries == session.project.entries()
    assert session.entries[-1].characters == len(session.document.text)
