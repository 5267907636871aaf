"""Several windows on several projects in one process, by real events."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from annotator import paths
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.news import Working
from annotator.session.projects.projects import open_session
from annotator.session.session import Session
from annotator.session.settings.settings import read_settings
from annotator.ui.projects import projects
from annotator.ui.window import MainWindow
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture
def made(tmp_path, monkeypatch, harbour, harbour_speakers):
    """Two projects with the same article in them."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    found = [tmp_path / f"{name}.anno" for name in ("news", "sport")]
    for path in found:
        session = Session(fresh(path, by="mk"), "mk")
        session.dispatch("import.x", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour)])
        session.close()
    return found


@pytest.fixture
def hands(request, qtbot, made):
    hands = Hands(qtbot, made[:1], PLAIN)
    request.node.qt_widgets = []  # the windows see to their own end
    yield hands
    hands.window.windows.close_all()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def beside(hands: Hands, path: Path, monkeypatch: pytest.MonkeyPatch, key: str = "Ctrl+Shift+O") -> MainWindow:
    """The window that is in front after a project was chosen for a new one."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    hands.press(key)
    windows = hands.window.windows
    hands.wait(lambda: windows.holding(path) is not None and windows.holding(path).isActiveWindow())
    return windows.holding(path)


def turn_to(hands: Hands, window: MainWindow) -> None:
    """Let the hands work in another window."""
    hands.window = window
    hands.wait(lambda: window.text.hasFocus())


def menu(window: MainWindow, name: str):
    found = next(a.menu() for a in window.menuBar().actions() if a.text().replace("&", "") == name)
    found.aboutToShow.emit()
    return found


def entries(of) -> list[str]:
    return [action.text() for action in of.actions() if action.text()]


def test_each_works_on_its_own_project_and_one_that_is_open_comes_to_the_front(hands, made, monkeypatch):
    first = hands.window
    second = beside(hands, made[1], monkeypatch)
    assert second is not first
    turn_to(hands, second)
    hands.click(hands.span("unions"))
    hands.press("1")
    hands.wait(lambda: second.session.document.by_id["unions"].label == "PERSON")
    assert first.session.document.by_id["unions"].label == "ORG"
    assert [each.text() for each in menu(first, "Window").actions()[-2:]] == ["&1  news", "&2  sport"]
    menu(first, "Window").actions()[-2].trigger()
    hands.wait(first.isActiveWindow)
    turn_to(hands, first)
    assert beside(hands, made[1], monkeypatch) is second
    hands.press("Ctrl+F6")
    hands.wait(first.isActiveWindow)
    turn_to(hands, first)
    assert beside(hands, made[1], monkeypatch, "Ctrl+O") is second  # and the first keeps its own
    assert first.session.project.path == made[0]
    turn_to(hands, second)
    hands.press("Ctrl+Z")
    hands.wait(lambda: second.session.document.by_id["unions"].label == "ORG")
    hands.press("Ctrl+W")
    hands.wait(lambda: first.windows.all == [first])
    assert first.session.project.get("current") == "harbour"


def test_what_is_set_in_one_holds_in_all_and_neither_overwrites_the_other(hands, made, monkeypatch):
    first = hands.window
    second = beside(hands, made[1], monkeypatch)
    turn_to(hands, second)
    hands.press("Ctrl+T", "Ctrl+T")
    assert first.theme is second.theme
    assert first.theme.dark
    hands.press("Ctrl++")
    assert first.text.zoom == second.text.zoom == 110
    first.close()
    hands.press("Ctrl+T")
    second.close()
    kept = read_settings(paths.settings_file())
    assert (kept.theme, kept.zoom) == ("system", 110)
    assert kept.recent[:2] == (str(made[1]), str(made[0]))


def test_quit_closes_all_and_a_mistake_is_told_in_the_one_in_front(hands, made, monkeypatch, caplog):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    first, windows = hands.window, hands.window.windows
    windows.mistakes.keep_hooks()
    second = beside(hands, made[1], monkeypatch)
    turn_to(hands, second)
    first.close()
    sys.excepthook(ValueError, ValueError("x"), None)
    hands.wait(lambda: "ValueError" in second.key_line.message)
    caplog.get_records("call").clear()
    turn_to(hands, second)
    beside(hands, made[0], monkeypatch)
    hands.press("Ctrl+Q")
    assert windows.all == []
    for path in made:
        assert not path.with_name(f"{path.name}.holder").exists()
        assert not path.with_name(f"{path.name}-wal").exists()


def test_the_recent_projects_are_numbered_missing_ones_greyed_and_can_be_chosen_by_key(hands, made, tmp_path):
    window = hands.window
    window.windows.change(recent=(str(made[0]), str(made[1]), str(tmp_path / "gone.anno")))
    recent = next(a.menu() for a in menu(window, "File").actions() if a.text() == "Recent projects")
    assert entries(recent) == [f"&1  sport — {tmp_path}", f"&2  gone — {tmp_path}", "Forget those that are missing"]
    assert [action.isEnabled() for action in recent.actions() if action.text()] == [True, False, True]
    recent.actions()[-1].trigger()
    assert window.settings.recent == (str(made[0]), str(made[1]))
    hands.press("Ctrl+Alt+O", "Return")
    hands.wait(lambda: window.session.project.path == made[1])
    hands.press("Ctrl+Alt+N")
    hands.wait(window.choices.isVisible)
    hands.press("Return")
    hands.wait(lambda: window.windows.holding(made[0]) is not None)
    assert len(window.windows.all) == 2


def test_each_project_that_is_named_has_a_window_the_first_one_in_front_which_says_what_is_missing(
    qtbot, request, made, tmp_path
):
    hands = Hands(qtbot, [*made, made[0], tmp_path / "gone.anno", tmp_path / "away.anno"], PLAIN)
    request.node.qt_widgets = []
    windows = hands.window.windows
    hands.wait(lambda: len(windows.all) == 2 and hands.window.isActiveWindow())
    assert [each.session.project.path for each in windows.all] == made
    assert all(each.isVisible() for each in windows.all)
    assert windows.all[0] is hands.window
    assert "gone.anno" in hands.window.key_line.message
    assert "away.anno" in hands.window.key_line.message
    assert windows.close_all()


def test_a_large_project_is_opened_beside_the_windows_and_let_go_of_where_nobody_waits(hands, made, monkeypatch):
    go_on, built = threading.Event(), []

    def slowly(path, settings):
        go_on.wait()
        built.append(open_session(path, settings))
        return built[-1]

    monkeypatch.setattr(projects, "LARGE", 0)
    monkeypatch.setattr(projects, "open_session", slowly)
    first, part = hands.window, hands.window.exchanging.projects
    said: list[str] = []
    first.session.subscribe(lambda event: said.append(event.label) if isinstance(event, Working) else None)
    part.open_beside(made[1])
    part.open_beside(made[1])
    assert said == ["Opening the project"]
    go_on.set()
    hands.wait(lambda: len(first.windows.all) == 2)
    second = first.windows.all[1]
    assert [second.session] == built, "asked twice, it is opened once"
    assert (said[-1], second.session.project.read_only) == ("", False)
    second.close()
    go_on.clear()
    part.go_on_with(made[1])
    first.close()
    go_on.set()
    hands.wait(lambda: len(built) == 2 and built[1]._closed)
