"""Writing notes in a window: the field at the place, and what becomes of what was written."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from annotator.model.document import Entity
from annotator.session.commands.noting import write_note
from annotator.session.commands.registry import attempt
from annotator.ui.articles.notefield import NoteField
from annotator.ui.describing import shortened
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class Notes(Part):
    """Asks for a note on an annotation or the article that is open, over the text."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._about: tuple[str, str | None] = ("", None)
        self.field = NoteField(window.text.viewport())
        self.field.written.connect(self._on_written)
        self.field.closed.connect(window.text.setFocus)
        self.set_theme(window.theme)

    def set_theme(self, theme: Theme) -> None:
        self.field.set_theme(theme)

    def project_changed(self) -> None:
        self.field.hide()

    def ask(self, annotation: str | None = None) -> None:
        """Ask for the note of an annotation, or of the article."""
        view, document = self._window.text, self._window.session.document
        if document is None:
            return
        self._about = document.id, annotation
        thing = document if annotation is None else document.by_id[annotation]
        line, x, about = QRectF(0, 0, 1, 0), 16.0, translated("Note on the article")
        if annotation is not None:
            noted = document.by_id[annotation]
            span = noted.extent
            view.hover.hide()
            view.reveal(span)
            top, _, bottom = view.scene().line_box(span.start)
            rects = view.scene().rects(span)
            line, x = QRectF(0, top, 1, bottom - top), rects[0].left() if rects else 0.0
            words = shortened(document.words(span))
            about = (
                translated("Note on the entity “{words}”")
                if isinstance(noted, Entity)
                else translated("Note on the quote “{words}”")
            )
            about = about.format(words=words)
        self.field.ask(thing.note, about, line, x)

    def _on_written(self, words: str) -> None:
        document_id, annotation = self._about
        attempt(self._window.session, lambda: write_note(self._window.session, document_id, annotation, words))
