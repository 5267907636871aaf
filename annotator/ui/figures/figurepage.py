"""The page of figures: each as a chart and as a table, with what it says."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.model.figures import Cell, Table
from annotator.session.figures import EMPTY, shown
from annotator.ui.figures.charts import ChartView, chart_of
from annotator.ui.menus import translated
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.rows import PAD, colour_words
from annotator.ui.widgets.sizing import size_dialog

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def title_of(table: str) -> str:
    """What a figure is called."""
    return {
        "articles": translated("Articles"),
        "progress": translated("Done by day"),
        "pace": translated("Pace"),
        "decisions": translated("Decisions"),
        "corrections": translated("Corrections"),
        "people": translated("People"),
        "pipelines": translated("Pipelines"),
        "speakers": translated("Who speaks"),
        "genders": translated("Gender"),
        "outlets": translated("Outlets"),
        "balance": translated("Outlets and gender"),
        "labels": translated("Labels"),
    }.get(table, table)


def about(table: str) -> str:
    """What a figure says, and how it is worked out."""
    return {
        "articles": translated("How many articles are new, open, done and set aside."),
        "progress": translated("How many articles were marked done each day, and how many acts that took."),
        "pace": translated("Pauses over five minutes are no work. What is left goes by the last ten days of work."),
        "decisions": translated("What became of the suggestions, by what made them and their label."),
        "corrections": translated("What was changed by hand. A change to many mentions at once counts once."),
        "people": translated(
            "What each person decided; “agreed” is how many of the suggestions among it they left as they were."
        ),
        "pipelines": translated(
            "Precision and recall as decisions in articles marked done show them; what was corrected counts as wrong."
        ),
        "speakers": translated("Whose quotes stand in the articles, in quotes and in words."),
        "genders": translated("By the gender that the project records with its speakers; it is never guessed."),
        "outlets": translated("Where the quotes were published."),
        "balance": translated(
            "Whose words stand in each outlet’s articles, by gender; the share is of the outlet’s words."
        ),
        "labels": translated("How often each label and each kind of quote stands in the articles."),
    }.get(table, "")


def column_words(column: str) -> str:
    """What stands above a column, or beside a number."""
    return {
        "status": translated("status"),
        "articles": translated("articles"),
        "day": translated("day"),
        "done": translated("done"),
        "acts": translated("acts"),
        "what": "",
        "number": translated("number"),
        "pipeline": translated("made by"),
        "label": translated("label"),
        "accepted": translated("accepted"),
        "with the article": translated("with the article"),
        "corrected": translated("corrected"),
        "rejected": translated("rejected"),
        "added": translated("added"),
        "pending": translated("pending"),
        "changed": translated("changed"),
        "precision": translated("precision"),
        "recall": translated("recall"),
        "right": translated("right"),
        "wrong": translated("wrong"),
        "missed": translated("missed"),
        "person": translated("person"),
        "agreed": translated("agreed"),
        "minutes": translated("minutes"),
        "share": translated("share"),
        "speaker": translated("speaker"),
        "gender": translated("gender"),
        "quotes": translated("quotes"),
        "words": translated("words"),
        "outlet": translated("outlet"),
        "of": translated("of"),
        "new": translated("new"),
        "open": translated("open"),
        "aside": translated("set aside"),
        "minutes of work": translated("minutes of work"),
        "articles read whole": translated("articles read whole"),
        "minutes per article": translated("minutes per article"),
        "seconds per quote": translated("seconds per quote"),
        "articles left": translated("articles left"),
        "articles a day": translated("articles a day"),
        "days left": translated("days left"),
        "borders": translated("borders"),
        "parts of a quote": translated("parts of a quote"),
        "cue": translated("cue"),
        "source": translated("source"),
        "kind": translated("kind"),
        "entities": translated("entities"),
    }.get(column, column)


_OWN_WORDS = ("status", "what", "changed", "of")
"""Columns whose cells are this program's words, not the articles'."""


class _Rows(QAbstractTableModel):
    """A figure's table."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._table = Table("", (), ())

    def take(self, table: Table) -> None:
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column, cell = self._table.columns[index.column()], self._table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(column, cell)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if isinstance(cell, str) else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return column_words(self._table.columns[section])


