"""Numbers and their nouns."""

import pytest

from annotator.model.counting import how_many


@pytest.mark.parametrize(
    ("number", "nouns", "words"),
    [
        (0, ("article",), "0 articles"),
        (1, ("article",), "1 article"),
        (2340, ("article",), "2,340 articles"),
        (1, ("loss", "losses"), "1 loss"),
        (2, ("loss", "losses"), "2 losses"),
    ],
)
def test_a_noun_is_in_the_plural_but_for_one(number, nouns, words):
    assert how_many(number, *nouns) == words
