"""The parts of the window and where they stand: queue, text between its bars, quotes above speakers."""

from base64 import b64decode, b64encode

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.ui.findbar import FindBar
from annotator.ui.keyline import KeyLine
from annotator.ui.queue import QueuePanel
from annotator.ui.quotes import QuotePanel
from annotator.ui.speakers import SpeakerPanel
from annotator.ui.textview.view import TextView
from annotator.ui.theme import Theme
from annotator.ui.welcome import WelcomeStrip

ENOUGH = 520
"""How wide the text is kept in a narrow window while the columns beside it can yield."""
_USUAL = (240, 320)
"""How wide the queue and the column of quotes are at first."""
_LEAST = (150, 190)
"""How narrow the queue and the column of quotes become for it."""


class Columns(QSplitter):
    """Three columns whose widths a person sets; the outer ones can be folded away, and yield in a narrow window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.queue = QueuePanel(self)
        self.find_bar = FindBar(self)
        self.find_bar.hide()
        self.text = TextView(self)
        self.welcome = WelcomeStrip(self)
        self.welcome.hide()
        self.key_line = KeyLine(self)
        self._right = QSplitter(Qt.Orientation.Vertical, self)
        self.quotes = QuotePanel(self._right)
        self.speakers = SpeakerPanel(self._right)
        self._right.setSizes([600, 260])
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(self.text, 1)
        column.addWidget(self.welcome)
        column.addWidget(self.key_line)
        for number, part in enumerate((self.queue, middle, self._right)):
            self.insertWidget(number, part)
            self.setStretchFactor(number, int(part is middle))
            self.setCollapsible(number, part is not middle)
        self._wanted = _USUAL
        self.setSizes([_USUAL[0], 840, _USUAL[1]])
        self.splitterMoved.connect(self._remember)

    def set_theme(self, theme: Theme) -> None:
        """Give every part its colours."""
        for part in (self.text, self.queue, self.quotes, self.speakers, self.find_bar, self.welcome, self.key_line):
            part.set_theme(theme)

    @property
    def _outer(self) -> tuple[QWidget, QWidget]:
        return self.queue, self._right

    def queue_is_shown(self) -> bool:
        """Whether the queue can be seen, rather than hidden or folded away."""
        return self._is_shown(0)

    def quotes_are_shown(self) -> bool:
        """Whether the column of quotes and speakers can be seen."""
        return self._is_shown(1)

    def _is_shown(self, number: int) -> bool:
        return not self._outer[number].isHidden() and self._wanted[number] > 0

    def show_queue(self, on: bool) -> None:
        """Show the queue as wide as it was, or hide it."""
        self._show(0, on)

    def show_quotes(self, on: bool) -> None:
        """Show the column of quotes and speakers as wide as it was, or hide it."""
        self._show(1, on)

    def _show(self, number: int, on: bool) -> None:
        if on and not self._wanted[number]:  # it was folded away by the mouse
            wanted = list(self._wanted)
            wanted[number] = _USUAL[number]
            self._wanted = wanted[0], wanted[1]
        self._outer[number].setVisible(on)
        self._yield()

    def layout_state(self) -> str:
        """The widths and heights, and what is hidden, for `restore_layout`."""
        states = (bytes(part.saveState().data()) for part in (self, self._right))
        hidden = (int(part.isHidden()) for part in self._outer)
        return " ".join([*(b64encode(state).decode() for state in states), *map(str, (*self._wanted, *hidden))])

    def restore_layout(self, state: str) -> None:
        """The layout of another time; nothing where `state` is empty or not what `layout_state` gave."""
        try:
            first, second, *numbers = state.split()
            states, kept = (b64decode(first), b64decode(second)), tuple(map(int, numbers))
        except ValueError:
            return
        self.restoreState(states[0])
        self._right.restoreState(states[1])
        if len(kept) >= 2:
            self._wanted = kept[0], kept[1]
        for part, hidden in zip(self._outer, kept[2:4], strict=False):
            part.setHidden(bool(hidden))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._yield()

    def _remember(self) -> None:
        left, _, right = self.sizes()
        self._wanted = (
            self._wanted[0] if self.queue.isHidden() else left,
            self._wanted[1] if self._right.isHidden() else right,
        )

    def _yield(self) -> None:
        """Gives the outer columns the widths a person gave them, less what the text lacks."""
        sizes = self.sizes()
        room = sum(sizes)
        shown = [0 if part.isHidden() else wanted for wanted, part in zip(self._wanted, self._outer, strict=True)]
        lack = max(0, ENOUGH - (room - sum(shown)))
        outer = zip(shown, _LEAST, self._outer, strict=True)
        spare = [max(0, wanted - max(least, part.minimumSizeHint().width())) for wanted, least, part in outer]
        given = min(lack, sum(spare))
        left = shown[0] - (given * spare[0] // sum(spare) if given else 0)
        right = sum(shown) - given - left
        if room and [left, right] != [sizes[0], sizes[2]]:
            self.setSizes([left, room - left - right, right])
