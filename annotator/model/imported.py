"""What an article that comes in gets where its input says nothing."""

import textwrap
from hashlib import sha256

IMPORTED = "import"
"""The origin of an annotation that came with an input which does not say where it has it from."""

_TITLE = 80
_LONGEST_TITLE = 300


def article_id(text: str) -> str:
    """The id of an article that brings none: the first 16 hexadecimal digits of its text's SHA-256."""
    return id_of_hash(sha256(text.encode()).hexdigest())


def id_of_hash(text_sha256: str) -> str:
    """The same by that hash. An article keeps it when its text is corrected: it tells which text it came with."""
    return text_sha256[:16]


def titled(title: str | None, text: str, otherwise: str = "") -> str:
    """The title that an article brings on one line, whole up to 300 characters; else what `title_of` makes of both."""
    return title if title and len(title) <= _LONGEST_TITLE else title_of(title or text, otherwise)


def title_of(text: str, otherwise: str = "") -> str:
    """The first line with words on it, cut behind a word at about 80 characters; `otherwise` where there is none."""
    line = next((line for line in text.split("\n") if line.strip()), otherwise)
    short = textwrap.shorten(line, _TITLE, placeholder="…")
    return short if short != "…" or len(line) == 1 else f"{line.strip()[: _TITLE - 1]}…"
