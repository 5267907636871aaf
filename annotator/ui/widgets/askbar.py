"""A line above the text that asks something without being in the way: whoever does not answer goes on."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from annotator.ui.theme import LIGHT, Theme


@dataclass(frozen=True)
class Question:
    """What is asked, and what each answer does; `subject` names what it is about ("wrapped")."""

    subject: str
    words: str
    answers: Sequence[tuple[str, Callable[[], object]]]


class AskBar(QFrame):
    """Shows one question at a time, those that wait after it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ask")
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 4, 10, 4)
        self._row.setSpacing(8)
        self._row.addWidget(self._words, 1)
        self._buttons: list[QPushButton] = []
        self._waiting: deque[Question] = deque()
        self.set_theme(LIGHT)
        self.hide()

    @property
    def question(self) -> Question | None:
        """What is asked now."""
        return self._waiting[0] if self._waiting else None

    @property
    def buttons(self) -> Sequence[QPushButton]:
        """The answers, in the order in which they were given."""
        return self._buttons

    def ask(self, question: Question, *, first: bool = False) -> None:
        """Ask, in place of another question on the same subject, after those on others, or before them.

        first  for what a person wants to be asked now
        """
        kept = [each for each in self._waiting if each.subject != question.subject]
        self._waiting = deque((question, *kept) if first else (*kept, question))
        self._show()

    def take_back(self, *subjects: str) -> None:
        """Ask nothing on these subjects any more."""
        if any(each.subject in subjects for each in self._waiting):
            self._waiting = deque(each for each in self._waiting if each.subject not in subjects)
            self._show()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self.setStyleSheet(
            f"#ask {{ background: {theme.surface}; border-bottom: 1px solid {theme.line};"
            f" border-left: 3px solid {theme.accent}; }}"
        )

    def _show(self) -> None:
        for button in self._buttons:
            button.hide()  # it may be the one whose click this is
            button.deleteLater()
        self._buttons = []
        question = self.question
        self.setVisible(question is not None)
        if question is None:
            return
        self._words.setText(question.words)
        self._words.setAccessibleName(question.words)
        for words, act in question.answers:
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, act=act: self._answer(question, act))
            self._row.addWidget(button)
            self._buttons.append(button)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, question.words))

    def _answer(self, question: Question, act: Callable[[], object]) -> None:
        self.take_back(question.subject)
        act()
