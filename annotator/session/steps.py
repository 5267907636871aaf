"""What a person can undo, in memory and in the project: what the session holds is the newest of what that has."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, TypeAlias

from annotator.model.edits import EditError
from annotator.model.faults import Fault
from annotator.model.history import Update
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.session.session import Session

Verb: TypeAlias = Literal["do", "undo", "redo"]


class Misfit(Fault):
    """Edits that do not fit what is there, for instance because suggestions were made anew meanwhile."""

    @classmethod
    def of(cls, error: EditError) -> "Misfit":
        """The same in words for a person."""
        return cls(f"That does not fit the article as it is now: {error}.")


def backwards(project: Project, ids: list[str]) -> list[str]:
    """The order in which a step's transactions are undone: where it began, then from the end.

    The speakers that it entered go last, when nobody names them any more.
    """
    first, rest = ids[:1], ids[1:]
    if rest and any(edit.speaker_id for edit in project.transaction(ids[0])[0].edits):
        return [*rest[:1], *reversed(rest[1:]), *first]
    return [*first, *reversed(rest)]


def moved(session: "Session", verb: Verb, step: str = "", *, goes_on: bool = False, anew: bool = False) -> None:
    """Have the session's history be what it is after something was saved.

    step     what was done
    goes_on  whether some of it may have been done before
    anew     whether the project has to be asked, because not all of a step was undone or redone
    """
    before = session.history
    if anew:
        session.history = session.project.history(session.by)
        return
    if verb == "do":
        session.history = before.record(step)
    else:
        session.history = before.undo() if verb == "undo" else before.redo()
    older = goes_on and step not in before.done if verb == "do" else True
    if older and not before.whole:
        with suppress(Fault):  # it is saved by now and must be shown; what is held is right as far as it goes
            session.history = session.project.history(session.by)


def left_out(verb: Verb, unfit: Sequence[Misfit], of: int) -> Fault:
    """What to say once a step is undone, or redone, but for what does not fit any more.

    unfit  what was raised for each transaction that does not
    of     how many the step has
    """
    ago = "undone" if verb == "undo" else "redone"
    if of == 1:
        rest = f"It cannot be {ago} any more; what was done before it can." if verb == "undo" else ""
        return Fault(unfit[0].message, rest)
    others = f"The others were {ago}. " if len(unfit) < of else ""
    return Fault(
        f"In {len(unfit)} of {of} articles nothing was {ago}: what was done there does not fit any more.",
        f"{others}The first of them: {unfit[0].message}",
    )


def arrive(session: "Session", update: Update, *, first: bool) -> None:
    """Show what was undone or redone; where it is the first of its step, on the desk."""
    touched = update.transaction.documents
    if first and touched and session.current not in touched and touched[0] in session.state.documents:
        session.open(touched[0])
    session.take_up(update)
    document = session.document
    if document is None:
        return
    for edit in update.transaction.edits:
        if edit.document_id != document.id:
            continue
        for annotation_id in edit.annotation_ids:
            annotation = document.by_id.get(annotation_id)
            if annotation is not None and not annotation.rejected:
                session.select(session.selection.with_annotation(annotation_id))
                return


def told(verb: Verb, summary: str) -> str:
    """What to say once a step of that summary is undone or redone."""
    return f"{'Undone' if verb == 'undo' else 'Done again'}: {summary}."
