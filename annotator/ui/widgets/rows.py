"""What the lists of the panels have in common: their fonts, how a row's ground is painted, what their keys do."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar
from unicodedata import bidirectional

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from annotator.ui.textview.offsets import Utf16Map
from annotator.ui.theme import LIGHT, Theme

if TYPE_CHECKING:
    _View = QAbstractItemView
else:
    _View = object

Index = QModelIndex | QPersistentModelIndex

CURRENT, HOVERED, MARKED = 0.1, 0.05, 0.2
"""How much of the accent is in the ground of the current row and of what Enter or a click would choose, and how much of
the ink in that of the row under the mouse. On MARKED only `text` and `chip_text` can be read."""

PAD = 10
"""Pixels between a row's edge and its words."""

_MOVES = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
)
_PLAIN = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier


def mixed(first: str, second: str, share: float) -> QColor:
    """A colour between two: `share` of the second, from 0 to 1."""
    a, b = QColor(first), QColor(second)
    return QColor(
        *(
            round(x + (y - x) * share)
            for x, y in zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
        )
    )


def colour_words(label: QLabel, colour: str | None) -> None:
    """Give a label's words a colour; None makes them muted again."""
    # A style sheet's colour would be made half transparent for the muted role, so the role changes with it.
    label.setForegroundRole(QPalette.ColorRole.WindowText if colour else QPalette.ColorRole.PlaceholderText)
    label.setStyleSheet(f"color: {colour};" if colour else "")


@dataclass(frozen=True, eq=False)
class Fonts:
    """A row's fonts and their measures; `line` and `small_line` are the distances between two lines."""

    normal: QFont
    bold: QFont
    small: QFont
    normal_metrics: QFontMetricsF
    small_metrics: QFontMetricsF
    line: float
    small_line: float


@lru_cache(maxsize=16)
def _fonts(key: str) -> Fonts:
    normal = QFont()
    normal.fromString(key)
    bold, small = QFont(normal), QFont(normal)
    bold.setWeight(QFont.Weight.DemiBold)
    small.setPixelSize(max(9, round(QFontInfo(normal).pixelSize() * 0.87)))
    measures = QFontMetricsF(normal), QFontMetricsF(small)
    return Fonts(normal, bold, small, *measures, round(measures[0].height() * 1.1), round(measures[1].height() * 1.15))


def fonts_of(font: QFont) -> Fonts:
    """The fonts that go with a widget's own."""
    return _fonts(font.toString())


def right_to_left(words: str) -> bool:
    """Whether words are written from right to left, by their first letter that has a direction."""
    directions = (bidirectional(letter) for letter in words)
    return next((each != "L" for each in directions if each in ("L", "R", "AL")), False)


def words_at(painter: QPainter, x: float, baseline: float, width: float, words: str, font: QFont, colour: str) -> float:
    """Paint words, elided to `width` pixels; returns where they end."""
    if width <= 4 or not words:
        return x
    metrics = QFontMetricsF(font)
    advance = metrics.horizontalAdvance(words)
    if advance > width:
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        advance = metrics.horizontalAdvance(words)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # that of the words, not of the window
    painter.drawText(round(x), round(baseline), words)
    return x + advance


def paint_ground(
    painter: QPainter, option: QStyleOptionViewItem, theme: Theme, *, current: bool, ground: str | None = None
) -> None:
    """Paint what is behind a row: the accent bar of the current one, the frame of the one that has the focus."""
    rect = QRectF(option.rect)
    state = option.state
    fill = QColor(ground or theme.surface)
    if current:
        fill = mixed(ground or theme.surface, theme.accent, CURRENT)
    elif state & QStyle.StateFlag.State_MouseOver:
        fill = mixed(ground or theme.surface, theme.text, HOVERED)
    painter.fillRect(rect, fill)
    if current:
        painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), QColor(theme.accent))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
        painter.restore()


class RowDelegate(QStyledItemDelegate):
    """Paints rows in a theme."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = LIGHT

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        # The base asks the model for a dozen roles of each row; the rows here are painted from one value.
        return


class Rows(_View):
    """What a list of rows does: arrows move through them, Enter and a click choose one; other keys are the window's.

    It stands before one of Qt's views among a class's bases. `chosen` tells the index of the row that was chosen.
    """

    chosen: ClassVar[Signal]

    def _set_up(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._fonts: Fonts | None = None
        self._pressed = False

    @property
    def fonts(self) -> Fonts:
        """The fonts of its rows."""
        if self._fonts is None:
            self._fonts = fonts_of(self.font())
        return self._fonts

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fonts = None
        super().changeEvent(event)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        delegate = self.itemDelegate()
        if isinstance(delegate, RowDelegate):
            delegate.theme = theme
        self.setStyleSheet(f"QAbstractItemView {{ background: {theme.surface}; border: none; }}")
        self.viewport().update()

    def go_to(self, row: int) -> None:
        """Make a row the one that arrows start from, and show it."""
        model = self.model()
        if model is None or not 0 <= row < model.rowCount():
            return
        index = model.index(row, 0)
        if index != self.currentIndex():  # setCurrentIndex would select it beside others while Ctrl or Shift is held
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key is this list's own, though a command may have it."""
        del event
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~_PLAIN
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
        elif plain and event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.button() == Qt.MouseButton.LeftButton
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._clicked(event) and index.isValid() and index == self.currentIndex():
            self.chosen.emit(index)

    def _clicked(self, event: QMouseEvent) -> bool:
        """Whether this release ends a click, rather than the second half of a double click."""
        clicked = self._pressed and event.button() == Qt.MouseButton.LeftButton
        self._pressed = False
        return clicked


