"""An export before it is done: what is chosen, how the files begin, what would be lost, what may be wrong."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QHideEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.faults import Fault
from annotator.model.lint import Rule
from annotator.session.beside.looks import Ended, HowFar
from annotator.session.exchange.exporting import ExportOptions, ExportReport
from annotator.session.exchange.linting import MOST_LISTED, LintReport
from annotator.session.exchange.trial import MOST_LOSSES, Sample, Sheet
from annotator.session.finding.places import Place, of_finding, of_loss
from annotator.ui.exchange.exportform import ExportForm
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.buttons import do_or_cancel
from annotator.ui.widgets.fields import ChoiceField
from annotator.ui.widgets.places import PlaceList
from annotator.ui.widgets.rows import PAD, colour_words
from annotator.ui.widgets.sizing import size_dialog

_PAUSE = 200
"""Milliseconds after a change until it is looked at what would be written."""


class _Beginnings(QWidget):
    """How the files begin, one at a time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheets: tuple[Sheet, ...] = ()
        self._names = ChoiceField(self)
        self._names.setAccessibleName(self.tr("File to show"))
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(self.tr("How the file begins"))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setTabChangesFocus(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._names)
        layout.addWidget(self._text, 1)
        self._names.currentIndexChanged.connect(self._show)
        self.show_sheets(())

    def show_sheets(self, sheets: tuple[Sheet, ...]) -> None:
        """Show other files; the one that was shown stays so."""
        name = self._names.currentText()
        self._sheets = sheets
        self._names.blockSignals(True)
        self._names.clear()
        self._names.addItems([sheet.name for sheet in sheets])
        self._names.setCurrentIndex(max(0, self._names.findText(name)) if sheets else -1)
        self._names.blockSignals(False)
        self._names.setVisible(len(sheets) > 1)
        self._show()

    def _show(self) -> None:
        at = self._names.currentIndex()
        sheet = self._sheets[at] if 0 <= at < len(self._sheets) else None
        if sheet is None:
            words = ""
        elif sheet.text is None:
            words = self.tr("{size} that are no text.").format(size=QLocale().formattedDataSize(sheet.size))
        else:
            words = sheet.text or self.tr("(empty)")
        if words != self._text.toPlainText():
            self._text.setPlainText(words)


