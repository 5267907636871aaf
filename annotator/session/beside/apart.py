"""Transactions that another process carries out, because that takes longer than a window may keep a person waiting.

Meanwhile the project is lent: nothing else is written to it, and nothing is shown that is not on disk. What was done
comes back as a value, and enters the session as any other update.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from annotator.model.document import Document, Speaker
from annotator.model.edits import Edit, EditError, SetText, State
from annotator.model.faults import Fault
from annotator.model.history import Transaction, Update
from annotator.model.labels.labels import LabelSet
from annotator.session.beside.jobs import Cancelled
from annotator.session.events import Listed, ModeChanged
from annotator.session.labels import adopt, labels_of
from annotator.session.steps import Misfit, Verb, arrive, moved, told
from annotator.store import log
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.session.session import Session

LONG: Final = 100_000
"""From how many characters on an article's text is corrected apart: some 50 ms."""
MANY: Final = 1_000
"""From how many annotations on a transaction is saved apart: some 50 ms."""
LARGE: Final = 40_000
"""From how many bytes on, as they are stored, a transaction is undone apart: about so many annotations."""


Going: TypeAlias = Callable[[int, int], bool]
"""Is told how much is done, and of how much in all; says whether to go on."""


@dataclass(frozen=True)
class Order:
    """What is to be done to the project at `path`.

    label        what a person would call it
    verb, transaction  the one to be done; where one is undone or redone, it has no edits yet: they are on disk
    of           that one's id
    do           does it: a function of a module, which is given the project and this order
    known        the ids of the documents that the owner holds
    labels       the project's label set
    """

    path: Path
    label: str
    verb: Verb
    transaction: Transaction
    of: str | None
    do: "Callable[[Project, Order, Going], Any]"
    known: frozenset[str] = frozenset()
    labels: LabelSet = field(default_factory=LabelSet)

    def whole(self, project: Project) -> Transaction:
        """The transaction with its edits."""
        if self.of is None:
            return self.transaction
        before, inverse = project.transaction(self.of)
        edits = inverse if self.verb == "undo" else before.edits
        return replace(self.transaction, edits=edits, summary=before.summary)


def carry_out(
    order: Order,
    progress: Callable[[int, int | None], None],
    wanted: Callable[[], bool],
    hand: Callable[[object], None],
) -> Any:
    """Does what was ordered, as an `errands.Work`; the project's owner has `lend` it.

    Raises Cancelled where it is not wanted any more, and Fault where it cannot be saved; nothing has changed then.
    """
    del hand

    def going(done: int, total: int) -> bool:
        progress(done, total)
        return wanted()

    with Project.borrow(order.path) as project:
        return order.do(project, order, going)


@dataclass(frozen=True)
class Written:
    """A transaction that was saved.

    before    the documents that it changed, as they were, but for those that the order says are known
    after     the same as they are, without those that it removed
    speakers  all speakers, where it changed any
    """

    transaction: Transaction
    before: tuple[Document, ...]
    after: tuple[Document, ...]
    speakers: dict[str, Speaker] | None


def write(project: Project, order: Order, going: Going) -> Written:
    """Does what was ordered; raises Cancelled where it is not wanted any more, and Fault where it cannot be saved."""
    transaction = order.whole(project)
    there = project.known(transaction.documents)
    documents = {each: project.document(each) for each in transaction.documents if each in there}
    before = State(documents, project.speakers(), order.labels)
    if not going(0, 1):
        raise Cancelled
    try:
        after, inverse = transaction.apply(before)
        project.save(Update(transaction, before, after), inverse, of=order.of)
    except EditError as error:
        raise Misfit.of(error) from error
    return Written(
        transaction,
        tuple(each for each in documents.values() if each.id not in order.known),
        tuple(after.documents.values()),
        None if after.speakers is before.speakers else dict(after.speakers),
    )


