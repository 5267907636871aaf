"""A project under work: its state, what is selected, and the one way in for every change."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.model.document import AnyAnnotation, Document, Entity, Quote, Status
from annotator.model.edits import AddDocument, Edit, EditError, RemoveDocument, SetFlag, SetNote, SetStatus
from annotator.model.faults import Fault
from annotator.model.finding.everywhere import Order
from annotator.model.history import History, Transaction, Update
from annotator.model.labels.labels import LabelSet
from annotator.model.ranking import Ranking
from annotator.model.suggestions import QuoteKinds
from annotator.session.beside.apart import Apart
from annotator.session.beside.works import Works
from annotator.session.events import Listed, ModeChanged, Opened, Selected, Told
from annotator.session.finding.queues import Queues
from annotator.session.labels import state_of
from annotator.session.relabelling import Relabelling
from annotator.session.replaying import replay
from annotator.session.selection import Selection
from annotator.session.stamps import new_id, now
from annotator.session.steps import Misfit, moved
from annotator.session.texts.coverage import Coverage
from annotator.session.texts.progress import brings_back, progressed, relisted, returned
from annotator.store.project import Project
from annotator.store.queue import Entry
from annotator.store.sources import Source

KEPT = 6
"""How many documents stay in memory beside the one on the desk: going back to one is instant."""

_OF_ITS_OWN = (SetStatus, AddDocument, RemoveDocument, SetFlag, SetNote)
"""Edits that say themselves what an article's status is to be, or leave it."""

Listener = Callable[[Any], None]


