"""Where a border that is being dragged comes to rest."""

import re
from bisect import bisect_left, bisect_right

from annotator.model.document import Document, Span
from annotator.model.tokens import trim

_WORD = re.compile(r"\w+|[^\w\s]")
_AROUND = 200


def word_at(document: Document, offset: int) -> Span:
    """The token at an offset, or the word or sign there where the document has no tokens; empty between them."""
    tokens = document.tokens
    if tokens is not None and len(tokens):
        at = bisect_right(tokens.starts, offset) - 1
        if at >= 0 and offset < tokens.ends[at]:
            return Span(tokens.starts[at], tokens.ends[at])
        if at >= 0 and offset == tokens.ends[at]:
            return Span(tokens.starts[at], tokens.ends[at])
        return Span(offset, offset)
    for span in _words_near(document.text, offset):
        if span.start <= offset < span.end:
            return span
    return next((span for span in _words_near(document.text, offset) if span.end == offset), Span(offset, offset))


def _words_near(text: str, offset: int) -> list[Span]:
    low, high = max(0, offset - _AROUND), min(len(text), offset + _AROUND)
    return [Span(*match.span()) for match in _WORD.finditer(text, low, high)]


def snap(document: Document, offset: int, *, end: bool) -> int:
    """The border of a token nearest to an offset: a token's end where `end`, else its start.

    A document without tokens has its words and signs instead; where there is neither near by, the offset stays.
    """
    tokens = document.tokens
    if tokens is not None and len(tokens):
        borders = tokens.ends if end else tokens.starts
        at = bisect_left(borders, offset)
        near = borders[max(0, at - 1) : at + 1]
    else:
        near = tuple(span.end if end else span.start for span in _words_near(document.text, offset))
    return min(near, key=lambda border: abs(border - offset), default=offset)


def moved(document: Document, span: Span, offset: int, *, end: bool, within: Span) -> Span:
    """`span` with one border at the token border nearest to an offset; at least one token stays, within `within`.

    A border that is held by `within` stops at the last words there.
    """
    to = snap(document, offset, end=end)
    if end:
        if to <= span.start:
            to = max(word_at(document, span.start).end, span.start + 1)
        return _held(document, Span(span.start, min(to, within.end)), held=to > within.end)
    if to >= span.end:
        to = min(word_at(document, span.end - 1).start, span.end - 1)
    return _held(document, Span(max(to, within.start), span.end), held=to < within.start)


def _held(document: Document, span: Span, *, held: bool) -> Span:
    return (trim(document.text, span) or span) if held else span
