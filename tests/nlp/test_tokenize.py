import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.nlp.tokenize import tokenize

TEXTS = ["", "   ", "One two.", "a\u00a0b", "😀 She left.\r\nHe 👩‍🚀 stayed.", "قال الوزير: «نعم».", "x\n\n\ty  z"]


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_cover_all_but_white_space_at_exact_offsets(text: str) -> None:
    tokens = tokenize(text, "en")
    covered = {i for span in tokens for i in range(span.start, span.end)}
    assert all(c.isspace() for i, c in enumerate(text) if i not in covered)
    assert all(text[span.start : span.end].strip() for span in tokens)


@given(st.text(max_size=60), st.sampled_from(["en", "de", "ar", None]))
def test_tokens_ascend_and_spaces_say_what_follows(text: str, language: str | None) -> None:
    tokens = tokenize(text, language)
    at = 0
    for span, space in zip(tokens, tokens.spaces, strict=True):
        assert at <= span.start < span.end
        assert space == (text[span.end : span.end + 1] == " ")
        at = span.end


def test_the_tokenizer_is_named_after_the_language() -> None:
    assert tokenize("Hallo Welt", "de").tokenizer == "spacy.blank:de"
    assert tokenize("Hallo Welt", None).tokenizer == "spacy.blank:xx"


def test_a_language_that_spacy_does_not_know_gets_the_general_tokenizer() -> None:
    assert tokenize("saluton mondo", "eo").tokenizer == "spacy.blank:xx"


def test_a_text_beyond_what_a_parser_takes_is_tokenized_all_the_same() -> None:
    assert len(tokenize("word " * 250_000, "en")) == 250_000