class _Listed(QWidget):
    """Places with what is to be said of all of them."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.words.setContentsMargins(PAD, 8, PAD, 8)
        self.view = PlaceList(name, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.words)
        layout.addWidget(self.view, 1)

    def show_places(self, words: str, places: Sequence[Place], titles: Mapping[str, str]) -> None:
        """List other places."""
        self.words.setText(words)
        self.view.show_places(places, titles)


class ExportDialog(QDialog):
    """Asks what is to be exported and where, and shows what that would come to. It stands beside the window.

    asked             `ExportOptions` of which is to be found out what they would come to
    stopped           that is not wanted any more
    chosen            a `Place` that is to be gone to
    accepted_options  a `Path` and the `ExportOptions` of what is to be written
    """

    asked = Signal(ExportOptions)
    stopped = Signal()
    chosen = Signal(object)
    accepted_options = Signal(Path, ExportOptions)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.setModal(False)
        size_dialog(self, 1080, 620)
        self._theme = LIGHT
        self._asked: ExportOptions | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self.form = ExportForm(self)
        self._tabs = QTabWidget(self)
        self._beginnings = _Beginnings(self._tabs)
        self._lost = _Listed(self.tr("What would be lost"), self._tabs)
        self._mistakes = _Listed(self.tr("Mistakes"), self._tabs)
        for page in (self._beginnings, self._lost, self._mistakes):
            self._tabs.addTab(page, "")
        self._summary = QLabel(self)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop = QPushButton(self.tr("Stop looking"), self)
        self._stop.setAutoDefault(False)
        buttons, self._export = do_or_cancel(self, self.tr("&Export"))
        self._lay_out(buttons)
        self._pause.timeout.connect(self._ask)
        self._stop.clicked.connect(self._on_stop)
        self.form.changed.connect(self._on_changed)
        for page in (self._lost, self._mistakes):
            page.view.chosen.connect(lambda index, view=page.view: self.chosen.emit(view.place_at(index)))
        self._name_tabs()
        self._set_busy(False)

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        left = QVBoxLayout()
        left.addWidget(self.form)
        left.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addLayout(left, 0)
        columns.addWidget(self._tabs, 1)
        self.form.setFixedWidth(460)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self._summary, 1)
        below.addWidget(self._stop)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(columns, 1)
        layout.addWidget(self._bar)
        layout.addLayout(below)

    @property
    def summary(self) -> str:
        """What an export would come to, as it is shown."""
        return self._summary.text()

    @property
    def path(self) -> Path:
        """The file or folder that is named."""
        return self.form.path

    def set_path(self, path: Path) -> None:
        """Name a file or folder, and give the field the focus."""
        self.form.set_path(path)
        self.form.path_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self.form.set_theme(theme)
        for page in (self._lost, self._mistakes):
            page.view.set_theme(theme)

    def ask_anew(self) -> None:
        """Find out what it would come to, whatever was found before."""
        self._asked = None
        self._ask()

    def _on_changed(self) -> None:
        self._export.setEnabled(self.form.fine)
        if self.isVisible():
            self._pause.start()

    def _ask(self) -> None:
        try:
            options = self.form.options
        except Fault:
            return  # the word stands at the field
        if options != self._asked:
            self._asked = options
            self._beginnings.show_sheets(())
            self._lost.show_places("", (), {})
            self._mistakes.show_places("", (), {})
            self._name_tabs()
            self._say(self.tr("Looking at what would be written…"))
            self._set_busy(True)
            self.asked.emit(options)

    # What was found

    def take(self, what: object) -> None:
        """Show what was found out of what was asked last."""
        if isinstance(what, HowFar):
            self._bar.setRange(0, max(1, what.total or 0))
            self._bar.setValue(what.done)
        elif isinstance(what, Sample):
            self._beginnings.show_sheets(what.sheets)
        elif isinstance(what, ExportReport):
            self._show_report(what)
        elif isinstance(what, LintReport):
            self._show_mistakes(what)
        elif isinstance(what, Ended):
            self._set_busy(False)
            if what.fault is not None:
                self._say(f"⚠ {what.fault}", self._theme.error)

    def _show_report(self, report: ExportReport) -> None:
        self._say(report.sentence if report.written else f"⚠ {report.sentence}",
                  None if report.written and not report.faults else self._theme.error)  # fmt: skip
        places = [of_loss(each.article, each.loss) for each in report.losses]
        words = self.tr("Nothing of what is written would be lost.")
        if report.lost:
            words = self.tr("{format} has no place for: {lost}. A file beside the export lists it.").format(
                format=self.form.form.title, lost=report.lost.sentence
            )
            if len(places) == MOST_LOSSES:
                words += " " + self.tr("The first {n} are shown.").format(n=QLocale().toString(len(places)))
        self._lost.show_places(words, places, {each.article: each.title for each in report.losses})
        self._name_tabs(lost=sum(report.lost.counts.values()))

    def _show_mistakes(self, report: LintReport) -> None:
        findings = [each for each in report.findings if each.rule is not Rule.NOT_DONE]
        words = self.tr("Nothing found.") if not findings else report.sentence
        if any(rule is not Rule.NOT_DONE for rule in report.left):
            words += " " + self.tr("The first {n} of each kind are shown.").format(n=QLocale().toString(MOST_LISTED))
        self._mistakes.show_places(words, [of_finding(each) for each in findings], report.titles)
        self._name_tabs(mistakes=report.counts.total() - report.counts[Rule.NOT_DONE])

    def _name_tabs(self, *, lost: int | None = None, mistakes: int | None = None) -> None:
        self._tabs.setTabText(0, self.tr("&Preview"))
        number = QLocale().toString
        if lost is not None or not self._lost.words.text():
            self._tabs.setTabText(1, self.tr("&Losses ({n})").format(n=number(lost)) if lost else self.tr("&Losses"))
        if mistakes is not None or not self._mistakes.words.text():
            words = self.tr("Mista&kes ({n})").format(n=number(mistakes)) if mistakes else self.tr("Mista&kes")
            self._tabs.setTabText(2, words)

    def _say(self, words: str, colour: str | None = None) -> None:
        self._summary.setText(words)
        colour_words(self._summary, colour)

    @property
    def busy(self) -> bool:
        """Whether it is still looking what the export would come to."""
        return not self._stop.isHidden()

    def _set_busy(self, busy: bool) -> None:
        self._bar.setRange(0, 1)
        self._bar.setValue(0)
        # It keeps its room: what is above would jump with every change of an option.
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)

    def _on_stop(self) -> None:
        self.stopped.emit()
        self._set_busy(False)
        self._say(self.tr("Stopped: what it would come to was not looked at to the end."))

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self._pause.stop()
        self._asked = None
        self._set_busy(False)
        self.stopped.emit()

    def accept(self) -> None:
        if not self.form.fine:
            return
        try:
            options = self.form.options
        except Fault:
            return
        super().accept()
        self.accepted_options.emit(self.path, options)
