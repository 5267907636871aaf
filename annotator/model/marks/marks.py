"""Quote marks: which stretches of a text stand between them, and what a dash sets off.

A paragraph is a maximal run without a newline. How marks are paired is `annotator.model.marks.pairing`'s business.
Single marks set off speech only in texts where they do so more often than double ones; elsewhere they are paired within
these.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from annotator.model.document import Span, paragraphs
from annotator.model.marks.pairing import Pair, pairs
from annotator.model.marks.signs import Reader
from annotator.model.tokens import trim

_SPOKEN_IN_SINGLES = re.compile(r"[,.!?…—–-]\s?['’](?=\s|$|[—–-])")
_HEADLINE = 4
_SPOKEN_END = ".!?…,—–:»”\"'’)"


@dataclass(frozen=True)
class Marks:
    """Which signs set off what is said. Straight marks and ``…'' are paired whatever they are.

    pairs    each an opening mark followed by the marks that close it; where one mark opens in one pair and closes in
             another, the white space around it tells
    dashes   the dashes that begin dialogue at the start of a paragraph; two hyphens count as one
    singles  whether single marks set off speech in texts that show by their use that they do
    """

    pairs: tuple[str, ...] = ("“”", "‟”", "„“”", "«»", "»«", "「」", "『』")
    dashes: str = ""
    singles: bool = True


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
    mark       how many code points the opening mark has, and the closing one
    dash       whether a dash at the start of the paragraph sets it off, and no marks
    depth      how many others it lies in
    """

    span: Span
    opened: bool
    closed: bool
    paragraph: int
    mark: tuple[int, int] = (1, 1)
    dash: bool = False
    depth: int = 0

    @property
    def inner(self) -> Span:
        """What stands between the marks."""
        opening, closing = self.mark
        return Span(self.span.start + opening * self.opened, self.span.end - closing * self.closed)


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
    found = all_stretches(text, within, marks)
    return [stretch for stretch in found if not stretch.depth]


def all_stretches(text: str, within: Iterable[Span] | None = None, marks: Marks = ENGLISH) -> list[Stretch]:
    """The same as `stretches` with those that lie in others, each behind the one it lies in."""
    lines = list(paragraphs(text) if within is None else within)
    read = _Read(text, lines, marks)
    found = [stretch for pair in read.pairs(singles=_singles(text, marks)) for stretch in read.stretches(pair)]
    if marks.dashes:
        found = _behind_dashes(text, lines, marks.dashes, found)
    return sorted(found, key=lambda stretch: (stretch.span.start, stretch.depth))


def _behind_dashes(text: str, lines: Sequence[Span], dashes: str, found: Sequence[Stretch]) -> list[Stretch]:
    """With the paragraphs that begin with a dash; the stretches in marks there lie within them."""
    spoken = {n: span for n, line in enumerate(lines) if (span := _behind_dash(text, line, dashes)) is not None}
    kept = []
    for stretch in found:
        if stretch.paragraph not in spoken or (stretch.opened and not spoken[stretch.paragraph].contains(stretch.span)):
            kept.append(stretch)
        elif stretch.opened:
            kept.append(replace(stretch, depth=stretch.depth + 1))
        elif stretch.closed:  # the mark that closes a whole dialogue
            whole = trim(text, Span(spoken[stretch.paragraph].start, stretch.inner.end))
            spoken[stretch.paragraph] = whole or spoken[stretch.paragraph]
    return kept + [Stretch(span, True, True, n, mark=(0, 0), dash=True) for n, span in spoken.items()]


def _behind_dash(text: str, paragraph: Span, dashes: str) -> Span | None:
    """What follows a dash that begins a paragraph or stands behind a colon; None where it reads like a list's item."""
    for begun in re.finditer(rf"(?:^|:)\s*(?:[{re.escape(dashes)}]|--)\s*", text[paragraph.start : paragraph.end]):
        spoken = trim(text, Span(paragraph.start + begun.end(), paragraph.end))
        if spoken is None or text[spoken.end - 1] not in _SPOKEN_END:
            return None
        first = next((c for c in text[spoken.start : spoken.end] if c.isalnum()), "")
        if first.isupper():
            return spoken
    return None


@lru_cache(maxsize=4)
def _singles(text: str, marks: Marks) -> bool:
    """Whether single marks set off speech in a text: more often than double ones do, and not only in a headline."""
    if not marks.singles or not _SPOKEN_IN_SINGLES.search(text):
        return False
    found = [pair for pair in _Read(text, paragraphs(text), marks).pairs(singles=True) if not pair.depth]
    spoken = [pair for pair in found if pair.opening.single and pair.closing is not None and pair.closing.ends]
    if len(spoken) <= sum(not pair.opening.single for pair in found):
        return False
    words = [len(text[pair.opening.end : pair.closing.start].split()) for pair in spoken if pair.closing is not None]
    return len(words) > 1 or words[0] > _HEADLINE


class _Read:
    """A text with its signs."""

    def __init__(self, text: str, lines: Sequence[Span], marks: Marks) -> None:
        self._text = text
        self._dashes = marks.dashes
        self._lines = [line for line in lines if text[line.start : line.end].strip()]
        self._numbers = [n for n, line in enumerate(lines) if text[line.start : line.end].strip()]
        self._reader = Reader(text, marks.pairs, singles=marks.singles)
        self._signs = [self._reader.signs(line, at) for at, line in enumerate(self._lines)]

    def pairs(self, *, singles: bool) -> list[Pair]:
        """The pairs of marks; their paragraphs are counted without the empty ones."""
        gaps = [n > 0 and number > self._numbers[n - 1] + 1 for n, number in enumerate(self._numbers)]
        return pairs(self._signs, gaps, self._reader, singles=singles)

    def stretches(self, pair: Pair) -> Iterator[Stretch]:
        """What a pair of marks sets off, paragraph by paragraph."""
        first = pair.opening.paragraph
        for at in range(first, pair.last + 1):
            line = self._lines[at]
            opened, closed = at == first, at == pair.last and pair.closing is not None
            start = pair.opening.start if opened else line.start
            end = pair.closing.end if closed and pair.closing is not None else line.end
            span = trim(self._text, Span(start, end))
            if span is None or (opened and not closed and span.end == pair.opening.end):
                continue
            mark = len(pair.opening.text), len(pair.closing.text) if pair.closing is not None else 0
            yield Stretch(span, opened, closed, self._numbers[at], mark, depth=pair.depth)
