import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.session.labels import default_set
from annotator.ui.widgets.matching import DETAIL, EXACT, FUZZY, START, WITHIN, WORD, WORDS, Match, Titles, folded

NAMES = ["Ilse Brandt", "Tom Okafor", "José Müller", "Maria Okonkwo-Brand", "Brandenburg Ports", "Ann Tomlin"]


def titles(typed: str, names: list[str] = NAMES) -> list[str]:
    return [names[match.place] for match in Titles(names).match(typed)]


@pytest.mark.parametrize(
    ("typed", "tier"),
    [
        ("tom okafor", EXACT),
        ("tom", START),
        ("oka", WORD),
        ("bran", START),
        ("t oka", WORDS),
        ("kafo", WITHIN),
        ("okafur", FUZZY),
        ("muller", WORD),
        ("JOSE", START),
        ("okonkwo-b", WORD),
    ],
)
def test_the_best_match_is_of_the_tier_that_its_letters_deserve(typed: str, tier: int) -> None:
    assert Titles(NAMES).match(typed)[0].tier == tier


def test_a_start_comes_before_the_start_of_a_word_and_that_before_letters_within() -> None:
    assert titles("tom")[:2] == ["Tom Okafor", "Ann Tomlin"]
    assert titles("bran") == ["Brandenburg Ports", "Ilse Brandt", "Maria Okonkwo-Brand"]
    assert titles("or") == ["Tom Okafor", "Brandenburg Ports"]


def test_a_name_with_a_letter_wrong_is_found_but_is_not_what_was_meant_for_certain() -> None:
    (best, *_) = Titles(NAMES).match("okafur")
    assert (NAMES[best.place], best.well) == ("Tom Okafor", False)


def test_a_whole_name_with_one_letter_wrong_is_what_was_meant() -> None:
    best = Titles(NAMES).match("Tom Okafur")[0]
    assert NAMES[best.place] == "Tom Okafor"
    assert best.well


def test_what_nothing_resembles_matches_nothing() -> None:
    assert titles("xyz") == []


def test_three_letters_are_like_no_name_that_does_not_hold_them() -> None:
    assert Titles(["Julie Vasseur", "Burnley"]).match("bur") == [Match(1, START)]


def test_nothing_typed_matches_everything_in_the_order_given() -> None:
    assert titles("  ") == NAMES


def test_a_label_is_found_by_what_it_stands_for() -> None:
    labels = default_set()
    found = Titles(labels.names, [label.description for label in labels.labels]).match("countr")
    assert (labels.names[found[0].place], found[0].tier) == ("GPE", DETAIL)


def test_underscores_and_hyphens_part_words() -> None:
    assert titles("art", ["CARDINAL", "PARTY", "WORK_OF_ART"])[0] == "WORK_OF_ART"


@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=6))
def test_each_title_is_found_at_most_once_and_in_the_order_of_tiers(names: list[str], typed: str) -> None:
    found = Titles(names).match(typed)
    places = [match.place for match in found]
    assert len(places) == len(set(places))
    assert [match.tier for match in found] == sorted(match.tier for match in found)


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=8), st.data())
def test_a_title_typed_in_full_comes_first(names: list[str], data: st.DataObject) -> None:
    wanted = data.draw(st.sampled_from([name for name in names if folded(name)] or ["a"]))
    every = [*names, wanted]
    assert folded(every[Titles(every).match(wanted)[0].place]) == folded(wanted)


def test_a_match_is_well_from_the_starts_of_its_words_on() -> None:
    assert [Match(0, tier).well for tier in range(7)] == [True, True, True, True, False, False, False]


def test_two_letters_that_changed_places_are_a_slip_and_another_letter_is_another_name() -> None:
    titles = Titles(["Ilse Brandt", "Tom Okafor"])
    assert [(match.place, match.well) for match in titles.match("okafro")] == [(1, True)]
    assert not any(match.well for match in titles.match("Brendt"))
