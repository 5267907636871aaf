"""Getting out of a damaged project what can still be read, into a new one, with a list of what could not.

Every project holds its articles twice: as they are, and in the log of what was done, from the first import on. The log
is checked by checksums. Where it is whole it is done again from the beginning, and nothing is lost; where it is not,
what the tables hold counts, and the log has what they lack.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlalchemy import Table, insert

from annotator.model.counting import how_many
from annotator.model.document import AnyAnnotation, Document, Entity, Quote, Speaker, in_order
from annotator.model.edits import spans_of
from annotator.model.faults import Fault
from annotator.store import documents, speakers
from annotator.store.lock import Held, Lock
from annotator.store.migrations import STEPS, migrate
from annotator.store.salvage.doneagain import DoneAgain
from annotator.store.salvage.readings import Read, read
from annotator.store.sqlite.connection import Database, make_file
from annotator.store.sqlite.journals import Data
from annotator.store.sqlite.pages import File, OnDisk
from annotator.store.sqlite.places import check_is_free, place_file, remove_file
from annotator.store.tables import guideline, queue, reading, seen, settings, sources, transactions

Going: TypeAlias = Callable[[int, int | None], bool]

_DISCARDED: Final = "discarded"
_UNTOUCHED: Final = "Mend that and get it out again; the damaged project is as it was."
_AT_ONCE: Final = 50
"""How many articles are written in one transaction."""
_PATIENCE: Final = 2.0
"""For how many seconds a salvage that was stopped, and is only now ending, is waited for."""
_OFTEN: Final = 1000
"""After how many rows it is asked whether to go on."""
_MOST_BYTES: Final = 8_000_000
"""How much is held of what is not an article's own."""
_ROW: Final = 1000
"""What a row takes besides, about."""


class SalvagingStopped(Exception):
    """It was ended before the new project was whole; nothing is left of that."""


@dataclass(frozen=True)
class Loss:
    """Something that could not be got out: what sort of thing, which, and why."""

    what: str
    which: str
    why: str

    def __str__(self) -> str:
        return f"{self.what} {self.which}: {self.why}" if self.which else f"{self.what}: {self.why}"


@dataclass
class Salvaged:
    """What was got out of a damaged project, into the new one at `path`.

    damaged      how many pages of the file could not be read, as far as that shows
    articles, annotations, speakers, transactions   how many there are in the new one
    undo         whether what was done can still be undone and redone
    losses       what was lost
    """

    path: Path
    damaged: int = 0
    articles: int = 0
    annotations: int = 0
    speakers: int = 0
    transactions: int = 0
    undo: bool = True
    losses: list[Loss] = field(default_factory=list)


def salvage(path: Path, output: Path, *, by: str, going: Going = lambda done, total: True) -> Salvaged:
    """Writes what can be read of the project at `path` into a new one; `path` and what is beside it stay untouched.

    going  told how many articles are done, and of how many, None as long as that is not known; where it is False
           nothing is left of the new one, and SalvagingStopped is raised

    An article is held at a time. The new one is written beside its place and moved there once it is whole. Raises Fault
    where somebody has the project open, it cannot be read at all, nothing in it is a project's, it is from a newer
    version, or the new one cannot be made.
    """
    check_is_free(output)
    part = output.with_name(f"{output.name}.part")
    with _reading(path, by, going) as had:
        if had.version > len(STEPS):
            raise Fault(f"{path} was made by a newer version of this program.", "Update the program and try again.")
        try:
            result = _write(had, part, output, going)
            if not result.articles and not result.speakers and not had.log:
                raise Fault(f"Nothing in {path} can be read any more.", "Put a backup back: annotator restore.")
            check_is_free(output)
            place_file(part, output)
        except BaseException as error:
            with suppress(OSError):
                remove_file(part)
            if isinstance(error, OSError):
                raise Fault(f"{output} cannot be written: {error.strerror}.", _UNTOUCHED) from error
            if isinstance(error, Fault) and str(part) in error.message:
                raise Fault(error.message.replace(str(part), str(output)), _UNTOUCHED) from error
            raise
    return result


@contextmanager
def _reading(path: Path, by: str, going: Going) -> Iterator[Read]:
    """What can be read of a project, which nobody else has open meanwhile."""
    rows = count()

    def step() -> None:
        if next(rows) % _OFTEN == 0:
            _go_on(going, 0, None)

    try:
        lock: Lock | None = Lock(path.resolve(), by, patience=_PATIENCE)
    except Held as held:
        raise Fault(f"{path} is open elsewhere: {held.holder.person or 'somebody'} has it.", "Close it.") from held
    except OSError:
        lock = None  # a folder that may not be written, in which nobody else can write either
    try:
        with ExitStack() as opened:
            try:
                data = opened.enter_context(OnDisk(path))
                log, journal = (opened.enter_context(_beside(path, ending)) for ending in ("-wal", "-journal"))
            except OSError as error:
                raise Fault(f"{path} cannot be read: {error.strerror}.", "Ask for the right to read it.") from error
            yield read(File(data, log, journal), step)
    finally:
        if lock is not None:
            lock.release()


