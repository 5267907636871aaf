"""The list of the queue: several articles can be selected, and named and deleted by keys."""

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyle, QStyleOptionViewItem, QTreeView, QWidget

from annotator.model.about import LONGEST
from annotator.model.document import Status
from annotator.ui.articles.dragging import CarriedRows
from annotator.ui.widgets.glyphs import Glyph, of_remarks, paint_glyph
from annotator.ui.widgets.rows import MARKED, PAD, RowDelegate, fonts_of, mixed, paint_ground, words_at

Index = QModelIndex | QPersistentModelIndex

_SELECTING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_SHIFTED = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Role(IntEnum):
    """What the list is asked for beside Qt's own roles."""

    ENTRY = Qt.ItemDataRole.UserRole
    CURRENT = Qt.ItemDataRole.UserRole + 1
    SECOND = Qt.ItemDataRole.UserRole + 2
    GLYPH = Qt.ItemDataRole.UserRole + 3


class QueueView(CarriedRows):
    """A click opens an article; with Shift or Ctrl it selects several, as in every list of files.

    wanted  what is to be done with the selected articles: "delete", "menu" with a place of the screen, or "rename" with
            the id of an article and its new title
    """

    wanted = Signal(str, object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    @property
    def several(self) -> bool:
        """Whether more than one article is selected."""
        return len(self.selectionModel().selectedIndexes()) > 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & _SELECTING
        if held == Qt.KeyboardModifier.ShiftModifier and event.key() in _SHIFTED:
            QTreeView.keyPressEvent(self, event)
        elif held == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_A:
            self.selectAll()
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.wanted.emit("delete", None)
        elif event.key() == Qt.Key.Key_F2 and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.modifiers() & _SELECTING:
            QTreeView.mouseReleaseEvent(self, event)
        else:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        at = event.pos() if by_mouse else self.visualRect(index).bottomLeft()
        self.wanted.emit("menu", self.viewport().mapToGlobal(at))


class EntryDelegate(RowDelegate):
    """Paints articles, and has their titles changed in place."""

    def __init__(self, view: QueueView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        fonts = fonts_of(option.font)
        return QSize(80, round(fonts.line + fonts.small_line) + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fonts, theme, rect = fonts_of(option.font), self.theme, option.rect
        current = bool(index.data(Role.CURRENT))
        paint_ground(painter, option, theme, current=current)
        if option.state & QStyle.StateFlag.State_Selected and self._view.several:
            painter.fillRect(rect, mixed(theme.surface, theme.accent, MARKED))
        left, width = rect.x() + PAD, rect.width() - 2 * PAD
        first = rect.y() + 7 + fonts.normal_metrics.ascent()
        font = fonts.bold if current else fonts.normal
        done = index.data(Role.ENTRY).status in (Status.DONE, Status.ASIDE)
        words_at(painter, left, first, width, str(index.data()), font, theme.muted if done else theme.text)
        second = rect.y() + 7 + fonts.line + fonts.small_metrics.ascent()
        side = round(fonts.small_metrics.capHeight()) + 2
        glyph = index.data(Role.GLYPH)
        colour = theme.accent if glyph in (Glyph.HALF, Glyph.DOTS) else theme.muted
        paint_glyph(painter, QRectF(left, round(second) - side + 1, side, side), glyph, colour)
        for remark in of_remarks(index.data(Role.ENTRY)):
            width -= side + 6
            box = QRectF(left + width + 6, round(second) - side + 1, side, side)
            paint_glyph(painter, box, remark, theme.accent)
        words = str(index.data(Role.SECOND))
        words_at(painter, left + side + 6, second, width - side - 6, words, fonts.small, theme.muted)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        editor = QLineEdit(parent)
        editor.setMaxLength(LONGEST)
        editor.setAccessibleName(self.tr("Title of the article “{title}”").format(title=index.data()))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Role.ENTRY).title))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        del model
        if isinstance(editor, QLineEdit):
            self._view.wanted.emit("rename", (index.data(Role.ENTRY).id, editor.text()))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        del index
        rect = QRect(option.rect)
        editor.setGeometry(rect.x() + 4, rect.y() + 2, rect.width() - 8, editor.sizeHint().height())
