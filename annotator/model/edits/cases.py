"""Edits of what an article gives to the project's guideline."""

from dataclasses import dataclass, replace

from annotator.model.cases import Case, in_order
from annotator.model.edits.base import Edit
from annotator.model.state import EditError, State


@dataclass(frozen=True)
class AddCase(Edit):
    """Makes an example or a hard case of something in an article."""

    document: str
    case: Case

    def apply(self, state: State) -> State:
        document = state.document(self.document)
        if any(each.id == self.case.id for each in document.cases):
            raise EditError(f"there is a case {self.case.id} already")
        return state.with_document(replace(document, cases=in_order((*document.cases, self.case))))

    def invert(self, state: State) -> Edit:
        return RemoveCase(self.document, self.case.id)


@dataclass(frozen=True)
class RemoveCase(Edit):
    """Takes an example or a hard case away; what it is about stays."""

    document: str
    case: str

    def apply(self, state: State) -> State:
        document = state.document(self.document)
        self._case(state)
        return state.with_document(replace(document, cases=tuple(e for e in document.cases if e.id != self.case)))

    def invert(self, state: State) -> Edit:
        return AddCase(self.document, self._case(state))

    def _case(self, state: State) -> Case:
        for case in state.document(self.document).cases:
            if case.id == self.case:
                return case
        raise EditError(f"there is no case {self.case}")
