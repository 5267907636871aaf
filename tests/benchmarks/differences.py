"""What of a document differs from the gold, one thing to be put right after another."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from annotator.model.document import Document, Entity, Quote, Span
from tests.benchmarks.gold import Gold, GoldEntity, GoldQuote, core

_G = TypeVar("_G")
_U = TypeVar("_U")

MISSING_QUOTE, EXTRA_QUOTE, EXTRA_PART, QUOTE_BORDER = "quote missing", "quote extra", "part extra", "quote border"
SPEAKER, SOURCE, CUE = "speaker wrong", "source wrong", "cue wrong"
MISSING, EXTRA, LABEL, BORDER = "entity missing", "entity extra", "label wrong", "entity border"
OF_ENTITIES = (MISSING, EXTRA, LABEL, BORDER)


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the gold has it.

    kind    one of this module's names
    at      where it stands in the text
    gold    what is right, None where there should be nothing
    found   the id of the annotation that is there, None where it is missing
    part    which of its contents
    """

    kind: str
    at: int
    gold: GoldQuote | GoldEntity | None = None
    found: str | None = None
    part: int = 0

    @property
    def weight(self) -> int:
        """How many things are wrong: where the speaker is, the source may be too."""
        return 2 if self.kind == SPEAKER else 1


def _overlap(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _likeness(a: Span, b: Span) -> float:
    return _overlap(a, b) / max(1, max(a.end, b.end) - min(a.start, b.start))


def _paired(scored: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """One-to-one pairs of two lists' places, the best first."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, first, second in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if score > 0 and first not in pairs and second not in taken:
            pairs[first] = second
            taken.add(second)
    return pairs


@dataclass(frozen=True)
class Unit:
    """A stretch of a quote: a content, or what of it stands in marks."""

    quote: Quote
    part: int
    span: Span


def units(document: Document, gold: Gold) -> list[Unit]:
    """The stretches of the quotes that are not rejected."""
    found = []
    for quote in document.quotes:
        if quote.rejected:
            continue
        for span in quote.marked if gold.in_marks else quote.contents:
            part = next(i for i, content in enumerate(quote.contents) if content.overlaps(span))
            found.append(Unit(quote, part, core(gold.text, span)))
    return found


def matched(document: Document, gold: Gold) -> dict[GoldQuote, Unit]:
    """The stretch that stands for each gold quote, right or not in its borders."""
    there = units(document, gold)
    there.sort(key=lambda unit: unit.span)
    longest = max((unit.span.end - unit.span.start for unit in there), default=0)
    starts = [unit.span.start for unit in there]
    scores = []
    for i, quote in enumerate(gold.quotes):
        wanted = core(gold.text, quote.span)
        near = range(bisect_left(starts, wanted.start - longest), bisect_left(starts, wanted.end))
        scores += [(_likeness(wanted, there[j].span), i, j) for j in near]
    return {gold.quotes[i]: there[j] for i, j in _paired(scores).items()}


def differences(document: Document, gold: Gold, who: Mapping[str, str]) -> list[Difference]:
    """Everything that differs, in the order of the text.

    who  the speaker of each person
    """
    found = [*_of_quotes(document, gold, who)]
    if gold.judged:
        found += _of_entities(document, gold)
    return sorted(found, key=lambda each: each.at)


def _of_quotes(document: Document, gold: Gold, who: Mapping[str, str]) -> Iterable[Difference]:
    pairs = matched(document, gold)
    for quote in gold.quotes:
        unit = pairs.get(quote)
        if unit is None:
            yield Difference(MISSING_QUOTE, quote.span.start, quote)
            for kind, judged in ((SPEAKER, quote.source or quote.person), (CUE, quote.cue)):
                if judged:
                    yield Difference(kind, quote.span.start, quote)
            continue
        there = unit.quote
        if unit.span != core(gold.text, quote.span):
            yield Difference(QUOTE_BORDER, quote.span.start, quote, there.id, unit.part)
        kind = attribution(there, quote, gold, who)
        if kind is not None:
            yield Difference(kind, quote.span.start, quote, there.id, unit.part)
        if quote.cue is not None and (there.cue is None or not there.cue.overlaps(quote.cue)):
            yield Difference(CUE, quote.span.start, quote, there.id, unit.part)
    claimed = {(unit.quote.id, unit.span) for unit in pairs.values()}
    used = {unit.quote.id for unit in pairs.values()}
    seen = set()
    for unit in units(document, gold):
        free = any(_overlap(unit.span, span) > (unit.span.end - unit.span.start) / 2 for span in gold.free)
        if (unit.quote.id, unit.span) in claimed or free or (unit.quote.id not in used and unit.quote.id in seen):
            continue
        seen.add(unit.quote.id)
        kind = EXTRA_PART if unit.quote.id in used else EXTRA_QUOTE
        yield Difference(kind, unit.span.start, None, unit.quote.id, unit.part)


def attribution(there: Quote, wanted: GoldQuote, gold: Gold, who: Mapping[str, str]) -> str | None:
    """What is wrong with a quote's attribution: its speaker, its source only, or nothing.

    Where the corpus knows no persons, the speaker counts as wrong where the source is another mention's.
    """
    source = core(gold.text, wanted.source) if wanted.source is not None else None
    found = source is None or (there.source is not None and there.source.overlaps(source))
    if wanted.person is not None and gold.chains:
        if there.speaker is None or who.get(wanted.person) != there.speaker:
            return SPEAKER
        return None if found else SOURCE
    return None if found else SPEAKER


def _bare(text: str, span: Span) -> Span:
    return Span(span.start + 4, span.end) if text[span.start : span.end].lower().startswith("the ") else span


def _fit(gold: Gold, wanted: GoldEntity, entity: Entity) -> float:
    """How well an entity stands for a gold one: above 2 wholly, above 1 but for its label or its borders."""
    if wanted.exact:
        here = _likeness(_bare(gold.text, wanted.span), _bare(gold.text, entity.span))
        borders = here == 1
    else:
        here = _likeness(wanted.span, entity.span) if entity.span.overlaps(wanted.head) else 0.0
        borders = here > 0
    return 0.0 if here == 0 else here / 2 + borders + (entity.label in wanted.labels)


def _of_entities(document: Document, gold: Gold) -> Iterable[Difference]:
    there = [entity for entity in document.entities if not entity.rejected]
    starts: Sequence[int] = [entity.span.start for entity in there]
    scores = (
        (_fit(gold, wanted, there[j]), i, j)
        for i, wanted in enumerate(gold.entities)
        for j, start in enumerate(starts)
        if start < wanted.span.end and there[j].span.end > wanted.span.start
    )
    pairs = _paired(scores)
    for i, wanted in enumerate(gold.entities):
        if i not in pairs:
            yield Difference(MISSING, wanted.head.start, wanted)
            continue
        entity = there[pairs[i]]
        if entity.label not in wanted.labels:
            yield Difference(LABEL, entity.span.start, wanted, entity.id)
        if wanted.exact and _bare(gold.text, wanted.span) != _bare(gold.text, entity.span):
            yield Difference(BORDER, entity.span.start, wanted, entity.id)
    taken = set(pairs.values())
    for j, entity in enumerate(there):
        loose = any(not e.exact and e.span.overlaps(entity.span) for e in gold.entities)
        free = any(span.overlaps(entity.span) for span in gold.free)
        if j not in taken and entity.label in gold.judged and not loose and not free:
            yield Difference(EXTRA, entity.span.start, None, entity.id)
