"""What goes in and out of the project in a window: imports, exports, what may be wrong before, what is learned."""

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication

from annotator.model.faults import Fault
from annotator.model.history import Update
from annotator.session.beside.looks import Seen
from annotator.session.events import Asked, Opened, Told
from annotator.session.news import Exported, Imported
from annotator.session.projects.keeping import Compacted, Copied, Unkept
from annotator.session.projects.projects import is_damage
from annotator.session.session import Session
from annotator.ui.part import Part
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.session.commands.texts import Turned
    from annotator.session.finding.places import Place
    from annotator.ui.articles.articlecare import ArticleCare
    from annotator.ui.articles.correcting import Correcting
    from annotator.ui.articles.notes import Notes
    from annotator.ui.articles.queues import Queues
    from annotator.ui.articles.reading import Reading
    from annotator.ui.articles.texts import Texts
    from annotator.ui.exchange.exports import Exports
    from annotator.ui.exchange.findings import Findings
    from annotator.ui.exchange.imports import Imports
    from annotator.ui.figures.figures import Figures
    from annotator.ui.finding.concordance import Concordance
    from annotator.ui.finding.search import ProjectSearch
    from annotator.ui.guideline.guiding import Guiding
    from annotator.ui.labels.pipelinelabels import PipelineNaming
    from annotator.ui.preferences.preferring import Preferring
    from annotator.ui.projects.projectfile import ProjectFile
    from annotator.ui.projects.projects import Projects
    from annotator.ui.projects.salvaging import Salvaging
    from annotator.ui.suggesting.runagain import RunAgain
    from annotator.ui.suggesting.weighing import Weighing
    from annotator.ui.window import MainWindow

P = TypeVar("P", bound=Part)
_REST = 500
"""Milliseconds after an article was opened until its lines are looked at."""
_OF_PROJECTS = frozenset(
    {
        "new", "open", "recent", "new_window", "open_in_window", "take_over",
        "close_window", "quit", "next",
    }
)  # fmt: skip
"""What commands ask that concerns the project as a whole, or its window."""


