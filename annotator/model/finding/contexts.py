"""A place of a text in its context, on one line."""

from typing import NamedTuple

from annotator.model.document import Span

AROUND = 100
"""How many characters are shown on either side of a place; the place itself is shown up to twice as many."""


class Context(NamedTuple):
    """What stands before a place, there, and after it, on one line."""

    before: str
    words: str
    after: str


def in_context(text: str, span: Span) -> Context:
    """A place of a text with what stands around it."""
    start, end = span
    return Context(
        text[max(0, start - AROUND) : start].replace("\n", " "),
        " ".join(text[start : min(end, start + 2 * AROUND)].split()),
        text[end : end + AROUND].replace("\n", " "),
    )
