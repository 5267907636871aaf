"""The five acts that matter, one after the other, for somebody who is here for the first time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from annotator.model.history import Update
from annotator.session.events import Selected
from annotator.session.session import Session


class Lesson(StrEnum):
    """An act to be learnt; its value is the command that does it."""

    NEXT = "go.next_pending"
    DECIDE = "annotation.accept"
    SPEAKER = "speaker.1"
    UNDO = "edit.undo"
    DONE = "article.done"


def _origin(event: Any) -> str:
    return event.transaction.origin if isinstance(event, Update) else ""


def _to_pending(session: Session, event: Any) -> bool:
    return isinstance(event, Selected) and session.annotation is not None and session.annotation.pending


def _of_quote(session: Session, event: Any) -> bool:
    return session.quote is not None and _origin(event) in ("user.set_speaker", "user.link")


_DONE_BY: dict[Lesson, Callable[[Session, Any], bool]] = {
    Lesson.NEXT: _to_pending,
    Lesson.DECIDE: lambda _, event: _origin(event) in ("user.accept", "user.label", "user.reject", "user.decide"),
    Lesson.SPEAKER: _of_quote,
    Lesson.UNDO: lambda _, event: _origin(event).startswith("undo."),
    Lesson.DONE: lambda _, event: _origin(event) == "user.done",
}


@dataclass(frozen=True)
class Welcome:
    """How far somebody is; `learnt` in whatever order they did it."""

    learnt: frozenset[Lesson] = frozenset()

    @property
    def current(self) -> Lesson | None:
        """What comes next; None when all is done."""
        return next((lesson for lesson in Lesson if lesson not in self.learnt), None)

    def heard(self, session: Session, event: Any) -> "Welcome":
        """How far they are after what the session has told."""
        new = {lesson for lesson, done_by in _DONE_BY.items() if done_by(session, event)}
        return replace(self, learnt=self.learnt | new) if new - self.learnt else self
