"""Giving a project another label set, and taking that back: one step, however many articles it changes.

On disk it is one transaction, written by another process where there is much of it; what is in memory follows.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator.model.counting import how_many
from annotator.model.edits import SetLabels
from annotator.model.labels.labeldraft import Usage
from annotator.model.labels.labels import LabelSet, usual
from annotator.session.beside.apart import Going, Order, busy
from annotator.session.beside.jobs import Cancelled
from annotator.session.labels import adopt
from annotator.session.steps import Verb, moved
from annotator.store.project import Project, Relabelled
from annotator.store.relabelling import Stopped

if TYPE_CHECKING:
    from annotator.session.session import Session

ORIGIN: Final = "user.labels"
SMALL: Final = 4_000
"""Up to so many annotations in the project it is done at once: some 30 ms."""


def relabel(project: Project, order: Order, going: Going) -> Relabelled:
    """Does what was ordered. Raises Cancelled where it is not wanted any more, and Fault where it cannot be saved."""
    try:
        return project.relabel(order.whole(project), of=order.of, going=going)
    except Stopped:
        raise Cancelled from None


def count(
    path: Path,
    progress: Callable[[int, int | None], None],
    wanted: Callable[[], bool],
    hand: Callable[[object], None],
) -> Usage:
    """How much the labels of the project at `path` are used, as a `looks.Look`."""
    del progress, wanted, hand
    with Project.open(path, by="", read_only=True) as project:
        return project.usage()


class Relabelling:
    """The changes of a session's label set."""

    def __init__(self, session: "Session") -> None:
        self._session = session

    def change(self, edit: SetLabels, summary: str) -> str:
        """Give the project another set; the id of the transaction. Raises Fault where that cannot be saved."""
        return self._begin("do", edit=edit, summary=summary)

    def replay(self, verb: Verb, transaction_id: str) -> bool:
        """Undo or redo such a change, the person's newest step; True. Raises Fault where that cannot be saved."""
        return bool(self._begin(verb, of=transaction_id, summary=""))

    def _begin(self, verb: Verb, *, summary: str, edit: SetLabels | None = None, of: str | None = None) -> str:
        session = self._session
        session.apart.check_idle()
        if session.works:
            raise busy()
        origin, edits = ORIGIN if verb == "do" else f"{verb}.{ORIGIN}", (edit,) if edit is not None else ()
        transaction = session.transaction(origin, edits, summary)
        order = Order(session.project.path, "Changing labels", verb, transaction, of, relabel)
        much = sum(entry.pending + entry.decided for entry in session.entries) > SMALL
        if session.apart.carry is None or not much or (edit is not None and not edit.everywhere):
            self._take(order, relabel(session.project, order, lambda done, total: True))
        else:
            session.works.before()
            session.apart.begin(order, partial(self._take, order))
        return transaction.id

    def _take(self, order: Order, relabelled: Relabelled) -> None:
        session = self._session
        moved(session, order.verb, order.transaction.id)
        adopt(session, relabelled.labels, articles=bool(relabelled.entities))
        session.tell(_told(order.verb, relabelled))


def _told(verb: Verb, relabelled: Relabelled) -> str:
    done = {"do": "changed", "undo": "as they were", "redo": "changed again"}[verb]
    if not relabelled.entities:
        return f"The labels are {done}."
    entities, articles = how_many(relabelled.entities, "entity", "entities"), how_many(relabelled.articles, "article")
    return f"The labels are {done}: {entities} in {articles}."


def know_label(session: "Session", name: str) -> None:
    """Have a label among the project's, after the others. Raises Fault where that cannot be kept."""
    if name not in session.label_set.by_name:
        _keep(session, session.label_set.with_label(usual(name)))


def set_letter(session: "Session", name: str, letter: str) -> None:
    """Let a letter give a label; where it does already, it does no more. Raises Fault where that cannot be kept."""
    labels = session.label_set
    taken = next((label for label in labels.labels if label.key == letter), None)
    if taken is not None:
        labels = labels.with_label(replace(taken, key=None))
    if taken is None or taken.name != name:
        labels = labels.with_label(replace(labels.of(name), key=letter))
    _keep(session, labels)


def _keep(session: "Session", labels: LabelSet) -> None:
    session.project.put_label_set(labels)
    adopt(session, labels, articles=False)
