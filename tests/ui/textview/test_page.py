"""The column and its margins, and on which side they are wide."""

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from annotator.model.document import paragraphs
from annotator.ui.textview.page import Sides, page, sides_of
from annotator.ui.textview.typography import typography


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("One.\n\nTwo.", Sides(left=True, right=False)),
        ("“12”\n\nשלום לכל\n* * *\n", Sides(left=False, right=True)),
        ("שלום לכל\nReuters שלום", Sides(left=True, right=True)),
        ("1, 2, 3", Sides(left=True, right=False)),
        ("", Sides(left=True, right=False)),
        ("قال الرئيس\nBBC", Sides(left=True, right=True)),
    ],
)
def test_lines_begin_where_the_first_letter_of_their_paragraph_says(text: str, sides: Sides) -> None:
    assert sides_of(text, paragraphs(text)) == sides


@pytest.mark.parametrize("zoom", [50, 100, 300])
@pytest.mark.parametrize("width", [420, 800, 1600])
def test_a_right_to_left_page_is_the_mirror_of_a_left_to_right_one(qtbot: QtBot, zoom: int, width: int) -> None:
    face, viewport = typography(zoom), QRectF(0, 0, width, 600)
    left, right = page(face, viewport, Sides()), page(face, viewport, Sides(left=False, right=True))
    assert left.width == right.width
    assert abs(left.x - right.room(right=True)) <= 1
    both = page(face, viewport, Sides(left=True, right=True))
    assert both.x > face.gutter
    assert both.room(right=True) > face.gutter or both.width == 4 * face.em
    if zoom == 100:
        assert both.width >= 0.85 * left.width, "two margins leave the text nearly as much as one"
        assert both.room(right=True) - face.gutter - 6 >= 40, "and a chip has room in each"
