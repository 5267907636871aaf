"""What the lists below the text have in common: a line that says what they hold, a bar, the places, a way to close."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.places import PlaceList
from annotator.ui.widgets.plain import as_tip
from annotator.ui.widgets.rows import PAD, colour_words

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_ENDLESS = 100_000
"""Pixels that no panel is high: its height has no limit yet."""
_REST = 200
"""Milliseconds after the mouse moved a panel's border until the height is kept."""


class ListPanel(QDockWidget):
    """A list of places that stays open while they are worked through; a subclass puts its own beside `head`.

    name     by which the window remembers it
    title    what it lists
    closing  what its button to close is called by screen readers

    head    the line above the list
    chosen  a `Place` that is to be gone to
    left    somebody closed it
    drawn   somebody gave it another height, in pixels, by its border
    """

    chosen = Signal(object)
    left = Signal()
    drawn = Signal(int)

    def __init__(self, name: str, title: str, closing: str, parent: QWidget | None, *, ticks: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.setTitleBarWidget(QWidget(self))  # none: what the list says of itself stands in its own head
        self._theme = LIGHT
        self._wanted_height = 0
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(_REST)
        self._drawing.timeout.connect(lambda: self.drawn.emit(self.height()))
        self.body = QWidget(self)
        self._words = QLabel(self.body)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._close = QToolButton(self.body)
        self._close.setText("×")
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(closing)
        self._bar = QProgressBar(self.body)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.hide()
        self.view = PlaceList(title, self.body, judged=not ticks, ticks=ticks)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(PAD, 6, PAD, 6)
        self.head.setSpacing(8)
        self.head.addWidget(self._words, 1)
        self.head.addWidget(self._close)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addLayout(self.head)
        layout.addWidget(self.view, 1)
        self.setWidget(self.body)
        self.view.chosen.connect(lambda index: self.chosen.emit(self.view.place_at(index)))
        self._close.clicked.connect(self.hide)
        self.visibilityChanged.connect(self._on_visibility)

    def stand_below(self, window: "MainWindow", height: int) -> None:
        """Stand below the text of a window; what is chosen is gone to, and keys go back there.

        height  how high it is in pixels, until a person draws its border elsewhere, which is kept
        """
        name = self.objectName()
        self._wanted_height = int(window.settings.lists.get(name, height))
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self)
        window.resizeDocks([self], [self._wanted_height], Qt.Orientation.Vertical)
        self.drawn.connect(lambda drawn: window.windows.change(lists={**window.settings.lists, name: drawn}))
        self.set_theme(window.theme)
        self.chosen.connect(window.exchanging.go_to)
        self.left.connect(lambda: window.isVisible() and window.text.setFocus(Qt.FocusReason.OtherFocusReason))

    def fit(self, *, shrinks: bool = True) -> None:
        """Take no more room than what is listed needs, and of that the height that a person gave it.

        shrinks  also less than it has now
        """
        rows = self.view.full_height
        self.view.setVisible(rows > 0)
        layout = self.body.layout()
        assert layout is not None
        most = layout.sizeHint().height() - (self.view.sizeHint().height() if rows else 0) + rows
        full = self.height() >= self.maximumHeight() or self.maximumHeight() > _ENDLESS
        if not shrinks and self.maximumHeight() <= _ENDLESS:
            most = max(most, min(self.height(), self.maximumHeight()))
        self.setMaximumHeight(most)
        window = self.window()
        if full and isinstance(window, QMainWindow):
            window.resizeDocks([self], [min(self._wanted_height, most)], Qt.Orientation.Vertical)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        by_hand = bool(QApplication.mouseButtons() & Qt.MouseButton.LeftButton)  # its border: the window's is not Qt's
        if by_hand and self.isVisible() and event.size().height() != event.oldSize().height():
            self._wanted_height = self.height()
            self._drawing.start()

    def add(self, *widgets: QWidget) -> None:
        """Put widgets into the head, before the button that closes it."""
        for widget in widgets:
            self.head.insertWidget(self.head.count() - 1, widget)

    @property
    def summary(self) -> str:
        """What stands above the list."""
        return self._words.text()

    @property
    def busy(self) -> bool:
        """Whether what it lists is being looked for."""
        return not self._bar.isHidden()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self.view.set_theme(theme)

    def say(self, words: str) -> None:
        """Say what is listed."""
        self._say(words, None)

    def show_fault(self, words: str) -> None:
        """Say why nothing could be found."""
        self._say(f"⚠ {words}", self._theme.error)

    def _say(self, words: str, colour: str | None) -> None:
        self._words.setText(words)
        self._words.setToolTip(as_tip(words))
        colour_words(self._words, colour)

    def _on_visibility(self, shown: bool) -> None:
        if not shown and self.isHidden():  # and not covered, or minimised with its window
            self.left.emit()
