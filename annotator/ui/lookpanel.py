"""A list below the text of places that need a look; it stays open while they are looked at."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from annotator.session.places import Place
from annotator.ui.places import PlaceList
from annotator.ui.rows import PAD
from annotator.ui.theme import Theme


class LookPanel(QDockWidget):
    """Places, each a click or Enter away.

    chosen  a `Place` that is to be gone to
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("look")
        self.setWindowTitle(self.tr("To look at"))
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.setTitleBarWidget(QWidget(self))  # none: what the list says of itself stands in its own head
        body = QWidget(self)
        self._head = QLabel(body)
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self._head.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        close = QToolButton(body)
        close.setText("×")
        close.setToolTip(self.tr("Close"))
        close.setAccessibleName(self.tr("Close the list of what needs a look"))
        close.clicked.connect(self.hide)
        self.view = PlaceList(self.tr("To look at"), body)
        self.view.chosen.connect(lambda index: self.chosen.emit(self.view.place_at(index)))
        head = QHBoxLayout()
        head.setContentsMargins(PAD, 6, PAD, 6)
        head.addWidget(self._head, 1)
        head.addWidget(close)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        self.setWidget(body)
        self.hide()

    @property
    def summary(self) -> str:
        """What stands above the list."""
        return self._head.text()

    def show_places(self, words: str, places: Sequence[Place], titles: Mapping[str, str]) -> None:
        """List places; `words` say why, `titles` are those of articles by their ids."""
        self._head.setText(words)
        self.view.show_places(places, titles)
        self.setVisible(bool(places))

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self.view.set_theme(theme)
