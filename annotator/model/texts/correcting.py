"""A corrected text in place of an article's: what moves with it, what needs a look, and what has lost its text."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from annotator.model.document import AnyAnnotation, Document, Entity, Heading, Quote, Span, paragraphs
from annotator.model.edits import SetText
from annotator.model.state import State
from annotator.model.texts.rebasing import Rebase, is_touched
from annotator.model.texts.retokenizing import cut_anew
from annotator.model.texts.sourcemap import Piece, Runs, assemble, compose


@dataclass(frozen=True)
class Correction:
    """What another text does to a document.

    edit     what gives it that text
    text     it, and `runs` where it agrees with the one before, as `MapRun(new, old, length)`
    touched  the annotations that stand in it as near as can be told, because their own text was changed; each is
             flagged, to be come back to
    lost     those whose text is gone, as they stood
    """

    edit: SetText
    text: str
    runs: Runs
    touched: tuple[AnyAnnotation, ...]
    lost: tuple[AnyAnnotation, ...]

    @property
    def to_be_asked(self) -> tuple[AnyAnnotation, ...]:
        """Those of the lost ones that somebody has decided about and not rejected."""
        return tuple(each for each in self.lost if not each.pending and not each.rejected)


def corrected(document: Document, pieces: Iterable[Piece]) -> Correction:
    """The document with the text that `pieces` of its own and new words make."""
    chosen = tuple(pieces)
    text, runs = assemble(document.text, chosen)
    rebase = Rebase(document.text, text, runs)
    given: list[AnyAnnotation] = []
    touched: list[AnyAnnotation] = []
    lost: list[AnyAnnotation] = []
    for annotation in document.by_id.values():
        if rebase.stays(annotation):
            continue
        after = rebase.touched(annotation)
        if after is None:
            lost.append(annotation)
            continue
        if not after.rejected and is_touched(annotation, after, document.text, text):
            after = replace(after, flagged=True)
            touched.append(after)
        given.append(after)
    tokens = document.tokens
    edit = SetText(
        document.id,
        chosen,
        tuple(each for each in given if isinstance(each, Entity)),
        tuple(each for each in given if isinstance(each, Quote)),
        None if tokens is None else cut_anew(tokens, document.text, text, runs),
        compose(runs, document.article.source_map),
        _headings(document, rebase),
        _boilerplate(document, rebase),
    )
    return Correction(edit, text, runs, tuple(touched), tuple(lost))


def with_text(document: Document, pieces: Iterable[Piece]) -> Document:
    """The document with another text, as `corrected` has it."""
    return corrected(document, pieces).edit.apply(State({document.id: document})).document(document.id)


def _headings(document: Document, rebase: Rebase) -> tuple[Heading, ...]:
    """The headings, at the starts of the paragraphs that they are in now."""
    levels = {heading.start: heading.level for heading in document.article.headings}
    if not levels:
        return ()
    found: dict[int, Heading] = {}
    now = paragraphs(rebase.new)
    for paragraph in document.article.paragraphs:
        if paragraph.start in levels and (at := _now(rebase, paragraph)) is not None:
            start = _paragraph_at(now, at.start).start
            found.setdefault(start, Heading(start, levels[paragraph.start]))
    return tuple(found.values())


def _boilerplate(document: Document, rebase: Rebase) -> tuple[Span, ...]:
    """What was set aside, as far as the paragraphs that it is in now are mostly made of it."""
    if not document.boilerplate:
        return ()
    now, found = paragraphs(rebase.new), dict[Span, None]()
    for span in document.boilerplate:
        at = _now(rebase, span)
        while at is not None and at.start < at.end:
            paragraph = _paragraph_at(now, at.start)
            if 2 * (min(at.end, paragraph.end) - at.start) > paragraph.end - paragraph.start:
                found[paragraph] = None
            at = Span(paragraph.end + 1, at.end)
    return tuple(found)


def _now(rebase: Rebase, span: Span) -> Span | None:
    return rebase.exact(span) or rebase.near(span) if span.start < span.end else None


def _paragraph_at(spans: Sequence[Span], offset: int) -> Span:
    return spans[max(0, bisect_right(spans, offset, key=lambda span: span.start) - 1)]
