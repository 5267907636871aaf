"""Lists whose rows are ticked: what is to be done of something, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from annotator.ui.theme import Theme
from annotator.ui.widgets.glyphs import Glyph, paint_glyph
from annotator.ui.widgets.rows import PAD, Fonts, RowDelegate, RowView, fonts_of, paint_ground, words_at

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def paint_tick(painter: QPainter, x: int, baseline: float, fonts: Fonts, theme: Theme, *, ticked: bool | None) -> int:
    """Paint a box that is ticked or not, None for partly, before the words on a line; returns where these begin."""
    side = round(fonts.normal_metrics.capHeight()) + 3
    y = round(baseline - side + 2)
    painter.setPen(QColor(theme.muted))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(x, y, side, side)
    if ticked:
        paint_glyph(painter, QRectF(x + 2, y + 2, side - 4, side - 4), Glyph.TICK, theme.accent)
    elif ticked is None:
        painter.fillRect(QRectF(x + 3, y + 3, side - 5, side - 5), QColor(theme.accent))
    return x + side + 8


@dataclass(frozen=True)
class Ticked:
    """A row: what it stands for, what it is called, and what stands at its end."""

    key: str
    words: str
    beside: str = ""


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Ticked] = []
        self.left_out: set[str] = set()

    def take(self, rows: Sequence[Ticked]) -> None:
        """Shows other rows; where they only go on after those that are there, these stay where they are."""
        have, had = list(rows), len(self.rows)
        if had and len(have) >= had and [row.key for row in have[:had]] == [row.key for row in self.rows]:
            changed = have[:had] != self.rows
            self.rows[:] = have[:had]
            if changed:
                self.tell()
            self.add(have[had:])
            return
        self.beginResetModel()
        self.rows = have
        self.endResetModel()

    def add(self, rows: Sequence[Ticked]) -> None:
        if rows:
            self.beginInsertRows(_ROOT, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def tell(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            chosen = self.tr("left out") if row.key in self.left_out else self.tr("chosen")
            return ", ".join(filter(None, (row.words, row.beside, chosen)))
        return None


class _Delegate(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, round(fonts_of(option.font).line) + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = index.model(), option.widget
        assert isinstance(model, _Model)
        row, fonts, theme, rect = model.rows[index.row()], fonts_of(option.font), self.theme, option.rect
        ticked = row.key not in model.left_out
        marked = isinstance(view, TickList) and view.marks_current and index.row() == view.currentIndex().row()
        paint_ground(painter, option, theme, current=marked)
        y = rect.y() + 4 + fonts.normal_metrics.ascent()
        x = paint_tick(painter, rect.x() + PAD, y, fonts, theme, ticked=ticked)
        right = rect.right() - PAD - fonts.small_metrics.horizontalAdvance(row.beside)
        words_at(painter, right, y, rect.width(), row.beside, fonts.small, theme.muted)
        words_at(painter, x, y, right - x - 10, row.words, fonts.normal, theme.text if ticked else theme.muted)


class TickList(RowView):
    """Rows to be ticked: Space and a click on the box take one out or in, Enter and a click elsewhere choose it.

    marks_current  whether the row that was chosen last looks so
    turned         the key of a row that was taken out or in
    moved          the key of the row that is current now
    """

    turned = Signal(str)
    moved = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, marks_current: bool = False) -> None:
        super().__init__(name, parent)
        self.marks_current = marks_current
        self._model = _Model(self)
        self.setUniformRowHeights(True)
        self.setItemDelegate(_Delegate(self))
        self.setModel(self._model)
        self.selectionModel().currentChanged.connect(self._on_moved)

    @property
    def rows(self) -> list[Ticked]:
        """What is listed."""
        return self._model.rows

    @property
    def left_out(self) -> frozenset[str]:
        """The keys that are not ticked; what was left out stays so when rows change."""
        return frozenset(self._model.left_out)

    def key_at(self, index: Index) -> str:
        """What a row stands for."""
        return self._model.rows[index.row()].key

    def show_rows(self, rows: Sequence[Ticked]) -> None:
        """List these."""
        self._model.take(rows)

    def add_rows(self, rows: Sequence[Ticked]) -> None:
        """List these too."""
        self._model.add(rows)

    def tick_all(self) -> None:
        """Leave nothing out."""
        self._model.left_out.clear()
        self._model.tell()

    def turn(self, key: str) -> None:
        """Take a row out, or in again."""
        self._model.left_out ^= {key}
        self._model.tell()
        self.turned.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.turn(self.key_at(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid() and at.x() <= PAD + self.fonts.line and self._clicked(event):
            self.turn(self.key_at(index))
        else:
            super().mouseReleaseEvent(event)

    def _on_moved(self, index: QModelIndex) -> None:
        self.viewport().update()
        if index.isValid():
            self.moved.emit(self.key_at(index))
