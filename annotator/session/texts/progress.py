"""How an update changes what the queue says of an article, without counting the whole article again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.model.document import AnyAnnotation, Document
from annotator.model.edits import AddDocument
from annotator.model.faults import Fault
from annotator.model.history import Update
from annotator.store import queue
from annotator.store.project import Project
from annotator.store.queue import Entry


def new_entry(document: Document) -> Entry:
    """The queue's entry of a document that has just come into the project."""
    annotations = document.by_id.values()
    pending = _pending(annotations)
    return Entry(
        id=document.id,
        title=document.article.title,
        file=document.article.file,
        status=document.status,
        characters=len(document.text),
        pending=pending,
        doubtful=_lowest(annotations),
        decided=len(annotations) - pending,
        prepared=bool(annotations),
        text_sha256=document.article.text_sha256,
        note=document.note,
        flagged=document.flagged,
    )


def brings_back(update: Update) -> bool:
    """Whether articles that had been removed are there again: in their old places, which only the project knows."""
    replayed = update.transaction.origin.startswith(("undo.", "redo."))
    return replayed and any(isinstance(edit, AddDocument) for edit in update.transaction.edits)


def returned(project: Project, entries: Sequence[Entry], update: Update) -> list[Entry]:
    """The queue after an update that brings articles back: one by one, without reading all of it.

    Where the project cannot be read just then they come last: they are saved, and have to be shown.
    """
    back = [edit.added.id for edit in update.transaction.edits if isinstance(edit, AddDocument)]
    try:
        if len(back) > 1:
            return project.entries()
        before, entry = project.ask(queue.before, back[0]), project.entry(back[0])
    except Fault:
        return relisted(entries, update)
    rest = [each for each in relisted(entries, update) if each.id != back[0]]
    at = next((number for number, each in enumerate(rest, 1) if each.id == before), 0)
    return [*rest[:at], entry, *rest[at:]]


def relisted(entries: Sequence[Entry], update: Update) -> list[Entry]:
    """The queue after an update that brings nothing back."""
    named, before, after = update.transaction.documents, update.before.documents, update.after.documents
    new = [after[document_id] for document_id in named if document_id in after and document_id not in before]
    if len(new) == len(named):  # as an import brings them, by the thousand
        there = {document.id for document in new}
        return [*(e for e in entries if e.id not in there), *map(new_entry, new)]
    listed = {entry.id: entry for entry in entries}
    for document_id in named:
        document = after.get(document_id)
        if document is None:
            listed.pop(document_id, None)
        elif document_id in listed and document_id in before:
            listed[document_id] = progressed(listed[document_id], document_id, update)
        else:
            listed[document_id] = new_entry(document)
    return list(listed.values())


def progressed(entry: Entry, document_id: str, update: Update) -> Entry:
    """The queue's entry of a document after an update that changed it; the document is there before and after."""
    before, after = update.before.documents[document_id], update.after.documents[document_id]
    now = queue.prepares(update, document_id)
    prepared = entry.prepared if now is None else now
    if before.text != after.text:  # its length and its hash are others, and what has lost its words is gone unnamed
        return replace(new_entry(after), prepared=prepared, read=entry.read)
    touched = {
        name for edit in update.transaction.edits if edit.document_id == document_id for name in edit.annotation_ids
    }
    old = [before.by_id[name] for name in touched if name in before.by_id]
    new = [after.by_id[name] for name in touched if name in after.by_id]
    pending = _pending(new) - _pending(old)
    return replace(
        entry,
        title=after.article.title,
        status=after.status,
        note=after.note,
        flagged=after.flagged,
        pending=entry.pending + pending,
        decided=entry.decided + len(new) - len(old) - pending,
        doubtful=_doubtful(entry, after, old, new),
        prepared=prepared,
    )


def _pending(annotations: Iterable[AnyAnnotation]) -> int:
    return sum(a.pending for a in annotations)


def _doubtful(
    entry: Entry, after: Document, old: Iterable[AnyAnnotation], new: Iterable[AnyAnnotation]
) -> float | None:
    """The lowest score of what is pending; all are looked through only where the lowest one may have gone."""
    gone, come = _lowest(old), _lowest(new)
    if gone is not None and entry.doubtful is not None and gone <= entry.doubtful:
        return _lowest(after.by_id.values())
    return min((score for score in (entry.doubtful, come) if score is not None), default=None)


def _lowest(annotations: Iterable[AnyAnnotation]) -> float | None:
    return min((a.score for a in annotations if a.pending and a.score is not None), default=None)
