from dataclasses import replace

import pytest

from annotator.model.document import Article, Decision, Document, Entity, Span, Status
from annotator.model.edits import AddDocument, AddEntity, Decide, RemoveDocument, SetFlag
from annotator.model.faults import Fault
from annotator.model.finding.everywhere import (
    Attribute,
    Flag,
    GiveLabel,
    Merge,
    NameSpeaker,
    Note,
    Order,
    Settle,
    affected,
)
from annotator.model.finding.identical import mentions
from annotator.session.commands import Keymap, identical, speaking
from annotator.session.events import Asked, Told
from annotator.session.finding import everywhere
from annotator.session.finding.everywhere import carry_out
from annotator.session.selection import Selection
from tests.session.conftest import FIRST, at

WORDS = "Brenna waits. Old Brenna sleeps, Brenna wakes."


@pytest.fixture
def press(session):
    keymap = Keymap()

    def press(*keys: str) -> None:
        for key in keys:
            keymap.find(session, key).act(session)

    return press


@pytest.fixture
def heard(session):
    events = []
    session.subscribe(events.append)
    return events


@pytest.fixture
def third(session):
    """An article more: Brenna three times, once accepted as ORG by somebody else, once within a longer name."""
    document = Document(
        article=Article(id="third", text=WORDS),
        entities=(
            Entity(id="a", span=Span(0, 6), label="ORG", origin="p", decision=Decision.ACCEPTED, by="jo"),
            Entity(id="b", span=at(WORDS, "Old Brenna"), label="FAC", origin="p"),
        ),
    )
    session.dispatch("import.x", [AddDocument(document)])
    return document


def places(session):
    return [(entry.id, tuple(mentions(session.load(entry.id), "Brenna"))) for entry in session.entries]


def labels(document):
    return {tuple(e.span): e.label for e in document.entities if not e.rejected}


def told(heard):
    return [event.message for event in heard if isinstance(event, Told)]


def test_a_label_goes_to_every_article_and_what_others_decided_is_kept_and_told(session, third, heard):
    carry_out(session, Order(GiveLabel("GPE"), "Brenna"), places(session))
    assert [labels(session.document)[at(FIRST, "Brenna", n)] for n in (0, 1)] == ["GPE", "GPE"]
    after = session.project.document("third")
    assert labels(after) == {
        (0, 6): "ORG", tuple(at(WORDS, "Old Brenna")): "FAC", tuple(at(WORDS, "Brenna", 2)): "GPE",
    }  # fmt: skip
    assert (after.by_id["a"].by, after.status) == ("jo", Status.NEW)
    assert told(heard) == ["Labelled 3 × “Brenna” as GPE in 2 articles; 1 decided otherwise kept."]
    assert len(session.history.done) == 1
    session.undo()
    assert session.project.document("third") == third
    assert labels(session.document)[at(FIRST, "Brenna")] == "PERSON"


def test_what_was_decided_follows_where_a_person_says_so(session, third):
    carry_out(session, Order(GiveLabel("GPE"), "Brenna", decided=True), places(session))
    changed = session.project.document("third").by_id["a"]
    assert (changed.label, changed.decision, changed.by) == ("GPE", Decision.CORRECTED, "mk")


def test_many_articles_are_done_in_slices_of_one_step(session, monkeypatch, heard):
    monkeypatch.setattr(everywhere, "MOST_ARTICLES", 2)
    monkeypatch.setattr(everywhere, "MOST_PLACES", 3)
    articles = [Document(article=Article(id=f"d{n}", text="Brenna. " * (n + 1))) for n in range(6)]
    session.dispatch("import.x", map(AddDocument, articles))
    session.works.sliced = True
    carry_out(session, Order(GiveLabel("GPE"), "Brenna"), places(session))
    assert labels(session.document)[at(FIRST, "Brenna")] == "GPE", "the article on the desk comes first"
    assert session.works
    while session.works:
        session.works.go_on()
    assert told(heard)[-1] == "Labelled 23 × “Brenna” as GPE in 7 articles."
    assert len(session.history.done) == 1
    session.undo()
    session.works.finish()
    assert [session.project.document(f"d{n}") for n in range(6)] == articles
    session.redo()
    session.works.finish()
    assert all(len(session.project.document(f"d{n}").entities) == n + 1 for n in range(6))


