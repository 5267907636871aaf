"""Watching what of the article stands before a person, and for how long: while they are at the window."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator.model.document import Span
from annotator.session.commands.articles import finish
from annotator.session.commands.registry import attempt
from annotator.session.events import Covered, Opened
from annotator.session.session import Session
from annotator.ui.part import Part

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

TICK = 500
"""Milliseconds between two looks at what is in view: nothing is done while it is scrolled."""
IDLE = 30.0
"""Seconds without a key, the mouse or scrolling after which nobody is taken to read any more."""
_SIGNS = frozenset(
    {
        *(QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel),
        *(QEvent.Type.WindowActivate, QEvent.Type.Show),
    }
)


class Reading(Part):
    """Tells the session's coverage what stood in view, and shows beside the text what was not read.

    clock  seconds that only go forward
    timer  ticks while somebody is there
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.clock: Callable[[], float] = monotonic
        self.timer = QTimer(self)
        self.timer.setInterval(TICK)
        self.timer.timeout.connect(self._on_tick)
        self._show_late = QTimer(self)  # the article is to be seen before its marks
        self._show_late.setSingleShot(True)
        self._show_late.timeout.connect(self._show)
        self._before = self._sign = self.clock()
        self._view: tuple[str, Span] | None = None
        self._session: Session | None = None
        window.text.viewport().installEventFilter(self)
        window.text.verticalScrollBar().valueChanged.connect(lambda _: self.wake())
        self.project_changed()

    def project_changed(self) -> None:
        """Watch the project that is open now."""
        session = self._window.session
        if session is not self._session:
            self._session = session
            session.subscribe(self._hear)
        self._show_late.start()
        self.wake()

    def settings_changed(self) -> None:
        coverage = self._window.session.coverage
        coverage.on, coverage.asks = self._window.settings.coverage, self._window.settings.ask_unread

    def ask_done(self, unread: int) -> None:
        """Ask whether the article is done although something in it was not read."""
        session = self._window.session
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Not all was read"),
            self.tr("A paragraph was not read. Is the article done?")
            if unread == 1
            else self.tr("{n} paragraphs were not read. Is the article done?").format(n=unread),
            parent=self._window,
        )
        done = box.addButton(self.tr("Done"), QMessageBox.ButtonRole.AcceptRole)
        unread_first = box.addButton(self.tr("Go to what was not read"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(unread_first)
        box.setEscapeButton(unread_first)

        def answered() -> None:
            if box.clickedButton() is done:
                attempt(session, lambda: finish(session))
            else:
                self._window.run("go.unread")
            box.deleteLater()

        box.finished.connect(answered)
        box.open()

    def wake(self) -> None:
        """Somebody is there."""
        self.settings_changed()
        self._sign = self.clock()
        if not self.timer.isActive() and self._window.session.coverage.on:
            self._before, self._view = self._sign, self._in_view()
            self.timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the mouse over the text for a sign that somebody is there."""
        if event.type() in _SIGNS:
            self.wake()
        return False

    def _hear(self, event: Any) -> None:
        if isinstance(event, Covered | Opened):
            self._show_late.start()
        self.wake()

    def _on_tick(self) -> None:
        now, before = self.clock(), self._before
        self._before = now
        view, self._view = self._view, self._in_view()
        coverage = self._window.session.coverage
        if self._view is None or now - self._sign > IDLE or not coverage.on:
            self.timer.stop()
            coverage.flush()
        elif view is not None and view[0] == self._view[0]:
            start, end = max(view[1].start, self._view[1].start), min(view[1].end, self._view[1].end)
            if start < end:  # the rest came into view, or left it, since the last look
                coverage.attend(Span(start, end), min(now - before, 2 * TICK / 1000))  # a computer may have slept

    def _in_view(self) -> tuple[str, Span] | None:
        """The article on the desk and what of its text stands before a person; None where nobody looks at it."""
        window = self._window
        active = QApplication.activeWindow()
        if window.session.document is None or not window.text.isVisible() or window.isMinimized():
            return None
        if active is None or not window.columns.holds(active):
            return None
        return window.session.document.id, window.text.in_view()

    def _show(self) -> None:
        self._window.text.strip.set_unread(self._window.session.coverage.unread_stretches)
