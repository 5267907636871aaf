from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.document import Decision, Document, Speaker
from annotator.ui.quotes.speakers import SpeakerPanel, used
from annotator.ui.theme import DARK


@pytest.fixture
def panel(qtbot: QtBot, harbour: Document, harbour_speakers: dict[str, Speaker]) -> SpeakerPanel:
    panel = SpeakerPanel()
    qtbot.addWidget(panel)
    panel.resize(320, 500)
    panel.set_document(harbour, harbour_speakers)
    panel.show()
    panel.activateWindow()
    return panel


def spoken(panel: SpeakerPanel) -> list[str]:
    model = panel.view.model()
    return [str(model.index(r, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for r in range(model.rowCount())]


def centre(panel: SpeakerPanel, row: int) -> QPoint:
    return panel.view.visualRect(panel.view.model().index(row, 0)).center()


def field(panel: SpeakerPanel, name: str) -> QLineEdit:
    return next(each for each in panel.findChildren(QLineEdit) if each.accessibleName() == name)


def button(panel: SpeakerPanel, words: str) -> QPushButton:
    return next(each for each in panel.findChildren(QPushButton) if each.text() == words)


def open_form(panel: SpeakerPanel) -> None:
    panel.view.setFocus()
    panel.view.go_to(0)
    QTest.keyClick(panel.view, Qt.Key.Key_F2)


def write(panel: SpeakerPanel, name: str, words: str) -> None:
    field(panel, name).selectAll()
    QTest.keyClicks(field(panel, name), words)


def test_speakers_come_in_the_order_of_the_text_with_their_counts(panel: SpeakerPanel) -> None:
    assert spoken(panel) == [
        "Ilse Brandt, 1 mention · 2 quotes, mayor · Brandt, the mayor",
        "Tom Okafor, 1 mention · 1 quote, lawyer",
    ]


def test_what_a_speaker_has_none_of_is_not_counted(panel: SpeakerPanel, harbour: Document) -> None:
    panel.set_document(replace(harbour, quotes=()), {"okafor": Speaker(id="okafor", name="Tom Okafor")})
    assert spoken(panel) == ["Tom Okafor, 1 mention"]


def test_rejected_annotations_count_for_nobody(harbour: Document, harbour_speakers: dict[str, Speaker]) -> None:
    courts = replace(harbour.quotes[2], decision=Decision.REJECTED)
    okafor = replace(harbour.entities[1], decision=Decision.REJECTED)
    assert [each.speaker.id for each in used(harbour.put(courts).put(okafor), harbour_speakers)] == ["brandt"]


def test_a_click_and_enter_choose_a_speaker(panel: SpeakerPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.chosen) as told:
        QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=centre(panel, 1))
    assert told.args == ["okafor"]
    QTest.keyClick(panel.view, Qt.Key.Key_Up)
    with qtbot.waitSignal(panel.chosen) as told:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert told.args == ["brandt"]


def test_the_form_saves_with_enter(panel: SpeakerPanel, qtbot: QtBot) -> None:
    open_form(panel)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field(panel, "Name"))
    write(panel, "Name", "Ilse Maria Brandt")
    write(panel, "Also", " Brandt ;the mayor; Brandt;")
    write(panel, "Wikidata", "Q64")
    with qtbot.waitSignal(panel.edited) as told:
        QTest.keyClick(field(panel, "Wikidata"), Qt.Key.Key_Return)
    assert told.args == [
        Speaker(id="brandt", name="Ilse Maria Brandt", aliases=("Brandt", "the mayor"), role="mayor", wikidata="Q64")
    ]
    assert not field(panel, "Name").isVisible()
    assert QApplication.focusWidget() is panel.view


def test_escape_leaves_everything_as_it_was(panel: SpeakerPanel, qtbot: QtBot) -> None:
    open_form(panel)
    write(panel, "Role", "queen")
    with qtbot.assertNotEmitted(panel.edited):
        QTest.keyClick(field(panel, "Role"), Qt.Key.Key_Escape)
    assert not field(panel, "Role").isVisible()