def test_undo_takes_back_what_is_still_under_way(session, monkeypatch):
    monkeypatch.setattr(everywhere, "MOST_ARTICLES", 1)
    session.dispatch("import.x", [AddDocument(Document(article=Article(id="far", text="Brenna.")))])
    before = session.document
    session.works.sliced = True
    carry_out(session, Order(GiveLabel("GPE"), "Brenna"), places(session))
    session.undo()
    assert (session.document.entities, session.project.document("far").entities) == (before.entities, ())


def test_an_article_that_is_gone_keeps_the_others_from_being_undone_neither_now_nor_later(session, monkeypatch):
    monkeypatch.setattr(everywhere, "MOST_ARTICLES", 1)
    session.dispatch("import.x", [AddDocument(Document(article=Article(id="far", text="Brenna.")))])
    before = session.document
    session.dispatch("user.earlier", [SetFlag("second", None, True)])
    carry_out(session, Order(GiveLabel("GPE"), "Brenna"), places(session))
    session.dispatch("another.remove", [RemoveDocument("far")])  # as somebody else's act, which is not undone here
    with pytest.raises(Fault, match=r"In 1 of 2 articles nothing was undone[^$]*no article far"):
        session.undo()
    assert session.document.entities == before.entities
    assert session.history == session.project.history("mk")
    assert session.undo()
    assert not session.load("second").flagged
    assert session.redo()
    assert session.redo(), "what fits is done again"
    assert session.document.entities != before.entities
    assert not session.redo()


def test_identical_ones_are_settled_and_linked_as_the_last_act_was(session, press, heard):
    session.select(Selection(annotation="e3"))
    press("X", "=")
    assert session.document.by_id["e6"].rejected
    session.select(Selection(annotation="e4"))
    press("A", "=")
    assert session.document.by_id["e7"].decision is Decision.ACCEPTED
    span = at(FIRST, "bridge")
    session.select(Selection(span.end, span.start))
    press("6")
    made = session.entity
    carry_out(session, Order(NameSpeaker("lind", "FAC"), "bridge"), [("first", (span, at(FIRST, "May")))])
    assert session.document.by_id[made.id].speaker == "lind"
    assert next(e for e in session.document.entities if e.span == at(FIRST, "May")).speaker == "lind"
    press("Ctrl+Z")
    assert session.document.by_id[made.id].speaker is None


def test_a_label_that_was_turned_down_is_given_again_only_where_a_person_says_so(session):
    session.dispatch("user.x", [Decide("first", "e6", Decision.REJECTED, by="jo")])
    spans = (at(FIRST, "Brenna", 1),)
    carry_out(session, Order(GiveLabel("PERSON"), "Brenna"), [("first", spans)])
    assert session.document.by_id["e6"].rejected
    carry_out(session, Order(GiveLabel("PERSON"), "Brenna", decided=True), [("first", spans)])
    assert session.document.by_id["e6"].decision is Decision.ACCEPTED
    carry_out(session, Order(Settle("PERSON", accept=False), "Brenna"), [("first", spans)])
    assert not session.document.by_id["e6"].rejected


def test_quotes_of_one_speaker_become_anothers(session, press):
    q1 = session.document.by_id["q1"]
    session.select(Selection(annotation="q2"))
    press("Shift+2")
    assert (session.document.by_id["q1"].speaker, len(session.history.done)) == ("okafor", 1)
    press("Ctrl+Z")
    assert session.document.by_id["q1"] == q1
    session.dispatch("user.accept", [Decide("first", "q1", Decision.ACCEPTED, by="jo")])
    carry_out(session, Order(Attribute("lind", "okafor")), [("first", ())])
    assert [session.document.by_id[q].speaker for q in ("q1", "q2")] == ["lind", "okafor"]


