"""The introduction, by real keys at a window that starts for the first time."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from annotator import paths
from annotator.session.settings.settings import read_settings
from annotator.session.welcome import Lesson
from tests.ui.hands import Hands

READER = "tests.session.readers:Plain"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def hands(qtbot):
    made = Hands(qtbot, [], READER)
    made.wait(lambda: made.document.annotations)
    yield made
    made.close()


def strip(hands: Hands):
    return hands.window.columns.welcome


def current(hands: Hands) -> str:
    return next((item.title for item in strip(hands).items if item.current), "")


def remembered() -> bool:
    return read_settings(paths.settings_file()).welcomed


def test_the_first_start_teaches_five_keys_as_they_are_pressed(hands):
    assert strip(hands).isVisible()
    assert current(hands) == "next suggestion"
    hands.press("N")
    assert current(hands) == "accept"
    hands.click(hands.span("Rosalind"))
    hands.press("1")  # the reader here knows neither people nor quotes
    assert current(hands) == "who said it"
    hands.drag_over(hands.span("cannot share out water"))
    hands.press("Q")
    hands.press("1")
    assert current(hands) == "undo"
    hands.press("Ctrl+Z")
    assert current(hands) == "done, next article"
    assert not remembered()
    hands.press("Ctrl+Return")
    assert all(item.learnt for item in strip(hands).items)
    assert len(strip(hands).items) == len(Lesson)
    assert remembered()
    hands.wait(lambda: hands.document.annotations)
    hands.press("N", "A")
    assert not strip(hands).isVisible()


def test_esc_lets_go_first_and_then_dismisses_it_for_good(hands, qtbot):
    hands.press("N", "Esc")
    assert strip(hands).isVisible()
    hands.press("Esc")
    assert not strip(hands).isVisible()
    hands.close()
    again = Hands(qtbot, [], READER)
    assert not strip(again).isVisible()
    again.window.run("help.welcome")
    assert strip(again).isVisible()
    assert current(again) == "next suggestion"
    again.close()


def test_its_cross_dismisses_it(hands):
    QTest.mouseClick(strip(hands).findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert not strip(hands).isVisible()
    assert remembered()


def test_it_says_the_keys_that_a_person_has_and_screen_readers_hear_it(hands):
    hands.window.keymap.changes["go.next_pending"] = ("G",)
    hands.window.run("help.welcome")
    assert strip(hands).items[0].key == "G"
    name = QAccessible.queryAccessibleInterface(strip(hands)).text(QAccessible.Text.Name)
    assert name == strip(hands).words
    assert "G goes to the next suggestion" in name
