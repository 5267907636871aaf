"""Edits of many entities and quotes of an article in one step: a long one has thousands."""

from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from annotator.model.document import AcceptedBy, AnyAnnotation, Decision, Entity, Quote, in_order
from annotator.model.edits.base import Edit
from annotator.model.state import EditError, State, check, check_speaker, spans_of

_Decided: TypeAlias = tuple[Decision, AcceptedBy | None, str | None, str | None]
_A = TypeVar("_A", bound=AnyAnnotation)


@dataclass(frozen=True)
class DecideAll(Edit):
    """Sets what was decided about several annotations about which the same was decided before.

    What `Decide` does, for all of them.
    """

    document: str
    annotations: tuple[str, ...]
    decision: Decision
    accepted_by: AcceptedBy | None = None
    by: str | None = None
    at: str | None = None

    @property
    def annotation_ids(self) -> tuple[str, ...]:
        return self.annotations

    def apply(self, state: State) -> State:
        self._common(state)
        document, values = state.document(self.document), (self.decision, self.accepted_by, self.by, self.at)
        changed = {each: _decided(document.by_id[each], values) for each in self.annotations}
        return state.with_document(document.with_values(changed))

    def invert(self, state: State) -> Edit:
        return DecideAll(self.document, self.annotations, *self._common(state))

    def _common(self, state: State) -> _Decided:
        before = {
            (a.decision, a.accepted_by, a.by, a.at)
            for a in (state.annotation(self.document, annotation) for annotation in self.annotations)
        }
        if len(before) != 1:
            raise EditError("annotations decided differently before cannot be decided as one")
        return before.pop()


def _decided(annotation: _A, values: _Decided) -> _A:
    decision, accepted_by, by, at = values
    return replace(annotation, decision=decision, accepted_by=accepted_by, by=by, at=at)


@dataclass(frozen=True)
class NameAll(Edit):
    """Says which speaker several entities name, all of which named the same one before, or nobody.

    What `SetSpeaker` does, for all of them.
    """

    document: str
    entities: tuple[str, ...]
    speaker: str | None = None

    @property
    def annotation_ids(self) -> tuple[str, ...]:
        return self.entities

    def apply(self, state: State) -> State:
        if self.speaker is not None:
            state.speaker(self.speaker)
        self._common(state)
        changed = {each: replace(state.entity(self.document, each), speaker=self.speaker) for each in self.entities}
        return state.with_document(state.document(self.document).with_values(changed))

    def invert(self, state: State) -> Edit:
        return NameAll(self.document, self.entities, self._common(state))

    def _common(self, state: State) -> str | None:
        before = {state.entity(self.document, each).speaker for each in self.entities}
        if len(before) != 1:
            raise EditError("entities that named different speakers before cannot be named as one")
        return before.pop()


@dataclass(frozen=True)
class ReplaceAnnotations(Edit):
    """Takes annotations out of an article and puts others in: suggestions made anew, an import laid over."""

    document: str
    removed: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def annotation_ids(self) -> tuple[str, ...]:
        return (*self.removed, *(a.id for a in self.entities), *(a.id for a in self.quotes))

    def apply(self, state: State) -> State:
        document, removed = state.document(self.document), set(self.removed)
        entities = [a for a in document.entities if a.id not in removed]
        quotes = [a for a in document.quotes if a.id not in removed]
        if missing := removed - set(document.by_id):
            raise EditError(f"the article has no annotation {min(missing)}")
        added: tuple[AnyAnnotation, ...] = (*self.entities, *self.quotes)
        ids = [a.id for a in (*entities, *quotes, *added)]
        if len(set(ids)) < len(ids):
            raise EditError("two annotations of an article cannot have one id")
        for annotation in added:
            check_speaker(state, annotation)
            for span in spans_of(annotation):
                check(document, span)
        return state.with_document(
            replace(document, entities=in_order((*entities, *self.entities)), quotes=in_order((*quotes, *self.quotes)))
        )

    def invert(self, state: State) -> Edit:
        document, removed = state.document(self.document), set(self.removed)
        return ReplaceAnnotations(
            self.document,
            removed=(*(a.id for a in self.entities), *(a.id for a in self.quotes)),
            entities=tuple(a for a in document.entities if a.id in removed),
            quotes=tuple(a for a in document.quotes if a.id in removed),
        )
