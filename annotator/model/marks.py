"""Quote marks: which stretches of a text stand between them.

Marks are paired paragraph by paragraph, so that one odd mark spoils one paragraph at most. A paragraph is a maximal run
without a newline. Only double marks are paired: single ones are apostrophes too often.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.model.document import Span, paragraphs
from annotator.model.tokens import trim

_STRAIGHT = '"＂'
_BEFORE_OPENING = "([{-–—/…‘'"
_GUILLEMETS = "«»"
_SPOKEN_END = ".!?…,—–:»”\"'’)"


@dataclass(frozen=True)
class Marks:
    """Which signs set off what is said. Straight marks and ``…'' are paired whatever they are.

    pairs    each an opening mark followed by the marks that close it; where one mark opens in one pair and closes in
             another, the white space around it tells
    dashes   the dashes that begin dialogue at the start of a paragraph
    singles  whether single marks set off speech in texts that show by their use that they do
    """

    pairs: tuple[str, ...] = ("“”", "‟”", "„“”", "«»", "»«")
    dashes: str = ""
    singles: bool = False


ENGLISH = Marks()
"""The marks of English, and of any language of which nothing else is known."""


@dataclass(frozen=True)
class Stretch:
    """A run of text that is set off as speech, within one paragraph.

    span       from the opening mark to the closing one, marks included, no white space at the edges; behind a
               dash, what is said without the dash
    opened     whether it has an opening mark; without one it carries on what the paragraph before left open
    closed     whether it has a closing mark; without one it runs to the end of its paragraph
    paragraph  the index of its paragraph
    mark       how many code points each mark has
    dash       whether a dash at the start of the paragraph sets it off, and no marks
    """

    span: Span
    opened: bool
    closed: bool
    paragraph: int
    mark: int = 1
    dash: bool = False

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


def stretches(text: str, within: Iterable[Span] | None = None, marks: Marks = ENGLISH) -> list[Stretch]:
    """All stretches that are set off as speech, in the order of the text; they do not overlap.

    within  the pieces of the text that count as its paragraphs, in order, none with a newline in it; all its paragraphs
            unless told otherwise
    """
    found: list[Stretch] = []
    left_open: str | None = None
    pairing = _Pairing(text, marks)
    for index, paragraph in enumerate(paragraphs(text) if within is None else within):
        if not text[paragraph.start : paragraph.end].strip():
            continue
        in_paragraph = list(pairing.pair(paragraph, index, left_open))
        last = in_paragraph[-1] if in_paragraph else None
        if last is None or (last.closed and not last.dash):
            left_open = None
        elif last.opened and not last.dash:
            left_open = text[last.span.start]
        found += in_paragraph
    return found


class _Pairing:
    """Pairs the marks of one text."""

    def __init__(self, text: str, marks: Marks) -> None:
        self._text = text
        self._dashes = marks.dashes
        pairs = marks.pairs
        if {"«»", "»«"} <= set(pairs):  # a text has them one way round only
            pairs = tuple(pair for pair in pairs if pair != _other_way(text))
        self._closers = {pair[0]: pair[1:] for pair in pairs}
        self._all = frozenset("".join(pairs)) | frozenset(_STRAIGHT)

    def pair(self, paragraph: Span, index: int, left_open: str | None) -> Iterator[Stretch]:
        """The stretches of one paragraph; `left_open` is the opening mark that the paragraph before did not close."""
        if (spoken := self._behind_dash(paragraph)) is not None:
            yield Stretch(spoken, opened=True, closed=True, paragraph=index, mark=0, dash=True)
            return
        text = self._text
        opening: _Mark | None = None
        marks = list(self._marks(paragraph))
        for at, mark in enumerate(marks):
            if opening is None:
                if self._opens(mark, paragraph):
                    opening = mark
                elif at == 0 and left_open is not None and self._closes(left_open, mark):
                    carried = trim(text, Span(paragraph.start, mark.end)) or Span(mark.start, mark.end)
                    yield Stretch(carried, opened=False, closed=True, paragraph=index, mark=len(mark.text))
            elif self._closes(opening.text, mark):
                if self._stays_open(marks, at, opening, paragraph):
                    continue
                yield Stretch(Span(opening.start, mark.end), True, True, index, len(mark.text))
                opening = None
        if opening is not None:
            span = trim(text, Span(opening.start, paragraph.end))
            if span is not None and span.end > opening.end:
                yield Stretch(span, True, False, index, len(opening.text))

    def _behind_dash(self, paragraph: Span) -> Span | None:
        """What follows a dash at the start of a paragraph, None where it has none or reads like an item of a list."""
        whole = trim(self._text, paragraph)
        if whole is None or self._text[whole.start] not in self._dashes:
            return None
        spoken = trim(self._text, Span(whole.start + 1, whole.end))
        if spoken is None or self._text[spoken.end - 1] not in _SPOKEN_END:
            return None
        first = next((c for c in self._text[spoken.start : spoken.end] if c.isalnum()), "")
        return spoken if first.isupper() else None

    def _marks(self, paragraph: Span) -> Iterator[_Mark]:
        text, at = self._text, paragraph.start
        while at < paragraph.end:
            if text.startswith(("``", "''"), at, paragraph.end):
                yield _Mark(at, text[at : at + 2])
                at += 2
                continue
            if text[at] in self._all:
                yield _Mark(at, text[at])
            at += 1

    def _around(self, mark: _Mark, paragraph: Span) -> tuple[str, str]:
        before = self._text[mark.start - 1] if mark.start > paragraph.start else " "
        return before, self._text[mark.end] if mark.end < paragraph.end else " "

    def _may_open(self, mark: _Mark, paragraph: Span) -> bool:
        before, after = self._around(mark, paragraph)
        return not after.isspace() and (before.isspace() or before in _BEFORE_OPENING or not before.isalnum())

    def _must_close(self, mark: _Mark, paragraph: Span) -> bool:
        before, after = self._around(mark, paragraph)
        return not before.isspace() and (after.isspace() or after in ".,;:!?)")

    def _opens(self, mark: _Mark, paragraph: Span) -> bool:
        if mark.text == "``":
            return True
        if mark.text == "''":  # some papers open with it too
            return self._may_open(mark, paragraph)
        if mark.text in _STRAIGHT:
            return not self._must_close(mark, paragraph)
        if mark.text not in self._closers:
            return False
        if not any(mark.text in closers for closers in self._closers.values()):
            return True
        return self._may_open(mark, paragraph) or (mark.text == "“" and not self._must_close(mark, paragraph))

    def _closes(self, opening: str, mark: _Mark) -> bool:
        if opening in ("``", "''"):
            return mark.text in ("''", '"')
        if opening in _STRAIGHT:
            return mark.text in _STRAIGHT or mark.text == "”"
        return mark.text in self._closers.get(opening, "") or (opening in "“‟" and mark.text == '"')

    def _stays_open(self, marks: list[_Mark], at: int, opening: _Mark, paragraph: Span) -> bool:
        """Whether a straight mark cannot be the end of what `opening` began: a measure (6'2", 19") before another."""
        mark = marks[at]
        return (
            mark.text == opening.text == '"'
            and mark.start > paragraph.start
            and self._text[mark.start - 1].isdigit()
            and (len(marks) - at) % 2 == 0
            and at + 1 < len(marks)
        )


def _other_way(text: str) -> str:
    """Guillemets the way round in which a text does not have them, told from the first one."""
    first = next((c for c in text if c in _GUILLEMETS), "«")
    return "»«" if first == "«" else "«»"
