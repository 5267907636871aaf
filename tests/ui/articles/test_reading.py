"""Reading in the window: what stands in view for its time is read, and what is not is shown, gone to and told."""

from itertools import count

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from annotator.ui.articles.reading import IDLE, TICK
from tests.ui.desk import CountingHands, hands, window_of_module

__all__ = ["hands", "window_of_module"]


@pytest.fixture
def reading(hands: CountingHands):
    made = hands.window.exchanging.reading
    usual, settings = made.clock, hands.window.settings
    made.timer.setInterval(1)
    yield made
    made.clock = usual
    made.timer.setInterval(TICK)
    hands.window.windows.settings.change(lambda _: settings)


def quick(reading, step: float = 0.5) -> None:
    """Half a second passes at each look at the clock."""
    passed = count(1)
    reading.clock = lambda: next(passed) * step


def test_what_stands_in_view_is_read_from_the_top_and_the_strip_follows(hands, reading):
    strip, coverage = hands.window.text.strip, hands.session.coverage
    reading.timer.stop()
    hands.session.open("far")
    hands.session.open("near")
    hands.wait(lambda: len(strip.unread) == 1)
    assert len(coverage.unread) == 4
    quick(reading)
    reading.wake()
    hands.wait(lambda: len(coverage.unread) < 4)
    assert hands.document.article.paragraphs[0] not in coverage.unread
    hands.wait(lambda: not coverage.unread and strip.unread == ())
    coverage.flush()
    assert hands.session.entries[0].read == 1
    hands.wait(lambda: ", read" in hands.window.queue.view.model().index(0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_nobody_reads_who_is_away_and_a_move_of_the_mouse_brings_them_back(hands, reading):
    hands.session.open("far")
    quick(reading, IDLE)
    reading.wake()
    hands.wait(lambda: not reading.timer.isActive())
    quick(reading, 0)  # nothing more is read
    QTest.mouseMove(hands.window.text.viewport(), hands.window.text.viewport().rect().center())
    hands.wait(reading.timer.isActive)
    QApplication.sendEvent(hands.window.text.viewport(), QEvent(QEvent.Type.WindowActivate))
    hands.window.text.hide()
    hands.wait(lambda: not reading.timer.isActive())
    hands.window.text.show()


def test_a_key_goes_to_what_was_not_read_and_done_asks_where_that_is_wanted(hands, reading):
    reading.timer.setInterval(TICK)
    hands.session.open("far")
    hands.window.text.setFocus()
    unread = hands.session.coverage.unread
    assert unread
    hands.press("U")
    assert hands.session.selection.caret in {each.start for each in unread}
    assert hands.session.coverage.unread == unread
    hands.window.run("article.ask_unread")
    hands.press("Ctrl+Return")
    hands.wait(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert str(len(unread)) in box.text() or "A paragraph" in box.text()
    QTest.mouseClick(next(b for b in box.findChildren(QPushButton) if b.text() == "Done"), Qt.MouseButton.LeftButton)
    hands.wait(lambda: QApplication.activeModalWidget() is None and hands.session.current == "near")
    hands.press("Ctrl+Z")
    hands.wait(lambda: hands.session.current == "far")


def test_turned_off_nothing_is_noted_and_nothing_shown(hands, reading):
    hands.session.open("far")
    hands.window.run("view.coverage")
    assert not hands.window.settings.coverage
    quick(reading)
    hands.wait(lambda: not reading.timer.isActive())
    reading.wake()
    assert not reading.timer.isActive()
    hands.wait(lambda: hands.window.text.strip.unread == ())
    hands.window.run("view.coverage")
    assert hands.session.coverage.on
