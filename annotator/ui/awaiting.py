"""Keys and clicks that come while a very long article is being read: they are meant for that one, and wait for it."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from annotator.session.events import Awaited, Opened
from annotator.session.session import Session
from annotator.ui.theme import application

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_HELD = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
    }
)


class Awaiting(QObject):
    """Keeps keys and clicks in a window and its dialogs back until the article that is awaited is on the desk."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._held: list[tuple[QObject, QEvent]] = []

    def attach(self, session: Session) -> None:
        """Follow another session; what was held for the one before is dropped."""
        self._let_go()
        session.subscribe(self._hear)

    def _hear(self, event: Any) -> None:
        if isinstance(event, Awaited) and event.document_id is not None:
            application().installEventFilter(self)
        elif isinstance(event, Awaited | Opened):
            for receiver, held in self._let_go():
                if isValid(receiver):
                    QCoreApplication.postEvent(receiver, held)

    def _let_go(self) -> list[tuple[QObject, QEvent]]:
        application().removeEventFilter(self)
        held, self._held = self._held, []
        return held

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes an event out that is for later."""
        if event.type() not in _HELD or not isinstance(watched, QWidget) or not self._belongs(watched):
            return False
        self._held.append((watched, event.clone()))
        return True

    def _belongs(self, widget: QWidget | None) -> bool:
        while widget is not None and widget is not self._window:
            widget = widget.parentWidget()
        return widget is not None
