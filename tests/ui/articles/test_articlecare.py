"""Articles of the queue: named in place, several selected, deleted after a question."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator.ui.articles.queueview import Role
from annotator.ui.widgets.askbar import Question
from tests.ui.desk import hands, window_of_module

__all__ = ["hands", "window_of_module"]


@pytest.fixture
def desk(hands):
    hands.window.queue.view.go_to(0)
    yield hands
    while hands.session.undo():
        pass


def titles(hands) -> list[str]:
    return [entry.title for entry in hands.session.entries]


def asked(hands):
    return hands.window.columns.ask_bar.question


def test_an_article_is_named_in_its_row(desk):
    before = titles(desk)
    desk.window.queue.view.setFocus()
    desk.press("F2")
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    desk.type("Two <b>bridges")
    desk.press("Return")
    desk.wait(lambda: titles(desk)[0] != before[0])
    assert titles(desk) == ["Two <b>bridges", *before[1:]]
    desk.window.queue.view.setFocus()
    desk.press("F2")
    desk.type("no")
    desk.press("Esc")
    assert titles(desk) == ["Two <b>bridges", *before[1:]]


def test_several_are_selected_by_keys_and_mouse_and_deleted_after_a_question_and_undone(desk):
    window, view, before = desk.window, desk.window.queue.view, titles(desk)
    view.setFocus()
    desk.press("Shift+Down")
    assert len(window.queue.selected) == 2
    desk.press("Del")
    assert asked(desk).words.startswith("Delete 2 articles, with 1")
    desk.press("Space")  # the button has the focus
    desk.wait(lambda: len(titles(desk)) == len(before) - 2)
    assert asked(desk) is None
    window.text.setFocus()
    desk.press("Ctrl+Z")
    desk.wait(lambda: titles(desk) == before and not desk.session.works)
    desk.wait(lambda: view.model().rowCount() == len(before))
    current = desk.session.current
    view.setFocus()
    desk.press("Ctrl+A")
    assert window.queue.selected == tuple(entry.id for entry in desk.session.entries)
    assert desk.session.current == current
    rect = view.visualRect(view.model().index(1, 0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, rect.center())
    assert desk.session.current == current  # it selects, and opens nothing
    window.text.setFocus()
    window.run("article.delete")
    assert asked(desk) is not None
    QTest.mouseClick(window.columns.ask_bar.buttons[1], Qt.MouseButton.LeftButton)
    assert titles(desk) == before


def test_whether_it_is_to_be_deleted_is_asked_before_what_nobody_has_answered_yet(desk):
    bar = desk.window.columns.ask_bar
    bar.ask(Question("lines", "Join the lines?", (("Join", lambda: None),)))
    desk.window.text.setFocus()
    desk.press("Ctrl+Del")
    assert asked(desk).words.startswith("Delete “The bridge”")
    assert bar.buttons[0].hasFocus()
    QTest.mouseClick(bar.buttons[1], Qt.MouseButton.LeftButton)
    assert asked(desk).words == "Join the lines?"
    bar.take_back("lines")


def test_the_menu_of_the_queue_names_keys_and_does_what_it_says(desk):
    window = desk.window
    window.exchanging.care.show_menu(window.queue.view.mapToGlobal(window.queue.view.rect().center()))
    menu = window.exchanging.care.menu
    words = [action.text() for action in menu.actions() if action.text()]
    menu.hide()
    assert words[:3] == ["Open\tEnter", "Rename…\tF2", "Flag the article\tShift+F"]
    assert words[-1] == "Delete…\tDel"
    next(action for action in menu.actions() if action.text() == "Set aside").trigger()
    assert desk.session.entries[0].status == "aside"


def test_the_next_article_alone_is_selected_after_a_key_with_ctrl(desk):
    desk.window.text.setFocus()
    for keys in ("Ctrl+PgDown", "Ctrl+PgUp", "Ctrl+Return"):
        before = desk.session.current
        desk.press(keys)
        desk.wait(lambda before=before: desk.window.queue.view.currentIndex().data(Role.ENTRY).id != before)
        assert desk.window.queue.selected == (desk.session.current,), keys