def test_a_speaker_is_merged_into_another_with_all_that_names_them_and_nothing_decided_changes(session, heard):
    before = session.state.speakers, session.document
    speaking.rename(session, replace(before[0]["lind"], name=before[0]["okafor"].name))
    assert heard[-1] == Asked("namesake", (replace(before[0]["lind"], name="Tom Okafor"), before[0]["okafor"]))
    order = Order(Merge("lind", "okafor"))
    carry_out(session, order, [("second", ())])
    assert "lind" in session.state.speakers, "the first article was left out and names them still"
    assert session.undo()
    carry_out(session, order, [("first", ()), ("second", ())])
    assert told(heard)[-1].startswith("Merged into Tom Okafor: ")
    assert set(before[0]) - set(session.state.speakers) == {"lind"}
    assert before[0]["lind"].name in session.state.speakers["okafor"].aliases
    for then, now in zip(before[1].annotations, session.document.annotations, strict=True):
        assert now == replace(then, speaker="okafor" if then.speaker == "lind" else then.speaker)
    assert session.undo()
    assert (session.state.speakers, session.document.by_id) == (before[0], before[1].by_id)
    speaking.rename(session, replace(before[0]["lind"], name="Tom Okafor"), another=True)
    assert session.state.speakers["lind"].name == "Tom Okafor"


def test_the_project_is_looked_through_before_it_is_changed(session, press, heard):
    session.select(Selection(annotation="e3"))
    press("Ctrl+3")
    assert session.entity.label == "GPE"
    asked = next(e for e in heard if isinstance(e, Asked))
    assert (asked.what, asked.detail.act, asked.detail.words) == ("everywhere", GiveLabel("GPE"), "Brenna")
    carry_out(session, replace(asked.detail, decided=True), places(session))
    press("Ctrl+Z")
    assert session.document.by_id["e3"].label == "PERSON", "both are one step"
    session.select(Selection(annotation="q2"))
    press("2", "+")
    assert heard[-1] == Asked("everywhere", Order(Attribute("lind", "okafor")))


def test_hits_are_linked_with_the_label_that_the_speaker_has(session):
    identical.hits(session, identical.linking(session, "okafor"), (at(FIRST, "nobody"),))
    made = next(e for e in session.document.entities if e.span == at(FIRST, "nobody"))
    assert (made.label, made.speaker, made.decision) == ("PERSON", "okafor", Decision.ADDED)


def test_a_speaker_who_is_entered_for_an_act_goes_with_it(session, press):
    before = session.document, session.state.speakers
    identical.hits(session, identical.linking_new(session, " The  board "), (at(FIRST, "bridge"), at(FIRST, "May")))
    (new,) = set(session.state.speakers) - set(before[1])
    assert [e.speaker for e in session.document.entities if e.speaker == new] == [new, new]
    assert (session.state.speakers[new].name, session.undo()) == ("The board", True)
    assert (session.document.entities, session.state.speakers) == (before[0].entities, before[1])
    session.select(Selection(annotation="q2"))
    brenna = next(n for n, c in enumerate(speaking.ranked(session), 1) if c.name == "Brenna")
    press(f"Shift+{brenna}")
    assert session.document.by_id["q1"].speaker == session.document.by_id["q2"].speaker not in before[1]
    press("Ctrl+Z")
    assert (session.document.quotes, session.state.speakers) == (before[0].quotes, before[1])


def test_flags_and_notes_come_to_what_was_found_and_to_nothing_else_there(session, third):
    both = replace(third.by_id["a"], id="c", label="GPE", note="Which one?")
    session.dispatch("import.x", [AddEntity("third", both)])
    there = [("third", (Span(0, 6), at(WORDS, "Old Brenna")))]
    order = Order(Flag(flagged=True), among={"third": frozenset({"b", "c"})})
    assert [each.annotation for each in affected(session.load("third"), order.act, there[0][1], {"b", "c"})] == [
        "c",
        "b",
    ]
    carry_out(session, order, there)
    carry_out(session, replace(order, act=Note("Ask Kim.")), there)
    after = session.project.document("third")
    assert {each.id: (each.flagged, each.note) for each in after.entities} == {
        "a": (False, None), "b": (True, "Ask Kim."), "c": (True, "Which one?\nAsk Kim."),
    }  # fmt: skip
    assert after.by_id["c"].decision is Decision.ACCEPTED
    carry_out(session, Order(Settle("", accept=True), among={"third": frozenset({"b"})}), there)
    carry_out(session, Order(GiveLabel("LOC"), decided=True, among={"third": frozenset({"c"})}), there)
    after = session.project.document("third")
    assert [(each.id, each.label, each.pending) for each in after.entities] == [
        ("a", "ORG", False), ("c", "LOC", False), ("b", "FAC", False),
    ]  # fmt: skip
    for _ in range(4):
        session.undo()
    assert session.project.document("third").by_id["b"] == third.by_id["b"]
