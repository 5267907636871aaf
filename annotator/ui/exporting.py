"""What an export is to write, and where."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from annotator.session.exporting import ExportOptions
from annotator.ui.rows import colour_words
from annotator.ui.theme import LIGHT, Theme


class ExportDialog(QDialog):
    """Asks for a file and the options of an export, beside the window rather than before it.

    accepted_options  a `Path` and the `ExportOptions`
    """

    accepted_options = Signal(Path, ExportOptions)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.setWindowTitle(self.tr("Export as JSONL"))
        self._path = QLineEdit(self)
        self._path.setAccessibleName(self.tr("File"))
        self._path.setMinimumWidth(360)
        self._browse = QPushButton(self.tr("Browse…"), self)
        self._browse.setAutoDefault(False)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._done = QRadioButton(self.tr("Articles marked &done"), self)
        self._all = QRadioButton(self.tr("&All articles"), self)
        self._clause = QRadioButton(self.tr("The whole &clause"), self)
        self._marked = QRadioButton(self.tr("Only what stands in quote &marks"), self)
        self._rejected = QCheckBox(self.tr("&Rejected suggestions, as hard negatives"), self)
        self._map = QCheckBox(self.tr("Where the text stood in the &imported file"), self)
        self._groups = [self._group(self._done, self._all), self._group(self._clause, self._marked)]
        self._done.setChecked(True)
        self._clause.setChecked(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._export = buttons.addButton(self.tr("&Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._export.setDefault(True)
        self._lay_out(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._browse.clicked.connect(self._on_browse)
        self._path.textChanged.connect(lambda _: self._tell())
        self._tell()

    def _group(self, *buttons: QRadioButton) -> QButtonGroup:
        group = QButtonGroup(self)
        for button in buttons:
            group.addButton(button)
        return group

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        path = QHBoxLayout()
        path.setSpacing(6)
        path.addWidget(self._path, 1)
        path.addWidget(self._browse)
        form = QFormLayout()
        form.setVerticalSpacing(6)
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("File"), path)
        form.addRow("", self._note)
        form.addRow(self.tr("Articles"), self._done)
        form.addRow("", self._all)
        form.addRow(self.tr("Of mixed quotes"), self._clause)
        form.addRow("", self._marked)
        form.addRow(self.tr("Also"), self._rejected)
        form.addRow("", self._map)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(buttons)

    @property
    def path(self) -> Path:
        """The file that is named."""
        return Path(self._path.text().strip()).expanduser()

    @property
    def options(self) -> ExportOptions:
        """What is chosen."""
        return ExportOptions(
            status="all" if self._all.isChecked() else "done",
            contents="marked" if self._marked.isChecked() else "clause",
            rejected=self._rejected.isChecked(),
            source_map=self._map.isChecked(),
        )

    def set_path(self, path: Path) -> None:
        """Name a file."""
        self._path.setText(str(path))
        self._path.setFocus()
        self._path.setSelection(len(str(path.parent)) + 1, len(path.stem))

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        for button in (self._done, self._all, self._clause, self._marked, self._rejected, self._map):
            palette = button.palette()
            # Fusion draws the box of a button darker than what is behind it: on a dark window nobody would see it.
            palette.setColor(QPalette.ColorRole.Window, QColor(theme.muted).lighter(140))
            button.setPalette(palette)
        self._tell()

    def _tell(self) -> None:
        words, fine = self._about_path()
        self._note.setText(words)
        colour_words(self._note, None if fine else self._theme.error)
        self._export.setEnabled(fine)

    def _about_path(self) -> tuple[str, bool]:
        path = self.path
        if not self._path.text().strip():
            return self.tr("⚠ Name the file to write."), False
        if path.is_dir():
            return self.tr("⚠ This is a folder. Add a file's name."), False
        if path.exists():
            return self.tr("This file exists; the export takes its place."), True
        if not path.parent.is_dir():
            return self.tr("⚠ There is no folder {folder}.").format(folder=path.parent), False
        return self.tr("One line of JSON for each article."), True

    def _on_browse(self) -> None:
        chooser = QFileDialog(self, self.tr("Export as JSONL"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)  # the note under the field says it
        chooser.setNameFilters([self.tr("JSONL (*.jsonl)"), self.tr("All files (*)")])
        chooser.setDefaultSuffix("jsonl")
        if self.path.parent.is_dir():
            chooser.setDirectory(str(self.path.parent))
            chooser.selectFile(self.path.name)
        chooser.fileSelected.connect(self._path.setText)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def accept(self) -> None:
        self._tell()
        if self._export.isEnabled():
            super().accept()
            self.accepted_options.emit(self.path, self.options)
