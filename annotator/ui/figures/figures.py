"""The figures of a window: when they are counted, shown anew, and saved."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from annotator.formats.files import written_beside
from annotator.model.counted import after
from annotator.model.faults import Fault
from annotator.model.figures import Counts, Table
from annotator.model.history import Update
from annotator.session.beside.looks import Ended, Seen
from annotator.session.figures import Figured, as_csv, look_again_at_figures, look_at_figures
from annotator.ui.figures.charts import chart_of, load
from annotator.ui.figures.figurepage import FiguresDialog
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT = "figures"
_PAUSE = 2_000
"""Milliseconds after an edit until the figures are worked out again."""


class Figures(Part):
    """The page of a window: what is shown in it, and when it is worked out anew."""

    _loaded = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._number = -1
        self._ready = False
        self._found: tuple[Table, ...] | None = None
        self._counts: Counts | None = None
        self._changed = False  # while they are counted
        self.dialog = FiguresDialog(window)
        self.dialog.saving.connect(self._ask_where)
        self.dialog.finished.connect(self._on_finished)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        self._loaded.connect(self._on_loaded)
        QThreadPool.globalInstance().start(self._load)

    @property
    def busy(self) -> bool:
        """Whether the figures on show are not those of the project as it is."""
        return self._found is None or not self._ready or self._number != -1

    def open(self) -> None:
        """Show the figures of the project."""
        self.dialog.set_theme(self._window.theme)
        self._look()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def take(self, seen: Seen) -> None:
        if seen.number != self._number:
            return
        if isinstance(seen.what, Figured):
            self._take(seen.what)
        elif isinstance(seen.what, Ended):
            self._number = -1
            if seen.what.fault is not None:
                self.dialog.say(f"⚠ {seen.what.fault}", wrong=True)
            else:
                self._show()

    def _take(self, figured: Figured) -> None:
        if figured.counts is None:  # somebody else has changed the project
            self._counts = None
            self._pause.start(0)
            return
        self._found = figured.tables
        if not self._changed:
            self._counts = figured.counts

    def updated(self, update: Update) -> None:
        """The figures follow when the hands rest."""
        self._changed = True
        self._counts = after(self._counts, update) if self._counts is not None else None
        if self.dialog.isVisible():
            self._pause.start()

    def set_theme(self, theme: Theme) -> None:
        self.dialog.set_theme(theme)

    def project_changed(self) -> None:
        self._found = self._counts = None
        self.dialog.reject()

    def save(self, path: Path) -> None:
        """Write the figure on show as PNG, SVG or CSV, as the file's name says; a fault is said in the dialog."""
        table = self.dialog.current
        if table is None:
            return
        try:
            if path.suffix.lower() == ".csv":
                with written_beside(path) as file:
                    file.write(as_csv(table))
            else:
                self.dialog.chart.save(path)
        except Fault as fault:
            self.dialog.say(f"⚠ {fault}", wrong=True)
        else:
            self.dialog.say(translated("Saved as {path}").format(path=path))

    def _load(self) -> None:
        load()
        self._loaded.emit()

    def _on_loaded(self) -> None:
        self._ready = True
        self._show()

    def _look(self) -> None:
        self.dialog.begin()
        path = self._window.session.project.path
        self._changed = False
        if self._counts is None:
            self._number = self._window.background.look(SORT, partial(look_at_figures, path))
        else:
            again = partial(look_again_at_figures, path, self._counts)
            self._number = self._window.background.look(SORT, again, apart=False)

    def _show(self) -> None:
        if self._ready and self._found is not None and self._number == -1:
            self.dialog.show_tables(self._found)

    def _ask_where(self) -> None:
        table = self.dialog.current
        if table is None:
            return
        kinds = [translated("Table (*.csv)")]
        if chart_of(table) is not None:
            kinds = [translated("Picture (*.png)"), translated("Drawing (*.svg)"), *kinds]
        chooser = QFileDialog(self.dialog, translated("Save the figure"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilters(kinds)
        chooser.setDefaultSuffix("png" if len(kinds) > 1 else "csv")
        chooser.filterSelected.connect(lambda kind: chooser.setDefaultSuffix(kind.partition("*.")[2].rstrip(")")))
        chooser.selectFile(f"{self._window.session.project.path.stem} {table.name}")
        chooser.fileSelected.connect(lambda name: self.save(Path(name)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _on_finished(self) -> None:
        self._pause.stop()
        self._number = -1
        self._window.background.stop_looking(SORT)
        self._window.activateWindow()
