"""Starting the window, and what becomes of mistakes while it is open."""

import sys
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

# Qt comes after them: it reads the source of every module that is imported when it is there.
from annotator import paths
from annotator.session.background import Background  # noqa: F401
from annotator.session.events import Told
from annotator.session.projects.logs import keep_crashes, log_to
from annotator.session.projects.processes import leave_to_others
from annotator.session.projects.projects import start
from annotator.session.settings.settings import SharedSettings

# isort: split
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from annotator.ui.interrupt import ClosesOnInterrupt
from annotator.ui.preloading import Preloading
from annotator.ui.projects.processes import Listener
from annotator.ui.tidying import Tidying
from annotator.ui.widgets.sizing import fit
from annotator.ui.window import MainWindow
from annotator.ui.windows import Windows


def make_application(arguments: Sequence[str]) -> QApplication:
    """The QApplication, made once; the one that is there already otherwise."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(list(arguments))
    application.setApplicationName("Annotator")
    return application


def make_window(named: Sequence[Path], *, reader: str | None = None) -> MainWindow:
    """A window on what a person named at the start, which opens others beside it once it is there.

    reader  what reads articles in the child process, None for spaCy

    Raises Fault where nothing of it can be opened.
    """
    settings = SharedSettings(paths.settings_file())
    started = start(named, settings.value)
    window = Windows(settings, reader=reader).add(started.session)
    if started.articles:
        window.exchanging.imports.bring(started.articles, open_first=True)
    for path, fault in started.unopened.items():
        window.exchanging.cannot_open(fault, path)
    if len(started.unopened) > 1:
        window.session.publish(Told("\n".join(map(str, started.unopened.values())), fault=True))
    if started.others:
        QTimer.singleShot(0, window, partial(_open_beside, window, started.others))  # after its own text was painted
    return window


def _open_beside(window: MainWindow, projects: Sequence[Path]) -> None:
    """Opens a window for each, the one that was there first in front of them; says there what cannot be opened."""
    for path in projects:
        window.exchanging.projects.open_beside(path, behind=True)


def run(named: Sequence[Path], *, alone: bool = False) -> int:
    """Open the window and stay until it is closed; returns the exit code. Raises Fault where it cannot be opened.

    alone  leave nothing to another process of the program that has been started at the same moment
    """
    log_to(paths.log_file())
    keep_crashes(paths.crash_file())
    application = make_application(sys.argv[:1])
    with closing(Listener()) as listener:
        if not alone and (said := leave_to_others(named)):
            print(said)
            return 0
        window = make_window(named)
        fit(window)
        windows = window.windows
        listener.serve(windows)
        windows.mistakes.keep_hooks()
        ClosesOnInterrupt(windows.close_all, windows)
        window.show()
        window.text.setFocus()
        windows.tidy(Tidying(windows))
        Preloading(windows)
        QTimer.singleShot(0, windows, _show_icon)  # drawing it can wait for the text
        return application.exec()


def _show_icon() -> None:
    from annotator.session.projects.desktop import icon  # not needed at the start

    QGuiApplication.setDesktopFileName("annotator")
    QGuiApplication.setWindowIcon(QIcon(str(icon())))
