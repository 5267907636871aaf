"""Panels that are moved by keys and by mouse, into windows of their own and back, and stay there."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.session import Session
from annotator.ui.panels import Place
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture
def project(tmp_path: Path, monkeypatch, harbour, harbour_speakers) -> Path:
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    session.dispatch("import.articles", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour)])
    session.close()
    return path


@pytest.fixture
def hands(qtbot, project):
    made = Hands(qtbot, [project], PLAIN)
    made.window.resize(1400, 900)
    made.wait(lambda: made.window.columns.width() == 1400)
    yield made
    made.close()


def left_of_text(hands, panel: QWidget) -> bool:
    text = hands.window.text
    return panel.mapTo(hands.window, QPoint(0, 0)).x() < text.mapTo(hands.window, QPoint(0, 0)).x()


def below_text(hands, panel: QWidget) -> bool:
    where, window = panel.mapTo(hands.window, QPoint(0, 0)), hands.window
    line = window.key_line.mapTo(window, QPoint(0, 0))
    return where.y() >= line.y() + window.key_line.height() and where.x() >= line.x()


def by_palette(hands, words: str) -> None:
    hands.press("Ctrl+Shift+P")
    hands.wait(hands.window.choices.field.hasFocus)
    hands.type(words)
    hands.press("Return")


def drag(panel: QWidget, to: QPoint) -> None:
    """Drag a panel by the words at its head to a point of the screen."""
    head = next(label for label in panel.findChildren(QLabel) if label.isVisible() and label.text())
    at = head.rect().center()
    QTest.mousePress(head, Qt.MouseButton.LeftButton, pos=at)
    start = head.mapToGlobal(at)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for step in (1, 2, 3):
        point = start + (to - start) * (step / 3)
        here = QPointF(panel.mapFromGlobal(point))
        moved = QMouseEvent(QEvent.Type.MouseMove, here, QPointF(point), Qt.MouseButton.NoButton, left, none)
        QApplication.sendEvent(panel, moved)
    here = QPointF(panel.mapFromGlobal(to))
    up = QMouseEvent(QEvent.Type.MouseButtonRelease, here, QPointF(to), left, Qt.MouseButton.NoButton, none)
    QApplication.sendEvent(panel, up)


def test_a_panel_goes_from_side_to_side_and_into_a_window_by_the_palette(hands):
    window, queue = hands.window, hands.window.queue
    assert left_of_text(hands, queue)
    by_palette(hands, "move the queue")
    assert not left_of_text(hands, queue)
    assert window.key_line.message == "Queue: on the right"
    assert window.columns.sizes()[0] == 0, "nothing is left on the left"
    by_palette(hands, "move the queue")
    assert window.key_line.message == "Queue: below the text"
    assert below_text(hands, queue)
    assert 200 < queue.height() < 260
    by_palette(hands, "move the queue")
    assert queue.window() is not window
    assert (queue.window().windowTitle(), queue.window().isVisible()) == ("Queue", True)
    hands.wait(window.text.hasFocus)
    by_palette(hands, "move the queue")
    assert left_of_text(hands, queue)
    assert window.columns.sizes()[0] > 200


def test_keys_in_a_panels_own_window_are_those_of_the_main_one(hands):
    window, quotes = hands.window, hands.window.quotes
    window.columns.move_panel("quotes", Place.WINDOW)
    quotes.window().activateWindow()
    quotes.view.setFocus()
    hands.wait(quotes.view.hasFocus)
    hands.press("N")
    assert hands.session.annotation is not None
    pending = hands.session.annotation.id
    hands.press("A")
    assert not hands.document.by_id[pending].pending
    quotes.window().close()
    assert not left_of_text(hands, quotes)
    assert quotes.window() is window
    assert quotes.isVisible()


def test_a_panel_is_dragged_by_its_head_to_the_other_side_or_out_of_the_window(hands):
    columns, window = hands.window.columns, hands.window
    drag(window.speakers, columns.mapToGlobal(QPoint(40, 500)))
    assert columns.place_of("speakers") is Place.LEFT
    assert left_of_text(hands, window.speakers)
    assert window.queue.mapTo(window, QPoint(0, 0)).y() < window.speakers.mapTo(window, QPoint(0, 0)).y()
    drag(window.speakers, columns.mapToGlobal(QPoint(700, 500)))
    assert columns.place_of("speakers") is Place.LEFT, "let go over the text, it stays where it was"
    drag(window.speakers, columns.mapToGlobal(QPoint(1600, 200)))
    assert columns.place_of("speakers") is Place.WINDOW
    for name in ("quotes", "queue"):
        drag(getattr(window, name), columns.mapToGlobal(QPoint(700, 800)))
        assert columns.place_of(name) is Place.BELOW
        assert below_text(hands, getattr(window, name))
    assert window.queue.mapTo(window, QPoint(0, 0)).x() < window.quotes.mapTo(window, QPoint(0, 0)).x()


def test_a_click_on_a_head_moves_nothing(hands):
    head = next(label for label in hands.window.speakers.findChildren(QLabel) if label.text())
    QTest.mouseClick(head, Qt.MouseButton.LeftButton)
    assert hands.window.columns.place_of("speakers") is Place.RIGHT


def test_where_panels_stand_is_kept_from_one_start_to_the_next(hands, qtbot, project):
    columns = hands.window.columns
    columns.move_panel("quotes", Place.BELOW)
    columns._middle.setSizes([500, 300])
    height = hands.window.quotes.height()
    columns.move_panel("speakers", Place.WINDOW)
    hands.window.speakers.window().resize(401, 502)
    hands.press("Ctrl+B")
    hands.close()
    again = Hands(qtbot, [project], PLAIN)
    window = again.window
    assert [window.columns.place_of(name) for name in ("quotes", "speakers")] == [Place.BELOW, Place.WINDOW]
    assert abs(window.quotes.height() - height) < 30
    assert window.speakers.window().isVisible()
    assert (window.speakers.window().width(), window.speakers.window().height()) == (401, 502)
    assert not window.queue.isVisible()
    assert window.quotes.isVisible()
    again.press("Ctrl+Shift+B")
    assert not window.quotes.isVisible()
    assert not window.speakers.isVisible()
    again.press("Ctrl+Shift+B")
    assert window.quotes.isVisible()
    assert window.speakers.isVisible()
    again.close()


def test_a_layout_that_cannot_be_read_leaves_the_usual_one(hands):
    columns = hands.window.columns
    before = columns.layout_state()
    for state in ("", "AAAA BBBB 1 2", "{}", '{"places": {"queue": "nowhere"}}', "[]"):
        columns.restore_layout(state)
        assert columns.layout_state() == before


def test_tab_goes_through_the_window_as_it_stands(hands):
    hands.window.columns.move_panel("queue", Place.RIGHT)
    hands.window.text.setFocus()
    hands.press("Tab")
    seen = []
    while QApplication.focusWidget() is not hands.window.text and len(seen) < 100:
        seen.append(QApplication.focusWidget())
        hands.press("Tab")
    where = [
        next((p for p in ("queue", "quotes", "speakers") if getattr(hands.window, p).isAncestorOf(w)), "") for w in seen
    ]
    assert [name for name in dict.fromkeys(where) if name] == ["queue", "quotes", "speakers"]
