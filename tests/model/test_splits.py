from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.duplicates import repeating, repeats, sketch
from annotator.model.faults import Fault
from annotator.model.splits import Sketched, Split, best_seed, divided, shares_of

SHARES = (("train", 0.6), ("dev", 0.2), ("test", 0.2))
WORDS = [f"w{n}" for n in range(400)]


@st.composite
def articles(draw: st.DrawFn) -> list[Sketched]:
    """Articles of which many repeat each other in part, so that some repeat two that do not repeat one another."""
    bases = [[n * 1000 + at for at in range(128)] for n in range(3)]
    made = []
    for number in range(draw(st.integers(0, 12))):
        one, two = draw(st.sampled_from(bases)), draw(st.sampled_from(bases))
        cut = draw(st.sampled_from([0, 40, 64, 128]))
        own = [10**6 + number] * draw(st.sampled_from([0, 30, 100]))
        made.append(
            Sketched(
                f"{number:064}",
                (one[:cut] + two[cut:])[: 128 - len(own)] + own,
                draw(st.sampled_from([None, "A", "B"])),
            )
        )
    return made


@given(articles(), st.integers(0, 5), st.booleans(), st.data())
def test_articles_that_come_later_move_none(some, seed, together, data):
    split = Split(SHARES, seed, together)
    whole = divided(some, split)
    cut = data.draw(st.integers(0, len(some)))
    assert divided(some[:cut], split) == whole[:cut]


@given(articles(), st.integers(0, 5), st.booleans())
def test_what_repeats_another_article_is_on_its_side_or_on_none(some, seed, together):
    parts = divided(some, Split(SHARES, seed, together))
    for later, earlier in repeats([each.sketch for each in some]).items():
        assert not parts[later] or {parts[at] for at in earlier} <= {parts[later], ""}
    if together:
        for outlet in "AB":
            assert len({part for part, each in zip(parts, some, strict=True) if each.outlet == outlet and part}) <= 1


def text(first: int, count: int = 200) -> str:
    return " ".join(WORDS[(first * 37 + at * (first + 1)) % len(WORDS)] for at in range(count))


def test_an_article_with_a_tenth_of_its_words_changed_repeats_the_first_and_others_do_not():
    words = text(0).split()
    changed = " ".join(word if at % 20 else "other" for at, word in enumerate(words))
    longer = text(0) + " " + text(3, 90)
    found = repeating([text(0), text(1), changed, text(2), longer, "", ""])
    assert {at: earlier[0] for at, earlier in found.items()} == {2: 0, 4: 0}
    assert repeating(["One two.", "one, TWO", "three"]) == {1: [0]}


def test_thousands_that_are_all_alike_take_no_square_of_comparisons(monkeypatch):
    calls = 0

    def count(*_: object) -> float:
        nonlocal calls
        calls += 1
        return 1.0

    monkeypatch.setattr("annotator.model.duplicates.alike", count)
    same = sketch(text(0))
    assert len(repeats([same] * 400)) == 399
    assert calls <= 400 * 17


def test_the_shares_are_those_asked_for_and_another_seed_gives_other_parts():
    many = [Sketched(f"{n:064}", [n] * 128) for n in range(2000)]
    first = divided(many, Split(SHARES))
    counts = Counter(first)
    assert all(abs(counts[name] / 2000 - share) < 0.04 for name, share in SHARES)
    assert divided(many, Split(SHARES, 1)) != first == divided(many, Split(SHARES))


def test_the_best_seed_spreads_a_rare_label():
    few = [Sketched(f"{n:064}", [n] * 128) for n in range(40)]
    labels = [{"LAW": 1} if n % 10 == 0 else {"PERSON": 2} for n in range(40)]
    parts = divided(few, Split(SHARES, best_seed(few, labels, SHARES)))
    assert len({part for part, of in zip(parts, labels, strict=True) if "LAW" in of}) >= 2
    assert 20 <= parts.count("train") <= 28


def test_shares_are_read():
    assert shares_of("train=0.8, dev=0.1,test=.1") == (("train", 0.8), ("dev", 0.1), ("test", 0.1))


@pytest.mark.parametrize("wrong", ["", "train", "train=0.5,dev=0.4", "a=0.5,A=0.5", "../x=1", "a=nan,b=1", "a=-1,b=2"])
def test_shares_that_are_none_are_told(wrong):
    with pytest.raises(Fault):
        shares_of(wrong)
