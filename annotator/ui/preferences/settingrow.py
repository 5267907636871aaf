"""One setting in the preferences: its title, what it does, its field made from its declaration, what is wrong there."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from annotator.session.settings.declarations import Choice, Face, Kept, Number, Pipeline, Remembered, Setting, Switch
from annotator.ui.menus import translated
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.fields import ChoiceField
from annotator.ui.widgets.rows import colour_words

_WIDTH = 250
"""How wide a field is, in pixels."""


class _Number(QLineEdit):
    """A field for a whole number, which the arrows change by steps, as far as it goes.

    stepped  it was changed so
    """

    stepped = Signal()

    def __init__(self, kind: Number, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind = kind
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0) * self._kind.step
        if step and self.text().strip().lstrip("-").isdecimal():
            value = min(self._kind.most, max(self._kind.least, int(self.text()) + step))
            self.setText(str(value))
            self.stepped.emit()
        else:
            super().keyPressEvent(event)


class SettingRow(QWidget):
    """Shows a setting. A value counts once it is right: until then nothing is changed, and it says why.

    given      the setting's new value
    reset_asked  it is to be as it was at first, or what is remembered is to be forgotten
    """

    given = Signal(object)
    reset_asked = Signal()

    def __init__(
        self, setting: Setting, parent: QWidget, *, wrong: Callable[[Any], str] | None = None,
        choices: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """`wrong` says what else is wrong with a value; `choices` are offered where anything may be typed."""
        super().__init__(parent)
        self.setting = setting
        self._wrong = wrong or (lambda _: "")
        self._theme = LIGHT
        self._value: Any = setting.default
        self.title = QLabel(translated(setting.title), self)
        self._help = QLabel(translated(setting.help), self)
        self._error = QLabel(self)
        for label in (self.title, self._help, self._error):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._help, self._error):
            label.setWordWrap(True)
        self._help.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._error.hide()
        self._reset = QToolButton(self)
        forget = isinstance(setting.kind, Remembered)
        self._reset.setText(self.tr("Forget") if forget else self.tr("Reset"))
        self._reset.setAccessibleName(f"{self._reset.text()}: {self.title.text()}")
        self._reset.clicked.connect(self.reset_asked)
        self.field = self._make_field(choices)
        self.field.setAccessibleName(self.title.text())
        self.field.setAccessibleDescription(self._help.text())
        self.title.setBuddy(self.field)
        self._lay_out()

    def _lay_out(self) -> None:
        kind = self.setting.kind
        beside = QHBoxLayout()
        beside.setSpacing(6)
        beside.addWidget(self.field)
        if isinstance(kind, Number) and kind.unit:
            unit = QLabel(translated(kind.unit), self)
            unit.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            beside.addWidget(unit)
        beside.addStretch(1)
        beside.addWidget(self._reset)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 170)
        grid.addWidget(self.title, 0, 0)
        grid.addLayout(beside, 0, 1)
        grid.addWidget(self._error, 1, 1)
        grid.addWidget(self._help, 2, 1)

    def _make_field(self, choices: tuple[str, ...]) -> QWidget:
        kind = self.setting.kind
        if isinstance(kind, Switch):
            box = QCheckBox(self)
            box.clicked.connect(self._offer)
            return box
        if isinstance(kind, Choice):
            field = ChoiceField(self)
            for value, words in kind.options:
                field.addItem(translated(words), value)
            field.activated.connect(lambda at: self._offer(field.itemData(at)))
            field.setFixedWidth(_WIDTH)
            return field
        if isinstance(kind, Face | Pipeline):
            return self._make_open_choice(choices)
        if isinstance(kind, Remembered):
            label = QLabel(self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            return label
        line = _Number(kind, self) if isinstance(kind, Number) else QLineEdit(self)
        if isinstance(line, _Number):
            line.stepped.connect(lambda: self._offer(self._read(line.text())))
        line.setFixedWidth(100 if isinstance(kind, Number) else _WIDTH)
        self._follow(line)
        return line

    def _make_open_choice(self, choices: tuple[str, ...]) -> ChoiceField:
        field = ChoiceField(self)
        field.setEditable(True)
        field.setInsertPolicy(ChoiceField.InsertPolicy.NoInsert)
        field.addItems(QFontDatabase.families() if isinstance(self.setting.kind, Face) else list(choices))
        field.setFixedWidth(_WIDTH)
        line = QLineEdit(field)
        field.setLineEdit(line)
        line.setPlaceholderText(
            self.tr("the program’s own") if isinstance(self.setting.kind, Face) else self.tr("the best installed")
        )
        field.textActivated.connect(self._offer)
        self._follow(line)
        return field

    def _follow(self, line: QLineEdit) -> None:
        """What is typed counts when it is entered: "9" and "90" are not meant where somebody types 900."""
        line.textEdited.connect(self._on_edited)
        line.editingFinished.connect(lambda: self._offer(self._read(line.text())))
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes over what was typed, and goes no further: a dialog would close by it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._offer(self._read(watched.text()))
                return True
            if event.key() == Qt.Key.Key_Escape and self._error.text():
                self.show_value(self._value)
                return True
        return super().eventFilter(watched, event)

    def _read(self, text: str) -> object:
        if isinstance(self.setting.kind, Number):
            words = text.strip()
            return int(words) if words.lstrip("-").isdecimal() and len(words) < 10 else words
        return text.strip()

    def _on_edited(self, text: str) -> None:
        value, kind = self._read(text), self.setting.kind
        begun = isinstance(kind, Number) and (text == "" or (isinstance(value, int) and 0 <= value < kind.least))
        self._say("" if begun else self.setting.wrong(value))

    def _offer(self, value: object) -> None:
        wrong = self.setting.wrong(value) or self._further(value)
        self._say(wrong)
        if not wrong and value != self._value:
            self._value = value
            self.given.emit(value)

    def _further(self, value: object) -> str:
        if value and isinstance(self.setting.kind, Face) and value not in QFontDatabase.families():
            return self.tr("No typeface of that name is installed.")
        return self._wrong(value)

    def _say(self, wrong: str) -> None:
        self._error.setText(translated(wrong) if wrong else "")
        self._error.setVisible(bool(wrong))
        colour_words(self._error, self._theme.error)

    @property
    def wrong(self) -> str:
        """What is said at the field, "" where nothing is."""
        return self._error.text()

    @property
    def changed(self) -> bool:
        """Whether its value is another than at first."""
        return bool(self._value != self.setting.default)

    def matches(self, words: list[str]) -> bool:
        """Whether all of these words are in what it says of itself."""
        kind = self.setting.kind
        options = [translated(each) for _, each in kind.options] if isinstance(kind, Choice) else []
        said = " ".join((self.setting.group, self.title.text(), self._help.text(), *options)).casefold()
        return all(word in said for word in words)

    def show_value(self, value: Any, *, hindrance: str = "") -> None:
        """Show a value; `hindrance` says why it cannot be changed, "" where it can."""
        kept, self._value = self._value, value
        self.field.setEnabled(not hindrance)
        self._reset.setVisible(self.changed and not hindrance)
        in_project = self.setting.kept is Kept.PROJECT
        words = translated(self.setting.help)
        self._help.setText(" ".join(filter(None, (words, self.tr("Kept in the project.") * in_project, hindrance))))
        if kept != value or not self._error.text():
            self._fill(value)
            self._say("")

    def _fill(self, value: Any) -> None:
        field = self.field
        if isinstance(field, QCheckBox):
            field.setChecked(bool(value))
        elif isinstance(field, QLineEdit):
            if self._read(field.text()) != value or not field.hasFocus():
                field.setText(str(value))
        elif isinstance(field, ChoiceField) and field.isEditable():
            field.setCurrentText(str(value))
        elif isinstance(field, ChoiceField):
            field.setCurrentIndex(field.findData(value))
        elif isinstance(field, QLabel):
            field.setText(self._remembered(value))

    def _remembered(self, value: Any) -> str:
        if isinstance(value, tuple):
            return self.tr("{n} remembered").format(n=len(value)) if value else self.tr("none")
        return self.tr("remembered") if value else self.tr("nothing")

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        colour_words(self._error, theme.error)
