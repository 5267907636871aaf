"""What is ticked is what a person left ticked, whether or not it is listed yet."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Span
from annotator.session.finding.places import Place
from annotator.session.finding.ticked import Ticked, key_of

KEYS = [("a", "e1"), ("a", Span(0, 3)), ("b", None), ("b", "e1"), ("c", "e2")]


def test_a_place_is_known_by_what_is_marked_there_else_by_where_it_is():
    assert key_of(Place("a", "Kim", Span(0, 3), "e1")) == ("a", "e1")
    assert key_of(Place("a", "Kim", Span(0, 3))) == ("a", Span(0, 3))
    assert key_of(Place("a", "")) == ("a", None)


@settings(max_examples=40)
@given(st.booleans(), st.lists(st.sets(st.sampled_from(KEYS), min_size=1)))
def test_turning_some_ticks_them_unless_all_of_them_were(every, turns):
    ticked, expected = Ticked(every), set(KEYS) if every else set()
    for keys in turns:
        ticked = ticked.turned(keys)
        expected = expected - keys if keys <= expected else expected | keys
        assert {key for key in KEYS if key in ticked} == expected
        assert ticked.count(len(KEYS)) == len(expected)
        assert (("new", "e9") in ticked) is every, "what is not listed yet is as all were said to be"


def test_what_is_gone_from_an_article_that_was_looked_at_does_not_count_any_more():
    ticked = Ticked().turned([("a", "e1"), ("b", "e1"), ("c", "e2")])
    assert ticked.among([("a", "e1")], {"a", "b"}) == Ticked().turned([("a", "e1"), ("c", "e2")])
