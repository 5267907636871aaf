"""Putting a project's backups back from the window: what the dialog asks for, and what comes of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.session.projects.keeping import Compared, KeeperEvent, Restored, Unkept, backups_of
from annotator.session.projects.projects import SUFFIX
from annotator.session.session import Session
from annotator.store.backups import Backup
from annotator.ui.menus import translated
from annotator.ui.projects.backups import RestoreDialog, when

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class Restoring(QObject):
    """The dialog of a window, and what is done from it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.dialog = RestoreDialog(window)
        self.dialog.setModal(True)  # nothing may be edited while a backup is put back
        self.dialog.looked_at.connect(self._on_looked_at)
        self.dialog.in_place.connect(self._on_in_place)
        self.dialog.as_copy.connect(self._on_as_copy)
        self.dialog.finished.connect(window.activateWindow)

    def ask(self) -> None:
        """Show the backups of the project that is open."""
        found = backups_of(self._window.session.project.path).list()
        self.dialog.set_theme(self._window.theme)
        self.dialog.show_backups(found)
        self.dialog.open()

    def take(self, event: KeeperEvent) -> None:
        """Show what was found out or done."""
        if isinstance(event, Compared):
            self.dialog.show_difference(event.backup, event.difference)
        elif isinstance(event, Unkept):
            self.dialog.show_fault(str(event.fault))
        elif isinstance(event, Restored):
            self.dialog.show_backups([])
            self.dialog.accept()
            self._show(event)

    def _show(self, restored: Restored) -> None:
        window = self._window
        if restored.into is None:
            window.take_session(Session(window.session.project, window.session.by))
            words = translated("The project is as it was at {time}. What it held before is the newest backup.")
            window.session.tell(words.format(time=when(restored.backup)))
        else:
            words = translated("What the project held at {time} is in {path}.")
            window.session.tell(words.format(time=when(restored.backup), path=restored.into))

    def _on_looked_at(self, backup: Backup) -> None:
        self._window.background.keeper.compare(backup)

    def _on_in_place(self, backup: Backup) -> None:
        self.dialog.set_busy()
        self._window.background.alone(lambda keeper: keeper.restore(backup))

    def _on_as_copy(self, backup: Backup) -> None:
        project = self._window.session.project.path
        proposed = project.with_name(f"{project.stem} {backup.at.astimezone():%Y-%m-%d %H.%M}{SUFFIX}")
        chooser = QFileDialog(self.dialog, translated("Restore into a copy"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilter(translated("Projects (*.anno)"))
        chooser.setDefaultSuffix(SUFFIX[1:])
        chooser.setDirectory(str(proposed.parent))
        chooser.selectFile(proposed.name)
        chooser.fileSelected.connect(lambda name: self.copy_to(backup, Path(name)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def copy_to(self, backup: Backup, target: Path) -> None:
        """Have a backup put into a new project."""
        self.dialog.set_busy()
        self._window.background.keeper.copy(backup, target)
