"""The window of a concordance: what is not the same everywhere, the mentions of one of these, and what mends them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.concordance import Mention, Odd, Sorting, Unlike, in_sorting
from annotator.ui.concordancerows import Column, MentionTable
from annotator.ui.fields import ChoiceField, make_clearable
from annotator.ui.menus import translated
from annotator.ui.rows import PAD, RowDelegate, RowView, colour_words, fonts_of, paint_ground, words_at
from annotator.ui.theme import LIGHT, Theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

_OF_COLUMN = {
    Column.ODD: Sorting.ODD,
    Column.CONTEXT: Sorting.AFTER,
    Column.LABEL: Sorting.LABEL,
    Column.SPEAKER: Sorting.SPEAKER,
    Column.DECISION: Sorting.DECISION,
    Column.ARTICLE: Sorting.TEXT,
    Column.BY: Sorting.BY,
}


def sorting_words(sorting: Sorting) -> str:
    """What an order is called."""
    return {
        Sorting.ODD: translated("Unlike first"),
        Sorting.TEXT: translated("By article"),
        Sorting.BEFORE: translated("By the words before"),
        Sorting.AFTER: translated("By the words after"),
        Sorting.LABEL: translated("By label"),
        Sorting.SPEAKER: translated("By speaker"),
        Sorting.DECISION: translated("By decision"),
        Sorting.BY: translated("By who decided"),
    }[sorting]


class _Unlikes(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Unlike] = []
        self.name_of: Callable[[str | None], str] = lambda name: name or ""

    def take(self, rows: Sequence[Unlike]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title(row)}, {self.said(row)}"
        return None

    def title(self, row: Unlike) -> str:
        """The words, or both names."""
        return " · ".join(row.words)

    def said(self, row: Unlike) -> str:
        """How often they have what."""
        number = QLocale().toString
        if row.what is None:
            return self.tr("likely one speaker: {a} and {b} mentions").format(
                a=number(row.counts[0][1]), b=number(row.counts[1][1])
            )
        names = (value if row.what is Odd.LABEL else self.name_of(value) for value, _ in row.counts)
        return " · ".join(f"{name} {number(n)}" for name, (_, n) in zip(names, row.counts, strict=True))


class _Delegate(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        fonts = fonts_of(option.font)
        return QSize(80, round(fonts.line + fonts.small_line) + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = index.model(), option.widget
        assert isinstance(model, _Unlikes)
        row, fonts, theme, rect = model.rows[index.row()], fonts_of(option.font), self.theme, option.rect
        here = isinstance(view, RowView) and index.row() == view.currentIndex().row()
        paint_ground(painter, option, theme, current=here)
        first = rect.y() + 5 + fonts.normal_metrics.ascent()
        width = rect.width() - 2 * PAD
        words_at(painter, rect.x() + PAD, first, width, model.title(row), fonts.normal, theme.text)
        second = rect.y() + 5 + fonts.line + fonts.small_metrics.ascent()
        words_at(painter, rect.x() + PAD, second, width, model.said(row), fonts.small, theme.muted)


class ConcordanceDialog(QDialog):
    """It stands beside the window and blocks nothing.

    sought   words whose mentions are wanted
    chosen   an `Unlike` whose mentions are
    going    a `Mention` that is to be gone to
    stopped  what is being looked for is not wanted any more
    mending  "label", "speaker", "accept" or "reject": that is to be done to the mentions that are ticked
    """

    sought = Signal(str)
    chosen = Signal(object)
    going = Signal(object)
    stopped = Signal()
    mending = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Concordance"))
        self.setModal(False)
        self.resize(1160, 680)
        self._theme = LIGHT
        self._mentions: tuple[Mention, ...] = ()
        self._name_of: Callable[[str | None], str] = lambda name: name or ""
        self._fault = self._hindrance = ""
        self._more = False
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Words whose mentions are wanted"))
        self.field.setAccessibleName(self.tr("Words whose mentions are wanted"))
        make_clearable(self.field)
        self.sorting = ChoiceField(self)
        self.sorting.setAccessibleName(self.tr("Order"))
        for sorting in Sorting:
            self.sorting.addItem(sorting_words(sorting), sorting.value)
        self._stop = self._button(self.tr("Sto&p"), self.stopped.emit)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._unlikes = _Unlikes(self)
        self.unlike = RowView(self.tr("Not the same everywhere"), self)
        self.unlike.setUniformRowHeights(True)
        self.unlike.setItemDelegate(_Delegate(self.unlike))
        self.unlike.setModel(self._unlikes)
        self.table = MentionTable(self.tr("Mentions"), self)
        self._about = self._words()
        self._note = self._words()
        self._menders: dict[str, QPushButton] = {}
        for name, words in (
            ("label", self.tr("&Label…")),
            ("speaker", self.tr("&Speaker…")),
            ("accept", self.tr("&Accept")),
            ("reject", self.tr("&Reject")),
        ):
            self._menders[name] = self._button(words, partial(self.mending.emit, name))
        self._lay_out()
        self._connect()

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _: act())
        return button

    def _words(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return label

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(PAD, PAD, PAD, 8)
        head.setSpacing(8)
        head.addWidget(self.field, 1)
        head.addWidget(self.sorting)
        head.addWidget(self._stop)
        left = QWidget(self)
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        self._about.setContentsMargins(PAD, 6, PAD, 6)
        beside.addWidget(self._about)
        beside.addWidget(self.unlike, 1)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.addWidget(left)
        both.addWidget(self.table)
        both.setSizes([250, 910])
        both.setStretchFactor(1, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(PAD, 8, PAD, PAD)
        foot.setSpacing(8)
        foot.addWidget(self._note, 1)
        for button in self._menders.values():
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addWidget(both, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.field.returnPressed.connect(self._on_entered)
        self.sorting.activated.connect(lambda _: self._show())
        self.unlike.chosen.connect(lambda index: self.chosen.emit(self._unlikes.rows[index.row()]))
        self.table.chosen.connect(lambda index: self.going.emit(self.table.mention_at(index)))
        self.table.ticking.connect(self._tell)
        self.table.sorted.connect(self._on_column)

    @property
    def busy(self) -> bool:
        """Whether mentions are being looked for."""
        return not self._bar.isHidden()

    @property
    def summary(self) -> str:
        """What stands below the table."""
        return self._note.text()

    @property
    def unlikes(self) -> list[Unlike]:
        """What is listed as not the same everywhere."""
        return self._unlikes.rows

    def button(self, name: str) -> QPushButton:
        """The button that mends so."""
        return self._menders[name]

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        for view in (self.unlike, self.table):
            view.set_theme(theme)

    def begin(self, title: str, hindrance: str) -> None:
        """Show that mentions are looked for; `hindrance` says why nothing can be mended, "" where it can."""
        self._fault, self._hindrance = "", hindrance
        if self.field.text() != title:
            self.field.setText(title)
        self._set_busy(busy=True)

    def begin_unlike(self) -> None:
        """Show that the project is being looked through."""
        self._about.setText(self.tr("Looking for what is not the same everywhere…"))

    def show_unlike(self, found: Sequence[Unlike], name_of: Callable[[str | None], str]) -> None:
        """List what is not the same everywhere."""
        self._unlikes.name_of = name_of
        self._unlikes.take(found)
        words = self.tr("Not the same everywhere: {n}") if found else self.tr("Everything is the same everywhere.")
        self._about.setText(words.format(n=QLocale().toString(len(found))))

    def show_mentions(
        self,
        mentions: Sequence[Mention],
        name_of: Callable[[str | None], str],
        *,
        more: bool = False,
        busy: bool = False,
    ) -> None:
        """Show mentions; `busy` where others are still looked for."""
        self._mentions, self._name_of, self._more = tuple(mentions), name_of, more
        if not busy:
            self._set_busy(busy=False)
        self._show()

    def end(self) -> None:
        """Show that nothing is being looked for any more."""
        self._set_busy(busy=False)
        self._tell()

    def set_progress(self, done: int, total: int | None) -> None:
        """Say how many articles have been looked through."""
        self._bar.setRange(0, max(1, total or 0))
        self._bar.setValue(done)

    def show_fault(self, words: str) -> None:
        """Say why nothing was found."""
        self._fault = words
        self.end()

    def _set_busy(self, *, busy: bool) -> None:
        if busy:
            self._bar.setRange(0, 1)
            self._bar.setValue(0)
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)

    def _show(self) -> None:
        rows = in_sorting(self._mentions, Sorting(self.sorting.currentData()), self._name_of)
        self.table.show_mentions(rows, self._name_of)

    def _tell(self) -> None:
        ticked, number = len(self.table.ticked), QLocale().toString
        odd = sum(each.odd is not None for each in self._mentions)
        articles = len({each.document_id for each in self._mentions})
        words = self.tr("Mentions: {n} in articles: {articles} · unlike most: {odd} · ticked: {ticked}").format(
            n=number(len(self._mentions)), articles=number(articles), odd=number(odd), ticked=number(ticked)
        )
        if not self._mentions:
            words = self.tr("No mentions.") if self.field.text() else ""
        elif self._more:
            words += " · " + self.tr("there are more")
        elif not ticked:
            words += " · " + self.tr("Space ticks one, G all that are marked alike")
        words = f"⚠ {self._fault}" if self._fault else " · ".join(filter(None, (words, self._hindrance)))
        self._note.setText(words)
        colour_words(self._note, self._theme.error if self._fault else None)
        for button in self._menders.values():
            button.setEnabled(bool(ticked) and not self._hindrance)

    def _on_entered(self) -> None:
        if self.field.text():
            self.sought.emit(self.field.text())

    def _on_column(self, column: int) -> None:
        sorting = _OF_COLUMN[Column(column)]
        if column == Column.CONTEXT and self.sorting.currentData() == Sorting.AFTER.value:
            sorting = Sorting.BEFORE
        self.sorting.setCurrentIndex(self.sorting.findData(sorting.value))
        self._show()
