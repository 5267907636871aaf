"""Where what stands in a text stands once the text is another one.

How two texts agree is told by runs (see `sourcemap`): `MapRun(new, old, length)`, ascending in both.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from annotator.model.document import AnyAnnotation, Entity, MapRun, Quote, Span
from annotator.model.texts.sourcemap import Piece, Runs
from annotator.model.tokens import trim

ALIVE = 0.25
"""A span has lost its text where a smaller share than this of its letters and digits is left."""
_SLACK = 4

Rebased: TypeAlias = AnyAnnotation | None
"""An annotation in the new text; None where it has lost its text."""


def inverted(runs: Iterable[MapRun]) -> Runs:
    """The runs from the other text's side."""
    return tuple(MapRun(old, new, length) for new, old, length in runs)


def pieces_back(old: str, runs: Sequence[MapRun]) -> tuple[Piece, ...]:
    """The pieces of the new text that make the old one again, the words that it alone has among them."""
    pieces: list[Piece] = []
    reached = 0
    for new_start, old_start, length in runs:
        if old_start > reached:
            pieces.append(old[reached:old_start])
        pieces.append(Span(new_start, new_start + length))
        reached = old_start + length
    if reached < len(old):
        pieces.append(old[reached:])
    return tuple(pieces)


class Rebase:
    """Moves spans of an old text to a new one."""

    def __init__(self, old: str, new: str, runs: Sequence[MapRun]) -> None:
        self.old, self.new, self.runs = old, new, runs
        self._starts = [run.file_start for run in runs]
        self._ends = [run.file_start + run.length for run in runs]

    def exact(self, span: Span) -> Span | None:
        """A span whose text is unchanged, in the new text; None where any of it was changed or parted."""
        at = bisect_right(self._starts, span.start) - 1
        if at < 0 or self._ends[at] < span.end:
            return None
        shift = self.runs[at].text_start - self._starts[at]
        return Span(span.start + shift, span.end + shift) if shift else span

    def near(self, span: Span) -> Span | None:
        """Where a span stands as well as can be told; None where it has lost its text.

        A border that stood at the edge of what was changed goes to the edge of what came in its place, one amidst it to
        the nearest letter that is left.
        """
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end) - 1
        if first > last or self._left(span, first, last) < ALIVE:
            return None
        return trim(self.new, Span(self._start(span.start, first), self._end(span.end, last)))

    def _left(self, span: Span, first: int, last: int) -> float:
        """The share of a span's letters and digits that stand in the runs `first` to `last`."""
        stretches = (
            self.old[max(span.start, self._starts[at]) : min(span.end, self._ends[at])] for at in range(first, last + 1)
        )
        whole, left = self.old[span.start : span.end], "".join(stretches)
        letters = sum(map(str.isalnum, whole))
        return sum(map(str.isalnum, left)) / letters if letters else len(left) / len(whole)

    def _start(self, start: int, first: int) -> int:
        run = self.runs[first]
        if run.file_start <= start:
            return run.text_start + start - run.file_start
        before = self._ends[first - 1] if first else 0
        after = self.runs[first - 1].text_start + self.runs[first - 1].length if first else 0
        if before == start and self._alike(start, run.file_start, after, run.text_start):
            return after
        at = run.text_start
        while at > after and self.new[at - 1].isalnum() and self.new[at].isalnum():
            at -= 1
        return at

    def _end(self, end: int, last: int) -> int:
        run = self.runs[last]
        at = run.text_start + run.length
        if self._ends[last] >= end:
            return at - (self._ends[last] - end)
        following = self.runs[last + 1] if last + 1 < len(self.runs) else MapRun(len(self.new), len(self.old), 0)
        if following.file_start == end and self._alike(self._ends[last], end, at, following.text_start):
            return following.text_start
        while at < following.text_start and self.new[at].isalnum() and self.new[at - 1].isalnum():
            at += 1
        return at

    @staticmethod
    def _alike(start: int, end: int, new_start: int, new_end: int) -> bool:
        """Whether what came in place of a stretch is not so much more that it must be about something else, too."""
        return new_end - new_start <= 2 * (end - start) + _SLACK

    def stays(self, annotation: AnyAnnotation) -> bool:
        """Whether none of an annotation's text was changed, so that it has all of its words in the new text."""
        if isinstance(annotation, Entity):
            return self.exact(annotation.span) is not None
        spans = (*annotation.contents, *annotation.marked, *filter(None, (annotation.cue, annotation.source)))
        return all(self.exact(span) is not None for span in spans)

    def moved(self, annotation: AnyAnnotation) -> Rebased:
        """An annotation none of whose text was changed, in the new text; None where any was."""
        if isinstance(annotation, Entity):
            span = self.exact(annotation.span)
            if span is None or span is annotation.span:
                return None if span is None else annotation
            return _at(annotation, span)
        contents = tuple(map(self.exact, annotation.contents))
        marked = tuple(map(self.exact, annotation.marked))
        cue, source = self._exact(annotation.cue), self._exact(annotation.source)
        if None in (*contents, *marked) or (cue is None, source is None) != (
            annotation.cue is None,
            annotation.source is None,
        ):
            return None
        if (contents, marked, cue, source) == (
            annotation.contents,
            annotation.marked,
            annotation.cue,
            annotation.source,
        ):
            return annotation
        return replace(annotation, contents=_known(contents), marked=_known(marked), cue=cue, source=source)

    def _exact(self, span: Span | None) -> Span | None:
        return None if span is None else self.exact(span)

    def touched(self, annotation: AnyAnnotation) -> Rebased:
        """An annotation some of whose text was changed, as near as can be told; None where it has lost its text.

        A quote stays while any of its contents does; a cue, a source, a content that has lost its text is left out.
        """
        if isinstance(annotation, Entity):
            span = self._nearest(annotation.span)
            return None if span is None else replace(annotation, span=span)
        contents = tuple(_apart(map(self._nearest, annotation.contents)))
        if not contents:
            return None
        return replace(
            annotation,
            contents=contents,
            marked=tuple(_apart(map(self._nearest, annotation.marked))),
            cue=self._nearest(annotation.cue),
            source=self._nearest(annotation.source),
        )

    def _nearest(self, span: Span | None) -> Span | None:
        return None if span is None else self.exact(span) or self.near(span)


def _at(entity: Entity, span: Span) -> Entity:
    """The entity with another span."""
    # What `replace` does, in a fifth of the time: a long article has thousands behind a change.
    moved = object.__new__(Entity)
    moved.__dict__.update(entity.__dict__)
    moved.__dict__["span"] = span
    return moved


def _known(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    return tuple(span for span in spans if span is not None)


def _apart(spans: Iterable[Span | None]) -> Iterator[Span]:
    """Spans in order without what each shares with the one before."""
    reached = 0
    for span in _known(spans):
        if span.end > max(span.start, reached):
            yield Span(max(span.start, reached), span.end)
            reached = span.end


def is_touched(before: AnyAnnotation, after: AnyAnnotation, old: str, new: str) -> bool:
    """Whether any stretch that an annotation is about has other words now, or is gone."""
    return [old[a:b] for a, b in _all(before)] != [new[a:b] for a, b in _all(after)]


def _all(annotation: AnyAnnotation) -> Iterator[Span]:
    if isinstance(annotation, Quote):
        yield from (*annotation.contents, *filter(None, (annotation.cue, annotation.source)))
    else:
        yield annotation.span
