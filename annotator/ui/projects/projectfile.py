"""A project's file from the window: its properties, damage looked for, copies, compacting."""

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from annotator.session.beside.looks import Ended, Seen
from annotator.session.commands.registry import attempt
from annotator.session.events import Told
from annotator.session.exchange.exporting import ExportReport
from annotator.session.news import Working
from annotator.session.projects.keeping import Compacted, Copied, Unkept
from annotator.session.projects.projectfile import Checked, Properties, look_at_project, look_for_damage, note_export
from annotator.session.projects.projects import SUFFIX
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.projects.properties import PropertiesDialog
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_log = logging.getLogger(__name__)
SORT, CHECK = "properties", "damage"


class ProjectFile(Part):
    """Answers what commands ask about the file of the project that is open; all that takes time is done behind."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._numbers: dict[str, int] = {}
        self._busy = False
        self.dialog = PropertiesDialog(window)
        self.dialog.check_asked.connect(self._on_check)
        self.dialog.copy_asked.connect(lambda: window.run("file.save_copy"))
        self.dialog.compact_asked.connect(lambda: window.run("file.compact"))
        self.dialog.finished.connect(window.activateWindow)

    def open(self) -> None:
        """Show what is known of the project."""
        self.dialog.set_theme(self._window.theme)
        self.dialog.wait(can_compact=not self._window.session.project.read_only)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._look()

    def set_theme(self, theme: Theme) -> None:
        self.dialog.set_theme(theme)

    def project_changed(self) -> None:
        self._numbers.clear()
        self._busy = False
        self.dialog.reject()

    def take(self, seen: Seen) -> None:
        if seen.number not in self._numbers.values():
            return
        if isinstance(seen.what, Properties):
            self.dialog.show_properties(seen.what)
        elif isinstance(seen.what, Checked):
            self.dialog.show_check(seen.what.lines)
        elif isinstance(seen.what, Ended) and seen.what.fault is not None:
            self.dialog.show_fault(str(seen.what.fault))

    def _look(self) -> None:
        look = partial(look_at_project, self._window.session.project.path)
        self._numbers[SORT] = self._window.background.look(SORT, look)

    def _on_check(self) -> None:
        self.dialog.show_check(None)
        look = partial(look_for_damage, self._window.session.project.path)
        self._numbers[CHECK] = self._window.background.look(CHECK, look)

    def exported(self, report: ExportReport) -> None:
        """Remember where the project was exported to, and let the file be dragged from what is told of it."""
        _log.info("An export has ended: %d articles, %d faults", report.written, len(report.faults))
        if report.path is not None and not report.dry:
            self._window.key_line.offer(report.path)
        note_export(self._window.session.project, report)

    # Copies

    def ask_for_copy(self) -> None:
        """Ask where a copy is to be, and have it written."""
        path = self._window.session.project.path
        proposed = path.with_name(f"{path.stem} copy{SUFFIX}")
        options = QFileDialog.Option.DontConfirmOverwrite  # nothing is written over
        name, _ = QFileDialog.getSaveFileName(
            self._window, translated("Save a copy"), str(proposed), translated("Projects (*.anno)"), options=options
        )
        if name:
            target = Path(name if name.endswith(SUFFIX) else name + SUFFIX)
            if attempt(self._window.session, lambda: self._window.background.keeper.save_copy(target)):
                self._begin(translated("Copying the project"))

    def _offer(self, copy: Path) -> None:
        box = self._box(translated("The copy is whole: {path}.").format(path=copy))
        here = box.addButton(translated("Open it &here"), QMessageBox.ButtonRole.AcceptRole)
        beside = box.addButton(translated("Open it in a new &window"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(translated("Go on here"), QMessageBox.ButtonRole.RejectRole))
        here.clicked.connect(lambda: self._window.exchanging.projects.go_on_with(copy))
        beside.clicked.connect(lambda: self._window.exchanging.projects.open_beside(copy))
        box.open()

    # Compacting

    def ask_to_compact(self) -> None:
        """Ask whether the project's file is to be compacted, and have it done."""
        if self._busy:
            self._window.session.tell(translated("Wait until what goes on with the project’s file is done."))
            return
        words = translated("Compact {name}? It is backed up first. For the seconds that takes, nothing can be edited.")
        box = self._box(words.format(name=self._window.session.project.path.name))
        box.addButton(QMessageBox.StandardButton.Cancel)
        do = box.addButton(translated("Compact"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(do)
        do.clicked.connect(self._compact)
        box.open()

    def _compact(self) -> None:
        self._begin(translated("Compacting the project"))
        self._window.background.alone(lambda keeper: keeper.compact())

    def _box(self, words: str) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(words)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return box

    def _begin(self, words: str) -> None:
        self._busy = True
        self._window.session.publish(Working(words))

    def take_kept(self, event: Compacted | Copied | Unkept) -> None:
        """Say what came of it, if it was asked for here."""
        if not self._busy:
            return
        self._busy = False
        session = self._window.session
        session.publish(Working())
        if isinstance(event, Unkept):
            session.publish(Told(str(event.fault), fault=True))
        elif isinstance(event, Copied):
            self._offer(event.into)
        else:
            size = QLocale().formattedDataSize
            words = translated("The project takes {after} instead of {before}.")
            session.tell(words.format(after=size(event.after), before=size(event.before)))
        if self.dialog.isVisible():
            self._look()
