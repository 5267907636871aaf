"""Mentions side by side: what was decided about the same words, and where that is not the same."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from annotator.model.document import Decision, Span
from annotator.model.finding.contexts import Context


class Odd(StrEnum):
    """In what a mention is unlike most others of the same words."""

    LABEL = "label"
    SPEAKER = "speaker"
    UNMARKED = "unmarked"


@dataclass(frozen=True)
class Mention:
    """A mention of some words, or a quote, with what was decided about it.

    place       the number of its article in the queue
    annotation  the id of the entity or quote; None where nothing is marked
    label       the entity's label or the quote's kind, "" where nothing is marked
    by          who decided it
    quote       whether it is a quote
    odd         in what it is unlike the others
    expected    whether it would be marked were it a name: somebody or something has looked for entities there
    """

    document_id: str
    title: str
    place: int
    span: Span
    context: Context
    annotation: str | None = None
    label: str = ""
    speaker: str | None = None
    decision: Decision | None = None
    by: str | None = None
    quote: bool = False
    odd: Odd | None = None
    expected: bool = True

    @property
    def decided(self) -> bool:
        """Whether somebody has decided about what is marked there."""
        return self.decision not in (None, Decision.PENDING)

    @property
    def group(self) -> tuple[str, str, str | None]:
        """What those have in common that are mended alike: their words (not a quote's), label and speaker."""
        return "" if self.quote else self.context.words, self.label, self.speaker

    @property
    def live(self) -> bool:
        """Whether an entity is marked there that nobody has rejected."""
        return self.annotation is not None and not self.quote and self.decision is not Decision.REJECTED


def judged(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, each with in what it is unlike most others of the same words; quotes are not judged.

    Where as many are of one sort as of another, those count for most about which somebody has decided.
    """
    live = [each for each in mentions if each.live]
    usual = _usual((each.context.words, each.label, each.decision) for each in live)
    whom = _usual((each.context.words, each.speaker, each.decision) for each in live if each.speaker is not None)

    def odd(each: Mention) -> Odd | None:
        words = each.context.words
        if each.annotation is None:
            return Odd.UNMARKED if each.expected and words in usual else None
        if not each.live:
            return None
        if each.label != usual[words]:
            return Odd.LABEL
        return Odd.SPEAKER if each.speaker is not None and each.speaker != whom[words] else None

    return [replace(each, odd=found) if (found := odd(each)) is not each.odd else each for each in mentions]


def _usual(values: Iterable[tuple[str, str, Decision | None]]) -> dict[str, str]:
    """What most of the same words have, by the words."""
    times: Counter[tuple[str, str]] = Counter()
    decided: Counter[tuple[str, str]] = Counter()
    for words, value, decision in values:
        times[words, value] += 1
        decided[words, value] += decision is not Decision.PENDING
    order = sorted(times, key=lambda each: (times[each], decided[each]))
    return dict(order)  # of each words' values the last one stays


class Sorting(StrEnum):
    """In which order mentions are shown; all but the first take no account of what is odd."""

    ODD = "odd"
    TEXT = "text"
    BEFORE = "before"
    AFTER = "after"
    LABEL = "label"
    SPEAKER = "speaker"
    DECISION = "decision"
    BY = "by"


def in_sorting(mentions: Sequence[Mention], sorting: Sorting, name_of: Callable[[str | None], str]) -> list[Mention]:
    """The mentions in an order; those that are alike in it stay as they stand: in the order of the queue and the text.

    name_of  what a speaker is called, "" for nobody
    """
    if sorting is Sorting.TEXT:
        return list(mentions)
    if sorting is Sorting.ODD:  # of a great many, few are
        odd = sorted((each for each in mentions if each.odd is not None), key=_oddly)
        return odd + [each for each in mentions if each.odd is None]
    keys: dict[Sorting, Callable[[Mention], Any]] = {
        Sorting.BEFORE: lambda each: each.context.before.rstrip()[::-1].casefold(),
        Sorting.AFTER: lambda each: each.context.after.lstrip().casefold(),
        Sorting.LABEL: lambda each: (each.label == "", each.label),
        Sorting.SPEAKER: lambda each: (each.speaker is None, name_of(each.speaker)),
        Sorting.DECISION: lambda each: str(each.decision or ""),
        Sorting.BY: lambda each: (each.by is None, each.by or ""),
    }
    return sorted(mentions, key=keys[sorting])


_ODD = {odd: number for number, odd in enumerate(Odd)}


def _oddly(mention: Mention) -> tuple[int, str, str]:
    assert mention.odd is not None
    return _ODD[mention.odd], mention.context.words, mention.label  # quotes are none of these
