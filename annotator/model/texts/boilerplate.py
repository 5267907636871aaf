"""Paragraphs that are set aside: "Read more", "Sign up", who took the picture."""

from collections.abc import Container, Iterable
from dataclasses import replace

from annotator.model.document import AnyAnnotation, Document, Entity, Span
from annotator.model.state import State
from annotator.model.texts.correcting import corrected


def stands_in(document: Document, paragraphs: Container[Span], annotation: AnyAnnotation) -> bool:
    """Whether what an annotation marks, of a quote its contents, stands in one of these paragraphs, be it in part."""
    spans = (annotation.span,) if isinstance(annotation, Entity) else annotation.contents
    return any(each in paragraphs for each in document.article.paragraphs_of(*spans))


def all_in(paragraphs: Iterable[Span], spans: Iterable[Span]) -> bool:
    """Whether all of these stretches stand in paragraphs that are set aside, each whole."""
    aside = tuple(paragraphs)
    return bool(aside) and all(any(each.start <= start and end <= each.end for each in aside) for start, end in spans)


def counted(document: Document) -> Document:
    """The document with its whole text, and with those annotations that it has without its boilerplate."""
    if not document.boilerplate:
        return document
    left = {each.id for each in without_boilerplate(document).annotations}
    return replace(
        document,
        entities=tuple(each for each in document.entities if each.id in left),
        quotes=tuple(each for each in document.quotes if each.id in left),
    )


def turned(document: Document, span: Span) -> tuple[Span, ...]:
    """What is set aside once that is turned for the paragraphs that a span touches, an empty one the one it is in.

    Where all of them are set aside they count again, else none of them does. Empty paragraphs stay as they are.
    """
    here = [each for each in document.article.paragraphs if each.start <= span.end and span.start <= each.end]
    if span.start < span.end:
        here = [each for each in here if each.overlaps(span)]
    chosen = {each for each in here if document.words(each).strip()}
    aside = set(document.boilerplate)
    return tuple(sorted(aside - chosen if chosen <= aside else aside | chosen))


def without_boilerplate(document: Document) -> Document:
    """The document without the paragraphs that are set aside, and whatever stands in them, be it a quote's source.

    Of the empty paragraphs around one, those after it go with it, so that no gap is left.
    """
    if not document.boilerplate:
        return document
    aside = set(document.boilerplate)
    kept: list[Span] = []
    follows = False
    for paragraph in document.article.paragraphs:
        empty = not document.text[paragraph.start : paragraph.end].strip()
        if paragraph in aside:
            follows = True
        elif not (empty and follows and (not kept or not document.text[kept[-1].start : kept[-1].end].strip())):
            kept.append(paragraph)
            follows = follows and empty
    first, rest = kept[:1], kept[1:]
    if not document.words(Span(first[0].start, kept[-1].end) if kept else Span(0, 0)).strip():
        return replace(document, article=replace(document.article, text=""), tokens=None, entities=(), quotes=())
    correction = corrected(document, (*first, *(Span(each.start - 1, each.end) for each in rest)))
    edit = replace(correction.edit, entities=(), quotes=())
    return edit.apply(State({document.id: document})).document(document.id)
