"""Edits of a document as a whole."""

from dataclasses import dataclass, replace

from annotator.model.about import About
from annotator.model.document import Document, Status, Tokens
from annotator.model.edits.base import Edit
from annotator.model.state import EditError, State


@dataclass(frozen=True)
class SetStatus(Edit):
    """Says how far an article is, and who marked it done."""

    document: str
    status: Status
    annotator: str | None = None

    def apply(self, state: State) -> State:
        document = state.document(self.document)
        return state.with_document(replace(document, status=self.status, annotator=self.annotator))

    def invert(self, state: State) -> Edit:
        document = state.document(self.document)
        return SetStatus(self.document, document.status, document.annotator)


@dataclass(frozen=True)
class SetTokens(Edit):
    """Gives a document its tokens."""

    document: str
    tokens: Tokens | None = None

    def apply(self, state: State) -> State:
        return state.with_document(replace(state.document(self.document), tokens=self.tokens))

    def invert(self, state: State) -> Edit:
        return SetTokens(self.document, state.document(self.document).tokens)


@dataclass(frozen=True)
class SetLanguage(Edit):
    """Says which language an article is in (ISO 639-1)."""

    document: str
    language: str | None = None

    def apply(self, state: State) -> State:
        document = state.document(self.document)
        return state.with_document(replace(document, article=replace(document.article, language=self.language)))

    def invert(self, state: State) -> Edit:
        return SetLanguage(self.document, state.document(self.document).article.language)


@dataclass(frozen=True)
class SetAbout(Edit):
    """Says what is known of an article beside its words."""

    document: str
    about: About

    def apply(self, state: State) -> State:
        return state.with_document(self.about.said_of(state.document(self.document)))

    def invert(self, state: State) -> Edit:
        return SetAbout(self.document, About.of(state.document(self.document)))


@dataclass(frozen=True)
class AddDocument(Edit):
    """Brings a document into the project."""

    added: Document

    @property
    def document_id(self) -> str:
        return self.added.id

    def apply(self, state: State) -> State:
        if self.added.id in state.documents:
            raise EditError(f"there is an article {self.added.id} already")
        return state.with_document(self.added)

    def invert(self, state: State) -> Edit:
        return RemoveDocument(self.added.id)


@dataclass(frozen=True)
class RemoveDocument(Edit):
    """Takes a document out of the project."""

    document: str

    def apply(self, state: State) -> State:
        state.document(self.document)
        return state.without_document(self.document)

    def invert(self, state: State) -> Edit:
        return AddDocument(state.document(self.document))