class Apart:
    """What of a session's transactions is carried out apart: one at a time.

    carry  has an order carried out beside the window, and calls `ended` once; None where all is done at once
    order  what is under way
    """

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.carry: Callable[[Order], None] | None = None
        self.order: Order | None = None
        self._take: Callable[[Any], None] = lambda found: None
        self._before: dict[str, Document] = {}

    def check_idle(self) -> None:
        """Raise Fault while one is under way: it may be on disk already, and what was done last is not known then."""
        if self.order is not None:
            raise busy()

    def begin(self, order: Order, take: Callable[[Any], None]) -> None:
        """Have an order carried out; `take` is given what came of it. Nothing may be under way, and `carry` be there.

        Where it fails or is stopped, the session is read anew in place of that.
        """
        assert self.carry is not None
        self.check_idle()
        self._session.project.lend(lent=True)
        self.order, self._take = order, take
        self.carry(order)

    def ended(self, found: Any | None, fault: Fault | None = None) -> None:
        """Take up what was done, None where that failed or was stopped: perhaps a moment after it was done."""
        session, order = self._session, self.order
        session.project.lend(lent=False)
        self.order = None
        if found is not None:
            self._take(found)
            return
        if order is not None and order.of is not None and isinstance(fault, Misfit):
            session.project.discard(session.by, order.of if order.verb == "undo" else None)  # in nothing's way any more
        before, session.history = session.history, session.project.history(session.by)
        if session.history != before:
            session.entries = session.project.entries()
            session.publish(Listed())
        adopt(session, labels_of(session.project), articles=True)

    # Transactions on articles

    def dispatch(
        self, origin: str, edits: Sequence[Edit], summary: str, then: Callable[[], object] = lambda: None
    ) -> None:
        """As `Session.dispatch`, apart where that takes long; `then` is called when it is done.

        Raises Fault where it cannot be saved at once; what is done apart tells that later.
        """
        session = self._session
        if not edits or self.carry is None or session.works or not self._is_long(edits):
            session.dispatch(origin, edits, summary)
            then()
            return
        transaction = session.transaction(origin, tuple(edits), summary)
        transaction = session.opening(transaction) if transaction.undoable else transaction
        self._write("do", transaction, None, then)

    def replay(self, verb: Verb, transaction_id: str) -> bool:
        """Undo or redo a transaction apart, the person's newest step; False where that takes no time here."""
        session = self._session
        if self.carry is None:
            return False
        origin, size = session.project.ask(log.weight, transaction_id)
        if size < LARGE:
            of, inverse = session.project.transaction(transaction_id)
            if not self._is_long(inverse if verb == "undo" else of.edits):
                return False
        self._write(verb, session.transaction(f"{verb}.{origin}", (), ""), transaction_id, lambda: None)
        return True

    def _is_long(self, edits: Sequence[Edit]) -> bool:
        """Whether it takes long to apply these and to save what they change."""
        corrected = [self._session.entry(edit.document) for edit in edits if isinstance(edit, SetText)]
        if any(entry is not None and entry.characters > LONG for entry in corrected):
            return True
        return sum(len(edit.annotation_ids) for edit in edits) > MANY

    def _write(self, verb: Verb, transaction: Transaction, of: str | None, then: Callable[[], object]) -> None:
        session = self._session
        self._before = dict(session.state.documents)
        label = {"do": "Saving", "undo": "Undoing", "redo": "Redoing"}[verb]
        known = frozenset(self._before)
        order = Order(session.project.path, label, verb, transaction, of, write, known, session.state.labels)
        self.begin(order, lambda written: self._take_up(verb, written, then))

    def _take_up(self, verb: Verb, written: Written, then: Callable[[], object]) -> None:
        session, transaction = self._session, written.transaction
        named = set(transaction.documents)
        old = {**{each.id: each for each in written.before}, **self._before}
        rest = {key: each for key, each in session.state.documents.items() if key not in named}
        before = replace(session.state, documents={**rest, **{key: old[key] for key in named if key in old}})
        self._before = {}
        speakers = before.speakers if written.speakers is None else written.speakers
        after = replace(before, documents={**rest, **{each.id: each for each in written.after}}, speakers=speakers)
        update = Update(transaction, before, after)
        if verb != "do" or transaction.undoable:
            moved(session, verb, transaction.id)
        if verb == "do":
            session.take_up(update)
        else:
            session.state = after
            arrive(session, update, first=True)
            session.publish(ModeChanged())
            session.tell(told(verb, transaction.summary))
        then()


def busy() -> Fault:
    """Says that something is being carried out apart."""
    return Fault("Many articles are being changed just now.", "Wait until that is done, or stop it.")
