"""A damaged project in the window: what can still be read is got out of it, or a backup is put in its place."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QProgressBar, QPushButton, QVBoxLayout

from annotator.model.faults import Fault
from annotator.session.beside.looks import Ended, HowFar, Look, Seen
from annotator.session.projects.keeping import backups_of
from annotator.session.projects.projects import open_session, spare_session
from annotator.session.projects.salvaging import compare_apart, restore_apart, salvage_apart, salvage_target
from annotator.store.backups import Backup
from annotator.store.salvage.salvaging import Salvaged
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.projects.backups import RestoreDialog, when
from annotator.ui.theme import Theme
from annotator.ui.widgets.rows import PAD, colour_words
from annotator.ui.widgets.sizing import size_dialog

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT = "salvage"
"""The looks that this asks for."""


class DamagedDialog(QDialog):
    """Says that a project is damaged and what can be done, and then what came of it. It does nothing itself.

    salvaging  what can be read is to be got out
    restoring  a backup is to be chosen
    opening    what was got out is to be opened
    stopping   what is being done is not to be done to its end
    """

    salvaging = Signal()
    restoring = Signal()
    opening = Signal()
    stopping = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("A damaged project"))
        self.setModal(True)
        size_dialog(self, 620, 320)
        self._busy = self._backup = False
        self._what = QLabel(self)
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._what.setWordWrap(True)
        self._lost = QPlainTextEdit(self)
        self._lost.setReadOnly(True)
        self._lost.setAccessibleName(self.tr("What was lost"))
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._note = QLabel(self)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._salvage = QPushButton(self.tr("&Get out what can be read"), self)
        self._restore = QPushButton(self.tr("Restore a &backup…"), self)
        self._open = QPushButton(self.tr("&Open it"), self)
        self._leave = QPushButton(self.tr("Leave it"), self)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self._salvage, self._restore, self._open, self._leave):
            button.setAutoDefault(False)  # whoever is typing decides nothing by it
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAD, PAD, PAD, PAD)
        for widget in (self._what, self._bar, self._lost, self._note):
            layout.addWidget(widget, 1 if widget is self._lost else 0)
        layout.addStretch(0)
        layout.addLayout(buttons)
        self._salvage.clicked.connect(self.salvaging)
        self._restore.clicked.connect(self.restoring)
        self._open.clicked.connect(self.opening)
        self._leave.clicked.connect(lambda: self.stopping.emit() if self._busy else self.reject())

    @property
    def words(self) -> str:
        """What it says."""
        return self._what.text()

    @property
    def lost(self) -> str:
        """What it lists as lost, a line each."""
        return self._lost.toPlainText()

    def show_damaged(self, fault: Fault, target: Path, newest: Backup | None, theme: Theme) -> None:
        """Say what is damaged, where what is left of it would go, and which backup is the newest."""
        words = self.tr(
            "{fault}\n\nIt has not been changed, and is kept whatever you choose here.\n\n"
            "What can still be read goes into a new project, “{name}”, and what was lost is listed.\n\n"
        ).format(fault=fault.message, name=target.name)
        words += (
            self.tr("The newest backup is of {time}; what it would change is shown before.").format(time=when(newest))
            if newest is not None
            else self.tr("There is no backup of it.")
        )
        self._what.setText(words)
        self._note.clear()
        colour_words(self._note, theme.error)
        self._backup = newest is not None
        self._set_state(busy=False, ended=False)

    def show_busy(self) -> None:
        """It is being done: until that has ended or is stopped nothing can be chosen or left."""
        self._bar.setRange(0, 0)
        self._set_state(busy=True, ended=False)

    def show_progress(self, done: int, total: int | None) -> None:
        """Say how far it is."""
        self._bar.setRange(0, total or 0)
        self._bar.setValue(done)

    def show_stopped(self) -> None:
        """It was stopped: what can be done may be chosen again."""
        self._set_state(busy=False, ended=False)

    def show_salvaged(self, found: Salvaged) -> None:
        """Say what was got out, and list what was lost."""
        number = QLocale().toString
        words = self.tr("{articles} articles with {annotations} entities and quotes are in “{name}”.").format(
            articles=number(found.articles), annotations=number(found.annotations), name=found.path.name
        )
        lost = self.tr("Nothing was lost, and everything can be undone as before.")
        if found.losses:
            lost = self.tr("This was lost ({n}):").format(n=number(len(found.losses)))
        self._what.setText(f"{words}\n\n{lost}")
        self._lost.setPlainText("\n".join(map(str, found.losses)))
        self._set_state(busy=False, ended=True)
        self._open.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, words: str) -> None:
        """Say what went wrong."""
        self._note.setText(f"⚠ {words}")
        self._set_state(busy=False, ended=False)

    def _set_state(self, *, busy: bool, ended: bool) -> None:
        self._busy = busy
        self._bar.setVisible(busy)
        self._lost.setVisible(ended and bool(self._lost.toPlainText()))
        self._open.setVisible(ended)
        self._leave.setText(self.tr("Stop") if busy else self.tr("Close") if ended else self.tr("Leave it"))
        for button in (self._salvage, self._restore):
            button.setVisible(not ended)
        self._salvage.setEnabled(not busy)
        self._restore.setEnabled(not busy and self._backup)

    def reject(self) -> None:
        if not self._busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:
            event.ignore()
        else:
            super().closeEvent(event)


class Salvaging(Part):
    """What a window does about damaged projects."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._path = self._target = Path()
        self._number = -1
        self.dialog = DamagedDialog(window)
        self.dialog.salvaging.connect(self._on_salvaging)
        self.dialog.restoring.connect(self._on_restoring)
        self.dialog.stopping.connect(self._on_stopping)
        self.dialog.opening.connect(lambda: self._open(self._target))
        self.backups = RestoreDialog(self.dialog, damaged=True)
        self.backups.setModal(True)
        self.backups.looked_at.connect(lambda backup: self._look(partial(compare_apart, self._path, backup)))
        self.backups.in_place.connect(self._on_in_place)

    def offer(self, path: Path, fault: Fault) -> None:
        """Say that a project is damaged, and offer what can be done about it."""
        if self.dialog.isVisible():
            return
        self._path, self._target = path, salvage_target(path)
        try:
            found = backups_of(path).list()
        except Fault:
            found = []
        self.dialog.show_damaged(fault, self._target, found[0] if found else None, self._window.theme)
        self.dialog.open()

    def take(self, seen: Seen) -> None:
        if seen.number != self._number:
            return
        what: Any = seen.what
        if isinstance(what, HowFar):
            self.dialog.show_progress(what.done, what.total)
        elif isinstance(what, Salvaged):
            self.dialog.show_salvaged(what)
        elif isinstance(what, Path):
            self.backups.show_backups([])
            self.backups.accept()
            self._open(what)
        elif isinstance(what, tuple):
            self.backups.show_difference(*what)
        elif isinstance(what, Ended) and what.fault is not None:
            shown = self.backups if self.backups.isVisible() else self.dialog
            shown.show_fault(str(what.fault))

    def _look(self, look: Look) -> None:
        self._number = self._window.background.look(SORT, look)

    def _on_salvaging(self) -> None:
        self._let_go()
        self._target = salvage_target(self._path)  # one that was stopped too late has made the first already
        self.dialog.show_busy()
        self._look(partial(salvage_apart, self._path, self._target, self._window.settings.person))

    def _on_stopping(self) -> None:
        self._window.background.stop_looking(SORT)
        self.dialog.show_stopped()

    def _on_restoring(self) -> None:
        self._let_go()
        self.backups.set_theme(self._window.theme)
        self.backups.show_backups(backups_of(self._path).list())
        self.backups.open()

    def _on_in_place(self, backup: Backup) -> None:
        self.backups.set_busy()
        self._look(partial(restore_apart, self._path, backup))

    def _let_go(self) -> None:
        """Close the project if it is the one in the window: what is done to it wants it for itself."""
        if self._window.session.project.path.resolve() == self._path.resolve():
            self._window.change_session(lambda settings: spare_session(settings, self._path))

    def _open(self, path: Path) -> None:
        self.dialog.accept()
        self._window.change_session(lambda settings: open_session(path, settings))
        words = translated("“{name}” is open. The damaged file is kept beside it.")
        if self._window.session.project.path == path:
            self._window.session.tell(words.format(name=path.name))
