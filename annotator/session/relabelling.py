"""Giving a project another label set, and taking that back: one step, however many articles it changes.

On disk it is one transaction, written by another process where there is much of it; what is in memory follows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator.model.counting import how_many
from annotator.model.edits import SetLabels
from annotator.model.faults import Fault
from annotator.model.history import Transaction
from annotator.model.labeldraft import Usage
from annotator.model.labels import LabelSet, usual
from annotator.session.events import LabelsChanged, Reread
from annotator.session.jobs import Cancelled
from annotator.session.labels import labels_of
from annotator.session.steps import Verb, moved
from annotator.store.project import Project, Relabelled
from annotator.store.relabelling import Stopped

if TYPE_CHECKING:
    from annotator.session.session import Session

ORIGIN: Final = "user.labels"
SMALL: Final = 4_000
"""Up to so many annotations in the project it is done at once: some 30 ms."""


@dataclass(frozen=True)
class Order:
    """What is to be done to the project at `path`.

    transaction  the one to be done; where one is undone or redone, it has no edits yet: they are on disk
    of           that one's id
    """

    path: Path
    verb: Verb
    transaction: Transaction
    of: str | None = None


def carry_out(
    order: Order,
    progress: Callable[[int, int | None], None],
    wanted: Callable[[], bool],
    hand: Callable[[object], None],
) -> Relabelled:
    """Does what was ordered, as an `errands.Work`; the project's owner has `lend` it.

    Raises Cancelled where it is not wanted any more, and Fault where it cannot be saved; nothing has changed then.
    """
    del hand

    def going(done: int, total: int) -> bool:
        progress(done, total)
        return wanted()

    with Project.borrow(order.path) as project:
        return _carried_out(project, order, going)


def _carried_out(project: Project, order: Order, going: Callable[[int, int], bool]) -> Relabelled:
    transaction = order.transaction
    if order.of is not None:
        before, inverse = project.transaction(order.of)
        transaction = replace(transaction, edits=inverse if order.verb == "undo" else before.edits)
    try:
        return project.relabel(transaction, of=order.of, going=going)
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
    """The changes of a session's label set.

    apart  has an order carried out beside the window, and calls `ended` once; None where all is done at once
    """

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.apart: Callable[[Order], None] | None = None
        self.order: Order | None = None

    def change(self, edit: SetLabels, summary: str) -> str:
        """Give the project another set; the id of the transaction. Raises Fault where that cannot be saved."""
        return self._begin("do", edit=edit, summary=summary)

    def replay(self, verb: Verb, transaction_id: str) -> bool:
        """Undo or redo such a change, the person's newest step; True. Raises Fault where that cannot be saved."""
        return bool(self._begin(verb, of=transaction_id, summary=""))

    def check_idle(self) -> None:
        """Raise Fault while one is under way: it may be on disk already, and what was done last is not known then."""
        if self.order is not None:
            raise _busy()

    def _begin(self, verb: Verb, *, summary: str, edit: SetLabels | None = None, of: str | None = None) -> str:
        session = self._session
        self.check_idle()
        if session.works:
            raise _busy()
        transaction = Transaction(
            id=session.new_id("t"),
            origin=ORIGIN if verb == "do" else f"{verb}.{ORIGIN}",
            edits=(edit,) if edit is not None else (),
            by=session.by,
            at=session.clock(),
            summary=summary,
        )
        order = Order(session.project.path, verb, transaction, of)
        much = sum(entry.pending + entry.decided for entry in session.entries) > SMALL
        if self.apart is None or not much or (edit is not None and not edit.everywhere):
            self._take(order, _carried_out(session.project, order, lambda done, total: True))
            return transaction.id
        session.works.before()
        session.project.lend(lent=True)
        self.order = order
        self.apart(order)
        return transaction.id

    def ended(self, relabelled: Relabelled | None) -> None:
        """Take up what was done apart, None where that failed or was stopped: perhaps a moment after it was done."""
        session, order = self._session, self.order
        session.project.lend(lent=False)
        self.order = None
        if relabelled is not None and order is not None:
            self._take(order, relabelled)
            return
        session.history = session.project.history(session.by)
        adopt(session, labels_of(session.project), articles=True)

    def _take(self, order: Order, relabelled: Relabelled) -> None:
        session = self._session
        moved(session, order.verb, order.transaction.id)
        adopt(session, relabelled.labels, articles=bool(relabelled.entities))
        session.tell(_told(order.verb, relabelled))


def adopt(session: "Session", labels: LabelSet, *, articles: bool) -> None:
    """Take up the labels that the project has on disk, and, where `articles`, what its articles are there."""
    there = session.document is not None  # not where it was removed while it lay on the desk
    session.state = replace(session.state, labels=labels, documents={} if articles else session.state.documents)
    session.last_act = None
    if session.sticky_label is not None and session.sticky_label not in labels.by_name:
        session.sticky_label = None
    session.publish(LabelsChanged())
    if articles and there and session.current is not None:
        session.load(session.current)
        session.publish(Reread())


def _busy() -> Fault:
    return Fault("Many articles are being changed just now.", "Wait until that is done, or stop it.")


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