def test_saving_without_a_change_tells_nothing(panel: SpeakerPanel, qtbot: QtBot) -> None:
    open_form(panel)
    with qtbot.assertNotEmitted(panel.edited):
        QTest.mouseClick(button(panel, "Save"), Qt.MouseButton.LeftButton)
    assert not field(panel, "Name").isVisible()


def test_a_speaker_needs_a_name(panel: SpeakerPanel, qtbot: QtBot) -> None:
    open_form(panel)
    write(panel, "Name", "  ")
    assert not button(panel, "Save").isEnabled()
    with qtbot.assertNotEmitted(panel.edited):
        QTest.keyClick(field(panel, "Name"), Qt.Key.Key_Return)
    assert field(panel, "Name").isVisible()


def test_a_double_click_chooses_no_more_than_a_click_does_and_opens_nothing(panel: SpeakerPanel) -> None:
    chosen: list[str] = []
    panel.chosen.connect(chosen.append)
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=centre(panel, 1))
    QTest.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=centre(panel, 1))
    assert chosen == ["okafor"]
    assert not field(panel, "Name").isVisible()


def test_the_context_menu_and_the_button_open_the_form_too(panel: SpeakerPanel, qtbot: QtBot) -> None:
    where = panel.view.viewport().mapToGlobal(centre(panel, 1))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, centre(panel, 1), where)
    QApplication.sendEvent(panel.view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Choose\tEnter", "Edit…\tF2", "Merge into…"]
    menu.actions()[1].trigger()
    menu.close()
    assert field(panel, "Name").text() == "Tom Okafor"
    QTest.mouseClick(button(panel, "Cancel"), Qt.MouseButton.LeftButton)
    panel.view.go_to(0)
    QTest.mouseClick(panel.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert field(panel, "Name").text() == "Ilse Brandt"


class Window(QWidget):
    """Notes the keys that come to it."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self.pressed.append(event.key())


def test_the_window_gets_the_keys_of_the_list_but_not_those_of_the_form(
    qtbot: QtBot, harbour: Document, harbour_speakers: dict[str, Speaker]
) -> None:
    window = Window()
    qtbot.addWidget(window)
    panel = SpeakerPanel(window)
    panel.set_document(harbour, harbour_speakers)
    window.show()
    QTest.keyClick(panel.view, Qt.Key.Key_A)
    open_form(panel)
    QTest.keyClick(field(panel, "Name"), Qt.Key.Key_F9)
    QTest.keyClick(field(panel, "Name"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.pressed == [Qt.Key.Key_A]


def test_the_form_goes_with_its_speaker(
    panel: SpeakerPanel, harbour: Document, harbour_speakers: dict[str, Speaker]
) -> None:
    open_form(panel)
    panel.set_document(replace(harbour, entities=(), quotes=()), harbour_speakers)
    assert not field(panel, "Name").isVisible()
    assert panel.findChild(QLabel).text() == "No speakers yet"


def test_a_change_of_one_count_touches_its_row_alone(
    panel: SpeakerPanel, harbour: Document, harbour_speakers: dict[str, Speaker], qtbot: QtBot
) -> None:
    model = panel.view.model()
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as told:
        panel.set_document(harbour.put(replace(harbour.quotes[3], speaker="okafor")), harbour_speakers)
    assert [index.row() for index in told.args[:2]] == [1, 1]
    assert "2 quotes" in spoken(panel)[1]


def test_the_speaker_of_what_is_selected_has_a_bar(panel: SpeakerPanel) -> None:
    panel.set_theme(DARK)
    panel.set_selected("okafor")
    picture = panel.view.viewport().grab().toImage()
    assert picture.pixelColor(1, centre(panel, 1).y()).name() == DARK.accent
    assert picture.pixelColor(1, centre(panel, 0).y()).name() != DARK.accent
