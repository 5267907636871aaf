"""Undoing and redoing a person's newest step, one transaction of it at a time, and showing where."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from annotator.model.edits import Edit
from annotator.model.history import Transaction
from annotator.session.beside.works import Work
from annotator.session.events import ModeChanged
from annotator.session.relabelling import ORIGIN
from annotator.session.steps import Misfit, Verb, arrive, backwards, left_out, moved, told

if TYPE_CHECKING:
    from annotator.session.session import Session

Read = Callable[[str], tuple[Transaction, tuple[Edit, ...]]]


def replay(session: "Session", verb: Verb) -> bool:
    """Undo or redo the newest step, as `Session.undo` and `redo` say; False where there is none. Raises Fault."""
    session.apart.check_idle()
    session.works.stop()
    session.works.finish()
    undone, project = verb == "redo", session.project
    steps = session.history.undone if undone else session.history.done
    if not steps:
        return False
    ids = project.step(steps[-1], undone=undone)
    if project.origin(ids[0]) == ORIGIN:
        return session.relabelling.replay(verb, ids[0])
    if len(ids) == 1 and session.apart.replay(verb, ids[0]):
        return True
    label, order = ("Redoing", ids) if undone else ("Undoing", backwards(project, ids))
    read = lru_cache(maxsize=1)(project.transaction)
    slices = _replayed(session, verb, order, read)
    session.works.begin(Work(label, len(ids), slices, exclusive=True, needs=lambda n: read(order[n])[0].documents))
    return True


def _replayed(session: "Session", verb: Verb, ids: list[str], read: Read) -> Iterator[None]:
    unfit: list[Misfit] = []
    summary = ""
    for number, transaction_id in enumerate(ids, 1):
        transaction, inverse = read(transaction_id)
        summary = summary or transaction.summary
        edits = inverse if verb == "undo" else transaction.edits
        again = session.transaction(f"{verb}.{transaction.origin}", edits, transaction.summary)
        try:
            arrive(session, session.commit(again, of=transaction.id), first=number == 1)
        except Misfit as misfit:
            session.project.discard(session.by, transaction_id if verb == "undo" or len(ids) > 1 else None)
            unfit.append(misfit)
        if number == len(ids):
            moved(session, verb, anew=bool(unfit))
            session.publish(ModeChanged())
            if unfit:
                raise left_out(verb, unfit, len(ids))
            session.tell(told(verb, summary))
        yield
