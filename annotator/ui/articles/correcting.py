"""Correcting an article's text in a window: what is asked, looked at meanwhile, done, and listed to be looked at."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from annotator.model.document import AnyAnnotation, Document, Entity
from annotator.model.texts.correcting import Correction, corrected
from annotator.session.beside.looks import Ended, Seen
from annotator.session.commands.registry import attempt
from annotator.session.finding.places import Place
from annotator.session.texts.correcting import FileText, Look, correct, look_at_correction, look_into
from annotator.ui.articles.correctdialog import CorrectDialog
from annotator.ui.describing import shortened
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.theme import Theme
from annotator.ui.widgets.lookpanel import LookPanel

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_ALIGNING, _READING = "aligning", "text of a file"
_PAUSE = 250
"""Milliseconds after a change until it is looked at."""
_HEIGHT = 180
LONG = 40_000
"""From how many characters on that is done in another process: aligning takes 10 ms here for fewer."""


class Correcting(Part):
    """The dialog of a window, and the list of what a correction leaves to be looked at."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._document = Document.empty()
        self._base: str | None = None  # the article's text as the field shows it
        self._correction: Correction | None = None
        self._number = self._reading = -1
        self.dialog = CorrectDialog(window)
        self.panel = LookPanel(window)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        self.dialog.edited.connect(self._on_edited)
        self.dialog.field.filled.connect(self._on_filled)
        self.dialog.browsing.connect(self._on_browsing)
        self.dialog.corrected.connect(self._on_corrected)
        self.dialog.finished.connect(self._on_finished)
        self.panel.stand_below(window, _HEIGHT)
        self.set_theme(window.theme)

    @property
    def busy(self) -> bool:
        """Whether what a text does has still to be worked out."""
        return self._pause.isActive() or self._number != -1 or self._reading != -1 or not self.dialog.field.whole

    def open(self) -> None:
        """Show the text of the article on the desk, to be corrected."""
        document = self._window.session.document
        if document is None:
            return
        self._document, self._base, self._correction = document, None, None
        self.dialog.set_theme(self._window.theme)
        self.dialog.ask(document.text)

    def set_theme(self, theme: Theme) -> None:
        self.dialog.set_theme(theme)
        self.panel.set_theme(theme)

    def project_changed(self) -> None:
        self.dialog.reject()
        self.panel.hide()

    def list_touched(self, document: Document, touched: "tuple[AnyAnnotation, ...]") -> None:
        """List annotations whose words a correction changed; the list stays until somebody closes it."""
        places = [
            Place(document.id, shortened(document.words(each.extent), 80), None, each.id, sort=_sort(each))
            for each in touched
        ]
        words = translated("Moved as near as can be told, because their own words were changed: look at each.")
        self.panel.show_places(words, places, {document.id: document.article.title})

    def replace_by(self, path: Path) -> None:
        """Have the text of a file in the field."""
        self.dialog.say(translated("Reading {file}…").format(file=path.name))
        self._reading = self._window.background.look(_READING, partial(look_into, path))

    def take(self, seen: Seen) -> None:
        if seen.number == self._reading:
            self._take_file(seen.what)
        elif seen.number == self._number:
            if isinstance(seen.what, Look):
                self._show(seen.what)
            elif isinstance(seen.what, Ended):
                self._number = -1
                if seen.what.fault is not None:
                    self.dialog.say(str(seen.what.fault), wrong=True)

    def _take_file(self, what: object) -> None:
        if isinstance(what, FileText):
            self.dialog.field.fill(what.text)
        elif isinstance(what, Ended):
            self._reading = -1
            if what.fault is not None:
                self.dialog.say(str(what.fault), wrong=True)

    def _on_filled(self) -> None:
        if self._base is None:
            shown, text = self.dialog.field.shown, self._document.text
            self._base = shown if len(shown) == len(text) else text
        else:
            self._on_edited()

    def _on_edited(self) -> None:
        self._correction = None
        self.dialog.say(translated("Looking what that changes…"))
        self._pause.start()

    def _look(self) -> None:
        new, base = self.dialog.field.shown, self._base or ""
        if new == base:
            self.dialog.say(translated("Nothing is changed yet."))
        elif not new.strip():
            self.dialog.say(translated("An article without a text is none. Set it aside instead."), wrong=True)
        else:
            apart, document = max(len(new), len(base)) > LONG, self._document
            of = (self._window.session.project.path, document.id) if apart else document
            look = partial(look_at_correction, of, base, new)
            self._number = self._window.background.look(_ALIGNING, look, apart=apart)

    def _show(self, look: Look) -> None:
        self._correction = look.correction
        if look.correction is None:
            words = translated("This text has next to nothing in common with the article. Import it as an article.")
            self.dialog.say(words, wrong=True)
            return
        self.dialog.show_correction(self._document, look.correction)

    def _on_browsing(self) -> None:
        chooser = QFileDialog(self.dialog, translated("Replace the text by a file's"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(lambda name: self.replace_by(Path(name)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _on_corrected(self) -> None:
        session, correction = self._window.session, self._correction
        document = session.document
        if correction is None or document is None or document.id != self._document.id:
            return
        if document is not self._document:  # suggestions came meanwhile
            correction = corrected(document, correction.edit.pieces)
        attempt(session, lambda: correct(session, correction, lambda: self._list(document.id, correction.touched)))

    def _list(self, document_id: str, touched: "tuple[AnyAnnotation, ...]") -> None:
        session = self._window.session
        if session.document is not None and session.current == document_id:
            self.list_touched(session.document, touched)

    def _on_finished(self) -> None:
        self._pause.stop()
        self._window.background.stop_looking(_ALIGNING)
        self._window.background.stop_looking(_READING)
        self._number = self._reading = -1
        self._window.activateWindow()


def _sort(annotation: AnyAnnotation) -> str:
    return annotation.label if isinstance(annotation, Entity) else translated("quote")
