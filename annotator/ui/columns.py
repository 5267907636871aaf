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

ENOUGH = 520
"""How wide the text is kept in a narrow window while the columns beside it can yield."""
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
        column.addWidget(self.key_line)
        for number, part in enumerate((self.queue, middle, self._right)):
            self.insertWidget(number, part)
            self.setStretchFactor(number, int(part is middle))
            self.setCollapsible(number, part is not middle)
        self._wanted = (240, 320)
        self.setSizes([240, 840, 320])
        self.splitterMoved.connect(self._remember)

    def set_theme(self, theme: Theme) -> None:
        """Give every part its colours."""
        for part in (self.text, self.queue, self.quotes, self.speakers, self.find_bar, self.key_line):
            part.set_theme(theme)

    def layout_state(self) -> str:
        """The widths and heights, for `restore_layout`."""
        states = (bytes(part.saveState().data()) for part in (self, self._right))
        return " ".join([*(b64encode(state).decode() for state in states), *map(str, self._wanted)])

    def restore_layout(self, state: str) -> None:
        """The widths and heights of another time; nothing where `state` is empty or not what `layout_state` gave."""
        try:
            first, second, *wanted = state.split()
            states, sizes = (b64decode(first), b64decode(second)), tuple(map(int, wanted))
        except ValueError:
            return
        self.restoreState(states[0])
        self._right.restoreState(states[1])
        if len(sizes) == 2:
            self._wanted = sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._yield()

    def _remember(self) -> None:
        left, _, right = self.sizes()
        self._wanted = left, right

    def _yield(self) -> None:
        """Gives the outer columns the widths a person gave them, less what the text lacks."""
        sizes = self.sizes()
        room = sum(sizes)
        lack = max(0, ENOUGH - (room - sum(self._wanted)))
        outer = zip(self._wanted, _LEAST, (self.queue, self._right), strict=True)
        spare = [max(0, wanted - max(least, part.minimumSizeHint().width())) for wanted, least, part in outer]
        given = min(lack, sum(spare))
        left = self._wanted[0] - (given * spare[0] // sum(spare) if given else 0)
        right = sum(self._wanted) - given - left
        if room and [left, right] != [sizes[0], sizes[2]]:
            self.setSizes([left, room - left - right, right])
