"""Everything about a project's documents and speakers in one flat dict.

A key is (document, field), (document, sort, annotation, field), ("speaker", id, field), or `LABELS` for the label set.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from annotator.model.cases import Case
from annotator.model.document import AnyAnnotation, Document, Entity, Speaker
from annotator.model.labels.labels import Label, LabelSet
from tests.session.letters import places_in_file, values

Key = tuple[str, ...]
Flat = dict[Key, Any]
GONE = object()
LABELS: Key = ("label set", "", "labels")


def flat(documents: Iterable[Document], speakers: Iterable[Speaker], labels: LabelSet) -> Flat:
    """Everything about documents and speakers, and the label set, by its keys."""
    found: Flat = {LABELS: hueless(labels.labels)}
    for document in documents:
        found |= of_document(document)
    for speaker in speakers:
        found |= of_speaker(speaker)
    return found


def hueless(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Labels without which of the twenty colours they have: those that come get one that is free, whichever."""
    return tuple(replace(label, hue=None) for label in labels)


def of_document(document: Document) -> Flat:
    article = document.article
    found: Flat = {
        (document.id, "text"): article.text,
        (document.id, "title"): article.title,
        (document.id, "outlet"): article.outlet,
        (document.id, "published"): article.published,
        (document.id, "url"): article.url,
        (document.id, "byline"): document.meta_extra.get("byline"),
        (document.id, "language"): article.language,
        (document.id, "status"): document.status,
        (document.id, "annotator"): document.annotator,
        (document.id, "note"): document.note,
        (document.id, "flagged"): document.flagged,
        (document.id, "tokens"): document.tokens,
        (document.id, "boilerplate"): document.boilerplate,
        (document.id, "headings"): article.headings,
        (document.id, "file places"): places_in_file(article.text, article.source_map),
    }
    for annotation in (*document.entities, *document.quotes):
        found |= of_annotation(document.id, annotation)
    for case in document.cases:
        found |= of_case(document.id, case)
    return found


def of_annotation(document_id: str, annotation: AnyAnnotation) -> Flat:
    sort = "entity" if isinstance(annotation, Entity) else "quote"
    return {(document_id, sort, annotation.id, name): value for name, value in values(annotation).items()}


def of_case(document_id: str, case: Case) -> Flat:
    return {(document_id, "case", case.id, name): value for name, value in vars(case).items()}


def of_speaker(speaker: Speaker) -> Flat:
    return {("speaker", speaker.id, name): value for name, value in vars(speaker).items()}


def orders(state: Mapping[Key, Any]) -> dict[Key, list[str]]:
    """The ids of each document's entities and quotes in the order in which it has to keep them."""
    places: dict[Key, list[tuple[int, int, str]]] = {}
    for key, value in state.items():
        if key[-1] == "span":
            places.setdefault(key[:2], []).append((value.start, -value.end, key[2]))
        elif key[-1] == "contents":
            places.setdefault(key[:2], []).append((value[0].start, -value[-1].end, key[2]))
    return {key: [name for _, _, name in sorted(found)] for key, found in places.items()}
