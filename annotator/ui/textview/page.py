"""Where the column of text stands in the viewport, and the margins beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRectF

from annotator.model.document import Span
from annotator.ui.textview.layout import has_right_to_left, runs_right_to_left
from annotator.ui.textview.typography import Typography

_SHARE = 0.24
"""How much of the viewport's width a margin with chips takes at most while the text lacks room."""
_SHARE_OF_TWO = 0.14
"""The same of each of two margins, where lines begin on both sides: together they leave the text nearly as much."""
_LETTER = re.compile(r"[^\W\d_]")


class Sides(NamedTuple):
    """Whether an article has lines that begin at the left, and at the right: their speakers' chips stand there."""

    left: bool = True
    right: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Where the text column stands in the viewport."""

    x: float
    width: float
    viewport: QRectF

    def beside(self, distance: float, *, right: bool) -> float:
        """The x so far outwards from the column, to its right or to its left."""
        return self.x + self.width + distance if right else self.x - distance

    def room(self, *, right: bool) -> float:
        """The width of the margin to the right or to the left of the column."""
        return self.viewport.width() - self.x - self.width if right else self.x


def sides_of(text: str, paragraphs: Sequence[Span]) -> Sides:
    """On which sides the lines of a text begin; the left where it has no letters."""
    if not has_right_to_left(text):
        return Sides()
    directions = {runs_right_to_left(text[start:end]) for start, end in paragraphs if _LETTER.search(text, start, end)}
    return Sides(left=False in directions, right=True in directions)


def page(face: Typography, viewport: QRectF, sides: Sides) -> Page:
    """The column in a viewport: in its middle, as far as the margins with chips leave room for that."""
    whole = viewport.width()
    most = whole * _SHARE
    if sides.left and sides.right:
        most = max(whole * _SHARE_OF_TWO, min(most, face.gutter + 6 + 2 * face.margin_height))  # room for a short chip
    wide = max(face.gutter + 6, min(face.margin, most))
    left, right = wide if sides.left else face.end_margin, wide if sides.right else face.end_margin
    width = max(4 * face.em, min(face.measure, whole - left - right))
    middle = round((whole - width) / 2)
    if sides.left and sides.right:
        x = max(left, middle)
    elif sides.right:
        x = whole - width - max(right, min(1.3 * face.margin, whole - width - left), middle)
    else:
        x = max(left, min(1.3 * face.margin, whole - width - right), middle)
    return Page(float(round(x)), float(round(width)), viewport)
