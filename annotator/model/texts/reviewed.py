"""An article as only those of its paragraphs are that somebody has read: what a trainer may take for complete."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.model.document import AnyAnnotation, Document, Span
from annotator.model.state import spans_of
from annotator.model.texts.correcting import with_text
from annotator.model.texts.coverage import joined


def only_reviewed(document: Document, read: Iterable[Span]) -> tuple[Document | None, int]:
    """The document without the paragraphs that are not among those `read`, and how many annotations went with them.

    Its offsets are those of the text that is left, a paragraph still on a line of its own. Of a quote that reaches over
    to an unread paragraph, with what was said, its cue or its source, the others are left out too: half a quote would
    stand there as if it were none. Its speaker need not be named in what is left. Rejected ones do not count. None
    where nothing is left.
    """
    stretches = joined(document, _whole(document, read))
    kept = {each.id for each in document.by_id.values() if _stands_in(stretches, each)}
    gone = sum(not each.rejected for each in document.by_id.values() if each.id not in kept)
    if not stretches:
        return None, gone
    whole = replace(
        document,
        entities=tuple(each for each in document.entities if each.id in kept),
        quotes=tuple(each for each in document.quotes if each.id in kept),
    )
    first, rest = stretches[0], stretches[1:]
    return with_text(whole, (first, *(Span(start - 1, end) for start, end in rest))), gone


def _whole(document: Document, read: Iterable[Span]) -> frozenset[Span]:
    """Those of the paragraphs read out of which no annotation reaches."""
    kept = frozenset(read)
    while True:
        stretches = joined(document, kept)
        torn = {
            paragraph
            for each in document.annotations
            if not _stands_in(stretches, each)
            for paragraph in document.article.paragraphs_of(*spans_of(each))
        }
        if kept.isdisjoint(torn):
            return kept
        kept -= torn


def _stands_in(stretches: Iterable[Span], annotation: AnyAnnotation) -> bool:
    return all(any(stretch.contains(span) for stretch in stretches) for span in spans_of(annotation))
