"""What an update changes in what is counted: figures follow an edit without a million annotations counted again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from annotator.model.document import AnyAnnotation, Document, Entity, Quote, Span
from annotator.model.figures import Amount, Counts, Said, Sort
from annotator.model.history import Update
from annotator.model.texts.boilerplate import all_in


def after(counts: Counts, update: Update) -> Counts | None:
    """The counts with the annotations as they are after the update; what else it has stays. None where that is unknown.

    counts  those of the project as it was before it
    """
    if any(edit.everywhere for edit in update.transaction.edits):
        return None
    sorts, quotes, words = Counter(counts.sorts), Counter[Said](), Counter[Said]()
    for said, amount in counts.said.items():
        quotes[said], words[said] = amount
    for sign, document, annotation in _changes(update):
        sorts[_sort(document, annotation)] += sign
        if isinstance(annotation, Quote) and not annotation.rejected:
            said = Said(annotation.speaker, document.article.outlet or "")
            quotes[said] += sign
            left = (span for span in annotation.contents if not all_in(document.boilerplate, [span]))
            words[said] += sign * sum(len(document.words(span).split()) for span in left)
    if min(sorts.values(), default=0) < 0:  # it was not counted before: whoever counts anew is right
        return None
    amounts = {said: Amount(number, words[said]) for said, number in quotes.items() if number > 0}
    return replace(counts, sorts=+sorts, said=amounts)


def _changes(update: Update) -> Iterator[tuple[int, Document, AnyAnnotation]]:
    """What goes (-1) and what comes (1), each with the document that it is in; nothing that stands in boilerplate."""
    before, after = update.before.documents, update.after.documents
    for document_id in update.transaction.documents:
        old, new = before.get(document_id), after.get(document_id)
        if old is not None:
            yield from ((-1, old, each) for each in _changed(old, new))
        if new is not None:
            yield from ((1, new, each) for each in _changed(new, old))


def _changed(document: Document, other: Document | None) -> list[AnyAnnotation]:
    """The annotations of a document that the other state of it has not just so."""
    there = {} if other is None or _about(document) != _about(other) else other.by_id
    changed = (each for each in document.by_id.values() if there.get(each.id) is not each)
    return [each for each in changed if not all_in(document.boilerplate, _spans(each))]


def _about(document: Document) -> tuple[object, ...]:
    return document.status, document.article, document.boilerplate


def _spans(annotation: AnyAnnotation) -> tuple[Span, ...]:
    return (annotation.span,) if isinstance(annotation, Entity) else annotation.contents


def _sort(document: Document, annotation: AnyAnnotation) -> Sort:
    entity = isinstance(annotation, Entity)
    label = annotation.label if isinstance(annotation, Entity) else annotation.kind.value
    return Sort(
        not entity,
        annotation.origin,
        label,
        annotation.decision,
        annotation.accepted_by,
        document.status,
        annotation.by,
    )
