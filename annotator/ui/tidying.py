"""When the window looks for garbage: while nobody works, and not among values that lie where they lay before.

Python looks for cycles of objects that nobody holds any more whenever there are many new ones, now and then among all
there are. With long articles in memory that takes 50 ms and more, in the middle of whatever a person does.
"""

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from annotator.ui.textview.surface import Surface

PAUSE = 1500
"""Milliseconds without a change of what is shown after which there is time for it."""
NEVER = 1_000_000_000


class Tidying(QObject):
    """Looks for garbage in the pauses of views of articles from now on.

    In a pause it looks among what is new since the last one, some milliseconds after a long article was opened, and
    puts that by; among all there is only when the person has gone to another program. Everything that no cycle holds
    goes at once, as ever.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        young, middle, self._old = gc.get_threshold()
        gc.set_threshold(young, middle, NEVER)
        gc.freeze()
        gc.enable()  # it may have been off while everything was imported
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._tidy)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._on_state)

    def follow(self, text: Surface) -> None:
        """Wait for this view's pauses too."""
        text.arranged.connect(self._pause.start)

    def _tidy(self) -> None:
        gc.collect()
        gc.freeze()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationInactive:
            gc.unfreeze()
            self._tidy()

    def end(self) -> None:
        """Leave it to Python again."""
        self._pause.stop()
        gc.unfreeze()
        young, middle, _ = gc.get_threshold()
        gc.set_threshold(young, middle, self._old)
