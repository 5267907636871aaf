"""A text's tokens by the rules of its language, before any pipeline runs."""

from functools import lru_cache
from typing import TYPE_CHECKING

from annotator.model.document import Tokens
from annotator.nlp import lean

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ANY_LANGUAGE = "xx"
_NO_LIMIT = 10**9  # the limit is there for parsers; a tokenizer alone takes little memory


@lru_cache(maxsize=8)
def blank(language: str | None) -> "Language":
    """The tokenizer for a language (ISO 639-1), or a general one where spaCy has none."""
    make = lean.spacy().blank
    try:
        nlp: Language = make(language or ANY_LANGUAGE)
    except ImportError:
        nlp = make(ANY_LANGUAGE)
    nlp.max_length = _NO_LIMIT
    return nlp


def tokenize(text: str, language: str | None) -> Tokens:
    """The tokens of `text`; white space is none, and a token has a space after it where the text has one there.

    Two tokens with a newline or a tab between them have no space: `ws` means the one character U+0020, as in Prodigy.
    """
    nlp = blank(language)
    return tokens_of(nlp.make_doc(text), f"spacy.blank:{nlp.lang}")


def tokens_of(doc: "Doc", tokenizer: str, text: str | None = None) -> Tokens:
    """The tokens of `doc`, white space left out; `text` is the original where `doc` was made of a plainer one."""
    text = doc.text if text is None else text
    kept = [(token.idx, token.idx + len(token)) for token in doc if not token.is_space]
    return Tokens(
        tokenizer,
        tuple(start for start, _ in kept),
        tuple(end for _, end in kept),
        tuple(text[end : end + 1] == " " for _, end in kept),
    )
