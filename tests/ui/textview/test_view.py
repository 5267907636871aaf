"""The text view under real mouse and key events."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.model.document import Span
from annotator.ui.textview.view import TextView


def middle(view: TextView, span: Span) -> QPoint:
    """The middle of a span's first rectangle in the viewport."""
    return view.scene().rects(span)[0].center().toPoint()


def click(view: TextView, span: Span) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle(view, span))


def test_a_click_on_an_entity_selects_the_innermost_annotation(
    view: TextView, qtbot: QtBot, span_of: Callable[..., Span]
) -> None:
    with qtbot.waitSignal(view.selection_changed) as heard:
        click(view, span_of("Ada"))
    assert heard.args is not None
    assert heard.args[0].annotation == "ada"
    assert view.selection.annotation == "ada"
