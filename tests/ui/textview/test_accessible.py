"""What a screen reader is told, asked for in process."""

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
)
from pytestqt.qtbot import QtBot

from annotator.model.document import Article, Document, Heading, Span
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


HEADED = "Ferries stop\n\nIn May they stop.\n\nWhat comes next\n\nNobody knows."


@pytest.fixture
def headed(qtbot: QtBot) -> TextView:
    """A view of an article with two headings, on the screen."""
    view = TextView()
    qtbot.addWidget(view)
    view.resize(700, 500)
    at = HEADED.index("What")
    view.show_document(Document(article=Article(id="h", text=HEADED, headings=(Heading(0, 1), Heading(at, 2)))), {}, ())
    with qtbot.waitExposed(view):
        view.show()
    return view


def headings_of(view: TextView) -> list[QAccessibleInterface]:
    told = QAccessible.queryAccessibleInterface(view)
    children = [told.child(number) for number in range(told.childCount())]
    return [child for child in children if child.role() == QAccessible.Role.Heading]


def test_headings_are_told_with_their_words_level_and_place(headed: TextView) -> None:
    told = QAccessible.queryAccessibleInterface(headed)
    found = headings_of(headed)
    assert [child.text(QAccessible.Text.Name) for child in found] == ["Ferries stop", "What comes next"]
    levels = [child.attributesInterface().attributeValue(QAccessible.Attribute.Level) for child in found]
    assert levels == [1, 2]
    assert [told.child(told.indexOfChild(child)).text(QAccessible.Text.Name) for child in found] == [
        "Ferries stop",
        "What comes next",
    ]
    assert found[0].parent().text(QAccessible.Text.Name) == "Article"
    first, second = (child.rect() for child in found)
    assert first.height() > second.height() > 0, "a heading of level 1 is larger"
    assert first.bottom() < second.top()
    assert told.rect().contains(first)


def test_a_heading_that_is_pressed_has_the_caret(headed: TextView) -> None:
    action = headings_of(headed)[1].actionInterface()
    action.doAction(action.actionNames()[0])
    assert headed.selection.caret == HEADED.index("What")


def test_headings_are_those_of_the_article_that_is_shown(headed: TextView) -> None:
    before = headings_of(headed)
    headed.show_document(Document(article=Article(id="b", text="One\nmore", headings=(Heading(0, 3),))), {}, ())
    assert [child.text(QAccessible.Text.Name) for child in headings_of(headed)] == ["One"]
    assert [child.isValid() for child in before] == [True, False]
    assert before[1].text(QAccessible.Text.Name) == ""
    assert before[1].rect().isEmpty()


def annotations_of(view: TextView) -> list[QAccessibleInterface]:
    told = QAccessible.queryAccessibleInterface(view)
    children = [told.child(number) for number in range(told.childCount())]
    roles = (QAccessible.Role.StaticText, QAccessible.Role.BlockQuote)
    return [child for child in children if child.object() is None and child.role() in roles]


def names(elements: Iterable[QAccessibleInterface]) -> list[str]:
    return [each.text(QAccessible.Text.Name) for each in elements]


def test_annotations_are_told_in_the_order_of_the_text_with_the_parts_of_quotes(
    view: TextView, span_of: Callable[..., Span]
) -> None:
    told = QAccessible.queryAccessibleInterface(view)
    found = annotations_of(view)
    assert names(found) == [
        "PERSON: Mayor Ada Brook, suggestion",
        "PERSON: Ada Brook, accepted",
        "DATE: Monday, doubtful suggestion",
        "Quote: Ada Brook · said, accepted",
        "PERSON: Brook, corrected",
        "ORG: Tidewater Ltd., suggestion",
        "Quote: nobody · said, suggestion",
    ]
    assert [told.child(told.indexOfChild(each)) is each for each in found] == [True] * 7
    quote = found[3]
    parts = [quote.child(number) for number in range(quote.childCount())]
    assert quote.role() == QAccessible.Role.BlockQuote
    assert names(parts) == [
        "Content: “We waited nine years,”",
        "Content: “and it was worth it.”",
        "Cue: said",
        "Source: Brook",
    ]
    assert [quote.indexOfChild(part) for part in parts] == [0, 1, 2, 3]
    assert parts[2].parent() is quote
    assert quote.parent() is told
    text = told.textInterface()
    assert parts[2].rect().contains(text.characterRect(span_of("said").start).center())
    assert told.rect().contains(quote.rect())
    assert not quote.state().offscreen
    assert "decision: pending" in found[0].text(QAccessible.Text.Description)


