"""The figures by which found quotes are judged against gold, as the project's scorer of gold records defines them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from annotator.model.document import Kind, Span
from annotator.model.scores.spans import core, has_words, kind_by_marks, marked, overlap, pairs, parts
from annotator.model.scores.values import NO_MATCH, NO_SHARE, Compared, FoundQuote, GoldQuote, Match, Share, SourceType

_HALF = 0.5
_ENOUGH_FOR_CHAIN = 0.3


@dataclass(frozen=True, kw_only=True)
class QuoteScores:
    """Figures of one article, or of several added up.

    exact          direct quotes whose span is right but for marks and punctuation at its edges
    speaker        gold direct quotes with a source, and those for which a mention that overlaps it was found; `name`,
                   `pronoun` and `nominal` by what the source is
    joint          direct quotes whose span is nearly right (4/5 of both together) and whose source is right
    joint_all      the same of quotes of every kind
    cue            quotes found with a cue, and those whose cue overlaps gold's
    chain          gold quotes whose speaker's mentions are all known, and those given to any of these;
                   `pronoun_chain` those of them whose source is a pronoun
    empty          articles with gold quotes in which nothing was found
    """

    exact: Match = NO_MATCH
    speaker: Share = NO_SHARE
    name: Share = NO_SHARE
    pronoun: Share = NO_SHARE
    nominal: Share = NO_SHARE
    joint: Match = NO_MATCH
    joint_all: Match = NO_MATCH
    cue: Share = NO_SHARE
    chain: Share = NO_SHARE
    pronoun_chain: Share = NO_SHARE
    empty: int = 0

    def __add__(self, other: "QuoteScores") -> "QuoteScores":
        return QuoteScores(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    def figures(self) -> dict[str, float | None]:
        """By name: F1 of matches and shares in percent, None of nothing; then counts."""
        named = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            **{name: v.f1 if isinstance(v, Match) else v.percent for name, v in named.items() if name != "empty"},
            "empty": self.empty,
            "gold_direct": self.joint.gold,
            "gold_all": self.joint_all.gold,
        }


def score(compared: Compared) -> QuoteScores:
    """The figures of one article."""
    text = compared.text
    gold = asked_for(compared)
    found = found_parts(compared)
    direct = [quote for quote in gold if quote.kind is Kind.DIRECT]
    direct_cores = _cores(text, direct)
    guesses = _direct_guesses(text, gold, direct_cores, found)
    guess_cores = _cores(text, guesses)
    alike = pairs(direct_cores, guess_cores)
    all_alike = pairs(_cores(text, gold), _cores(text, found))
    attributed = [
        (quote.source_type, _attributed_rightly(quote, span, found))
        for quote, span in zip(direct, direct_cores, strict=True)
        if quote.sources
    ]
    chains = [
        (quote.source_type, in_chain(quote, _covering(core(text, quote.span), found, _ENOUGH_FOR_CHAIN)))
        for quote in gold
        if quote.chain is not None
    ]
    cues = [cue_is_right(gold[i], found[j]) for i, j in all_alike if found[j].cue is not None]
    return QuoteScores(
        exact=Match(len(set(direct_cores) & set(guess_cores)), len(direct), len(guesses)),
        speaker=_share([right for _, right in attributed]),
        name=_share([right for kind, right in attributed if kind is SourceType.NAME]),
        pronoun=_share([right for kind, right in attributed if kind is SourceType.PRONOUN]),
        nominal=_share([right for kind, right in attributed if kind is SourceType.NOMINAL]),
        joint=Match(sum(source_is_right(direct[i], guesses[j]) for i, j in alike), len(direct), len(guesses)),
        joint_all=Match(sum(source_is_right(gold[i], found[j]) for i, j in all_alike), len(gold), len(found)),
        cue=_share(cues),
        chain=_share([right for _, right in chains]),
        pronoun_chain=_share([right for kind, right in chains if kind is SourceType.PRONOUN]),
        empty=int(bool(gold) and not found),
    )


def asked_for(compared: Compared) -> list[GoldQuote]:
    """The gold quotes that have words and are not nested."""
    return [quote for quote in compared.gold if not quote.nested and has_words(compared.text, quote.span)]


def found_parts(compared: Compared) -> list[FoundQuote]:
    """What was found, a paragraph each, every part with its kind; parts without words are left out."""
    text, stretches = compared.text, marked(compared.text)
    return [
        replace(quote, span=part, kind=quote.kind or kind_by_marks(text, part, stretches))
        for quote in compared.found
        for part in parts(text, quote.span)
    ]


def source_is_right(gold: GoldQuote, found: FoundQuote) -> bool:
    """Whether the source overlaps one of gold's; where gold has nobody, whether nobody was found."""
    if not gold.sources:
        return found.source is None
    return found.source is not None and any(found.source.overlaps(source) for source in gold.sources)


def cue_is_right(gold: GoldQuote, found: FoundQuote) -> bool:
    """Whether the cue overlaps one of gold's."""
    return found.cue is not None and any(found.cue.overlaps(cue) for cue in gold.cues)


def in_chain(gold: GoldQuote, found: FoundQuote | None) -> bool:
    """Whether the source is a mention of gold's speaker: half of the shorter of the two, at least, is in both."""
    if found is None or found.source is None:
        return False
    source = found.source
    return any(
        overlap(source, mention) >= max(1, _HALF * min(_length(source), _length(mention)))
        for mention in gold.chain or ()
    )


def _direct_guesses(
    text: str, gold: Sequence[GoldQuote], direct_cores: Sequence[Span], found: Sequence[FoundQuote]
) -> list[FoundQuote]:
    """What was found as direct, but for what gold has as a part of a mixed quote: neither right nor wrong."""
    mixed = _cores(text, [quote for quote in gold if quote.kind is Kind.MIXED])

    def beside_the_point(quote: FoundQuote) -> bool:
        span = core(text, quote.span)
        return any(overlap(span, other) > _HALF * _length(span) for other in mixed) and not any(
            span.overlaps(other) for other in direct_cores
        )

    return [quote for quote in found if quote.kind is Kind.DIRECT and not beside_the_point(quote)]


def _attributed_rightly(gold: GoldQuote, span: Span, found: Sequence[FoundQuote]) -> bool:
    best = _covering(span, found, _HALF)
    return best is not None and source_is_right(gold, best)


def _covering(span: Span, found: Sequence[FoundQuote], least: float) -> FoundQuote | None:
    """What was found that covers most of `span`, the first among equals; None where it covers less than that share."""
    best = max(found, key=lambda quote: overlap(quote.span, span), default=None)
    return best if best is not None and overlap(best.span, span) >= least * _length(span) else None


def _cores(text: str, quotes: Sequence[GoldQuote] | Sequence[FoundQuote]) -> list[Span]:
    return [core(text, quote.span) for quote in quotes]


def _share(rights: Sequence[bool]) -> Share:
    return Share(sum(rights), len(rights))


def _length(span: Span) -> int:
    return span.end - span.start
