"""The guidelines and the engine decide alike: what the examples of one show, the other finds."""

import re

import pytest
from spacy.language import Language

from annotator import paths
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.prelabel import prelabel

_SIGNS = re.compile(r"\*\*|[\[\]*]")
_BY_HAND = ("ELLIS:",)  # the program leaves these to the analyst


def examples() -> list[str]:
    text = (paths.resources() / "guidelines" / "quotes.md").read_text("utf-8")
    lines = re.findall(r"^> (.+)$", text, re.M)
    return [line for line in lines if not any(words in line for words in _BY_HAND)]


def read(example: str) -> tuple[str, list[str], list[str], list[str]]:
    """An example's words, and what it says are contents, cues and sources."""
    contents = re.findall(r"\[(.+?)\]", example)
    sources = re.findall(r"\*\*(.+?)\*\*", example)
    cues = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", example)
    return _SIGNS.sub("", example), contents, cues, sources


@pytest.mark.parametrize("example", examples())
def test_the_engine_finds_what_an_example_shows(nlp: Language, example: str) -> None:
    text, contents, cues, sources = read(example)
    quotes = prelabel(nlp, text, QuoteKinds.ALL, "en").quotes
    assert [text[slice(*span)] for quote in quotes for span in quote.contents] == contents
    assert [text[slice(*quote.cue)] for quote in quotes if quote.cue] == cues
    assert [text[slice(*quote.source)] for quote in quotes if quote.source] == sources


def test_there_are_examples_with_quotes_and_without() -> None:
    shown = [bool(read(example)[1]) for example in examples()]
    assert sum(shown) >= 12
    assert not all(shown)
