"""Edits of the project's registry of speakers."""

from dataclasses import dataclass

from annotator.model.document import Speaker
from annotator.model.edits.base import Edit
from annotator.model.state import EditError, State


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
