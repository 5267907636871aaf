"""What is known of an annotation, in words: for the panel that the resting mouse or a key shows."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QDateTime, QLocale, Qt

from annotator.formats.imported import IMPORTED
from annotator.model.document import ANALYST, AnyAnnotation, Document, Entity, Speaker
from annotator.model.notes import Notable
from annotator.model.suggestions import doubtful
from annotator.ui.describing import decision, kind
from annotator.ui.menus import translated
from annotator.ui.textview.decorations import Wording, chip_text


class Details(NamedTuple):
    """An annotation in a few words, and what is known of it, as names and values; a value is never empty."""

    title: str
    facts: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        """All of it on one line."""
        return "; ".join([self.title, *(f"{name}: {value}" for name, value in self.facts)])


def details(
    annotation: AnyAnnotation, document: Document, speakers: Mapping[str, Speaker], wording: Wording
) -> Details:
    """What is known of one of a document's annotations: what it is, what was decided, where it comes from, and why."""
    facts = [(translated("decision"), _decided(annotation)), (translated("from"), _origin(annotation))]
    if annotation.score is not None:
        facts.append((translated("score"), QLocale().toString(annotation.score, "f", 2)))
    if annotation.reason:
        facts.append((translated("reason"), annotation.reason))
    facts += remarks(annotation)
    if isinstance(annotation, Entity):
        speaker = speakers.get(annotation.speaker or "")
        if speaker is not None and speaker.name != document.words(annotation.span):
            facts.insert(0, (translated("names"), speaker.name))
        return Details(annotation.label, tuple(facts))
    facts.insert(0, (translated("quote"), kind(annotation)))
    return Details(chip_text(annotation, document, speakers, wording), tuple(facts))


def remarks(thing: Notable) -> list[tuple[str, str]]:
    """What somebody keeps in mind about an annotation or article, as names and values."""
    flag = [(translated("flag"), translated("come back to it"))] if thing.flagged else []
    return [*flag, (translated("note"), thing.note)] if thing.note is not None else flag


def _decided(annotation: AnyAnnotation) -> str:
    words = decision(annotation)
    if doubtful(annotation):
        words = translated("{decision}, doubtful").format(decision=words)
    if annotation.by:
        words = translated("{decision} by {person}").format(decision=words, person=annotation.by)
    at = QDateTime.fromString(annotation.at or "", Qt.DateFormat.ISODate)
    if at.isValid():
        words += f", {QLocale().toString(at.toLocalTime(), QLocale.FormatType.ShortFormat)}"
    return words


def _origin(annotation: AnyAnnotation) -> str:
    if annotation.origin == ANALYST:
        return translated("a person")
    return translated("the imported file") if annotation.origin == IMPORTED else annotation.origin
