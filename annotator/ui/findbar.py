"""The bar in which text of the article is sought."""

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from annotator.ui.rows import colour_words
from annotator.ui.theme import LIGHT, Theme

_LONGEST = 320
"""Pixels of an error that are shown."""
_PAUSE = 60
"""Milliseconds without a key after which the search is asked for."""


class _Field(QLineEdit):
    """Enter goes on, Shift+Enter back."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if not control:
                self.moved.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class FindBar(QFrame):
    """What is sought; it searches nothing itself.

    searched   the words, whether they are a regular expression, whether case counts
    moved      1 to the next hit, -1 to the previous
    label_all  all hits are to be labelled
    closed     the bar is to go
    """

    searched = Signal(str, bool, bool)
    moved = Signal(int)
    label_all = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._wrong = LIGHT, False
        self.setObjectName("find")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._field = _Field(self)
        self._field.setPlaceholderText(self.tr("Find in the article"))
        self._field.setAccessibleName(self.tr("Find in the article"))
        self._field.setClearButtonEnabled(True)
        self._regex = self._button(".*", self.tr("Regular expression"), checkable=True)
        self._case = self._button("Aa", self.tr("Upper and lower case count"), checkable=True)
        self._count = QLabel(self)
        self._count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._count.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000 of 0000"))
        self._previous = self._button("↑", self.tr("Previous hit (Shift+Enter)"))
        self._next = self._button("↓", self.tr("Next hit (Enter)"))
        self._label = QPushButton(self.tr("Label all…"), self)
        self._label.setToolTip(self.tr("Give every hit a label"))
        self._close = self._button("×", self.tr("Close (Esc)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(6)
        layout.addWidget(self._field, 1)
        for widget in (self._regex, self._case, self._count, self._previous, self._next, self._label, self._close):
            layout.addWidget(widget)
        self._pause.timeout.connect(self._search)
        self._field.textChanged.connect(lambda _: self._pause.start())
        self._field.moved.connect(self._on_moved)
        self._regex.toggled.connect(lambda _: self._search())
        self._case.toggled.connect(lambda _: self._search())
        self._previous.clicked.connect(lambda: self._on_moved(-1))
        self._next.clicked.connect(lambda: self._on_moved(1))
        self._label.clicked.connect(self._on_label_all)
        self._close.clicked.connect(self.closed)
        self.set_count(None, 0)

    def _button(self, words: str, name: str, *, checkable: bool = False) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setCheckable(checkable)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    @property
    def field(self) -> QLineEdit:
        """Where a person types."""
        return self._field

    def open_with(self, text: str) -> None:
        """Show the bar and take the focus; `text` is sought, or where it is empty what was sought before."""
        self.show()
        if text:
            self._field.setText(text)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._search()

    def set_count(self, current: int | None, total: int) -> None:
        """Say which hit is shown, counted from 0, of how many; None where none is."""
        locale = QLocale()
        if current is not None:
            words = self.tr("{n} of {all}").format(n=locale.toString(current + 1), all=locale.toString(total))
        elif total:
            words = self.tr("{all} hits").format(all=locale.toString(total))
        else:
            words = self.tr("No hits") if self._field.text() else ""
        self._say(words, wrong=False)
        for button in (self._previous, self._next, self._label):
            button.setEnabled(total > 0)

    def set_error(self, words: str) -> None:
        """Say what is wrong with the regular expression."""
        self._say(words, wrong=True)
        for button in (self._previous, self._next, self._label):
            button.setEnabled(False)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self.setStyleSheet(f"#find {{ background: {theme.surface}; border-bottom: 1px solid {theme.line}; }}")
        self._say(self._count.accessibleName(), wrong=self._wrong)

    def _say(self, words: str, *, wrong: bool) -> None:
        if wrong and not words.startswith("⚠"):
            words = f"⚠ {words}"
        self._wrong = wrong
        self._count.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, _LONGEST))
        self._count.setToolTip(words if wrong else "")
        self._count.setAccessibleName(words)
        colour_words(self._count, self._theme.error if wrong else None)

    def _search(self) -> None:
        self._pause.stop()
        self.searched.emit(self._field.text(), self._regex.isChecked(), self._case.isChecked())

    def _on_moved(self, step: int) -> None:
        if self._pause.isActive():
            self._search()
        else:
            self.moved.emit(step)

    def _on_label_all(self) -> None:
        if self._pause.isActive():
            self._search()
        self.label_all.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
