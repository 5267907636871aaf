"""An article as only those of its paragraphs are that somebody has read: what a trainer may take for complete."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.model.correcting import with_text
from annotator.model.coverage import joined
from annotator.model.document import Document, Span
from annotator.model.state import spans_of


def only_reviewed(document: Document, read: Iterable[Span]) -> tuple[Document | None, int]:
    """The document without the paragraphs that are not among those `read`, and how many annotations went with them.

    Its offsets are those of the text that is left, a paragraph still on a line of its own. An annotation goes that does
    not stand in it with all its spans, a quote with its cue and source too. Rejected ones do not count. None where
    nothing was read.
    """
    stretches = joined(document, read)
    if not stretches:
        return None, sum(not each.rejected for each in document.by_id.values())
    kept = {
        each.id
        for each in document.by_id.values()
        if all(any(stretch.contains(span) for stretch in stretches) for span in spans_of(each))
    }
    gone = sum(not each.rejected for each in document.by_id.values() if each.id not in kept)
    whole = replace(
        document,
        entities=tuple(each for each in document.entities if each.id in kept),
        quotes=tuple(each for each in document.quotes if each.id in kept),
    )
    first, rest = stretches[0], stretches[1:]
    return with_text(whole, (first, *(Span(start - 1, end) for start, end in rest))), gone
