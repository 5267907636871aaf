"""Files that are dragged out of the window: articles from the queue, and what was exported."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.widgets.rows import RowView


def far_enough(event: QMouseEvent, pressed: QPoint | None) -> bool:
    """Whether the mouse has gone so far from where it was pressed that a person means to drag."""
    if pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
        return False
    way = event.position().toPoint() - pressed
    return way.manhattanLength() >= QApplication.startDragDistance()


def carry(source: QWidget, path: Path, words: str = "") -> None:
    """Let a person drop a file on another program, with its words for those that take text alone."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    data.setText(words or str(path))
    drag = QDrag(source)
    drag.setMimeData(data)
    drag.exec(Qt.DropAction.CopyAction)


class CarriedRows(RowView):
    """Rows that can be dragged out of the window: the one that is pressed, or all that are selected where it is.

    carried  the index of the row that is dragged
    """

    carried = Signal(QModelIndex)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._at: QPoint | None = None
        self._kept = self._away = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left, at = event.button() == Qt.MouseButton.LeftButton, event.position().toPoint()
        self._at, self._away = at if left else None, False
        chosen = self.selectionModel().selectedRows()
        self._kept = left and not event.modifiers() and len(chosen) > 1 and self.indexAt(at) in chosen
        if self._kept:  # what is selected stays so until it is known that it is not dragged
            self._pressed = True
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self._kept and index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._kept = False
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._away and event.buttons():
            return  # rows that are dragged select nothing on their way
        index = self.indexAt(self._at) if self._at is not None else QModelIndex()
        if far_enough(event, self._at):
            self._at, self._pressed, self._kept = None, False, False  # where it is let go nothing is chosen
            self._away = True
            if index.isValid():
                self.carried.emit(index)
        elif self._at is None:
            super().mouseMoveEvent(event)
