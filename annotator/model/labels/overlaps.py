"""Which entities stand where another is to be, and whether their labels allow that."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from annotator.model.document import Document, Entity, Span
from annotator.model.labels.labels import LabelSet


class Standing:
    """The entities of a document that are not rejected, to be asked about many places."""

    def __init__(self, document: Document) -> None:
        self._entities = [entity for entity in document.entities if not entity.rejected]
        self._starts = [entity.span.start for entity in self._entities]
        self._ends = list(accumulate((entity.span.end for entity in self._entities), max))

    def at(self, span: Span, but: str | None = None) -> tuple[Entity, ...]:
        """Those that share a code point with a span, but for that of the id `but`, in the order of the text."""
        found = []
        place = bisect_left(self._starts, span.end)
        while place and self._ends[place - 1] > span.start:
            place -= 1
            entity = self._entities[place]
            if entity.span.end > span.start and entity.id != but:
                found.append(entity)
        return tuple(reversed(found))


def overlapped(document: Document, span: Span, but: str | None = None) -> tuple[Entity, ...]:
    """What `Standing.at` says of one place."""
    return Standing(document).at(span, but)


def in_the_way(labels: LabelSet, label: str, there: Iterable[Entity]) -> Entity | None:
    """The first of the entities there beside which none of that label may stand."""
    if labels.of(label).overlaps:
        return None
    return next((entity for entity in there if not labels.may_overlap(label, entity.label)), None)


def newly_in_the_way(labels: LabelSet, document: Document, entity: Entity, span: Span) -> Entity | None:
    """The first entity that one with another span would overlap, does not overlap now, and may not."""
    if labels.of(entity.label).overlaps:
        return None
    there = overlapped(document, span, entity.id)
    return in_the_way(labels, entity.label, (other for other in there if not other.span.overlaps(entity.span)))


def room(labels: LabelSet, document: Document, entity: Entity) -> Span:
    """How far the borders of an entity may go: up to the next ones that it does not overlap now and may not."""
    start, end = 0, len(document.text)
    if labels.of(entity.label).overlaps:
        return Span(start, end)
    for other in document.entities:
        if other.rejected or other.id == entity.id or labels.may_overlap(entity.label, other.label):
            continue
        if other.span.end <= entity.span.start:
            start = max(start, other.span.end)
        elif other.span.start >= entity.span.end:
            end = min(end, other.span.start)
    return Span(start, end)
