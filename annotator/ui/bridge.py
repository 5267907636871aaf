"""The way from other threads into the window's."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal


class Bridge(QObject):
    """Calls a function in the window's thread, soon, however many other threads ask for it meanwhile.

    Where the function asks for another turn of its own, timers and what a person does come in between.
    """

    _woken = Signal()

    def __init__(self, drain: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drain = drain
        self._asleep = True
        self._woken.connect(self._on_woken, Qt.ConnectionType.QueuedConnection)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._on_woken)

    def wake(self) -> None:
        """Have the function called; may be called in any thread."""
        if not self._asleep:
            return
        self._asleep = False
        if self.thread().isCurrentThread():
            self._next.start()  # a queued signal would go before the timers, and have two turns for each of theirs
        else:
            self._woken.emit()

    def _on_woken(self) -> None:
        self._asleep = True  # before draining: what comes from now on needs another call
        self._drain()