def _words(column: str, cell: Cell) -> str:
    if isinstance(cell, str):
        return column_words(cell) if column in _OWN_WORDS else cell or EMPTY
    return QLocale().toString(cell) if isinstance(cell, int) else shown(column, cell)


class FiguresDialog(QDialog):
    """Shows one figure of those that there are. It stands beside the window.

    saving  the figure on show is to be saved under a name that is asked for
    """

    saving = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Figures"))
        self.setModal(False)
        size_dialog(self, 1000, 700)
        self._theme = LIGHT
        self._tables: tuple[Table, ...] = ()
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Figures"))
        self._list.setFixedWidth(170)
        self._about = QLabel(self)
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setWordWrap(True)
        self._note = QLabel(self)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.chart = ChartView(self)
        self._rows = _Rows(self)
        self.view = QTableView(self)
        self.view.setModel(self._rows)
        self.view.setAccessibleName(self.tr("Numbers"))
        self.view.verticalHeader().hide()
        self.view.setShowGrid(False)
        self.view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.view.setTabKeyNavigation(False)
        self._save = QPushButton(self.tr("&Save…"), self)
        self._save.setAutoDefault(False)
        self._lay_out()
        self._list.currentRowChanged.connect(lambda _: self._show())
        self._save.clicked.connect(self.saving)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self._about)
        right.addWidget(self.chart, 3)
        right.addWidget(self.view, 2)
        above = QHBoxLayout()
        above.setSpacing(PAD)
        above.addWidget(self._list)
        above.addLayout(right, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(self._note, 1)
        below.addWidget(self._save)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(above, 1)
        layout.addLayout(below)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The figures that there are; none until they are known."""
        return self._tables

    @property
    def current(self) -> Table | None:
        """The figure on show."""
        row = self._list.currentRow()
        return self._tables[row] if 0 <= row < len(self._tables) else None

    @property
    def note(self) -> str:
        """What is said beside the buttons."""
        return self._note.text()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self.chart.set_theme(theme)
        self.say(self.note, wrong=self.note.startswith("⚠"))

    def begin(self) -> None:
        """Show that the figures are being worked out."""
        self.say(self.tr("Counting…"))
        self._save.setEnabled(self.current is not None)

    def show_tables(self, tables: Sequence[Table]) -> None:
        """Show figures; the one on show stays on show."""
        before = self.current
        self._tables = tuple(table for table in tables if table.rows)
        names = [table.name for table in self._tables]
        self._list.blockSignals(True)
        self._list.clear()
        self._list.addItems([title_of(name) for name in names])
        self._list.setCurrentRow(names.index(before.name) if before is not None and before.name in names else 0)
        self._list.blockSignals(False)
        self.say("")
        self._show()

    def choose(self, name: str) -> None:
        """Show the figure of that name; raises ValueError where there is none."""
        self._list.setCurrentRow([table.name for table in self._tables].index(name))

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say something beside the buttons."""
        self._note.setText(words)
        colour_words(self._note, self._theme.error if wrong else None)

    def _show(self) -> None:
        table = self.current
        self._save.setEnabled(table is not None)
        if table is None:
            return
        self._about.setText(about(table.name))
        self._rows.take(table)
        chart = chart_of(table)
        if chart is not None and table.columns[0] in _OWN_WORDS:
            chart = replace(chart, names=tuple(map(column_words, chart.names)))
        words = {} if chart is None else {series.name: column_words(series.name) for series in chart.series}
        self.chart.show_chart(chart, words)
        self.chart.setAccessibleName(self.tr("Chart: {title}").format(title=title_of(table.name)))
