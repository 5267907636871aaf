"""Which language a text is in."""

import re
from functools import cache
from threading import Lock
from typing import Any

_LEAST_LETTERS = 20
_LEAST_SURE = 0.7
_READ = 4000
_ADDRESS = re.compile(r"\S+://\S+|\S+@\S+")


_loading = Lock()


@cache
def _loaded() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Those with a code in ISO 639-1: beside Egyptian and Moroccan, the Arabic of newspapers is not sure enough.
    identifier.set_languages([code for code in identifier.nb_classes if len(code) == 2])
    return identifier


def _identifier() -> Any:
    with _loading:  # once, whichever thread comes first
        return _loaded()


def prepare() -> None:
    """Load the identifier, for instance in a thread; `detect` waits for it."""
    _identifier()


def _plainly_english(sample: str) -> bool:
    """Whether the words that only English writes so often settle it; unpacking the identifier takes half a second."""
    words = sample.lower().split()
    the = words.count("the")
    often = the + sum(words.count(word) for word in ("of", "and", "to", "that"))
    return len(words) >= 40 and the >= 0.03 * len(words) and often >= 0.09 * len(words)


def detect(text: str) -> str | None:
    """The language of `text` (ISO 639-1), or None where it is too short to tell or the identifier is unsure.

    Reads the first 4,000 code points. The identifier (py3langid) is loaded at the first call.
    """
    sample = _ADDRESS.sub(" ", text[:_READ])
    if _plainly_english(sample):
        return "en"
    if sum(c.isalpha() for c in sample) < _LEAST_LETTERS:
        return None
    language, sure = _identifier().classify(sample)
    return str(language) if sure >= _LEAST_SURE else None
