"""Who is likely to have said a quote: the speakers of an article, best first, each with its reason."""

from bisect import bisect_left
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import TypeVar

from annotator.model.document import Document, Entity, Quote, Span, Speaker, place
from annotator.model.labels.labels import LabelSet
from annotator.model.marks.quoting import distance

_UNKNOWN = LabelSet()
NEAR = 80
"""How many entities and quotes before and after a quote count one by one; a long article has thousands."""

PLACE = 2
"""The rank of what is neither a person nor an organisation: it speaks rarely, however near it stands."""

_A = TypeVar("_A", bound=Entity | Quote)
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


def candidates(
    document: Document, speakers: Mapping[str, Speaker], quote: Quote, labels: LabelSet = _UNKNOWN
) -> tuple[Candidate, ...]:
    """Everybody the article names, likeliest first; of what no speaker is known for, those whose label may be one.

    The quote's own speaker leads. Then a mention in the quote's paragraph outside its contents, the speaker of the
    quote before, and the rest by nearness; people come before organisations and those before places.
    """
    paragraphs = document.article.paragraphs_of(*quote.contents)
    last = next((q.speaker for q in reversed(_before(document, quote)) if q.speaker and not q.rejected), None)
    ranked: dict[str, tuple[tuple[float, ...], Candidate]] = {}
    mentions: tuple[Entity | Quote, ...] = (*_near(document.entities, quote), *_near(document.quotes, quote))
    known = {each.name: each for m in mentions if m.speaker and (each := speakers.get(m.speaker)) is not None}
    for mention in mentions:
        if mention.rejected:
            continue
        speaker = speakers.get(mention.speaker) if mention.speaker else None
        if speaker is None and isinstance(mention, Entity) and mention.label in _PEOPLE:
            speaker = known.get(name_behind_title(document.words(mention.span), known))
        if speaker is None and (isinstance(mention, Quote) or not labels.of(mention.label).speaks):
            continue
        span = mention.span if isinstance(mention, Entity) else mention.source
        name = speaker.name if speaker else document.words(mention.extent)
        rank, reason = _rank(mention, span or mention.extent, quote, paragraphs, last)
        key = speaker.id if speaker else name
        if key not in ranked or rank < ranked[key][0]:
            ranked[key] = rank, Candidate(name, speaker.id if speaker else None, span, reason)
    return tuple(candidate for _, candidate in sorted(ranked.values(), key=lambda item: item[0]))


def name_behind_title(words: str, names: Container[str]) -> str:
    """The name of two words or more that other words end with, "" for none: "Minister Ana Ruiz" names "Ana Ruiz".

    A last name alone tells too little: "Tomas Ruiz" is somebody else.
    """
    parts = words.split()
    behind = (number for number in range(1, len(parts) - 1) if not parts[number - 1].endswith(","))
    return next((name for number in behind if (name := " ".join(parts[number:])) in names), "")


class Ranking:
    """The candidates for the quote that was asked about last: the digits give what the panel has shown."""

    def __init__(self) -> None:
        self._asked: tuple[Document, Mapping[str, Speaker], Quote, LabelSet] | None = None
        self._found: tuple[Candidate, ...] = ()

    def of(
        self, document: Document, speakers: Mapping[str, Speaker], quote: Quote, labels: LabelSet
    ) -> tuple[Candidate, ...]:
        """What `candidates` says; worked out anew only where one of the four is not the same object any more."""
        asked = document, speakers, quote, labels
        if self._asked is None or any(a is not b for a, b in zip(self._asked, asked, strict=True)):
            self._asked, self._found = asked, candidates(*asked)
        return self._found


def _before(document: Document, quote: Quote) -> tuple[Quote, ...]:
    return document.quotes[: bisect_left(document.quotes, place(quote), key=place)]


def _near(mentions: tuple[_A, ...], quote: Quote) -> list[_A]:
    """The entities or quotes around a quote, and of those farther off the nearest of each speaker."""
    first = max(0, bisect_left(mentions, quote.extent.start, key=_start) - NEAR)
    last = bisect_left(mentions, quote.extent.end, key=_start) + NEAR
    near = list(mentions[first:last])
    seen = {None, *(mention.speaker for mention in near)}
    for mention in (*reversed(mentions[:first]), *mentions[last:]):
        if mention.speaker not in seen:
            seen.add(mention.speaker)
            near.append(mention)
    return near


def _start(mention: Entity | Quote) -> int:
    return mention.extent.start


def _rank(
    mention: Entity | Quote, span: Span, quote: Quote, paragraphs: tuple[Span, ...], last: str | None
) -> tuple[tuple[float, ...], str]:
    far = distance(span, quote)
    people = (
        0 if not isinstance(mention, Entity) or mention.label in _PEOPLE else 1 if mention.label == "ORG" else PLACE
    )
    if quote.speaker is not None and mention.speaker == quote.speaker:
        return (0, people, far), "suggested" if quote.pending else "chosen"
    if any(c.overlaps(span) for c in quote.contents):
        return (4, people, far), "named in the quote"
    if any(p.contains(span) for p in paragraphs):
        return (3 if people == PLACE else 1, people, far), "in this paragraph"
    if last is not None and mention.speaker == last:
        return (2, people, far), "said the quote before"
    if span.start < quote.extent.start:
        return (3, people, far), "named before"
    return (3, people, far + 1000), "named later"
