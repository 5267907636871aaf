"""A line in which words of the text above it are looked for."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QToolButton, QWidget

from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.fields import make_clearable
from annotator.ui.widgets.rows import PAD, colour_words

Searched: TypeAlias = QPlainTextEdit | QTextEdit


class LookFor(QFrame):
    """Selects the next words that are looked for, from the other end behind the last.

    text  what is searched from the next time on that somebody asks
    """

    def __init__(self, parent: QWidget, text: Callable[[], Searched]) -> None:
        super().__init__(parent)
        self._wanted = text
        self._text = text()
        self._theme = LIGHT
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in the guideline"))
        self.field.setAccessibleName(self.tr("Find in the guideline"))
        make_clearable(self.field)
        self.field.installEventFilter(self)
        self._none = QLabel(self.tr("not there"), self)
        self._none.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(PAD, 2, PAD, 4)
        layout.setSpacing(4)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._none)
        for words, name, act in (
            ("↑", self.tr("Previous (Shift+F3)"), lambda: self.go_on(back=True)),
            ("↓", self.tr("Next (F3)"), self.go_on),
            ("×", self.tr("Close (Esc)"), self.leave),
        ):
            button = QToolButton(self)
            button.setText(words)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _=False, act=act: act())
            layout.addWidget(button)
        self.field.textEdited.connect(lambda _: self._from_here())
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        colour_words(self._none, theme.error)

    def ask(self) -> None:
        """Ask for words; those that are selected are offered."""
        self._text = self._wanted()
        chosen = self._text.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.field.setText(chosen)
        self.show()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Have the line go, and what was searched have the keys."""
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def go_on(self, *, back: bool = False) -> bool:
        """Select the next place, or the one before; whether there is any."""
        words, text = self.field.text(), self._text
        options = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        found = bool(words) and text.find(words, options)
        if words and not found:
            before, cursor = text.textCursor(), text.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start)
            text.setTextCursor(cursor)
            found = text.find(words, options)
            if not found:
                text.setTextCursor(before)
        self._none.setVisible(bool(words) and not found)
        return found

    def _from_here(self) -> None:
        """Looks on from where the words begin that were found last: they may have grown."""
        text = self._text
        cursor = text.textCursor()
        cursor.setPosition(cursor.selectionStart())
        text.setTextCursor(cursor)
        self.go_on()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Shift+Enter back, Esc closes it."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True
