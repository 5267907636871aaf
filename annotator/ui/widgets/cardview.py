"""A flat list whose rows differ in height, for articles with thousands of quotes."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from annotator.ui.widgets.rows import Rows

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_STEP = 20
_Move = QAbstractItemView.CursorAction


class CardView(Rows, QListView):
    """A list that measures a row when it comes into view; until then each counts as high as `usual`.

    What is in view never moves by that: the scroll bar follows. A row that is scrolled to stands where it was asked to.

    chosen  the index of the row that was chosen
    """

    chosen = Signal(QModelIndex)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: list[int] = []
        self._measured = bytearray()
        self._tops: list[int] = [0]
        self._first = self._first_y = 0
        self._stale = True
        self._settling = False
        self._hovered = -1
        self._set_up(name)
        self.verticalScrollBar().setSingleStep(_STEP)

    def usual(self) -> int:
        """How high a row is likely to be."""
        return 3 * round(self.fonts.line)

    # Where rows stand

    def _forget(self) -> None:
        model = self.model()
        count = model.rowCount() if model is not None else 0
        self._heights = [self.usual()] * count
        self._measured = bytearray(count)
        self._stale = True

    def _measure(self, row: int) -> int:
        if not self._measured[row]:
            option = QStyleOptionViewItem()
            self._heights[row] = self.itemDelegate().sizeHint(option, self.model().index(row, 0)).height()
            self._measured[row] = 1
        return self._heights[row]

    def _fresh(self) -> None:
        """Puts the rows in place again where something has changed, the first one in view where it was."""
        if self._stale:
            self._settle(self._first, self._first_y)

    def _settle(self, row: int, y: int) -> None:
        """Measures what is in view when a row's top is `y` pixels below the viewport's, as far as there are rows."""
        count, height = len(self._heights), self.viewport().height()
        self._stale = False
        if not count:
            self._place([0], 0, 0)
            return
        first = last = max(0, min(row, count - 1))
        top, bottom = y, y + self._measure(first)
        while bottom < height and last + 1 < count:
            last += 1
            bottom += self._measure(last)
        top += max(0, height - bottom)  # nothing is below the last row
        while top > 0 and first > 0:
            first -= 1
            top -= self._measure(first)
        bottom += max(0, height - bottom) - max(0, top)
        top = min(top, 0)
        while bottom < height and last + 1 < count:
            last += 1
            bottom += self._measure(last)
        while first < last and top + self._heights[first] <= 0:
            top += self._heights[first]
            first += 1
        self._place([0, *accumulate(self._heights)], first, top)

    def _place(self, tops: list[int], first: int, top: int) -> None:
        self._tops, self._first, self._first_y = tops, first, top
        bar = self.verticalScrollBar()
        self._settling = True
        try:
            height = self.viewport().height()
            bar.setPageStep(height)
            bar.setRange(0, max(0, tops[-1] - height))
            bar.setValue(tops[first] - top)
        finally:
            self._settling = False
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._settling:
            return
        value, bar = self.verticalScrollBar().value(), self.verticalScrollBar()
        if self._stale or abs(dy) < self.viewport().height():
            self._settle(self._first, self._first_y + dy)
        elif value == bar.maximum():
            self._settle(len(self._heights) - 1, self.viewport().height() - self._measure(len(self._heights) - 1))
        else:
            row = self._row_over(value)
            self._settle(row, self._tops[row] - value)

    def _row_over(self, height: int) -> int:
        return max(0, min(bisect_right(self._tops, height) - 1, len(self._heights) - 1))

    # What Qt asks for

    def visualRect(self, index: Index) -> QRect:
        self._fresh()
        row = index.row()
        if not 0 <= row < len(self._heights):
            return QRect()
        top = self._tops[row] - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self._heights[row])

    def indexAt(self, point: QPoint) -> QModelIndex:
        self._fresh()
        y = point.y() + self.verticalOffset()
        if not self._heights or not 0 <= y < self._tops[-1]:
            return QModelIndex()
        return self.model().index(self._row_over(y), 0)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Show a row, all of it if there is room."""
        self._fresh()
        row, room = index.row(), self.viewport().height()
        if not 0 <= row < len(self._heights):
            return
        self._measure(row)
        rect = self.visualRect(index)
        lowest = max(0, room - self._heights[row])
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            self._settle(row, lowest // 2)
        elif hint == QAbstractItemView.ScrollHint.PositionAtTop or rect.top() < 0:
            self._settle(row, 0)
        elif hint == QAbstractItemView.ScrollHint.PositionAtBottom or rect.bottom() >= room:
            self._settle(row, lowest)

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        self._fresh()
        count, row = len(self._heights), self.currentIndex().row()
        if not count:
            return QModelIndex()
        page = self.viewport().height()
        to = {
            _Move.MoveUp: row - 1,
            _Move.MoveDown: row + 1,
            _Move.MoveHome: 0,
            _Move.MoveEnd: count - 1,
            _Move.MovePageUp: self._row_over(self._tops[max(row, 0)] - page),
            _Move.MovePageDown: self._row_over(self._tops[max(row, 0)] + page),
        }.get(action, row)
        return self.model().index(max(0, min(to, count - 1)), 0)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: object) -> None:
        self.selectionModel().select(self.indexAt(rect.center()), command)  # type: ignore[call-overload]

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect()) if selection.count() else QRegion()

    # What changes

    def setModel(self, model: object) -> None:
        super().setModel(model)  # type: ignore[arg-type]
        self._forget()

    def reset(self) -> None:
        QAbstractItemView.reset(self)
        self._first = self._first_y = 0
        self._hovered = -1
        self._forget()

    def dataChanged(self, top: Index, bottom: Index, roles: Sequence[int] = ()) -> None:
        for row in range(top.row(), bottom.row() + 1):
            self._measured[row] = 0
        self._stale = True
        QAbstractItemView.dataChanged(self, top, bottom, roles)
        self.viewport().update()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        count = end - start + 1
        self._heights[start:start] = [self.usual()] * count
        self._measured[start:start] = bytes(count)
        self._first += count if start < self._first else 0
        self._stale = True
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self.viewport().update()

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        QAbstractItemView.rowsAboutToBeRemoved(self, parent, start, end)
        del self._heights[start : end + 1]
        del self._measured[start : end + 1]
        self._first -= max(0, min(end + 1, self._first) - start)
        self._stale = True
        self.viewport().update()

    def doItemsLayout(self) -> None:
        self._measured = bytearray(len(self._heights))
        self._stale = True
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        self._fresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._measured = bytearray(len(self._heights))
        self._stale = True
        QAbstractItemView.resizeEvent(self, event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        QAbstractItemView.currentChanged(self, current, previous)
        if QAccessible.isActive() and current.isValid() and self.hasFocus():
            told = QAccessibleEvent(self, QAccessible.Event.Focus)
            told.setChild(current.row())
            QAccessible.updateAccessibility(told)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverEnter):
            self._hover(self.indexAt(event.position().toPoint()).row())  # type: ignore[attr-defined]
        elif event.type() in (QEvent.Type.HoverLeave, QEvent.Type.Leave):
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        QAbstractItemView.mouseMoveEvent(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._fresh()
        painter, option = QPainter(self.viewport()), QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain, current = option.state & ~QStyle.StateFlag.State_HasFocus, self.currentIndex().row()
        delegate, model, height = self.itemDelegate(), self.model(), self.viewport().height()
        y = self._first_y
        for row in range(self._first, len(self._heights)):
            if y >= height:
                break
            rect = QRect(0, y, self.viewport().width(), self._heights[row])
            y += self._heights[row]
            if not rect.intersects(event.rect()):
                continue
            option.rect = rect
            option.state = plain
            if row == current and self.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            if row == self._hovered:
                option.state |= QStyle.StateFlag.State_MouseOver
            delegate.paint(painter, option, model.index(row, 0))
        painter.end()
