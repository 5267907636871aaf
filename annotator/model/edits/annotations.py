"""Edits of one entity or quote."""

from dataclasses import dataclass, replace
from typing import Any

from annotator.model.document import AcceptedBy, AnyAnnotation, Attribution, Decision, Entity, Kind, Quote, Span
from annotator.model.edits.base import Edit
from annotator.model.state import EditError, State, check, check_speaker, spans_of


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
        check_speaker(state, self._added)
        for span in spans_of(self._added):
            check(document, span)
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
            check(document, span)
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

    def apply(self, state: State) -> State:
        if self.speaker is not None:
            state.speaker(self.speaker)
        return super().apply(state)


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
