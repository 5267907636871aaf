"""How far a quote's score can be trusted: of those said to be so sure, how many are right."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import fmean

from annotator.model.scores.quotes import asked_for, found_parts, in_chain, source_is_right
from annotator.model.scores.spans import core, pairs
from annotator.model.scores.values import Compared, FoundQuote, GoldQuote, Share

BORDERS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
"""Where a band of scores ends and the next begins; a score on a border is in the upper one, but 1 in the last."""


@dataclass(frozen=True)
class Judged:
    """One quote that was found: its id and score, and whether the spans of all its parts are right, and their source.

    The source is right where it overlaps one of gold's or is a mention of gold's speaker, and where gold has nobody and
    nobody was found; it is wrong with the span.
    """

    quote: str
    score: float | None
    span: bool
    source: bool


@dataclass(frozen=True)
class Band:
    """The scored quotes from one score to another, what they say on average, and how many are right."""

    start: float
    end: float
    said: float
    right: Share


def judged(compared: Compared) -> list[Judged]:
    """The quotes that were found in one article, in their order, each held against gold."""
    text, gold, found = compared.text, asked_for(compared), found_parts(compared)
    alike = pairs([core(text, quote.span) for quote in gold], [core(text, part.span) for part in found])
    gold_of = {j: gold[i] for i, j in alike}
    rows = []
    for quote, members in groupby(enumerate(found), key=lambda item: item[1].quote):
        its = list(members)
        span = all(j in gold_of for j, _ in its)
        source = span and all(_said_by(gold_of[j], part) for j, part in its)
        rows.append(Judged(quote, its[0][1].score, span, source))
    return rows


def _said_by(gold: GoldQuote, found: FoundQuote) -> bool:
    if gold.chain and not gold.sources:  # some corpora have the speaker only: that is not nobody
        return in_chain(gold, found)
    return source_is_right(gold, found) or in_chain(gold, found)


def bands(quotes: Iterable[Judged], borders: Iterable[float] = BORDERS) -> list[Band]:
    """The bands of scores that any quote is in, lowest first; quotes without a score are left out."""
    scored = [(quote.score, quote.source) for quote in quotes if quote.score is not None]
    found = []
    for start, end in pairwise(borders):
        within = [(s, right) for s, right in scored if start <= s < end or (s == end == 1.0)]
        if within:
            said = fmean(s for s, _ in within)
            found.append(Band(start, end, said, Share(sum(right for _, right in within), len(within))))
    return found
