"""The fields of one label, with a word at each in which something is wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.model.labels.labels import Field, Label, Wrong
from annotator.ui.palette import DARK_COLOURS, LIGHT_COLOURS
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.fields import ChoiceField
from annotator.ui.widgets.rows import colour_words

_SWATCH = 14


class LabelForm(QWidget):
    """Shows a label and lets it be changed.

    edited  the label as it stands in the fields now
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._label = Label(name="")
        self._filling = False
        self.name = QLineEdit(self)
        self.description = QLineEdit(self)
        self.key = QLineEdit(self)
        self.key.setMaxLength(1)
        self.colour = ChoiceField(self)
        self.colour.setEditable(True)
        self.colour.setInsertPolicy(ChoiceField.InsertPolicy.NoInsert)
        self.colour.setCompleter(None)  # type: ignore[arg-type]  # it would make another colour of a half-typed one
        self.hidden = QCheckBox(self.tr("&Hidden: not offered any more; its entities stay"), self)
        self.overlaps = QCheckBox(self.tr("May o&verlap other entities"), self)
        self.speaks = QCheckBox(self.tr("May be a &speaker"), self)
        self._errors = {field: self._error() for field in Field}
        self._fill_colours()
        self._lay_out()
        for field in (self.name, self.description, self.key, self._typed_colour):
            field.textEdited.connect(lambda _: self._on_edited())
        self.colour.activated.connect(lambda _: self._on_edited())
        for box in (self.hidden, self.overlaps, self.speaks):
            box.toggled.connect(lambda _: self._on_edited())

    def _error(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.hide()
        return label

    @property
    def _typed_colour(self) -> QLineEdit:
        field = self.colour.lineEdit()
        assert field is not None
        return field

    def _fill_colours(self) -> None:
        typed = self.colour.currentText()
        self.colour.clear()
        self.colour.setIconSize(QSize(_SWATCH, _SWATCH))
        self.colour.addItem(self.tr("one of the twenty"), "")
        shown = DARK_COLOURS if self._theme.dark else LIGHT_COLOURS
        for light, there in zip(LIGHT_COLOURS, shown, strict=True):
            swatch = QPixmap(_SWATCH, _SWATCH)
            swatch.fill(QColor(there.ink))
            self.colour.addItem(QIcon(swatch), light.ink, light.ink)
        self.colour.setCurrentText(typed)
        self._typed_colour.setPlaceholderText("#rrggbb")

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(8)
        rows = (
            (self.tr("N&ame"), self.name, Field.NAME),
            (self.tr("Des&cription"), self.description, None),
            (self.tr("&Key"), self.key, Field.KEY),
            (self.tr("Co&lour"), self.colour, Field.COLOUR),
        )
        for title, field, wrong in rows:
            field.setAccessibleName(title.replace("&", ""))
            cell = QVBoxLayout()
            cell.setSpacing(3)
            cell.addWidget(field)
            if wrong is not None:
                cell.addWidget(self._errors[wrong])
            name = QLabel(title, self)
            name.setBuddy(field)
            form.addRow(name, cell)
        for box in (self.hidden, self.overlaps, self.speaks):
            form.addRow("", box)

    def show_label(self, label: Label, digit: str) -> None:
        """Show a label; `digit` is what it has where it asks for none, "" for none."""
        self._filling = True
        self._label = label
        for field, words in ((self.name, label.name), (self.description, label.description),
                             (self.key, label.key or "")):  # fmt: skip
            if field.text() != words:  # else the caret would go to the end
                field.setText(words)
        self.key.setPlaceholderText(self.tr("{digit}, by its place").format(digit=digit) if digit else self.tr("none"))
        colour = label.colour if label.colour is not None else self.tr("one of the twenty")
        if self.colour.currentText() != colour:
            self.colour.setCurrentText(colour)
        self.hidden.setChecked(label.hidden)
        self.overlaps.setChecked(label.overlaps)
        self.speaks.setChecked(label.speaks)
        self._filling = False

    def show_wrongs(self, wrongs: Iterable[Wrong]) -> None:
        """Say at the fields what is wrong with them."""
        words = {each.field: each.why for each in wrongs}
        for field, label in self._errors.items():
            label.setText(words.get(field, ""))
            label.setVisible(field in words)
            colour_words(label, self._theme.error)

    def wrong(self, field: Field) -> str:
        """What is said at a field, "" where nothing is."""
        return self._errors[field].text()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self._fill_colours()

    def tab_stops(self) -> Sequence[QWidget]:
        """The fields in the order of Tab."""
        return (self.name, self.description, self.key, self.colour, self.hidden, self.overlaps, self.speaks)

    def _on_edited(self) -> None:
        if self._filling:
            return
        colour = self.colour.currentText().strip().lower()
        self._label = replace(
            self._label,
            name=self.name.text(),
            description=self.description.text(),
            key=self.key.text().upper().strip() or None,
            colour=None if colour in ("", self.tr("one of the twenty").lower()) else colour,
            hidden=self.hidden.isChecked(),
            overlaps=self.overlaps.isChecked(),
            speaks=self.speaks.isChecked(),
        )
        self.edited.emit(self._label)
