"""Pictures of the main states of the window, light and dark, so that people can look at all of them at once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from annotator.model.faults import Fault
from annotator.session.projects.pictured import Projects
from annotator.session.session import Session
from annotator.session.settings.settings import Settings
from annotator.store.project import Project
from annotator.ui.pictures.screenshot import settled, shown, write
from annotator.ui.window import MainWindow

SIZE = (1400, 900)
_PATIENCE = 30.0
"""Seconds after which what a picture waits for is given up."""


@dataclass(frozen=True)
class State:
    """A state of the window.

    name     of the picture's file
    project  which of the projects it is on, and `article` the number of the article in it
    prepare  what brings it about, as a person would
    ready    whether it has come about
    size     the window's width and height in pixels
    closer   whether it is taken at twice the pixels too
    """

    name: str
    prepare: Callable[[MainWindow], object] = lambda _: None
    project: str = "news"
    article: int = 0
    ready: Callable[[MainWindow], bool] = lambda _: True
    size: tuple[int, int] = SIZE
    closer: bool = False
    settings: Callable[[Settings], Settings] = lambda settings: settings


def take_all(
    folder: Path, projects: Projects, settings: Settings, states: Iterable[State], mark: str = ""
) -> Iterator[Path]:
    """Makes pictures of states in a folder, light and dark, and names each when it is there.

    mark  stands behind each name, before its suffix

    Raises Fault where one cannot be written, or a state does not come about.
    """
    for state in states:
        for theme in ("light", "dark"):
            path = folder / f"{state.name}-{theme}{mark}.png"
            _take(state, projects, state.settings(replace(settings, theme=theme)), path)
            yield path


def _take(state: State, projects: Projects, settings: Settings, path: Path) -> None:
    project = Project.open(getattr(projects, state.project), by=settings.person, read_only=True)
    session = Session(project, settings.person)
    with shown(session, settings, state.size) as window:
        if session.entries:
            session.open(session.entries[state.article].id)
        settled(window)
        state.prepare(window)
        wait(lambda: state.ready(window), state.name)
        write(settled(window), path)


def wait(arrived: Callable[[], bool], name: str) -> None:
    """Let the window go on until something has arrived; raises Fault where it does not. `name` is the picture's."""
    end = monotonic() + _PATIENCE
    while not arrived():
        if monotonic() > end:
            raise Fault(f"The picture {name} did not come about in {_PATIENCE:.0f} seconds.", "Try it again.")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
