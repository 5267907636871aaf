"""Starting the window, and what becomes of mistakes while it is open."""

import sys
from collections.abc import Sequence
from pathlib import Path

# Qt comes after them: it reads the source of every module that is imported when it is there.
from annotator import paths
from annotator.session.background import Background  # noqa: F401
from annotator.session.logs import keep_crashes, log_to
from annotator.session.projects import start
from annotator.session.settings import read_settings

# isort: split
from PySide6.QtWidgets import QApplication

from annotator.ui.interrupt import ClosesOnInterrupt
from annotator.ui.tidying import Tidying
from annotator.ui.window import MainWindow


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
    started = start(named, settings)
    window = MainWindow(started.session, settings, reader=reader)
    if started.articles:
        window.exchanging.imports.bring(started.articles, open_first=True)
    if started.fault is not None:
        window.exchanging.cannot_open(started.fault, started.unopened)
    return window


def run(named: Sequence[Path]) -> int:
    """Open the window and stay until it is closed; returns the exit code. Raises Fault where it cannot be opened."""
    log_to(paths.log_file())
    keep_crashes(paths.crash_file())
    application = make_application(sys.argv[:1])
    window = make_window(named)
    window.resize(window.size().boundedTo(window.screen().availableSize()))
    window.mistakes.keep_hooks()
    ClosesOnInterrupt(window)
    window.show()
    window.text.setFocus()
    Tidying(window.text)
    return application.exec()
