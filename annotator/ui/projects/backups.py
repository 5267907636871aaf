"""The project's backups in a window of their own, with what putting one of them back would change."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QDateTime,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QCloseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.store.backups import Backup
from annotator.store.comparing import ChangedArticle, Difference
from annotator.store.sqlite.copying import Contents
from annotator.ui.menus import translated
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.rowmodel import RowModel
from annotator.ui.widgets.rows import PAD, RowDelegate, RowView, colour_words, fonts_of, paint_ground, words_at
from annotator.ui.widgets.sizing import size_dialog

Index = QModelIndex | QPersistentModelIndex
_WIDTH = 290


def when(backup: Backup) -> str:
    """When a backup was taken, in the person's own time and way of writing it."""
    at = QDateTime.fromSecsSinceEpoch(round(backup.at.timestamp()))
    return QLocale().toString(at, QLocale.FormatType.ShortFormat)


def why(backup: Backup) -> str:
    """What a backup was taken at or before."""
    words = {
        "open": translated("when it was opened"),
        "hourly": translated("while it was edited"),
        "migration": translated("before a newer version"),
        "bulk": translated("before many articles were changed"),
        "import": translated("before an import"),
        "restore": translated("before a backup was put back"),
        "compact": translated("before it was compacted"),
        "asked": translated("because you asked"),
    }
    return words.get(backup.reason, backup.reason)


