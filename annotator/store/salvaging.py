"""Getting out of a damaged project what can still be read, into a new one, with a list of what could not.

Every project holds its articles twice: as they are, and in the log of what was done, from the first import on. The log
is checked by checksums. Where it is whole it is done again from the beginning, and nothing is lost; where it is not,
what the tables hold counts, and the log has what they lack.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, insert

from annotator.model.counting import how_many
from annotator.model.document import AnyAnnotation, Document, Entity, Quote, Speaker, in_order
from annotator.model.edits import EditError, State, spans_of
from annotator.model.faults import Fault
from annotator.store import documents, speakers
from annotator.store.lock import Held, Lock
from annotator.store.migrations import STEPS
from annotator.store.pages import File, OnDisk
from annotator.store.project import Project
from annotator.store.readings import Read, read
from annotator.store.tables import guideline, queue, reading, seen, settings, sources, transactions

_DISCARDED: Final = "discarded"


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
    articles, annotations, transactions   how many there are in the new one
    undo         whether what was done can still be undone and redone
    losses       what was lost
    """

    path: Path
    damaged: int = 0
    articles: int = 0
    annotations: int = 0
    transactions: int = 0
    undo: bool = True
    losses: list[Loss] = field(default_factory=list)


def salvage(path: Path, output: Path, *, by: str) -> Salvaged:
    """Writes what can be read of the project at `path` into a new one; `path` and what is beside it stay untouched.

    Raises Fault where somebody has the project open, it cannot be read at all, nothing in it is a project's, it is
    from a newer version, or the new one cannot be made.
    """
    had = _read(path, by)
    if had.version > len(STEPS):
        raise Fault(f"{path} was made by a newer version of this program.", "Update the program and try again.")
    result = Salvaged(output)
    state = _from_log(had)
    if state is None:
        state = _from_tables(had, result)
        result.undo = False
    if not state.documents and not state.speakers and not had.log:
        raise Fault(f"Nothing in {path} can be read any more.", "Put a backup back: annotator restore.")
    with Project.create(output, by=by) as project:
        with project._database.write() as connection:
            _write(connection, had, state, result)
        sound = project.check()
    if sound:
        raise RuntimeError(f"what was salvaged is damaged: {sound[0]}")
    return result


def _read(path: Path, by: str) -> Read:
    try:
        lock: Lock | None = Lock(path.resolve(), by)
    except Held as held:
        raise Fault(f"{path} is open elsewhere: {held.holder.person or 'somebody'} has it.", "Close it.") from held
    except OSError:
        lock = None  # a folder that may not be written, in which nobody else can write either
    try:
        with OnDisk(path) as data, _beside(path, "-wal") as log, _beside(path, "-journal") as journal:
            return read(File(data, log, journal))
    except OSError as error:
        raise Fault(f"{path} cannot be read: {error.strerror}.", "Ask for the right to read it.") from error
    finally:
        if lock is not None:
            lock.release()


def _beside(path: Path, ending: str) -> OnDisk | AbstractContextManager[bytes]:
    beside = path.with_name(f"{path.name}{ending}")
    return OnDisk(beside) if beside.exists() else nullcontext(b"")


def _from_log(had: Read) -> State | None:
    """What everything that was done comes to, from the beginning; None where some of it is missing."""
    numbers = sorted(had.log)
    if "transactions" in had.broken or numbers != list(range(len(numbers))):
        return None
    state, complete = _done_again(had)
    return state if complete and set(had.heads) <= set(state.documents) else None


def _done_again(had: Read) -> tuple[State, bool]:
    """What the transactions that are left come to, and whether each of them fitted."""
    all_documents: dict[str, Document] = {}
    known: dict[str, Speaker] = {}
    complete = True
    for number in sorted(had.log):
        transaction = had.log[number].transaction
        everywhere = any(edit.everywhere for edit in transaction.edits)
        touched = [i for i in (all_documents if everywhere else transaction.documents) if i in all_documents]
        before = State({i: all_documents[i] for i in touched}, known)
        try:
            after, _ = transaction.apply(before)
        except EditError:
            complete = False
            continue
        for document_id in touched:
            all_documents.pop(document_id) if document_id not in after.documents else None
        all_documents |= after.documents
        known = dict(after.speakers)
    return State(all_documents, known), complete


def _from_tables(had: Read, result: Salvaged) -> State:
    logged, _ = _done_again(had)
    known = {**(logged.speakers if "speakers" in had.broken else {}), **had.speakers}
    parts: dict[str, list[AnyAnnotation]] = {}
    for (document_id, _), annotation in had.annotations.items():
        parts.setdefault(document_id, []).append(annotation)
    found: dict[str, Document] = {}
    # What only the log knows was taken away by what is missing of it, unless the tables have lost something.
    only_logged = logged.documents if "documents" in had.broken else ()
    for document_id in dict.fromkeys((*had.heads, *had.texts, *parts, *only_logged)):
        document = _document(document_id, had, parts.get(document_id, []), logged.documents.get(document_id), result)
        if document is not None:
            found[document_id] = _with_known_speakers(document, known, result)
    for name, number in had.unread.items():
        result.losses.append(Loss(how_many(number, "row"), f"of {name}", "damaged, if they were not found elsewhere"))
    return State(found, known)


def _document(
    document_id: str, had: Read, parts: list[AnyAnnotation], logged: Document | None, result: Salvaged
) -> Document | None:
    head = had.heads.get(document_id)
    text = had.texts.get(document_id)
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
    whole = replace(base, article=article, tokens=had.tokens.get(document_id), entities=(), quotes=())
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


def _with_known_speakers(document: Document, known: dict[str, Speaker], result: Salvaged) -> Document:
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


def _write(connection: Connection, had: Read, state: State, result: Salvaged) -> None:
    result.damaged = had.damaged
    result.articles = len(state.documents)
    result.annotations = sum(len(document.by_id) for document in state.documents.values())
    result.transactions = len(had.log)
    for speaker in state.speakers.values():
        speakers.put(connection, speaker)
    documents.add(connection, list(state.documents.values()))
    _insert(connection, sources, [{"sha256": name, "data": data} for name, data in had.sources.items()])
    _insert(connection, queue, _queue(had, state, result))
    rows = [dict(had.log[number].row) for number in sorted(had.log)]
    if not result.undo:
        rows = [{**row, "state": row["state"] and _DISCARDED} for row in rows]
        result.losses.append(Loss("undo", "", "what was done before cannot be undone any more"))
    _insert(connection, transactions, rows)
    for table, rows_read in ((seen, had.seen), (reading, had.reading), (guideline, had.guideline)):
        _insert(connection, table, [dict(zip(table.columns.keys(), row, strict=True)) for row in rows_read.values()])
    _insert(connection, settings, [{"key": key, "value": value} for key, value in had.settings.items()])


def _queue(had: Read, state: State, result: Salvaged) -> list[dict[str, Any]]:
    names = ("document_id", "place", "prepared", "source", "source_name", "source_encoding")
    rows = [dict(zip(names, row, strict=True)) for row in had.queue.values()]
    last = max((int(str(row["place"])) for row in rows), default=-1)
    for document_id in state.documents:
        if document_id not in had.queue:
            last += 1
            prepared = bool(state.documents[document_id].by_id)
            rows.append({**dict.fromkeys(names), "document_id": document_id, "place": last, "prepared": prepared})
    for row in rows:
        if row["source"] is not None and row["source"] not in had.sources:
            result.losses.append(Loss("imported file", str(row["source_name"]), "lost; the article made of it is not"))
            row["source"] = None
    return [{**row, "prepared": bool(row["prepared"])} for row in rows]


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
