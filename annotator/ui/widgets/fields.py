"""Fields to type in, with a button that empties them, and fields to choose from."""

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyle, QStyleOptionComboBox, QToolButton

from annotator.ui.widgets.glyphs import Glyph, paint_glyph

_ARROW = 9.0
"""How wide the arrow of a field to choose from is, in pixels."""


def make_clearable(field: QLineEdit) -> None:
    """Give a field the button that empties it, and that button a name, which Qt leaves out."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(QCoreApplication.translate("fields", "Clear the field"))


class SearchField(QLineEdit):
    """A search field from which the arrows go into the list (`left`); Enter takes its first row (`entered`)."""

    left = Signal()
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class ChoiceField(QComboBox):
    """A field to choose from, whose arrow has the colour of its words: a style sheet can only give it a picture."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        arrow = QStyle.SubControl.SC_ComboBoxArrow
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, arrow, self)
        box = QRectF(0, 0, _ARROW, _ARROW)
        box.moveCenter(QRectF(room).center())
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        paint_glyph(QPainter(self), box, Glyph.DOWN, self.palette().color(group, QPalette.ColorRole.Text).name())
