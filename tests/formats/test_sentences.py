import re

import pytest
from hypothesis import given, settings

from annotator.formats.linked.joining import joined, places_of
from annotator.formats.sentences import LONGEST, sentences
from annotator.model.document import Span
from tests.formats.documents import texts, tokens_of


def split(text: str, whole=()) -> list[str]:
    tokens = [Span(*match.span()) for match in re.finditer(r"Mr\.|[\w-]+|[^\w\s]", text)]
    return [text[tokens[first].start : tokens[end - 1].end] for first, end in sentences(text, tokens, whole)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is cold. We go.", ["It is cold.", "We go."]),
        ('"Go!" she said. "Now." He went', ['"Go!" she said.', '"Now."', "He went"]),
        ("Mr. Sol went", ["Mr. Sol went"]),
        ("A headline\n\nA text", ["A headline", "A text"]),
        ("天気です。明日は", ["天気です。", "明日は"]),
        ("", []),
    ],
)
def test_a_sentence_ends_at_its_mark_or_its_line(text, found):
    assert split(text) == found


def test_what_is_to_stay_whole_does_and_a_long_one_is_divided():
    assert split("Yahoo! Inc. said. He") == ["Yahoo!", "Inc. said.", "He"]
    assert split("Yahoo! Inc. said. He", [Span(0, 10)]) == ["Yahoo! Inc. said.", "He"]
    assert [len(each.split()) for each in split("word " * (LONGEST + 3))] == [LONGEST, 3]


@given(texts())
@settings(deadline=None, max_examples=50)
def test_sentences_follow_each_other_without_gaps(text):
    tokens = [*tokens_of(text)]
    found = [*sentences(text, tokens)]
    assert [at for first, end in found for at in range(first, end)] == [*range(len(tokens))]


def test_a_text_put_together_has_its_tokens_where_it_says():
    tokens = [["He", "said", '"', "I", "do", "n't", "(", "yet", ")", "go", ",", '"', "Ana", "'s", "."], ["$", "5", "%"]]
    text, places = joined(tokens)
    assert text == "He said \"I don't (yet) go,\" Ana's.\n$5%"
    flat = [token for sentence in tokens for token in sentence]
    assert [text[start:end] for start, end in places] == flat
    assert places_of(text, flat) == places
    assert places_of(text, [*flat, "more"]) is None
