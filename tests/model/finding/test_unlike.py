"""What is not the same everywhere, how much of it is an omission, and what somebody said is all right."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.finding.allowed import NAMES
from annotator.model.finding.concordance import Odd
from annotator.model.finding.identical import occurrences
from annotator.model.finding.standing import Standing
from annotator.model.finding.unlike import PLAIN, Finder, Tally, Unlike, allowed, left, omitted, unlike, unlikes


def test_words_with_several_values_weigh_what_is_not_as_in_most():
    pairs = Counter({("Lind", "PERSON"): 5, ("Lind", "ORG"): 2, ("Lind", "GPE"): 1, ("Kell", "GPE"): 9})
    (found,) = unlike(pairs, Odd.LABEL)
    assert (found.words, found.weight, found.counts[0]) == (("Lind",), 3, ("PERSON", 5))


def test_names_that_stand_unmarked_come_by_how_likely_that_is_an_omission():
    tally = Tally(
        Counter({("Lind", "PERSON"): 9, ("May", "DATE"): 1, ("Ana Ruiz", "PERSON"): 2, ("two", "CARDINAL"): 9})
    )
    for words, text in (("Lind", "He met Lind."), ("May", "You may. May I? They May go, May go, May go"),
                        ("Ana Ruiz", "Then Ana Ruiz left."), ("two", "the two of two")):  # fmt: skip
        tally.add_plain(Standing(text, [], ()), words)
    assert tally.first["May"] == 1
    found = sorted(unlikes(tally), key=lambda each: -each.weight)
    assert [each.words for each in found] == [("Lind",), ("Ana Ruiz",)], "the others hardly are"
    assert found[0].counts == (("PERSON", 9), (PLAIN, 1))
    assert omitted("東京", 9, 1, 0) == omitted("Lind", 9, 1, 0) > omitted("lind", 9, 1, 0)


def test_what_is_all_right_is_left_out_until_something_else_is_unlike():
    labels = Unlike(("Washington",), Odd.LABEL, (("GPE", 3), ("PERSON", 1)), 1)
    more = Unlike(("Washington",), Odd.LABEL, (("GPE", 3), ("PERSON", 2), ("ORG", 1)), 3)
    names = Unlike(("Ana Ruiz", "Anna Ruiz"), None, (("s2", 3), ("s1", 1)), 1)
    turned = Unlike(("Anna Ruiz", "Ana Ruiz"), None, (("s1", 4), ("s2", 3)), 3)
    plain = Unlike(("May",), Odd.UNMARKED, (("DATE", 3), (PLAIN, 1)), 1)
    said = {each.key: each for each in (allowed(one, "mk", "now") for one in (labels, names, plain))}
    assert [each.what for each in said.values()] == ["label", NAMES, "unmarked"]
    more_plain = Unlike(("May",), Odd.UNMARKED, (("DATE", 3), ("PERSON", 1), (PLAIN, 9)), 1)
    assert left([labels, more, names, turned, plain, more_plain], said) == [more]


@settings(max_examples=80)
@given(st.text("ab. ", max_size=12), st.sets(st.text("ab. ", min_size=1, max_size=4)))
def test_whatever_stands_in_a_text_is_found_without_looking_for_each(text, every):
    found = set(Finder(every).standing_in(text))
    assert {each for each in every if occurrences(text, each) and set(each) & {"a", "b"}} <= found <= every
