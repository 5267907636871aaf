"""A mistake of the program is told once, can be copied without text of the article, and the window goes on."""

import sys
import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QPushButton

from annotator.ui.mistakes import Mistakes
from annotator.ui.textview import paint, surface
from tests.ui.desk import window_of_module

__all__ = ["window_of_module"]  # the fixture

SECRET = "Brandt met Okafor"


@pytest.fixture
def hands(window_of_module, monkeypatch: pytest.MonkeyPatch):
    """A window that takes errors as it does in a process of its own; what it keeps is its own affair."""
    window = window_of_module.window
    window_of_module.clear()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    mistakes = Mistakes(window)
    mistakes.told.connect(lambda told: window.session.publish(told))
    monkeypatch.setattr(window, "mistakes", mistakes)
    monkeypatch.setattr(window.answering, "report_dialog", None)
    yield window_of_module
    if window.answering.report_dialog is not None:
        window.answering.report_dialog.close()
    window.key_line.dismiss()


@pytest.fixture
def expected(caplog: pytest.LogCaptureFixture):
    """Takes the faults that a test has made out of the log, which must hold no others."""
    yield
    records = caplog.get_records("call")
    assert all("A mistake of the program" in each.getMessage() for each in records)
    assert SECRET not in caplog.text
    records.clear()


def fail() -> None:
    raise ValueError(SECRET)


def hooked(error_of) -> None:
    """What Qt does with an error in a slot."""
    try:
        error_of()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def report_button(hands):
    return next(
        b for b in hands.window.key_line.findChildren(type(hands.window.key_line._cancel)) if "eport" in b.text()
    )


@pytest.mark.usefixtures("expected")
def test_it_is_told_once_and_reported_without_words_unless_these_are_wanted(hands, caplog):
    hands.window.mistakes.keep_hooks()
    hooked(fail)
    hands.wait(lambda: "ValueError" in hands.window.key_line.message)
    assert SECRET not in hands.window.key_line.message
    QTest.mouseClick(report_button(hands), Qt.MouseButton.LeftButton)
    dialog = hands.window.answering.report_dialog
    hands.wait(dialog.isVisible)
    text, copy = dialog.findChild(QPlainTextEdit), dialog.findChildren(QPushButton)
    (copy,) = [button for button in copy if button.text() == "Copy report"]
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "in fail" in copied
    assert SECRET not in copied
    words = dialog.findChild(QCheckBox)
    QTest.mouseClick(words, Qt.MouseButton.LeftButton, pos=QPoint(8, words.height() // 2))
    assert f"ValueError: {SECRET}" in text.toPlainText()
    dialog.close()

    hands.window.key_line.dismiss()
    hooked(fail)
    hands.wait(lambda: "2 times" in hands.window.mistakes.report())
    assert hands.window.key_line.message == ""


@pytest.mark.usefixtures("expected")
def test_one_in_a_thread_is_told_in_the_window_s_own(hands):
    hands.window.mistakes.keep_hooks()
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    hands.wait(lambda: "ValueError" in hands.window.key_line.message)


@pytest.mark.usefixtures("expected")
def test_an_article_that_cannot_be_painted_is_shown_as_its_text_and_the_next_one_as_ever(hands, monkeypatch):
    text = hands.window.text
    hands.session.open("far")
    hands.session.open("near")
    before = text.grab().toImage()
    with monkeypatch.context() as broken:
        broken.setattr(paint, "_paint_brackets", lambda *_: fail())
        text.viewport().update()
        hands.wait(lambda: "ValueError" in hands.window.key_line.message)
    bare = text.grab().toImage()
    assert bare != before
    colours = {bare.pixelColor(x, y).name() for x in range(300, 700, 3) for y in range(20, 300, 3)}
    assert text.theme.background in colours
    assert len(colours) > 2  # there are letters on it
    hands.session.open("far")
    assert not text._bare
    hands.session.open("near")
    assert text.grab().toImage() == before


@pytest.mark.usefixtures("expected")
def test_what_cannot_even_be_laid_out_is_written_all_the_same(hands, monkeypatch):
    text = hands.window.text
    with monkeypatch.context() as broken:
        broken.setattr(surface, "paint", lambda *_: fail())
        broken.setattr(type(text._flow), "shown", lambda *_: fail())
        text.viewport().update()
        hands.wait(lambda: "ValueError" in hands.window.key_line.message)
        bare = text.grab().toImage()
    assert len({bare.pixelColor(x, y).name() for x in range(20, 600, 3) for y in range(20, 120, 3)}) > 2
    hands.session.open("far")


def test_where_nothing_went_wrong_the_report_says_so(hands):
    hands.window.run("help.report")
    dialog = hands.window.answering.report_dialog
    hands.wait(dialog.isVisible)
    assert "annotator" in dialog.findChild(QPlainTextEdit).toPlainText()
    assert not dialog.findChild(QCheckBox).isEnabled()
