"""The sheet of keys: a window of its own in which every command is shown with its keys, and given others."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from annotator.session.commands import Keymap
from annotator.ui.keys.keyeditor import KeyEditor
from annotator.ui.theme import Theme
from annotator.ui.widgets.sizing import size_dialog


class KeySheet(QDialog):
    """All commands by menu with their keys, see `KeyEditor`.

    remapped  a command's name, and its new keys as a tuple, or None for its own
    """

    remapped = Signal(str, object)

    def __init__(self, parent: QWidget | None = None, keymap: Keymap | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setModal(False)
        size_dialog(self, 720, 640)
        self._editor = KeyEditor(self, keymap)
        self._editor.remapped.connect(self.remapped)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._editor)

    def set_keymap(self, keymap: Keymap) -> None:
        """Show the keys as they are now."""
        self._editor.set_keymap(keymap)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._editor.set_theme(theme)

    def reject(self) -> None:
        """Esc leaves the key as it is where it was asked about, else closes the sheet."""
        if not self._editor.let_go():
            super().reject()
