"""What documents hold, as values that can be compared."""

from collections.abc import Iterator

from annotator.model.document import Attribution, Document, Kind, Quote, Span
from annotator.model.marks.quoting import distance
from annotator.model.scores.spans import kind_within, parts
from annotator.model.scores.values import FoundQuote, GoldQuote, SourceType

_PRONOUNS = frozenset(
    {"i", "we", "you", "he", "she", "it", "they", "me", "us", "him", "her", "them", "his", "their"}
    | {"himself", "herself", "itself", "themselves", "who", "whom", "that", "which"}
    | {"ich", "wir", "er", "sie", "es", "il", "elle", "ils", "elles", "je", "nous"}
    | {"vous", "qui", "yo", "nosotros", "él", "ella", "ellos", "ellas", "usted", "ustedes", "quien"}
    | {"я", "ми", "ви", "він", "вона", "воно", "вони"}
)


def gold_quotes(document: Document) -> tuple[GoldQuote, ...]:
    """A document's quotes, but for rejected ones, as gold.

    A speaker's mentions are the entities that name them and the sources of their quotes; a quote with a speaker and
    no source may be attributed to any of these. Each paragraph of a content is a part of its own, direct, mixed or
    indirect by the quote's marked stretches in it, so that it counts as what a reader sees.
    """
    return tuple(
        GoldQuote(
            span=part,
            kind=kind,
            sources=_sources(document, quote),
            source_type=source_type(document, quote),
            cues=() if quote.cue is None else (quote.cue,),
            chain=_mentions(document, quote.speaker) if quote.speaker is not None else None,
        )
        for quote in _kept(document)
        for part, kind in _parts(document.text, quote)
    )


def found_quotes(document: Document, *, as_records: bool = False) -> tuple[FoundQuote, ...]:
    """A document's quotes, but for rejected ones, as they were found.

    Where a quote has a speaker and no source, the speaker's mention nearest to it stands for one.

    as_records  for gold that names no marked stretches and no speakers: the contents whole, their kind left to the
                text's quote marks, the source as it is
    """
    if as_records:
        return tuple(
            FoundQuote(span=span, source=quote.source, cue=quote.cue, quote=quote.id, score=quote.score)
            for quote in _kept(document)
            for span in quote.contents
        )
    return tuple(
        FoundQuote(
            span=part,
            source=_source(document, quote),
            cue=quote.cue,
            kind=kind,
            quote=quote.id,
            score=quote.score,
        )
        for quote in _kept(document)
        for part, kind in _parts(document.text, quote)
    )


def source_type(document: Document, quote: Quote) -> SourceType:
    """What a quote's source is: told by its words, and a name from a phrase by the attribution where that says it."""
    if quote.source is None:
        return SourceType.NONE
    words = document.words(quote.source)
    if words.lower() in _PRONOUNS:
        return SourceType.PRONOUN
    if quote.attribution in (Attribution.ANAPHORIC, Attribution.UNNAMED):
        return SourceType.NOMINAL
    named = quote.attribution is Attribution.EXPLICIT or any(c.isupper() for c in words.split()[-1])
    return SourceType.NAME if named else SourceType.NOMINAL


def _kept(document: Document) -> Iterator[Quote]:
    return (quote for quote in document.quotes if not quote.rejected)


def _parts(text: str, quote: Quote) -> Iterator[tuple[Span, Kind]]:
    for content in quote.contents:
        for part in parts(text, content):
            if not quote.marked:
                yield part, quote.kind
                continue
            within = [Span(max(s.start, part.start), min(s.end, part.end)) for s in quote.marked if s.overlaps(part)]
            yield part, kind_within(text, part, sorted(within))


def _mentions(document: Document, speaker: str) -> tuple[Span, ...]:
    entities = {e.span for e in document.entities if e.speaker == speaker and not e.rejected}
    sources = {q.source for q in _kept(document) if q.speaker == speaker and q.source is not None}
    return tuple(sorted(entities | sources))


def _sources(document: Document, quote: Quote) -> tuple[Span, ...]:
    if quote.source is not None:
        return (quote.source,)
    return () if quote.speaker is None else _mentions(document, quote.speaker)


def _source(document: Document, quote: Quote) -> Span | None:
    return min(_sources(document, quote), key=lambda span: (distance(span, quote), span), default=None)
