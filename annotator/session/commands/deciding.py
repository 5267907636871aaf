"""Accepting, rejecting and removing, and what every correction has in common."""

from annotator.model.document import ANALYST, AcceptedBy, AnyAnnotation, Decision, Entity
from annotator.model.edits import Decide, Edit, Remove
from annotator.model.finding.everywhere import Order, Settle
from annotator.session.commands.registry import annotation_selected, chosen, command, desk
from annotator.session.session import Session


def decided(session: Session, annotation: AnyAnnotation, decision: Decision) -> Edit:
    """The edit by which this person decides about an annotation now."""
    return Decide(
        desk(session).id,
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


def _remember(session: Session, annotation: AnyAnnotation, *, accept: bool) -> None:
    words = desk(session).words(annotation.extent)
    session.last_act = Order(Settle(annotation.label, accept), words) if isinstance(annotation, Entity) else None


def suggestion_selected(session: Session) -> bool:
    """A suggestion is selected."""
    return session.annotation is not None and session.annotation.pending


@command("annotation.accept", "Accept", "A", menu="Annotation", when=suggestion_selected)
def accept(session: Session) -> None:
    """Accepts the selected suggestion as it is."""
    annotation = chosen(session)
    session.dispatch("user.accept", [decided(session, annotation, Decision.ACCEPTED)], "Accept")
    _remember(session, annotation, accept=True)


@command("annotation.reject", "Reject", "X", "Backspace", "Del", menu="Annotation", when=annotation_selected)
def reject(session: Session) -> None:
    """Rejects the selected suggestion, or removes what was added by hand."""
    document, annotation = desk(session), chosen(session)
    start = annotation.extent.start
    summary = "Remove" if annotation.origin == ANALYST else "Reject"
    _remember(session, annotation, accept=False)
    edit = (
        Remove(document.id, annotation.id)
        if annotation.origin == ANALYST
        else decided(session, annotation, Decision.REJECTED)
    )
    session.dispatch("user.reject", [edit], summary)
    session.select(session.selection.with_text(start, start))
