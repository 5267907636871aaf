"""Finding over the whole project: what is looked for there, and going from one result to the next."""

from typing import Final

from annotator.session.commands.registry import always, command
from annotator.session.events import Asked
from annotator.session.session import Session

NOTED: Final = "is:noted"
"""The query for all that has a note or a flag."""


@command("edit.search", "Find in the project…", "Ctrl+Shift+F", menu="Edit", when=always)
def search(session: Session) -> None:
    """Finds words, labels, speakers and more in all articles; the list stays open while you mend."""
    look_for(session, None)


@command("go.noted", "Notes and flags…", "Ctrl+F9", menu="Go", when=always)
def notes_and_flags(session: Session) -> None:
    """Lists what has a note or is flagged to come back to, in all articles; each is a click away."""
    look_for(session, NOTED)


def look_for(session: Session, query: str | None) -> None:
    """Open the search through the project; with a query ("is:flagged") that is looked for, else with the last one."""
    session.publish(Asked("search", query))


@command("go.result", "Next result", "F3", menu="Go", when=always)
def result(session: Session) -> None:
    """Goes to the next result of the search through the project."""
    session.publish(Asked("result", 1))


@command("go.result_before", "Previous result", "Shift+F3", menu="Go", when=always)
def result_before(session: Session) -> None:
    """Goes to the previous result of the search through the project."""
    session.publish(Asked("result", -1))
