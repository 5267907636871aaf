import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from annotator.ui.keys.keycaps import cap_height, cap_width, short


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("A", "A"),
        ("Ctrl+Return", "Ctrl+Enter"),
        ("Alt+Left Alt+Right", "Alt+← Alt+→"),
        ("1 … 9", "1 … 9"),
        ("Ctrl++", "Ctrl++"),
        ("Shift+Backspace", "Shift+⌫"),
        ("[", "["),
        ("", ""),
    ],
)
def test_a_cap_says_its_key_in_few_letters(key: str, words: str) -> None:
    assert short(key) == words


def test_a_cap_is_never_narrower_than_high(qtbot: QtBot) -> None:
    font = QFont()
    assert cap_width("I", font) >= cap_height(font)
    assert cap_width("Ctrl+Shift+N", font) > cap_width("N", font)
