"""What scores were worth rises with them and comes to what was right; a threshold leaves marked quotes alone."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Kind, Span
from annotator.model.scores.values import GoldQuote
from annotator.nlp.learning.trials import Trial, rising, worths
from annotator.nlp.quotes.acts import Act
from annotator.nlp.quotes.sources import Mention
from annotator.nlp.quotes.worth import worth

Told = list[tuple[float, bool]]

groups = st.tuples(st.integers(0, 1000), st.integers(0, 60), st.integers(0, 60))
"""A score in thousandths, how many quotes of it are right, and how many wrong."""


@st.composite
def told(draw: st.DrawFn) -> Told:
    rows: Told = []
    for said, right, wrong in draw(st.lists(groups, min_size=1, max_size=30)):
        rows += [(said / 1000, True)] * right + [(said / 1000, False)] * wrong
    return rows or [(0.5, True)]


@given(told())
@settings(max_examples=60, deadline=None)
def test_steps_and_their_shares_rise_and_are_ten_at_most(rows: Told) -> None:
    steps = rising(rows)
    assert 1 <= len(steps) <= 10
    assert [least for least, _ in steps] == sorted({least for least, _ in steps})
    assert [share for _, share in steps] == sorted(share for _, share in steps)
    assert steps[0][0] == min(said for said, _ in rows)


@given(told())
@settings(max_examples=60, deadline=None)
def test_what_scores_are_worth_comes_to_what_was_right(rows: Told) -> None:
    steps = rising(rows)
    mean = sum(worth(steps, said) for said, _ in rows) / len(rows)
    assert mean == pytest.approx(sum(right for _, right in rows) / len(rows), abs=0.0051)  # two decimals are kept


@given(told(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_what_is_told_does_not_matter(rows: Told, random: Random) -> None:
    other = list(rows)
    random.shuffle(other)
    assert rising(other) == rising(rows)


def test_steps_whose_shares_would_fall_are_made_one() -> None:
    low, middle, high = [(0.2, True)] * 40, [(0.5, False)] * 40, [(0.8, True)] * 40
    assert rising(low + middle + high) == ((0.2, 0.5), (0.8, 1.0))


TEXT = "I think it rains. She thinks it snows."


def act(source: str, content: str, score: float) -> Act:
    at, of = TEXT.index(source), TEXT.index(content)
    span, said = Span(at, at + len(source)), Span(of, of + len(content))
    return Act((said,), (), Kind.INDIRECT, 0, None, Mention(span, span), "reported clause", score)


MINE, HERS = act("I", "it rains", 0.3), act("She", "it snows", 0.3)
GOLD = (GoldQuote(span=Span(8, 16), kind=Kind.INDIRECT, sources=(Span(0, 1),)),)


def test_a_threshold_leaves_less_probable_clauses_out_but_halves_for_the_first_person() -> None:
    trial = Trial(TEXT, GOLD, [MINE, HERS])
    assert trial.above(0.3).acts == [MINE, HERS]
    assert trial.above(0.4).acts == [MINE]
    assert trial.above(0.61).acts == []


def test_what_stands_in_marks_is_there_whatever_the_threshold() -> None:
    marked = replace(HERS, marked=HERS.contents)
    by_rule = replace(HERS, reason="cue beside it")
    assert Trial(TEXT, GOLD, [marked, by_rule]).above(0.9).acts == [marked, by_rule]


def test_a_reason_that_came_up_too_seldom_is_worth_nothing_measured() -> None:
    trial = Trial(TEXT, GOLD, [MINE, HERS])
    assert list(trial.told()) == [("reported clause", 0.3, True), ("reported clause", 0.3, False)]
    assert worths([trial], least=3) == {}
    assert worths([trial], least=2) == {"reported clause": ((0.3, 0.5),)}
