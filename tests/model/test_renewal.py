"""What suggestions made anew would change: exactly that, and nothing that was decided."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Article, Decision, Document, Entity, Kind, Quote, Span, Speaker, in_order
from annotator.model.edits import State
from annotator.model.renewal import Sort, counted, done, renewed
from annotator.model.suggestions import Decided

TEXT = "Mara Lind met Tom Okafor in Brenna."


def entity(name: str, start: int, end: int, label: str = "PERSON", **rest) -> Entity:
    return Entity(id=name, span=Span(start, end), label=label, origin="p 1", **rest)


def document(*annotations: Entity | Quote) -> Document:
    entities = in_order(a for a in annotations if isinstance(a, Entity))
    quotes = in_order(a for a in annotations if isinstance(a, Quote))
    return Document(article=Article(id="a", text=TEXT), entities=entities, quotes=quotes)


def after(before: Document, changes) -> tuple[Document, int]:
    edit, left = done(before, changes)
    state = State({"a": before}, {name: Speaker(id=name, name=name) for name in "st"})
    return (edit.apply(state).documents["a"] if edit is not None else before), left


def test_each_change_says_what_it_changes_and_what_is_the_same_stays():
    before = document(
        entity("same", 0, 9, score=0.4), entity("label", 14, 24), entity("gone", 10, 13), entity("borders", 25, 34)
    )
    new = [
        entity("n1", 0, 9, score=0.9), entity("n2", 14, 24, "ORG"), entity("n3", 28, 34), entity("n4", 5, 9, "GPE"),
    ]  # fmt: skip
    changes = renewed(before, new, [])
    assert [(change.sort, change.there.id) for change in changes] == [
        (Sort.NEW, "n4"), (Sort.GONE, "gone"), (Sort.LABEL, "label"), (Sort.BORDERS, "borders"),
    ]  # fmt: skip
    assert counted(changes)["PERSON", Sort.BORDERS] == 1
    assert [c.there.id for c in renewed(before, new, [], within=Span(12, 15))] == ["gone", "label"]
    quote = Quote(id="q", kind=Kind.DIRECT, contents=(Span(0, 9),), speaker="s")
    said = renewed(document(quote), [], [replace(quote, id="r", speaker="t")])
    assert [(change.sort, change.label, change.there.id) for change in said] == [(Sort.SPEAKER, "", "q")]


def test_what_was_changed_or_decided_meanwhile_is_left():
    before = document(entity("a", 0, 9), entity("b", 14, 24))
    changes = renewed(before, [entity("c", 0, 9, "ORG"), entity("d", 28, 34, "GPE")], [])
    decided = before.put(entity("a", 0, 9, decision=Decision.ACCEPTED)).put(
        entity("x", 25, 34, decision=Decision.ADDED)
    )
    made, left = after(decided, changes)
    assert left == 2
    assert [e.id for e in made.entities] == ["a", "x"]


STRETCHES = st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
LABELS = st.sampled_from(("PERSON", "ORG"))
SPEAKERS = st.sampled_from((None, "s"))
PENDING = st.just(Decision.PENDING)


@st.composite
def annotations(draw, prefix: str, decisions: st.SearchStrategy[Decision] = PENDING):
    made: list[Entity | Quote] = []
    for number, span in enumerate(draw(st.lists(STRETCHES, max_size=6))):
        rest = {"id": f"{prefix}{number}", "decision": draw(decisions), "speaker": draw(SPEAKERS), "origin": "p"}
        if draw(st.booleans()):
            made.append(Entity(span=span, label=draw(LABELS), **rest))
        else:
            made.append(Quote(contents=(span,), kind=draw(st.sampled_from(Kind)), **rest))
    return made


def seen(annotation):
    """What a person sees of an annotation."""
    return replace(annotation, id="", origin="", score=None, reason=None)


@settings(max_examples=30)
@given(annotations("a", st.sampled_from(Decision)), annotations("b"))
def test_all_changes_together_put_the_new_suggestions_in_and_leave_what_was_decided(old, new):
    before = document(*old)
    free = [each for each in new if Decided(before).leaves_free(each)]
    changes = renewed(before, [a for a in free if isinstance(a, Entity)], [a for a in free if isinstance(a, Quote)])
    made, left = after(before, changes)
    assert left == 0 or len({(type(a), a.extent) for a in free}) < len(free)
    assert [a for a in made.by_id.values() if not a.pending] == [a for a in before.by_id.values() if not a.pending]
    if not left:
        assert sorted(repr(seen(a)) for a in made.by_id.values() if a.pending) == sorted(repr(seen(a)) for a in free)