def test_what_stands_at_a_point_is_the_innermost_annotation(view: TextView, span_of: Callable[..., Span]) -> None:
    told = QAccessible.queryAccessibleInterface(view)
    at = told.textInterface().characterRect(span_of("Ada").start).center()
    assert names([told.childAt(at.x(), at.y())]) == ["PERSON: Ada Brook, accepted"]


def test_an_annotation_that_is_pressed_or_selected_is_selected_in_the_view(view: TextView) -> None:
    told = QAccessible.queryAccessibleInterface(view)
    tide, quote = annotations_of(view)[5], annotations_of(view)[3]
    tide.actionInterface().doAction(tide.actionInterface().actionNames()[0])
    assert view.selection.annotation == "tide"
    assert tide.state().selected
    assert told.selectionInterface().selectedItems() == [tide]
    told.selectionInterface().select(quote)
    assert (tide.state().selected, quote.state().selected) == (False, True)
    second = quote.child(1)
    second.actionInterface().doAction(second.actionInterface().actionNames()[0])
    assert (view.selection.annotation, view.selection.part) == ("waited", 1)
    told.selectionInterface().clear()
    assert view.selection.annotation is None


def test_an_element_stands_for_its_annotation_until_another_article_is_shown(
    view: TextView, document: Document, sent: list[QAccessibleEvent]
) -> None:
    before = annotations_of(view)
    ada = document.by_id["ada"]
    view.update_document(document.drop("mayor").put(replace(ada, label="ORG")), view.speakers)
    assert names(before[:2]) == ["", "ORG: Ada Brook, accepted"]
    assert [each.isValid() for each in before[:2]] == [False, True]
    kinds = [event.type() for event in sent]
    assert kinds == [QAccessible.Event.ObjectReorder, QAccessible.Event.NameChanged]
    assert sent[1].accessibleInterface() is before[1]
    view.show_document(Document(article=Article(id="b", text="Nothing.")), {}, ())
    assert not any(each.isValid() for each in before)
    assert annotations_of(view) == []


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[QAccessibleEvent]]:
    """What a screen reader that listens is sent from now on."""
    sent: list[QAccessibleEvent] = []
    send = accessible._send

    def record(event: QAccessibleEvent) -> None:
        sent.append(event)
        send(event)

    monkeypatch.setattr(accessible, "_send", record)
    was_active = QAccessible.isActive()
    QAccessible.setActive(True)
    yield sent
    QAccessible.setActive(was_active)


def test_the_caret_the_selection_and_the_annotation_are_announced_while_a_reader_listens(
    view: TextView, sent: list[QAccessibleEvent]
) -> None:
    QAccessible.setActive(False)
    view.set_selection(Selection(caret=1, anchor=1))
    view.set_sticky("ORG")
    assert sent == []
    QAccessible.setActive(True)
    view.set_sticky("PERSON")
    assert sent.pop().message() == "Every text you select becomes PERSON"
    view.set_selection(Selection(caret=7, anchor=7, annotation="ada"))
    kinds = [event.type() for event in sent]
    assert kinds == [
        QAccessible.Event.TextCaretMoved,
        QAccessible.Event.TextSelectionChanged,
        QAccessible.Event.DescriptionChanged,
        QAccessible.Event.StateChanged,
        QAccessible.Event.Selection,
        QAccessible.Event.Announcement,
    ]
    assert names([sent[-2].accessibleInterface()]) == ["PERSON: Ada Brook, accepted"]
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
