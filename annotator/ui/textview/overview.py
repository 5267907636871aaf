"""Where in an article what is worth finding stands: for the strip of marks beside the scroll bar, without Qt.

Offsets are kept sorted by what is told apart, so that an edit changes a few of them and a row of pixels finds its own
by bisection, however many there are.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from annotator.model.document import AnyAnnotation, Decision, Document, Quote, Span
from annotator.ui.textview.decorations import Look, look_of


class Rows(NamedTuple):
    """The rows that have a mark, ascending; those of quotes as runs from a row to the one after its last."""

    quotes: list[tuple[int, int]]
    pending: list[int]
    doubtful: list[int]


@dataclass
class Overview:
    """The offsets of a document's annotations.

    pending, doubtful  where suggestions begin
    starts, ends       where contents of quotes do so, and where they end; not in pairs
    """

    pending: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, document: Document) -> "Overview":
        """That of a document."""
        result, pending = cls(), Decision.PENDING
        annotations: Iterable[AnyAnnotation] = chain(document.entities, document.quotes)
        for annotation in annotations:
            if annotation.decision is pending:
                offsets = result.doubtful if look_of(annotation) is Look.DOUBTFUL else result.pending
                offsets.append(annotation.extent.start)
        result.pending.sort()
        result.doubtful.sort()
        contents = [span for quote in document.quotes if not quote.rejected for span in quote.contents]
        result.starts, result.ends = sorted(span.start for span in contents), sorted(span.end for span in contents)
        return result

    def change(self, before: Document, after: Document, ids: Iterable[str]) -> list[Span]:
        """Takes an edit over: `ids` are the annotations that it changed, added or removed; returns where they stand."""
        touched = []
        for id_ in ids:
            old, new = before.by_id.get(id_), after.by_id.get(id_)
            for offsets, offset in self._places(old):
                del offsets[bisect_left(offsets, offset)]
            for offsets, offset in self._places(new):
                insort(offsets, offset)
            touched += [annotation.extent for annotation in (old, new) if annotation is not None]
        return touched

    def _places(self, annotation: AnyAnnotation | None) -> list[tuple[list[int], int]]:
        if annotation is None or annotation.rejected:
            return []
        places = []
        if annotation.pending:
            doubtful = look_of(annotation) is Look.DOUBTFUL
            places.append((self.doubtful if doubtful else self.pending, annotation.extent.start))
        if isinstance(annotation, Quote):
            for start, end in annotation.contents:
                places += [(self.starts, start), (self.ends, end)]
        return places

    def rows(self, edges: Sequence[int], first: int = 0, last: int | None = None) -> Rows:
        """The rows with marks, from `first` to the one before `last`, the end where that is None.

        Row `i` has the offsets from `edges[i]` up to `edges[i + 1]`.
        """
        rows = range(len(edges) - 1)[first:last]
        return Rows(self._runs(edges, rows), rows_of(self.pending, edges, rows), rows_of(self.doubtful, edges, rows))

    def _runs(self, edges: Sequence[int], rows: range) -> list[tuple[int, int]]:
        runs: list[tuple[int, int]] = []
        for row in rows:
            if bisect_left(self.starts, edges[row + 1]) > bisect_right(self.ends, edges[row]):
                first = runs.pop()[0] if runs and runs[-1][1] == row else row
                runs.append((first, row + 1))
        return runs


def rows_of(offsets: Sequence[int], edges: Sequence[int], among: range | None = None) -> list[int]:
    """The rows, of all or `among` those that follow each other, that hold one of the sorted offsets at least."""
    rows = range(len(edges) - 1) if among is None else among
    found, at = [], bisect_left(offsets, edges[rows.start]) if rows else 0
    for row in rows:
        after = bisect_left(offsets, edges[row + 1], at)
        if after > at:
            found.append(row)
            at = after
    return found


def row_of(offset: int, edges: Sequence[int]) -> int:
    """The row that an offset stands in."""
    return min(max(bisect_right(edges, offset) - 1, 0), len(edges) - 2)
