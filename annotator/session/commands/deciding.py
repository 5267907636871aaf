"""Accepting, rejecting and removing, and what every correction has in common."""

from collections.abc import Iterable

from annotator.model.document import ANALYST, AcceptedBy, AnyAnnotation, Decision, Document
from annotator.model.edits import Decide, Edit, Remove
from annotator.session.commands.registry import annotation_selected, chosen, command, desk
from annotator.session.session import Session


def decided(session: Session, annotation: AnyAnnotation, decision: Decision, document: str | None = None) -> Edit:
    """The edit by which this person decides about an annotation now."""
    return Decide(
        document or desk(session).id,
        annotation.id,
        decision,
        AcceptedBy.PERSON if decision is Decision.ACCEPTED else None,
        session.by,
        session.clock(),
    )


def corrected(session: Session, annotation: AnyAnnotation) -> list[Edit]:
    """The edits that mark a changed annotation as corrected; what a person added stays added."""
    if annotation.decision in (Decision.ADDED, Decision.CORRECTED):
        return []
    return [decided(session, annotation, Decision.CORRECTED)]


def dismissed(session: Session, document: Document, annotations: Iterable[AnyAnnotation]) -> list[Edit]:
    """The edits that reject suggestions and remove what was added by hand."""
    return [
        Remove(document.id, a.id) if a.origin == ANALYST else decided(session, a, Decision.REJECTED, document.id)
        for a in annotations
    ]


def suggestion_selected(session: Session) -> bool:
    """A suggestion is selected."""
    return session.annotation is not None and session.annotation.pending


@command("annotation.accept", "Accept", "A", menu="Annotation", when=suggestion_selected)
def accept(session: Session) -> None:
    """Accepts the selected suggestion as it is."""
    session.dispatch("user.accept", [decided(session, chosen(session), Decision.ACCEPTED)], "Accept")


@command("annotation.reject", "Reject", "X", "Backspace", "Del", menu="Annotation", when=annotation_selected)
def reject(session: Session) -> None:
    """Rejects the selected suggestion, or removes what was added by hand."""
    document, annotation = desk(session), chosen(session)
    start = annotation.extent.start
    summary = "Remove" if annotation.origin == ANALYST else "Reject"
    session.dispatch("user.reject", dismissed(session, document, [annotation]), summary)
    session.select(session.selection.with_text(start, start))
