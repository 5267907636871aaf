"""Going to an article as a person does: a very long one is read beside the window before it is put on the desk."""

from collections.abc import Callable

from annotator.model.edits import EditError
from annotator.model.faults import Fault
from annotator.session.events import Awaited, Told
from annotator.session.session import Session


def visit(session: Session, document_id: str, then: Callable[[], object] = lambda: None) -> None:
    """Put an article on the desk and call `then`: at once, but for a very long one when it has been read.

    Neither is done where another article is put there meanwhile. Raises Fault, or EditError where there is no such
    article; what turns out later is told.
    """
    if session.fetch is None or not session.fetch(document_id, lambda: _arrive(session, document_id, then)):
        session.open(document_id)
        then()
    else:
        session.awaited = document_id
        session.publish(Awaited(document_id))


def _arrive(session: Session, document_id: str, then: Callable[[], object]) -> None:
    if document_id != session.awaited:
        return
    try:
        session.open(document_id)
        then()
    except (Fault, EditError) as error:
        session.awaited = None
        session.publish(Awaited(None))
        session.publish(Told(str(error), fault=True))
