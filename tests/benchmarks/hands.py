"""A person's hands on a session without a window: what they do is done by the commands, and counted."""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.model.document import Quote, Span
from annotator.session.commands import COMMANDS, Keymap, borders, labelling, speaking
from annotator.session.commands.registry import attempt
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.ui.widgets.matching import Titles

KEY, POINT, BUTTON, DECIDE = 0.2, 1.1, 0.1, 1.35
"""Seconds for a key, for pointing, for pressing or releasing a button, and for deciding (Card, Moran and Newell 1980,
"The keystroke-level model for user performance time with interactive systems"); a click presses and releases."""

LETTERS = 3
"""So many letters are typed of a name that is chosen from a list, or more where these mean another."""
_GOING = ("go.next_pending", "go.next", "go.previous_pending", "go.previous", "go.doubtful")


class Unfit(Exception):
    """This cannot be done here."""


@dataclass(frozen=True)
class Event:
    """A key press with what is held, a click, or a drag."""

    kind: str
    name: str

    @property
    def seconds(self) -> float:
        """How long it takes."""
        if self.kind == "key":
            return KEY * len(self.name.split("+"))
        return POINT + 2 * BUTTON if self.kind == "click" else 2 * (POINT + BUTTON)


class Hands:
    """Does what a person does, each act through the command or the function that the window calls for it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.keymap = Keymap()
        self.events: list[Event] = []

    def _note(self, kind: str, name: str) -> None:
        self.events.append(Event(kind, name))

    def _do(self, act: Callable[[], object]) -> None:
        if not attempt(self.session, act):
            raise Unfit

    def press(self, name: str) -> None:
        """Press a key that calls a command now; one without a key is in the menu under the right button."""
        command = COMMANDS.get(name)
        if command is None or not command.when(self.session):
            raise Unfit
        keys = self.keymap.keys(command)
        key = next((k for k in keys if self.keymap.find(self.session, k) is command), None)
        if key is None and keys:
            raise Unfit(f"another command has the keys of {name}")
        self._do(lambda: command.act(self.session))
        if key is not None:
            self._note("key", key)
        else:
            self._note("click", "menu")
            self._note("click", command.title)

    def type_ahead(self, titles: list[str], wanted: str) -> None:
        """Type so many letters that the list has what is wanted on top, and Enter."""
        matching, place = Titles(titles), titles.index(wanted)
        for count in range(min(LETTERS, len(wanted)), len(wanted) + 1):
            if matching.match(wanted[:count])[0].place == place:
                self.type_all(wanted[:count])
                return
        raise Unfit

    def type_all(self, words: str) -> None:
        """Type words, and Enter."""
        for letter in words:
            self._note("key", "plus" if letter == "+" else letter)
        self._note("key", "Return")

    def reach(self, annotation_id: str, part: int = 0) -> None:
        """Select an annotation: it is already, or one key goes to it, or else a click."""
        session = self.session
        before = session.selection
        if before.annotation == annotation_id and before.text is None and before.part == part:
            return
        for name in _GOING if not part else ():
            command = COMMANDS[name]
            command.act(session)
            if session.selection.annotation == annotation_id:
                self._note("key", self.keymap.keys(command)[0])
                return
            session.select(before)
        self.click(annotation_id, part)

    def click(self, annotation_id: str, part: int = 0, at: int | None = None) -> None:
        """Click an annotation in the text."""
        document = self.session.document
        assert document is not None
        annotation = document.by_id[annotation_id]
        if at is None:
            at = annotation.contents[part].start if isinstance(annotation, Quote) else annotation.span.start
        self.session.select(Selection(at, at, annotation_id, part))
        self._note("click", "annotation")

    def drag(self, span: Span) -> None:
        """Select text, as the view does: a label that sticks is given at once."""
        session = self.session
        session.select(session.selection.with_text(span.start, span.end))
        self._note("drag", "text")
        label = session.sticky_label
        if label is not None:
            self._do(lambda: labelling.give_label(session, label))

    def drag_border(self, part: str, span: Span) -> None:
        """Drag one border of the selected annotation by its handle."""
        chosen = self.session.selection.annotation
        if chosen is None:
            raise Unfit
        self._do(lambda: borders.move(self.session, chosen, part, span))
        self._note("drag", "border")

    def link(self, quote_id: str, mention: Span) -> None:
        """Drag from a quote's chip or bar to a mention, or with the quote selected, Ctrl and a click on it."""
        chosen = self.session.selection
        selected = chosen.annotation == quote_id and chosen.text is None
        self.session.select(chosen.with_annotation(quote_id))
        self._do(lambda: speaking.link(self.session, quote_id, mention, settled=True))
        self._note("click" if selected else "drag", "link")

    def link_words(self, span: Span) -> None:
        """With a quote selected, Ctrl and a drag over the words that are its source."""
        chosen = self.session.selection
        if chosen.annotation is None or chosen.text is not None:
            raise Unfit
        self._do(lambda: speaking.link(self.session, chosen.annotation or "", span, settled=True))
        self._note("drag", "link")

    def click_speaker(self, speaker_id: str) -> None:
        """Click a speaker of the article in the list while a quote is selected."""
        document = self.session.document
        if document is None or speaker_id not in document.speakers_used:
            raise Unfit
        self._do(lambda: speaking.choose(self.session, speaker_id))
        self._note("click", "speaker")

    def let_go(self) -> None:
        """Press Esc until nothing is selected and no label sticks."""
        session = self.session
        while session.selection.annotation or session.selection.text or session.sticky_label:
            self.press("go.let_go")
