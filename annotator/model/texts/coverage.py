"""Which paragraphs of an article were read: each stood in view as long as reading it takes.

A paragraph is known by its place and by a hash of its words, so that a corrected text keeps what it can.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from annotator.model.document import Document, Span

PACE: Final = 700
"""Words a minute, faster than anybody reads: silent reading of English takes about 240 (Brysbaert, 2019, Journal of
Memory and Language 109), skimming 450 and looking for a word 600 (Carver, 1990, Reading Rate)."""
LEAST: Final = 0.5
"""Seconds that the shortest paragraph takes."""
WIDE: Final = 1.6
"""How many characters of a script without spaces are a word: a Chinese word has that many (Brysbaert, 2019)."""

_ROUNDING: Final = 1e-6


class Seen(NamedTuple):
    """A paragraph that was read, by one person.

    start        where it began, a code point offset
    words        what `digest` says of it
    first, last  when it was read, ISO 8601, UTC
    """

    start: int
    words: str
    by: str
    first: str
    last: str


def digest(words: str) -> str:
    """What a paragraph is known by where its text was corrected elsewhere."""
    return blake2b(words.encode(), digest_size=8).hexdigest()


def takes(words: str) -> float:
    """The seconds that reading takes at the fastest."""
    count = len(words.split()) + sum(east_asian_width(each) == "W" for each in words) / WIDE
    return max(LEAST, count * 60 / PACE)


def to_read(document: Document) -> tuple[Span, ...]:
    """The paragraphs in which there is something to read, but for those that are set aside."""
    aside = frozenset(document.boilerplate)
    return tuple(each for each in document.article.paragraphs if each not in aside and document.words(each).strip())


def read_of(document: Document, seen: Iterable[Seen]) -> dict[Span, list[Seen]]:
    """The document's paragraphs that were read, with who read them when; in no order.

    One that stands elsewhere now is known by its words; of several with the same words the first ones are.
    """
    known: dict[tuple[int, str], list[Seen]] = {}
    for each in seen:
        known.setdefault((each.start, each.words), []).append(each)
    found, left = {}, {}
    if known:
        for paragraph in to_read(document):
            key = paragraph.start, digest(document.words(paragraph))
            if key in known:
                found[paragraph] = known.pop(key)
            else:
                left[paragraph] = key[1]
    moved: dict[str, list[tuple[int, str]]] = {}
    for key in sorted(known, reverse=True):
        moved.setdefault(key[1], []).append(key)
    for paragraph, words in left.items():
        if moved.get(words):
            found[paragraph] = known[moved[words].pop()]
    return found


def share_of(document: Document, read: Iterable[Span]) -> float:
    """How much of what there is to read was read, by characters, from 0 to 1; one without words is read."""
    whole = sum(end - start for start, end in to_read(document))
    return sum(end - start for start, end in read) / whole if whole else 1.0


def joined(document: Document, paragraphs: Iterable[Span]) -> tuple[Span, ...]:
    """Paragraphs in order, those made one span between which there is nothing to read."""
    result: list[Span] = []
    for start, end in sorted(paragraphs):
        if result and not document.text[result[-1].end : start].strip():
            result[-1] = Span(result[-1].start, end)
        else:
            result.append(Span(start, end))
    return tuple(result)


def _without(part: Span, spans: Iterable[Span]) -> list[Span]:
    """What is left of a span without others, in order."""
    left, at = [], part.start
    for start, end in sorted(spans):
        if at < min(start, part.end):
            left.append(Span(at, min(start, part.end)))
        at = max(at, end)
    return [*left, Span(at, part.end)] if at < part.end else left


class Attention:
    """What one look at an article, from its opening to its leaving, comes to.

    Time is spent on the paragraphs in view from the top, first on those that nobody had read before: nobody reads two
    at once, so that a view that stands for three seconds is not taken to be read to its end.
    """

    def __init__(self, document: Document, known: Iterable[Span] = ()) -> None:
        self.document = document
        self._to_read = to_read(document)
        self._known = frozenset(known)
        self._starts = [start for start, _ in self._to_read]
        self._partly: dict[Span, list[Span]] = {}
        self._read: set[Span] = set()
        self._over = 0.0

    def paragraphs(self, span: Span) -> Sequence[Span]:
        """Those that a span touches, an empty one that in which it stands; without those that have no words."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = max(first + 1, bisect_left(self._starts, span.end))
        return [each for each in self._to_read[first:last] if each.start <= span.end and span.start <= each.end]

    def visited(self, span: Span) -> list[Span]:
        """A person selected it: the paragraphs that this reads, for the first time in this look."""
        return self._take([each for each in self.paragraphs(span) if each not in self._read])

    def stood(self, view: Span, seconds: float) -> list[Span]:
        """The text `view` stood in view so long: the paragraphs that are read with it, first time in this look."""
        rest, done = seconds + self._over, []
        self._over = 0.0
        waiting = [each for each in self.paragraphs(view) if each not in self._read]
        for paragraph in sorted(waiting, key=lambda each: each in self._known):
            had = self._partly.setdefault(paragraph, [])
            a_second = (paragraph.end - paragraph.start) / takes(self.document.words(paragraph))
            part = Span(max(paragraph.start, view.start), min(paragraph.end, view.end))
            for start, end in _without(part, had):
                got = min(end - start, int(rest * a_second + _ROUNDING))
                rest -= got / a_second
                had.append(Span(start, start + got))
            if not _without(paragraph, had):
                done.append(paragraph)
            if _without(part, had):
                self._over = max(0.0, rest)  # less than a character takes
                break
        return self._take(done)

    def _take(self, paragraphs: list[Span]) -> list[Span]:
        self._read.update(paragraphs)
        for each in paragraphs:
            self._partly.pop(each, None)
        return paragraphs
