"""Starting the window, and what becomes of mistakes while it is open."""

import logging
import sys
from collections.abc import Callable, Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

from annotator import paths
from annotator.session.events import Told
from annotator.session.projects import start
from annotator.session.settings import read_settings
from annotator.ui.interrupt import ClosesOnInterrupt
from annotator.ui.tidying import Tidying
from annotator.ui.window import MainWindow

_log = logging.getLogger(__name__)


def make_application(arguments: Sequence[str]) -> QApplication:
    """The QApplication, made once; the one that is there already otherwise."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(list(arguments))
    application.setApplicationName("Annotator")
    return application


def make_window(named: Sequence[Path], *, reader: str | None = None) -> MainWindow:
    """A window on what a person named at the start; raises Fault where that cannot be opened.

    reader  what reads articles in the child process, None for spaCy
    """
    settings = read_settings(paths.settings_file())
    session, articles = start(named, settings)
    window = MainWindow(session, settings, reader=reader)
    if articles:
        window.background.import_paths(articles, open_first=True)
    return window


def run(named: Sequence[Path]) -> int:
    """Open the window and stay until it is closed; returns the exit code. Raises Fault where it cannot be opened."""
    _log_to(paths.log_file())
    application = make_application(sys.argv[:1])
    window = make_window(named)
    window.resize(window.size().boundedTo(window.screen().availableSize()))
    sys.excepthook = _report_to(window)
    ClosesOnInterrupt(window)
    window.show()
    window.text.setFocus()
    Tidying(window.text)
    return application.exec()


def _log_to(path: Path) -> None:
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("annotator").addHandler(handler)


def _report_to(window: MainWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A mistake of the program: it is logged and told; what was edited is on disk already."""
        _log.critical("A mistake of the program", exc_info=(kind, error, trace))
        words = window.tr("A mistake of the program: {kind}: {error}. Your work is saved; see {log}.")
        message = words.format(kind=kind.__name__, error=error, log=paths.log_file())
        window.session.publish(Told(message, fault=True))

    return report
