"""What a person can undo, in memory and in the project: what the session holds is the newest of what that has."""

from contextlib import suppress
from typing import TYPE_CHECKING, Literal, TypeAlias

from annotator.model.faults import Fault

if TYPE_CHECKING:
    from annotator.session.session import Session

Verb: TypeAlias = Literal["do", "undo", "redo"]


def moved(session: "Session", verb: Verb, step: str = "", *, goes_on: bool = False) -> None:
    """Have the session's history be what it is after something was saved.

    step     what was done
    goes_on  whether some of it may have been done before
    """
    before = session.history
    if verb == "do":
        session.history = before.record(step)
    else:
        session.history = before.undo() if verb == "undo" else before.redo()
    older = goes_on and step not in before.done if verb == "do" else True
    if older and not before.whole:
        with suppress(Fault):  # it is saved by now and must be shown; what is held is right as far as it goes
            session.history = session.project.history(session.by)
