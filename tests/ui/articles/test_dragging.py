"""Articles and exports dragged out of the window, by real events; where they are dropped is another program's."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.session.exchange import carrying
from annotator.session.exchange.exporting import ExportReport
from annotator.session.news import Exported
from annotator.ui.widgets.message import Message
from tests.ui.desk import TEXT, hands, window_of_module

__all__ = ["hands", "window_of_module"]  # the fixtures


@pytest.fixture
def dropped(monkeypatch):
    """What is dragged: the files and the text, and the files' contents and rights as they are then."""
    found = []

    def drop(drag, action):
        path = Path(drag.mimeData().urls()[0].toLocalFile())
        found.append((path, drag.mimeData().text(), path.read_text(), path.parent.stat().st_mode & 0o777))
        return action

    monkeypatch.setattr(QDrag, "exec", drop)
    return found


def drag(widget, start: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(widget, left, pos=start)
    for step in (4, 12, 40):
        point = QPointF(start + QPoint(step, 0))
        kind, none = QMouseEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
        move = QMouseEvent(kind, point, QPointF(widget.mapToGlobal(point)), Qt.MouseButton.NoButton, left, none)
        QApplication.sendEvent(widget, move)
    QTest.mouseRelease(widget, left, pos=start + QPoint(40, 0))


def test_an_article_is_dragged_from_the_queue_as_a_private_file_that_goes_again(hands, dropped):
    view = hands.window.queue.view
    drag(view.viewport(), view.visualRect(view.model().index(1, 0)).center())
    ((path, text, contents, rights),) = dropped
    assert (path.name, rights) == ("Brenna.jsonl", 0o700)
    assert text == contents
    assert json.loads(contents)["text"] == hands.session.project.text("far")
    assert hands.session.current == "near"  # it was dragged, not opened
    drag(view.viewport(), view.visualRect(view.model().index(0, 0)).center())
    assert dropped[1][0].exists()
    assert not path.parent.exists()
    hands.window.exchanging.care.carrying._carried.clear()
    assert not dropped[1][0].exists()


def test_all_that_is_selected_is_dragged_and_copied_and_much_of_it_is_written_beside_the_window(
    hands, dropped, monkeypatch
):
    view, ids = hands.window.queue.view, tuple(entry.id for entry in hands.session.entries)
    texts = [hands.session.project.text(each) for each in ids]
    view.setFocus()
    hands.press("Ctrl+A")
    centre = view.visualRect(view.model().index(1, 0)).center()
    drag(view.viewport(), centre)
    assert hands.window.queue.selected == ids
    assert [json.loads(line)["text"] for line in dropped[0][2].splitlines()] == texts
    monkeypatch.setattr(carrying, "_SHORT", 1)
    drag(view.viewport(), centre)
    hands.wait(lambda: hands.window.exchanging.care.carrying._ready is not None)
    drag(view.viewport(), centre)  # it was let go before it was there
    assert dropped[1][2:] == dropped[0][2:]
    QGuiApplication.clipboard().clear()
    hands.press("Ctrl+Alt+C")
    hands.wait(lambda: QGuiApplication.clipboard().text() == dropped[0][2])
    monkeypatch.setattr(carrying, "MOST_COPIED", 10)
    hands.press("Ctrl+Alt+C")
    assert "too much for the clipboard" in hands.window.key_line.message
    hands.window.key_line.dismiss()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(0, 0)).center())
    assert hands.window.queue.selected == ids[:1]  # a click that drags nothing is one


def test_the_same_by_keys(hands):
    hands.press("Ctrl+Alt+C")
    (line,) = QGuiApplication.clipboard().text().splitlines()
    assert json.loads(line)["text"] == TEXT


def test_an_export_is_dragged_from_the_message_that_tells_of_it(hands, dropped, tmp_path):
    (tmp_path / "out.jsonl").write_text("{}\n")
    hands.session.publish(Exported(ExportReport(tmp_path / "out.jsonl", written=1)))
    message = hands.window.key_line.findChild(Message)
    assert hands.window.key_line.message
    drag(message, QPoint(20, message.height() // 2))
    assert [each[0] for each in dropped] == [tmp_path / "out.jsonl"]
    hands.window.key_line.tell("Something else")
    drag(message, QPoint(20, message.height() // 2))
    assert len(dropped) == 1
    hands.window.key_line.dismiss()
