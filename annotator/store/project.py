"""A project on disk: its articles as they are annotated, its speakers, its log and its settings."""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy.exc import IntegrityError

from annotator.model.document import Document, Speaker, Status
from annotator.model.edits import Edit, EditError, SetLabels
from annotator.model.faults import Fault
from annotator.model.history import History, Transaction, Update
from annotator.model.labels.labeldraft import Use
from annotator.model.labels.labels import LabelSet
from annotator.store import changes, documents, labelsets, log, notes, queue, relabelling, settings, sources, speakers
from annotator.store.coverage import Reading
from annotator.store.guideline import Guideline
from annotator.store.lock import Held, Holder, Lock
from annotator.store.migrations import migrate
from annotator.store.notes import Kept
from annotator.store.sources import Source
from annotator.store.sqlite.connection import Database, check_is_project, make_file, may_write
from annotator.store.sqlite.places import check_is_free, network, place_file, remove_file

if TYPE_CHECKING:
    from annotator.model.figures import Counts


@dataclass(frozen=True)
class Relabelled:
    """What another label set has changed: the set as it is now, and how many entities of how many articles."""

    labels: LabelSet
    entities: int
    articles: int


class Project:
    """An open project file, used by one thread at a time.

    Every method raises Fault where the file cannot be read or written any more.

    path       the file
    read_only  whether it may only be read, asked for or not
    held_by    who else has it open; None where nobody has, and where it is read-only for another reason
    hurry      has it wait for no other program longer than a gesture in a window may take
    reading    what was read of the articles
    guideline  the project's guideline
    left_by    whose process was ended while they had it open; None where all was in order
    """

    def __init__(self, database: Database, lock: Lock | None, held_by: Holder | None) -> None:
        self._database = database
        self.hurry = database.hurry
        self.reading, self.guideline = Reading(database), Guideline(database)
        self._lock = lock
        self.held_by = held_by
        self.left_by = lock.left_by if lock is not None else None

    @classmethod
    def create(cls, path: Path, *, by: str) -> Self:
        """A new, empty project; raises Fault where the file exists or cannot be made."""
        check_is_free(path)
        if not path.parent.is_dir():
            raise Fault(f"There is no folder {path.parent}.", "Make the folder first, or choose another.")
        try:
            lock = Lock(path.resolve(), by)
        except Held as held:
            raise Fault(f"{path} is being made by {held.holder.person or 'another process'}.", "Open it.") from held
        except OSError as error:
            raise Fault(
                f"No project can be made in {path.parent}: {error.strerror}.", "Choose a folder you may write in."
            ) from error
        try:
            check_is_free(path)  # another process may have made it before this one had the lock
            _make(path)
            return cls(Database(path), lock, None)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        by: str,
        read_only: bool = False,
        take_over: bool = False,
        before_migrating: Callable[[], object] = lambda: None,
    ) -> Self:
        """The project in the file at `path`, for the person `by`.

        take_over         also from another computer, where it seems to be open and may not be (see `Lock`)
        before_migrating  called before an older version's project becomes this one's: it takes a backup

        Where another process has it or the file may not be written, it is open for reading only; `held_by` says who
        has it. Raises Fault where the file is missing, no project, damaged, or from a newer version, and what
        `before_migrating` raises.
        """
        check_is_project(path)
        lock: Lock | None = None
        held_by: Holder | None = None
        if not read_only and may_write(path):
            try:
                lock = Lock(path.resolve(), by, take_over=take_over)
            except Held as held:
                held_by = held.holder
            except OSError:
                pass  # a folder that may not be written
        try:
            return cls(_open(path, read_only=lock is None, before=before_migrating), lock, held_by)
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    @property
    def path(self) -> Path:
        return self._database.path

    @property
    def read_only(self) -> bool:
        return self._database.read_only

    @property
    def network(self) -> str | None:
        """The file system by which its folder is shared with other computers, None where it is not."""
        return network(self.path)

    def reader(self) -> "Project":
        """The same project for another thread, to read only; it sees what is saved, and is closed by itself."""
        return Project(_open(self.path, read_only=True), None, None)

    @classmethod
    def borrow(cls, path: Path) -> Self:
        """The same project for writing in another process or thread, while its owner has `lend` it and writes nothing.

        Raises Fault as `open` does.
        """
        return cls(_open(path, read_only=False), None, None)

    def lend(self, *, lent: bool) -> None:
        """Write nothing until it is given back: whatever would, raises Fault at once."""
        self._database.lent = lent

    def close(self) -> None:
        """Closes the file and lets others have it."""
        try:
            self._database.close()
        finally:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def entries(self) -> list[queue.Entry]:
        """The queue in order. Takes a fifth of a second with 10,000 articles."""
        with self._database.read() as connection:
            return queue.entries(connection)

    def entry(self, document_id: str) -> queue.Entry:
        """One article of the queue, as `entries` has it; raises KeyError where there is none of that id."""
        with self._database.read() as connection:
            return queue.entry(connection, document_id)

    def ids(self, *statuses: Status) -> list[str]:
        """The ids of the articles in the queue's order, where statuses are named of those that have one of them."""
        with self._database.read() as connection:
            return queue.ids(connection, *statuses)

    def known(self, ids: Collection[str]) -> frozenset[str]:
        """Which of these ids articles have."""
        with self._database.read() as connection:
            return documents.known(connection, ids)

    def find(self, text_sha256: str) -> str | None:
        """The id of the article whose text has that hash (`Article.text_sha256`), None where there is none."""
        with self._database.read() as connection:
            return queue.find(connection, text_sha256)

    def document(self, document_id: str) -> Document:
        """A document with all that is in it; raises KeyError where there is none of that id."""
        with self._database.read() as connection:
            return documents.read(connection, document_id)

    def text(self, document_id: str) -> str:
        """An article's text; raises KeyError where there is none of that id."""
        with self._database.read() as connection:
            return documents.text(connection, document_id)

    def notes(self) -> list[Kept]:
        """What a person wrote notes on, or flagged, by the articles in the queue's order."""
        with self._database.read() as connection:
            return notes.read(connection)

    def ask(self, query: Callable[..., Any], *given: object) -> Any:
        """What a query of another module of the store gives (see `marking`): it is called with a connection first."""
        with self._database.read() as connection:
            return query(connection, *given)

    def holding(self, words: str) -> frozenset[str]:
        """The ids of the articles whose text holds these words, case as it is."""
        with self._database.read() as connection:
            return documents.holding(connection, words)

    def quoted(self, speaker_id: str) -> frozenset[str]:
        """The ids of the articles that have quotes of a speaker."""
        with self._database.read() as connection:
            return documents.quoted(connection, speaker_id)

    def labels(self, *, done: bool = False) -> tuple[str, ...]:
        """The labels of entities that are not rejected, in alphabetical order; `done` for articles marked done only."""
        with self._database.read() as connection:
            return documents.labels(connection, done=done)

    def outlets(self) -> Mapping[str, str]:
        """Where the articles were published, by their ids, as far as that is known."""
        with self._database.read() as connection:
            return documents.outlets(connection)

    def label_counts(self) -> Mapping[str, Mapping[str, int]]:
        """How often each article has each label, by its id; rejected entities do not count."""
        with self._database.read() as connection:
            return documents.label_counts(connection)

    def counts(self, go_on: Callable[[], None] = lambda: None) -> "Counts":
        """What the project's figures are made of. Takes seconds with a million annotations.

        `go_on` is called again and again meanwhile, and raises where it is not wanted any more.
        """
        from annotator.store import figures  # what reads that many values takes time to load, and few starts need it

        with self._database.read() as connection:
            return figures.counts(connection, go_on)

    def speakers(self) -> dict[str, Speaker]:
        """All speakers by their ids, in the order of their names."""
        with self._database.read() as connection:
            return speakers.read(connection)

    def speakers_of(self, ids: Collection[str]) -> dict[str, Speaker]:
        """Those speakers that there are of these ids."""
        with self._database.read() as connection:
            return speakers.of(connection, ids)

    def source(self, document_id: str) -> Source | None:
        """What the article was imported from, None where that was not kept."""
        with self._database.read() as connection:
            return sources.of(connection, document_id)

    def save(
        self,
        update: Update,
        inverse: tuple[Edit, ...],
        *,
        of: str | None = None,
        sources: Mapping[str, Source] | None = None,
        prepared: Iterable[str] = (),
    ) -> None:
        """Writes what a transaction changed, and the transaction with its inverse: all of it, or nothing.

        of        the transaction that an `undo.…` or `redo.…` is about
        sources   what the added documents were imported from, by their ids
        prepared  further articles for which suggestions have been made; what a transaction says of those that it
                  changes is noted without their being named, see `queue.prepares`

        It is on disk when this returns. Raises Fault where it could not be saved, EditError where the edits do not
        fit what the project holds: a removed speaker that an article still names, an unknown speaker, an id twice.
        """
        transaction = update.transaction
        try:
            with self._database.write() as connection:
                changes.write(connection, update, sources or {})
                queue.note_prepared(connection, update, prepared)
                log.record(connection, transaction, inverse, of)
        except IntegrityError as error:
            raise EditError(f"the edits do not fit what the project holds: {error.orig}") from error

    def relabel(
        self, transaction: Transaction, *, of: str | None = None, going: relabelling.Going = lambda done, total: True
    ) -> Relabelled:
        """Does a transaction whose one edit is a `SetLabels`, to the articles as they are here: all of it, or nothing.

        of     the transaction that an `undo.…` or `redo.…` is about
        going  told how many articles are done, and of how many; where it is False nothing is changed, and
               `relabelling.Stopped` is raised

        Raises Fault and EditError as `save` does. A million entities take some seconds.
        """
        (edit,) = transaction.edits
        assert isinstance(edit, SetLabels)
        with self._database.write() as connection:
            before = labelsets.read(connection) or edit.former
            inverse, entities, articles = relabelling.relabel(connection, edit, before, going)
            labelsets.write(connection, edit.set_after(before))
            log.record(connection, transaction, (inverse,), of)
        return Relabelled(edit.set_after(before), entities, articles)

    def label_set(self) -> LabelSet | None:
        """The project's labels, None where nobody has said anything about them yet."""
        with self._database.read() as connection:
            return labelsets.read(connection)

    def put_label_set(self, labels: LabelSet) -> None:
        """Keeps a label set without a transaction: it is not undone."""
        with self._database.write() as connection:
            labelsets.write(connection, labels)

    def usage(self) -> Mapping[str, Use]:
        """How much each label is used. Takes a second for a million entities."""
        with self._database.read() as connection:
            return labelsets.usage(connection)

    def origin(self, transaction_id: str) -> str:
        """The origin of a saved transaction; raises KeyError where there is none of that id."""
        with self._database.read() as connection:
            return log.origin(connection, transaction_id)

    def version(self) -> int:
        """A number that is another one once another process has changed the project."""
        return self._database.version()

    def last(self) -> tuple[str, str] | None:
        """What a person did last, in words, and when (ISO 8601, UTC); None where nobody has done anything."""
        with self._database.read() as connection:
            return log.last(connection)

    def history(self, by: str) -> History:
        """What that person can undo and redo."""
        with self._database.read() as connection:
            return log.history(connection, by)

    def discard(self, by: str, transaction_id: str | None = None) -> None:
        """What that person has undone, else a transaction of theirs alone, can be undone and redone no more."""
        with self._database.write() as connection:
            log.discard(connection, by, transaction_id)

    def step(self, step: str, *, undone: bool = False) -> list[str]:
        """The ids of the transactions that are undone together, or of those that are redone, oldest first."""
        with self._database.read() as connection:
            return log.members(connection, step, undone=undone)

    def transaction(self, transaction_id: str) -> tuple[Transaction, tuple[Edit, ...]]:
        """A saved transaction and its inverse; raises KeyError where there is none of that id."""
        with self._database.read() as connection:
            return log.read(connection, transaction_id)

    def get(self, key: str, default: Any = None) -> Any:
        """A setting of the project, a JSON value."""
        with self._database.read() as connection:
            return settings.get(connection, key, default)

    def put(self, key: str, value: Any, **others: Any) -> None:
        """Sets a setting of the project to a JSON value, and `others` with it."""
        with self._database.write() as connection:
            for each, given in {key: value, **others}.items():
                settings.put(connection, each, given)

    def check(self) -> list[str]:
        """What is damaged in the file, one line each; nothing where it is sound. Takes seconds on a big project."""
        return self._database.check()


def _open(path: Path, *, read_only: bool, before: Callable[[], object] = lambda: None) -> Database:
    database = Database(path, read_only=read_only)
    try:
        migrate(database, before=before)
    except BaseException:
        database.close()
        raise
    return database


def _make(path: Path) -> None:
    """Makes a file with empty tables beside `path` and moves it there, so that there is never half a project."""
    new = path.with_name(f"{path.name}.new")
    remove_file(new)
    try:
        make_file(new)
        with closing(_open(new, read_only=False)) as database:
            database.settle()
        place_file(new, path)
    except BaseException as error:
        remove_file(new)
        if isinstance(error, Fault):
            raise Fault(error.message.replace(str(new), str(path)), error.remedy) from error
        raise
