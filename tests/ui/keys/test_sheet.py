import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from annotator.session.commands import COMMANDS, Keymap
from annotator.ui.keys.commandlist import families
from annotator.ui.keys.sheet import KeySheet
from annotator.ui.theme import DARK
from annotator.ui.widgets.rows import RowView


@pytest.fixture
def sheet(qtbot: QtBot) -> KeySheet:
    sheet = KeySheet(keymap=Keymap())
    qtbot.addWidget(sheet)
    sheet.set_theme(DARK)
    with qtbot.waitExposed(sheet):
        sheet.show()
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    return sheet


def view(sheet: KeySheet) -> RowView:
    return sheet.findChild(RowView)


def titles(sheet: KeySheet) -> list[str]:
    model = view(sheet).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def spoken(sheet: KeySheet, title: str) -> str:
    row = titles(sheet).index(title)
    return str(view(sheet).model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def place(sheet: KeySheet, title: str) -> QPoint:
    index = view(sheet).model().index(titles(sheet).index(title), 0)
    view(sheet).scrollTo(index)
    return view(sheet).visualRect(index).center()


def press(sheet: KeySheet, title: str) -> None:
    """Go to a command and press Enter on it."""
    view(sheet).go_to(titles(sheet).index(title))
    view(sheet).setFocus()
    QTest.keyClick(view(sheet), Qt.Key.Key_Return)


def ask(sheet: KeySheet, title: str) -> None:
    QTest.mouseDClick(view(sheet).viewport(), Qt.MouseButton.LeftButton, pos=place(sheet, title))


def button(sheet: KeySheet, words: str) -> QAbstractButton:
    return next(each for each in sheet.findChildren(QAbstractButton) if each.text() == words)


def note(sheet: KeySheet) -> str:
    return sheet.findChild(QLabel).text()


def test_every_listed_command_is_shown_once_under_its_menu(sheet: KeySheet) -> None:
    shown = titles(sheet)
    for command in COMMANDS.values():
        if command.listed and command.name not in families():
            assert shown.count(command.title) == 1, command.name
    assert shown.index("Edit") < shown.index("Undo") < shown.index("Article") < shown.index("Done, next article")


def test_a_family_is_one_row_with_its_keys_as_a_range(sheet: KeySheet) -> None:
    assert spoken(sheet, "Label").split(", ")[:2] == ["Label", "1 … 9"]


def test_the_filter_finds_titles_help_and_keys(sheet: KeySheet) -> None:
    field = sheet.findChild(QLineEdit)
    QTest.keyClicks(field, "ctrl+shift+p")
    assert titles(sheet) == ["Help", "Commands…"]
    field.clear()
    QTest.keyClicks(field, "set aside")
    assert "Set aside, next article" in titles(sheet)


def test_a_double_click_and_a_key_give_a_command_that_key(sheet: KeySheet, qtbot: QtBot) -> None:
    ask(sheet, "Accept")
    with qtbot.waitSignal(sheet.remapped) as told:
        QTest.keyClick(view(sheet), Qt.Key.Key_Y, Qt.KeyboardModifier.ShiftModifier)
    assert told.args == ["annotation.accept", ("Shift+Y",)]


def test_enter_on_a_command_and_a_key_do_the_same(sheet: KeySheet, qtbot: QtBot) -> None:
    press(sheet, "Accept")
    with qtbot.waitSignal(sheet.remapped) as told:
        QTest.keyClick(view(sheet), Qt.Key.Key_Period)
    assert told.args == ["annotation.accept", (".",)]


def test_a_double_click_unfolds_a_family(sheet: KeySheet) -> None:
    ask(sheet, "Label all identical")
    assert "Label all identical 9" in titles(sheet)


def test_the_button_asks_for_a_key_too_and_escape_leaves_it(sheet: KeySheet, qtbot: QtBot) -> None:
    view(sheet).go_to(titles(sheet).index("Accept"))
    QTest.mouseClick(button(sheet, "Change key"), Qt.MouseButton.LeftButton)
    assert "Press the new key" in note(sheet)
    with qtbot.assertNotEmitted(sheet.remapped):
        QTest.keyClick(view(sheet), Qt.Key.Key_Shift)
        QTest.keyClick(view(sheet), Qt.Key.Key_Escape)
    assert sheet.isVisible()
    assert "Press the new key" not in note(sheet)


def test_space_and_enter_and_tab_can_be_given_too(sheet: KeySheet, qtbot: QtBot) -> None:
    for key, name in ((Qt.Key.Key_Space, "Space"), (Qt.Key.Key_Return, "Return"), (Qt.Key.Key_F7, "F7")):
        ask(sheet, "Accept")
        with qtbot.waitSignal(sheet.remapped) as told:
            QTest.keyClick(view(sheet), key)
            if button(sheet, "&Share it").isVisible():
                QTest.mouseClick(button(sheet, "&Share it"), Qt.MouseButton.LeftButton)
        assert told.args == ["annotation.accept", (name,)]


def test_changed_keys_are_shown_and_can_be_taken_back(sheet: KeySheet, qtbot: QtBot) -> None:
    sheet.set_keymap(Keymap({"annotation.accept": ("Y",)}))
    assert spoken(sheet, "Accept").split(", ")[:3] == ["Accept", "Y", "changed"]
    view(sheet).go_to(titles(sheet).index("Accept"))
    with qtbot.waitSignal(sheet.remapped) as told:
        QTest.mouseClick(button(sheet, "Usual keys"), Qt.MouseButton.LeftButton)
    assert told.args == ["annotation.accept", None]
    view(sheet).go_to(titles(sheet).index("Reject"))
    assert not button(sheet, "Usual keys").isEnabled()


def test_a_command_can_be_left_without_a_key(sheet: KeySheet, qtbot: QtBot) -> None:
    view(sheet).go_to(titles(sheet).index("Accept"))
    with qtbot.waitSignal(sheet.remapped) as told:
        QTest.mouseClick(button(sheet, "No key"), Qt.MouseButton.LeftButton)
    assert told.args == ["annotation.accept", ()]


def test_a_key_that_another_command_has_is_taken_swapped_shared_or_left(sheet: KeySheet, qtbot: QtBot) -> None:
    told: list[tuple[str, object]] = []
    sheet.remapped.connect(lambda name, keys: told.append((name, keys)))

    def pressed(words: str) -> list[tuple[str, object]]:
        told.clear()
        ask(sheet, "Make a quote")
        QTest.keyClick(view(sheet), Qt.Key.Key_X)
        assert note(sheet).startswith("⚠ X is also “Reject” (")
        assert told == []
        QTest.mouseClick(button(sheet, words), Qt.MouseButton.LeftButton)
        assert button(sheet, "Change key").isVisible()
        return told

    assert pressed("&Take it") == [("annotation.reject", ("Backspace", "Del")), ("quote.make", ("X",))]
    assert pressed("S&wap") == [("annotation.reject", ("Q", "Backspace", "Del")), ("quote.make", ("X",))]
    assert pressed("&Share it") == [("quote.make", ("X",))]
    assert pressed("Leave it") == []
    ask(sheet, "Make a quote")
    QTest.keyClick(view(sheet), Qt.Key.Key_X)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    assert told == []


def test_a_conflict_names_the_other_command_and_when_it_acts(sheet: KeySheet) -> None:
    sheet.set_keymap(Keymap({"quote.make": ("A",)}))
    view(sheet).go_to(titles(sheet).index("Make a quote"))
    assert note(sheet).startswith("⚠ A is also “Accept” (")
    assert "selected)" in note(sheet)


def test_a_key_that_two_commands_share_from_the_start_is_no_conflict(sheet: KeySheet) -> None:
    press(sheet, "Speaker")
    view(sheet).go_to(titles(sheet).index("Speaker 2"))
    assert "“Label 2”" in note(sheet)
    assert not note(sheet).startswith("⚠")


def test_enter_unfolds_a_family_and_each_of_it_has_a_key_of_its_own(sheet: KeySheet, qtbot: QtBot) -> None:
    press(sheet, "Label")
    assert "Label 3" in titles(sheet)
    ask(sheet, "Label 3")
    with qtbot.waitSignal(sheet.remapped) as told:
        QTest.keyClick(view(sheet), Qt.Key.Key_P)
    assert told.args == ["label.3", ("P",)]
    press(sheet, "Label")
    assert "Label 3" not in titles(sheet)


def test_the_filter_keeps_the_focus_while_typing_and_the_sheet_blocks_nothing(sheet: KeySheet) -> None:
    assert not sheet.isModal()
    field = sheet.findChild(QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "undo")
    assert field.text() == "undo"
    assert "Undo" in titles(sheet)
