"""What a pipeline proposes for one article, and how it becomes part of a document."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from annotator.model.document import Annotation, AnyAnnotation, Document, Entity, Quote, Speaker, Tokens
from annotator.model.labels.labelmap import LabelMaps
from annotator.model.notes import noted

DOUBT = 0.5
"""A suggestion with a score below this is doubtful."""


class QuoteKinds(StrEnum):
    """Which quotes are looked for, each kind with those before it.

    direct  in quote marks only
    marked  mixed ones besides
    speech  reported speech without marks besides
    all     thoughts and wishes besides, and mere topics: she condemned *the plan*
    """

    DIRECT = "direct"
    MARKED = "marked"
    SPEECH = "speech"
    ALL = "all"


@dataclass(frozen=True)
class Wish:
    """What suggestions are to be made with.

    quotes    which quotes are looked for
    pipeline  its name, None for the best installed
    weights   the folder of those by which reported speech is told, None for the program's
    labels    what the labels of pipelines are called
    """

    quotes: QuoteKinds = QuoteKinds.MARKED
    pipeline: str | None = None
    weights: Path | None = None
    labels: LabelMaps = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """A pipeline's proposals for one text.

    pipeline  its name and version
    language  the text's language (ISO 639-1), None where it could not be told
    entities, quotes, speakers  all pending; their ids ("e1", "q1", "s1") hold within these suggestions only
    """

    pipeline: str
    language: str | None
    tokens: Tokens
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    speakers: tuple[Speaker, ...] = ()


def doubtful(annotation: Annotation) -> bool:
    """Whether an annotation is a suggestion with a low score."""
    return annotation.pending and annotation.score is not None and annotation.score < DOUBT


def replaceable(annotation: Annotation) -> bool:
    """Whether suggestions made anew may take its place: nobody has decided about it, noted anything, or flagged it."""
    return annotation.pending and not noted(annotation)


class Decided:
    """What was decided in a document, or has to stay for another reason: nothing is suggested over it."""

    def __init__(self, document: Document) -> None:
        entities = [entity for entity in document.entities if not replaceable(entity)]
        self._taken = {entity.span for entity in entities}
        self._covered = bytearray(len(document.text))
        for span in (entity.span for entity in entities if not entity.rejected):
            self._covered[span.start : span.end] = b"\1" * (span.end - span.start)
        self._quotes = [quote for quote in document.quotes if not replaceable(quote)]

    def leaves_free(self, suggestion: AnyAnnotation) -> bool:
        """Whether nothing was decided about the words of a suggestion.

        They are taken by an entity of the same span, by one that overlaps them and was not rejected, and by a quote in
        which most of them lie.
        """
        if isinstance(suggestion, Entity):
            span = suggestion.span
            return span not in self._taken and not any(self._covered[span.start : span.end])
        return not any(_mostly_within(suggestion, other) for other in self._quotes)


def _mostly_within(quote: Quote, other: Quote) -> bool:
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in quote.contents for b in other.contents)
    return 2 * shared >= sum(c.end - c.start for c in quote.contents)
