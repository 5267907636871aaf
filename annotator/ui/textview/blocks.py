"""What is laid out at a time: a paragraph, or a piece of a very long one.

A piece is display only: no offset that leaves the view knows of it.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotator.model.document import Span

PIECE = 4_000
"""About how many code points are laid out at a time."""

_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")


class Block(NamedTuple):
    """Code points `start` to `end` of the text, and whether they begin and end a paragraph."""

    start: int
    end: int
    first: bool
    last: bool


def _cuts_cluster(text: str, at: int) -> bool:
    """Whether a cut at `at` may fall inside what a reader takes for one character; errs towards yes."""
    before, after = text[at - 1], text[at]
    return (
        after in _JOINERS
        or before == "\u200d"
        or unicodedata.category(after)[0] == "M"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\U0001f1e6" <= after <= "\U0001f1ff"
        or "\u1160" <= after <= "\u11ff"
        or "\U000e0020" <= after <= "\U000e007f"
    )


def _cut(text: str, start: int, end: int) -> int:
    """Where to end a piece that begins at `start`, in a paragraph that ends at `end`."""
    latest = start + PIECE
    if latest >= end:
        return end
    earliest = start + PIECE * 3 // 4
    for mark in (". ", " ", "\t", "\u3002"):
        found = text.rfind(mark, earliest, latest)
        if found >= 0:
            return found + len(mark)
    at = latest
    while at > earliest and _cuts_cluster(text, at):
        at -= 1
    return at


def blocks(text: str, paragraphs: Iterable[Span]) -> tuple[Block, ...]:
    """The blocks of a text, in its order: a paragraph each, or pieces of about `PIECE` code points of a long one."""
    result: list[Block] = []
    for start, end in paragraphs:
        if end - start <= PIECE:
            result.append(Block(start, end, True, True))
            continue
        at = start
        while at < end:
            cut = _cut(text, at, end)
            result.append(Block(at, cut, at == start, cut == end))
            at = cut
    return tuple(result)


class Heights:
    """The heights of all blocks, in pixels, with sums that are found and mended in logarithmic time."""

    def __init__(self, heights: Sequence[float]) -> None:
        self._heights = list(heights)
        self._tree = [0.0, *heights]
        for i in range(1, len(self._tree)):
            parent = i + (i & -i)
            if parent < len(self._tree):
                self._tree[parent] += self._tree[i]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> float:
        return self._heights[index]

    def __setitem__(self, index: int, height: float) -> None:
        change = height - self._heights[index]
        if change:
            self._heights[index] = height
            i = index + 1
            while i < len(self._tree):
                self._tree[i] += change
                i += i & -i

    def top(self, index: int) -> float:
        """The sum of the heights before block `index`, from 0 to the number of blocks."""
        total, i = 0.0, index
        while i:
            total += self._tree[i]
            i -= i & -i
        return total

    @property
    def total(self) -> float:
        """The height of all blocks."""
        return self.top(len(self._heights))

    def at(self, y: float) -> int:
        """The block at `y` pixels from the top: the first above it, the last below it."""
        i, rest, step = 0, y, 1 << max(0, len(self._heights).bit_length() - 1)
        while step:
            if i + step < len(self._tree) and self._tree[i + step] <= rest:
                i += step
                rest -= self._tree[i]
            step >>= 1
        return min(i, len(self._heights) - 1)
