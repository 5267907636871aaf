"""What a person keeps in mind: notes, and flags to come back to an article, an entity or a quote."""

from collections.abc import Iterator
from functools import partial

from annotator.model.document import Document, place
from annotator.model.edits import SetFlag, SetNote
from annotator.model.faults import Fault
from annotator.model.notes import note_of, wrong
from annotator.session.commands.moving import show
from annotator.session.commands.registry import always, command, desk
from annotator.session.events import Asked
from annotator.session.session import Session
from annotator.session.visiting import visit
from annotator.store import notes


def turn_flag(session: Session, document_id: str, annotation: str | None) -> None:
    """Flag an article, or an annotation in it, to come back to; where it is flagged, take that away.

    Raises Fault where that cannot be saved, EditError where there is no such thing any more.
    """
    document = session.load(document_id)
    flagged = (document if annotation is None else session.state.annotation(document_id, annotation)).flagged
    summary = "Take the flag away" if flagged else "Flag"
    session.dispatch("user.flag", [SetFlag(document_id, annotation, not flagged)], summary)


@command("annotation.flag", "Flag", "F", menu="Annotation")
def flag(session: Session) -> None:
    """Flags the selected annotation, else the article, to come back to; again, takes the flag away."""
    turn_flag(session, desk(session).id, session.selection.annotation if session.annotation is not None else None)


@command("annotation.note", "Note…", "W", menu="Annotation")
def note(session: Session) -> None:
    """Writes a note on the selected annotation, else on the article."""
    check_may_write(session)
    session.publish(Asked("note", session.selection.annotation if session.annotation is not None else None))


@command("article.flag", "Flag the article", "Shift+F", menu="Article")
def flag_article(session: Session) -> None:
    """Flags the article to come back to; again, takes the flag away."""
    turn_flag(session, desk(session).id, None)


@command("article.note", "Note on the article…", "Shift+W", menu="Article")
def note_article(session: Session) -> None:
    """Writes a note on the article."""
    check_may_write(session)
    session.publish(Asked("note", None))


def check_may_write(session: Session) -> None:
    """Raise Fault where the project may only be read: before somebody writes what cannot be kept."""
    if session.project.read_only:
        raise Fault(
            f"{session.project.path} is open for reading only.",
            "Close it where else it is open, or save a copy where you may write, and open it again.",
        )


def write_note(session: Session, document_id: str, annotation: str | None, words: str) -> None:
    """Keep words as the note of an article, or of an annotation in it; none take it away.

    Raises Fault where they are too many or cannot be saved, EditError where there is no such thing any more.
    """
    if why := wrong(words):
        raise Fault(why, "Shorten it.")
    document = session.load(document_id)
    had = document.note if annotation is None else session.state.annotation(document_id, annotation).note
    after = note_of(words)
    if after != had:
        summary = "Write a note" if after else "Take the note away"
        session.dispatch("user.note", [SetNote(document_id, annotation, after)], summary)


@command("go.next_flagged", "Next flagged", "F9", menu="Go", when=always)
def next_flagged(session: Session) -> None:
    """Goes to the next annotation or article that is flagged, also in another article."""
    _go(session, 1)


@command("go.previous_flagged", "Previous flagged", "Shift+F9", menu="Go", when=always)
def previous_flagged(session: Session) -> None:
    """Goes to the previous annotation or article that is flagged, also in another article."""
    _go(session, -1)


def _go(session: Session, step: int) -> None:
    document = session.document
    if document is not None:
        here = list(_flagged(document))
        start = _from(session, document)
        ahead = [each for each in here if each[0] > start] if step > 0 else [each for each in here if each[0] < start]
        if ahead:
            show(session, ahead[0 if step > 0 else -1][1])
            return
    flagged = session.project.ask(notes.flagged)
    order = list(session.rows)
    at = session.rows.get(session.current or "", -1 if step > 0 else len(order))
    round_it = [*order[at + 1 :], *order[: at + 1]] if step > 0 else [*order[:at][::-1], *order[at:][::-1]]
    following = next((each for each in round_it if each in flagged), None)
    if following is None:
        session.tell("Nothing is flagged to come back to.")
        return
    if following != session.current:
        visit(session, following, partial(_show_flagged, session, step))
    else:
        _show_flagged(session, step)


def _show_flagged(session: Session, step: int) -> None:
    """Goes to the first thing that is flagged on the desk, or the last one; says so where that is the article."""
    opened = desk(session)
    places = list(_flagged(opened))
    if opened.flagged or not places:
        session.tell("You wanted to come back to this article.")
    if places and (step < 0 or not opened.flagged):
        show(session, places[0 if step > 0 else -1][1])


def _flagged(document: Document) -> Iterator[tuple[tuple[int, int, str], str]]:
    """The flagged annotations of an article that can be seen, each with its place, in order."""
    for each in document.annotations:
        if each.flagged:
            yield place(each), each.id


def _from(session: Session, document: Document) -> tuple[int, int, str]:
    """Where a person is: at the selected annotation, else before what begins at the caret."""
    annotation = session.annotation
    if annotation is None:
        return session.selection.caret, -len(document.text) - 1, ""
    return place(annotation)
