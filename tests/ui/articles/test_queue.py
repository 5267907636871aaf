from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QProgressBar, QToolButton
from pytestqt.qtbot import QtBot

from annotator.model.document import Status
from annotator.store.queue import Entry
from annotator.ui.articles.queue import QueuePanel
from annotator.ui.theme import DARK


def entry(name: str, title: str, **rest: Any) -> Entry:
    usual: dict[str, Any] = {
        "file": f"{name}.md",
        "status": Status.NEW,
        "characters": 900,
        "pending": 4,
        "doubtful": 0.5,
        "decided": 0,
        "prepared": True,
        "text_sha256": name,
    }
    return Entry(id=name, title=title, **{**usual, **rest})


ENTRIES = (
    entry("a", "The harbour stays shut", status=Status.OPEN),
    entry("b", "A tram to the north", doubtful=0.1),
    entry("c", "Museum for the river", status=Status.DONE, pending=0, doubtful=None),
    entry("d", "", file="rents-rise.md", pending=9, doubtful=None),
    entry("e", "Opera", status=Status.ASIDE, prepared=False),
)


@pytest.fixture
def panel(qtbot: QtBot) -> QueuePanel:
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.resize(280, 500)
    panel.set_entries(ENTRIES)
    panel.show()
    return panel


def rows(panel: QueuePanel) -> list[str]:
    model = panel.view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def spoken(panel: QueuePanel, row: int) -> str:
    return str(panel.view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def middle(panel: QueuePanel, row: int) -> QPoint:
    return panel.view.visualRect(panel.view.model().index(row, 0)).center()


def words(panel: QueuePanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_articles_stand_in_the_order_given_and_one_without_a_title_by_its_file(panel: QueuePanel) -> None:
    assert rows(panel) == [
        "The harbour stays shut",
        "A tram to the north",
        "Museum for the river",
        "rents-rise.md",
        "Opera",
    ]


def test_a_row_says_its_status_and_what_is_pending(panel: QueuePanel) -> None:
    assert spoken(panel, 0) == "The harbour stays shut, open, 4 pending · 900 characters"
    assert spoken(panel, 2).startswith("Museum for the river, done, done")
    panel.set_entries([replace(ENTRIES[1], pending=0, prepared=False)])
    assert "no suggestions yet" in spoken(panel, 0)


def test_the_head_says_how_many_are_done(panel: QueuePanel) -> None:
    assert "1 of 5 done" in words(panel)
    bar = panel.findChild(QProgressBar)
    assert (bar.value(), bar.maximum()) == (1, 5)


def test_a_click_opens_an_article(panel: QueuePanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.chosen) as told:
        QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=middle(panel, 1))
    assert told.args == ["b"]


def test_arrows_move_and_enter_opens(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.set_current("a")
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.chosen) as told:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert told.args == ["c"]


def test_letters_in_the_list_are_left_to_the_window(panel: QueuePanel) -> None:
    panel.set_current("a")
    QTest.keyClick(panel.view, Qt.Key.Key_M)
    assert panel.view.currentIndex().row() == 0


def test_typing_in_the_search_filters_by_title_and_file(panel: QueuePanel, qtbot: QtBot) -> None:
    QTest.keyClicks(panel.search, "RISE")
    assert rows(panel) == ["rents-rise.md"]
    with qtbot.waitSignal(panel.chosen) as told:
        QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert told.args == ["d"]
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert len(rows(panel)) == 5


def test_a_search_without_hits_says_so(panel: QueuePanel) -> None:
    QTest.keyClicks(panel.search, "volcano")
    assert any("volcano" in text for text in words(panel))


def test_down_goes_from_the_search_into_the_list(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    panel.search.setFocus()
    QTest.keyClick(panel.search, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is panel.view)
    assert panel.view.currentIndex().isValid()


def choose_order(panel: QueuePanel, number: int) -> None:
    def press() -> None:
        menu = QApplication.activePopupWidget()
        assert menu is not None
        for key in [*[Qt.Key.Key_Down] * (number + 1), Qt.Key.Key_Return]:
            QTest.keyClick(menu, key)

    QTimer.singleShot(0, panel, press)  # the menu has a loop of its own
    QTest.mouseClick(panel.findChild(QToolButton, "order"), Qt.MouseButton.LeftButton)


def test_a_menu_has_the_queues_order_the_most_doubtful_first_and_the_least_read_first(panel: QueuePanel) -> None:
    choose_order(panel, 1)
    assert rows(panel) == [
        "A tram to the north",
        "The harbour stays shut",
        "Opera",
        "rents-rise.md",
        "Museum for the river",
    ]
    panel.set_entries([replace(each, read={"a": 1.0, "c": 0.004}.get(each.id, 0.5)) for each in ENTRIES])
    choose_order(panel, 2)
    assert (rows(panel)[0], *rows(panel)[-2:]) == ("Museum for the river", "The harbour stays shut", "Opera")
    assert spoken(panel, 0).endswith("1 % read")
    assert spoken(panel, 3).endswith(", read")
    menu = panel.findChild(QToolButton, "order").menu()
    assert [action.isChecked() for action in menu.actions()] == [False, False, True]
    choose_order(panel, 0)
    assert rows(panel)[0] == "The harbour stays shut"


def test_an_article_being_prepared_says_so(panel: QueuePanel) -> None:
    panel.set_preparing(frozenset({"b"}))
    assert "finding suggestions…" in spoken(panel, 1)
    panel.set_preparing(frozenset())
    assert "4 pending" in spoken(panel, 1)


def test_a_change_of_one_article_touches_its_row_alone(panel: QueuePanel, qtbot: QtBot) -> None:
    model = panel.view.model()
    changed = [replace(ENTRIES[0], pending=3), *ENTRIES[1:]]
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as told:
        panel.set_entries(changed)
    assert [index.row() for index in told.args[:2]] == [0, 0]


def test_the_cursor_stays_on_its_article_when_others_come_before_it(panel: QueuePanel) -> None:
    panel.set_current("b")
    panel.set_entries([entry("z", "New one"), *ENTRIES])
    assert panel.view.currentIndex().data() == "A tram to the north"


def test_an_empty_queue_says_how_articles_come_in(panel: QueuePanel) -> None:
    panel.set_entries([])
    assert any("Drop" in text for text in words(panel))


def test_files_dropped_are_told_by_their_paths(panel: QueuePanel, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls(
        [QUrl.fromLocalFile("/articles/one.md"), QUrl("https://example.org/two"), QUrl.fromLocalFile("/b.txt")]
    )
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(panel, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(panel.dropped) as told:
        QApplication.sendEvent(panel, QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, buttons, keys))
    assert told.args == [["/articles/one.md", "/b.txt"]]


def test_every_control_has_a_name(panel: QueuePanel) -> None:
    for control in (panel.view, panel.search, panel.findChild(QToolButton, "order"), panel.findChild(QProgressBar)):
        assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)


def test_tab_goes_from_the_search_over_the_order_to_the_list(panel: QueuePanel) -> None:
    controls = [w for w in (panel.search, panel.findChild(QToolButton, "order"), panel.view) if w is not None]
    place = panel.search
    seen = []
    for _ in range(40):
        place = place.nextInFocusChain()
        if place in controls:
            seen.append(place)
    assert seen[:2] == controls[1:]


def test_ten_thousand_articles_are_searched_while_typing(panel: QueuePanel) -> None:
    panel.set_entries([entry(str(n), f"Article {n}") for n in range(10_000)])
    QTest.keyClicks(panel.search, "9999")
    assert rows(panel) == ["Article 9999"]


def test_it_is_painted_in_the_theme(panel: QueuePanel) -> None:
    panel.set_theme(DARK)
    picture = panel.view.viewport().grab().toImage()
    assert picture.pixelColor(picture.width() - 2, picture.height() - 2).name() == DARK.surface


def test_the_search_takes_no_dropped_files_for_text(panel: QueuePanel) -> None:
    assert isinstance(panel.search, QLineEdit)
    assert not panel.search.acceptDrops()
