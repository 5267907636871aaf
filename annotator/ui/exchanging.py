"""What goes in and out of the project in a window: imports, exports, what may be wrong before, what is learned."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication

from annotator.model.faults import Fault
from annotator.model.history import Update
from annotator.session.events import Asked, Told
from annotator.session.looks import Seen
from annotator.session.projects import is_damage
from annotator.session.session import Session
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.session.places import Place
    from annotator.ui.exports import Exports
    from annotator.ui.findings import Findings
    from annotator.ui.imports import Imports
    from annotator.ui.pipelinelabels import PipelineNaming
    from annotator.ui.salvaging import Salvaging
    from annotator.ui.weighing import Weighing
    from annotator.ui.window import MainWindow


class Exchanging(QObject):
    """Answers what commands ask of it. What it shows is made when it is first needed."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._imports: Imports | None = None
        self._findings: Findings | None = None
        self._exports: Exports | None = None
        self._weighing: Weighing | None = None
        self._naming: PipelineNaming | None = None
        self._salvaging: Salvaging | None = None

    def attach(self, session: Session) -> None:
        """Answer the commands of another session."""
        session.subscribe(self._hear)
        if self._imports is not None:
            self._imports.project_changed()
        if self._findings is not None:
            self._findings.project_changed()
        if self._exports is not None:
            self._exports.dialog.reject()
        if self._weighing is not None:
            self._weighing.project_changed()
        if self._naming is not None:
            self._naming.project_changed()

    def set_theme(self, theme: Theme) -> None:
        """Show everything in a theme."""
        if self._imports is not None:
            self._imports.set_theme(theme)
        if self._findings is not None:
            self._findings.panel.set_theme(theme)
        if self._exports is not None:
            self._exports.dialog.set_theme(theme)
        if self._weighing is not None:
            self._weighing.dialog.set_theme(theme)
        if self._naming is not None:
            self._naming.dialog.set_theme(theme)

    @property
    def imports(self) -> "Imports":
        """What brings files and folders in."""
        if self._imports is None:
            from annotator.ui.imports import Imports  # not needed at the start

            self._imports = Imports(self._window)
        return self._imports

    @property
    def findings(self) -> "Findings":
        """What may be wrong in the project."""
        if self._findings is None:
            from annotator.ui.findings import Findings  # not needed at the start

            self._findings = Findings(self._window)
        return self._findings

    @property
    def weighing(self) -> "Weighing":
        """How quotes are told."""
        if self._weighing is None:
            from annotator.ui.weighing import Weighing  # not needed at the start

            self._weighing = Weighing(self._window)
        return self._weighing

    @property
    def naming(self) -> "PipelineNaming":
        """What the pipeline's labels are called."""
        if self._naming is None:
            from annotator.ui.pipelinelabels import PipelineNaming  # not needed at the start

            self._naming = PipelineNaming(self._window)
        return self._naming

    @property
    def salvaging(self) -> "Salvaging":
        """What is done about a damaged project."""
        if self._salvaging is None:
            from annotator.ui.salvaging import Salvaging  # not needed where all is well

            self._salvaging = Salvaging(self._window)
        return self._salvaging

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

    @property
    def exports(self) -> "Exports":
        """What asks how to export."""
        if self._exports is None:
            from annotator.ui.exports import Exports  # not needed at the start

            self._exports = Exports(self._window)
        return self._exports

    def go_to(self, place: "Place") -> None:
        """Show a place in its article, with the keys for what is selected there."""
        from annotator.session.places import go  # not needed at the start

        window = self._window
        span = go(window.session, place)
        window.activateWindow()
        window.text.setFocus(Qt.FocusReason.OtherFocusReason)
        if span is not None:
            window.text.reveal(span)

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
        if self._imports is not None:
            self._imports.cancel()

    def _hear(self, event: Any) -> None:
        if isinstance(event, Asked):
            act = getattr(self, f"_ask_{event.what}", None)
            if act is not None:
                act()
        elif isinstance(event, Seen):
            lookers = (self._imports, self._findings, self._exports, self._weighing, self._naming, self._salvaging)
            for looker in lookers:
                if looker is not None:
                    looker.take(event)
        elif isinstance(event, Update) and self._findings is not None:
            self._findings.updated(event)

    def _ask_weights(self) -> None:
        self.weighing.open()

    def _ask_pipeline_labels(self) -> None:
        self.naming.open()

    def _ask_export(self) -> None:
        self.exports.open()

    def _ask_findings(self) -> None:
        self.findings.open()

    def _ask_finding(self) -> None:
        self.findings.step(1)

    def _ask_finding_before(self) -> None:
        self.findings.step(-1)
