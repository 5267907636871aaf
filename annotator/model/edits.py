"""The verbs of the program: each edit changes one thing, knows its inverse, and has a plain JSON form.

An edit does what its name says and nothing besides. That a relabelled suggestion also counts as corrected is a second
edit (`Decide`) of the same transaction, so that every inverse is the same verb with the value from before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from annotator.model.document import (
    AcceptedBy,
    AnyAnnotation,
    Attribution,
    Decision,
    Document,
    Entity,
    Kind,
    Quote,
    Span,
    Speaker,
    Status,
    Tokens,
)
from annotator.model.plain import from_plain, to_plain


class EditError(ValueError):
    """An edit does not fit the state it is applied to; the message says why."""


@dataclass(frozen=True)
class State:
    """What edits apply to: the documents at hand and the project's speakers, by their ids."""

    documents: Mapping[str, Document] = field(default_factory=dict)
    speakers: Mapping[str, Speaker] = field(default_factory=dict)

    def document(self, document_id: str) -> Document:
        """The document of that id; raises EditError where there is none."""
        try:
            return self.documents[document_id]
        except KeyError:
            raise EditError(f"there is no article {document_id}") from None

    def annotation(self, document_id: str, annotation_id: str) -> AnyAnnotation:
        """An entity or quote by the ids; raises EditError where there is none."""
        try:
            return self.document(document_id).by_id[annotation_id]
        except KeyError:
            raise EditError(f"the article has no annotation {annotation_id}") from None

    def quote(self, document_id: str, quote_id: str) -> Quote:
        """A quote by the ids; raises EditError where there is none."""
        annotation = self.annotation(document_id, quote_id)
        if not isinstance(annotation, Quote):
            raise EditError(f"{quote_id} is not a quote")
        return annotation

    def entity(self, document_id: str, entity_id: str) -> Entity:
        """An entity by the ids; raises EditError where there is none."""
        annotation = self.annotation(document_id, entity_id)
        if not isinstance(annotation, Entity):
            raise EditError(f"{entity_id} is not an entity")
        return annotation

    def speaker(self, speaker_id: str) -> Speaker:
        """A speaker by the id; raises EditError where there is none."""
        try:
            return self.speakers[speaker_id]
        except KeyError:
            raise EditError(f"there is no speaker {speaker_id}") from None

    def with_document(self, document: Document) -> "State":
        """With `document` in place of the one with its id, or added."""
        return replace(self, documents={**self.documents, document.id: document})

    def without_document(self, document_id: str) -> "State":
        """Without the document of that id."""
        return replace(self, documents={k: v for k, v in self.documents.items() if k != document_id})

    def with_speaker(self, speaker: Speaker) -> "State":
        """With `speaker` in place of the one with their id, or added."""
        return replace(self, speakers={**self.speakers, speaker.id: speaker})

    def without_speaker(self, speaker_id: str) -> "State":
        """Without the speaker of that id."""
        return replace(self, speakers={k: v for k, v in self.speakers.items() if k != speaker_id})


