"""What a pipeline proposes for one article, and how it becomes part of a document."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from annotator.model.document import Annotation, Entity, Quote, Speaker, Tokens
from annotator.model.labelmap import LabelMaps

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
