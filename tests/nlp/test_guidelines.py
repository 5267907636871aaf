"""The guidelines and the engine decide alike: what the examples of one show, the other finds."""

import re

import pytest
from spacy.language import Language

from annotator import paths
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.prelabel import prelabel

_SIGNS = re.compile(r"\*\*|[\[\]*]")
_UNSAID = ("Thoughts and intentions", "Topics")  # passages about what only *all* suggests, not *speech*
_BY_HAND = ("ELLIS:",)  # the program leaves these to the analyst


def examples() -> list[str]:
    text = (paths.resources() / "guidelines" / "quotes.md").read_text("utf-8")
    lines = re.findall(r"^> (.+)$", text, re.M)
    return [line for line in lines if not any(words in line for words in _BY_HAND)]


def passage(example: str) -> str:
    """The heading that an example stands under."""
    text = (paths.resources() / "guidelines" / "quotes.md").read_text("utf-8")
    return re.findall(r"^#+ (.+)$", text[: text.index(f"> {example}")], re.M)[-1]


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


@pytest.mark.parametrize("example", [example for example in examples() if "[" in example])
def test_speech_leaves_out_what_the_guidelines_say_it_leaves_out(nlp: Language, example: str) -> None:
    text, contents, cues, _ = read(example)
    quotes = prelabel(nlp, text, QuoteKinds.SPEECH, "en").quotes
    unsaid = passage(example) in _UNSAID and cues != ["said"]
    assert [text[slice(*span)] for quote in quotes for span in quote.contents] == ([] if unsaid else contents)


def test_what_speech_leaves_out_has_examples() -> None:
    assert {passage(example) for example in examples()} >= set(_UNSAID)


def test_there_are_examples_with_quotes_and_without() -> None:
    shown = [bool(read(example)[1]) for example in examples()]
    assert sum(shown) >= 12
    assert not all(shown)
