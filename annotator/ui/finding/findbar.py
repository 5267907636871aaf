"""The bar in which text of the article is sought."""

from PySide6.QtCore import QLocale, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.fields import make_clearable
from annotator.ui.widgets.plain import as_tip
from annotator.ui.widgets.rows import colour_words

_LONGEST = 420
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
    link_all   all hits are to name a speaker
    closed     the bar is to go
    """

    searched = Signal(str, bool, bool)
    moved = Signal(int)
    label_all = Signal()
    link_all = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._wrong = LIGHT, False
        self._here = self._further = ""
        self._total = self._total_further = 0
        self.setObjectName("find")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._field = _Field(self)
        self._field.setPlaceholderText(self.tr("Find in the article"))
        self._field.setAccessibleName(self.tr("Find in the article"))
        make_clearable(self._field)
        self._regex = self._button(".*", self.tr("Regular expression"), checkable=True)
        self._case = self._button("Aa", self.tr("Upper and lower case count"), checkable=True)
        self._project = self._button(
            self.tr("Project"), self.tr("Search every article of the project too"), checkable=True
        )
        self._count = QLabel(self)
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._count.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000 of 0000"))
        self._count.setIndent(4)
        self._previous = self._button("↑", self.tr("Previous hit (Shift+Enter)"))
        self._next = self._button("↓", self.tr("Next hit (Enter)"))
        self._label = QPushButton(self.tr("Label all…"), self)
        self._label.setToolTip(self.tr("Give every hit a label"))
        self._link = QPushButton(self.tr("Link all…"), self)
        self._link.setToolTip(self.tr("Say that every hit names a speaker"))
        self._close = self._button("×", self.tr("Close (Esc)"))
        self._lay_out()
        self._pause.timeout.connect(self._search)
        self._field.textChanged.connect(lambda _: self._pause.start())
        self._field.moved.connect(self._on_moved)
        self._regex.toggled.connect(lambda _: self._search())
        self._case.toggled.connect(lambda _: self._search())
        self._project.toggled.connect(lambda _: self._search())
        self._previous.clicked.connect(lambda: self._on_moved(-1))
        self._next.clicked.connect(lambda: self._on_moved(1))
        self._label.clicked.connect(lambda: self._on_all(self.label_all))
        self._link.clicked.connect(lambda: self._on_all(self.link_all))
        self._close.clicked.connect(self.closed)
        self.set_count(None, 0)

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(6)
        below.setSpacing(6)
        above.addWidget(self._field, 1)
        for widget in (self._regex, self._case, self._project, self._previous, self._next, self._close):
            above.addWidget(widget)
        below.addWidget(self._count, 1)
        below.addWidget(self._label)
        below.addWidget(self._link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addLayout(below)

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

    @property
    def project(self) -> bool:
        """Whether the whole project is meant."""
        return self._project.isChecked()

    def choose(self, *, expression: bool) -> None:
        """Take what is typed for a regular expression, or for plain words."""
        self._regex.setChecked(expression)

    def open_with(self, text: str) -> None:
        """Show the bar and take the focus; `text` is sought, or where it is empty what was sought before."""
        self.show()
        if text:
            self._field.setText(text)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._search()

    def set_count(self, current: int | None, total: int, *, more: bool = False) -> None:
        """Say which hit is shown, counted from 0, of how many; None where none is.

        more  there are more than were looked for
        """
        locale = QLocale()
        every = locale.toString(total) + ("+" if more else "")
        if current is not None:
            words = self.tr("{n} of {all}").format(n=locale.toString(current + 1), all=every)
        elif total:
            words = (self.tr("1 hit") if total == 1 else self.tr("{all} hits")).format(all=every)
        else:
            words = self.tr("No hits") if self._field.text() else ""
        self._here, self._total = words, total
        self._tell()
        if more:
            self._count.setToolTip(self.tr("Only the first {all} hits are shown.").format(all=locale.toString(total)))

    def set_project(self, total: int | None, articles: int, more: bool = False) -> None:
        """Say how many hits the project has in how many articles; None where that is not known."""
        locale = QLocale()
        words = self.tr("{n} in {articles} articles") if articles != 1 else self.tr("{n} in {articles} article")
        every = locale.toString(total or 0) + ("+" if more else "")
        self._further = "" if total is None else words.format(n=every, articles=locale.toString(articles))
        self._total_further = total or 0
        self._tell()

    def set_busy(self) -> None:
        """Say that it is being looked for."""
        self._here, self._total = "…", 0
        self._tell()

    def set_error(self, words: str) -> None:
        """Say what is wrong with the regular expression."""
        self._say(words, wrong=True)
        self._enable(False)

    def _tell(self) -> None:
        self._say(" · ".join(filter(None, (self._here, self._further))), wrong=False)
        self._enable(self._total + self._total_further > 0)

    def _enable(self, enabled: bool) -> None:
        for button in (self._previous, self._next, self._label, self._link):
            button.setEnabled(enabled)

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
        self._count.setToolTip(as_tip(words) if wrong else "")
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

    def _on_all(self, asked: SignalInstance) -> None:
        if self._pause.isActive():
            self._search()
        asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
