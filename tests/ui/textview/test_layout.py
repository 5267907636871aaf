"""Lines, and the stretches that spans cover, in scripts of every kind."""

from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from annotator.model.document import Span
from annotator.ui.textview.layout import BlockLayout, runs_right_to_left
from annotator.ui.textview.typography import MAX_ZOOM, MIN_ZOOM, typography

HEBREW = "שלום לכל העולם Reuters כאן"
TEXTS = {
    "plain": "The mayor opened the bridge on a rainy Monday and then left for lunch.",
    "emoji": "One 😀 two 👩‍👩‍👧 three 🇩🇪 four, and so on until the line is full.",
    "marks": "cafe\u0301 re\u0301sume\u0301 nai\u0308ve",
    "hebrew": HEBREW,
    "mixed": "She said “שלום לכולם” to all of us, and left.",
    "tabs and soft hyphens": "a\tb\u00adc\t\td",
    "separator": "one\u2028two",
    "chinese": "市民は喜んでいる。そして長い行が折り返される必要があります。",
    "devanagari": "महापौर ने कहा, “हम नौ साल रुके रहे।”",
    "arabic": "قال الرئيس «لن نفتح رصيفا» OPEC 24 ساعة.",
    "spaces": "19\u00a0000\u00a0€ and 5\u202fkm, full\u3000width：（２０２６）",
    "surrogate": "a\ud800b",
    "empty": "",
}


def laid_out(text: str, width: float = 220, start: int = 100) -> BlockLayout:
    return BlockLayout(text, start, width, typography(100), right_to_left=runs_right_to_left(text))


@pytest.mark.parametrize("name", TEXTS)
def test_lines_cover_every_code_point_once(qtbot: QtBot, name: str) -> None:
    text = TEXTS[name]
    lines = laid_out(text).lines
    assert lines[0].start == 0
    assert lines[-1].end == len(text)
    assert all(a.end == b.start for a, b in pairwise(lines))


@pytest.mark.parametrize("name", ["plain", "emoji", "marks", "tabs and soft hyphens", "chinese", "surrogate"])
def test_a_place_found_by_the_mouse_is_where_the_caret_is_painted(qtbot: QtBot, name: str) -> None:
    layout = laid_out(TEXTS[name], 4_000)
    for offset in range(layout.start, layout.end + 1):
        if layout.holds(offset):
            found = layout.offset_at(0, layout.x_of(offset))
            assert layout.x_of(found) == layout.x_of(offset)
            assert found == offset or "\u00ad" in layout.text[found - 100 : offset - 100]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("width", [90, 4_000])
def test_the_mouse_over_a_characters_box_is_over_that_character(qtbot: QtBot, name: str, width: int) -> None:
    layout = laid_out(TEXTS[name], width)
    borders = [offset for offset in range(layout.start, layout.end + 1) if layout.holds(offset)]
    for start, end in pairwise(borders):
        for line, left, right in layout.stretches(Span(start, end)):
            if right - left > 1:
                found = layout.offset_at(line, (left + right) / 2, on_character=True)
                assert start <= found < end, (start, end, found)


def test_a_span_after_emoji_covers_its_own_words(qtbot: QtBot) -> None:
    text = TEXTS["emoji"]
    layout = laid_out(text, 4_000)
    at = text.index("three")
    (stretch,) = layout.stretches(Span(100 + at, 100 + at + 5))
    assert layout.offset_at(0, (stretch.left + stretch.right) / 2, on_character=True) - 100 in range(at, at + 5)
    assert stretch.left == layout.x_of(100 + at)
    assert stretch.right == layout.x_of(100 + at + 5)


def test_a_span_over_two_lines_covers_a_stretch_of_each(qtbot: QtBot) -> None:
    layout = laid_out(TEXTS["plain"])
    assert [stretch.line for stretch in layout.stretches(Span(0, 10_000))] == list(range(len(layout.lines)))
    assert layout.stretches(Span(0, 100)) == []


def test_the_first_strong_character_decides_the_direction() -> None:
    assert runs_right_to_left(HEBREW)
    assert runs_right_to_left("“12 " + HEBREW)
    assert not runs_right_to_left("Reuters " + HEBREW)
    assert not runs_right_to_left("12, 13")


def test_a_right_to_left_paragraph_stands_at_the_right(qtbot: QtBot) -> None:
    layout = laid_out("שלום", 400)
    assert layout.lines[0].right == pytest.approx(400, abs=1)
    assert layout.lines[0].left > 200
    start, end = layout.edge_of(Span(100, 104), end=False), layout.edge_of(Span(100, 104), end=True)
    assert start is not None
    assert end is not None
    assert start[1] > end[1]


def test_a_span_that_crosses_directions_covers_its_own_glyphs_only(qtbot: QtBot) -> None:
    text = "abc שלום עולם xyz"
    layout = laid_out(text, 4_000)
    first_word = layout.stretches(Span(100, 100 + text.index("ש") + 4))
    assert len(first_word) == 2
    gap = layout.stretches(Span(100 + text.index("ע"), 100 + text.index("ע") + 4))
    assert len(gap) == 1
    assert first_word[0].right <= gap[0].left + 1
    assert gap[0].right <= first_word[1].left + 1


def test_a_caret_never_stands_within_a_cluster(qtbot: QtBot) -> None:
    layout = laid_out("e\u0301👩‍👩‍👧x", 400)
    assert [offset - 100 for offset in range(100, layout.end + 1) if layout.holds(offset)] == [0, 2, 7, 8]
    assert layout.beside(102, left=False) == 107
    assert layout.cluster(107, forward=False) == 102
    assert layout.beside(100, left=True) is None


def test_zoom_is_held_within_its_bounds(qtbot: QtBot) -> None:
    assert typography(1).zoom == MIN_ZOOM
    assert typography(1_000).zoom == MAX_ZOOM
    assert typography(200).em == 2 * typography(100).em
