"""What a project has of notes and flags, each with the words that it is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from annotator.model.document import Span
from annotator.session.guideline import sort_of
from annotator.store.project import Project


@dataclass(frozen=True)
class Noted:
    """A note or flag, or both, on an article where `annotation` is None, else on an entity or quote in it.

    span, words  where that stands, and what stands there; None and "" for an article
    sort         its label or kind; "" likewise
    """

    document_id: str
    title: str
    annotation: str | None
    span: Span | None
    words: str
    sort: str
    note: str | None
    flagged: bool


def noted(project: Project) -> Iterator[Noted]:
    """All notes and flags of a project, by the articles in the queue's order, and in the order of their texts."""
    for document_id, of_article in groupby(project.notes(), key=lambda kept: kept.document):
        document = project.document(document_id)
        found = []
        for kept in of_article:
            annotation = document.by_id[kept.annotation] if kept.annotation is not None else None
            span = annotation.extent if annotation is not None else None
            words = document.words(span) if span is not None else ""
            sort = sort_of(annotation) if annotation is not None else ""
            title = document.article.title
            found.append(Noted(document_id, title, kept.annotation, span, words, sort, kept.note, kept.flagged))
        yield from sorted(found, key=lambda each: each.span or Span(-1, -1))
