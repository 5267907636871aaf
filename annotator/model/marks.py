"""Quote marks: which stretches of a text stand between them.

Marks are paired paragraph by paragraph, so that one odd mark spoils one paragraph at most. A paragraph is a maximal run
without a newline. Only double marks are paired: single ones are apostrophes too often.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.model.document import Span, paragraphs
from annotator.model.tokens import trim

_STRAIGHT = '"＂'
_PAIRS = {"“": "”", "‟": "”", "„": "“”", "«": "»", "»": "«"}
_CLOSERS = "”»«“"
_BEFORE_OPENING = "([{-–—/…‘'"
_SENTENCE_END = ".!?…"


@dataclass(frozen=True)
class Stretch:
    """A run of text in quote marks, within one paragraph.

    span       from the opening mark to the closing one, marks included, no white space at the edges
    opened     whether it has an opening mark; without one it carries on what the paragraph before left open
    closed     whether it has a closing mark; without one it runs to the end of its paragraph
    paragraph  the index of its paragraph
    mark       how many code points each mark has
    """

    span: Span
    opened: bool
    closed: bool
    paragraph: int
    mark: int = 1

    @property
    def inner(self) -> Span:
        """What stands between the marks."""
        return Span(self.span.start + self.mark * self.opened, self.span.end - self.mark * self.closed)


@dataclass(frozen=True)
class _Mark:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def plain_marks(text: str) -> str:
    """`text` with curly marks and odd white space made plain, one code point for one, so that offsets hold."""
    return text.translate(_PLAIN)


_PLAIN = (
    {ord(c): '"' for c in "“”„‟«»＂"} | {ord(c): "'" for c in "‘’‚‛`´"} | {ord(c): " " for c in "\u00a0\u202f\u2009\r"}
)


def stretches(text: str, within: Iterable[Span] | None = None) -> list[Stretch]:
    """All stretches in quote marks, in the order of the text; they do not overlap.

    within  the pieces of the text that count as its paragraphs, in order, none with a newline in it; all its paragraphs
            unless told otherwise
    """
    found: list[Stretch] = []
    left_open: str | None = None
    for index, paragraph in enumerate(paragraphs(text) if within is None else within):
        if not text[paragraph.start : paragraph.end].strip():
            continue
        in_paragraph = list(_pair(text, paragraph, index, left_open))
        last = in_paragraph[-1] if in_paragraph else None
        left_open = None if last is None or last.closed else text[last.span.start] if last.opened else left_open
        found += in_paragraph
    return found


def _marks(text: str, paragraph: Span) -> Iterator[_Mark]:
    at = paragraph.start
    while at < paragraph.end:
        if text.startswith(("``", "''"), at, paragraph.end):
            yield _Mark(at, text[at : at + 2])
            at += 2
            continue
        if text[at] in _STRAIGHT or text[at] in _PAIRS or text[at] in _CLOSERS:
            yield _Mark(at, text[at])
        at += 1


def _may_open(text: str, mark: _Mark, paragraph: Span) -> bool:
    before = text[mark.start - 1] if mark.start > paragraph.start else " "
    after = text[mark.end] if mark.end < paragraph.end else " "
    return not after.isspace() and (before.isspace() or before in _BEFORE_OPENING or not before.isalnum())


def _must_close(text: str, mark: _Mark, paragraph: Span) -> bool:
    before = text[mark.start - 1] if mark.start > paragraph.start else " "
    after = text[mark.end] if mark.end < paragraph.end else " "
    return not before.isspace() and (after.isspace() or after in ".,;:!?)")


def _is_measure(text: str, mark: _Mark, paragraph: Span) -> bool:
    """Whether a straight mark stands for inches or seconds (6'2", 19")."""
    return mark.text == '"' and mark.start > paragraph.start and text[mark.start - 1].isdigit()


def _opens(text: str, mark: _Mark, paragraph: Span) -> bool:
    if mark.text == "``":
        return True
    if mark.text == "''":  # some papers open with it too
        return _may_open(text, mark, paragraph)
    if mark.text == "”":
        return False
    if mark.text in "“«»":
        return _may_open(text, mark, paragraph) or (mark.text == "“" and not _must_close(text, mark, paragraph))
    return mark.text in _PAIRS or not _must_close(text, mark, paragraph)


def _closes(opening: str, mark: _Mark) -> bool:
    if opening in ("``", "''"):
        return mark.text in ("''", '"')
    if opening in _STRAIGHT:
        return mark.text in _STRAIGHT or mark.text == "”"
    return mark.text in _PAIRS.get(opening, "") or (opening in "“‟" and mark.text == '"')


def _pair(text: str, paragraph: Span, index: int, left_open: str | None) -> Iterator[Stretch]:
    """The stretches of one paragraph; `left_open` is the opening mark that the paragraph before did not close."""
    opening: _Mark | None = None
    marks = list(_marks(text, paragraph))
    for at, mark in enumerate(marks):
        if opening is None:
            if _opens(text, mark, paragraph):
                opening = mark
            elif at == 0 and left_open is not None and _closes(left_open, mark):
                carried = trim(text, Span(paragraph.start, mark.end)) or Span(mark.start, mark.end)
                yield Stretch(carried, opened=False, closed=True, paragraph=index, mark=len(mark.text))
        elif _closes(opening.text, mark):
            if mark.text == '"' and _stays_open(text, marks, at, opening, paragraph):
                continue
            yield Stretch(Span(opening.start, mark.end), True, True, index, len(mark.text))
            opening = None
    if opening is not None:
        span = trim(text, Span(opening.start, paragraph.end))
        if span is not None and span.end > opening.end:
            yield Stretch(span, True, False, index, len(opening.text))


def _stays_open(text: str, marks: list[_Mark], at: int, opening: _Mark, paragraph: Span) -> bool:
    """Whether a straight mark cannot be the end of what `opening` began: a measure, with another mark to close it."""
    return (
        _is_measure(text, marks[at], paragraph)
        and opening.text == '"'
        and (len(marks) - at) % 2 == 0
        and at + 1 < len(marks)
    )
