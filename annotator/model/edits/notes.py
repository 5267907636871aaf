"""Edits of what a person keeps in mind about an article, or about an entity or quote in it."""

from dataclasses import dataclass, replace
from typing import Any

from annotator.model.document import Annotation, Document
from annotator.model.edits.base import Edit
from annotator.model.state import State


@dataclass(frozen=True)
class _Keep(Edit):
    """`annotation` is None where it is about the article."""

    document: str
    annotation: str | None = None

    def _target(self, state: State) -> Document | Annotation:
        if self.annotation is None:
            return state.document(self.document)
        return state.annotation(self.document, self.annotation)

    def _with(self, state: State, **values: Any) -> State:
        document = state.document(self.document)
        if self.annotation is None:
            return state.with_document(replace(document, **values))
        changed = replace(state.annotation(self.document, self.annotation), **values)
        return state.with_document(document.with_values({self.annotation: changed}))


@dataclass(frozen=True)
class SetNote(_Keep):
    """Writes a note on an article or annotation, in place of the one it has; None takes it away."""

    note: str | None = None

    def apply(self, state: State) -> State:
        return self._with(state, note=self.note)

    def invert(self, state: State) -> Edit:
        return SetNote(self.document, self.annotation, self._target(state).note)


@dataclass(frozen=True)
class SetFlag(_Keep):
    """Flags an article or annotation to come back to, or takes the flag away."""

    flagged: bool = False

    def apply(self, state: State) -> State:
        return self._with(state, flagged=self.flagged)

    def invert(self, state: State) -> Edit:
        return SetFlag(self.document, self.annotation, self._target(state).flagged)
