"""The buttons at the foot of a dialog that does something or leaves it."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton


def do_or_cancel(dialog: QDialog, words: str) -> tuple[QDialogButtonBox, QPushButton]:
    """The box of *Cancel* and of a button that Enter presses, connected to the dialog; and that button.

    `words` are what it says, translated.
    """
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, dialog)
    button = box.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
    button.setDefault(True)
    box.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box, button
