"""Where spans may begin and end: token borders, and words as long as there are no tokens."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from annotator.model.document import Document, Span, Tokens
from annotator.model.faults import Fault

_WORD = re.compile(r"\w+|[^\w\s]")


@lru_cache(maxsize=4)
def _words(text: str) -> Tokens:
    spans = [match.span() for match in _WORD.finditer(text)]
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    spaces = tuple(text[end : end + 1] == " " for end in ends)
    return Tokens("words", starts, ends, spaces)


def tokens_of(document: Document) -> Tokens:
    """The document's tokens, or its words and marks before any tokenizer has run."""
    return document.tokens if document.tokens is not None else _words(document.text)


def covering(document: Document) -> Iterator[tuple[int, int, bool]]:
    """Tokens that make up the whole text, as (start, end, whether a space follows).

    A document's tokens leave white space out. What puts a text together from its tokens (Prodigy, `spacy.tokens.Doc`)
    needs a token for each stretch of white space that no space behind a token covers; here it has one. Raises Fault
    where there are no tokens, or ones that do not fit the text.
    """
    tokens, text = document.tokens, document.text
    if tokens is None:
        raise Fault("The article has no tokens yet.", "Open it once, so that it is tokenized, and export again.")
    reached = 0
    for start, end, space in zip(tokens.starts, tokens.ends, tokens.spaces, strict=True):
        if start > reached and text[reached:start].isspace():
            yield reached, start, False
            reached = start
        if start != reached or not start < end <= len(text) or (space and text[end : end + 1] != " "):
            raise Fault(
                f"The token at {start} to {end} does not fit the text.", "Run the pipeline on the article again."
            )
        yield start, end, space
        reached = end + space
    if reached < len(text):
        if not text[reached:].isspace():
            raise Fault(f"There are no tokens from {reached} on.", "Run the pipeline on the article again.")
        yield reached, len(text), False


def snap(document: Document, span: Span) -> Span | None:
    """The tokens that `span` touches, from the first one's start to the last one's end; None where it touches none."""
    tokens = tokens_of(document)
    first = bisect_right(tokens.ends, span.start)
    last = bisect_left(tokens.starts, span.end) - 1
    if first > last:
        return None
    return Span(tokens.starts[first], tokens.ends[last])


def trim(text: str, span: Span) -> Span | None:
    """`span` without white space at its edges; None where nothing is left."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def whole(document: Document, offset: int) -> int:
    """The start of the token that `offset` stands inside of; `offset` itself where it parts none."""
    tokens = tokens_of(document)
    at = bisect_left(tokens.starts, offset) - 1
    return tokens.starts[at] if at >= 0 and offset < tokens.ends[at] else offset


def next_start(document: Document, offset: int, step: int) -> int:
    """The nearest token start after (`step` 1) or before (-1) `offset`; `offset` itself where there is none."""
    return _next(tokens_of(document).starts, offset, step)


def next_end(document: Document, offset: int, step: int) -> int:
    """The nearest token end after (`step` 1) or before (-1) `offset`; `offset` itself where there is none."""
    return _next(tokens_of(document).ends, offset, step)


def _next(borders: tuple[int, ...], offset: int, step: int) -> int:
    at = bisect_right(borders, offset) if step > 0 else bisect_left(borders, offset) - 1
    return borders[at] if 0 <= at < len(borders) else offset
