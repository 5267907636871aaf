"""Label sets: their keys, what is wrong with one, drafts of one, and the edit that gives a project another."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Article, Decision, Document, Entity, Span, in_order
from annotator.model.edits import SetLabels, State, edit_from_plain, edit_to_plain
from annotator.model.labels.colours import PAGE, contrast, mixed, readable
from annotator.model.labels.labeldraft import Draft, Use
from annotator.model.labels.labels import Field, Label, LabelSet, usual, wrongs
from annotator.model.labels.overlaps import in_the_way, newly_in_the_way, overlapped, room

NAMES = "ABCDE"


def document(name: str, labels: str) -> Document:
    """An article with an entity of each of these labels, a letter each."""
    entities = tuple(Entity(id=f"e{n}", span=Span(n, n + 1), label=label) for n, label in enumerate(labels))
    return Document(article=Article(id=name, text="x" * max(1, len(labels))), entities=entities)


def worn(state: State, name: str = "a") -> str:
    return "".join(entity.label for entity in state.documents[name].entities)


def test_digits_go_to_who_asks_for_them_and_then_by_the_order_of_what_is_offered() -> None:
    labels = LabelSet(
        (Label(name="A"), Label(name="B", hidden=True, key="1"), Label(name="C", key="2"), Label(name="D", key="W"))
    )
    assert labels.by_digit[:4] == ("A", "C", "D", None)
    assert labels.digits == {"A": "1", "C": "2", "D": "3"}
    assert labels.letters == {"D": "W"}
    assert [label.name for label in labels.offered] == ["A", "C", "D"]


def test_a_set_takes_in_what_it_lacks_without_taking_a_key_from_anybody() -> None:
    labels = LabelSet((Label(name="A", key="W"),)).with_others((Label(name="A"), Label(name="B", key="W")))
    assert labels == LabelSet((Label(name="A", key="W"), Label(name="B")))
    assert (usual("PERSON").speaks, usual("DATE").speaks, labels.of("ORG").speaks) == (True, False, True)


@pytest.mark.parametrize(
    ("label", "field", "why"),
    [
        (Label(name=" "), Field.NAME, "needs a name"),
        (Label(name="A "), Field.NAME, "white space"),
        (Label(name="A\u200bB"), Field.NAME, "cannot be seen"),
        (Label(name="x" * 101), Field.NAME, "has 101"),
        (Label(name="TAKEN"), Field.NAME, "Label 1 is called TAKEN too: merge the two"),
        (Label(name="A", key="0"), Field.KEY, "from 1 to 9"),
        (Label(name="A", key="W"), Field.KEY, "W gives TAKEN too"),
        (Label(name="A", key="Q"), Field.KEY, "the command “Make a quote”"),
        (Label(name="A", colour="red"), Field.COLOUR, "#rrggbb"),
        (Label(name="A", colour="#ffcc00"), Field.COLOUR, "contrast to the page is 1.5 : 1"),
    ],
)
def test_what_is_wrong_is_said_of_the_field_it_is_wrong_with(label: Label, field: Field, why: str) -> None:
    taken = Label(name="TAKEN", key="W", colour="#234f99")
    assert not wrongs([taken, Label(name="B", key="1", colour="#767676")], {"Q": "Make a quote"})
    *others, found = wrongs([taken, label], {"Q": "Make a quote"})
    assert (found.place, found.field) == (1, field)
    assert why in found.why
    assert [(other.place, other.field) for other in others] == ([(0, field)] if "too" in why else [])


@given(st.integers(0, 0xFFFFFF))
@settings(max_examples=30)
def test_any_colour_is_brought_to_a_contrast_that_text_needs(number: int) -> None:
    colour = f"#{number:06x}"
    for ground, end in ((mixed(colour, PAGE, 0.16), "#000000"), (mixed(colour, "#191b1f", 0.28), "#ffffff")):
        assert contrast(readable(colour, ground, end), ground) >= 4.5
    if contrast(colour, PAGE) >= 4.5:
        assert readable(colour, PAGE, "#000000") == colour


# Drafts

SET = LabelSet.named(["PERSON", "ORG", "FIRM", "DATE"])
USAGE = {"PERSON": Use(212, 0b111), "ORG": Use(5, 0b011), "FIRM": Use(3, 0b110), "SHIP": Use(1, 0b1)}


def test_a_draft_says_what_a_renaming_and_a_merging_do_and_makes_one_edit_of_them() -> None:
    draft = Draft.of(SET).with_label(0, replace(SET.labels[0], name="PER")).merged(2, 1)
    assert draft.labels.names == ("PER", "ORG", "DATE")
    assert draft.renamed == {"PERSON": "PER", "FIRM": "ORG"}
    renamed, merged = draft.effects(USAGE)
    assert (renamed.was, renamed.name, renamed.use.entities, renamed.use.article_count) == ("PERSON", "PER", 212, 3)
    assert (renamed.merged, merged.merged) == (False, True)
    assert draft.use(1, USAGE).entities == 8
    assert draft.use(1, USAGE).article_count == 3, "an article that has both counts once"
    assert draft.edit == SetLabels(SET, draft.labels, draft.renamed)
    assert draft.labels.now == {"PERSON": "PER", "FIRM": "ORG"}


def test_a_draft_that_comes_back_to_what_there_is_changes_nothing() -> None:
    draft = Draft.of(SET).moved(0, 3).moved(3, 0).with_new(1, Label(name="X")).without(1)
    assert draft == Draft.of(SET)
    assert not draft.moved(0, 1).renamed


def test_labels_that_only_entities_have_are_listed_and_another_set_loses_none_in_use() -> None:
    draft = Draft.of(SET).without(3).knowing(USAGE)
    assert [(row.label.name, row.label.hidden) for row in draft.rows[3:]] == [("SHIP", True)]
    taken = draft.taking(LabelSet((Label(name="ORG", description="new"), Label(name="LOC"))), USAGE)
    assert taken.labels.names == ("ORG", "LOC", "PERSON", "FIRM", "SHIP")
    assert [row.label.hidden for row in taken.rows] == [False, False, True, True, True]
    assert taken.labels.of("ORG").description == "new"
    assert not taken.renamed


# The edit


def test_two_labels_may_swap_their_names_and_one_that_came_meanwhile_stays() -> None:
    known = LabelSet.named("AB")
    state = State({"a": document("a", "ABC")}, {}, LabelSet.named("ABC"))
    edit = SetLabels(known, LabelSet.named("BA"), {"A": "B", "B": "A"})
    after = edit.apply(state)
    assert worn(after) == "BAC"
    assert after.labels.names == ("B", "A", "C")
    assert edit.invert(state).apply(after) == state


def test_a_merge_taken_back_leaves_what_came_after_it() -> None:
    state = State({"a": document("a", "ABBA")}, {}, LabelSet.named("AB"))
    edit = SetLabels(state.labels, LabelSet.named("B"), {"A": "B"})
    back, after = edit.invert(state), edit.apply(state)
    assert worn(after) == "BBBB"
    later = after.with_document(replace(document("a", "BBBBB"), entities=document("a", "BBCBB").entities))
    assert worn(back.apply(later)) == "ABCAB"
    into_new = SetLabels(state.labels, LabelSet.named("N"), {"A": "N", "B": "N"})
    assert worn(into_new.invert(state).apply(later.with_document(document("a", "NNNNN")))) == "ABBAA"


@given(
    st.lists(st.text(NAMES, max_size=6), min_size=1, max_size=3),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES + "FG")),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES + "FG")),
)
@settings(max_examples=60)
def test_whatever_is_renamed_and_merged_can_be_taken_back_and_that_again(texts, first, second) -> None:
    state = State({str(n): document(str(n), text) for n, text in enumerate(texts)}, {}, LabelSet.named("ABC"))
    for renamed in (first, second):
        edit = SetLabels(state.labels, LabelSet.named(["X", *renamed.values()][:2]), renamed)
        after, back = edit.apply(state), edit.invert(state)
        assert edit_from_plain(edit_to_plain(back)) == back
        assert back.apply(after) == state
        assert back.invert(after).apply(state) == after
        state = after


def test_a_label_keeps_its_colour_whatever_others_do() -> None:
    before = LabelSet.named("ABCD")
    assert before.hues == {"A": 0, "B": 1, "C": 2, "D": 3}
    assert Draft.of(before).labels == before
    moved = Draft.of(before).moved(3, 0).without(2).with_new(1, Label(name="NEW")).labels
    assert moved.names == ("D", "NEW", "A", "C")
    assert moved.hues == {"D": 3, "NEW": 1, "A": 0, "C": 2}, "a new one has the first that is free"
    assert Draft.of(moved).labels == moved
    again = Draft.of(moved).with_label(3, replace(moved.labels[3], name="KEPT")).merged(2, 0).labels
    assert again.hues == {"D": 3, "NEW": 1, "KEPT": 2}
    assert again.with_label(Label(name="LAST")).hues == {**again.hues, "LAST": 0}
    assert Draft.of(again).taking(before, {"D"}).labels.hues["D"] == 3


# Overlaps


def test_of_two_entities_one_label_has_to_let_them_overlap() -> None:
    flat = LabelSet((Label(name="A", overlaps=False), Label(name="B", overlaps=False), Label(name="C")))
    text = document("a", "ABC")
    entities = (replace(text.entities[0], span=Span(0, 3)), replace(text.entities[1], decision=Decision.REJECTED))
    text = replace(text, entities=(*entities, text.entities[2]))
    there = overlapped(text, Span(1, 3))
    assert [entity.id for entity in there] == ["e0", "e2"]
    assert in_the_way(flat, "B", there) == text.entities[0]
    assert in_the_way(flat, "C", there) is None
    assert in_the_way(flat, "B", overlapped(text, Span(1, 3), but="e0")) is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=8), st.integers(0, 9), st.integers(1, 9))
@settings(max_examples=60)
def test_what_overlaps_is_found_whatever_contains_what(spans, start, length) -> None:
    entities = [Entity(id=f"e{n}", span=Span(at, at + long), label="A") for n, (at, long) in enumerate(spans)]
    text = Document(article=Article(id="a", text="x" * 20), entities=in_order(entities))
    wanted = Span(start, start + length)
    assert overlapped(text, wanted, "e0") == tuple(
        entity for entity in text.entities if entity.span.overlaps(wanted) and entity.id != "e0"
    )


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 4), st.sampled_from("ABC")), min_size=1, max_size=6))
@settings(max_examples=60)
def test_borders_may_go_up_to_what_the_label_may_not_overlap_and_no_further(spans) -> None:
    flat = LabelSet(tuple(Label(name=name, overlaps=name == "C") for name in "ABC"))
    entities = [Entity(id=f"e{n}", span=Span(at, at + long), label=label) for n, (at, long, label) in enumerate(spans)]
    text = Document(article=Article(id="a", text="x" * 16), entities=in_order(entities))
    entity = entities[0]
    free = room(flat, text, entity)
    assert free.contains(entity.span)
    assert newly_in_the_way(flat, text, entity, free) is None
    for wider in (Span(free.start - 1, free.end), Span(free.start, free.end + 1)):
        if wider.start >= 0 and wider.end <= len(text.text):
            assert newly_in_the_way(flat, text, entity, wider) is not None
