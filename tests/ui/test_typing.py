"""Keys while a field has the focus: what is typed never does a command, and what no field has a use for still does."""

import re
from collections.abc import Callable

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.session.commands import COMMANDS
from annotator.ui.guideline.guiding import NAME
from annotator.ui.window import MainWindow
from tests.ui.desk import CountingHands, hands, window_of_module

__all__ = ["hands", "window_of_module"]

KEYS = sorted({key for command in COMMANDS.values() if command.listed for key in command.keys})
TYPED = [key for key in KEYS if not re.search(r"Ctrl|Alt|F\d", key)]
EDITING = {"Ctrl+C", "Ctrl+V", "Ctrl+Y", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Del", "Ctrl+K"}
"""What Qt's fields do themselves, the last where the desktop has it so."""


def _guideline(window: MainWindow) -> QWidget:
    window.exchanging.guiding.write()
    return window.exchanging.guiding.panel.editor


def _hard_cases(window: MainWindow) -> QWidget:
    panel = window.exchanging.guiding.panel
    window.columns.show_panel(NAME, on=True)
    panel.show_cases()
    return panel.search


def _find(window: MainWindow) -> QWidget:
    window.run("edit.find")
    return window.columns.find_bar.field


def _project(window: MainWindow) -> QWidget:
    window.exchanging.search.open("")
    return window.exchanging.search.panel.field


def _note(window: MainWindow) -> QWidget:
    window.run("article.note")
    return window.exchanging.notes.field.words


def _queue(window: MainWindow) -> QWidget:
    return window.queue.search


_ENTER = {"Ctrl+Return", "Ctrl+Enter", "Alt+Return"}
FIELDS: dict[Callable[[MainWindow], QWidget], set[str]] = {
    _find: _ENTER,
    _queue: set(),
    _project: set(),
    _guideline: {"Ctrl+1", "Ctrl+B", "Ctrl+I", "Ctrl+L", "Ctrl+Shift+L", "Ctrl+F", "F3", "Shift+F3"},
    _hard_cases: {"Ctrl+F"},
    _note: _ENTER,
}
"""Each with the keys of commands that it has for itself."""


@pytest.mark.parametrize("field_of", FIELDS)
def test_what_is_typed_into_a_field_does_no_command_and_all_other_keys_do(
    field_of: Callable[[MainWindow], QWidget], hands: CountingHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, reached = hands.window, set()
    field = field_of(window)
    monkeypatch.setattr(window.keymap, "find", lambda _session, key: reached.add(key))
    field.setFocus()
    for key in KEYS:
        combination = QKeySequence(key)[0]
        QTest.keyClick(field, combination.key(), combination.keyboardModifiers())
        if not field.hasFocus():
            field.show()
            field.setFocus()
    assert not reached.intersection(TYPED)
    kept = set(KEYS) - reached - set(TYPED)
    assert {key for key in kept if "Ctrl+Alt" not in key} - EDITING <= FIELDS[field_of]  # there Qt's test says letters
