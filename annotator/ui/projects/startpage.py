"""What stands in the text's place while no article is open: what can be done, and the recent projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QLabel, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.ui.keys.keycaps import cap_width, paint_cap
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.plain import as_tip
from annotator.ui.widgets.rows import PAD, RowDelegate, RowView, colour_words, fonts_of, paint_ground, words_at

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_WIDTH = 620
"""How wide the page is at most, in pixels."""
_ABOVE = 0.12
"""How much of its height stays free above."""
_LARGE = 1.7
"""How large the title is, in terms of the usual type."""


@dataclass(frozen=True)
class Row:
    """A line of the page.

    does    the name of a command, or the project that is opened; None for a heading
    detail  below the title, muted
    beside  what stands at the end of the detail and is never cut
    key     what does the same, "" for none
    gone    whether it is not there any more
    """

    title: str
    does: str | Path | None = None
    detail: str = ""
    beside: str = ""
    key: str = ""
    gone: bool = False


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()

    def take(self, rows: Sequence[Row]) -> None:
        if [row.does for row in rows] == [row.does for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        chosen = index.isValid() and self.rows[index.row()].does is not None
        return super().flags(index) if chosen else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (row.title, row.beside, row.detail, row.key)))
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row.does, Path):
            return as_tip(str(row.does))
        return None


class _Delegate(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        fonts, row = fonts_of(option.font), _row(index)
        if row.does is None:
            return QSize(80, round(fonts.small_line) + 22)
        return QSize(80, round(fonts.line + (fonts.small_line + 2 if row.detail else 0)) + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fonts, theme, rect, row = fonts_of(option.font), self.theme, option.rect, _row(index)
        view = option.widget
        left, right = float(rect.x() + PAD), float(rect.right() - PAD)
        if row.does is None:
            painter.fillRect(rect, QColor(theme.background))
            words_at(painter, left, rect.bottom() - 6, right - left, row.title, fonts.small, theme.muted)
            painter.fillRect(rect.x() + PAD, rect.bottom(), rect.width() - 2 * PAD, 1, QColor(theme.line))
            return
        current = isinstance(view, RowView) and view.hasFocus() and view.currentIndex() == index
        paint_ground(painter, option, theme, current=current, ground=theme.background)
        y = rect.y() + 6 + fonts.normal_metrics.ascent()
        if row.key:
            width = cap_width(row.key, fonts.small)
            middle = y - fonts.normal_metrics.capHeight() / 2
            paint_cap(painter, right - width, middle, row.key, fonts.small, theme)
            right -= width + 10
        ink = theme.muted if row.gone else theme.text
        words_at(painter, left, y, right - left, row.title, fonts.bold if row.detail else fonts.normal, ink)
        if row.detail:
            y, right = y + fonts.small_line + 3, float(rect.right() - PAD)
            beside = fonts.small_metrics.horizontalAdvance(row.beside)
            shown = QFontMetricsF(fonts.small).elidedText(
                row.detail, Qt.TextElideMode.ElideMiddle, right - left - beside - 16
            )
            words_at(painter, left, y, right - left, shown, fonts.small, theme.muted)
            words_at(painter, right - beside, y, beside + 1, row.beside, fonts.small, theme.muted)


def _row(index: Index) -> Row:
    model = index.model()
    assert isinstance(model, _Rows)
    return model.rows[index.row()]


class StartList(RowView):
    """The lines of the page. Digits choose a project; `Del` takes one off the list.

    picked     what a row does: a command's name, or a project
    forgotten  the project that is to be taken off the list
    """

    picked = Signal(object)
    forgotten = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("What can be done, and recent projects"), parent)
        self._model = _Rows(self)
        self.setItemDelegate(_Delegate(self))
        self.setModel(self._model)
        self.chosen.connect(lambda index: self.picked.emit(_row(index).does))

    @property
    def rows(self) -> Sequence[Row]:
        """What it shows."""
        return self._model.rows

    @property
    def full_height(self) -> int:
        """How high it is with all its rows, in pixels."""
        return sum(self.sizeHintForRow(row) for row in range(self._model.rowCount()))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other lines; the one that arrows start from stays where the same can be done."""
        self._model.take(rows)
        if not self.currentIndex().isValid():
            self.go_to(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, plain = self.currentIndex(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        digit = next(
            (row.does for row in self.rows if isinstance(row.does, Path) and row.key == event.text() != ""), None
        )
        if plain and digit is not None:
            self.picked.emit(digit)
        elif plain and event.key() == Qt.Key.Key_Delete and index.isValid() and isinstance(_row(index).does, Path):
            self.forgotten.emit(_row(index).does)
        else:
            super().keyPressEvent(event)


class StartPage(QWidget):
    """Lies over a view and has the keys in its place, while it is shown."""

    def __init__(self, over: QAbstractScrollArea) -> None:
        super().__init__(over)
        self._over = over
        self._bars = over.verticalScrollBarPolicy()
        self.setObjectName("start")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self._words = QLabel(self), QLabel(self)
        for label in (self._title, self._words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setIndent(PAD)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * _LARGE)
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self.list = StartList(self)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addSpacing(8)
        column.addWidget(self.list, 1)
        across = QHBoxLayout(self)
        across.addStretch(1)
        across.addLayout(column, 100)
        across.addStretch(1)
        self._column = column
        for part in (self._title, self._words, self.list):
            part.setMaximumWidth(_WIDTH)
        over.installEventFilter(self)
        self.set_theme(LIGHT)
        self.hide()

    def show_page(self, title: str, words: str, rows: Sequence[Row]) -> None:
        """Show these, in place of what lies below."""
        self._title.setText(title)
        self._words.setText(words)
        self.list.show_rows(rows)
        self._fit()
        if self.isHidden():
            had = self._over.hasFocus()
            self._over.setFocusProxy(self.list)
            self._over.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # it would stand over the page
            self.show()
            self.raise_()
            if had:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Show what lies below again, and give it the keys where the page had them."""
        if not self.isHidden():
            had = self.list.hasFocus()
            self._over.setFocusProxy(None)  # type: ignore[arg-type]  # PySide6's stubs have no None there
            self._over.setVerticalScrollBarPolicy(self._bars)
            self.hide()
            if had:
                self._over.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self.setStyleSheet(f"#start {{ background: {theme.background}; }}")
        self.list.set_theme(theme)
        self.list.setStyleSheet(f"QAbstractItemView {{ background: {theme.background}; border: none; }}")
        self._title.setStyleSheet(f"color: {theme.text};")
        colour_words(self._words, None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        self.setGeometry(self._over.rect())
        free = max(16, round(self.height() * _ABOVE))
        self._column.setContentsMargins(0, free, 0, 16)
