"""Who is likely to have said a quote: the speakers of an article, best first, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.model.document import Document, Entity, Quote, Span, Speaker
from annotator.model.quoting import distance

CAN_SPEAK = frozenset({"PERSON", "ORG", "PER", "NORP", "GPE"})
"""Labels of what a quote can be attributed to where no speaker is known for it yet."""

_PEOPLE = frozenset({"PERSON", "PER"})


@dataclass(frozen=True)
class Candidate:
    """Somebody a quote may be attributed to.

    speaker  the registry's id, None for one that would be entered by choosing it
    mention  the mention nearest to the quote
    reason   why it stands where it stands, in a few words
    """

    name: str
    speaker: str | None
    mention: Span | None
    reason: str


def candidates(document: Document, speakers: Mapping[str, Speaker], quote: Quote) -> tuple[Candidate, ...]:
    """Everybody the article names, likeliest first.

    The quote's own speaker leads. Then a mention in the quote's paragraph outside its contents, the speaker of the
    quote before, and the rest by nearness; people come before organisations and those before places.
    """
    paragraphs = [p for p in document.article.paragraphs if any(p.overlaps(c) for c in quote.contents)]
    earlier = [q for q in document.quotes if q.extent.start < quote.extent.start and q.speaker and not q.rejected]
    last = earlier[-1].speaker if earlier else None
    ranked: dict[str, tuple[tuple[float, ...], Candidate]] = {}
    for entity in document.entities:
        if entity.rejected or (entity.speaker is None and entity.label not in CAN_SPEAK):
            continue
        speaker = speakers.get(entity.speaker) if entity.speaker else None
        name = speaker.name if speaker else document.words(entity.span)
        rank, reason = _rank(entity, quote, paragraphs, last)
        key = entity.speaker or name
        if key not in ranked or rank < ranked[key][0]:
            ranked[key] = rank, Candidate(name, entity.speaker, entity.span, reason)
    for quoted in document.quotes:
        speaker = speakers.get(quoted.speaker) if quoted.speaker else None
        if speaker is not None and not quoted.rejected and speaker.id not in ranked:
            rank, reason = _rank(quoted, quote, paragraphs, last)
            ranked[speaker.id] = rank, Candidate(speaker.name, speaker.id, quoted.source, reason)
    return tuple(candidate for _, candidate in sorted(ranked.values(), key=lambda item: item[0]))


def _rank(
    mention: Entity | Quote, quote: Quote, paragraphs: list[Span], last: str | None
) -> tuple[tuple[float, ...], str]:
    span = mention.span if isinstance(mention, Entity) else mention.source or mention.extent
    far = distance(span, quote)
    people = 0 if not isinstance(mention, Entity) or mention.label in _PEOPLE else 1 if mention.label == "ORG" else 2
    if quote.speaker is not None and mention.speaker == quote.speaker:
        return (0, people, far), "suggested" if quote.pending else "chosen"
    if any(c.overlaps(span) for c in quote.contents):
        return (4, people, far), "named in the quote"
    if any(p.contains(span) for p in paragraphs):
        return (1, people, far), "in this paragraph"
    if last is not None and mention.speaker == last:
        return (2, people, far), "said the quote before"
    if span.start < quote.extent.start:
        return (3, people, far), "named before"
    return (3, people, far + 1000), "named later"
