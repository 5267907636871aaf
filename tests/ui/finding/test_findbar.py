import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from annotator.ui.finding.findbar import FindBar
from annotator.ui.theme import LIGHT


@pytest.fixture
def bar(qtbot: QtBot) -> FindBar:
    bar = FindBar()
    qtbot.addWidget(bar)
    bar.resize(800, 40)
    bar.set_theme(LIGHT)
    return bar


def opened(bar: FindBar, qtbot: QtBot, text: str = "") -> None:
    with qtbot.waitSignal(bar.searched):
        bar.open_with(text)
    bar.activateWindow()
    bar.field.setFocus()


def button(bar: FindBar, words: str) -> QAbstractButton:
    return next(each for each in bar.findChildren(QAbstractButton) if each.text() == words)


def said(bar: FindBar) -> str:
    return bar.findChild(QLabel).text()


def test_typing_asks_for_a_search_once_the_keys_rest(bar: FindBar, qtbot: QtBot) -> None:
    opened(bar, qtbot)
    with qtbot.waitSignal(bar.searched) as told:
        QTest.keyClicks(bar.field, "berth")
    assert told.args == ["berth", False, False]


def test_the_toggles_ask_for_another_search_at_once(bar: FindBar, qtbot: QtBot) -> None:
    opened(bar, qtbot, "be.th")
    with qtbot.waitSignal(bar.searched) as told:
        QTest.mouseClick(button(bar, ".*"), Qt.MouseButton.LeftButton)
    assert told.args == ["be.th", True, False]
    with qtbot.waitSignal(bar.searched) as told:
        QTest.mouseClick(button(bar, "Aa"), Qt.MouseButton.LeftButton)
    assert told.args == ["be.th", True, True]


def test_enter_and_shift_with_enter_go_through_the_hits(bar: FindBar, qtbot: QtBot) -> None:
    opened(bar, qtbot, "the")
    bar.set_count(0, 3)
    with qtbot.waitSignal(bar.moved) as told:
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert told.args == [1]
    with qtbot.waitSignal(bar.moved) as told:
        QTest.keyClick(bar.field, Qt.Key.Key_Enter, Qt.KeyboardModifier.ShiftModifier)
    assert told.args == [-1]
    with qtbot.waitSignal(bar.moved) as told:
        QTest.mouseClick(button(bar, "↑"), Qt.MouseButton.LeftButton)
    assert told.args == [-1]


def test_enter_right_after_a_letter_searches_before_it_moves(bar: FindBar, qtbot: QtBot) -> None:
    opened(bar, qtbot)
    with qtbot.assertNotEmitted(bar.moved), qtbot.waitSignal(bar.searched) as told:
        QTest.keyClicks(bar.field, "x")
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert told.args == ["x", False, False]


def test_the_count_is_told_from_one_on(bar: FindBar, qtbot: QtBot) -> None:
    opened(bar, qtbot, "the")
    bar.set_count(2, 17)
    assert said(bar) == "3 of 17"
    bar.set_count(None, 1)
    assert said(bar) == "1 hit"
    bar.set_count(None, 0)
    assert said(bar) == "No hits"
    assert not button(bar, "Label all…").isEnabled()


def test_an_error_is_told_with_a_sign_and_takes_no_hits(bar: FindBar, qtbot: QtBot) -> None:
    opened(bar, qtbot, "(")
    bar.set_count(0, 3)
    bar.set_error("missing )")
    assert said(bar) == "⚠ missing )"
    assert not button(bar, "↓").isEnabled()
    bar.set_count(0, 1)
    assert said(bar) == "1 of 1"


def test_label_all_and_close_tell_so(bar: FindBar, qtbot: QtBot) -> None:
    opened(bar, qtbot, "the")
    bar.set_count(0, 3)
    with qtbot.waitSignal(bar.label_all):
        QTest.mouseClick(button(bar, "Label all…"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.closed):
        QTest.mouseClick(button(bar, "×"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(bar.field, Qt.Key.Key_Escape)


def test_opened_with_nothing_it_seeks_what_was_sought_before(bar: FindBar, qtbot: QtBot) -> None:
    opened(bar, qtbot, "harbour")
    with qtbot.waitSignal(bar.searched) as told:
        bar.open_with("")
    assert told.args[0] == "harbour"
    assert bar.field.selectedText() == "harbour"


def test_every_control_has_a_name_and_can_have_the_focus(bar: FindBar) -> None:
    for control in (bar.field, *(button(bar, words) for words in (".*", "Aa", "↑", "↓", "Label all…", "×"))):
        assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
