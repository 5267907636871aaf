"""What the log of a damaged project comes to, an article at a time: what was done to it is done again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.model.document import Document, Speaker
from annotator.model.edits import Edit, EditError, SetLabels, State
from annotator.model.edits.labels import Parted
from annotator.store.salvage.readings import Read


@dataclass(frozen=True)
class _Relabelling:
    """Another label set for all, with what its way back names one by one, by article."""

    edit: SetLabels
    parted: Mapping[str, tuple[Parted, ...]]

    def of(self, document_id: str) -> SetLabels:
        """What of it an article needs: there may be as many ones named as there are entities."""
        return replace(self.edit, parted=self.parted.get(document_id, ()))


class DoneAgain:
    """The log of a project, done again.

    whole     whether nothing is missing of it, as far as its numbers and its speakers show
    speakers  those that it comes to, by their ids
    """

    def __init__(self, had: Read) -> None:
        self._had = had
        self._everywhere: dict[int, Sequence[Edit | _Relabelling]] = {}
        self._ever: dict[str, Speaker] = {}
        self.speakers: Mapping[str, Speaker] = {}
        numbers = sorted(had.log)
        self.whole = "transactions" not in had.broken and numbers == list(range(len(numbers)))
        for number in sorted(had.speaking):
            edits = [edit for edit in self._edits(number) if edit.speaker_id is not None]
            state, fits = _done(State({}, self.speakers), edits)
            self.whole &= fits
            self.speakers = state.speakers
            self._ever.update(state.speakers)

    def document(self, document_id: str) -> tuple[Document | None, bool]:
        """An article as the log has it, None where that has it no more; and whether everything fitted."""
        had, document, complete = self._had, None, True
        for number in sorted({*had.changing.get(document_id, ()), *had.everywhere}):
            before = State({} if document is None else {document_id: document}, self._ever)
            after, fits = _done(before, list(self._of(number, document_id)))
            complete &= fits
            document = after.documents.get(document_id)
        return document, complete

    def _of(self, number: int, document_id: str) -> Iterator[Edit]:
        """The edits of a transaction that concern an article."""
        if number not in self._had.everywhere:
            yield from (edit for edit in self._edits(number) if edit.document_id == document_id)
            return
        if number not in self._everywhere:
            self._everywhere[number] = [_by_article(edit) for edit in self._edits(number)]
        for edit in self._everywhere[number]:
            if isinstance(edit, _Relabelling):
                yield edit.of(document_id)
            elif edit.document_id == document_id:
                yield edit

    def _edits(self, number: int) -> Sequence[Edit]:
        logged = self._had.transaction(number)
        return () if logged is None else logged.transaction.edits


def _by_article(edit: Edit) -> Edit | _Relabelling:
    if not isinstance(edit, SetLabels):
        return edit
    parted: dict[str, list[Parted]] = {}
    for each in edit.parted:
        parted.setdefault(each.document, []).append(each)
    return _Relabelling(edit, {document_id: tuple(found) for document_id, found in parted.items()})


def _done(state: State, edits: Sequence[Edit]) -> tuple[State, bool]:
    """The state after all of the edits, or as it was where one does not fit; and whether they fitted."""
    before = state
    try:
        for edit in edits:
            state = edit.apply(state)
    except EditError:
        return before, False
    return state, True
