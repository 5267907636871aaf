"""The quotes of an article as cards: who said it, how it is reported, what was decided."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.model.document import Document, Speaker
from annotator.model.ranking import Candidate
from annotator.ui.quotes.quotecards import NUMBERED, CardDelegate, QuoteList
from annotator.ui.theme import Theme
from annotator.ui.widgets.cardview import CardView
from annotator.ui.widgets.rows import PAD


class _Cards(CardView):
    """The cards; a click on an offered speaker chooses that one."""

    candidate_chosen = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self, name: str, model: QuoteList, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._cards = CardDelegate(self, model)
        self._quotes = model
        self.setItemDelegate(self._cards)
        self.setModel(model)

    def forget(self) -> None:
        """Drop what was measured, for another article."""
        self._cards.forget()

    def candidate_at(self, x: float, y: float) -> int:
        """Which offered speaker stands at a point of the viewport, -1 where none does."""
        row = self._quotes.row_of(self._quotes.selected)
        if row < 0:
            return -1
        rect = self.visualRect(self._quotes.index(row))
        boxes = self._cards.candidate_boxes(rect, row, self.fonts)
        return next((number for number, box in enumerate(boxes) if box.contains(x, y)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point(self.candidate_at(event.position().x(), event.position().y()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._point(-1)
        return super().viewportEvent(event)

    def _point(self, number: int) -> None:
        if number != self._cards.pointed:
            self._cards.pointed = number
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.candidate_at(event.position().x(), event.position().y())
        if number < 0:
            super().mouseReleaseEvent(event)
        elif self._clicked(event):
            self.candidate_chosen.emit(number)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            self.chosen.emit(index)
            at = event.pos() if by_mouse else self.visualRect(index).center()
            self.menu_wanted.emit(self.viewport().mapToGlobal(at))


class QuotePanel(QWidget):
    """The quotes of the article that is given.

    chosen            the id of the quote that is to be selected
    menu_wanted       where on the screen a menu for the selected quote is to be
    candidate_chosen  which of the offered speakers the selected quote is to have, an index
    """

    chosen = Signal(str)
    candidate_chosen = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QuoteList(self)
        self._preparing: frozenset[str] = frozenset()
        self._head = QLabel(self)
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self._head.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._head.setContentsMargins(PAD, 8, PAD, 6)
        self._view = _Cards(self.tr("Quotes"), self._model, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._view, 1)
        self._view.chosen.connect(self._on_chosen)
        self._view.candidate_chosen.connect(self.candidate_chosen)
        self._view.menu_wanted.connect(self.menu_wanted)
        self._tell()

    @property
    def view(self) -> CardView:
        """The list, to give it the focus."""
        return self._view

    def set_document(self, document: Document | None, speakers: Mapping[str, Speaker]) -> None:
        """Show the quotes of this state of an article."""
        at = self._view.currentIndex()
        cursor = self._model.quotes[at.row()].id if at.isValid() else None
        if document is None or self._model.document is None or document.id != self._model.document.id:
            self._view.forget()
        self._model.replace(document, speakers)
        if not self._view.currentIndex().isValid():
            self._view.go_to(self._model.row_of(self._model.selected or cursor))
        self._tell()

    def set_preparing(self, document_ids: frozenset[str]) -> None:
        """Say where no quotes are found yet, but looked for."""
        self._preparing = document_ids
        self._tell()

    def set_selected(self, annotation_id: str | None) -> None:
        """Mark the quote that is selected, and show it; anything else unmarks."""
        before = self._model.row_of(self._model.selected)
        row = self._model.row_of(annotation_id)
        if annotation_id == self._model.selected:
            return
        self._model.selected, self._model.candidates = annotation_id, ()
        self._model.repaint(before)
        self._model.repaint(row)
        self._view.go_to(row)

    def set_candidates(self, candidates: Sequence[Candidate]) -> None:
        """Offer these speakers, best first, on the selected quote's card; at most nine are shown."""
        if tuple(candidates[:NUMBERED]) == self._model.candidates:
            return
        self._model.candidates = tuple(candidates[:NUMBERED])
        row = self._model.row_of(self._model.selected)
        self._model.repaint(row)
        self._view.go_to(row)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._view.set_theme(theme)

    def _tell(self) -> None:
        quotes = self._model.quotes
        pending = sum(quote.pending for quote in quotes)
        if self._model.document is None:
            words = ""
        elif not quotes and self._model.document.id in self._preparing:
            words = self.tr("Looking for quotes…")
        elif not quotes:
            words = self.tr("No quotes. Select what was said and press Q.")
        else:
            many = self.tr("{n} quotes") if len(quotes) != 1 else self.tr("{n} quote")
            words = many.format(n=len(quotes))
            if pending:
                words += self.tr(" · {n} pending").format(n=pending)
        self._head.setText(words)

    def _on_chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.quotes[index.row()].id)
