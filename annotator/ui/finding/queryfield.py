"""The field in which a search through the project is typed: it offers what can come next, and shows what is wrong."""

from collections.abc import Callable, Sequence
from itertools import islice

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QWidget

from annotator.model.document import Span
from annotator.model.finding.query import VALUES, Completing, completing, written
from annotator.ui.textview.offsets import Utf16Map
from annotator.ui.widgets.fields import make_clearable
from annotator.ui.widgets.matching import folded

MOST = 12
"""How many completions are offered."""

_FRAME = 12
"""Pixels beside the words in the list of completions: a narrow field says what it offers, too."""
_NAMED, _PEOPLE = 3, 3
"""From how many letters of a word on speakers are offered who have it in their names, and how many of them."""

Known = Callable[[str], Sequence[str]]
"""The values that a filter of this name has in the project."""


def offered(typing: Completing, known: Known) -> list[str]:
    """What can stand where something is being typed, best first."""
    begun = folded(typing.begun)
    if not typing.name:
        names = [f"{name}:" for name in VALUES if begun and name.startswith(begun)]
        people = (each for each in known("speaker") if len(begun) >= _NAMED and f" {begun}" in f" {folded(each)}")
        return names + [written("speaker", each) for each in islice(people, _PEOPLE)]
    values = list(dict.fromkeys((*VALUES.get(typing.name, ()), *known(typing.name))))
    at_start = [each for each in values if folded(each).startswith(begun)]
    within = [each for each in values if begun and f" {begun}" in folded(each)]
    return [written(typing.name, each) for each in dict.fromkeys((*at_start, *within))][:MOST]


class QueryField(QLineEdit):
    """A line in which words and filters are typed.

    known    what it offers
    left     Down was pressed: the list is wanted
    entered  Enter was pressed: the first result is
    closed   Esc was pressed, while nothing was offered
    """

    left = Signal()
    entered = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.known: Known = lambda _: ()
        self._wrong = ""
        self.setPlaceholderText(self.tr("Words, “a phrase”, begin*, -without, and filters as below · Esc closes"))
        self.setAccessibleName(self.tr("Find in the project"))
        self.setClearButtonEnabled(True)
        make_clearable(self)
        self._offers = QStringListModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._on_chosen)
        popup = self._completer.popup()
        assert popup is not None
        self._popup = popup
        popup.installEventFilter(self)
        self.textEdited.connect(lambda _: self._offer())

    @property
    def offers(self) -> list[str]:
        """What is offered just now."""
        return self._offers.stringList() if self._popup.isVisible() else []

    @property
    def marked(self) -> str:
        """What is underlined as wrong."""
        return self._wrong

    def mark(self, wrong: Span | None, colour: str) -> None:
        """Underline what in the query is wrong, in code points; None for nothing."""
        if wrong is None and not self._wrong:
            return  # what an input method is at is left alone
        formats, self._wrong = [], self.text()[wrong.start : wrong.end] if wrong is not None else ""
        if wrong is not None:
            underlined = QTextCharFormat()
            underlined.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            underlined.setUnderlineColor(QColor(colour))
            underlined.setForeground(QColor(colour))
            start, end = (self._map.to_units(each) for each in wrong)
            if self.hasSelectedText():  # under which it could not be seen
                self.setCursorPosition(end)
            # The formats of a line's text can only be set as an input method sets them, from the cursor on.
            kind = QInputMethodEvent.AttributeType.TextFormat
            formats = [QInputMethodEvent.Attribute(kind, start - self.cursorPosition(), end - start, underlined)]
        with QSignalBlocker(self):
            QApplication.sendEvent(self, QInputMethodEvent("", formats))

    @property
    def _map(self) -> Utf16Map:
        return Utf16Map(self.text())

    def begin(self, name: str) -> None:
        """Begin a filter behind what is there, and offer what it may be."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        there = self.text()
        self.setText(f"{there}{' ' if there and not there.endswith(' ') else ''}{name}:")
        self._offer()

    def close_offers(self) -> None:
        """Offer nothing."""
        self._popup.hide()

    def _typing(self) -> Completing:
        return completing(self.text(), self._map.to_code_points(self.cursorPosition()))

    def _offer(self) -> None:
        typing = self._typing()
        found = offered(typing, self.known)
        if not found or found == [written(typing.name, typing.begun)]:
            self.close_offers()
            return
        self._offers.setStringList(found)
        place, beside = self.rect(), self._popup.verticalScrollBar()
        assert beside is not None
        room = self._popup.sizeHintForColumn(0) + beside.sizeHint().width() + _FRAME
        place.setWidth(min(max(place.width(), room), self.window().width()))
        self._completer.complete(place)

    def _on_chosen(self, offer: str) -> None:
        typing, text = self._typing(), self.text()
        start = typing.span.start - (len(typing.name) + 1 if typing.name else 0)
        whole = offer if offer.endswith(":") else f"{offer} "
        rest = text[typing.span.end :]
        made = text[:start] + whole + (rest.lstrip() if whole.endswith(" ") else rest)
        self.setText(made)
        self.setCursorPosition(len(made[: start + len(whole)].encode("utf-16-le")) // 2)
        self.textEdited.emit(made)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            popup = self._popup
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not popup.currentIndex().isValid():
                self.close_offers()
                self.entered.emit()
                return True
            if event.key() == Qt.Key.Key_Tab:
                return self.focusNextPrevChild(True)
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, next_: bool) -> bool:
        """Tab takes the first offer, or the one that was gone to; else it goes on to what comes next."""
        if not next_ or not self._popup.isVisible():
            return super().focusNextPrevChild(next_)
        chosen = self._popup.currentIndex()
        offer = str((chosen if chosen.isValid() else self._offers.index(0)).data())
        self.close_offers()
        self._on_chosen(offer)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()  # as in the bar that finds in an article; what was typed is there when it opens again
        else:
            super().keyPressEvent(event)
