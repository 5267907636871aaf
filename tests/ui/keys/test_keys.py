import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from annotator.ui.keys.keys import names, shown

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def pressed(key: int, modifiers=NONE, text: str = "", scan: int = 0) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, 0, 0, text)


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (pressed(Qt.Key.Key_A, text="a"), "A"),
        (pressed(Qt.Key.Key_A, SHIFT, "A"), "Shift+A"),
        (pressed(Qt.Key.Key_Return, CTRL), "Ctrl+Return"),
        (pressed(Qt.Key.Key_Delete), "Del"),
        (pressed(Qt.Key.Key_Question, SHIFT, "?"), "?"),
        (pressed(Qt.Key.Key_Plus, CTRL | SHIFT, "+"), "Ctrl++"),
        (pressed(Qt.Key.Key_BracketLeft, text="["), "["),
        (pressed(Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier, "1"), "1"),
        (pressed(Qt.Key.Key_Exclam, SHIFT, "!"), "Shift+1"),
    ],
)
def test_a_key_press_is_found_under_its_name(event, name):
    assert name in names(event)


def test_where_a_layout_lacks_a_character_its_place_counts(qapp, monkeypatch):
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "xcb"))
    azerty_one = pressed(Qt.Key.Key_Ampersand, text="&", scan=2 + 8)
    cyrillic_a = pressed(0x0424, text="ф", scan=30 + 8)
    german_bracket = pressed(Qt.Key.Key_Udiaeresis, text="ü", scan=26 + 8)
    assert "1" in names(azerty_one)
    assert "A" in names(cyrillic_a)
    assert "[" in names(german_bracket)


def test_what_the_layout_says_comes_before_the_place(qapp, monkeypatch):
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "xcb"))
    azerty_a = pressed(Qt.Key.Key_A, text="a", scan=16 + 8)
    assert names(azerty_a)[0] == "A"


def test_keys_are_shown_as_people_know_them():
    assert shown("Ctrl+Return") == "Ctrl+Enter"
    assert shown("N") == "N"
