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


def most_doubtful(document: Document, after: str | None = None) -> str | None:
    """The id of the suggestion with the lowest score, those without a score last; None where nothing is pending.

    after  the one that was shown last, decided meanwhile or not: the next in this order, past the end the first again
    """
    pending = sorted((a for a in document.by_id.values() if a.pending), key=_doubt)
    if not pending:
        return None
    last = document.by_id.get(after) if after is not None else None
    at = bisect_right(pending, _doubt(last), key=_doubt) if last is not None else 0
    return pending[at % len(pending)].id


def _doubt(annotation: AnyAnnotation) -> tuple[bool, float, tuple[int, int, str]]:
    return annotation.score is None, annotation.score or 0.0, place(annotation)
