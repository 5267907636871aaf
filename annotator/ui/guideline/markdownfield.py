"""A field in which Markdown is written, with the keys that are usual for that; headings and marks can be seen in it."""

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from annotator.model.markdown_keys import Typed, broken, headed, indented, listed, marked
from annotator.session.guideline import heading_lines
from annotator.ui.guideline.guidelines import Reached, height_of, reached
from annotator.ui.keys import keys
from annotator.ui.menus import translated
from annotator.ui.textview.offsets import Utf16Map
from annotator.ui.theme import LIGHT, Theme

_INDENT = 4
_HEADING = re.compile(r" {0,3}#{1,6}[ \t].*")
_STRONG = re.compile(r"(\*\*|__)(?=\S).+?(?<=\S)\1")
_SLANTED = re.compile(r"(?<![*\w])([*_])(?![*_\s])[^*_]+(?<!\s)\1(?![*\w])")
_BEGINS = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)]|>)(?=[ \t])")

Act = Callable[[str, int, int], Typed | None]


class Way:
    """Something that is done to what is selected: by a key, or a button with these words and this tip."""

    def __init__(self, words: str, tip: str, key: str, act: Act) -> None:
        self.words, self.tip, self.key, self.act = words, tip, key, act


def ways() -> list[Way]:
    """What can be done, in the order of the buttons."""
    return [
        Way("B", translated("Bold"), "Ctrl+B", partial(marked, mark="**")),
        Way("I", translated("Italic"), "Ctrl+I", partial(marked, mark="*")),
        Way("H1", translated("Heading"), "Ctrl+1", partial(headed, level=1)),
        Way("H2", translated("Heading below it"), "Ctrl+2", partial(headed, level=2)),
        Way("H3", translated("Heading below that"), "Ctrl+3", partial(headed, level=3)),
        Way("•", translated("List"), "Ctrl+L", listed),
        Way("1.", translated("Numbered list"), "Ctrl+Shift+L", partial(listed, numbered=True)),
    ]


class _Highlighter(QSyntaxHighlighter):
    """Shows headings and marked words as what they become, and mutes the signs that begin a line."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.theme = LIGHT

    def highlightBlock(self, text: str) -> None:
        bold, slanted, sign = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        slanted.setFontItalic(True)
        sign.setForeground(QColor(self.theme.accent))
        units = Utf16Map(text)
        if _HEADING.fullmatch(text):
            bold.setForeground(QColor(self.theme.accent))
            self.setFormat(0, units.units, bold)
            return
        begins = _BEGINS.match(text)
        if begins:
            self.setFormat(0, begins.end(), sign)
        for pattern, look in ((_SLANTED, slanted), (_STRONG, bold)):
            for found in pattern.finditer(text):
                start, end = units.to_units(found.start()), units.to_units(found.end())
                self.setFormat(start, end - start, look)


class MarkdownField(QPlainTextEdit):
    """Its keys are those of `ways`; Enter goes on with a list, Tab moves its items.

    left      Esc was pressed
    scrolled  somebody has scrolled
    """

    left = Signal()
    scrolled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The guideline in Markdown"))
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabStopDistance(_INDENT * self.fontMetrics().horizontalAdvance(" "))
        self._highlighter = _Highlighter(self.document())
        self._by_key = {way.key: way.act for way in ways()}
        self._moving = False
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._highlighter.theme = theme
        self._highlighter.rehighlight()

    def do(self, act: Act) -> bool:
        """Do something to what is selected, as one step to undo; whether there was anything to do."""
        text, cursor = self.toPlainText(), self.textCursor()
        units = Utf16Map(text)
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        typed = act(text, units.to_code_points(start), units.to_code_points(end))
        if typed is None:
            return False
        cursor.setPosition(units.to_units(typed.start))
        cursor.setPosition(units.to_units(typed.end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(typed.words)
        after = Utf16Map(self.toPlainText())
        first, last = map(after.to_units, typed.selected)
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isReadOnly() or not self._press(event):
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> bool:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            return not self.textCursor().hasSelection() and self.do(lambda text, at, _: broken(text, at))
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            back = shift or key == Qt.Key.Key_Backtab
            return self.do(partial(indented, back=back))
        act = next((self._by_key[name] for name in keys.names(event) if name in self._by_key), None)
        return act is not None and self.do(act)

    # Where it is

    @property
    def reached(self) -> Reached:
        """How far it is scrolled."""
        return reached(self._tops(), self.firstVisibleBlock().blockNumber())

    def go_to(self, place: Reached) -> None:
        """Scroll as far as that, without telling `scrolled`."""
        line = round(height_of(self._tops(), place))
        block = self.document().findBlockByNumber(min(line, self.blockCount() - 1))
        self._moving = True
        self.verticalScrollBar().setValue(block.firstLineNumber())
        self._moving = False

    def take_caret(self) -> None:
        """Put the caret into what can be seen."""
        self.setTextCursor(QTextCursor(self.firstVisibleBlock()))

    def _tops(self) -> list[float]:
        return [0.0, *map(float, heading_lines(self.toPlainText())), float(self.blockCount())]

    def _on_scrolled(self) -> None:
        if not self._moving:
            self.scrolled.emit()
