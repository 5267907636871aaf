"""All windows of the program, and what they share: the settings, the colours, the program's mistakes, the end."""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model.faults import Fault
from annotator.session.events import Told
from annotator.session.session import Session
from annotator.session.settings.settings import Settings, SharedSettings
from annotator.ui.mistakes import Mistakes
from annotator.ui.theme import DARK, LIGHT, Theme, application, apply, stylesheet, system_theme
from annotator.ui.widgets.sizing import fit

if TYPE_CHECKING:
    from annotator.ui.tidying import Tidying
    from annotator.ui.window import MainWindow

_log = logging.getLogger(__name__)
_STEP = 32
"""How many pixels further right and down each further window stands."""
_NEXT = 1
"""Milliseconds to the next turn: what is to be done after 0 is done in the same one, where other such things wait."""


class Windows(QObject):
    """The windows, in the order in which they were opened; each has a project, a session and a background of its own.

    settings  those of all windows
    reader    what reads articles in the windows' child processes, None for spaCy
    changed   a window was opened or closed, or holds another project
    """

    changed = Signal()

    def __init__(self, settings: SharedSettings, *, reader: str | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.reader = reader
        self.mistakes = Mistakes(self)
        self.mistakes.told.connect(self._tell)
        self.tidying: Tidying | None = None
        self.all: list[MainWindow] = []
        self._building: dict[Session, Iterator[None]] = {}  # what makes windows on these
        settings.subscribe(self._take_settings)
        self._take_settings()
        application().styleHints().colorSchemeChanged.connect(lambda _: self.dress())

    # Which there are

    def add(self, session: Session) -> "MainWindow":
        """A window on a session, beside those that are there; it is not shown yet."""
        window = self._make(session, whole=True)
        self._enter(window)
        return window

    def _make(self, session: Session, *, whole: bool) -> "MainWindow":
        from annotator.ui.window import MainWindow

        return MainWindow(session, self, whole=whole)

    def _enter(self, window: "MainWindow") -> None:
        """Has a window among them, where it hides no other one."""
        for other in self.all:
            if other.pos() == window.pos():
                window.move(other.pos() + QPoint(_STEP, _STEP))
        self.all.append(window)
        if self.tidying is not None:
            self.tidying.follow(window.text)
        self.changed.emit()

    def leave(self, window: "MainWindow") -> None:
        """A window has been closed; it goes once nothing of it is under way, but for the last one."""
        if window in self.all:
            self.all.remove(window)
            if self.all:
                QTimer.singleShot(0, window, window.deleteLater)
            self.changed.emit()

    def tidy(self, tidying: "Tidying") -> None:
        """Have garbage looked for while nobody works in any of the windows."""
        self.tidying = tidying
        for window in self.all:
            tidying.follow(window.text)

    @property
    def active(self) -> "MainWindow | None":
        """The window that somebody works in, else the one that was opened last."""
        focus: QWidget | None = QApplication.activeWindow()
        while focus is not None and focus not in self.all:
            focus = focus.parentWidget()
        return next((each for each in self.all if each is focus), self.all[-1] if self.all else None)

    def shows(self, session: Session) -> bool:
        """Whether a window has a session, or will have it in a moment."""
        return session in self._building or any(each.session is session for each in self.all)

    def holding(self, project: Path) -> "MainWindow | None":
        """The window that has a project open."""
        wanted = project.resolve()
        return next((each for each in self.all if each.session.project.path.resolve() == wanted), None)

    def come_forward(self, window: "MainWindow") -> None:
        """Have a window in front of all others, with the keys for its article."""
        if not window.isVisible():
            fit(window)
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        window.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def open(
        self,
        path: Path,
        make: Callable[[Settings], Session],
        asking: "MainWindow",
        then: "Callable[[MainWindow], object]" = lambda _: None,
    ) -> None:
        """Have the project at `path` in a window in front of all others: the one that has it, else a new one, soon.

        make    the project under work, where no window has it yet
        asking  the window that says why it cannot be opened
        then    is given the window when it is there
        """
        self._finish(path)
        window = self.holding(path)
        if window is not None:
            self.come_forward(window)
            then(window)
            return
        try:
            session = make(self.settings.value)
        except Fault as fault:
            asking.exchanging.cannot_open(fault, path)
        else:
            self._building[session] = self._build(session, then)
            self._go_on(session)

    def _build(self, session: Session, then: "Callable[[MainWindow], object]") -> Iterator[None]:
        """Makes a window on a session, and stops where the others may answer before it goes on."""
        window = self._make(session, whole=False)
        yield
        window.furnish()
        yield
        self._enter(window)
        self.come_forward(window)
        then(window)

    def _go_on(self, session: Session) -> None:
        if session in self._building:
            try:
                next(self._building[session])
                QTimer.singleShot(_NEXT, self, partial(self._go_on, session))
            except StopIteration:
                del self._building[session]

    def _finish(self, path: Path | None = None) -> None:
        """Has the windows that are being made made now: the one on the project at `path`, or all."""
        for session in tuple(self._building):
            while session in self._building and (path is None or session.project.path.resolve() == path.resolve()):
                self._go_on(session)

    def close_all(self) -> bool:
        """Close every window, the one in front first; returns whether all are closed. Everything is on disk then."""
        self._finish()
        while (window := self.active) is not None:
            if not window.close():
                return False
        return True

    # What they share

    @property
    def theme(self) -> Theme:
        """The colours that were chosen, or the system's."""
        return {"light": LIGHT, "dark": DARK}.get(self.settings.value.theme) or system_theme(application())

    def change(self, *, later: bool = False, **values: Any) -> None:
        """Give settings other values, in all windows and in their file (`later`: with the next change)."""
        self._try(partial(self.settings.put, later=later, **values))

    def note_opened(self, project: Path) -> None:
        """Remember a project as the one opened last."""
        _log.info("A project was opened, of %d windows", len(self.all) or 1)
        self._try(lambda: self.settings.change(lambda settings: settings.opened(project)))

    def _try(self, change: Callable[[], None]) -> None:
        try:
            change()
        except Fault as fault:
            self._tell(Told(str(fault), fault=True))

    def _take_settings(self) -> None:
        logging.getLogger("annotator").setLevel(self.settings.value.log_level.upper())
        self.dress()

    def dress(self) -> None:
        """Give the theme to the application and to every window."""
        theme = self.theme
        if application().styleSheet() != stylesheet(theme):  # giving it anew takes a while
            apply(application(), theme)
        for window in tuple(self.all):
            window.set_theme(theme)

    def _tell(self, told: Told) -> None:
        window = self.active
        if window is not None:
            window.session.publish(told)
