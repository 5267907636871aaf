"""The fields of an export: its format, where it goes, what is in it, and how it is divided."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from annotator.formats.outputs import replaceable
from annotator.model.exchange import Format
from annotator.model.faults import Fault
from annotator.model.splits import Split, shares_of
from annotator.session.exchange.exporting import ExportOptions
from annotator.session.exchange.formats import OWN, formats
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.fields import ChoiceField
from annotator.ui.widgets.rows import colour_words

_SHARES = "train=0.8,dev=0.1,test=0.1"


class ExportForm(QWidget):
    """What is to be written, and where; `changed` whenever one of it is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._forms = [each for each in formats().values() if each.write is not None]
        self._make()
        self._lay_out()
        self._connect()
        self._on_changed()

    def _make(self) -> None:
        self._format = ChoiceField(self)
        self._format.setAccessibleName(self.tr("Format"))
        for each in self._forms:
            self._format.addItem(each.title, each.name)
        self._carries = self._words()
        self._path = QLineEdit(self)
        self._path.setMinimumWidth(240)
        self._browse = QPushButton(self.tr("Browse…"), self)
        self._browse.setAutoDefault(False)
        self._note = self._words()
        self._done = QRadioButton(self.tr("Articles marked &done"), self)
        self._all = QRadioButton(self.tr("&All articles"), self)
        self._reviewed = QCheckBox(self.tr("Only paragraphs that were &read"), self)
        self._clause = QRadioButton(self.tr("The whole &clause"), self)
        self._marked = QRadioButton(self.tr("Only what stands in quote &marks"), self)
        self._rejected = QCheckBox(self.tr("&Rejected suggestions, as hard negatives"), self)
        self._map = QCheckBox(self.tr("Where the text stood in the &imported file"), self)
        self._boilerplate = QCheckBox(self.tr("What is set aside as &boilerplate"), self)
        self._divide = QCheckBox(self.tr("Di&vide into parts"), self)
        self._shares = QLineEdit(_SHARES, self)
        self._shares.setAccessibleName(self.tr("Parts and their shares"))
        self._seed = QLineEdit("0", self)
        self._seed.setAccessibleName(self.tr("Seed"))
        self._seed.setToolTip(self.tr("A whole number; “best” looks for the one that spreads articles most evenly"))
        self._outlets = QCheckBox(self.tr("Keep the articles of an &outlet in one part"), self)
        self._wrong = self._words()
        self._groups = [self._group(self._done, self._all), self._group(self._clause, self._marked)]
        self._done.setChecked(True)
        self._clause.setChecked(True)

    def _words(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)  # close below what it is about
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return label

    def _group(self, *buttons: QRadioButton) -> QButtonGroup:
        group = QButtonGroup(self)
        for button in buttons:
            group.addButton(button)
        return group

    def _lay_out(self) -> None:
        path = QHBoxLayout()
        path.setSpacing(6)
        path.addWidget(self._path, 1)
        path.addWidget(self._browse)
        self._seed_words = QLabel(self.tr("Seed"), self)
        seed = QHBoxLayout()
        seed.setSpacing(6)
        seed.addWidget(self._shares, 3)
        seed.addWidget(self._seed_words)
        seed.addWidget(self._seed, 1)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        form.setHorizontalSpacing(16)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Format"), self._format)
        form.addRow("", self._carries)
        self._where = QLabel(self)
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        form.addRow(self._where, path)
        form.addRow("", self._note)
        form.addRow(self.tr("Articles"), self._done)
        form.addRow("", self._all)
        form.addRow("", self._reviewed)
        form.addRow(self.tr("Of mixed quotes"), self._clause)
        form.addRow("", self._marked)
        form.addRow(self.tr("Also"), self._rejected)
        form.addRow("", self._map)
        form.addRow("", self._boilerplate)
        form.addRow(self.tr("Parts"), self._divide)
        form.addRow("", seed)
        form.addRow("", self._outlets)
        form.addRow("", self._wrong)

    def _connect(self) -> None:
        self._format.currentIndexChanged.connect(lambda _: self._on_form())
        self._browse.clicked.connect(self._on_browse)
        for field in (self._path, self._shares, self._seed):
            field.textChanged.connect(lambda _: self._on_changed())
        for button in (self._done, self._reviewed, self._clause, self._rejected, self._map, self._boilerplate,
                       self._outlets):  # fmt: skip
            button.toggled.connect(lambda _: self._on_changed())
        self._divide.toggled.connect(lambda _: self._on_form())

    # What is chosen

    @property
    def form(self) -> Format:
        """The format that is chosen."""
        return self._forms[max(0, self._format.currentIndex())]

    @property
    def is_folder(self) -> bool:
        """Whether a folder is written rather than a file."""
        return self.form.folder or self._divide.isChecked()

    @property
    def path(self) -> Path:
        """The file or folder that is named."""
        return Path(self._path.text().strip()).expanduser()

    @property
    def path_field(self) -> QLineEdit:
        """Where it is named, to give it the focus."""
        return self._path

    @property
    def options(self) -> ExportOptions:
        """What is chosen. Raises Fault where the parts are not well named."""
        return ExportOptions(
            status="all" if self._all.isChecked() else "done",
            contents="marked" if self._marked.isChecked() else "clause",
            rejected=self._rejected.isChecked(),
            source_map=self._map.isChecked(),
            reviewed_only=self._reviewed.isChecked(),
            boilerplate=self._boilerplate.isChecked(),
            format=self.form.name,
            split=self._split() if self._divide.isChecked() else None,
        )

    def _split(self) -> Split:
        shares, seed = shares_of(self._shares.text()), self._seed.text().strip()
        if seed == "best":
            return Split(shares, None, self._outlets.isChecked())
        if not seed.isascii() or not seed.removeprefix("-").isdigit():
            raise Fault(self.tr("The seed “{seed}” is no whole number.").format(seed=seed), self.tr("Try 0, or best."))
        return Split(shares, int(seed[:18]), self._outlets.isChecked())

    @property
    def fine(self) -> bool:
        """Whether an export can be made of it."""
        return self._fine

    def set_path(self, path: Path) -> None:
        """Name a file or folder; its suffix becomes the one of the format."""
        self._path.setText(str(path))
        self._suit_path()
        self._path.setSelection(len(str(self.path.parent)) + 1, len(self.path.stem))

    # What is remembered

    def remember(self) -> dict[str, Any]:
        """All that is chosen but for where it goes, as JSON."""
        return {
            "format": self.form.name,
            "all": self._all.isChecked(),
            "marked": self._marked.isChecked(),
            "rejected": self._rejected.isChecked(),
            "source_map": self._map.isChecked(),
            "reviewed_only": self._reviewed.isChecked(),
            "boilerplate": self._boilerplate.isChecked(),
            "divide": self._divide.isChecked(),
            "shares": self._shares.text(),
            "seed": self._seed.text(),
            "outlets": self._outlets.isChecked(),
        }

    def recall(self, kept: Mapping[str, Any]) -> None:
        """Choose what was chosen another time, as far as there is such a thing."""
        self._format.setCurrentIndex(max(0, self._format.findData(kept.get("format", OWN))))
        (self._all if kept.get("all") is True else self._done).setChecked(True)
        (self._marked if kept.get("marked") is True else self._clause).setChecked(True)
        boxes = {
            "rejected": self._rejected,
            "source_map": self._map,
            "reviewed_only": self._reviewed,
            "boilerplate": self._boilerplate,
            "divide": self._divide,
            "outlets": self._outlets,
        }
        for name, box in boxes.items():
            box.setChecked(kept.get(name) is True)
        for name, field in (("shares", self._shares), ("seed", self._seed)):
            if isinstance(kept.get(name), str):
                field.setText(kept[name])

    # What is shown

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self._on_changed()

    def _on_form(self) -> None:
        self._suit_path()
        self._on_changed()

    def _suit_path(self) -> None:
        """Gives the path the format's suffix, or takes it from a folder's, where it is one of those that we give."""
        suffixes = {each.suffixes[0] for each in self._forms}
        path = self.path
        if not self._path.text().strip() or (path.suffix and path.suffix not in suffixes):
            return
        wanted = path.with_suffix("" if self.is_folder else self.form.suffixes[0])
        if wanted != path:
            self._path.setText(str(wanted))

    def _on_changed(self) -> None:
        form, divided = self.form, self._divide.isChecked()
        self._carries.setText(form.carries)
        where = self.tr("Folder") if self.is_folder else self.tr("File")
        self._where.setText(where)
        self._path.setAccessibleName(where)
        for widget in (self._shares, self._seed, self._seed_words, self._outlets):
            widget.setVisible(divided)
        words, fine = self._about_folder() if self.is_folder else self._about_file()
        self._say(self._note, words, fine)
        wrong = self._about_split() if divided else ""
        self._say(self._wrong, wrong, not wrong)
        self._wrong.setVisible(bool(wrong))
        self._fine = fine and not wrong
        self.changed.emit()

    def _say(self, label: QLabel, words: str, fine: bool) -> None:
        label.setText(words if fine else f"⚠ {words}")
        colour_words(label, None if fine else self._theme.error)

    def _about_split(self) -> str:
        try:
            self._split()
        except Fault as fault:
            return str(fault)
        return ""

    def _about_file(self) -> tuple[str, bool]:
        path = self.path
        if not self._path.text().strip():
            return self.tr("Name the file to write."), False
        if path.is_dir():
            return self.tr("This is a folder. Add a file's name."), False
        if not path.parent.is_dir():
            return self.tr("There is no folder {folder}.").format(folder=path.parent), False
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            return self.tr("It may not be written there. Choose another place."), False
        if path.exists():
            return self.tr("This file exists; the export takes its place."), True
        return self.tr("A new file."), True

    def _about_folder(self) -> tuple[str, bool]:
        path = self.path
        if not self._path.text().strip():
            return self.tr("Name the folder to write."), False
        if path.exists() and not path.is_dir():
            return self.tr("This is a file. Name a folder."), False
        if path.is_dir() and not replaceable(path):
            return self.tr("This folder is no export of this program. Name a new one, or an empty one."), False
        there = next((each for each in path.parents if each.exists()), path)
        if not os.access(there, os.W_OK):
            return self.tr("It may not be written there. Choose another place."), False
        if path.is_dir() and any(path.iterdir()):
            return self.tr("An earlier export is there; this one takes its place."), True
        return self.tr("A new folder, with a manifest and a README beside the data."), True

    def _on_browse(self) -> None:
        chooser = QFileDialog(self, self.tr("Export"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)  # the note under the field says it
        if not self.is_folder:
            suffix = self.form.suffixes[0]
            chooser.setNameFilters([f"{self.form.title} (*{suffix})", self.tr("All files (*)")])
            chooser.setDefaultSuffix(suffix.removeprefix("."))
        if self.path.parent.is_dir():
            chooser.setDirectory(str(self.path.parent))
            chooser.selectFile(self.path.name)
        chooser.fileSelected.connect(self._path.setText)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()
