"""Which of several overlapping things gives way to which: lanes under the text, rows of chips above it."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.model.document import Span

CHIP_GAP = 3.0
MAX_ROWS = 4


def lanes(spans: Sequence[Span]) -> list[int]:
    """A lane for each span: overlapping spans never share one, an inner one has a lower lane than its outer one.

    Lane 0 lies next to the text. Equal spans: the later one counts as the inner one.
    """
    order = sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end, i))
    around: list[tuple[int, list[int]]] = []
    open_now: list[int] = []
    for i in order:
        open_now = [j for j in open_now if spans[j].end > spans[i].start]
        around.append((i, open_now))
        open_now = [*open_now, i]
    result = [0] * len(spans)
    for i, outer in reversed(around):
        for j in outer:
            result[j] = max(result[j], result[i] + 1)
    return result


class Packed(NamedTuple):
    """Where a chip went: its left edge and its row, row 0 next to the text."""

    x: float
    row: int


def pack(chips: Sequence[tuple[float, float]], right: float, slack: float, row_slack: float) -> list[Packed]:
    """Places chips, given as (wanted left edge, width) from left to right, so that none covers another.

    A chip moves at most `slack` from its wanted place before it goes up a row, or `row_slack` where it begins where the
    one before it does; none passes `right` unless it is wider than the line. From `MAX_ROWS`
    rows on they go where there is most room, and may then cover each other.
    """
    ends: list[float] = []
    result: list[Packed] = []
    for at, (wanted, width) in enumerate(chips):
        together = at > 0 and abs(wanted - chips[at - 1][0]) < CHIP_GAP
        best: tuple[float, int, float] | None = None
        for row in range(min(len(ends) + 1, MAX_ROWS)):
            free = ends[row] + CHIP_GAP if row < len(ends) else 0.0
            x = max(0.0, min(max(wanted, free), right - width))
            fits = x >= free
            cost = (abs(x - wanted) if fits else right + free - x, row, x)
            if fits and abs(x - wanted) <= (row_slack if together else slack):
                best = cost
                break
            best = cost if best is None else min(best, cost)
        assert best is not None
        _, row, x = best
        if row == len(ends):
            ends.append(0.0)
        ends[row] = x + width
        result.append(Packed(x, row))
    return result
