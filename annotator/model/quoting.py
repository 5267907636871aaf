"""What makes a stretch of text a quote of one kind or another."""

from collections.abc import Iterable, Sequence

from annotator.model.document import Article, Attribution, Document, Kind, Quote, Span, Speaker
from annotator.model.marks import stretches


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
    """How a quote is attributed, by what its source reads: `Attribution.NONE` where it has no speaker."""
    if speaker is None:
        return Attribution.NONE
    if not speaker.named:
        return Attribution.UNNAMED
    if source is None or cue is None:
        return Attribution.IMPLICIT
    words = document.words(source).split()
    names = {part for name in (speaker.name, *speaker.aliases) for part in name.split()}
    return Attribution.EXPLICIT if any(word.strip(".,") in names for word in words) else Attribution.ANAPHORIC


def mention_beside(document: Document, quote: Quote, speaker_id: str) -> Span | None:
    """The speaker's mention that a quote would be attributed to: in its paragraphs if there is one, outside marks.

    The nearest one outside the contents wins; None where the paragraphs of the quote have none.
    """
    paragraphs = document.article.paragraphs_of(*quote.contents)
    mentions = [
        e.span
        for e in document.entities
        if e.speaker == speaker_id
        and not e.rejected
        and any(p.contains(e.span) for p in paragraphs)
        and not any(c.overlaps(e.span) for c in quote.contents)
    ]
    return min(mentions, key=lambda span: distance(span, quote), default=None)


def distance(span: Span, quote: Quote) -> int:
    """How many characters lie between a span and the nearest content of a quote; 0 where they touch."""
    return min(max(span.start - c.end, c.start - span.end, 0) for c in quote.contents)
