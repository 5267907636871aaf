"""What stands in the margins: bars, speakers' chips, brackets, and the chips of speakers out of view."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.model.document import Article, Document, Kind, Quote, Span, Speaker, in_order
from annotator.session.selection import Selection
from annotator.ui.textview.hit import Target
from annotator.ui.textview.view import TextView

ENGLISH, HEBREW = "“This runs one way,” Tom said.", "“זה עניין לבתי המשפט,” אמר תום."
SPEAKERS = {"a": Speaker(id="a", name="Ada Brook"), "b": Speaker(id="b", name="Ben Moss")}


def quoted(text: str) -> Document:
    """Every stretch in quote marks as a quote, "q0" the first."""
    quotes, end = [], 0
    while (start := text.find("“", end)) >= 0:
        end = text.index("”", start) + 1
        quotes.append(Quote(id=f"q{len(quotes)}", kind=Kind.DIRECT, contents=(Span(start, end),)))
    return Document(article=Article(id="a", text=text), quotes=in_order(quotes))


def shown(qtbot: QtBot, document: Document, width: int = 900) -> TextView:
    view = TextView()
    qtbot.addWidget(view)
    view.resize(width, 400)
    view.show_document(document, SPEAKERS, ())
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.mark.parametrize("width", [480, 900])
def test_bars_and_chips_stand_where_a_paragraphs_lines_begin(qtbot: QtBot, width: int) -> None:
    view = shown(qtbot, quoted(f"{ENGLISH}\n\n{HEBREW}"), width)
    scene = view.scene()
    left, right = scene.page.x, scene.page.x + scene.page.width
    (_, first), (_, second) = scene.bars()
    assert first.right() < left < right < second.left()
    one, two = scene.margin_chips()
    assert 0 <= one.rect.left() < one.rect.right() < first.left()
    assert second.right() < two.rect.left() < two.rect.right() <= scene.page.viewport.width()
    assert view.hit(two.rect.center()).id == "q1"


def test_the_bracket_of_a_right_to_left_quote_is_at_the_right(qtbot: QtBot) -> None:
    text = f"תום בא.\n\n{HEBREW}"
    document = quoted(text)
    linked = document.put(replace(document.quotes[0], source=Span(0, 3)))
    (bracket,) = shown(qtbot, linked).scene().brackets()
    assert bracket.right
    assert bracket.end < bracket.start


def test_the_contents_of_a_quote_share_a_bars_lane(view: TextView) -> None:
    bars = [(bar, rect) for bar, rect in view.scene().bars() if bar.band.id == "waited"]
    assert {bar.lane for bar, _ in bars} == {0}
    assert all(a.bottom() <= b.top() for (_, a), (_, b) in pairwise(bars))


def test_a_quote_within_a_quote_within_a_quote_has_a_ground_of_its_own(qtbot: QtBot) -> None:
    text = "“One ‘two «three» two’ one” said."
    spans = [Span(0, 27), Span(5, 22), Span(10, 17)]
    quotes = in_order(Quote(id=f"q{i}", kind=Kind.DIRECT, contents=(span,)) for i, span in enumerate(spans))
    view = shown(qtbot, Document(article=Article(id="a", text=text), quotes=quotes))
    bands = view.scene().flow.shown(0).geometry.bands
    assert [(band.id, depth) for band, _, depth in bands] == [("q0", 0), ("q1", 1), ("q2", 2)]
    image, scene = view.grab().toImage(), view.scene()
    grounds = [image.pixelColor(scene.rects(Span(at, at + 1))[0].topLeft().toPoint()).name() for at in (1, 6, 11)]
    theme = view.theme
    assert grounds == [theme.quote, theme.quote_inner, theme.quote_deep]


@pytest.fixture
def far(qtbot: QtBot) -> TextView:
    """A quote in the middle of a long article whose speaker is at its top, and one whose speaker is at its end."""
    filler = "Nothing of note is said in here.\n" * 40
    text = f"Ada Brook came.\n{filler}“It can stay,” she said.\n“It can not,” he said.\n{filler}That was Ben."
    document = quoted(text)
    sources = (Span(0, 9), Span(len(text) - 4, len(text) - 1))
    for quote, source, speaker in zip(document.quotes, sources, ("a", None), strict=True):
        document = document.put(replace(quote, source=source, speaker=speaker))
    view = shown(qtbot, document)
    view.reveal(document.quotes[0].extent)
    return view


def test_a_speaker_out_of_view_is_named_at_the_edge(far: TextView) -> None:
    scene = far.scene()
    up, down = scene.source_chips()
    assert (up.id, up.style.words, up.style.sign) == ("q0", "Ada Brook", "↑")
    assert (down.id, down.style.words, down.style.sign) == ("q1", "Ben", "↓")
    assert up.rect.top() < 30
    assert down.rect.bottom() > scene.page.viewport.height() - 30
    assert not any(chip.rect.intersects(other.rect) for chip in (up, down) for other in scene.margin_chips())


def test_a_click_on_that_chip_goes_to_the_mention(far: TextView) -> None:
    chip = far.scene().source_chips()[1]
    assert far.hit(chip.rect.center()).target is Target.SOURCE_CHIP
    QTest.mouseClick(far.viewport(), Qt.MouseButton.LeftButton, pos=chip.rect.center().toPoint())
    assert far.selection.annotation == "q1"
    assert far.scene().rects(Span(len(far.document.text) - 4, len(far.document.text) - 1))


def test_speakers_in_view_and_quotes_out_of_view_have_no_chip_at_the_edge(
    view: TextView, far: TextView, span_of: Callable[..., Span]
) -> None:
    view.set_selection(Selection(annotation="waited"))
    assert view.scene().source_chips() == []
    far.verticalScrollBar().setValue(0)
    assert far.scene().source_chips() == []
