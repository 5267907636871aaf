"""What a search gives of a place: the words that are there, what stands around them, and what is noted about them."""

from dataclasses import dataclass
from typing import Final

from annotator.model.document import AnyAnnotation, Decision, Entity, Span, Status

AROUND: Final = 100
"""How many characters stand on either side of what was found."""
_LONGEST: Final = 200
"""How many of what was found itself are given."""


@dataclass(frozen=True)
class Hit:
    """What was found at a place, with what stands around it, on one line.

    span        where; None for the article itself, and for what is gone from it
    annotation  the id of the entity or quote; "" for words of the text
    sort        its label or kind; "" likewise
    decision    what was decided about it; None likewise
    note        what somebody wrote about it, and
    why         why it was decided as it is, where that is what was looked for, or what the words were found in
    flagged     whether somebody wants to come back to it, where notes and flags are looked for
    """

    span: Span | None
    before: str = ""
    words: str = ""
    after: str = ""
    annotation: str = ""
    sort: str = ""
    decision: Decision | None = None
    note: str = ""
    why: str = ""
    flagged: bool = False


@dataclass(frozen=True)
class InArticle:
    """What was found in an article, in the order of its text; nothing where the article itself is what was found."""

    document_id: str
    title: str
    status: Status
    hits: tuple[Hit, ...]


def hit(text: str, span: Span) -> Hit:
    """Words of a text with what stands around them."""
    start, end = span
    return Hit(
        span,
        text[max(0, start - AROUND) : start].replace("\n", " "),
        " ".join(text[start : min(end, start + _LONGEST)].split()),
        text[end : end + AROUND].replace("\n", " "),
    )


def of_annotation(text: str, annotation: AnyAnnotation, *, note: str = "", why: str = "", flagged: bool = False) -> Hit:
    """An entity or quote with what stands around it, and what is said about it."""
    found = hit(text, annotation.extent)
    sort = annotation.label if isinstance(annotation, Entity) else annotation.kind.value
    return Hit(
        *(found.span, found.before, found.words, found.after),
        annotation=annotation.id,
        sort=sort,
        decision=annotation.decision,
        note=note,
        why=why,
        flagged=flagged,
    )
