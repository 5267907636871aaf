"""Which entities stand where another is to be, and whether their labels allow that."""

from collections.abc import Iterable

from annotator.model.document import Document, Entity, Span
from annotator.model.labels import LabelSet


def overlapped(document: Document, span: Span, but: str | None = None) -> tuple[Entity, ...]:
    """The entities that share a code point with a span, rejected ones and that of the id `but` left out."""
    found = []
    for entity in document.entities:
        if entity.span.start >= span.end:
            break
        if entity.span.end > span.start and entity.id != but and not entity.rejected:
            found.append(entity)
    return tuple(found)


def in_the_way(labels: LabelSet, label: str, there: Iterable[Entity]) -> Entity | None:
    """The first of the entities there beside which none of that label may stand."""
    if labels.of(label).overlaps:
        return None
    return next((entity for entity in there if not labels.may_overlap(label, entity.label)), None)