class Session:
    """What the program does with one open project, for one person, without a window.

    project   the store; nobody else writes to it
    by        the person's name, kept with every transaction
    clock     the time as `now` gives it
    new_id    names for new things, as the function of that name gives them
    works     gestures over many articles that are under way
    apart     what is carried out in another process, because it takes long
    fetch     has a very long article read beside the window, and calls what it is given; False where it need not be
    awaited   the article that is being read so, to be put on the desk
    relabelling  changes of the label set
    coverage  what of the articles was read
    queues    saved searches, and which articles are gone through
    ranking   whom the selected quote may be attributed to
    doubted   the article, and the suggestion in it, that was gone to last as the most doubtful
    """

    def __init__(
        self,
        project: Project,
        by: str,
        *,
        clock: Callable[[], str] = now,
        new_id: Callable[[str], str] = new_id,
    ) -> None:
        self.project = project
        self.by = by
        self.clock = clock
        self.new_id = new_id
        self.state = state_of(project)
        self.history: History = project.history(by)
        self._rows: dict[str, int] | None = None
        self.entries = project.entries()
        self.current: str | None = None
        self.selection = Selection()
        self.sticky_label: str | None = None
        self.last_act: Order | None = None
        self.doubted: tuple[str, str] | None = None
        self.pipeline: str | None = project.get("pipeline")
        self.quote_kinds = QuoteKinds(project.get("quote_kinds", QuoteKinds.MARKED))
        weights = project.get("weights")
        self.weights: Path | None = Path(weights) if weights else None
        self._listeners: list[Listener] = []
        self.works = Works(self.publish)
        self.apart = Apart(self)
        self.fetch: Callable[[str, Callable[[], object]], bool] | None = None
        self.awaited: str | None = None
        self.relabelling = Relabelling(self)
        self.coverage = Coverage(self)
        self.queues = Queues(self)
        self.ranking = Ranking()
        self._closed = False

    # What is there

    @property
    def entries(self) -> list[Entry]:
        """The queue: the project's articles in order. It is replaced where one changes, and never changed itself."""
        return self._entries

    @entries.setter
    def entries(self, entries: list[Entry]) -> None:
        self._entries, self._rows = entries, None

    @property
    def rows(self) -> Mapping[str, int]:
        """Where in `entries` each article stands, by its id."""
        if self._rows is None:
            self._rows = {entry.id: row for row, entry in enumerate(self._entries)}
        return self._rows

    def entry(self, document_id: str | None) -> Entry | None:
        """An article's entry in the queue; None where there is none."""
        row = self.rows.get(document_id) if document_id is not None else None
        return None if row is None else self._entries[row]

    def relist(self, changed: Iterable[Entry]) -> None:
        """Have the queue say something else of articles that it has; tells it where that is something else indeed."""
        rows, listed = self.rows, self._entries.copy()
        for entry in changed:
            listed[rows[entry.id]] = entry
        if listed != self._entries:
            self._entries = listed  # where each stands is as it was
            self.publish(Listed())

    @property
    def label_set(self) -> LabelSet:
        """The project's labels, with what may be done with them."""
        return self.state.labels

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the labels that are offered, in order."""
        return tuple(label.name for label in self.state.labels.offered)

    @property
    def document(self) -> Document | None:
        """The document on the desk."""
        return self.state.documents.get(self.current) if self.current is not None else None

    @property
    def annotation(self) -> AnyAnnotation | None:
        """The selected entity or quote."""
        document, chosen = self.document, self.selection.annotation
        return document.by_id.get(chosen) if document is not None and chosen is not None else None

    @property
    def entity(self) -> Entity | None:
        """The selected entity."""
        return self.annotation if isinstance(self.annotation, Entity) else None

    @property
    def quote(self) -> Quote | None:
        """The selected quote."""
        return self.annotation if isinstance(self.annotation, Quote) else None

    def load(self, document_id: str) -> Document:
        """A document of the project, from memory or disk; raises EditError where there is none."""
        if document_id not in self.state.documents:
            try:
                document = self.project.document(document_id)
            except KeyError:
                raise EditError(f"there is no article {document_id}") from None
            self.state = self.state.with_document(document)
        return self.state.documents[document_id]

    def adopt(self, document: Document) -> None:
        """Take a document that was read from the project elsewhere, and that nothing has changed since."""
        if document.id not in self.state.documents:
            self.state = self.state.with_document(document)

    # Listeners

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` every Update and event from now on; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, event: Any) -> None:
        """Tell every listener, in the order in which they came."""
        for listener in tuple(self._listeners):
            listener(event)

    def tell(self, message: str) -> None:
        """Say a sentence to the person."""
        self.publish(Told(message))

    # The one way in

    def dispatch(
        self,
        origin: str,
        edits: Iterable[Edit],
        summary: str = "",
        *,
        sources: Mapping[str, Source] | None = None,
        step: str | None = None,
    ) -> Update | None:
        """Apply the edits of one gesture, save them, and publish the update; None where there are no edits.

        step  what they are undone with, where the gesture has several transactions

        A person's first edit opens a new article; a gesture over many articles opens only the one on the desk. Raises
        Fault where it cannot be saved or does not fit, and then nothing has changed.
        """
        chosen = tuple(edits)
        if not chosen:
            return None
        transaction = self.transaction(origin, chosen, summary, step=step)
        if transaction.undoable:
            self.works.settle()
            transaction = self.opening(transaction)
        update = self.commit(transaction, sources=sources or {})
        if transaction.undoable:
            moved(self, "do", step or transaction.id, goes_on=step is not None)
        self._show(update)
        return update

    def transaction(
        self, origin: str, edits: tuple[Edit, ...], summary: str, *, step: str | None = None
    ) -> Transaction:
        """The edits of a gesture as the person's transaction of now; nothing is done with it."""
        return Transaction(
            id=self.new_id("t"), origin=origin, edits=edits, by=self.by, at=self.clock(), summary=summary, step=step
        )

    def opening(self, transaction: Transaction) -> Transaction:
        """The same with what it does to the status of new articles."""
        left = {edit.document_id for edit in transaction.edits if isinstance(edit, _OF_ITS_OWN)}
        new = [
            SetStatus(document_id, Status.OPEN)
            for document_id in transaction.documents
            if document_id in self.rows
            and document_id not in left
            and (transaction.step is None or document_id == self.current)
            and self.load(document_id).status is Status.NEW
        ]
        return replace(transaction, edits=(*transaction.edits, *new))

    def commit(
        self, transaction: Transaction, *, of: str | None = None, sources: Mapping[str, Source] | None = None
    ) -> Update:
        """Apply a transaction and save it; what it changed is not shown yet. Raises Fault, and nothing has changed."""
        for document_id in transaction.documents:
            if document_id in self.rows:
                self.load(document_id)
        before = self.state
        try:
            after, inverse = transaction.apply(before)
            update = Update(transaction, before, after)
            self.project.save(update, inverse, of=of, sources=sources or {})
        except EditError as error:
            raise Misfit.of(error) from error
        self.state = after
        return update

    def receive(self, update: Update) -> None:
        """Take up what an import has saved to the project: articles and speakers that were not there before."""
        before, new = self.state, update.after
        documents, speakers = {**before.documents, **new.documents}, {**before.speakers, **new.speakers}
        self.state = replace(before, documents=documents, speakers=speakers)
        self._show(Update(update.transaction, before, self.state))

    def take_up(self, update: Update) -> None:
        """Take up and show what has been saved, and is to be as it says now."""
        self.state = update.after
        self._show(update)

    def _show(self, update: Update) -> None:
        self.selection = self.selection.fitting(self.document)
        self._relist(update)
        self.publish(update)
        self._forget()

    def _relist(self, update: Update) -> None:
        named, before, after = update.transaction.documents, update.before.documents, update.after.documents
        if all(each in self.rows and each in before and each in after for each in named) and not brings_back(update):
            self.relist([progressed(self._entries[self.rows[each]], each, update) for each in named])
            return
        back = brings_back(update)
        listed = returned(self.project, self.entries, update) if back else relisted(self.entries, update)
        if listed != self.entries:
            self.entries = listed
            self.publish(Listed())

    def _forget(self) -> None:
        surplus = [document_id for document_id in self.state.documents if document_id != self.current][:-KEPT]
        if surplus:
            kept = {k: v for k, v in self.state.documents.items() if k not in surplus}
            self.state = replace(self.state, documents=kept)

    # Undo

    def undo(self) -> bool:
        """Take back the person's newest step and show where; False where there is none. Raises Fault.

        Where it no longer fits an article, because of what somebody else did, the rest of it is taken back; what does
        not fit can no longer be undone, and is not in the way of what was done before it.
        """
        return replay(self, "undo")

    def redo(self) -> bool:
        """Do again what was undone last and show where; False where there is none. Raises Fault.

        Where it no longer fits, nothing that was undone can be redone any more; of a step over many articles the rest
        is done again.
        """
        return replay(self, "redo")

    # The desk

    def open(self, document_id: str | None) -> None:
        """Put an article on the desk, or clear it."""
        if document_id is not None:
            self.load(document_id)
        self._put_on_desk(document_id)
        self._forget()

    def _put_on_desk(self, document_id: str | None) -> None:
        place = self._place()
        self.awaited = None
        self.current = document_id
        caret = 0
        with suppress(Fault):  # what was undone is saved by now, and must be shown
            caret = min(self.project.get(f"place:{document_id}", 0), len(self.document.text)) if self.document else 0
        self.selection = Selection(caret, caret)
        self._remember(**place)
        self.publish(Opened(document_id))

    def _place(self) -> dict[str, Any]:
        """Where in the article on the desk the person is, as settings."""
        return {f"place:{self.current}": self.selection.caret} if self.current is not None else {}

    def _remember(self, **settings: Any) -> None:
        if not self.project.read_only:
            with suppress(Fault):  # where a person was is no reason to keep them from reading
                self.project.put("current", self.current, **settings)

    def select(self, selection: Selection) -> None:
        """Select something else."""
        if selection != self.selection:
            self.selection = selection
            self.publish(Selected(selection))

    def set_mode(
        self,
        *,
        sticky_label: str | None = None,
        quote_kinds: QuoteKinds | None = None,
        pipeline: str | None = None,
        weights: Path | None = None,
    ) -> None:
        """Choose the label that the next drags give (None ends it), the quotes looked for, the pipeline, or weights.

        weights  the folder of those by which reported speech is told; the empty path for the program's
        """
        self.sticky_label = sticky_label
        if quote_kinds is not None and quote_kinds is not self.quote_kinds:
            self.quote_kinds = quote_kinds
            self.project.put("quote_kinds", str(quote_kinds))
        if pipeline is not None and pipeline != self.pipeline:
            self.pipeline = pipeline
            self.project.put("pipeline", pipeline)
        if weights is not None:
            self.weights = weights if weights.parts else None
            self.project.put("weights", str(self.weights) if self.weights else None)
        self.publish(ModeChanged())

    def close(self) -> None:
        """Remember where the person was and let the project go; once is enough."""
        if self._closed:
            return
        self._closed = True
        with suppress(Fault):
            self.works.finish()
        if self.current is not None:
            self._remember(**self._place())
        self.coverage.close()
        self.project.close()
