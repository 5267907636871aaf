"""Exports from a window: the dialog, what it wants to know, and what is remembered of it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import paths
from annotator.session.beside.looks import Seen
from annotator.session.exchange.exporting import ExportOptions
from annotator.session.exchange.trial import look_at_export
from annotator.ui.exchange.exporting import ExportDialog
from annotator.ui.part import Part
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT = "export"


class Exports(Part):
    """The export dialog of a window; what it shows is found out in another process."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._number = -1
        self.dialog = ExportDialog(window)
        self.dialog.asked.connect(self._on_asked)
        self.dialog.stopped.connect(self._on_stopped)
        self.dialog.chosen.connect(window.exchanging.go_to)
        self.dialog.accepted_options.connect(self._on_accepted)
        self.dialog.finished.connect(window.activateWindow)

    def open(self) -> None:
        """Show the dialog with what was chosen last time."""
        window, dialog = self._window, self.dialog
        kept = window.settings.exporting
        dialog.set_theme(window.theme)
        if not dialog.isVisible():
            dialog.form.recall(kept)
            folder = Path(str(kept.get("folder", "")))
            known = kept.get("folder") and folder.is_dir()
            dialog.set_path((folder if known else paths.exports()) / f"{window.session.project.path.stem}.jsonl")
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        dialog.ask_anew()

    def set_theme(self, theme: Theme) -> None:
        self.dialog.set_theme(theme)

    def project_changed(self) -> None:
        self.dialog.reject()

    def take(self, seen: Seen) -> None:
        if seen.number == self._number:
            self.dialog.take(seen.what)

    def _on_asked(self, options: ExportOptions) -> None:
        path = self._window.session.project.path
        self._number = self._window.background.look(SORT, partial(look_at_export, path, options))

    def _on_stopped(self) -> None:
        self._number = -1
        self._window.background.stop_looking(SORT)

    def _on_accepted(self, path: Path, options: ExportOptions) -> None:
        kept = {**self.dialog.form.remember(), "folder": str(path.parent)}
        self._window.windows.change(exporting=kept)
        self._window.background.export_to(path, options)
