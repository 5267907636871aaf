"""Finding over the whole project: what is looked for there, and going from one result to the next."""

from annotator.session.commands.registry import always, command
from annotator.session.events import Asked
from annotator.session.session import Session


@command("edit.search", "Find in the project…", "Ctrl+Shift+F", menu="Edit", when=always)
def search(session: Session) -> None:
    """Finds words, labels, speakers and more in all articles; the list stays open while you mend."""
    look_for(session, None)


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
