"""Another label set through a session: one step, what follows from it, and its constraints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import labelsets
from annotator.model.document import Decision, Entity, Span
from annotator.model.edits import AddEntity, RemoveDocument, SetLabels
from annotator.model.faults import Fault
from annotator.model.finding.everywhere import GiveLabel, Order
from annotator.model.labels.labeldraft import Draft
from annotator.model.labels.labelmap import EVERY
from annotator.model.labels.labels import Label, LabelSet, wrongs
from annotator.session import relabelling
from annotator.session.beside import apart
from annotator.session.beside.errands import Errand
from annotator.session.commands import labelling, run, speaking
from annotator.session.events import LabelsChanged, Told
from annotator.session.exchange.labelmaps import of_pipelines
from annotator.session.finding.everywhere import carry_out
from annotator.session.labels import default_set, labels_of, read_set, ready_made, write_set
from annotator.session.relabelling import know_label, set_letter
from annotator.session.selection import Selection
from tests.session.conftest import FIRST, at
from tests.session.test_background import Watched


def renaming(session, was: str, name: str) -> SetLabels:
    draft = Draft.of(session.label_set)
    place = session.label_set.names.index(was)
    return draft.with_label(place, Label(name=name, speaks=True)).edit


def worn(session) -> set[str]:
    return {entity.label for entity in session.load("first").entities}


def test_a_renaming_is_one_step_that_a_restart_does_not_forget(session, reopened):
    told = []
    session.subscribe(lambda event: told.append(event) if isinstance(event, Told | LabelsChanged) else None)
    session.relabelling.change(renaming(session, "PERSON", "PER"), "Rename PERSON to PER")
    assert worn(session) == {"PER"}
    assert session.labels[0] == "PER"
    assert told == [LabelsChanged(), Told("The labels are changed: 7 entities in 1 article.")]
    again = reopened()
    assert (worn(again), again.labels[0]) == ({"PER"}, "PER")
    assert of_pipelines(again) == {EVERY: {"PERSON": "PER"}}, "what a pipeline suggests follows"
    assert again.undo()
    assert of_pipelines(again) == {}
    assert (worn(again), again.label_set) == ({"PERSON"}, default_set())
    assert again.redo()
    assert (worn(again), again.labels[0]) == ({"PER"}, "PER")
    run(again, "annotation.accept")
    assert again.undo()
    assert worn(again) == {"PERSON"}


def test_labels_are_changed_where_the_article_on_the_desk_has_been_removed(session):
    added = Entity(id="n", span=Span(0, 6), label="PERSON", decision=Decision.ADDED)
    session.dispatch("user.label", [AddEntity("second", added)])
    session.dispatch("user.remove", [RemoveDocument("first")])
    session.relabelling.change(renaming(session, "PERSON", "PER"), "")
    assert session.load("second").entities[0].label == "PER"


def test_what_was_done_between_is_undone_before_it(session):
    session.select(Selection(annotation="e3"))
    labelling.give_label(session, "GPE")
    session.relabelling.change(renaming(session, "GPE", "PLACE"), "")
    labelling.give_label(session, "ORG")
    labels = []
    while session.undo():
        labels.append(session.load("first").by_id["e3"].label)
    assert labels == ["PLACE", "GPE", "PERSON"]


@pytest.fixture
def beside(session, monkeypatch):
    """What goes on beside the session, to which everything is much."""
    monkeypatch.setattr(relabelling, "SMALL", 0)
    made = Watched(session, start=False)
    yield made
    made.background.close()


def test_much_is_done_in_another_process_while_nothing_else_enters_the_project(session, beside):
    session.relabelling.change(renaming(session, "PERSON", "PER"), "")
    assert worn(session) == {"PERSON"}, "it is not done here"
    with pytest.raises(Fault, match="just now"):
        session.relabelling.change(renaming(session, "ORG", "FIRM"), "")
    session.select(Selection(annotation="e3"))
    with pytest.raises(Fault, match="being changed just now"):
        labelling.give_label(session, "GPE")
    beside.until(lambda: session.apart.order is None)
    assert worn(session) == {"PER"}
    assert labelling.give_label(session, "GPE")
    assert session.undo()
    assert session.undo()
    beside.until(lambda: session.apart.order is None)
    assert worn(session) == {"PERSON"}


def test_what_is_on_disk_already_and_not_yet_taken_up_is_not_undone_twice(session, monkeypatch):
    monkeypatch.setattr(relabelling, "SMALL", 0)
    orders = []
    session.apart.carry = orders.append

    def carry_out() -> relabelling.Relabelled:
        return apart.carry_out(orders.pop(), lambda done, total: None, lambda: True, lambda handed: None)

    session.relabelling.change(renaming(session, "PERSON", "PER"), "")
    session.apart.ended(carry_out())
    assert session.undo()
    done = carry_out()
    for again in (session.undo, session.redo):
        with pytest.raises(Fault, match="being changed just now"):
            again()
    session.apart.ended(done)
    assert worn(session) == {"PERSON"}
    assert session.history == session.project.history("mk")


def test_what_is_stopped_or_fails_apart_is_shown_as_it_is_on_disk(session, beside, monkeypatch):
    session.relabelling.change(renaming(session, "PERSON", "PER"), "")
    beside.background.cancel()
    beside.until(lambda: session.apart.order is None)
    assert worn(session) == {session.labels[0]}, "whichever came first"
    before, history = session.label_set, session.history

    def fail(*_):
        raise Fault("It died.", "Try again.")

    monkeypatch.setattr(Errand, "run", fail)
    session.relabelling.change(renaming(session, "ORG", "FIRM"), "")
    beside.until(lambda: session.apart.order is None)
    assert (session.label_set, session.history) == (before, history)
    assert beside.heard(Told)[-1].fault


def test_a_label_that_may_not_overlap_is_refused_with_the_reason_and_one_that_may_is_not(session):
    flat = LabelSet((Label(name="PERSON", overlaps=False), Label(name="DATE", overlaps=False), Label(name="ANY")))
    session.relabelling.change(SetLabels(session.label_set, flat), "")
    whole = at(FIRST, "Mara Lind met")
    session.select(Selection(whole.end, whole.start))
    assert labelling.why_not(session, "DATE") == "DATE may not overlap PERSON “Mara Lind”."
    assert not labelling.why_not(session, "ANY")
    with pytest.raises(Fault, match="DATE may not overlap PERSON “Mara Lind”"):
        labelling.give_label(session, "DATE")
    assert not session.load("first").entities_at(whole)
    assert labelling.give_label(session, "ANY")
    session.select(Selection(annotation="e1"))
    assert labelling.why_not(session, "DATE") == "", "the one that allows it is enough"
    places = [("first", (at(FIRST, "Okafor"), at(FIRST, "Brenna"), at(FIRST, "bridge")))]
    carry_out(session, Order(GiveLabel("DATE"), "", decided=True), places)
    document = session.load("first")
    found = [document.words(entity.span) for entity in document.entities if entity.label == "DATE"]
    assert found == ["Brenna", "bridge"], "Okafor is within Tom Okafor"


def test_what_may_be_no_speaker_is_neither_offered_nor_linked(session):
    assert "Brenna" in [c.name for c in speaking.ranked(session, session.load("first").quotes[0])]
    mute = LabelSet((Label(name="PERSON"),))
    session.relabelling.change(SetLabels(session.label_set, mute), "")
    names = [c.name for c in speaking.ranked(session, session.load("first").quotes[0])]
    assert sorted(names) == ["Mara Lind", "Tom Okafor"], "those who are speakers already stay"
    session.select(Selection(annotation="e3"))
    assert not speaking.speaker_to_choose(session)
    with pytest.raises(Fault, match="“Brenna” is PERSON, which cannot be a speaker"):
        speaking.link(session, "q1", session.entity.span)
    with pytest.raises(Fault, match="cannot be a speaker"):
        labelling.name_speaker(session, session.entity, "lind")


def test_a_letter_is_one_label_s_and_a_hidden_label_is_not_offered(session, reopened):
    set_letter(session, "LAW", "W")
    set_letter(session, "DATE", "W")
    know_label(session, "SHIP")
    assert session.label_set.letters == {"DATE": "W"}
    hidden = Draft.of(session.label_set).with_label(0, Label(name="PERSON", hidden=True))
    session.relabelling.change(hidden.edit, "")
    again = reopened()
    assert again.labels[0] == "ORG"
    assert again.labels[-1] == "SHIP"
    again.open("second")
    again.select(Selection(6, 0))
    run(again, "label.1")
    assert again.load("second").entities[0].label == "ORG"


def test_a_project_from_before_there_were_sets_keeps_its_labels_and_letters(session):
    session.project.put("labels", ["PERSON", "SHIP"])
    session.project.put("letters", {"SHIP": "W"})
    labels = labels_of(session.project)
    assert labels.names == ("PERSON", "SHIP")
    assert labels.letters == {"SHIP": "W"}
    assert labels.of("PERSON") == default_set().of("PERSON")


# Files


def test_the_sets_that_come_with_the_program_can_be_sets():
    titles = [title for title, _ in ready_made()]
    assert titles == ["CoNLL 2003", "News, as WikiNEuRal has it", "OntoNotes 5", "Source, cue, content"]
    for _, labels in ready_made():
        assert not wrongs(labels.labels)
        assert all(label.description for label in labels.labels)
    assert default_set().names[:2] == ("PERSON", "ORG")


@given(
    st.builds(
        Label,
        name=st.sampled_from(["A", "ÄÖ", '"', "<b>"]),
        description=st.text(max_size=5),
        key=st.sampled_from([None, "3", "W"]),
        colour=st.sampled_from([None, "#234f99"]),
        hidden=st.booleans(),
        overlaps=st.booleans(),
        speaks=st.booleans(),
    )
)
def test_a_set_comes_back_from_its_file_as_it_was(label):
    assert labelsets.read(labelsets.write(LabelSet((label,)), "T"), "x") == ("T", LabelSet((label,)))


def test_a_file_says_where_it_is_wrong_and_what_can_be_done(tmp_path):
    path = tmp_path / "mine.labels.json"
    write_set(path, LabelSet((Label(name="A"),)))
    assert read_set(path) == ("", LabelSet((Label(name="A"),)))
    head = '{"format": "annotator-labels/1", "labels": '
    for words, why in (
        ("[", "line 1, is no JSON"),
        ("[]", "no label set"),
        (head + "[]}", "no labels"),
        (head + '[{"name": "A"}, {"name": "A"}]}', "label 1: Label 2 is called A too"),
        (head + '[{"name": "A", "color": 1}]}', "label 1, has “color”"),
        (head + '[{"name": "A", "hidden": "yes"}]}', "label 1: 'yes' is not of type bool"),
        (head + '["A"]}', 'label 1, has no "name"'),
        (head + str([{"name": "A"}] * 1001).replace("'", '"') + "}", "has 1001 labels"),
    ):
        path.write_text(words, "utf-8")
        with pytest.raises(Fault, match=r"mine\.labels\.json") as raised:
            read_set(path)
        assert why in raised.value.message
    with pytest.raises(Fault, match="cannot be read"):
        read_set(tmp_path)
