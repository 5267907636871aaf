"""The curve from the selected quote to its source."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from annotator.model.document import Article, Document, Entity, Kind, Quote, Span
from annotator.session.selection import Selection
from annotator.ui.textview.curve import Curve, curve
from annotator.ui.textview.view import TextView

_TEXT = (
    "“We cannot share out water that is not there,” Okeke told reporters in Lorrenthal on Tuesday after a long night "
    "in Aldmeria. “What we can do in Aldmeria is decide in Lorrenthal.”"
)


def _span(words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = _TEXT.index(words, at + 1)
    return Span(at, at + len(words))


def _article() -> Document:
    """A quote whose source has a chip, with marked words all around them."""
    marked = [("Okeke", 0), ("Lorrenthal", 0), ("Tuesday", 0), ("Aldmeria", 0), ("Aldmeria", 1), ("Lorrenthal", 1)]
    entities = [Entity(id=f"{words}{nth}", span=_span(words, nth), label="PERSON") for words, nth in marked]
    water = _span("“We cannot share out water that is not there,”")
    rest = _span("“What we can do in Aldmeria is decide in Lorrenthal.”")
    quotes = (
        Quote(id="water", kind=Kind.DIRECT, contents=(water,), source=_span("Okeke")),
        Quote(id="rest", kind=Kind.DIRECT, contents=(rest,), source=_span("Okeke")),
    )
    entities.sort(key=lambda entity: entity.span)
    return Document(article=Article(id="w", text=_TEXT), entities=tuple(entities), quotes=quotes)


@pytest.fixture
def view(qtbot) -> TextView:
    view = TextView()
    qtbot.addWidget(view)
    view.resize(820, 600)
    view.show_document(_article(), {}, ("PERSON",))
    with qtbot.waitExposed(view):
        view.show()
    return view


def _chips(view: TextView) -> list:
    scene = view.scene()
    return [
        chip.rect.translated(scene.page.x, y).adjusted(1, 1, -1, -1)
        for index, y in scene.placed
        for chip in scene.flow.shown(index).geometry.chips
    ]


def _covered(view: TextView, link: Curve) -> list:
    points = [link.path.pointAtPercent(step / 60) for step in range(61)]
    return [chip for chip in _chips(view) if any(chip.contains(point) for point in points)]


@pytest.mark.parametrize("width", range(360, 900, 20))
def test_a_curve_that_crosses_no_line_covers_no_chip(view: TextView, width: int) -> None:
    view.resize(width, 600)
    QApplication.processEvents()
    view.set_selection(Selection(1, 1, "water"))
    link = curve(view.scene())
    assert link is not None
    assert not link.far
    assert _covered(view, link) == []


def test_a_curve_that_must_cross_lines_is_told_apart(view: TextView) -> None:
    view.resize(360, 600)
    QApplication.processEvents()
    view.set_selection(Selection(_span("decide").start, _span("decide").start, "rest"))
    link = curve(view.scene())
    assert link is not None
    assert link.far


def test_without_a_source_there_is_no_curve_until_one_is_dragged(view: TextView) -> None:
    view.set_selection(Selection(0, 0, "Okeke0"))
    assert curve(view.scene()) is None
    view.set_selection(Selection(1, 1, "water"))
    view.set_link_to(QPointF(300, 400))
    link = curve(view.scene())
    assert link is not None
    assert abs(link.tip.x() - 300) < 2
