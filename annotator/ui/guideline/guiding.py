"""The project's guideline in a window: shown at the passage that fits, written, and given hard cases."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QMenu

from annotator.formats.files import bytes_beside
from annotator.model.edits import AddCase, AddDocument, RemoveCase, RemoveDocument
from annotator.model.history import Update
from annotator.session import guideline
from annotator.session.commands.registry import attempt
from annotator.session.events import Reread, Selected
from annotator.session.session import Session
from annotator.store.guideline import Version
from annotator.ui.guideline.guidelinepanel import GuidelinePanel, fill_versions
from annotator.ui.guideline.guidelineprint import as_pdf, ask_and_print
from annotator.ui.panels import Place
from annotator.ui.part import Part
from annotator.ui.theme import Theme
from annotator.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

NAME = "guideline"
_MOST = 30
"""How many older versions are offered."""
_FOLLOWING = 150
"""Milliseconds after which the panel follows what is selected."""


class Guiding(Part):
    """Holds the panel and keeps what is written in it; each time that somebody begins to write is a version."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.panel = GuidelinePanel(window.columns)
        self.panel.hide()
        self.panel.set_theme(window.theme)
        self._session: Session = window.session
        self._writing = ""
        self._text = ""
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(_FOLLOWING)
        self._follow.timeout.connect(self._on_follow)
        window.columns.add_panel(NAME, self.panel, self.tr("Guideline"), Place.RIGHT)
        panel = self.panel
        panel.began.connect(self._on_began)
        panel.written.connect(self._on_written)
        panel.followed.connect(self._on_followed)
        panel.chosen.connect(window.exchanging.go_to)
        panel.older.connect(self._offer_versions)
        panel.left.connect(lambda: window.text.setFocus(Qt.FocusReason.OtherFocusReason))
        self._session.subscribe(self._hear)
        self.show()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self.panel.set_theme(theme)

    def leave(self) -> None:
        """Keep what is being written: the project is about to be let go."""
        self.panel.keep()

    def project_changed(self) -> None:
        """Show the guideline of the project that is open now; the one that was open still takes what was written."""
        self.panel.write(on=False)
        self._session = self._window.session
        self._session.subscribe(self._hear)
        self.show()

    def updated(self, update: Update) -> None:
        """Show what articles give to it now."""
        sorts = AddCase, RemoveCase, AddDocument, RemoveDocument
        if any(isinstance(edit, sorts) for edit in update.transaction.edits):
            self.show()

    def show(self) -> None:
        """Show it as it is in the project."""
        session = self._session
        attempt(session, self._read)

    def _read(self) -> None:
        project = self._session.project
        self._text = guideline.text_of(project)
        self._cases = project.guideline.cases()
        self.panel.show_guideline(self._text, self._cases, may_write=not project.read_only)

    # What commands ask

    def toggle(self) -> None:
        """Show the panel, or hide it."""
        columns = self._window.columns
        columns.show_panel(NAME, on=not columns.is_shown(NAME))
        self._on_follow()
        if not columns.is_shown(NAME):
            self._window.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_at_selected(self) -> None:
        """Show the guideline at the passage for what is selected, and give it the keys."""
        self._window.columns.show_panel(NAME, on=True)
        self.panel.write(on=False)
        self.panel.show_passage(self._passage())
        self.panel.page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.panel.window().activateWindow()

    def write(self) -> None:
        """Write in the guideline."""
        self._window.columns.show_panel(NAME, on=True)
        self.panel.write(on=True)

    def answer(self, what: str) -> None:
        """Do what a command asks for: "write", "save" or "print_out"."""
        getattr(self, what)()

    def save(self) -> None:
        """Ask for a file, and write the guideline with its examples and hard cases into it."""
        self.panel.keep()
        project = self._session.project
        kinds = self.tr("Web page (*.html);;Markdown (*.md);;PDF (*.pdf)")
        start = str(project.path.with_name(f"{project.path.stem} guideline.html"))
        name, kind = QFileDialog.getSaveFileName(self._window, self.tr("Save the guideline"), start, kinds)
        if not name:
            return
        path = Path(name)
        if not path.suffix:
            path = path.with_suffix(kind[kind.rindex("*") + 1 : -1] if "*" in kind else ".html")
        if attempt(self._session, lambda: self._save(path)):
            self._session.tell(self.tr("The guideline is in {file}.").format(file=path))

    def _save(self, path: Path) -> None:
        if path.suffix.lower() == ".pdf":
            with bytes_beside(path) as file:
                file.write(as_pdf(self._everything()))
        else:
            guideline.save_as(self._session.project, path)

    def print_out(self) -> None:
        """Ask for a printer, and print the same."""
        self.panel.keep()
        attempt(self._session, lambda: ask_and_print(self._everything(), self._window))

    def _everything(self) -> str:
        return guideline.file_of(self._session.project, Path())

    def ask_why(self) -> None:
        """Ask for the sentence why the selected annotation is decided as it is; those that were given are offered."""
        session = self._session
        choices = [Choice(why, why) for why in guideline.reasons(session)]
        decide = partial(guideline.decide_case, session)
        self._window.answering.offer(
            choices, self.tr("Why it is decided so"), lambda why: decide(str(why)), made=decide
        )

    # What is said

    def _hear(self, event: Any) -> None:
        if isinstance(event, Selected):
            self._follow.start()
        elif isinstance(event, Reread):
            self.show()

    def _passage(self) -> str:
        document = self._session.document
        return guideline.passage(self._text, document, self._session.annotation) if document is not None else ""

    def _on_follow(self) -> None:
        annotation = self._session.annotation
        if annotation is not None and self.panel.isVisible() and not self.panel.isAncestorOf(self._focus()):
            name = self._passage()
            if name and not self.panel.cases_are_shown:
                self.panel.show_passage(name)

    def _focus(self) -> Any:
        return self._window.focusWidget() or self._window

    def _on_began(self) -> None:
        self._writing = self._session.new_id("w")

    def _on_written(self, text: str) -> None:
        session = self._session
        self._text = text
        attempt(
            session,
            lambda: session.project.guideline.write(text, writing=self._writing, by=session.by, at=session.clock()),
        )

    def _on_followed(self, link: str) -> None:
        listed = guideline.linked_to(link, self._cases)
        if listed is not None:
            self._window.exchanging.go_to(guideline.place_of(listed))

    def _offer_versions(self, menu: QMenu) -> None:
        older = self._session.project.guideline.versions()[1 : _MOST + 1]
        fill_versions(menu, [(self._said(each), partial(self._take, each)) for each in older], self.tr("None older"))

    def _said(self, version: Version) -> str:
        at = QDateTime.fromString(version.at, Qt.DateFormat.ISODate).toLocalTime()
        when = QLocale().toString(at, QLocale.FormatType.ShortFormat)
        return self.tr("{when}, {by}").format(when=when, by=version.by)

    def _take(self, version: Version) -> None:
        """Puts an older version in place of the newest, as something written: it can be undone there."""
        text = self._session.project.guideline.text(version.seq)
        if text is not None:
            self.panel.write(on=True)
            self.panel.put(text)
            self.panel.keep()
