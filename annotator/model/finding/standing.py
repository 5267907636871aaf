"""Where words stand in a text beside what is marked in it: in a longer entity, unmarked, at a sentence's beginning."""

from bisect import bisect_right
from collections.abc import Container, Iterable
from itertools import accumulate

from annotator.model.document import Span
from annotator.model.finding.identical import occurrences

_CLOSES = frozenset(".!?:;\n…。！？")
_BETWEEN = frozenset(" \t\"'“”„‘’«»([")


class Standing:
    """A text with the spans of its entities, to look words up in.

    live      those of entities that nobody has rejected
    known     those and the ones where somebody has decided that there is none
    aside     the paragraphs that are set aside
    """

    def __init__(
        self,
        text: str,
        live: Iterable[tuple[int, int]],
        known: Container[tuple[int, int]],
        aside: tuple[Span, ...] = (),
    ) -> None:
        self.text = text
        self._live, self._known, self._aside = sorted(live), known, aside
        self._starts = [start for start, _ in self._live]
        self._ends = list(accumulate((end for _, end in self._live), max))

    def outermost(self, words: str) -> list[Span]:
        """Where the words stand, but for where they are part of a longer entity's."""
        return [span for span in occurrences(self.text, words) if not self._in_longer(span)]

    def unmarked(self, words: str) -> list[Span]:
        """Where they stand and nobody has decided anything, nor is it set aside."""
        return [
            span
            for span in occurrences(self.text, words)
            if span not in self._known and not self._in_longer(span) and not self.is_aside(span)
        ]

    def is_aside(self, span: Span) -> bool:
        """Whether it stands in a paragraph that is set aside."""
        return any(start <= span.start < end for start, end in self._aside)

    def _in_longer(self, span: Span) -> bool:
        number = bisect_right(self._starts, span.start)
        while number and self._ends[number - 1] >= span.end:
            number -= 1
            start, end = self._live[number]
            if end >= span.end and (start, end) != span:
                return True
        return False


def begins_sentence(text: str, at: int) -> bool:
    """Whether a place is the first of a sentence, so that a capital there says nothing."""
    at -= 1
    while at >= 0 and text[at] in _BETWEEN:
        at -= 1
    return at < 0 or text[at] in _CLOSES
