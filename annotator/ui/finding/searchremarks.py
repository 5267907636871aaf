"""What somebody notes on results without going there: their notes are written in the list, and flags put and taken."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu

from annotator.session.commands import COMMANDS
from annotator.session.commands.noting import check_may_write, turn_flag, write_note
from annotator.session.commands.registry import attempt
from annotator.session.finding.places import Place
from annotator.ui.articles.notefield import NoteField
from annotator.ui.keys import keys
from annotator.ui.menus import entry, translated
from annotator.ui.theme import Theme
from annotator.ui.widgets.places import PlaceList

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_NOTE, _FLAG = "annotation.note", "annotation.flag"
_INDENT = 40.0


class SearchRemarks(QObject):
    """Notes and flags of the rows of a list of results. Words of a text have none: there they are the article's."""

    def __init__(self, window: "MainWindow", view: PlaceList) -> None:
        super().__init__(window)
        self._window, self._view = window, view
        self._about = Place("", "")
        self.menu = QMenu(window)
        self.field = NoteField(view.viewport())
        self.field.written.connect(self._on_written)
        self.field.closed.connect(view.setFocus)
        view.asks = lambda event: any(self._is(name, event) for name in (_NOTE, _FLAG))
        view.asked.connect(self._on_asked)
        self.set_theme(window.theme)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self.field.set_theme(theme)

    def note(self, place: Place) -> None:
        """Have the note of a row written, below it."""
        session = self._window.session
        if not attempt(session, lambda: check_may_write(session)):
            return
        self._about = place
        document = session.load(place.article)
        thing = document.by_id.get(place.annotation) if place.annotation is not None else document
        about = translated("Note on “{words}”").format(words=place.words) if place.annotation else ""
        row = QRectF(self._view.visualRect(self._view.currentIndex()))
        note = thing.note if thing is not None else None
        self.field.ask(note, about or translated("Note on the article"), row, row.x() + _INDENT)

    def turn_flag(self, place: Place) -> None:
        """Flag what a row is about to come back to, or take its flag away."""
        session = self._window.session
        attempt(session, lambda: turn_flag(session, place.article, place.annotation))

    def _on_written(self, words: str) -> None:
        about, session = self._about, self._window.session
        attempt(session, lambda: write_note(session, about.article, about.annotation, words))

    def _on_asked(self, place: Place, event: QKeyEvent | QContextMenuEvent) -> None:
        if isinstance(event, QContextMenuEvent):
            self._show_menu(place, event)
        elif self._is(_NOTE, event):
            self.note(place)
        else:
            self.turn_flag(place)

    def _is(self, name: str, event: QKeyEvent) -> bool:
        return not set(keys.names(event)).isdisjoint(self._window.keymap.keys(COMMANDS[name]))

    def _show_menu(self, place: Place, event: QContextMenuEvent) -> None:
        self.menu.clear()
        words = translated("Go there")
        self.menu.addAction(words).triggered.connect(lambda: self._window.exchanging.go_to(place))
        for name, act in ((_NOTE, self.note), (_FLAG, self.turn_flag)):
            words = entry(COMMANDS[name], self._window.keymap)
            self.menu.addAction(words).triggered.connect(lambda _=False, act=act: act(place))
        self.menu.popup(event.globalPos())
