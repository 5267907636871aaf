"""A field for a whole article's text, which gives back every character that was not changed as it was.

`QTextDocument` shows some characters as others: what ends a paragraph in Unicode becomes a new line, for instance, and
plain text taken from it has spaces for no-break ones. So the text that it shows is compared with the text that it shows
later, character by character of the same number as the article's, and never with the article's own.
"""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_AT_ONCE = 12_000
"""How many characters are put into the field before the window may answer again: some 20 ms."""


class TextEdit(QPlainTextEdit):
    """A text to be changed; a long one comes in slices, and cannot be changed before it is whole.

    filled  all of it is there
    edited  it was changed since
    """

    filled = Signal()
    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._left = ""
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._on_next)
        self.textChanged.connect(self._on_changed)
        self.setTabChangesFocus(True)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))

    @property
    def whole(self) -> bool:
        """Whether all of the text is there."""
        return not self._left and not self._next.isActive()

    @property
    def shown(self) -> str:
        """The text as it is shown now, with a new line after each paragraph but the last."""
        return self.document().toRawText().replace("\u2029", "\n")

    def fill(self, text: str) -> None:
        """Show a text in place of what is there."""
        self._left = text
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.clear()
        self._on_next()

    def _on_next(self) -> None:
        if self._left:
            cursor = QTextCursor(self.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            piece, self._left = self._left[:_AT_ONCE], self._left[_AT_ONCE:]
            cursor.insertText(piece)
        if self._left:
            self._next.start()
            return
        self.setReadOnly(False)
        self.setUndoRedoEnabled(True)
        self.filled.emit()

    def _on_changed(self) -> None:
        if self.whole and not self.isReadOnly():
            self.edited.emit()
