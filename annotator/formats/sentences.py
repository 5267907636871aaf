"""Where sentences end, for formats that divide a text into them: by its tokens, without a pipeline.

A tokenizer leaves the full stop of "Mr." and "U.S." in its token, so one that stands alone ends a sentence.
"""

from collections.abc import Iterable, Iterator, Sequence

from annotator.model.document import Span

_ENDS = frozenset(".!?…。！？؟।")
_NO_SPACE_AFTER = frozenset("。！？")
_CLOSES = frozenset("\"'”’»)]}›」』")
LONGEST = 250
"""Tokens after which a sentence is ended at the next token, so that a list without full stops does not go on for ever.
Models read 512 pieces of words, and a token is two of these at most in nearly every text."""


def sentences(text: str, tokens: Sequence[Span], whole: Iterable[Span] = ()) -> Iterator[tuple[int, int]]:
    """The sentences of a text as the first token of each and the one after its last.

    A line's end is a sentence's end. None of the stretches `whole` is divided.
    """
    inner = _within(tokens, whole)
    first, ended = 0, False
    for at in range(1, len(tokens)):
        before, token = tokens[at - 1], tokens[at]
        gap = text[before.end : token.start]
        word = text[slice(*before)]
        ended = set(word) <= _ENDS or (ended and set(word) <= _CLOSES)
        closing = not gap and text[token.start] in _CLOSES
        apart = bool(gap) or set(word) <= _NO_SPACE_AFTER
        here = "\n" in gap or (ended and apart and not closing and not text[token.start].islower())
        if (here or at - first >= LONGEST) and at not in inner:
            yield first, at
            first, ended = at, False
    if tokens:
        yield first, len(tokens)


def _within(tokens: Sequence[Span], whole: Iterable[Span]) -> set[int]:
    """The tokens before which no sentence may end."""
    spans = sorted(whole)
    found: set[int] = set()
    reached, at = -1, 0
    for number, token in enumerate(tokens):
        while at < len(spans) and spans[at].start < token.start:
            reached = max(reached, spans[at].end)
            at += 1
        if token.start < reached:
            found.add(number)
    return found
