"""The edit by which something that is not the same everywhere is all right as it is, or not any more."""

from dataclasses import dataclass, replace

from annotator.model.edits.base import Edit
from annotator.model.finding.allowed import Allowed
from annotator.model.state import State


@dataclass(frozen=True)
class SetAllowed(Edit):
    """Has what is said under a key stand, in place of what was said there before; None where nothing is to be."""

    key: str
    said: Allowed | None = None

    def apply(self, state: State) -> State:
        others = {key: each for key, each in state.allowed.items() if key != self.key}
        return replace(state, allowed=others if self.said is None else {**others, self.key: self.said})

    def invert(self, state: State) -> Edit:
        return SetAllowed(self.key, state.allowed.get(self.key))
