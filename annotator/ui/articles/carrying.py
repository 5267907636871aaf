"""Articles taken out of a window as JSONL: into the clipboard, or in a file that is dragged to another program."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication

from annotator.model.faults import Fault
from annotator.model.history import Update
from annotator.session.beside.looks import Ended, Seen
from annotator.session.events import Asked, Told
from annotator.session.exchange.carrying import Carried, check_clipboard, quick_jsonl, write_jsonl
from annotator.ui.articles.dragging import carry
from annotator.ui.menus import translated

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT = "carrying"


class Carrying:
    """Writes what a person takes out: at once where that is little, else in a process beside the window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._carried = Carried()
        self._number = -1
        self._dragged: tuple[str, ...] = ()
        """What is being written to be dragged; nothing where it is to be copied."""
        self._ready: tuple[tuple[str, ...], Path] | None = None

    def copy(self, ids: Sequence[str]) -> None:
        """Put articles into the clipboard, a line of JSONL each."""
        session = self._window.session
        try:
            check_clipboard(session, ids)
            words = quick_jsonl(session, ids)
            if words is not None:
                self._put(words, len(ids))
            else:
                self._begin(ids, dragged=False)
        except (Fault, OSError) as error:
            self._tell(error)

    def drag(self, ids: Sequence[str]) -> None:
        """Let a person drop articles on another program, as a JSONL file.

        Where it takes longer to write than they hold the mouse, they are told when it is there to be dragged.
        """
        session, wanted = self._window.session, tuple(ids)
        try:
            if self._ready is not None and self._ready[0] == wanted and self._ready[1].exists():
                carry(self._window.queue.view, self._ready[1])
            elif (words := quick_jsonl(session, wanted)) is not None:
                self.forget()
                carry(self._window.queue.view, self._carried.write(self._title(wanted), words), words)
            elif self._dragged != wanted:
                self._begin(wanted, dragged=True)
        except (Fault, OSError) as error:
            self._tell(error)

    def updated(self, update: Update) -> None:
        """What is there to be dragged is out of date where its articles were changed."""
        if self._ready is not None and not set(update.transaction.documents).isdisjoint(self._ready[0]):
            self._ready = None

    def forget(self) -> None:
        """Let go of what was written, and of what is being written."""
        self._ready = None
        if self._number >= 0:
            self._window.background.stop_looking(SORT)
            self._number, self._dragged = -1, ()

    def take(self, seen: Seen) -> None:
        """Copy or drag what has been written, if it was asked for here."""
        if seen.number != self._number:
            return
        if isinstance(seen.what, Ended):
            self._number, self._dragged = -1, ()
            if seen.what.fault is not None:
                self._tell(seen.what.fault)
        elif isinstance(seen.what, tuple):
            path, count = seen.what
            if self._dragged:
                self._hand_over(path, count)
            else:
                self._put(path.read_text(encoding="utf-8"), count)
                self._carried.clear()

    def _hand_over(self, path: Path, count: int) -> None:
        self._ready = self._dragged, path
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            carry(self._window.queue.view, path)
        else:
            words = translated("The file of {n} articles is there: drag them once more.")
            if count == 1:
                words = translated("The file of the article is there: drag it once more.")
            self._window.session.tell(words.replace("{n}", QLocale().toString(count)))

    def _begin(self, ids: Sequence[str], *, dragged: bool) -> None:
        self.forget()
        session = self._window.session
        path = self._carried.place(self._title(ids))
        look = partial(write_jsonl, session.project.path, tuple(ids), path)
        self._number, self._dragged = self._window.background.look(SORT, look), tuple(ids) if dragged else ()
        words = translated("Writing {n} article…") if len(ids) == 1 else translated("Writing {n} articles…")
        session.tell(words.format(n=QLocale().toString(len(ids))))

    def _put(self, words: str, count: int) -> None:
        session = self._window.session
        session.publish(Asked("copy", words))
        said = translated("The article is in the clipboard, as a line of JSONL.")
        if count != 1:
            said = translated("{n} articles are in the clipboard, as lines of JSONL.")
        session.tell(said.replace("{n}", QLocale().toString(count)))

    def _title(self, ids: Sequence[str]) -> str:
        """What the file is called: as its article, or as the project."""
        session = self._window.session
        if len(ids) != 1:
            return session.project.path.stem
        return next((entry.title for entry in session.entries if entry.id == ids[0]), "")

    def _tell(self, error: Fault | OSError) -> None:
        told = str(error) if isinstance(error, Fault) else translated("No file can be made to be taken out.")
        self._window.session.publish(Told(told, fault=True))
