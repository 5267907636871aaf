import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.keys.keyline import KeyLine
from annotator.ui.theme import DARK, LIGHT

KEYS = [
    ("A", "Accept", "annotation.accept"),
    ("X", "Reject", "annotation.reject"),
    ("S", "Speaker…", "speaker.choose"),
    ("K", "Change the kind", "quote.kind"),
    ("Left Right", "Move the border by a token", "border.left"),
]


@pytest.fixture
def line(qtbot: QtBot) -> KeyLine:
    window = QWidget()
    qtbot.addWidget(window)
    line = KeyLine(window)
    line.kept = window  # type: ignore[attr-defined]  # else the window goes when this returns
    layout = QVBoxLayout(window)
    layout.addWidget(QWidget(window), 1)
    layout.addWidget(line)
    window.resize(1000, 300)
    window.show()
    line.set_theme(LIGHT)
    line.set_keys(KEYS)
    return line


def keys(line: KeyLine) -> list[QAbstractButton]:
    return [b for b in line.findChildren(QAbstractButton) if b.isVisible() and b.text() in {k[1] for k in KEYS}]


def button(line: KeyLine, name: str) -> QAbstractButton:
    return next(each for each in line.findChildren(QAbstractButton) if each.accessibleName() == name)


def test_keys_stand_in_the_order_given_and_say_what_they_do(line: KeyLine) -> None:
    shown = sorted(keys(line), key=lambda key: key.x())
    assert [key.text() for key in shown] == [title for _, title, _ in KEYS]
    names = [QAccessible.queryAccessibleInterface(key).text(QAccessible.Text.Name) for key in shown]
    assert names[0] == "Accept, A"


def test_a_click_on_a_key_triggers_its_command(line: KeyLine, qtbot: QtBot) -> None:
    with qtbot.waitSignal(line.triggered) as told:
        QTest.mouseClick(keys(line)[2], Qt.MouseButton.LeftButton)
    assert told.args == ["speaker.choose"]


def test_a_key_in_focus_is_pressed_with_space(line: KeyLine, qtbot: QtBot) -> None:
    keys(line)[1].setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(line.triggered) as told:
        QTest.keyClick(keys(line)[1], Qt.Key.Key_Space)
    assert told.args == ["annotation.reject"]


def test_where_there_is_no_room_the_last_keys_go_first(line: KeyLine, qtbot: QtBot) -> None:
    line.set_context("direct · Ilse Brandt · pending")
    line.window().resize(480, 300)
    qtbot.waitUntil(lambda: 0 < len(keys(line)) < len(KEYS))
    assert [key.text() for key in keys(line)] == [title for _, title, _ in KEYS[: len(keys(line))]]


def test_other_keys_take_the_place_of_those_before(line: KeyLine, qtbot: QtBot) -> None:
    line.set_keys([("S", "Speaker…", "speaker.choose")])
    assert [key.text() for key in keys(line)] == ["Speaker…"]
    with qtbot.waitSignal(line.triggered) as told:
        QTest.mouseClick(keys(line)[0], Qt.MouseButton.LeftButton)
    assert told.args == ["speaker.choose"]


def test_markup_in_the_context_is_plain_text(line: KeyLine) -> None:
    line.set_context("PERSON “<b>Brandt</b> & <img src=x>”")
    label = next(each for each in line.findChildren(QLabel) if "Brandt" in each.text())
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_message_takes_the_place_of_the_keys_until_it_is_clicked(line: KeyLine, qtbot: QtBot) -> None:
    line.tell("9 mentions labelled PERSON.", False)
    assert line.message == "9 mentions labelled PERSON."
    assert keys(line) == []
    label = next(each for each in line.findChildren(QLabel) if each.text() == line.message)
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    assert line.message == ""
    qtbot.waitUntil(lambda: len(keys(line)) == len(KEYS))


def test_a_message_goes_by_itself(line: KeyLine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.ui.keys.keyline.READING_TIME", 10)
    line.tell("Done.")
    qtbot.waitUntil(lambda: line.message == "")


def test_a_fault_stays_and_is_all_readable(line: KeyLine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.ui.keys.keyline.READING_TIME", 10)
    before = line.height()
    line.tell("The project cannot be saved: the disk is full.\nFree some space, then try again.", True)
    qtbot.waitUntil(lambda: line.height() > before)
    line.tell("Another article opened.")
    assert line.message == "Another article opened."
    qtbot.waitUntil(lambda: line.message.startswith("The project cannot be saved"))
    QTest.mouseClick(button(line, "Dismiss the message"), Qt.MouseButton.LeftButton)
    assert line.message == ""
    qtbot.waitUntil(lambda: line.height() == before)


def test_a_fault_is_told_apart_by_more_than_its_colour(line: KeyLine) -> None:
    line.set_theme(DARK)
    line.tell("The disk is full.", True)
    spoken = [label.accessibleName() for label in line.findChildren(QLabel)]
    assert "Fault: The disk is full." in spoken


def test_work_that_lasts_shows_progress_and_can_be_cancelled(line: KeyLine, qtbot: QtBot) -> None:
    height = line.sizeHint().height()
    line.set_progress("Importing articles", 3, 12)
    bar = line.findChild(QProgressBar)
    assert not bar.isVisible()
    qtbot.waitUntil(bar.isVisible)
    line.set_progress("Importing articles", 5, 12)
    assert (bar.value(), bar.maximum()) == (5, 12)
    assert line.sizeHint().height() == height  # else the text above it would move
    with qtbot.waitSignal(line.cancelled):
        QTest.mouseClick(button(line, "Cancel what goes on"), Qt.MouseButton.LeftButton)
    line.set_progress("")
    assert not bar.isVisible()


def test_nothing_moves_while_it_is_not_known_how_long_work_takes(line: KeyLine, qtbot: QtBot) -> None:
    bar = line.findChild(QProgressBar)
    line.set_progress("Finding suggestions", 0, None)
    qtbot.waitUntil(lambda: any(b.isVisible() and b.text() == "Cancel" for b in line.findChildren(QAbstractButton)))
    assert not bar.isVisible()
    line.set_progress("Finding suggestions", 1, 4)
    assert bar.isVisible()


def test_work_that_is_over_at_once_shows_nothing(line: KeyLine, qtbot: QtBot) -> None:
    line.set_progress("Finding suggestions", 0, None)
    line.set_progress("")
    with qtbot.assertNotEmitted(line.cancelled, wait=300):
        pass
    assert not line.findChild(QProgressBar).isVisible()


def test_the_context_is_cut_before_the_keys_are(line: KeyLine, qtbot: QtBot) -> None:
    line.set_context("PERSON “" + "Brandt " * 80 + "”")
    qtbot.waitUntil(lambda: len(keys(line)) >= 2)
    assert keys(line)[0].mapTo(line, QPoint(0, 0)).x() < line.width() * 0.5