def _beside(path: Path, ending: str) -> AbstractContextManager[Data]:
    beside = path.with_name(f"{path.name}{ending}")
    return OnDisk(beside) if beside.exists() else nullcontext(b"")


class _NotWhole(Exception):
    """The log lacks something after all."""


def _write(had: Read, part: Path, output: Path, going: Going) -> Salvaged:
    done = DoneAgain(had)
    if done.whole:
        try:
            return _written(_FromLog(had, done), part, output, going)
        except _NotWhole:
            pass
    return _written(_FromTables(had, done), part, output, going)


def _written(source: "_FromLog | _FromTables", part: Path, output: Path, going: Going) -> Salvaged:
    """Writes a new project at `part`, as all that a source has."""
    remove_file(part)
    make_file(part)
    result = Salvaged(output, undo=isinstance(source, _FromLog))
    with closing(Database(part)) as database:
        migrate(database)
        _fill(database, source, result, going)
        sound = database.check()
        database.settle()
    if sound:
        raise RuntimeError(f"what was salvaged is damaged: {sound[0]}")
    return result


class _FromLog:
    """What everything that was done comes to: nothing is missing of it. Raises _NotWhole where something is."""

    def __init__(self, had: Read, done: DoneAgain) -> None:
        self.had, self._done, self.speakers = had, done, done.speakers
        self.ids = list(dict.fromkeys((*had.changing, *had.heads)))

    def document(self, document_id: str, result: Salvaged) -> Document | None:
        """The article of that id, None where it has been removed."""
        document, complete = self._done.document(document_id)
        if not complete or (document is None and document_id in self.had.heads):
            raise _NotWhole
        return document


class _FromTables:
    """What the tables hold, and of what they lack the log; what is lost is noted."""

    def __init__(self, had: Read, done: DoneAgain) -> None:
        self.had, self._done = had, done
        self.speakers = {**(done.speakers if "speakers" in had.broken else {}), **had.speakers}
        # What only the log knows was taken away by what is missing of it, unless the tables have lost something.
        only_logged = had.changing if "documents" in had.broken else ()
        self.ids = list(dict.fromkeys((*had.heads, *had.texts, *had.entities, *had.quotes, *only_logged)))

    def document(self, document_id: str, result: Salvaged) -> Document | None:
        """The article of that id, None where it is lost, or had been removed."""
        logged, _ = self._done.document(document_id)
        document = _document(document_id, self.had, self.had.annotations(document_id), logged, result)
        return None if document is None else _with_known_speakers(document, self.speakers, result)


def _document(
    document_id: str, had: Read, parts: list[AnyAnnotation], logged: Document | None, result: Salvaged
) -> Document | None:
    head, text = had.head(document_id), had.text(document_id)
    title = head[0].article.title if head is not None else logged.article.title if logged is not None else document_id
    if head is None and logged is None:
        if text is not None:
            why = "only its text is left, and what was in it" if parts else "only its text is left"
            result.losses.append(Loss("article", document_id, f"{why}; it is kept without a title"))
            return _bare(document_id, text[0], parts, result)
        result.losses.append(
            Loss("article", document_id, f"lost, with what is left of it: {how_many(len(parts), 'annotation')}")
        )
        return None
    base = head[0] if head is not None else logged
    assert base is not None
    if text is None or (head is not None and replace(base.article, text=text[0]).text_sha256 != head[1]):
        if logged is not None:
            text = logged.text, logged.article.source_map
        elif text is None:
            result.losses.append(Loss("article", title, "its text is lost, and with it everything"))
            return None
        else:
            result.losses.append(Loss("article", title, "its text is damaged: look through it"))
    if not parts and logged is not None and head is None:
        parts = list(logged.by_id.values())
    article = replace(base.article, text=text[0], source_map=text[1])
    whole = replace(base, article=article, tokens=had.tokens_of(document_id), entities=(), quotes=())
    missing = set(logged.by_id) - {part.id for part in parts} if logged is not None else set()
    if missing and had.broken & {"entities", "quotes"}:
        result.losses.append(
            Loss("article", title, f"{how_many(len(missing), 'annotation')} lost, or taken away before")
        )
    return _with_parts(whole, parts, result)


def _bare(document_id: str, text: str, parts: list[AnyAnnotation], result: Salvaged) -> Document:
    document = Document.empty()
    article = replace(document.article, id=document_id, text=text, title=document_id)
    return _with_parts(replace(document, article=article), parts, result)


