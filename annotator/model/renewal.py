"""What suggestions made anew would change in a document, change by change, and doing some of the changes."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import TypeAlias, TypeVar

from annotator.model.document import AnyAnnotation, Document, Entity, Quote, Span
from annotator.model.edits import ReplaceAnnotations
from annotator.model.suggestions import Decided, replaceable

_A = TypeVar("_A", Entity, Quote)


class Sort(StrEnum):
    """What sort of change it is: of several things that change, the first of the last three."""

    NEW = "new"
    GONE = "gone"
    LABEL = "label"
    BORDERS = "borders"
    SPEAKER = "speaker"


@dataclass(frozen=True)
class Change:
    """A suggestion that comes, goes, or becomes another one and keeps its id; one of the two is None or neither is."""

    before: AnyAnnotation | None
    after: AnyAnnotation | None

    @property
    def there(self) -> AnyAnnotation:
        """What stands there after it, or stood there where it goes."""
        there = self.after or self.before
        assert there is not None
        return there

    @property
    def label(self) -> str:
        """The label of the entity, "" for a quote."""
        there = self.there
        return there.label if isinstance(there, Entity) else ""

    @property
    def sort(self) -> Sort:
        """What sort of change it is. The kind of a quote counts as its label, its cue as its borders."""
        if self.before is None:
            return Sort.NEW
        if self.after is None:
            return Sort.GONE
        if _label(self.before) != _label(self.after):
            return Sort.LABEL
        return Sort.BORDERS if _borders(self.before) != _borders(self.after) else Sort.SPEAKER

    def touches(self, span: Span) -> bool:
        """Whether what was or will be there shares a code point with a span."""
        return any(each.extent.overlaps(span) for each in (self.before, self.after) if each is not None)


Counts: TypeAlias = Counter[tuple[str, Sort]]
"""How many changes there are by label, "" for quotes, and sort."""


def counted(changes: Iterable[Change]) -> Counts:
    """How many changes there are."""
    return Counter((change.label, change.sort) for change in changes)


def renewed(
    document: Document, entities: Iterable[Entity], quotes: Iterable[Quote], within: Span | None = None
) -> tuple[Change, ...]:
    """What becomes of a document's suggestions if these take their places, in the order of the text.

    entities, quotes  pending, with ids that the document has not, none over what was decided (see `Decided`)
    within            the changes that touch this stretch only

    What is made anew as it was stays what it is, whatever made it; of two that differ, those are one and the same
    that have the same borders, else those that share most of the text.
    """
    old = [each for each in document.by_id.values() if replaceable(each)]
    changes = [
        *_changes([each for each in old if isinstance(each, Entity)], list(entities)),
        *_changes([each for each in old if isinstance(each, Quote)], list(quotes)),
    ]
    changes = [change for change in changes if within is None or change.touches(within)]
    return tuple(sorted(changes, key=lambda change: (change.there.extent, change.there.id)))


def _changes(old: list[_A], new: list[_A]) -> list[Change]:
    pairs: list[tuple[_A, _A]] = []
    for same in (_all, _borders, _extent):
        found, old, new = _same(old, new, same)
        pairs += found
    found, old, new = _overlapping(old, new)
    pairs += found
    differ: list[tuple[_A, _A]] = [(before, after) for before, after in pairs if _all(before) != _all(after)]
    return [
        *(Change(before, replace(after, id=before.id, extra=before.extra)) for before, after in differ),
        *(Change(before, None) for before in old),
        *(Change(None, after) for after in new),
    ]


def _same(
    old: Sequence[_A], new: Sequence[_A], same: Callable[[AnyAnnotation], Hashable]
) -> tuple[list[tuple[_A, _A]], list[_A], list[_A]]:
    """Those that have the same in common, in pairs, and those that are left."""
    waiting: dict[Hashable, list[_A]] = {}
    for each in reversed(old):
        waiting.setdefault(same(each), []).append(each)
    pairs, left = [], []
    for each in new:
        if found := waiting.get(same(each)):
            pairs.append((found.pop(), each))
        else:
            left.append(each)
    rest = {each.id for each in chain.from_iterable(waiting.values())}
    return pairs, [each for each in old if each.id in rest], left


def _overlapping(old: list[_A], new: list[_A]) -> tuple[list[tuple[_A, _A]], list[_A], list[_A]]:
    """Those that overlap, in pairs, the ones that share most of the text first."""
    both = sorted(((_shared(a, b), a.extent, b.extent, a, b) for a, b in _meeting(old, new)), key=_most_first)
    pairs: list[tuple[_A, _A]] = []
    taken: set[str] = set()
    for shared, _, _, before, after in both:
        if shared and not taken & {before.id, after.id}:
            pairs.append((before, after))
            taken |= {before.id, after.id}
    return pairs, [each for each in old if each.id not in taken], [each for each in new if each.id not in taken]


def _most_first(pair: tuple[int, Span, Span, _A, _A]) -> tuple[int, Span, Span]:
    return -pair[0], pair[1], pair[2]


def _meeting(old: list[_A], new: list[_A]) -> Iterable[tuple[_A, _A]]:
    """The pairs whose extents overlap."""
    ahead = sorted(new, key=lambda each: each.extent)
    open_: list[_A] = []
    for before in sorted(old, key=lambda each: each.extent):
        start, end = before.extent
        while ahead and ahead[0].extent.start < end:
            open_.append(ahead.pop(0))
        open_ = [each for each in open_ if each.extent.end > start]
        yield from ((before, each) for each in open_ if each.extent.overlaps(before.extent))


def _shared(a: AnyAnnotation, b: AnyAnnotation) -> int:
    spans = [(x, y) for x in _stretches(a) for y in _stretches(b)]
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x, y in spans)


def _stretches(annotation: AnyAnnotation) -> tuple[Span, ...]:
    return (annotation.span,) if isinstance(annotation, Entity) else annotation.contents


def _label(annotation: AnyAnnotation) -> Hashable:
    return annotation.label if isinstance(annotation, Entity) else annotation.kind


def _borders(annotation: AnyAnnotation) -> Hashable:
    if isinstance(annotation, Entity):
        return annotation.span
    return annotation.contents, annotation.marked, annotation.cue


def _extent(annotation: AnyAnnotation) -> Hashable:
    return _stretches(annotation)


def _all(annotation: AnyAnnotation) -> Hashable:
    """All that a person sees of a suggestion: what made it, its score and its reason are not."""
    said = () if isinstance(annotation, Entity) else (annotation.source, annotation.attribution)
    return _label(annotation), _borders(annotation), annotation.speaker, said


def done(document: Document, changes: Iterable[Change]) -> tuple[ReplaceAnnotations | None, int]:
    """The edit that does changes to a document, None where there is nothing to do, and how many it leaves out.

    Left out is what no longer fits since the changes were found: what it was about has changed, or something was
    decided there.
    """
    decided = Decided(document)
    here = {(_label(each), _extent(each)) for each in document.by_id.values() if each.pending}
    removed: list[str] = []
    added: list[AnyAnnotation] = []
    left = 0
    for change in changes:
        before, after = change.before, change.after
        fits = document.by_id.get(before.id) == before if before is not None else (
            after is not None and after.id not in document.by_id and (_label(after), _extent(after)) not in here
        )  # fmt: skip
        if not fits or (after is not None and not decided.leaves_free(after)):
            left += 1
            continue
        removed += [before.id] if before is not None else []
        added += [after] if after is not None else []
    if not removed and not added:
        return None, left
    entities = tuple(each for each in added if isinstance(each, Entity))
    quotes = tuple(each for each in added if isinstance(each, Quote))
    return ReplaceAnnotations(document.id, tuple(removed), entities, quotes), left
