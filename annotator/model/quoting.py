"""What makes a stretch of text a quote of one kind or another."""

from collections.abc import Iterable, Sequence

from annotator.model.document import Article, Attribution, Document, Kind, Quote, Span, Speaker

OPENING = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "``": "''", "‘": "’"}
"""Opening quote marks and the marks that close them."""


def marked_stretches(article: Article, span: Span) -> tuple[Span, ...]:
    """The stretches between quote marks within `span`, marks included; one left open ends with its paragraph."""
    found: list[Span] = []
    for paragraph in article.paragraphs_of(span):
        start, end = max(paragraph.start, span.start), min(paragraph.end, span.end)
        if start < end:
            found.extend(_stretches(article.text, start, end))
    return tuple(found)


def _stretches(text: str, start: int, end: int) -> Iterable[Span]:
    at = start
    while at < end:
        mark = next((m for m in ("``", '"', "“", "„", "«") if text.startswith(m, at)), None)
        if mark is None:
            at += 1
            continue
        closings = ("''",) if mark == "``" else tuple(OPENING[mark])
        close = min((i for c in closings if (i := text.find(c, at + len(mark), end)) >= 0), default=None)
        stop = end if close is None else close + (2 if mark == "``" else 1)
        yield Span(at, stop)
        at = stop


def kind_of(article: Article, contents: Sequence[Span]) -> tuple[Kind, tuple[Span, ...]]:
    """The kind that contents have by their quote marks, and the stretches of them that stand in marks.

    Direct where nothing but white space and punctuation stands outside the marks, indirect where there are none.
    """
    marked = tuple(stretch for content in contents for stretch in marked_stretches(article, content))
    if not marked:
        return Kind.INDIRECT, ()
    outside = "".join(_outside(article.text, contents, marked))
    return (Kind.MIXED if any(c.isalnum() for c in outside) else Kind.DIRECT), marked


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
