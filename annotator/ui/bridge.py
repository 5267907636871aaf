"""The way from other threads into the window's."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class Bridge(QObject):
    """Calls a function in the window's thread, soon, however many other threads ask for it meanwhile."""

    _woken = Signal()

    def __init__(self, drain: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drain = drain
        self._asleep = True
        self._woken.connect(self._on_woken, Qt.ConnectionType.QueuedConnection)

    def wake(self) -> None:
        """Have the function called; may be called in any thread."""
        if self._asleep:
            self._asleep = False
            self._woken.emit()

    def _on_woken(self) -> None:
        self._asleep = True  # before draining: what comes from now on needs another call
        self._drain()
