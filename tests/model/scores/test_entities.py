from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import Decision, Entity, Span
from annotator.model.scores.entities import EntityScore, score
from annotator.model.scores.values import Match


def entity(start: int, end: int, label: str, decision: Decision = Decision.ADDED) -> Entity:
    return Entity(id=f"{start}{end}{label}", span=Span(start, end), label=label, decision=decision)


entities = st.lists(
    st.builds(entity, st.integers(0, 3), st.integers(4, 6), st.sampled_from("ABC"), st.sampled_from(Decision))
)


def test_right_is_the_same_span_with_the_same_label() -> None:
    gold = [entity(0, 4, "PERSON"), entity(5, 9, "PERSON"), entity(10, 14, "ORG"), entity(20, 24, "ORG")]
    found = [entity(0, 4, "PERSON"), entity(5, 8, "PERSON"), entity(10, 14, "GPE"), entity(30, 34, "GPE")]
    scores = score(gold, found)
    assert scores == {
        "PERSON": EntityScore(Match(1, 2, 2)),
        "ORG": EntityScore(Match(0, 2, 0), mislabelled=1),
        "GPE": EntityScore(Match(0, 0, 2)),
    }
    person, total = scores["PERSON"].match, sum(scores.values(), EntityScore()).match
    assert (person.precision, person.recall, person.f1) == (50.0, 50.0, 50.0)
    assert (total.precision, total.recall, total.f1) == (25.0, 25.0, 25.0)
    assert (scores["GPE"].match.precision, scores["GPE"].match.recall) == (0.0, None)


def test_only_the_labels_asked_for_are_judged_and_rejected_ones_are_absent() -> None:
    gold = [entity(0, 4, "PERSON"), entity(5, 9, "ORG"), entity(10, 12, "PERSON", Decision.REJECTED)]
    assert score(gold, gold, ["PERSON"]) == {"PERSON": EntityScore(Match(1, 1, 1))}


def test_one_wrong_label_excuses_one_of_two_at_the_same_place() -> None:
    scores = score([entity(0, 4, "A"), entity(0, 4, "B")], [entity(0, 4, "C")])
    assert sum(scores.values(), EntityScore()) == EntityScore(Match(0, 2, 1), mislabelled=1)


@given(entities, entities)
def test_swapping_gold_and_found_swaps_precision_and_recall(gold: list[Entity], found: list[Entity]) -> None:
    one, other = (sum(scores.values(), EntityScore()) for scores in (score(gold, found), score(found, gold)))
    assert (one.match.precision, one.match.recall, one.match.f1, one.mislabelled) == (
        other.match.recall,
        other.match.precision,
        other.match.f1,
        other.mislabelled,
    )
    assert all(s.match.hits == s.match.gold == s.match.found for s in score(gold, gold).values())
