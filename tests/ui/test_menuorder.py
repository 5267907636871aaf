"""The order of the menus, the letters that open them, and their ticks."""

from PySide6.QtWidgets import QMenu

from annotator.session.commands import COMMANDS
from annotator.ui import menus
from annotator.ui.menuorder import MENUS, groups, with_mnemonics
from tests.ui.desk import hands, window_of_module

__all__ = ["hands", "window_of_module"]


def opened(hands, title: str) -> QMenu:
    menu = next(a.menu() for a in hands.window.menuBar().actions() if a.text() == title)
    menu.aboutToShow.emit()
    return menu


def entry_of(menu: QMenu, words: str):
    return next(a for a in menu.actions() if a.text().partition("\t")[0] == words)


def test_every_listed_command_stands_in_one_menu_once():
    placed = [command.name for menu in MENUS for group in groups(menu) for command in group]
    assert sorted(placed) == sorted(c.name for c in COMMANDS.values() if c.listed and c.menu)


def test_each_title_gets_a_letter_of_its_own_as_long_as_there_are_any():
    assert with_mnemonics(["Article", "Annotation", "Go"]) == ["&Article", "A&nnotation", "&Go"]
    assert with_mnemonics(["Go", "Og"], taken="GO") == ["Go", "Og"]


def test_alt_with_a_letter_opens_a_menu_but_gives_a_letter_in_the_list_of_labels(hands):
    bar = [action.text() for action in hands.window.menuBar().actions()]
    assert bar[:5] == ["&File", "&Edit", "&Article", "A&nnotation", "&Quote"]
    hands.press("Alt+G")
    menu = opened(hands, "&Go")
    hands.wait(menu.isVisible)
    menu.close()
    hands.window.text.setFocus()
    hands.press("L")
    hands.wait(hands.window.choices.field.hasFocus)
    hands.press("Alt+G")
    assert not menu.isVisible()
    assert hands.session.label_set.letters == {"PERSON": "G"}
    hands.press("Esc")


def test_what_can_be_on_or_off_has_a_tick_where_it_is_on(hands):
    queue = entry_of(opened(hands, "&View"), "Queue")
    assert queue.isChecked()
    hands.window.text.setFocus()
    hands.press("Ctrl+B")
    opened(hands, "&View")
    assert not queue.isChecked()
    hands.press("Ctrl+B")


def test_what_is_for_no_annotation_is_not_in_the_menu_of_one(hands):
    hands.click(hands.span("Brenna"))
    menu = QMenu()
    menus.context_menu(menu, hands.window.keymap, hands.session, hands.window.run)
    titles = [action.text().partition("\t")[0] for action in menu.actions()]
    assert "Edit the labels…" not in titles
    assert titles.index("Accept") < titles.index("Choose a label…") < titles.index("Move the left border")
