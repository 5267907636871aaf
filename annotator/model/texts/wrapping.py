"""Lines that were cut at a width, as e-mail and wires cut them: telling that they were, and joining them again.

What was cut at a width was filled greedily: the first word of a line would not have fitted on the one before. Poems,
lists, tables and headings are not cut so: their lines end where they end.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from annotator.model.document import Document, Span
from annotator.model.texts.sourcemap import Piece

NARROWEST, WIDEST = 58, 90
"""At how many characters lines are cut: wires and e-mail have 60 to 80."""
FILLED: Final = 0.85
"""The share of line ends amidst sentences at which the next word would not have fitted, at least."""
OUTSIDE: Final = 0.05
"""The share of lines that may be longer: an address cannot be cut."""
FEWEST: Final = 4
"""How many lines have to go on, at least."""
_AMIDST = 0.6
"""The share of lines that go on which end amidst a sentence, at least: a list of sentences is none."""
_LOWER = 0.35
"""The share of these after which the next begins with a small letter, at least: verses begin with a large one."""
_LONG = 0.75
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_NO_PROSE = re.compile(r"\t|\S {3,}\S|^\s*([-*•·–—>|+]|\d{1,3}[.)]|[a-zA-Z][.)])(\s|$)|^\s*(-{3,}|={3,}|_{3,})|^>")


@dataclass(frozen=True)
class Wrapped:
    """That lines were cut.

    width   at how many characters
    joined  how many line ends go
    pieces  the text without them, of its own stretches and new words
    """

    width: int
    joined: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class _Line:
    """A line without white space at its edges.

    start, end  of its words
    indent      how much white space is before them
    prose       whether it may be joined
    """

    start: int
    end: int
    words: str
    indent: int
    prose: bool

    @property
    def first(self) -> str:
        return self.words.split(" ", 1)[0]


def wrapped(document: Document) -> Wrapped | None:
    """How a document's lines were cut, None where they were not; headings and what is set aside stay as they are."""
    apart = {heading.start for heading in document.article.headings} | {span.start for span in document.boilerplate}
    lines = list(_lines(document.text, apart))
    within = [
        (line, after) for line, after in pairwise(lines) if line.prose and after.prose and after.indent <= line.indent
    ]
    width = _width(within)
    if width is None:
        return None
    cut = [(line, after) for line, after in within if _is_cut(line, after, width) or _goes_on(line, after, width)]
    known = _known(document.text)
    pieces: list[Piece] = []
    at = 0
    for line, after in cut:
        end, between = _between(line, after, known)
        pieces += [Span(at, end), between]
        at = after.start
    return Wrapped(width, len(cut), (*pieces, Span(at, len(document.text))))


def _lines(text: str, apart: Collection[int]) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        words = line.strip(" \r")
        indent = len(line) - len(line.lstrip(" \r"))
        at = start + indent
        prose = bool(words) and start not in apart and _NO_PROSE.search(line) is None
        yield _Line(at, at + len(words), words, indent, prose)
        start += len(line) + 1


def _width(within: Sequence[tuple[_Line, _Line]]) -> int | None:
    """The width at which lines were cut, None where they were not."""
    if len(within) < FEWEST:
        return None
    lengths = sorted((len(line.words) for line, _ in within), reverse=True)
    for width in dict.fromkeys(each for each in lengths if NARROWEST <= each <= WIDEST):
        if sum(each > width for each in lengths) > OUTSIDE * len(lengths):
            return None
        if _fits(within, width):
            return width
    return None


def _fits(within: Sequence[tuple[_Line, _Line]], width: int) -> bool:
    cut = [(line, after) for line, after in within if _is_cut(line, after, width)]
    amidst = [(line, after) for line, after in within if not _SENTENCE_END.search(line.words)]
    filled = [pair for pair in amidst if _is_cut(*pair, width)]
    if len(filled) < FEWEST or len(filled) < FILLED * len(amidst) or len(filled) < _AMIDST * len(cut):
        return False
    return sum(after.words[:1].islower() for _, after in filled) >= _LOWER * len(filled)


def _is_cut(line: _Line, after: _Line, width: int) -> bool:
    return len(line.words) + 1 + len(after.first) > width


def _goes_on(line: _Line, after: _Line, width: int) -> bool:
    """Whether a line that could have held more ends amidst a sentence all the same: somebody broke it by hand."""
    long = len(line.words) >= _LONG * width
    return long and after.words[:1].islower() and _SENTENCE_END.search(line.words) is None


def _known(text: str) -> frozenset[str]:
    """The words of a text that stand on one line, as they are looked up."""
    return frozenset(re.findall(r"\w+", text.casefold()))


def _between(line: _Line, after: _Line, known: Collection[str]) -> tuple[int, str]:
    """Where what is kept of a line ends, and what stands between it and the next one's words.

    A word that was parted is put together where the text has it whole elsewhere; else its hyphen stays.
    """
    parted = re.search(r"(\w+)[-\u00ad\u2010]$", line.words)
    rest = re.match(r"[^\W\d_]+", after.words)
    if parted is None or rest is None or not rest.group()[0].islower():
        return line.end, " "
    if (parted[1] + rest.group()).casefold() in known or line.words.endswith("\u00ad"):
        return line.end - 1, ""
    return line.end, ""
