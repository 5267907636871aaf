"""The preferences: a page for each group of settings, made from their declarations, and the editor of keys."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.session.commands import Keymap
from annotator.session.settings.declarations import Kept, Keys, Pipeline, Remembered, Setting
from annotator.session.settings.projectsettings import pipelines, wrong_with_pipeline
from annotator.session.settings.settings import DECLARED
from annotator.ui.keys.keyeditor import KeyEditor
from annotator.ui.menus import translated
from annotator.ui.preferences.settingrow import SettingRow
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.fields import make_clearable
from annotator.ui.widgets.rows import PAD
from annotator.ui.widgets.sizing import size_dialog


class PreferencesDialog(QDialog):
    """Shows all settings, and asks for others; what is given takes effect at once.

    given     a setting, and its new value
    remapped  as for `KeyEditor`
    """

    given = Signal(object, object)
    remapped = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.setModal(False)
        size_dialog(self, 860, 600)
        self._theme = LIGHT
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search settings and keys"))
        self.search.setAccessibleName(self.tr("Search settings and keys"))
        make_clearable(self.search)
        self.only_changed = QCheckBox(self.tr("Only &changed"), self)
        self.groups = QListWidget(self)
        self.groups.setAccessibleName(self.tr("Groups of settings"))
        self.groups.setFixedWidth(150)
        self.groups.setSpacing(3)
        self._pages = QStackedWidget(self)
        self._nothing = QLabel(self.tr("No setting is like that."), self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.keys = KeyEditor(self, searched=True)
        self.rows: dict[str, SettingRow] = {}
        self._names: list[str] = []
        for name in dict.fromkeys(setting.group for setting in DECLARED):
            self._add_page(name, [setting for setting in DECLARED if setting.group == name])
        self._pages.addWidget(self._nothing)
        self._box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._box.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self.reset_all = self._box.addButton(self.tr("&Reset all…"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset_all.setAutoDefault(False)
        self._lay_out()
        self._connect()
        self.groups.setCurrentRow(0)

    def _add_page(self, name: str, settings: list[Setting]) -> None:
        self._names.append(name)
        self.groups.addItem(translated(name))
        if isinstance(settings[0].kind, Keys):
            self._pages.addWidget(self.keys)
            return
        page = QWidget(self)
        page.setAutoFillBackground(True)
        column = QVBoxLayout(page)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(2)
        for setting in settings:
            row = self._row(setting, page)
            self.rows[setting.name] = row
            column.addWidget(row)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are in the round of Tab, and it follows them
        area.setWidgetResizable(True)
        area.setWidget(page)
        self._pages.addWidget(area)

    def _row(self, setting: Setting, page: QWidget) -> SettingRow:
        if isinstance(setting.kind, Pipeline):
            row = SettingRow(setting, page, wrong=wrong_with_pipeline, choices=tuple(pipelines()))
        else:
            row = SettingRow(setting, page)
        row.given.connect(lambda value: self.given.emit(setting, value))
        row.reset_asked.connect(lambda: self.given.emit(setting, setting.default))
        return row

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(PAD, PAD, PAD, 8)
        top.setSpacing(12)
        top.addWidget(self.search, 1)
        top.addWidget(self.only_changed)
        middle = QHBoxLayout()
        middle.setSpacing(1)
        middle.addWidget(self.groups)
        middle.addWidget(self._pages, 1)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(PAD, 8, PAD, PAD)
        bottom.addWidget(self._box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addLayout(bottom)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.only_changed.toggled.connect(self._filter)
        self.groups.currentRowChanged.connect(lambda at: self._pages.setCurrentIndex(at if at >= 0 else 0))
        self.keys.remapped.connect(self.remapped)
        self.reset_all.clicked.connect(self._on_reset_all)
        self._box.rejected.connect(self.reject)

    def show_values(self, values: Mapping[str, Any], keymap: Keymap, *, hindrance: str = "") -> None:
        """Show what is set, by the settings' names; `hindrance` says why nothing can be set in the project."""
        self._keymap = keymap
        for name, row in self.rows.items():
            in_project = row.setting.kept is Kept.PROJECT
            row.show_value(values[name], hindrance=hindrance if in_project else "")
        self.keys.set_keymap(keymap)
        self._filter()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self.keys.set_theme(theme)
        for row in self.rows.values():
            row.set_theme(theme)
        self.groups.setStyleSheet(
            f"QListWidget {{ background: {theme.surface}; padding: 6px; }} QListWidget::item {{ padding: 0 4px; }}"
        )

    def go_to(self, group: str) -> None:
        """Show the page of a group."""
        self.groups.setCurrentRow(self._names.index(group))

    def _filter(self) -> None:
        words, only = self.search.text().casefold().split(), self.only_changed.isChecked()
        found = set()
        for row in self.rows.values():
            fits = row.matches(words) and (row.changed or not only)
            row.setVisible(fits)
            if fits:
                found.add(row.setting.group)
        self.keys.seek(self.search.text())
        if (not words or self.keys.found) and (self._keymap.changes or not only):
            found.add("Keys")
        for at, name in enumerate(self._names):
            self.groups.item(at).setHidden(name not in found)
        at = self.groups.currentRow()
        if at < 0 or self._names[at] not in found:
            first = next((n for n, name in enumerate(self._names) if name in found), -1)
            self.groups.setCurrentRow(first)
            self._pages.setCurrentIndex(first if first >= 0 else self._pages.count() - 1)
        self.reset_all.setEnabled(bool(self._resettable()))

    def _resettable(self) -> list[Setting]:
        """What was set to something else, but for what the program remembers of its own accord."""
        rows = [row for row in self.rows.values() if not isinstance(row.setting.kind, Remembered)]
        changed = [row.setting for row in rows if row.changed and row.field.isEnabled()]
        return changed + [each for each in DECLARED if isinstance(each.kind, Keys) and self._keymap.changes]

    def _on_reset_all(self) -> None:
        changed = self._resettable()
        names = ", ".join(translated(each.title) for each in changed)
        words = self.tr("This sets back: {names}.").format(names=names)
        self._ask(words, changed)

    def _ask(self, words: str, changed: list[Setting]) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Reset all settings"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(words)
        yes = box.addButton(self.tr("Reset all"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(yes)
        yes.clicked.connect(lambda: self._reset(changed))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _reset(self, changed: list[Setting]) -> None:
        for each in changed:
            self.given.emit(each, each.default)

    def reject(self) -> None:
        """Esc leaves a key as it is that was asked about, empties the search, then closes."""
        if self.keys.let_go():
            return
        if self.search.text():
            self.search.clear()
        else:
            super().reject()
