"""The small field in which a note is written, over the text at the place that the note is about."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.ui.textview.panel import place
from annotator.ui.theme import LIGHT, Theme

_WIDTH, _LINES = 340, 3


class _Words(QPlainTextEdit):
    """Plain text of a few lines: Enter keeps it, with Shift it begins another line.

    kept  it is to be kept
    left  it is not, or somebody has gone elsewhere
    """

    kept = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif enter:
            self.textCursor().insertBlock()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:  # a letter is a letter here, and no command
            event.accept()
            return True
        return super().event(event)


class NoteField(QFrame):
    """Asks for a note; what was written is kept where somebody clicks elsewhere, too: only Esc leaves it.

    written  the note is to be kept, as it stands here
    """

    written = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self._within = parent
        self._line, self._x = QRectF(), 0.0
        self.words = _Words(self)
        self.words.setTabChangesFocus(True)
        self.words.setFrameShape(QFrame.Shape.NoFrame)
        self._tip = QLabel(self)
        self._tip.setTextFormat(Qt.TextFormat.PlainText)
        self._tip.setText(self.tr("Enter keeps it, Shift+Enter begins a line, Esc leaves it."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(3)
        layout.addWidget(self.words)
        layout.addWidget(self._tip)
        self.words.kept.connect(self._keep)
        self.words.left.connect(self._leave)
        self.words.installEventFilter(self)
        parent.installEventFilter(self)
        self.set_theme(LIGHT)
        self.hide()

    def ask(self, note: str | None, about: str, line: QRectF, x: float) -> None:
        """Ask for the note of what begins at `x` on a line of the parent; `about` is what screen readers call it."""
        self._line, self._x = line, x
        self.words.setAccessibleName(about)
        self.words.setPlaceholderText(about)
        self.words.setPlainText(note or "")
        self.words.selectAll()
        self._put()
        self.show()
        self.raise_()
        self.words.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self.setStyleSheet(
            f"#note {{ background: {theme.raised}; border: 1px solid {theme.accent}; border-radius: 5px; }}"
            f"QPlainTextEdit {{ background: {theme.raised}; color: {theme.text}; }}"
            f"QLabel {{ color: {theme.muted}; background: transparent; }}"
        )

    def _put(self) -> None:
        room = self._within.rect()
        self.words.setFixedHeight(_LINES * self.words.fontMetrics().lineSpacing() + 10)
        size = QSize(min(_WIDTH, room.width() - 8), self.sizeHint().height())
        self.setGeometry(QRect(place(size, self._line, self._x, room), size))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._within and isinstance(event, QResizeEvent) and self.isVisible():
            self._put()
        elif watched is self.words and isinstance(event, QFocusEvent) and event.lostFocus() and self.isVisible():
            self._lose(event.reason())
        return super().eventFilter(watched, event)

    def _lose(self, reason: Qt.FocusReason) -> None:
        if reason not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._keep()

    def _keep(self) -> None:
        self.hide()
        self.written.emit(self.words.toPlainText())
        self.closed.emit()

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()