@dataclass(frozen=True)
class Edit:
    """One change. Subclasses say which."""

    verbs: ClassVar[dict[str, type["Edit"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.__name__.startswith("_"):
            Edit.verbs[cls.__name__] = cls

    @property
    def document_id(self) -> str | None:
        """The id of the document it changes; None where it changes the project's speakers."""
        return getattr(self, "document", None)

    @property
    def annotation_id(self) -> str | None:
        """The id of the entity or quote it changes; None where it changes the document as a whole."""
        return getattr(self, "annotation", None)

    @property
    def speaker_id(self) -> str | None:
        """The id of the speaker it changes in the registry, if it does."""
        return None

    def apply(self, state: State) -> State:
        """The state after it; raises EditError where it does not fit."""
        raise NotImplementedError

    def invert(self, state: State) -> "Edit":
        """The edit that takes it back, for `state` as it is before it; raises EditError where it does not fit."""
        raise NotImplementedError


def edit_to_plain(edit: Edit) -> dict[str, Any]:
    """An edit as a JSON object; its verb is under "edit"."""
    return {"edit": type(edit).__name__, **to_plain(edit)}


def edit_from_plain(data: Mapping[str, Any]) -> Edit:
    """An edit from what `edit_to_plain` made of it; raises ValueError where it is none."""
    verb = Edit.verbs.get(data.get("edit", ""))
    if verb is None:
        raise ValueError(f"unknown edit {data.get('edit')!r}")
    edit: Edit = from_plain(verb, {key: value for key, value in data.items() if key != "edit"})
    return edit


# Adding and removing


@dataclass(frozen=True)
class _Add(Edit):
    document: str

    @property
    def _added(self) -> AnyAnnotation:
        raise NotImplementedError

    @property
    def annotation_id(self) -> str:
        return self._added.id

    def apply(self, state: State) -> State:
        document = state.document(self.document)
        if self.annotation_id in document.by_id:
            raise EditError(f"the article has an annotation {self.annotation_id} already")
        for span in spans_of(self._added):
            _check(document, span)
        return state.with_document(document.put(self._added))

    def invert(self, state: State) -> Edit:
        return Remove(self.document, self.annotation_id)


@dataclass(frozen=True)
class AddEntity(_Add):
    """Puts an entity into an article."""

    entity: Entity

    @property
    def _added(self) -> Entity:
        return self.entity


@dataclass(frozen=True)
class AddQuote(_Add):
    """Puts a quote into an article."""

    quote: Quote

    @property
    def _added(self) -> Quote:
        return self.quote


@dataclass(frozen=True)
class Remove(Edit):
    """Takes an entity or quote out of an article."""

    document: str
    annotation: str

    def apply(self, state: State) -> State:
        state.annotation(self.document, self.annotation)
        return state.with_document(state.document(self.document).drop(self.annotation))

    def invert(self, state: State) -> Edit:
        annotation = state.annotation(self.document, self.annotation)
        if isinstance(annotation, Entity):
            return AddEntity(self.document, annotation)
        return AddQuote(self.document, annotation)


def spans_of(annotation: AnyAnnotation) -> tuple[Span, ...]:
    """Every span an annotation holds, but for the marked stretches within its contents."""
    if isinstance(annotation, Entity):
        return (annotation.span,)
    return (*annotation.contents, *(span for span in (annotation.cue, annotation.source) if span is not None))


def _check(document: Document, span: Span) -> None:
    if not 0 <= span.start < span.end <= len(document.text):
        raise EditError(f"{span.start} to {span.end} is no stretch of an article of {len(document.text)} characters")


# Changing one thing about an annotation


@dataclass(frozen=True)
class _Set(Edit):
    document: str
    annotation: str

    def _target(self, state: State) -> AnyAnnotation:
        return state.annotation(self.document, self.annotation)

    def _values(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name not in ("document", "annotation")}

    def apply(self, state: State) -> State:
        changed = replace(self._target(state), **self._values())
        document = state.document(self.document)
        for span in spans_of(changed):
            _check(document, span)
        return state.with_document(document.put(changed))

    def invert(self, state: State) -> Edit:
        before = self._target(state)
        return replace(self, **{name: getattr(before, name) for name in self._values()})


@dataclass(frozen=True)
class Decide(_Set):
    """Sets what was decided about an annotation, by whom and when."""

    decision: Decision
    accepted_by: AcceptedBy | None = None
    by: str | None = None
    at: str | None = None


@dataclass(frozen=True)
class SetSpeaker(_Set):
    """Says which speaker an entity names, or who is behind a quote."""

    speaker: str | None = None


class _SetEntity(_Set):
    def _target(self, state: State) -> Entity:
        return state.entity(self.document, self.annotation)


@dataclass(frozen=True)
class MoveBoundary(_SetEntity):
    """Gives an entity another span."""

    span: Span


@dataclass(frozen=True)
class SetLabel(_SetEntity):
    """Gives an entity another label."""

    label: str


class _SetQuote(_Set):
    def _target(self, state: State) -> Quote:
        return state.quote(self.document, self.annotation)


@dataclass(frozen=True)
class SetContents(_SetQuote):
    """Says which stretches a quote consists of, and which of them stand in quote marks."""

    contents: tuple[Span, ...]
    marked: tuple[Span, ...] = ()

    def apply(self, state: State) -> State:
        if not self.contents:
            raise EditError("a quote needs at least one content")
        if any(a.end > b.start for a, b in zip(self.contents, self.contents[1:], strict=False)):
            raise EditError("the contents of a quote must not overlap and must stand in the order of the text")
        return super().apply(state)


@dataclass(frozen=True)
class SetCue(_SetQuote):
    """Says which words report a quote."""

    cue: Span | None = None


@dataclass(frozen=True)
class SetSource(_SetQuote):
    """Says which mention a quote is attributed to."""

    source: Span | None = None


@dataclass(frozen=True)
class SetKind(_SetQuote):
    """Says whether a quote is direct, mixed or indirect."""

    kind: Kind


@dataclass(frozen=True)
class SetAttribution(_SetQuote):
    """Says how a quote is attributed."""

    attribution: Attribution | None = None


# Changing a document as a whole


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


# Speakers


@dataclass(frozen=True)
class AddSpeaker(Edit):
    """Enters a speaker into the project's registry."""

    speaker: Speaker

    @property
    def speaker_id(self) -> str:
        return self.speaker.id

    def apply(self, state: State) -> State:
        if self.speaker.id in state.speakers:
            raise EditError(f"there is a speaker {self.speaker.id} already")
        return state.with_speaker(self.speaker)

    def invert(self, state: State) -> Edit:
        return RemoveSpeaker(self.speaker.id)


@dataclass(frozen=True)
class RemoveSpeaker(Edit):
    """Takes a speaker out of the registry; no annotation may name them any more."""

    removed: str

    @property
    def speaker_id(self) -> str:
        return self.removed

    def apply(self, state: State) -> State:
        state.speaker(self.removed)
        if any(self.removed in document.speakers_used for document in state.documents.values()):
            raise EditError("a speaker that an annotation names cannot be removed")
        return state.without_speaker(self.removed)

    def invert(self, state: State) -> Edit:
        return AddSpeaker(state.speaker(self.removed))


@dataclass(frozen=True)
class ReplaceSpeaker(Edit):
    """Gives a speaker of the registry another name, aliases, role or Wikidata item."""

    speaker: Speaker

    @property
    def speaker_id(self) -> str:
        return self.speaker.id

    def apply(self, state: State) -> State:
        state.speaker(self.speaker.id)
        return state.with_speaker(self.speaker)

    def invert(self, state: State) -> Edit:
        return ReplaceSpeaker(state.speaker(self.speaker.id))
