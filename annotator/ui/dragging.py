"""Files that are dragged out of the window: articles from the queue, and what was exported."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model.faults import Fault
from annotator.session.carrying import Carried, as_jsonl
from annotator.session.events import Told
from annotator.ui.menus import translated
from annotator.ui.rows import RowView

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


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
    """Rows that can be dragged out of the window.

    carried  the index of the row that is dragged
    """

    carried = Signal(QModelIndex)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._at: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(self._at) if self._at is not None else QModelIndex()
        if far_enough(event, self._at):
            self._at, self._pressed = None, False  # where it is let go nothing is chosen
            if index.isValid():
                self.carried.emit(index)
        elif self._at is None:
            super().mouseMoveEvent(event)


class Dragging:
    """Lets articles be dragged from a window's queue."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._carried = Carried()

    def carry_article(self, document_id: str) -> None:
        """Let a person drop an article of the queue on another program, as a JSONL file."""
        session = self._window.session
        try:
            words = as_jsonl(session, [document_id])
            title = next((entry.title for entry in session.entries if entry.id == document_id), "")
            path = self._carried.write(title, words)
        except (Fault, OSError) as error:
            told = str(error) if isinstance(error, Fault) else translated("No file can be made to be dragged.")
            session.publish(Told(told, fault=True))
            return
        carry(self._window.queue.view, path, words)