class Exchanging(QObject):
    """Answers what commands ask of it. What it shows is made when it is first needed."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._parts: list[Part] = []
        self._rested = QTimer(self)  # an article is to be seen before anything is asked about it
        self._rested.setSingleShot(True)
        self._rested.setInterval(_REST)
        self._rested.timeout.connect(lambda: self.texts.look_at_lines())
        window.queue.view.wanted.connect(lambda what, detail: self.care.answer(what, detail))

    def attach(self, session: Session) -> None:
        """Answer the commands of another session."""
        session.subscribe(self._hear)
        session.subscribe(self._hear_of_file)
        for part in self._parts:
            part.project_changed()
        if session.queues.saved:
            QTimer.singleShot(0, self, lambda: self.queues)  # once the window and its queue are there

    def set_theme(self, theme: Theme) -> None:
        """Show everything in a theme."""
        for part in self._parts:
            part.set_theme(theme)

    def settings_changed(self) -> None:
        """Show what is set now."""
        for part in self._parts:
            part.settings_changed()

    # What each is made of is imported when it is first needed, not at the start.

    @cached_property
    def imports(self) -> "Imports":
        """What brings files and folders in."""
        from annotator.ui.exchange.imports import Imports

        return self._kept(Imports(self._window))

    @cached_property
    def findings(self) -> "Findings":
        """What may be wrong in the project."""
        from annotator.ui.exchange.findings import Findings

        return self._kept(Findings(self._window))

    @cached_property
    def search(self) -> "ProjectSearch":
        """The search through the project."""
        from annotator.ui.finding.search import ProjectSearch

        return self._kept(ProjectSearch(self._window))

    @cached_property
    def care(self) -> "ArticleCare":
        """What is done with articles of the queue."""
        from annotator.ui.articles.articlecare import ArticleCare

        return self._kept(ArticleCare(self._window))

    @cached_property
    def notes(self) -> "Notes":
        """Notes on articles and annotations."""
        from annotator.ui.articles.notes import Notes

        return self._kept(Notes(self._window))

    @cached_property
    def queues(self) -> "Queues":
        """Saved searches above the queue."""
        from annotator.ui.articles.queues import Queues

        return self._kept(Queues(self._window))

    @cached_property
    def weighing(self) -> "Weighing":
        """What improves the suggestions of quotes."""
        from annotator.ui.suggesting.weighing import Weighing

        return self._kept(Weighing(self._window))

    @cached_property
    def naming(self) -> "PipelineNaming":
        """What the pipeline's labels are called."""
        from annotator.ui.labels.pipelinelabels import PipelineNaming

        return self._kept(PipelineNaming(self._window))

    @cached_property
    def exports(self) -> "Exports":
        """What asks how to export."""
        from annotator.ui.exchange.exports import Exports

        return self._kept(Exports(self._window))

    @cached_property
    def figures(self) -> "Figures":
        """What the project comes to in figures."""
        from annotator.ui.figures.figures import Figures

        return self._kept(Figures(self._window))

    @cached_property
    def concordance(self) -> "Concordance":
        """Mentions side by side."""
        from annotator.ui.finding.concordance import Concordance

        return self._kept(Concordance(self._window))

    @cached_property
    def running(self) -> "RunAgain":
        """What a pipeline would change, run again."""
        from annotator.ui.suggesting.runagain import RunAgain

        return self._kept(RunAgain(self._window))

    @cached_property
    def correcting(self) -> "Correcting":
        """What has an article's text corrected."""
        from annotator.ui.articles.correcting import Correcting

        return self._kept(Correcting(self._window))

    @cached_property
    def texts(self) -> "Texts":
        """What asks about an article's text."""
        from annotator.ui.articles.texts import Texts

        return self._kept(Texts(self._window))

    @cached_property
    def salvaging(self) -> "Salvaging":
        """What is done about a damaged project."""
        from annotator.ui.projects.salvaging import Salvaging

        return self._kept(Salvaging(self._window))

    @cached_property
    def reading(self) -> "Reading":
        """What watches which paragraphs are read."""
        from annotator.ui.articles.reading import Reading

        return self._kept(Reading(self._window))

    @cached_property
    def preferring(self) -> "Preferring":
        """The preferences."""
        from annotator.ui.preferences.preferring import Preferring

        return self._kept(Preferring(self._window))

    @cached_property
    def project_file(self) -> "ProjectFile":
        """What is known of the project's file, copies of it, and compacting it."""
        from annotator.ui.projects.projectfile import ProjectFile

        return self._kept(ProjectFile(self._window))

    @cached_property
    def projects(self) -> "Projects":
        """Which project the window has, and what is done with its file."""
        from annotator.ui.projects.projects import Projects

        return self._kept(Projects(self._window))

    @cached_property
    def guiding(self) -> "Guiding":
        """The project's guideline."""
        from annotator.ui.guideline.guiding import Guiding

        return self._kept(Guiding(self._window))

    def begin(self) -> None:
        """Do what can wait until the article is to be seen."""
        self.reading.wake()
        if self._window.columns.was_shown("guideline"):
            self.guiding.toggle()

    def leave(self) -> None:
        """Have all keep what is not kept yet: the window is about to close."""
        for part in self._parts:
            part.leave()

    def _kept(self, part: P) -> P:
        self._parts.append(part)
        return part

    def open_first(self) -> None:
        """Open the article that was on the desk last, else the first one."""
        session = self._window.session
        known = [entry.id for entry in session.entries]
        current = session.project.get("current")
        try:
            session.open(current if current in known else next(iter(known), None))
        except Fault as fault:  # that very article is damaged
            session.open(None)
            self.cannot_open(fault)

    def cannot_open(self, fault: Fault, path: Path | None = None) -> None:
        """Say why a project cannot be opened or gone on with, and offer what can be done where it is damaged.

        path  where it is, if the fault does not know
        """
        self._window.session.publish(Told(str(fault), fault=True))
        damaged = path or getattr(fault, "path", None)
        if damaged is not None and is_damage(fault):
            QTimer.singleShot(0, self, partial(self._offer, damaged, fault))  # once the window is there

    def _offer(self, path: Path, fault: Fault) -> None:
        self.salvaging.offer(path, fault)

    def go_to(self, place: "Place") -> None:
        """Show a place in its article, with the keys for what is selected there."""
        from annotator.session.finding.places import go  # not needed at the start

        window = self._window
        go(window.session, place, window.text.reveal)
        window.activateWindow()
        window.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def drag(self, event: QDragEnterEvent) -> None:
        """Let files, folders and text be dropped on the window."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def drop(self, event: QDropEvent) -> None:
        """Import files and folders that are dropped, else make an article of the text."""
        dropped = event.mimeData()
        files = [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
        if files:
            self.imports.bring(files)
        elif dropped.hasText():
            QGuiApplication.clipboard().setText(dropped.text())
            self._window.run("file.paste")
        event.acceptProposedAction()

    def cancel(self) -> None:
        """End what is looked at for an import."""
        if "imports" in self.__dict__:
            self.imports.cancel()

    def _hear_of_file(self, event: Any) -> None:
        if isinstance(event, Exported):
            self.project_file.exported(event.report)
        elif isinstance(event, Compacted | Copied) or (isinstance(event, Unkept) and event.asked):
            self.project_file.take_kept(event)
        elif isinstance(event, Opened) and (self._window.session.document is None or "projects" in self.__dict__):
            self.projects.show_start()

    def _hear(self, event: Any) -> None:
        if isinstance(event, Asked):
            act = getattr(self, f"_ask_{event.what}", None)
            if act is not None:
                act() if event.detail is None else act(event.detail)
            elif event.what in _OF_PROJECTS:
                self.projects.answer(event.what)
        elif isinstance(event, Opened):
            self._rested.start()
        elif isinstance(event, Imported):
            self.texts.ask_about_import(event.report.wrapped)
        elif isinstance(event, Seen):
            for part in self._parts:
                part.take(event)
        elif isinstance(event, Update):
            for part in self._parts:
                part.updated(event)

    def _ask_weights(self) -> None:
        self.weighing.open()

    def _ask_pipeline_labels(self) -> None:
        self.naming.open()

    def _ask_properties(self) -> None:
        self.project_file.open()

    def _ask_save_copy(self) -> None:
        self.project_file.ask_for_copy()

    def _ask_compact(self) -> None:
        self.project_file.ask_to_compact()

    def _ask_preferences(self) -> None:
        self.preferring.open()

    def _ask_export(self) -> None:
        self.exports.open()

    def _ask_care(self, what: str) -> None:
        self.care.answer(what)

    def _ask_note(self, annotation: str | None = None) -> None:
        self.notes.ask(annotation)

    def _ask_findings(self) -> None:
        self.findings.open()

    def _ask_search(self, query: str | None = None) -> None:
        self.search.open(query)

    def _ask_result(self, step: int) -> None:
        self.search.step(step)

    def _ask_figures(self) -> None:
        self.figures.open()

    def _ask_concordance(self) -> None:
        self.concordance.open()

    def _ask_run_again(self) -> None:
        self.running.open()

    def _ask_join_lines(self) -> None:
        self.texts.look_at_lines(asked=True)

    def _ask_correct_text(self) -> None:
        self.correcting.open()

    def _ask_boilerplate(self, turned: "Turned") -> None:
        self.texts.set_aside(turned)

    def _ask_guideline(self) -> None:
        self.guiding.toggle()

    def _ask_guidelines(self) -> None:
        self.guiding.open_at_selected()

    def _ask_hard_case(self) -> None:
        self.guiding.ask_why()

    def _ask_guiding(self, what: str) -> None:
        self.guiding.answer(what)

    def _ask_finding(self) -> None:
        self.findings.step(1)

    def _ask_finding_before(self) -> None:
        self.findings.step(-1)
