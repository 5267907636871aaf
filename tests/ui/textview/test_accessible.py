"""What a screen reader is told, asked for in process."""

import gc
from collections.abc import Callable

import pytest
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
)
from pytestqt.qtbot import QtBot

from annotator.model.document import Article, Document, Span
from annotator.session.selection import Selection
from annotator.ui.textview import accessible
from annotator.ui.textview.accessible import WHOLE, window_around
from annotator.ui.textview.view import TextView


@pytest.fixture
def interface(view: TextView) -> QAccessibleTextInterface:
    return QAccessible.queryAccessibleInterface(view).textInterface()


def test_the_view_is_a_text_that_cannot_be_edited(view: TextView) -> None:
    told = QAccessible.queryAccessibleInterface(view)
    assert told.role() == QAccessible.Role.EditableText
    assert told.state().readOnly
    assert told.text(QAccessible.Text.Name) == "Article"


def test_its_text_caret_and_selection_are_told(
    view: TextView, interface: QAccessibleTextInterface, span_of: Callable[..., Span]
) -> None:
    span = span_of("bridge")
    assert interface.characterCount() == len(view.document.text)
    assert interface.text(span.start, span.end) == "bridge"
    view.set_selection(Selection(anchor=span.start, caret=span.end))
    assert interface.cursorPosition() == span.end
    assert interface.selectionCount() == 1
    interface.setCursorPosition(3)
    assert (view.selection.caret, interface.selectionCount()) == (3, 0)
    interface.addSelection(span.start, span.end)
    assert view.selection.text == span


def test_its_description_tells_the_annotations_at_the_caret(view: TextView, span_of: Callable[..., Span]) -> None:
    told = QAccessible.queryAccessibleInterface(view)
    at = span_of("Ada").start
    view.set_selection(Selection(anchor=at, caret=at))
    assert told.text(QAccessible.Text.Description) == (
        "PERSON: Ada Brook, accepted; PERSON: Mayor Ada Brook, suggestion"
    )
    view.set_selection(Selection(annotation="figures"))
    assert told.text(QAccessible.Text.Description).startswith("Quote: nobody · said, suggestion")


def test_a_characters_place_and_the_character_at_a_place_agree(
    view: TextView, interface: QAccessibleTextInterface, span_of: Callable[..., Span]
) -> None:
    at = span_of("bridge").start
    rect = interface.characterRect(at)
    assert rect.height() > 0
    assert interface.offsetAtPoint(rect.center()) == at


def test_offsets_are_utf16_units(qtbot: QtBot) -> None:
    view = TextView()
    qtbot.addWidget(view)
    view.show_document(Document(article=Article(id="a", text="😀 b")), {}, ())
    interface = QAccessible.queryAccessibleInterface(view).textInterface()
    assert interface.characterCount() == 4
    assert interface.text(2, 4) == " b"
    interface.setCursorPosition(3)
    assert view.selection.caret == 2


def test_a_long_article_is_told_around_the_caret(qtbot: QtBot) -> None:
    text = "\n".join(f"Paragraph number {i} of a long article." for i in range(5_000))
    view = TextView()
    qtbot.addWidget(view)
    view.show_document(Document(article=Article(id="a", text=text)), {}, ())
    interface = QAccessible.queryAccessibleInterface(view).textInterface()
    at = text.index("number 3000 ")
    view.set_selection(Selection(anchor=at, caret=at))
    assert interface.characterCount() <= WHOLE
    caret = interface.cursorPosition()
    assert interface.text(caret, caret + 11) == "number 3000"
    window = window_around(text, at)
    assert text[window.start - 1] == "\n"
    assert window.contains(Span(at, at))


def test_the_caret_the_selection_and_the_annotation_are_announced_while_a_reader_listens(
    view: TextView, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[QAccessibleEvent] = []
    send = accessible._send

    def record(event: QAccessibleEvent) -> None:
        sent.append(event)
        send(event)

    monkeypatch.setattr(accessible, "_send", record)
    was_active = QAccessible.isActive()
    try:
        QAccessible.setActive(False)
        view.set_selection(Selection(caret=1, anchor=1))
        assert sent == []
        QAccessible.setActive(True)
        view.set_selection(Selection(caret=7, anchor=7, annotation="ada"))
    finally:
        QAccessible.setActive(was_active)
    kinds = [event.type() for event in sent]
    assert kinds == [
        QAccessible.Event.TextCaretMoved,
        QAccessible.Event.TextSelectionChanged,
        QAccessible.Event.DescriptionChanged,
        QAccessible.Event.Announcement,
    ]
    moved, announced = sent[0], sent[-1]
    assert isinstance(moved, QAccessibleTextCursorEvent)
    assert moved.cursorPosition() == 7
    assert isinstance(announced, QAccessibleAnnouncementEvent)
    assert announced.message().startswith("PERSON: Ada Brook, accepted")


def test_views_come_and_go_and_their_interfaces_with_them(qtbot: QtBot, document: Document) -> None:
    before = len(accessible._interfaces)
    for _ in range(50):
        view = TextView()
        view.show_document(document, {}, ())
        assert QAccessible.queryAccessibleInterface(view).textInterface().characterCount() > 0
        view.deleteLater()
        del view
        qtbot.wait(1)
    gc.collect()
    assert len(accessible._interfaces) <= before + 1
