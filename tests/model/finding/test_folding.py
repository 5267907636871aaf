"""Words are found whatever their case and accents, and where they stand is told in the text's own code points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import Span
from annotator.model.finding.folding import Places, words_of

TEXT = "Zoë’s cafe\u0301 👍🏽 in 東京都: U.S. ﬁne, Straße, İstanbul, 서울에서, co\u00adop, हिन्दी"


def found(text: str, wanted: str, *, begins: bool = False) -> list[str]:
    return [text[span.start : span.end] for span in Places(text).of(words_of(wanted), begins=begins)]


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("ZOE", ["Zoë"]),
        ("café", ["cafe\u0301"]),
        ("👍", ["👍🏽"]),
        ("京都", ["京都"]),
        ("u.s.", ["U.S"]),
        ("fine", ["ﬁne"]),
        ("STRASSE", ["Straße"]),
        ("istanbul", ["İstanbul"]),
        ("서울", ["서울"]),
        ("coop", ["co\u00adop"]),
        ("हिन्दी", ["हिन्दी"]),
        ("fin", []),
        ("東西", []),
        ("!", []),
    ],
)
def test_words_are_found_without_case_and_accents_and_whole(wanted, there):
    assert found(TEXT, wanted) == there


def test_a_phrase_goes_over_what_stands_between_its_words_and_may_end_half_way():
    assert found("The harbour\n\nboard’s harbour, boarding", "HARBOUR board") == ["harbour\n\nboard"]
    assert found("The harbour board’s harbour, boarding", "harbour board", begins=True) == [
        "harbour board",
        "harbour, boarding",
    ]


TEXTS = st.text(st.sampled_from("aÄe\u0301ßﬁ 👍🏽東ก่İ.-\u00ad\u200d½\x00가𝔸"), max_size=12)


@given(TEXTS, TEXTS)
def test_a_text_has_what_it_is_made_of_at_its_place(before, words):
    text = f"{before} {words} {before}"
    wanted = words_of(words)
    spans = list(Places(text).of(wanted))
    assert bool(spans) is bool(wanted)
    assert all(words_of(text[span.start : span.end]) == wanted for span in spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(TEXTS)
def test_every_word_of_a_text_lies_between_its_ends(text):
    for word in words_of(text):
        assert all(isinstance(span, Span) and span.start < span.end for span in Places(text).of((word,)))
        assert found(text, word)
