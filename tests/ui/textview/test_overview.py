"""Where in the article the marks of the strip stand, without a window; and the strip itself."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.model.document import Article, Decision, Document, Entity, Kind, Quote, Span, in_order
from annotator.session.selection import Selection
from annotator.ui.textview.overview import Overview, row_of, rows_of
from annotator.ui.textview.strip import WIDTH
from annotator.ui.textview.view import TextView
from annotator.ui.theme import DARK, LIGHT, Theme

SPANS = st.builds(lambda a, n: Span(a, a + n), st.integers(0, 90), st.integers(1, 9))
STATES = st.tuples(SPANS, st.sampled_from(Decision), st.sampled_from([None, 0.2, 0.9]))
EDGES = st.lists(st.integers(0, 100), min_size=1, max_size=12).map(lambda inner: [0, *sorted(inner), 101])


def document_of(entities: list[tuple[Span, Decision, float | None]], quotes: list[Span]) -> Document:
    return Document(
        article=Article(id="a", text="x" * 100),
        entities=in_order(
            Entity(id=f"e{i}", span=span, label="X", decision=decision, score=score)
            for i, (span, decision, score) in enumerate(entities)
        ),
        quotes=in_order(Quote(id=f"q{i}", kind=Kind.DIRECT, contents=(span,)) for i, span in enumerate(quotes)),
    )


ANY = st.builds(document_of, st.lists(STATES, max_size=6), st.lists(SPANS, max_size=3))


@given(ANY, ANY)
@settings(max_examples=60, deadline=None)
def test_an_edit_leaves_what_a_new_overview_has(before: Document, after: Document) -> None:
    found = Overview.of(before)
    found.change(before, after, before.by_id.keys() | after.by_id.keys())
    assert found == Overview.of(after)


@given(EDGES, st.lists(st.integers(0, 100), max_size=8).map(sorted), st.lists(SPANS, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_row_has_a_mark_where_something_stands_in_it(edges: list[int], points: list[int], quotes: list[Span]) -> None:
    rows = list(enumerate(pairwise(edges)))
    assert rows_of(points, edges) == [row for row, (a, b) in rows if any(a <= point < b for point in points)]
    assert all(edges[row_of(point, edges)] <= point < edges[row_of(point, edges) + 1] for point in points)
    runs = Overview.of(document_of([], quotes)).rows(edges).quotes
    covered = {row for first, last in runs for row in range(first, last)}
    assert covered >= {row for row, (a, b) in rows if a < b and any(s.start < b and s.end > a for s in quotes)}
    assert all(b < c for (_, b), (c, _) in pairwise(runs))


LINES = "\n".join(f"Line {i} of a long article that goes on." for i in range(400))


@pytest.fixture
def long(qtbot: QtBot) -> TextView:
    """A long article: pending at a quarter, doubtful at the half, a quote at three quarters of it."""
    spans = [Span(at, at + 4) for at in (LINES.index(f"Line {i} ") for i in (100, 200, 300))]
    entities = (
        Entity(id="pending", span=spans[0], label="X", score=0.9),
        Entity(id="doubtful", span=spans[1], label="X", score=0.1),
    )
    quotes = (Quote(id="q", kind=Kind.DIRECT, contents=(spans[2],), decision=Decision.ACCEPTED),)
    view = TextView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show_document(Document(article=Article(id="a", text=LINES), entities=entities, quotes=quotes), {}, ("X",))
    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(lambda: columns(view)["doubtful"] != [])
    return view


def columns(view: TextView) -> dict[str, list[float]]:
    """Where in the strip marks of each sort are painted, from 0 to 1."""
    image, theme = view.strip.grab().toImage(), view.theme
    colours = {"quote": theme.bar, "pending": theme.muted, "doubtful": theme.chip_open, "hit": theme.text}
    found: dict[str, list[float]] = {}
    for (name, colour), x in zip(colours.items(), (3, 7, 12, 20), strict=True):
        ys = [y for y in range(image.height()) if image.pixelColor(x, y).name() == colour]
        found[name] = [y / image.height() for y in ys if y - 1 not in ys]
    return found


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_marks_stand_in_columns_of_their_own_at_their_height(long: TextView, theme: Theme) -> None:
    long.set_theme(theme)
    long.set_hits([Span(len(LINES) - 5, len(LINES))], -1)
    long.strip.repaint()
    found = columns(long)
    assert [len(marks) for marks in found.values()] == [1, 1, 1, 1]
    wanted = {"quote": 0.75, "pending": 0.25, "doubtful": 0.5, "hit": 1.0}
    assert {name: marks[0] for name, marks in found.items()} == pytest.approx(wanted, abs=0.02)


def test_a_decision_takes_its_mark_away(long: TextView) -> None:
    pending = long.document.by_id["pending"]
    long.update_document(long.document.put(replace(pending, decision=Decision.ACCEPTED)), {}, ["pending"])
    assert columns(long)["pending"] == []
    long.update_document(long.document.put(pending), {}, ["pending"])
    assert len(columns(long)["pending"]) == 1


def test_the_strip_after_edits_is_the_one_drawn_anew(long: TextView) -> None:
    pending, quote = long.document.by_id["pending"], long.document.by_id["q"]
    assert isinstance(quote, Quote)
    wider = replace(quote, contents=(Span(quote.extent.start - 4000, quote.extent.end + 50),))
    long.strip.grab()
    for changed in (wider, replace(pending, decision=Decision.REJECTED), quote, pending):
        long.update_document(long.document.put(changed), {}, [changed.id])
        mended = long.strip.grab().toImage()
        long.strip.place_anew()
        assert mended == long.strip.grab().toImage()


def test_a_click_and_a_drag_in_the_strip_go_there(long: TextView) -> None:
    height, left = long.strip.height(), Qt.MouseButton.LeftButton
    QTest.mouseClick(long.strip, left, pos=QPoint(5, height // 2))
    assert long.scene().rects(long.document.by_id["doubtful"].extent)
    QTest.mousePress(long.strip, left, pos=QPoint(5, 0))
    assert long.verticalScrollBar().value() == 0
    QTest.mouseRelease(long.strip, left, pos=QPoint(5, 0))
    QTest.mouseClick(long.strip, left, pos=QPoint(5, height - 1))
    assert long.verticalScrollBar().value() == long.verticalScrollBar().maximum()


def test_what_is_selected_is_marked_across_the_strip(long: TextView) -> None:
    long.set_selection(Selection(annotation="doubtful"))
    image = long.strip.grab().toImage()
    ys = [y for y in range(image.height()) if image.pixelColor(WIDTH - 1, y).name() == long.theme.accent]
    assert [y / image.height() for y in ys] == [pytest.approx(0.5, abs=0.02)]


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet="ab \n", max_size=300), st.integers(1, 200))
def test_the_rows_of_an_article_divide_all_of_its_text(qapp: object, text: str, rows: int) -> None:
    view = TextView()
    view.resize(300, 200)
    view.show_document(Document(article=Article(id="a", text=text)), {}, ())
    edges = view.scene().flow.edges(rows)
    assert len(edges) == rows + 1
    assert edges == sorted(edges)
    assert (edges[0], edges[-1]) == (0, len(text) + 1)
    view.deleteLater()


def test_an_article_lower_than_the_view_has_its_marks_beside_its_lines(view: TextView, qtbot: QtBot) -> None:
    view.resize(820, 900)
    qtbot.waitUntil(lambda: len(columns(view)["quote"]) > 1)
    marks = [y * view.strip.height() for y in columns(view)["quote"]]
    bars = [rect.top() for bar, rect in view.scene().bars() if bar.band.begins]
    assert [marks[0], marks[-1]] == pytest.approx(bars, abs=30)
