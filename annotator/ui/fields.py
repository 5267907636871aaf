"""Fields to type in, with a button that empties them."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QToolButton


def make_clearable(field: QLineEdit) -> None:
    """Give a field the button that empties it, and that button a name, which Qt leaves out."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(QCoreApplication.translate("fields", "Clear the field"))
