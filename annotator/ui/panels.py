"""Panels that a person moves: by their heads to another side of the text, or into a window of their own and back."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QRubberBand, QVBoxLayout, QWidget

_SIDE = 0.3
"""How much of the window's width at each side, and of its height below, takes a panel that is dropped there."""


class Place(StrEnum):
    """Where a panel stands."""

    LEFT = "left"
    RIGHT = "right"
    BELOW = "below"
    WINDOW = "window"


class PanelWindow(QWidget):
    """A window of its own for a panel. Its keys are the main window's, since all commands are that one's.

    closed  a person wants the panel back in the main window
    """

    closed = Signal()

    def __init__(self, title: str, panel: QWidget, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(panel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        parent = self.parentWidget()
        if parent is not None:
            QApplication.sendEvent(parent.window(), event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():  # else the main window is going, and the panel stays where it is
            self.closed.emit()


class Carrying(QObject):
    """Lets a panel be dragged by what in it is no control; says where it was dropped.

    where    the rectangle of the columns, in the coordinates of the screen
    dropped  its `Place`
    """

    dropped = Signal(object)

    def __init__(self, panel: QWidget, where: Callable[[], QRect]) -> None:
        super().__init__(panel)
        self._panel = panel
        self._where = where
        self._pressed: QPoint | None = None
        self._band: QRubberBand | None = None
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the mouse from a press on the panel itself; what is on it takes its own."""
        if not isinstance(event, QMouseEvent) or watched is not self._panel:
            return False
        at = event.globalPosition().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = at
            return True
        if event.type() == QEvent.Type.MouseMove and self._pressed is not None:
            far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            if far or self._band is not None:
                self._show(self.place_at(at))
            return True
        if event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            carried, self._pressed = self._band is not None, None
            self._show(None)
            place = self.place_at(at)
            if carried and place is not None:
                self.dropped.emit(place)
            return True
        return False

    def place_at(self, point: QPoint) -> Place | None:
        """Where a panel that is let go at a point of the screen goes to; None where it stays."""
        where = self._where()
        if not where.contains(point):
            return Place.WINDOW
        return next((place for place in _SIDES if _side(where, place).contains(point)), None)

    def _show(self, place: Place | None) -> None:
        """Shows which side would take the panel."""
        if self._pressed is None:
            if self._band is not None:
                self._band.deleteLater()
                self._band = None
            return
        if self._band is None:
            self._band = QRubberBand(QRubberBand.Shape.Rectangle)
        if place in _SIDES:
            self._band.setGeometry(_side(self._where(), place))
        self._band.setVisible(place in _SIDES)


_SIDES = (Place.LEFT, Place.RIGHT, Place.BELOW)


def _side(where: QRect, place: Place) -> QRect:
    """The part of a rectangle that takes what is dropped there; where two meet, the first of `_SIDES` does."""
    side = QRect(where)
    if place is Place.BELOW:
        side.setTop(where.bottom() - round(where.height() * _SIDE))
        return side
    side.setWidth(round(where.width() * _SIDE))
    if place is Place.RIGHT:
        side.moveRight(where.right())
    return side
