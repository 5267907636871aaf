import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.theme import DARK
from annotator.ui.widgets.choices import Choice, Choices
from annotator.ui.widgets.rows import RowView

LABELS = [
    Choice("PERSON", "PERSON", "people, fictional ones too", "1", "#234f99"),
    Choice("ORG", "ORG", "companies, agencies", "2", "#214202"),
    Choice("GPE", "GPE", "countries, cities", "3", "#842d5c"),
    Choice("WORK_OF_ART", "WORK_OF_ART", "titles of books"),
]
PEOPLE = [Choice(1, "Ilse Brandt", "mayor"), Choice(2, "Tom Okafor", "lawyer"), Choice(3, "Ann Tomlin")]


class Window(QWidget):
    """A window with a text in it; it notes the keys that come to it."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(800, 600)
        self.text = QLineEdit(self)
        self.text.setGeometry(0, 570, 200, 30)
        self.pressed: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self.pressed.append(event.key())


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.text.setFocus()
    qtbot.waitUntil(window.text.hasFocus)
    return window


@pytest.fixture
def choices(window: Window, qtbot: QtBot) -> Choices:
    choices = Choices(window)
    choices.set_theme(DARK)
    return choices


def offer(choices: Choices, items: list[Choice], qtbot: QtBot, *, may_make: bool = False) -> None:
    choices.offer(items, at=choices.window().mapToGlobal(QPoint(40, 60)), prompt="Label", may_make=may_make)
    qtbot.waitUntil(choices.field.hasFocus)


def test_the_field_stays_where_it_is_while_the_list_above_a_place_gets_shorter(choices: Choices, qtbot: QtBot) -> None:
    choices.offer(LABELS, at=choices.window().mapToGlobal(QPoint(40, 590)), prompt="Label", may_make=False)
    qtbot.waitUntil(choices.field.hasFocus)
    before, height = choices.field.mapToGlobal(QPoint()), choices.height()
    QTest.keyClicks(choices.field, "GPE")
    assert choices.height() < height
    assert choices.field.mapToGlobal(QPoint()) == before


def test_it_opens_at_its_place_with_everything_and_the_focus(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, LABELS, qtbot)
    assert choices.isVisible()
    assert choices.pos() == QPoint(40, 60)
    assert choices.titles == ["PERSON", "ORG", "GPE", "WORK_OF_ART"]


def test_a_digit_picks_at_once_while_nothing_is_typed(choices: Choices, window: Window, qtbot: QtBot) -> None:
    offer(choices, LABELS, qtbot)
    with qtbot.waitSignal(choices.closed), qtbot.waitSignal(choices.picked) as told:
        QTest.keyClick(choices.field, Qt.Key.Key_2)
    assert told.args == ["ORG"]
    assert QApplication.focusWidget() is window.text


def test_a_digit_after_a_letter_is_typed(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, LABELS, qtbot)
    QTest.keyClicks(choices.field, "g2")
    assert choices.field.text() == "g2"
    assert choices.isVisible()


def test_without_keys_of_their_own_the_first_nine_are_numbered(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, PEOPLE, qtbot)
    with qtbot.waitSignal(choices.picked) as told:
        QTest.keyClick(choices.field, Qt.Key.Key_3)
    assert told.args == [3]


def test_three_letters_and_enter_pick_the_best_match(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, PEOPLE, qtbot, may_make=True)
    QTest.keyClicks(choices.field, "oka")
    with qtbot.waitSignal(choices.picked) as told:
        QTest.keyClick(choices.field, Qt.Key.Key_Return)
    assert told.args == [2]


def test_three_letters_and_enter_make_what_nobody_is_called(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, PEOPLE, qtbot, may_make=True)
    QTest.keyClicks(choices.field, "Zoe")
    assert choices.titles[0] == "New: “Zoe”"
    with qtbot.assertNotEmitted(choices.picked), qtbot.waitSignal(choices.made) as told:
        QTest.keyClick(choices.field, Qt.Key.Key_Return)
    assert told.args == ["Zoe"]


def test_control_and_enter_make_even_where_something_matches(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, PEOPLE, qtbot, may_make=True)
    QTest.keyClicks(choices.field, " Tom ")
    assert choices.titles[-1] == "New: “Tom”"
    with qtbot.assertNotEmitted(choices.picked), qtbot.waitSignal(choices.made) as told:
        QTest.keyClick(choices.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["Tom"]


def test_nothing_new_can_be_made_where_that_is_not_offered(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, PEOPLE, qtbot)
    QTest.keyClicks(choices.field, "Zoe")
    assert choices.titles == []
    with qtbot.assertNotEmitted(choices.made), qtbot.assertNotEmitted(choices.closed):
        QTest.keyClick(choices.field, Qt.Key.Key_Return)
        QTest.keyClick(choices.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert choices.isVisible()


def test_arrows_go_through_the_list_and_around(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, PEOPLE, qtbot)
    for _ in range(2):
        QTest.keyClick(choices.field, Qt.Key.Key_Up)
    with qtbot.waitSignal(choices.picked) as told:
        QTest.keyClick(choices.field, Qt.Key.Key_Enter)
    assert told.args == [2]


def test_a_click_picks(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, PEOPLE, qtbot)
    view = choices.findChild(RowView)
    with qtbot.waitSignal(choices.picked) as told:
        place = view.visualRect(view.model().index(1, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [2]


def test_escape_closes_and_gives_the_focus_back(choices: Choices, window: Window, qtbot: QtBot) -> None:
    offer(choices, LABELS, qtbot)
    with qtbot.assertNotEmitted(choices.picked), qtbot.waitSignal(choices.closed):
        QTest.keyClick(choices.field, Qt.Key.Key_Escape)
    assert not choices.isVisible()
    assert QApplication.focusWidget() is window.text


def test_it_closes_when_the_focus_goes_elsewhere(choices: Choices, window: Window, qtbot: QtBot) -> None:
    offer(choices, LABELS, qtbot)
    with qtbot.waitSignal(choices.closed):
        QTest.mouseClick(window.text, Qt.MouseButton.LeftButton)
        window.text.setFocus()
    assert not choices.isVisible()
    assert QApplication.focusWidget() is window.text


def test_it_can_be_offered_again_with_something_else(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, LABELS, qtbot)
    QTest.keyClicks(choices.field, "org")
    offer(choices, PEOPLE, qtbot)
    assert choices.field.text() == ""
    assert choices.titles == ["Ilse Brandt", "Tom Okafor", "Ann Tomlin"]
    QTest.keyClick(choices.field, Qt.Key.Key_Escape)
    assert not choices.isVisible()


def test_a_choice_may_offer_the_next_list(choices: Choices, qtbot: QtBot) -> None:
    choices.picked.connect(lambda value: offer(choices, PEOPLE, qtbot) if value == "ORG" else None)
    offer(choices, LABELS, qtbot)
    QTest.keyClick(choices.field, Qt.Key.Key_2)
    assert choices.isVisible()
    assert choices.titles[0] == "Ilse Brandt"


def test_no_key_reaches_the_window_below(choices: Choices, window: Window, qtbot: QtBot) -> None:
    offer(choices, LABELS, qtbot)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_Tab, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_A):
        QTest.keyClick(choices.field, key)
    QTest.keyClick(choices.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.pressed == []
    assert choices.field.hasFocus()


@pytest.mark.parametrize("at", [QPoint(-300, -50), QPoint(790, 590), QPoint(400, 300)])
def test_it_stays_inside_the_window(choices: Choices, window: Window, at: QPoint) -> None:
    choices.offer(LABELS, at=window.mapToGlobal(at), prompt="Label", may_make=True)
    assert window.rect().contains(choices.geometry())
    QTest.keyClicks(choices.field, "zz")
    assert window.rect().contains(choices.geometry())


def test_it_stays_inside_when_the_window_becomes_smaller(choices: Choices, window: Window, qtbot: QtBot) -> None:
    choices.offer(LABELS, at=window.mapToGlobal(QPoint(340, 300)), prompt="Label", may_make=True)
    window.resize(600, 400)
    qtbot.waitUntil(lambda: window.rect().contains(choices.geometry()))
    assert choices.field.hasFocus()


def test_the_best_match_is_marked_again_after_each_letter(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, PEOPLE, qtbot)
    QTest.keyClick(choices.field, Qt.Key.Key_Down)
    QTest.keyClicks(choices.field, "t")
    with qtbot.waitSignal(choices.picked) as told:
        QTest.keyClick(choices.field, Qt.Key.Key_Return)
    assert told.args == [2]


def test_the_field_is_called_what_is_asked_for_and_rows_say_their_keys(choices: Choices, qtbot: QtBot) -> None:
    offer(choices, LABELS, qtbot)
    assert QAccessible.queryAccessibleInterface(choices.field).text(QAccessible.Text.Name) == "Label"
    index = choices.findChild(RowView).model().index(2, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "GPE, countries, cities, 3"
