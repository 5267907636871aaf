"""Above the text: where the article comes from, in a line, and the dialog in which that is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.about import LONGEST, About, wrongs
from annotator.model.document import Document
from annotator.model.history import Update
from annotator.session.commands.articles import say_about
from annotator.session.commands.registry import attempt
from annotator.session.events import Opened, Reread
from annotator.session.session import Session
from annotator.ui import describing
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.rows import colour_words

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class _Line(QWidget):
    """Words on one line, cut where there is no room; a widget with a long label would hold the window wide."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_words(self, words: str) -> None:
        self.words = words
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        words = self.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, words)


class ArticleHead(QFrame):
    """Says of the article that is open what is known of it.

    asked  it is to be changed
    """

    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("head")
        self._line = _Line(self)
        self._change = QToolButton(self)
        self._change.setText(self.tr("Change"))
        self._change.setAccessibleName(self.tr("About the article"))
        self._change.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the command has a key
        self._change.setAutoRaise(True)
        self._change.clicked.connect(self.asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 3, 10, 3)
        layout.addWidget(self._line, 1)
        layout.addWidget(self._change)
        self.set_theme(LIGHT)
        self.hide()

    @property
    def words(self) -> str:
        """What is known, as it is shown."""
        return self._line.words

    def show_about(
        self, about: About | None, *, text: str = "", remarks: Sequence[str] = (), can_change: bool = True
    ) -> None:
        """Show what is known of an article, None where none is open; `text` is its own, which may begin with its title.

        remarks     what somebody keeps in mind about it, which comes first
        can_change  whether the project may be written
        """
        self.setVisible(about is not None)
        if about is None:
            return
        title = "" if text.lstrip().startswith(about.title) else about.title
        parts = [title, about.outlet, about.byline, (about.published or "")[:10], about.url]
        known = [" ".join(part.split()) for part in parts if part]
        if known in ([], [title]):
            known.append(self.tr("Outlet, by-line, date and address are not known"))
        self._line.show_words(" · ".join(filter(None, (*remarks, *known, _language(about.language)))))
        self._change.setVisible(can_change)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self.setStyleSheet(
            f"#head {{ background: {theme.background}; border-bottom: 1px solid {theme.line}; }}"
            f"QToolButton {{ border: none; background: transparent; color: {theme.accent}; padding: 2px 6px; }}"
        )


def _language(code: str | None) -> str:
    """A language by its name, or its code where Qt does not know it; "" for none."""
    language = QLocale(code or "").language()
    return QLocale.languageToString(language) if language != QLocale.Language.C else code or ""


class AboutDialog(QDialog):
    """Asks what is known of an article. What is wrong is said at its field, and cannot be kept.

    said  what somebody has said
    """

    said = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About the article"))
        self._theme = LIGHT
        self._before = About()
        self.fields = {field.name: QLineEdit(self) for field in fields(About)}
        self._errors = {name: self._error() for name in self.fields}
        self._box = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._box.accepted.connect(self._on_accepted)
        self._box.rejected.connect(self.reject)
        self._lay_out()
        self.setMinimumWidth(560)

    def _error(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.hide()
        return label

    def _lay_out(self) -> None:
        titles = {
            "title": self.tr("&Title"),
            "outlet": self.tr("&Outlet"),
            "byline": self.tr("&By-line"),
            "published": self.tr("&Date"),
            "url": self.tr("&Address"),
            "language": self.tr("&Language"),
        }
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in self.fields.items():
            field.setAccessibleName(titles[name].replace("&", ""))
            field.textEdited.connect(lambda _: self._show_wrongs())
            cell = QVBoxLayout()
            cell.setSpacing(3)
            cell.addWidget(field)
            cell.addWidget(self._errors[name])
            label = QLabel(titles[name], self)
            label.setBuddy(field)
            form.addRow(label, cell)
        self.fields["published"].setPlaceholderText("2026-11-23")
        self.fields["url"].setPlaceholderText("https://")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self._box)

    def ask(self, about: About) -> None:
        """Show what is known, to be changed."""
        self._before = about
        for name, field in self.fields.items():
            field.setText(getattr(about, name) or "")
            field.setCursorPosition(0)
        self._show_wrongs()
        self.fields["title"].setFocus(Qt.FocusReason.PopupFocusReason)
        self.open()

    @property
    def about(self) -> About:
        """What stands in the fields."""
        words = {name: field.text().strip() for name, field in self.fields.items()}
        return About(title=words.pop("title"), **{name: each or None for name, each in words.items()})

    def wrong(self, name: str) -> str:
        """What is said at a field, "" where nothing is."""
        return self._errors[name].text()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme

    def _show_wrongs(self) -> None:
        found: Mapping[str, str] = wrongs(self.about, self._before)
        for name, label in self._errors.items():
            label.setText(found.get(name, ""))
            label.setVisible(name in found)
            colour_words(label, self._theme.error)
        self._box.button(QDialogButtonBox.StandardButton.Save).setEnabled(not found)

    def _on_accepted(self) -> None:
        self.accept()
        self.said.emit(self.about)


class AboutArticle(QObject):
    """Keeps the line above a window's text to what the session says, and asks when somebody wants it changed."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._head = window.columns.head
        self._head.asked.connect(lambda: window.run("article.about"))
        self._dialog: AboutDialog | None = None

    def attach(self, session: Session) -> None:
        """Follow another session."""
        if self._dialog is not None:
            self._dialog.reject()
        session.subscribe(self._hear)

    @property
    def dialog(self) -> AboutDialog:
        """What asks; made when it is first needed."""
        if self._dialog is None:
            self._dialog = AboutDialog(self._window)
            self._dialog.said.connect(self._on_said)
            self._dialog.finished.connect(self._window.activateWindow)
        return self._dialog

    def ask(self) -> None:
        """Ask about the article that is open."""
        document = self._window.session.document
        if document is not None:
            self.dialog.set_theme(self._window.theme)
            self.dialog.ask(About.of(document))

    def _hear(self, event: Any) -> None:
        document = self._window.session.document
        named = isinstance(event, Update) and document is not None and document.id in event.transaction.documents
        if named or isinstance(event, Opened | Reread):
            self._show(document)

    def _show(self, document: Document | None) -> None:
        project = self._window.session.project
        about = About.of(document) if document is not None else None
        beginning = document.text[:LONGEST] if document is not None else ""
        remarks = describing.remarks(document) if document is not None else ()
        self._head.show_about(about, text=beginning, remarks=remarks, can_change=not project.read_only)
        self._window.setWindowTitle(describing.title(self._window.session))

    def _on_said(self, about: About) -> None:
        attempt(self._window.session, lambda: say_about(self._window.session, about))
