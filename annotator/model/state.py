"""What edits apply to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from annotator.model.counting import how_many
from annotator.model.document import AnyAnnotation, Document, Entity, Quote, Span, Speaker
from annotator.model.finding.allowed import Allowed
from annotator.model.labels.labels import LabelSet


class EditError(ValueError):
    """An edit does not fit the state it is applied to; the message says why."""


@dataclass(frozen=True)
class State:
    """What edits apply to: the documents at hand and the project's speakers, by their ids, and its labels.

    allowed  what somebody said is all right as it is, by its key
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    labels: LabelSet = field(default_factory=LabelSet)
    allowed: Mapping[str, Allowed] = field(default_factory=dict)

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


def spans_of(annotation: AnyAnnotation) -> tuple[Span, ...]:
    """Every span an annotation holds, but for the marked stretches within its contents."""
    if isinstance(annotation, Entity):
        return (annotation.span,)
    return (*annotation.contents, *(span for span in (annotation.cue, annotation.source) if span is not None))


def check(document: Document, span: Span) -> None:
    """Raise EditError where `span` is empty or no stretch of the article's text."""
    if not 0 <= span.start < span.end <= len(document.text):
        raise EditError(
            f"{span.start} to {span.end} is no stretch of an article of {how_many(len(document.text), 'character')}"
        )


def check_speaker(state: State, annotation: AnyAnnotation) -> None:
    """Raise EditError where an annotation names a speaker that there is not."""
    if annotation.speaker is not None:
        state.speaker(annotation.speaker)
