"""Saying that what is not the same everywhere is all right as it is, and taking that back: steps like any other."""

from annotator.model.edits import SetAllowed
from annotator.model.finding.allowed import Allowed
from annotator.model.finding.unlike import Unlike, allowed
from annotator.session.session import Session


def allow(session: Session, unlike: Unlike) -> None:
    """Say that it is all right as it is. Raises Fault where that cannot be saved."""
    said = allowed(unlike, session.by, session.clock())
    session.dispatch("user.allow", [SetAllowed(said.key, said)], f"{_called(said)}: all right as it is")
    session.tell(f"{_called(said)} is all right as it is, and listed no more.")


def disallow(session: Session, said: Allowed) -> None:
    """Say that it is not after all. Raises Fault where that cannot be saved."""
    session.dispatch("user.allow", [SetAllowed(said.key)], f"{_called(said)}: not all right")
    session.tell(f"{_called(said)} is listed again where it is not the same everywhere.")


def _called(said: Allowed) -> str:
    return " · ".join(f"“{words}”" for words in said.words)
