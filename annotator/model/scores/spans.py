"""How spans are compared, and what kind of quote a span is by the quote marks of its text.

Marks are paired here as every system's quotes are judged by, plainly and for all alike; `annotator.model.marks.marks`
pairs them better, and may go on improving without moving a figure.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from annotator.model.document import Kind, Span
from annotator.model.tokens import trim

OPENING, CLOSING = '"“‟«', '"”»'
_EDGE = frozenset(" \t\n\u00a0\"“”‟«»‘’'`,.;:")
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w")


def overlap(one: Span, other: Span) -> int:
    """How many code points both have."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def likeness(one: Span, other: Span) -> float:
    """What both have as a share of the stretch from the first start to the last end, 0 to 1."""
    return overlap(one, other) / (max(one.end, other.end) - min(one.start, other.start))


def pairs(gold: Sequence[Span], found: Sequence[Span], least: float = 0.8) -> list[tuple[int, int]]:
    """Which of gold is which of what was found: indices, each used once, the likest first, none less so than `least`.

    Among equals the last ones of both come first.
    """
    ranked = [
        (value, i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(found)
        if (value := likeness(one, other)) >= least
    ]
    used_gold: set[int] = set()
    used_found: set[int] = set()
    chosen = []
    for _, i, j in sorted(ranked, reverse=True):
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            chosen.append((i, j))
    return chosen


def core(text: str, span: Span) -> Span:
    """`span` without white space, quote marks and light punctuation at its edges; empty where it has nothing else."""
    return _stripped(text, span, _EDGE.__contains__)


def has_words(text: str, span: Span) -> bool:
    """Whether there is a letter or a digit in it."""
    return _WORD.search(text, span.start, span.end) is not None


def parts(text: str, span: Span) -> Iterator[Span]:
    """`span` paragraph by paragraph, without white space at the edges and what has no words."""
    for line in _LINE.finditer(text, span.start, span.end):
        part = trim(text, Span(*line.span()))
        if part is not None and has_words(text, part):
            yield part


def marked(text: str) -> list[Span]:
    """The stretches between double quote marks, marks included; an open one ends with its paragraph."""
    found: list[Span] = []
    start: int | None = None
    for mark in re.finditer(f"``|''|[{OPENING}{CLOSING}\n]|\\Z", text):
        sign = mark[0]
        if sign in ("", "\n"):
            if start is not None:
                found.append(_stripped(text, Span(start, mark.start()), str.isspace))
                start = None
        elif start is None:
            if sign == "``" or sign in OPENING:
                start = mark.start()
        elif sign == "''" or sign in CLOSING:
            found.append(Span(start, mark.end()))
            start = None
    return found


def kind_by_marks(text: str, span: Span, stretches: Iterable[Span]) -> Kind:
    """The kind of a quote of that span: by whether words of it stand in `stretches`, and whether others do not.

    Marks right beside the span count as its own.
    """
    start = span.start - (span.start > 0 and text[span.start - 1] in OPENING)
    end = span.end + (span.end < len(text) and text[span.end] in CLOSING)
    whole = _stripped(text, Span(start, end), str.isspace)
    return kind_within(text, whole, [stretch for stretch in stretches if stretch.overlaps(whole)])


def kind_within(text: str, span: Span, stretches: Collection[Span]) -> Kind:
    """The kind of a quote of that span where `stretches` of it, in order, stand in marks."""
    if not stretches:
        return Kind.INDIRECT
    at = span.start
    for stretch in stretches:
        if _reads(text, at, stretch.start):
            return Kind.MIXED
        at = max(at, min(stretch.end, span.end))
    return Kind.MIXED if _reads(text, at, span.end) else Kind.DIRECT


def _reads(text: str, start: int, end: int) -> bool:
    return any(c.isalnum() for c in text[start:end])


def _stripped(text: str, span: Span, is_edge: Callable[[str], bool]) -> Span:
    start, end = span
    while start < end and is_edge(text[start]):
        start += 1
    while end > start and is_edge(text[end - 1]):
        end -= 1
    return Span(start, end)
