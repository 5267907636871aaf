"""The panel that says what is known of an annotation: when it comes, where it stands, when it goes."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.document import Span
from annotator.session.selection import Selection
from annotator.ui.textview.curve import curve
from annotator.ui.textview.panel import place
from annotator.ui.textview.view import TextView

Rest = Callable[[QPoint], None]


def middle(view: TextView, span: Span) -> QPoint:
    return view.scene().rects(span)[0].center().toPoint()


@pytest.fixture
def rest(view: TextView, qtbot: QtBot) -> Rest:
    """Rests the mouse at a point until the panel is there, which here is at once."""
    view.hover._timer.setInterval(1)

    def act(point: QPoint) -> None:
        QTest.mouseMove(view.viewport(), QPoint(3, 3))
        QTest.mouseMove(view.viewport(), point)
        qtbot.waitUntil(view.hover.panel.isVisible)

    return act


def test_resting_on_a_span_says_what_is_known_of_it_below_its_line(
    view: TextView, rest: Rest, span_of: Callable[..., Span]
) -> None:
    rest(middle(view, span_of("Monday")))
    panel = view.hover.panel
    assert panel.details.title == "DATE"
    assert ("decision", "pending, doubtful") in panel.details.facts
    top, _, bottom = view.scene().line_box(span_of("Monday").start)
    assert panel.geometry().top() > bottom or panel.geometry().bottom() < top
    assert view.viewport().rect().contains(panel.geometry())


def test_resting_on_a_quotes_chip_shows_it_and_its_curve(view: TextView, rest: Rest) -> None:
    chip = next(chip for chip in view.scene().margin_chips() if chip.id == "waited")
    rest(chip.rect.center().toPoint())
    assert view.hover.panel.details.title == "Ada Brook · said"
    assert not view.hover.panel.geometry().intersects(chip.rect.toAlignedRect())
    assert curve(view.scene(), hovered=True) is not None
    assert curve(view.scene()) is None
    view.set_selection(Selection(annotation="waited"))
    assert curve(view.scene(), hovered=True) is None


def test_it_goes_when_the_mouse_goes_elsewhere_or_leaves(
    view: TextView, rest: Rest, span_of: Callable[..., Span]
) -> None:
    panel = view.hover.panel
    rest(middle(view, span_of("Monday")))
    QTest.mouseMove(view.viewport(), middle(view, span_of("opened")))
    assert not panel.isVisible()
    rest(middle(view, span_of("Monday")))
    rest(middle(view, span_of("Tidewater")))
    assert panel.details.title == "ORG"
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert not panel.isVisible()


@pytest.mark.parametrize("how", ["key", "click", "scroll", "edit"])
def test_it_goes_with_whatever_a_person_does(
    view: TextView, rest: Rest, span_of: Callable[..., Span], how: str
) -> None:
    view.resize(820, 200)
    point = middle(view, span_of("Monday"))
    rest(point)
    if how == "key":
        QTest.keyClick(view, Qt.Key.Key_Right)
    elif how == "click":
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    elif how == "scroll":
        view.verticalScrollBar().setValue(20)
    else:
        view.update_document(view.document.drop("monday"), view.speakers)
    assert not view.hover.panel.isVisible()
    assert view.overlay.hovered is None


def test_a_border_that_can_be_dragged_is_not_covered(view: TextView, span_of: Callable[..., Span]) -> None:
    view.set_selection(Selection(annotation="monday"))
    handle = view.scene().handles()[0]
    QTest.mouseMove(view.viewport(), QPoint(round(handle.grip), round(handle.bottom + 2)))
    assert not view.hover.waits


SIZES = st.builds(QSize, st.integers(20, 300), st.integers(20, 150))


@given(SIZES, st.integers(-40, 640), st.integers(15, 60), st.floats(-50, 900))
def test_a_panel_stays_in_view_and_off_the_line_where_it_can(size: QSize, top: int, height: int, x: float) -> None:
    viewport, line = QRect(0, 0, 800, 600), QRectF(0, top, 1, height)
    box = QRect(place(size, line, x, viewport), size)
    assert viewport.contains(box)
    if top - size.height() - 4 >= 0 or top + height + size.height() + 6 <= 600:
        assert box.top() >= line.bottom() or box.bottom() <= line.top()
