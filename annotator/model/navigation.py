"""Which annotation comes next."""

from collections.abc import Sequence

from annotator.model.document import AnyAnnotation, Document


def neighbour(document: Document, current: str | None, caret: int, step: int, *, pending: bool = False) -> str | None:
    """The id of the annotation after (`step` 1) or before (-1) the current one in the order of the text.

    Where none is current, the nearest one from `caret` on. With `pending`, only suggestions count, and past the end
    the first one comes again. None where there is none.
    """
    annotations = [a for a in document.annotations if a.pending or a.id == current or not pending]
    candidates = [a for a in annotations if a.pending or not pending]
    if not candidates:
        return None
    at = next((i for i, a in enumerate(annotations) if a.id == current), None)
    if at is None:
        return _from_caret(candidates, caret, step, wrap=pending)
    rest = annotations[at + 1 :] if step > 0 else annotations[:at][::-1]
    found = next((a.id for a in rest if a.pending or not pending), None)
    if found is None and pending:
        found = candidates[0 if step > 0 else -1].id
    return None if found == current and not pending else found


def _from_caret(candidates: Sequence[AnyAnnotation], caret: int, step: int, *, wrap: bool) -> str | None:
    if step > 0:
        found = next((a.id for a in candidates if a.extent.start >= caret), None)
    else:
        found = next((a.id for a in reversed(candidates) if a.extent.start < caret), None)
    if found is None and wrap:
        found = candidates[0 if step > 0 else -1].id
    return found


def most_doubtful(document: Document, current: str | None) -> str | None:
    """The id of the suggestion with the lowest score, the current one last; those without a score come after all."""
    pending = [a for a in document.annotations if a.pending]
    if not pending:
        return None
    return min(pending, key=lambda a: (a.id == current, a.score is None, a.score or 0.0, a.extent.start)).id
