"""The dialog in which an article's text is corrected, and what it says about the change before it is made."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.document import AnyAnnotation, Document, Entity
from annotator.model.texts.correcting import Correction
from annotator.ui.articles.textedit import TextEdit
from annotator.ui.describing import shortened
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.rows import colour_words
from annotator.ui.widgets.sizing import size_dialog

_NAMED = 4
"""How many annotations that lose their text are named; the list has the others."""


class CorrectDialog(QDialog):
    """A text to be changed, with what that does to the annotations below it.

    edited     the text was changed
    browsing   a file is wanted whose text takes its place
    corrected  the text is to be corrected as was said last
    """

    edited = Signal()
    browsing = Signal()
    corrected = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Correct the text"))
        self._theme = LIGHT
        self._fine = False
        self._lead = self._label(
            self.tr("Entities, quotes and headings move with their words. It is one step to undo.")
        )
        self.field = TextEdit(self)
        self.field.setAccessibleName(self.tr("The article's text"))
        self._said = self._label("")
        self.consent = QCheckBox(self)
        self._browse = QPushButton(self.tr("&Replace by a file…"), self)
        self._browse.setAutoDefault(False)
        self._box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.button = self._box.addButton(self.tr("&Correct the text"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._box.accepted.connect(self._on_accepted)
        self._box.rejected.connect(self.reject)
        self._browse.clicked.connect(self.browsing)
        self.consent.toggled.connect(lambda _: self._enable())
        self.field.edited.connect(self.edited)
        self._lay_out()
        size_dialog(self, 760, 640)

    def _label(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return label

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._browse)
        buttons.addStretch(1)
        buttons.addWidget(self._box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self._lead)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._said)
        layout.addWidget(self.consent)
        layout.addLayout(buttons)

    @property
    def said(self) -> str:
        """What is said below the field."""
        return self._said.text()

    @property
    def fine(self) -> bool:
        """Whether the text can be given to the article as it is."""
        return self._fine and (self.consent.isHidden() or self.consent.isChecked())

    def ask(self, text: str) -> None:
        """Show a text to be changed."""
        self.say(self.tr("Nothing is changed yet."))
        self.field.fill(text)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.open()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say something below the field; the text cannot be given to the article then."""
        self._said.setText(f"⚠ {words}" if wrong else words)
        colour_words(self._said, self._theme.error if wrong else None)
        self.consent.hide()
        self._fine = False
        self._enable()

    def show_correction(self, document: Document, correction: Correction) -> None:
        """Say what the text would do to the document's annotations."""
        asked = correction.to_be_asked
        looks, gone = len(correction.touched), len(correction.lost) - len(asked)
        parts = [self.tr("Every annotation keeps its words.")] if not correction.touched and not correction.lost else []
        if looks:
            parts.append(self.tr("To look at, since their words are changed: {n}.").format(n=QLocale().toString(looks)))
        if gone:
            words = self.tr("Suggestions and rejected ones that go with their text: {n}.")
            parts.append(words.format(n=QLocale().toString(gone)))
        self.say(" ".join(parts))
        if asked:
            named = ", ".join(_words(document, each) for each in asked[:_NAMED])
            more = " …" if len(asked) > _NAMED else ""
            words = self.tr("&Remove what somebody decided and what loses its text ({n}): {named}")
            self.consent.setText(words.format(n=QLocale().toString(len(asked)), named=named.replace("&", "&&") + more))
            self.consent.setChecked(False)
            self.consent.show()
        self._fine = True
        self._enable()

    def _enable(self) -> None:
        self.button.setEnabled(self.fine)

    def _on_accepted(self) -> None:
        if self.fine:
            self.accept()
            self.corrected.emit()


def _words(document: Document, annotation: AnyAnnotation) -> str:
    words = shortened(document.words(annotation.extent))
    return f"“{words}” {annotation.label}" if isinstance(annotation, Entity) else f"“{words}”"
