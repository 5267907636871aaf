"""What makes a stretch of text a quote of one kind or another."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from annotator.model.document import Article, Attribution, Document, Entity, Kind, Quote, Span, Speaker
from annotator.model.marks.marks import stretches


def marked_stretches(article: Article, contents: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches in quote marks within `contents`, marks included as far as they lie within.

    Marks are paired within the contents first: where a paragraph's marks are odd, the analyst knows better.
    """
    pieces = [
        Span(max(paragraph.start, content.start), min(paragraph.end, content.end))
        for content in contents
        for paragraph in article.paragraphs_of(content)
    ]
    within = [stretch.span for stretch in stretches(article.text, pieces)]
    around = [stretch.span for stretch in stretches(article.text, article.paragraphs_of(*contents))]
    cut = [
        Span(piece.start, min(piece.end, stretch.end))
        for piece in pieces
        for stretch in around
        if stretch.start < piece.start < stretch.end
    ]
    return tuple(sorted([*within, *(span for span in cut if not any(span.overlaps(other) for other in within))]))


def kind_of(article: Article, contents: Sequence[Span]) -> tuple[Kind, tuple[Span, ...]]:
    """The kind that contents have by their quote marks, and the stretches of them that stand in marks."""
    marked = marked_stretches(article, contents)
    return kind_by(article.text, contents, marked), marked


def kind_by(text: str, contents: Iterable[Span], marked: Sequence[Span]) -> Kind:
    """The kind of a quote by which stretches of its contents stand in marks, both in the order of the text.

    Direct where nothing but white space and punctuation stands outside the marks, indirect where there are none.
    """
    if not marked:
        return Kind.INDIRECT
    outside = "".join(_outside(text, contents, marked))
    return Kind.MIXED if any(c.isalnum() for c in outside) else Kind.DIRECT


def _outside(text: str, contents: Iterable[Span], marked: Sequence[Span]) -> Iterable[str]:
    for content in contents:
        at = content.start
        for stretch in marked:
            if content.contains(stretch):
                yield text[at : stretch.start]
                at = stretch.end
        yield text[at : content.end]


def attribution_of(document: Document, source: Span | None, speaker: Speaker | None, cue: Span | None) -> Attribution:
    """How a quote is attributed, by what its source reads: `Attribution.NONE` where it has no speaker.

    Somebody whom the article nowhere names leaves it without a source: that is implicit too, since no words say it.
    """
    if speaker is None:
        return Attribution.NONE
    if not speaker.named:
        return Attribution.UNNAMED
    if source is None or cue is None:
        return Attribution.IMPLICIT
    words = document.words(source).split()
    names = {part for name in (speaker.name, *speaker.aliases) for part in name.split()}
    return Attribution.EXPLICIT if any(word.strip(".,") in names for word in words) else Attribution.ANAPHORIC


PRONOUNS = frozenset(
    {"he", "she", "they", "it", "we", "i", "you", "him", "her", "them", "us", "me", "who"}
    | {"er", "sie", "es", "wir", "ich", "ihm", "ihn", "ihr", "ihnen"}
    | {"il", "elle", "ils", "elles", "on", "nous", "je", "lui", "leur"}
    | {"él", "ella", "ellos", "ellas", "nosotros", "yo", "usted", "ustedes"}
    | {"він", "вона", "воно", "вони", "ми", "я", "йому", "їй", "їм"}
)
"""Words that name nobody by themselves, in English, German, French, Spanish and Ukrainian."""

_PEOPLE = frozenset({"PERSON", "PER"})


def is_pronoun(words: str) -> bool:
    """Whether a mention says nothing of who it is."""
    return words.lower() in PRONOUNS


def source_for(document: Document, quote: Quote, speaker_id: str) -> Span | None:
    """The mention that a quote is attributed to once it is said to be a speaker's.

    Its source stays where that may stand for them: "he", "the minister", a name of theirs. Else it is their mention
    beside the quote, as `mention_beside` has it.
    """
    source = quote.source
    if source is not None and all(e.speaker == speaker_id for e in _naming(document, source)):
        return source
    return mention_beside(document, quote, speaker_id)


def _naming(document: Document, source: Span) -> list[Entity]:
    """The entities that name whom a source means: people within it, and what most of it is."""
    first = bisect_left(document.entities, document.article.paragraphs_of(source)[0].start, key=_start)
    last = bisect_left(document.entities, source.end, key=_start)
    within = [e for e in document.entities[first:last] if not e.rejected and e.span.overlaps(source)]
    length = source.end - source.start
    return [e for e in within if e.label in _PEOPLE or 2 * (e.span.end - e.span.start) > length]


def mention_beside(document: Document, quote: Quote, speaker_id: str) -> Span | None:
    """The speaker's mention that a quote would be attributed to: in its paragraphs if there is one, outside marks.

    The nearest one outside the contents wins; None where the paragraphs of the quote have none.
    """
    paragraphs = document.article.paragraphs_of(*quote.contents)
    if not paragraphs:
        return None
    first = bisect_left(document.entities, paragraphs[0].start, key=_start)
    last = bisect_left(document.entities, paragraphs[-1].end, key=_start)
    mentions = [
        e.span
        for e in document.entities[first:last]
        if e.speaker == speaker_id
        and not e.rejected
        and any(p.contains(e.span) for p in paragraphs)
        and not any(c.overlaps(e.span) for c in quote.contents)
    ]
    return min(mentions, key=lambda span: distance(span, quote), default=None)


def _start(entity: Entity) -> int:
    return entity.span.start


def distance(span: Span, quote: Quote) -> int:
    """How many characters lie between a span and the nearest content of a quote; 0 where they touch."""
    return min(max(span.start - c.end, c.start - span.end, 0) for c in quote.contents)
