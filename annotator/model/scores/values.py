"""What is compared, and the figures that come of it."""

from dataclasses import dataclass
from enum import StrEnum

from annotator.model.document import Kind, Span


class SourceType(StrEnum):
    """What a gold quote is attributed to; the values are those of the gold records."""

    NAME = "name"
    PRONOUN = "pron"
    NOMINAL = "nominal"
    NONE = "none"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class GoldQuote:
    """One contiguous part of a quote as it should be, within one paragraph.

    sources      the mentions it is attributed to, any of which is right; none where the article attributes it to nobody
    cues         the words that report it
    chain        every mention of its speaker, None where that is not known
    nested       whether it stands in what somebody else is quoted with; such a quote is not asked for
    """

    span: Span
    kind: Kind
    sources: tuple[Span, ...] = ()
    source_type: SourceType = SourceType.NONE
    cues: tuple[Span, ...] = ()
    chain: tuple[Span, ...] | None = None
    nested: bool = False


@dataclass(frozen=True, kw_only=True)
class FoundQuote:
    """One content of a quote as it was found; where it runs over paragraphs, each is a part of its own.

    kind   None where the quote marks of the text have to tell
    quote  what its quote is called, the same for all contents of one
    score  the quote's confidence from 0 to 1, None where it has none
    """

    span: Span
    source: Span | None = None
    cue: Span | None = None
    kind: Kind | None = None
    quote: str = ""
    score: float | None = None


@dataclass(frozen=True)
class Compared:
    """A text's gold quotes and those that were found in it, each in an order that tells which is first among equals."""

    text: str
    gold: tuple[GoldQuote, ...]
    found: tuple[FoundQuote, ...]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.hits + other.hits, self.of + other.of)

    @property
    def percent(self) -> float | None:
        """With one decimal; None of nothing."""
        return round(100 * self.hits / self.of, 1) if self.of else None


@dataclass(frozen=True)
class Match:
    """How many are right of those in gold and of those found."""

    hits: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: "Match") -> "Match":
        return Match(self.hits + other.hits, self.gold + other.gold, self.found + other.found)

    @property
    def precision(self) -> float | None:
        """The right share of what was found, in percent; None where nothing was."""
        return Share(self.hits, self.found).percent

    @property
    def recall(self) -> float | None:
        """The share of gold that was found, in percent; None where there is no gold."""
        return Share(self.hits, self.gold).percent

    @property
    def f1(self) -> float:
        """The harmonic mean of both, in percent, from the figures before they are rounded; 0 where nothing is right."""
        precision, recall = self.hits / max(1, self.found), self.hits / max(1, self.gold)
        return round(200 * precision * recall / (precision + recall), 1) if self.hits else 0.0


NO_SHARE, NO_MATCH = Share(), Match()
"""Where adding up begins."""
