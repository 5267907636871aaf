"""What an update changed, written row by row: nothing that its edits did not touch."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection

from annotator.model.document import AnyAnnotation, Document
from annotator.model.edits import AddDocument, Edit, SetAllowed, SetText, State
from annotator.model.history import Update
from annotator.store import allowed, documents, queue, sources, speakers
from annotator.store.sources import Source


def write(connection: Connection, update: Update, imported: Mapping[str, Source]) -> None:
    """Brings the rows of what the edits touched to what `update.after` has.

    Raises EditError where a speaker is removed that an annotation still names.
    """
    before, after = update.before, update.after
    edits = update.transaction.edits
    # Speakers come before the annotations that name them, and go after those that named them.
    touched = dict.fromkeys(e.speaker_id for e in edits if e.speaker_id is not None)
    for speaker_id in touched:
        if speaker_id in after.speakers:
            speakers.put(connection, after.speakers[speaker_id])
    made = _write_whole(connection, update)
    sources.keep(connection, imported.values())
    queue.enter(connection, [after.documents[document_id] for document_id in made], imported)
    parts = {
        (document_id, annotation_id): None
        for edit in edits
        if (document_id := edit.document_id) is not None
        and document_id in before.documents
        and document_id in after.documents
        and document_id not in made
        for annotation_id in _annotations(edit, before.documents[document_id], after.documents[document_id])
    }
    documents.drop(connection, _held(before, parts))
    documents.put(connection, _held(after, parts))
    speakers.remove(connection, [s for s in touched if s not in after.speakers])
    for edit in edits:
        if isinstance(edit, SetAllowed):
            allowed.write(connection, edit.key, edit.said)


def _annotations(edit: Edit, before: Document, after: Document) -> Iterable[str]:
    """The ids of the annotations that an edit may have changed: another text moves what stands behind its changes."""
    if not isinstance(edit, SetText):
        return edit.annotation_ids
    old, new = before.by_id, after.by_id
    return (each for each in {**old, **new} if old.get(each) is not new.get(each))


def _held(state: State, ids: Iterable[tuple[str, str]]) -> Iterator[tuple[str, AnyAnnotation]]:
    for document_id, annotation_id in ids:
        annotation = state.documents[document_id].by_id.get(annotation_id)
        if annotation is not None:
            yield document_id, annotation


def _write_whole(connection: Connection, update: Update) -> list[str]:
    """Writes what is said of documents as a whole; the ids of those written anew with all that is in them."""
    before, after = update.before.documents, update.after.documents
    added = {e.document_id for e in update.transaction.edits if isinstance(e, AddDocument)}
    whole = dict.fromkeys(e.document_id for e in update.transaction.edits if e.document_id and not e.annotation_ids)
    for document_id in whole:
        if document_id in before and (document_id not in after or document_id in added):
            documents.remove(connection, document_id)
        elif document_id in before:
            documents.change(connection, before[document_id], after[document_id])
    made = [i for i in whole if i in after and (i not in before or i in added)]
    documents.add(connection, [after[i] for i in made])
    return made
