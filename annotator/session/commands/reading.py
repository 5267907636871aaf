"""What was read of an article and what not: going there, and whether it is noted."""

from annotator.model.texts.coverage import to_read
from annotator.session.commands.registry import always, article_open, command, desk
from annotator.session.events import Asked
from annotator.session.selection import Selection
from annotator.session.session import Session


def covered(session: Session) -> bool:
    """An article is on the desk, and what of it is not read is shown."""
    return article_open(session) and session.coverage.shown


@command("go.unread", "Next unread paragraph", "U", menu="Go", when=covered)
def next_unread(session: Session) -> None:
    """Goes to the next paragraph that nobody has read; being gone to does not make it read."""
    unread, caret = session.coverage.unread, session.selection.caret
    if not unread:
        session.tell("All of this article was read." if to_read(desk(session)) else "There is nothing to read.")
        return
    paragraph = next((each for each in unread if each.start > caret), unread[0])
    with session.coverage.passing():
        session.select(Selection(paragraph.start, paragraph.start))
    session.publish(Asked("reveal", paragraph))
    if len(unread) > 1 and paragraph == unread[0] and caret >= unread[-1].start:
        session.tell("From the article's start again.")


@command("view.coverage", "Note what is read", menu="View", when=always)
def note_reading(session: Session) -> None:
    """Turns on or off that the project notes which paragraphs were read, by whom and when."""
    session.publish(Asked("coverage"))


@command("article.ask_unread", "Ask before “done”", menu="Article", when=always)
def ask_unread(session: Session) -> None:
    """Turns on or off that you are asked before an article is done of which something was not read."""
    session.publish(Asked("asking_unread"))
