"""What is not the same everywhere, as a list that gets shorter: one is chosen, mended, or said to be all right."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.model.finding.allowed import NAMES, Allowed
from annotator.model.finding.concordance import Odd
from annotator.model.finding.unlike import PLAIN, Unlike, left
from annotator.ui.menus import translated
from annotator.ui.theme import Theme
from annotator.ui.widgets.fields import ChoiceField
from annotator.ui.widgets.plain import as_tip
from annotator.ui.widgets.rowmodel import RowModel
from annotator.ui.widgets.rows import PAD, RowDelegate, RowView, fonts_of, paint_ground, words_at

Index = QModelIndex | QPersistentModelIndex
Row: TypeAlias = Unlike | Allowed
NameOf = Callable[[str | None], str]
_SETTLED = 120
"""Milliseconds after which the row that was moved to is looked up: nobody stops on those in between."""


class Sort(StrEnum):
    """Which of them are listed."""

    ALL = "all"
    LABEL = "label"
    SPEAKER = "speaker"
    UNMARKED = "unmarked"
    NAMES = "names"
    ALLOWED = "allowed"


def sort_words(sort: Sort) -> str:
    """What those of a sort are called, with their number as `{n}`."""
    return {
        Sort.ALL: translated("Not the same everywhere: {n}"),
        Sort.LABEL: translated("Two labels: {n}"),
        Sort.SPEAKER: translated("Two speakers: {n}"),
        Sort.UNMARKED: translated("Unmarked in places: {n}"),
        Sort.NAMES: translated("Likely one speaker: {n}"),
        Sort.ALLOWED: translated("All right as they are: {n}"),
    }[sort]


def sort_of(row: Row) -> Sort:
    """Of which sort one is."""
    if isinstance(row, Allowed):
        return Sort.ALLOWED
    return Sort.NAMES if row.what is None else Sort(row.what.value)


class _Rows(RowModel[Row]):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name_of: NameOf = lambda name: name or ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title(row)}, {self.said(row)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(f"{self.title(row)}\n{self.said(row)}")
        return None

    def title(self, row: Row) -> str:
        """The words, or both names."""
        return " · ".join(row.words)

    def said(self, row: Row) -> str:
        """How often they have what, or who said that they are all right."""
        if isinstance(row, Allowed):
            return self._allowed(row)
        number = QLocale().toString
        if row.what is None:
            return self.tr("likely one speaker: {a} and {b} mentions").format(
                a=number(row.counts[0][1]), b=number(row.counts[1][1])
            )
        return " · ".join(f"{self._value(row.what, value)} {number(n)}" for value, n in row.counts)

    def _value(self, what: Odd, value: str) -> str:
        if what is Odd.SPEAKER:
            return self.name_of(value)
        return self.tr("unmarked") if value == PLAIN else value

    def _allowed(self, row: Allowed) -> str:
        if row.what == NAMES:
            what = self.tr("two speakers")
        elif row.what == Odd.UNMARKED.value:
            what = self.tr("may be unmarked")
        else:
            what = " · ".join(self._value(Odd(row.what), value) for value in row.values)
        return " · ".join(filter(None, (what, row.by, row.at[:10])))


class _Delegate(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        fonts = fonts_of(option.font)
        return QSize(80, round(fonts.line + fonts.small_line) + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = index.model(), option.widget
        assert isinstance(model, _Rows)
        row, fonts, theme, rect = model.rows[index.row()], fonts_of(option.font), self.theme, option.rect
        here = isinstance(view, RowView) and index.row() == view.currentIndex().row()
        paint_ground(painter, option, theme, current=here)
        first = rect.y() + 5 + fonts.normal_metrics.ascent()
        width = rect.width() - 2 * PAD
        words_at(painter, rect.x() + PAD, first, width, model.title(row), fonts.normal, theme.text)
        second = rect.y() + 5 + fonts.line + fonts.small_metrics.ascent()
        words_at(painter, rect.x() + PAD, second, width, model.said(row), fonts.small, theme.muted)


class _View(RowView):
    """The rows; Del says of one that it is all right, or takes that back."""

    turning = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentIndex().isValid():
            self.turning.emit()
        else:
            super().keyPressEvent(event)


class UnlikeList(QWidget):
    """What is not the same everywhere, by sorts, and what somebody said is all right.

    moved    the `Unlike` or `Allowed` that the arrows went to
    chosen   the one that was chosen
    turning  the one of which is said that it is all right, or that it is not any more
    looking  all of it is to be looked for anew
    """

    moved = Signal(object)
    chosen = Signal(object)
    turning = Signal(object)
    looking = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Rows(self)
        self.again = QPushButton(self.tr("Look a&gain"), self)
        self.again.setAutoDefault(False)
        self.again.clicked.connect(lambda _: self.looking.emit())
        self.again.hide()
        self._found: tuple[Unlike, ...] = ()
        self._allowed: tuple[Allowed, ...] = ()
        self.sorts = ChoiceField(self)
        self.sorts.setAccessibleName(self.tr("What is listed"))
        self.view = _View(self.tr("Not the same everywhere"), self)
        self.view.setUniformRowHeights(True)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setModel(self._model)
        self._about = QLabel(self)
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setWordWrap(True)
        self._about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._about.setContentsMargins(PAD, 6, PAD, 6)
        self.turn = QPushButton(self)
        self.turn.setAutoDefault(False)
        self._hindrance = ""
        self._filling = False
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED)
        self._lay_out()
        self._settled.timeout.connect(self._on_settled)
        self.sorts.activated.connect(lambda _: self._fill())
        self.view.chosen.connect(self._on_chosen)
        self.view.turning.connect(self._on_turning)
        self.turn.clicked.connect(lambda _: self._on_turning())
        self.view.selectionModel().currentChanged.connect(lambda *_: self._on_moved())
        self._fill()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, PAD)
        layout.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(PAD, 0, PAD, 6)
        above.addWidget(self.sorts)
        below = QVBoxLayout()
        below.setContentsMargins(PAD, 8, PAD, 0)
        below.addWidget(self.turn)
        layout.addLayout(above)
        layout.addWidget(self._about)
        beside = QVBoxLayout()
        beside.setContentsMargins(PAD, 0, PAD, 6)
        beside.addWidget(self.again)
        layout.addLayout(beside)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)

    @property
    def rows(self) -> list[Row]:
        """What is listed."""
        return self._model.rows

    @property
    def current(self) -> Row | None:
        """The row that the arrows start from."""
        at = self.view.currentIndex().row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else None

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self.view.set_theme(theme)

    def say(self, words: str) -> None:
        """Say something above the list; "" for nothing."""
        self._about.setText(words)
        self._about.setVisible(bool(words))
        self.again.hide()

    def say_outdated(self, articles: int) -> None:
        """Say that the list does not know yet of so many articles, and offer to look for all of it again."""
        words = self.tr("Looked for entities since in {n} more articles: names that are unmarked there are not listed.")
        self.say(words.format(n=QLocale().toString(articles)))
        self.again.show()

    def set_hindrance(self, words: str) -> None:
        """Why nothing can be said to be all right; "" where it can."""
        self._hindrance = words
        self._on_current()

    def show_rows(self, found: Sequence[Unlike], allowed: Mapping[str, Allowed], name_of: NameOf) -> None:
        """List what was found and is not allowed; the current one stays so, else the one in its place."""
        self._model.name_of = name_of
        self._found, self._allowed = tuple(left(found, allowed)), tuple(allowed.values())
        self._fill()

    def step(self, step: int, shown: Row | None) -> None:
        """Go to the next row (1) or the previous one (-1); to the current one where another is shown than it."""
        at = self.view.currentIndex().row()
        if at >= 0 and (self.current == shown or shown is None):
            at += step
        self.view.go_to(min(max(at, 0), len(self.rows) - 1))
        self._settled.stop()
        self._on_settled()

    def choose(self, sort: Sort) -> None:
        """List those of a sort."""
        self.sorts.setCurrentIndex(self.sorts.findData(sort.value))
        self._fill()

    def _fill(self) -> None:
        sort = Sort(self.sorts.currentData() or Sort.ALL)
        counts = Counter(map(sort_of, self._found))
        counts[Sort.ALL], counts[Sort.ALLOWED] = len(self._found), len(self._allowed)
        self.sorts.clear()
        for each in Sort:
            self.sorts.addItem(sort_words(each).format(n=QLocale().toString(counts[each])), each.value)
        self.sorts.setCurrentIndex(list(Sort).index(sort))
        every: Sequence[Row] = self._allowed if sort is Sort.ALLOWED else self._found
        rows = [each for each in every if sort in (Sort.ALL, sort_of(each))]
        at, current = max(0, self.view.currentIndex().row()), self.current
        self._filling = True
        self._model.take(rows)
        same = (n for n, each in enumerate(rows) if current is not None and _same(each, current))
        self.view.go_to(min(next(same, at), len(rows) - 1))
        self._filling = False
        self._on_current()
        self._settled.stop()

    def _on_moved(self) -> None:
        if not self._filling:
            self._on_current()
            if self.view.hasFocus():
                self._settled.start()

    def _on_current(self) -> None:
        allowed = isinstance(self.current, Allowed) or self.sorts.currentData() == Sort.ALLOWED.value
        self.turn.setText(self.tr("List it a&gain") if allowed else self.tr("All &right as it is"))
        tip = self.tr("Del") if not self._hindrance else self._hindrance
        self.turn.setToolTip(as_tip(tip))
        self.turn.setEnabled(self.current is not None and not self._hindrance)
        self.view.viewport().update()

    def _on_settled(self) -> None:
        if self.current is not None:
            self.moved.emit(self.current)

    def _on_chosen(self, index: QModelIndex) -> None:
        self._settled.stop()
        self.chosen.emit(self._model.rows[index.row()])

    def _on_turning(self) -> None:
        if self.current is not None and not self._hindrance:
            self.turning.emit(self.current)


def _same(one: Row, other: Row) -> bool:
    """Whether two are about the same words, whatever their numbers are by now."""
    return sort_of(one) is sort_of(other) and one.words == other.words
