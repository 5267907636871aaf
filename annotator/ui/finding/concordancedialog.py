"""The window of a concordance: what is not the same everywhere, the mentions of one of these, and what mends them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.model.finding.concordance import Mention, Sorting, in_sorting
from annotator.ui.finding.concordancerows import Column, MentionTable
from annotator.ui.finding.unlikelist import UnlikeList
from annotator.ui.menus import translated
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.fields import ChoiceField, make_clearable
from annotator.ui.widgets.rows import PAD, colour_words
from annotator.ui.widgets.sizing import size_dialog

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


class ConcordanceDialog(QDialog):
    """It stands beside the window and blocks nothing.

    sought   words whose mentions are wanted
    going    a `Mention` that is to be gone to
    stopped  what is being looked for is not wanted any more
    mending  "label", "speaker", "accept" or "reject": that is to be done to the mentions that are ticked, else to the
             current one; or a digit from "1" to "9", which gives a label
    stepping the next of what is not the same everywhere (1) or the previous one (-1) is wanted
    """

    sought = Signal(str)
    going = Signal(object)
    stopped = Signal()
    mending = Signal(str)
    stepping = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Compare mentions"))
        self.setModal(False)
        size_dialog(self, 1160, 680)
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
        self.unlike = UnlikeList(self)
        self.table = MentionTable(self.tr("Mentions"), self)
        self._note = self._words()
        self._tick = QPushButton(self.tr("&Tick"), self)
        self._tick.setAutoDefault(False)
        self._tick.setMenu(self._ticking())
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
        self.end()

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _: act())
        return button

    def _ticking(self) -> QMenu:
        menu = QMenu(self)
        for words, act in (
            (self.tr("All unlike most\tU"), self.table.turn_unlike),
            (
                self.tr("All marked as the current one\tG"),
                lambda: self.table.turn_group(self.table.currentIndex().row()),
            ),
            (self.tr("All, or none\tCtrl+A"), self.table.turn_all),
        ):
            menu.addAction(words).triggered.connect(lambda _=False, act=act: act())
        return menu

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
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.addWidget(self.unlike)
        both.addWidget(self.table)
        both.setSizes([250, 910])
        both.setStretchFactor(1, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(PAD, 8, PAD, PAD)
        foot.setSpacing(8)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._tick)
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
        self.table.chosen.connect(lambda index: self.going.emit(self.table.mention_at(index)))
        self.table.ticking.connect(self._tell)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._enable())
        self.table.mending.connect(self.mending)
        self.table.sorted.connect(self._on_column)

    @property
    def busy(self) -> bool:
        """Whether mentions are being looked for."""
        return not self._bar.isHidden()

    @property
    def summary(self) -> str:
        """What stands below the table."""
        return self._note.text()

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
        self.unlike.set_hindrance(hindrance)
        if self.field.text() != title:
            self.field.setText(title)
        self._set_busy(busy=True)

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
        self.table.show_mentions(rows, self._name_of, more=self.busy)

    def _tell(self) -> None:
        ticked, number = len(self.table.ticked), QLocale().toString
        odd = sum(each.odd is not None for each in self._mentions)
        articles = len({each.document_id for each in self._mentions})
        found = self.tr("{n} in 1 article") if articles == 1 else self.tr("{n} in {articles} articles")
        words = f"{found} · {self.tr('{odd} unlike most')} · {self.tr('{ticked} ticked')}".format(
            n=number(len(self._mentions)), articles=number(articles), odd=number(odd), ticked=number(ticked)
        )
        if not self._mentions:
            words = self.tr("No mentions.") if self.field.text() else ""
        elif self._more:
            words += " · " + self.tr("there are more")
        elif not ticked:
            words += " · " + self.tr("Space ticks one, G all alike, U all unlike; 1–9, L, S, A and X mend them")
        words = f"⚠ {self._fault}" if self._fault else " · ".join(filter(None, (words, self._hindrance)))
        self._note.setText(words)
        colour_words(self._note, self._theme.error if self._fault else None)
        self._enable()

    def _enable(self) -> None:
        self._tick.setEnabled(bool(self._mentions))
        for button in self._menders.values():
            button.setEnabled(bool(self.table.meant) and not self._hindrance)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepping.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _on_entered(self) -> None:
        if self.field.text():
            self.sought.emit(self.field.text())

    def _on_column(self, column: int) -> None:
        sorting = _OF_COLUMN[Column(column)]
        if column == Column.CONTEXT and self.sorting.currentData() == Sorting.AFTER.value:
            sorting = Sorting.BEFORE
        self.sorting.setCurrentIndex(self.sorting.findData(sorting.value))
        self._show()
