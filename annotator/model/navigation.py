"""Which annotation comes next."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from heapq import merge

from annotator.model.document import AnyAnnotation, Document, place


def neighbour(document: Document, current: str | None, caret: int, step: int, *, pending: bool = False) -> str | None:
    """The id of the annotation after (`step` 1) or before (-1) the current one in the order of the text.

    Where none is current, the nearest one from `caret` on. With `pending`, only suggestions count, and past the end
    the first one comes again. None where there is none.
    """
    chosen = document.by_id.get(current) if current is not None else None
    # No text is as long as the second part says: at the caret, even the longest annotation that begins there is after.
    here = place(chosen) if chosen is not None else (caret, -len(document.text) - 1, "")
    found = _first(_from(document, here, step), pending)
    if found is None and pending:
        start = (-1, 0, "") if step > 0 else (len(document.text) + 1, 0, "")
        found = _first(_from(document, start, step), pending)
    return found


def _first(annotations: Iterable[AnyAnnotation], pending: bool) -> str | None:
    return next((a.id for a in annotations if a.pending or not (pending or a.rejected)), None)


def _from(document: Document, here: tuple[int, int, str], step: int) -> Iterator[AnyAnnotation]:
    both: list[tuple[AnyAnnotation, ...]] = [document.entities, document.quotes]
    if step > 0:
        return merge(*(each[bisect_right(each, here, key=place) :] for each in both), key=place)
    return merge(*(each[: bisect_left(each, here, key=place)][::-1] for each in both), key=place, reverse=True)


def most_doubtful(document: Document, current: str | None) -> str | None:
    """The id of the suggestion with the lowest score, the current one last; those without a score come after all."""
    pending = [a for a in document.by_id.values() if a.pending]
    if not pending:
        return None
    return min(pending, key=lambda a: (a.id == current, a.score is None, a.score or 0.0, a.extent.start)).id
