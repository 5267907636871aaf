"""By what reported speech is told: learning it from the done articles, a folder of weights, or the program's own."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.menus import translated
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.rows import colour_words

_WIDTH = 520


class Comparison(NamedTuple):
    """What was learned, and what it is worth.

    articles, quotes  from how many
    before, after     figures in percent by their names, None where too few articles could be held out
    """

    articles: int
    quotes: int
    before: Mapping[str, float | None]
    after: Mapping[str, float | None]


def _titles() -> dict[str, str]:
    return {
        "exact": translated("Direct quotes found"),
        "joint": translated("… with their source"),
        "joint_all": translated("Quotes of every kind, with their source"),
    }


class WeightsDialog(QDialog):
    """Says what is used and what was learned; it does nothing itself.

    learning     it is to be learned from the done articles
    cancelled    no more
    using        what was learned is to be used
    choosing     a folder is to be chosen
    going_back   the program's own are to be used
    """

    learning = Signal()
    cancelled = Signal()
    using = Signal()
    choosing = Signal()
    going_back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Improve quote suggestions"))
        self.setModal(False)
        self._theme = LIGHT
        self._now = self._words()
        self._about = self._words(muted=True)
        self._note = self._words(muted=True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._learn = self._button(self.tr("&Learn from the done articles"))
        self._stop = self._button(self.tr("&Stop"))
        self._use = self._button(self.tr("&Use what was learned"))
        self._choose = self._button(self.tr("Choose a &folder…"))
        self._back = self._button(self.tr("Back to the &program’s own"))
        self._figures = QWidget(self)
        self._cells: dict[tuple[str, str], QLabel] = {}
        self._lay_out()
        for button, signal in (
            (self._learn, self.learning),
            (self._stop, self.cancelled),
            (self._use, self.using),
            (self._choose, self.choosing),
            (self._back, self.going_back),
        ):
            button.clicked.connect(signal)
        self.rejected.connect(self.cancelled)
        self.show_idle()

    def _words(self, *, muted: bool = False) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if muted:
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return label

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        self._about.setText(
            self.tr(
                "Speech without quote marks is found by what was learned from examples. It can be learned from your "
                "done articles, too: some thirty do no harm, some hundreds are worth much."
            )
        )
        acts, others = QHBoxLayout(), QHBoxLayout()
        acts.setSpacing(8)
        others.setSpacing(8)
        for button in (self._learn, self._stop, self._use):
            acts.addWidget(button)
        acts.addStretch(1)
        for button in (self._choose, self._back):
            others.addWidget(button)
        others.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        others.addWidget(close)
        grid = QGridLayout(self._figures)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(0, 1)
        heads = {"before": self.tr("before"), "after": self.tr("after")}
        for column, (_, words) in enumerate(heads.items(), 1):
            head = self._words(muted=True)
            head.setText(words)
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(head, 0, column)
        for row, (name, words) in enumerate(_titles().items(), 1):
            title = self._words()
            title.setText(words)
            grid.addWidget(title, row, 0)
            for column, (when, said) in enumerate(heads.items(), 1):
                cell = self._words()
                cell.setAlignment(Qt.AlignmentFlag.AlignRight)
                cell.setObjectName(f"{words}, {said}")
                grid.addWidget(cell, row, column)
                self._cells[name, when] = cell
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(12)
        for widget in (self._now, self._about, self._figures, self._bar, self._note):
            layout.addWidget(widget)
        layout.addLayout(acts)
        layout.addLayout(others)
        self.setFixedWidth(_WIDTH)

    @property
    def note(self) -> str:
        """What is said of what was done last."""
        return self._note.text()

    def figure(self, name: str, when: str) -> str:
        """A figure as it is shown, "before" or "after"."""
        return self._cells[name, when].text()

    def show_used(self, words: str, *, own: bool) -> None:
        """Say what is used now; `own` where it is the program's."""
        self._now.setText(words)
        self._back.setEnabled(not own)

    def show_idle(self, note: str = "", *, fault: bool = False) -> None:
        """Show that nothing goes on, and say something, which may be what went wrong."""
        self._show(busy=False, learned=False)
        self._say(f"⚠ {note}" if fault else note, self._theme.error if fault else None)

    def show_busy(self, words: str) -> None:
        """Show that it is being learned, and what is done."""
        self._show(busy=True, learned=False)
        self._say(words, None)

    def set_progress(self, done: int, total: int | None) -> None:
        """Say how far it is."""
        self._bar.setRange(0, max(1, total or 1))
        self._bar.setValue(done)

    def show_learned(self, comparison: Comparison) -> None:
        """Show what was learned, for a person to decide whether to use it."""
        number = QLocale().toString
        for (name, when), cell in self._cells.items():
            value = getattr(comparison, when).get(name)
            cell.setText("–" if value is None else QLocale().toString(value, "f", 1))
            cell.setAccessibleName(f"{cell.objectName()}: {cell.text()}")
        self._show(busy=False, learned=True)
        tried = any(value is not None for value in comparison.after.values())
        words = self.tr("Learned from articles: {articles}; quotes in them: {quotes}.")
        words += " " + (
            self.tr("The figures, F1 in percent, are of articles it was not learned from, a fifth at a time.")
            if tried
            else self.tr("These are too few to hold any out and try it on them.")
        )
        self._say(words.format(quotes=number(comparison.quotes), articles=number(comparison.articles)), None)
        self._use.setDefault(True)
        self._use.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        if self.note.startswith("⚠"):
            colour_words(self._note, theme.error)

    def _show(self, *, busy: bool, learned: bool) -> None:
        self._learn.setVisible(not busy and not learned)
        self._stop.setVisible(busy)
        self._use.setVisible(learned)
        self._bar.setVisible(busy)
        self._figures.setVisible(learned)
        if busy:
            self._bar.setRange(0, 1)  # it does not run to and fro while nothing is known
            self._bar.setValue(0)

    def _say(self, words: str, colour: str | None) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))
        colour_words(self._note, colour)
        self.adjustSize()
