import pytest

from annotator.nlp.quotes.cues import base, is_cue_form
from annotator.nlp.quotes.sieves import called


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("said", "say"),
        ("Says", "say"),
        ("saying", "say"),
        ("told", "tell"),
        ("replied", "reply"),
        ("argues", "argue"),
        ("quipped", "quip"),
        ("writing", "write"),
        ("admitting", "admit"),
        ("table", "table"),
    ],
)
def test_forms_go_back_to_their_verb(form: str, wanted: str) -> None:
    assert base(form) == wanted


@pytest.mark.parametrize(("word", "cue"), [("said:", True), ("“Asked", True), ("walked", False), ("believes", False)])
def test_a_cue_is_a_form_of_a_verb_of_saying(word: str, cue: bool) -> None:
    assert is_cue_form(word) == cue


@pytest.mark.parametrize(
    ("before", "wanted"), [("a song called ", True), ("the word", True), ("she said,", False), ("", False)]
)
def test_what_something_is_called_is_no_speech(before: str, wanted: bool) -> None:
    assert called(before) == wanted
