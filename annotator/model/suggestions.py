"""What a pipeline proposes for one article, and how it becomes part of a document."""

from dataclasses import dataclass
from enum import StrEnum

from annotator.model.document import Annotation, Entity, Quote, Speaker, Tokens

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