class RowView(Rows, QTreeView):
    """A flat list of rows that keeps their heights: after a change only the changed ones are measured.

    chosen  the index of the row that was chosen
    """

    chosen = Signal(QModelIndex)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._set_up(name)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and not self.uniformRowHeights():
            self.scheduleDelayedItemsLayout()


# In other scripts a word is not as wide as its letters are one by one.
_SHAPED = re.compile("[^\u0000-\u058f\u2010-\u203a]")


MOST_WIDTHS = 10_000
"""How many words' widths are kept, some megabyte."""


class Wrapper:
    """Breaks texts into lines; the widths of words are measured once."""

    def __init__(self) -> None:
        self._widths: dict[str, float] = {}
        self._letters: dict[str, float] = {}
        self._fonts: Fonts | None = None

    def lines(self, text: str, fonts: Fonts, width: float, most: int) -> list[str]:
        """At most `most` lines of `width` pixels, the last one elided where there is more."""
        self._renew(fonts)
        beginning = " ".join(text[: int(most * width / 2) + 80].split())
        measure = self._measure(fonts.normal_metrics)
        words = beginning.split(" ")
        if any(measure(word) > width for word in words):
            return _broken_anywhere(beginning, fonts.normal, fonts.normal_metrics, width, most)
        return _filled(words, measure, fonts.normal_metrics, width, most)

    def count(self, text: str, fonts: Fonts, width: float, most: int) -> int:
        """How many lines `lines` gives, mostly without breaking the text."""
        beginning = " ".join(text[: 60 * most].split())
        if beginning and not _SHAPED.search(beginning) and max(map(len, beginning.split(" "))) < 40:
            self._renew(fonts)
            letters = self._letters
            for letter in set(beginning).difference(letters):
                letters[letter] = fonts.normal_metrics.horizontalAdvance(letter)
            advance = sum(map(letters.__getitem__, beginning))
            if advance > 1.05 * width * (most - 1):
                return most  # one line fewer cannot hold it
            if advance < 0.95 * width and len(text) <= 60 * most:
                return 1
        return len(self.lines(text, fonts, width, most))

    def _renew(self, fonts: Fonts) -> None:
        if fonts is not self._fonts or len(self._widths) > MOST_WIDTHS:
            self._fonts, self._widths, self._letters = fonts, {}, {}

    def _measure(self, metrics: QFontMetricsF) -> Callable[[str], float]:
        widths = self._widths

        def measure(word: str) -> float:
            width = widths.get(word)
            if width is None:
                width = widths[word] = metrics.horizontalAdvance(word)
            return width

        return measure


def _filled(
    words: list[str], measure: Callable[[str], float], metrics: QFontMetricsF, width: float, most: int
) -> list[str]:
    space = measure(" ")
    lines: list[str] = []
    line: list[str] = []
    used = -space
    for number, word in enumerate(words):
        advance = measure(word)
        if used + space + advance <= width:
            line.append(word)
            used += space + advance
            continue
        if len(lines) + 1 == most:
            rest = " ".join([*line, *words[number : number + 20]])
            return [*lines, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]
        lines.append(" ".join(line))
        line, used = [word], advance
    return [*lines, " ".join(line)] if any(line) else lines


def _broken_anywhere(text: str, font: QFont, metrics: QFontMetricsF, width: float, most: int) -> list[str]:
    """As Qt breaks lines, for scripts without spaces and for words that are wider than a line."""
    layout, map_ = QTextLayout(text, font), Utf16Map(text)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    starts: list[int] = []
    layout.beginLayout()
    while len(starts) <= most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(map_.to_code_points(line.textStart()))
    layout.endLayout()
    ends = [*starts[1:], len(text)]
    lines = [text[start:end].rstrip() for start, end in zip(starts, ends, strict=True)]
    if len(lines) <= most:
        return lines
    rest = text[starts[most - 1] : starts[most - 1] + 200]
    return [*lines[: most - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]
