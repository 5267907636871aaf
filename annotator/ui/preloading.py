"""Loading what dialogs are made of while nobody needs it, so that the first of each is there at once."""

from importlib import import_module
from threading import Thread

from PySide6.QtCore import QObject, QTimer

REST = 4_000
"""Milliseconds after the start: the text is shown by then, and its suggestions mostly are."""
_WANTED = (
    "annotator.ui.projects.projects",
    "annotator.ui.finding.search",
    "annotator.ui.preferences.preferring",
    "annotator.ui.guideline.guiding",
    "annotator.ui.exchange.findings",
    "annotator.ui.exchange.imports",
    "annotator.ui.exchange.exports",
    "annotator.ui.finding.concordance",
    "annotator.ui.labels.labelsets",
    "annotator.ui.projects.projectfile",
    "annotator.ui.suggesting.runagain",
)
"""What a person opens most, first; the figures are not among them, whose plots take as much room as all of these."""


class Preloading(QObject):
    """Loads it once, in a thread: a module takes up to 100 ms, and the window answers in between."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = Thread(target=_load, name="preloading", daemon=True)  # the end of the program need not wait
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.begin)
        self._rest.start(REST)

    def begin(self) -> None:
        """Begin now, once."""
        self._rest.stop()
        self._thread.start()

    @property
    def under_way(self) -> bool:
        """Whether there is more to be loaded."""
        return self._thread.is_alive()


def _load() -> None:
    for name in _WANTED:
        import_module(name)
    from annotator.model.faults import Fault
    from annotator.session.exchange.formats import formats

    try:
        formats()
    except Fault:  # of another package's format: it is told where formats are asked for
        return
