"""What of the window is shown: the columns beside the text, and the introduction."""

from annotator.session.commands.registry import always, command
from annotator.session.events import Asked
from annotator.session.session import Session


@command("view.queue", "Queue", "Ctrl+B", menu="View", when=always)
def queue(session: Session) -> None:
    """Shows or hides the queue of articles."""
    session.publish(Asked("queue"))


@command("view.quotes", "Quotes and speakers", "Ctrl+Shift+B", menu="View", when=always)
def quotes(session: Session) -> None:
    """Shows or hides the column of quotes and speakers."""
    session.publish(Asked("quotes"))


@command("help.report", "Report a problem…", menu="Help", when=always)
def report(session: Session) -> None:
    """Shows what can be reported of the program's own mistakes, to be copied; no text of an article is in it."""
    session.publish(Asked("report"))


@command("view.move_queue", "Move the queue", menu="View", when=always)
def move_queue(session: Session) -> None:
    """Moves the queue on: left, right, below the text, in a window of its own, and so on."""
    session.publish(Asked("move_panel", "queue"))


@command("view.move_quotes", "Move the quotes", menu="View", when=always)
def move_quotes(session: Session) -> None:
    """Moves the quotes on: left, right, below the text, in a window of their own, and so on."""
    session.publish(Asked("move_panel", "quotes"))


@command("view.move_speakers", "Move the speakers", menu="View", when=always)
def move_speakers(session: Session) -> None:
    """Moves the speakers on: left, right, below the text, in a window of their own, and so on."""
    session.publish(Asked("move_panel", "speakers"))


@command("help.welcome", "The five keys that matter", menu="Help", when=always)
def welcome(session: Session) -> None:
    """Goes through the keys that matter, one after the other, on the article that is open."""
    session.publish(Asked("welcome"))
