"""Edits of an article's text, and of which of its paragraphs count."""

from dataclasses import dataclass, replace
from itertools import chain, pairwise

from annotator.model.document import AnyAnnotation, Document, Entity, Heading, MapRun, Quote, Span, Tokens, in_order
from annotator.model.edits.base import Edit
from annotator.model.state import EditError, State, check, spans_of
from annotator.model.texts.rebasing import Rebase, pieces_back
from annotator.model.texts.retokenizing import cut_anew, joined, left_over
from annotator.model.texts.sourcemap import assemble


@dataclass(frozen=True)
class SetBoilerplate(Edit):
    """Says which paragraphs of an article are set aside, each whole, in the order of the text."""

    document: str
    paragraphs: tuple[Span, ...] = ()

    def apply(self, state: State) -> State:
        document = state.document(self.document)
        _check_paragraphs(document, self.paragraphs)
        return state.with_document(replace(document, boilerplate=self.paragraphs))

    def invert(self, state: State) -> Edit:
        return SetBoilerplate(self.document, state.document(self.document).boilerplate)


def _check_paragraphs(document: Document, spans: tuple[Span, ...]) -> None:
    known = set(document.article.paragraphs)
    for span in spans:
        if span not in known or span.start == span.end:
            raise EditError(f"{span.start} to {span.end} is no paragraph of the article")
    if any(first >= second for first, second in pairwise(spans)):
        raise EditError("the paragraphs are not in the order of the text")


@dataclass(frozen=True)
class SetText(Edit):
    """Gives an article another text.

    What stands in unchanged text moves with it; an annotation, some of whose text is changed, goes, unless it is given.

    pieces            the new text: stretches of the one before, in its order, and words that it did not have
    entities, quotes  those that are given, as they are to stand in the new text
    tokens            of what changed; None where the document has none, and where it has got some since (the edit is
                      undone or redone), what changed is cut as `cut_anew` does
    source_map, headings, boilerplate  those of the new text
    """

    document: str
    pieces: tuple[str | Span, ...]
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    tokens: Tokens | None = None
    source_map: tuple[MapRun, ...] = ()
    headings: tuple[Heading, ...] = ()
    boilerplate: tuple[Span, ...] = ()

    def _rebase(self, document: Document) -> Rebase:
        at = 0
        for piece in self.pieces:
            if isinstance(piece, Span):
                if not at <= piece.start <= piece.end <= len(document.text):
                    raise EditError(f"{piece.start} to {piece.end} is no stretch of the text, or not in its order")
                at = piece.end
        text, runs = assemble(document.text, self.pieces)
        if not text:
            raise EditError("an article without a text is none")
        return Rebase(document.text, text, runs)

    def apply(self, state: State) -> State:
        document = state.document(self.document)
        rebase = self._rebase(document)
        given = {annotation.id for annotation in (*self.entities, *self.quotes)}
        entities = [rebase.moved(each) for each in document.entities if each.id not in given]
        quotes = [rebase.moved(each) for each in document.quotes if each.id not in given]
        tokens = document.tokens
        if tokens is not None:
            texts = rebase.old, rebase.new, rebase.runs
            given_tokens = cut_anew(tokens, *texts) if self.tokens is None else self.tokens
            tokens = joined(tokens, given_tokens, *texts)
        after = replace(
            document,
            article=replace(document.article, text=rebase.new, source_map=self.source_map, headings=self.headings),
            tokens=tokens,
            entities=in_order((*(e for e in entities if isinstance(e, Entity)), *self.entities)),
            quotes=in_order((*(q for q in quotes if isinstance(q, Quote)), *self.quotes)),
            boilerplate=self.boilerplate,
        )
        given_ones: tuple[AnyAnnotation, ...] = (*self.entities, *self.quotes)
        for span in chain.from_iterable(map(spans_of, given_ones)):
            check(after, span)
        _check_paragraphs(after, self.boilerplate)
        return state.with_document(after)

    def invert(self, state: State) -> Edit:
        document = state.document(self.document)
        rebase = self._rebase(document)
        given = {annotation.id for annotation in (*self.entities, *self.quotes)}
        tokens = document.tokens
        if tokens is not None:
            tokens = left_over(tokens, rebase.old, rebase.new, rebase.runs)
        return SetText(
            self.document,
            pieces_back(rebase.old, rebase.runs),
            tuple(e for e in document.entities if e.id in given or not rebase.stays(e)),
            tuple(q for q in document.quotes if q.id in given or not rebase.stays(q)),
            tokens,
            document.article.source_map,
            document.article.headings,
            document.boilerplate,
        )
