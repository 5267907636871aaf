"""Places in a project that something is to be said about, and going there."""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.model.document import AnyAnnotation, Document, Quote, Span
from annotator.model.exchange import Loss
from annotator.model.lint import Finding, Severity
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.session.visiting import visit


@dataclass(frozen=True)
class Place:
    """Something about an article, or about a place in it.

    article     the article's id; "" where it is not in the project
    words       what is to be said
    span        where, in code points; None where that is the whole article, or its annotation says it
    annotation  the id of the entity or quote it is about, or of a part of a quote ("q1.content.0")
    severe      whether something is wrong, rather than perhaps
    sort        what sort of thing it is, in a word
    around      what stands before and after it, where `words` are the text's own
    remark      a note on it, or why it is decided so, which tells more than the words
    flagged     whether it is flagged to come back to
    by, at      who wrote that or flagged it last, and when (ISO 8601, UTC), as far as that is known
    """

    article: str
    words: str
    span: Span | None = None
    annotation: str | None = None
    severe: bool = False
    sort: str = ""
    around: tuple[str, str] | None = None
    remark: str = ""
    flagged: bool = False
    by: str = ""
    at: str = ""


def of_finding(finding: Finding) -> Place:
    """Where a finding leads."""
    severe = finding.severity is Severity.ERROR
    return Place(finding.article, finding.sentence, finding.span, finding.annotation, severe, finding.rule.value)


def of_loss(article: str, loss: Loss) -> Place:
    """Where something stands that an export would lose; its detail may be the id of what it is of."""
    return Place(article, str(loss), loss.span, loss.detail or None, severe=not loss.kept, sort=str(loss.what))


def go(session: Session, place: Place, show: Callable[[Span], object]) -> None:
    """Put the article on the desk and select what the place is about; `show` is given what is to be seen of it, if any.

    Where the annotation is gone, the text is selected that it had.
    """
    if all(entry.id != place.article for entry in session.entries):
        session.tell("This article is not in the project any more.")
    elif session.current != place.article:
        visit(session, place.article, lambda: _select(session, place, show))
    else:
        _select(session, place, show)


def _select(session: Session, place: Place, show: Callable[[Span], object]) -> None:
    document = session.document
    assert document is not None
    span = place.span if place.span is not None and place.span.end <= len(document.text) else None
    annotation = _named(document, place.annotation)
    if annotation is not None:
        span = span or annotation.extent
        session.select(Selection(span.start, span.start, annotation.id, _part(annotation, span)))
    elif span is not None:
        session.select(Selection(caret=span.end, anchor=span.start))
    if span is not None:
        show(span)


def _named(document: Document, name: str | None) -> AnyAnnotation | None:
    """The annotation of that id, or the quote of a part of that name; none that was rejected."""
    while name:
        annotation = document.by_id.get(name)
        if annotation is not None:
            return None if annotation.rejected else annotation
        name = name.rpartition(".")[0]
    return None


def _part(annotation: AnyAnnotation, span: Span) -> int:
    return annotation.contents.index(span) if isinstance(annotation, Quote) and span in annotation.contents else 0
