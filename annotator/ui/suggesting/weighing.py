"""Learning how quotes are told, and choosing between what was learned, from the window."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFileDialog

from annotator.model.faults import Fault
from annotator.session.beside.looks import Ended, HowFar, Seen
from annotator.session.commands.registry import attempt
from annotator.session.events import Asked
from annotator.session.learning import learning
from annotator.session.learning.learning import Offer, Stage
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.suggesting.weights import Comparison, WeightsDialog
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT = "weights"


class Weighing(Part):
    """The dialog of a window, and what is done from it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._number = -1
        self._offer: Offer | None = None
        self.dialog = WeightsDialog(window)
        self.dialog.learning.connect(self.learn)
        self.dialog.cancelled.connect(self._on_cancelled)
        self.dialog.using.connect(self._on_using)
        self.dialog.choosing.connect(self._on_choosing)
        self.dialog.going_back.connect(lambda: self.choose(None))
        self.dialog.finished.connect(window.activateWindow)

    def open(self) -> None:
        """Show what is used."""
        self.dialog.set_theme(self._window.theme)
        self._tell()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def learn(self) -> None:
        """Learn from the done articles of the project that is open."""
        self._offer = None
        path = self._window.session.project.path
        self.dialog.show_busy(translated("Starting…"))
        self._number = self._window.background.look(SORT, partial(learning.learn, path))

    def take(self, seen: Seen) -> None:
        """Show how far it is and what came of it, if it was asked for here."""
        if seen.number != self._number:
            return
        if isinstance(seen.what, HowFar):
            self.dialog.set_progress(seen.what.done, seen.what.total)
        elif isinstance(seen.what, Stage):
            self.dialog.show_busy(_said(seen.what.name))
        elif isinstance(seen.what, Offer):
            self._offer = seen.what
            learned = seen.what.learned
            before, after = learning.shown(learned.before), learning.shown(learned.after)
            self.dialog.show_learned(Comparison(learned.articles, learned.quotes, before, after))
        elif isinstance(seen.what, Ended):
            self._number = -1
            if seen.what.fault is not None:
                self.dialog.show_idle(str(seen.what.fault), fault=True)

    def set_theme(self, theme: Theme) -> None:
        self.dialog.set_theme(theme)

    def project_changed(self) -> None:
        self._on_cancelled()
        self.dialog.reject()

    def choose(self, folder: Path | None) -> None:
        """Have suggestions made with the weights in a folder, None for the program's."""
        try:
            learning.choose(self._window.session, folder)
        except Fault as fault:
            self.dialog.show_idle(str(fault), fault=True)
            return
        self._chosen()

    def _chosen(self) -> None:
        self._offer = None
        self._tell()
        self.dialog.show_idle(translated("Suggestions are made with them from now on; what is decided stays."))
        self._window.session.publish(Asked("prepare"))

    def _tell(self) -> None:
        folder, articles = self._window.session.weights, None
        if folder is not None:
            try:
                articles = learning.about(folder)
            except Fault as fault:
                self.dialog.show_idle(str(fault), fault=True)
        if folder is None:
            words = translated("Suggestions are made by what comes with the program.")
        elif articles is None:
            words = translated("Suggestions are made by what is in {folder}.").format(folder=folder)
        else:
            words = (
                translated("Suggestions are made by what is in {folder}, learned from 1 article.")
                if articles == 1
                else translated("Suggestions are made by what is in {folder}, learned from {n} articles.")
            ).format(folder=folder, n=QLocale().toString(articles))
        self.dialog.show_used(words, own=folder is None)

    def _on_cancelled(self) -> None:
        if self._number >= 0:
            self._window.background.stop_looking(SORT)
            self._number = -1
            self.dialog.show_idle(translated("Stopped. Nothing was changed."))

    def _on_using(self) -> None:
        offer = self._offer
        if offer is not None and attempt(self._window.session, lambda: learning.use(self._window.session, offer)):
            self._chosen()

    def _on_choosing(self) -> None:
        chooser = QFileDialog(self.dialog, translated("The folder of what was learned"))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setDirectory(str(self._window.session.project.path.absolute().parent))
        chooser.fileSelected.connect(lambda name: self.choose(Path(name)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()


def _said(stage: str) -> str:
    return {
        "articles": translated("Taking the done articles…"),
        "articles read": translated("Reading the articles…"),
        "turns with articles held out": translated("Trying it on articles held out…"),
    }.get(stage, stage)
