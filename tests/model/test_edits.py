import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import Article, Decision, Document, Entity, Kind, Quote, Span, Speaker, in_order
from annotator.model.edits import (
    AddEntity,
    DecideAll,
    EditError,
    MoveBoundary,
    NameAll,
    Remove,
    RemoveSpeaker,
    ReplaceAnnotations,
    SetContents,
    SetLabel,
    SetSpeaker,
    State,
    edit_from_plain,
    edit_to_plain,
)
from annotator.model.history import Transaction
from tests.model.strategies import edits, states


@given(st.data())
def test_edits_keep_a_document_in_order_survive_their_json_form_and_are_undone_one_by_one_and_as_a_whole(data):
    state = before = data.draw(states())
    chosen = []
    for _ in range(3):
        edit = data.draw(edits(state))
        assert edit_from_plain(json.loads(json.dumps(edit_to_plain(edit)))) == edit
        changed = edit.apply(state)
        assert edit.invert(state).apply(changed) == state
        document = changed.documents["a"]
        assert document.entities == in_order(document.entities)
        assert document.quotes == in_order(document.quotes)
        assert dict(document.by_id) == {a.id: a for a in (*document.entities, *document.quotes)}
        chosen.append(edit)
        state = changed
    transaction = Transaction(id="t", origin="user.test", edits=tuple(chosen), by="mk", at="now")
    after, inverse = transaction.apply(before)
    assert after == state
    for edit in inverse:
        state = edit.apply(state)
    assert state == before


@pytest.fixture
def state() -> State:
    document = Document(
        article=Article(id="a", text="Ana met Bo."),
        entities=(
            Entity(id="e1", span=Span(0, 3), label="PERSON", speaker="s1"),
            Entity(id="e2", span=Span(8, 10), label="ORG", decision=Decision.REJECTED),
        ),
        quotes=(Quote(id="q1", kind=Kind.DIRECT, contents=(Span(4, 7),)),),
    )
    return State({"a": document}, {"s1": Speaker(id="s1", name="Ana")})


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (AddEntity("a", Entity(id="e1", span=Span(0, 3), label="X")), "already"),
        (AddEntity("a", Entity(id="e3", span=Span(8, 12), label="X")), "no stretch"),
        (MoveBoundary("a", "e1", Span(3, 3)), "no stretch"),
        (SetLabel("a", "q1", "X"), "not an entity"),
        (SetLabel("a", "e9", "X"), "no annotation e9"),
        (SetLabel("b", "e1", "X"), "no article b"),
        (SetContents("a", "q1", ()), "at least one"),
        (SetContents("a", "q1", (Span(4, 7), Span(6, 8))), "overlap"),
        (SetContents("a", "e1", (Span(4, 7),)), "not a quote"),
        (SetSpeaker("a", "q1", "s2"), "no speaker s2"),
        (RemoveSpeaker("s1"), "cannot be removed"),
        (Remove("a", "e9"), "no annotation e9"),
        (ReplaceAnnotations("a", ("e9",)), "no annotation e9"),
        (ReplaceAnnotations("a", (), (Entity(id="e1", span=Span(0, 3), label="X"),)), "one id"),
        (DecideAll("a", ("e1", "e2"), Decision.ACCEPTED), "decided differently"),
        (NameAll("a", ("e1", "e2"), "s1"), "different speakers"),
        (NameAll("a", ("e1",), "s2"), "no speaker s2"),
        (NameAll("a", ("q1",), "s1"), "not an entity"),
    ],
)
def test_an_edit_that_does_not_fit_says_why(state, edit, message):
    with pytest.raises(EditError, match=message):
        edit.apply(state)


def test_what_is_no_edit_is_refused():
    with pytest.raises(ValueError, match="unknown edit 'Explode'"):
        edit_from_plain({"edit": "Explode"})
    with pytest.raises(ValueError, match="SetLabel has no colour"):
        edit_from_plain({"edit": "SetLabel", "document": "a", "annotation": "e", "label": "X", "colour": 1})


@pytest.mark.parametrize("edit", [AddEntity, lambda name, added: ReplaceAnnotations(name, (), (added,))])
def test_an_annotation_of_a_speaker_that_there_is_not_does_not_fit(edit):
    state = State({"a": Document(article=Article(id="a", text="Mara left."))})
    with pytest.raises(EditError, match="no speaker s1"):
        edit("a", Entity(id="e", span=Span(0, 4), label="PERSON", speaker="s1")).apply(state)