def _with_parts(document: Document, parts: Iterable[AnyAnnotation], result: Salvaged) -> Document:
    length = len(document.text)
    sound = []
    for part in parts:
        if all(0 <= span.start < span.end <= length for span in spans_of(part)):
            sound.append(part)
        else:
            result.losses.append(Loss("annotation", f"{part.id} of {document.article.title}", "it lies outside"))
    return replace(
        document,
        entities=in_order([part for part in sound if isinstance(part, Entity)]),
        quotes=in_order([part for part in sound if isinstance(part, Quote)]),
    )


def _with_known_speakers(document: Document, known: Mapping[str, Speaker], result: Salvaged) -> Document:
    def mended(part: Any) -> Any:
        if part.speaker is None or part.speaker in known:
            return part
        result.losses.append(Loss("speaker", f"of {part.id} in {document.article.title}", "lost"))
        return replace(part, speaker=None)

    return replace(
        document,
        entities=tuple(mended(entity) for entity in document.entities),
        quotes=tuple(mended(quote) for quote in document.quotes),
    )


def _fill(database: Database, source: "_FromLog | _FromTables", result: Salvaged, going: Going) -> None:
    """Writes all that a source has into an empty project, some articles in each transaction."""
    had = source.had
    result.damaged, result.transactions, result.speakers = had.damaged, len(had.log), len(source.speakers)
    prepared: dict[str, bool] = {}
    with database.write() as connection:
        for speaker in source.speakers.values():
            speakers.put(connection, speaker)
    for at in range(0, len(source.ids), _AT_ONCE):
        _go_on(going, at, len(source.ids))
        with database.write() as connection:
            some = [source.document(each, result) for each in source.ids[at : at + _AT_ONCE]]
            there = [document for document in some if document is not None]
            documents.add(connection, there)
            prepared |= {document.id: bool(document.by_id) for document in there}
            result.annotations += sum(len(document.by_id) for document in there)
    result.articles = len(prepared)
    for name, number in had.unread.items() if not result.undo else ():
        result.losses.append(Loss(how_many(number, "row"), f"of {name}", "damaged, if they were not found elsewhere"))
    _fill_rest(database, had, prepared, result, going)


def _fill_rest(database: Database, had: Read, prepared: Mapping[str, bool], result: Salvaged, going: Going) -> None:
    """Writes what is not an article's own: what was imported, the log, what was read, and the project's settings."""

    def write(table: Table, rows: Iterable[dict[str, Any]]) -> None:
        for some in _in_parts(rows):
            _go_on(going, len(prepared), len(prepared))
            with database.write() as connection:
                connection.execute(insert(table), some)

    imported: set[str] = set()
    write(sources, _sources(had, imported))
    write(queue, _queue(had, prepared, imported, result))
    write(transactions, _transactions(had, result))
    for table, rows in (
        (seen, (row for document_id in had.seen for row in had.seen_of(document_id))),
        (reading, had.reading.values()),
        (guideline, had.guideline.values()),
    ):
        write(table, (dict(zip(table.columns.keys(), row, strict=True)) for row in rows))
    write(settings, ({"key": key, "value": value} for key, value in had.settings.items()))


def _in_parts(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The rows, as many at once as one may hold: what was imported may be large."""
    some: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        some.append(row)
        size += _ROW + sum(len(value) for value in row.values() if isinstance(value, bytes))
        if size > _MOST_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _sources(had: Read, imported: set[str]) -> Iterator[dict[str, Any]]:
    """What was imported; the hash of each is noted in `imported`."""
    for name in had.sources:
        data = had.source(name)
        if data is not None:
            imported.add(name)
            yield {"sha256": name, "data": data}


def _transactions(had: Read, result: Salvaged) -> Iterator[dict[str, Any]]:
    if not result.undo:
        result.losses.append(Loss("undo", "", "what was done before cannot be undone any more"))
    for number in sorted(had.log):
        logged = had.logged(number)
        if logged is not None:
            row = dict(logged.row)
            yield row if result.undo else {**row, "state": row["state"] and _DISCARDED}


def _queue(had: Read, prepared: Mapping[str, bool], imported: Set[str], result: Salvaged) -> list[dict[str, Any]]:
    names = ("document_id", "place", "prepared", "source", "source_name", "source_encoding")
    rows = [dict(zip(names, row, strict=True)) for row in had.queue.values()]
    last = max((int(str(row["place"])) for row in rows), default=-1)
    for document_id, has_some in prepared.items():
        if document_id not in had.queue:
            last += 1
            rows.append({**dict.fromkeys(names), "document_id": document_id, "place": last, "prepared": has_some})
    for row in rows:
        if row["source"] is not None and row["source"] not in imported:
            result.losses.append(Loss("imported file", str(row["source_name"]), "lost; the article made of it is not"))
            row["source"] = None
    return [{**row, "prepared": bool(row["prepared"])} for row in rows]


def _go_on(going: Going, done: int, total: int | None) -> None:
    if not going(done, total):
        raise SalvagingStopped