class _Rows(RowModel[tuple[str, str]]):
    """Rows of two texts: one on the left, one beside or below it."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        first, second = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return first
        return f"{first}, {second}" if role == Qt.ItemDataRole.AccessibleTextRole else None


class _Delegate(RowDelegate):
    """Paints a row: its second text below the first, or `beside` it at the right."""

    def __init__(self, parent: QWidget, *, beside: bool) -> None:
        super().__init__(parent)
        self._beside = beside

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        fonts = fonts_of(option.font)
        return QSize(80, round(fonts.line + 8 if self._beside else fonts.line + fonts.small_line + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, fonts, rect = index.model(), fonts_of(option.font), option.rect
        assert isinstance(model, _Rows)
        first, second = model.rows[index.row()]
        view = self.parent()
        chosen = not self._beside and isinstance(view, RowView) and view.currentIndex().row() == index.row()
        paint_ground(painter, option, self.theme, current=chosen)
        x, width = rect.x() + PAD, rect.width() - 2 * PAD
        y = rect.y() + (4 if self._beside else 6) + fonts.normal_metrics.ascent()
        if self._beside:
            right = rect.right() - PAD - fonts.small_metrics.horizontalAdvance(second)
            words_at(painter, right, y, rect.width(), second, fonts.small, self.theme.muted)
            words_at(painter, x, y, right - x - 12, first, fonts.normal, self.theme.text)
        else:
            words_at(painter, x, y, width, first, fonts.bold, self.theme.text)
            words_at(painter, x, y + fonts.small_line, width, second, fonts.small, self.theme.muted)


class RestoreDialog(QDialog):
    """Which backups there are, and what would change. It does nothing itself.

    looked_at  what a `Backup` would change is wanted
    in_place   a `Backup` is to be put in the project's place
    as_copy    a `Backup` is to be put into a new project, whose name is asked for

    damaged    whether it is about a damaged project, which is put aside
    """

    looked_at = Signal(object)
    in_place = Signal(object)
    as_copy = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, damaged: bool = False) -> None:
        super().__init__(parent)
        self._damaged = damaged
        self.setWindowTitle(self.tr("Restore from a backup"))
        size_dialog(self, 860, 480)
        self._theme = LIGHT
        self._found: list[Backup] = []
        self._differences: dict[Path, Difference | Contents] = {}
        self._busy = False
        self._backups, self._changes = _Rows(self), _Rows(self)
        self._list = self._view(self.tr("Backups"), self._backups, beside=False)
        self._list.setFixedWidth(_WIDTH)
        self._preview = self._view(self.tr("What would change"), self._changes, beside=True)
        self._what = QLabel(self)
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._what.setWordWrap(True)
        self._note = QLabel(self)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._note.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._restore = QPushButton(self.tr("&Restore"), self)
        self._restore.setDefault(True)
        self._copy = QPushButton(self.tr("Into a &copy…"), self)
        self._leave = QPushButton(self.tr("Cancel"), self)
        for button in (self._copy, self._leave):
            button.setAutoDefault(False)
        self._lay_out()
        self._list.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())
        self._list.chosen.connect(lambda _: self._preview.setFocus())
        self._restore.clicked.connect(lambda: self._order(self.in_place))
        self._copy.clicked.connect(lambda: self._order(self.as_copy))
        self._leave.clicked.connect(self.reject)

    def _view(self, name: str, model: _Rows, *, beside: bool) -> RowView:
        view = RowView(name, self)
        view.setItemDelegate(_Delegate(view, beside=beside))
        view.setModel(model)
        return view

    def _lay_out(self) -> None:
        self._what.setContentsMargins(PAD, PAD, PAD, 6)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._what)
        right.addWidget(self._bar)
        right.addWidget(self._preview, 1)
        above = QHBoxLayout()
        above.setSpacing(1)
        above.addWidget(self._list)
        above.addLayout(right, 1)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(PAD, 8, PAD, PAD)
        bottom.setSpacing(8)
        bottom.addWidget(self._note, 1)
        for button in (self._restore, self._copy, self._leave):
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above, 1)
        layout.addLayout(bottom)

    @property
    def chosen(self) -> Backup | None:
        """The backup that is looked at."""
        row = self._list.currentIndex().row()
        return self._found[row] if 0 <= row < len(self._found) else None

    @property
    def busy(self) -> bool:
        """Whether a backup is being put back."""
        return self._busy

    @property
    def summary(self) -> str:
        """What it says of the chosen backup."""
        return self._what.text()

    def show_backups(self, found: Sequence[Backup]) -> None:
        """Show which backups there are, newest first."""
        self._found, self._differences = list(found), {}
        self._set_busy(False)
        size = QLocale().formattedDataSize
        self._backups.take([(when(each), f"{why(each)} · {size(each.size)}") for each in found])
        self._list.go_to(0)
        self._on_row()
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_difference(self, backup: Backup, difference: Difference | Contents) -> None:
        """Show what a backup would change, or what it holds where that cannot be told."""
        self._differences[backup.path] = difference
        if backup == self.chosen:
            self._tell()

    def show_fault(self, words: str) -> None:
        """Say what went wrong."""
        self._set_busy(False)
        self._bar.hide()
        self._note.setText(f"⚠ {words}")
        colour_words(self._note, self._theme.error)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self._list.set_theme(theme)
        self._preview.set_theme(theme)

    def _on_row(self) -> None:
        backup = self.chosen
        self._tell()
        if backup is not None and backup.path not in self._differences:
            self.looked_at.emit(backup)

    def _tell(self) -> None:
        backup = self.chosen
        difference = self._differences.get(backup.path) if backup is not None else None
        colour_words(self._note, None)
        self._note.setText(
            self.tr("The damaged file is kept beside it, under another name.")
            if self._damaged
            else self.tr("What the project holds now is backed up first: you can go back to it.")
        )
        self._bar.setVisible(self._busy or (backup is not None and difference is None))
        self._changes.take(_rows(difference) if isinstance(difference, Difference) else [])
        if backup is None:
            self._what.setText(self.tr("There is no backup of this project yet."))
        elif difference is None:
            self._what.setText(self.tr("Looking for what would change…"))
        else:
            self._what.setText(_sentence(difference))
        self._restore.setEnabled(not self._busy and bool(difference))
        self._copy.setEnabled(not self._busy and backup is not None)
        self._copy.setVisible(not self._damaged)

    def _order(self, signal: SignalInstance) -> None:
        backup = self.chosen
        if backup is not None and not self._busy:
            signal.emit(backup)

    def set_busy(self) -> None:
        """A backup is being put back: until that has ended nothing can be chosen or left."""
        self._set_busy(True)
        self._tell()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._list.setEnabled(not busy)
        self._leave.setEnabled(not busy)

    def reject(self) -> None:
        if not self._busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:
            event.ignore()
        else:
            super().closeEvent(event)


def _rows(difference: Difference) -> list[tuple[str, str]]:
    nameless = translated("Without a title")
    come = [(title or nameless, translated("comes back")) for title in difference.come]
    go = [(title or nameless, translated("would be gone")) for title in difference.go]
    return [*go, *come, *((each.title or nameless, _changes(each)) for each in difference.changed)]


def _changes(article: ChangedArticle) -> str:
    if not article.decisions:
        return translated("other status")
    if article.decisions == 1:
        return translated("1 decision")
    return translated("{n} decisions").format(n=QLocale().toString(article.decisions))


def _sentence(difference: Difference | Contents) -> str:
    number = QLocale().toString
    if isinstance(difference, Contents):
        words = translated("It holds {articles} articles with {decisions} decisions; the project cannot be read.")
        return words.format(articles=number(difference.articles), decisions=number(difference.decisions))
    if not difference:
        return translated("It holds what the project holds now.")
    words = translated(
        "Articles that change: {changed} (decisions: {decisions}), come back: {come}, would be gone: {go}."
    )
    return words.format(
        changed=number(len(difference.changed)),
        decisions=number(difference.decisions),
        come=number(len(difference.come)),
        go=number(len(difference.go)),
    )
