"""Going from annotation to annotation, and letting go."""

from annotator.model.navigation import most_doubtful, neighbour
from annotator.session.commands.registry import annotation_selected, article_open, command, desk
from annotator.session.events import Asked
from annotator.session.selection import Selection
from annotator.session.session import Session


def show(session: Session, annotation_id: str | None) -> None:
    """Select an annotation and put the caret at its start."""
    if annotation_id is None:
        session.tell("There is no other one in this article.")
        return
    start = desk(session).by_id[annotation_id].extent.start
    session.select(Selection(start, start, annotation_id))


def _go(session: Session, step: int, *, pending: bool = False) -> None:
    chosen = session.selection
    show(session, neighbour(desk(session), chosen.annotation, chosen.caret, step, pending=pending))


@command("go.next", "Next annotation", "Space", menu="Go")
def next_annotation(session: Session) -> None:
    """Goes to the next annotation in the text."""
    _go(session, 1)


@command("go.previous", "Previous annotation", "Shift+Space", menu="Go")
def previous_annotation(session: Session) -> None:
    """Goes to the previous annotation in the text."""
    _go(session, -1)


@command("go.next_pending", "Next pending", "N", menu="Go")
def next_pending(session: Session) -> None:
    """Goes to the next suggestion that nobody has decided about."""
    _go(session, 1, pending=True)


@command("go.previous_pending", "Previous pending", "Shift+N", menu="Go")
def previous_pending(session: Session) -> None:
    """Goes to the previous suggestion that nobody has decided about."""
    _go(session, -1, pending=True)


@command("go.doubtful", "Most doubtful", "D", menu="Go")
def doubtful(session: Session) -> None:
    """Goes to the suggestion that its pipeline is least sure of; again, to the next most doubtful."""
    document, chosen = desk(session), session.selection.annotation
    article, last = session.doubted or (None, None)
    going_on = article == document.id and chosen in (last, None)
    found = most_doubtful(document, last if going_on else None)
    session.doubted = (document.id, found) if found is not None else None
    show(session, found)


@command("go.choices", "Choose its label or speaker", "Return", "Enter", menu="Annotation", when=annotation_selected)
def choices(session: Session) -> None:
    """Opens what can be chosen for the selected annotation: its label, or its speaker."""
    session.publish(Asked("labels" if session.entity is not None else "speakers"))


@command("go.let_go", "Deselect", "Esc", menu="Go", when=article_open)
def let_go(session: Session) -> None:
    """Lets go of the border, then of the sticky label, then of the selection."""
    chosen = session.selection
    if chosen.border is not None:
        session.select(chosen.with_text(chosen.caret, chosen.caret))
    elif session.sticky_label is not None:
        session.set_mode(sticky_label=None)
    elif chosen.text is not None:
        session.select(chosen.with_text(chosen.caret, chosen.caret))
    else:
        session.select(chosen.with_annotation(None))
        session.publish(Asked("let_go"))
