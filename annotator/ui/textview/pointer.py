"""The mouse pointer over the text: while a label sticks, it carries that label's chip."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

from annotator.ui.palette import Palette
from annotator.ui.textview.chips import Chips
from annotator.ui.textview.decorations import Look
from annotator.ui.textview.typography import typography
from annotator.ui.theme import Theme

_BEAM = 16
"""How high the beam is in pixels; its serifs reach so far to each side:"""
_SERIF = 3
_GAP = 3
_WIDEST = 160
"""A longer label is cut: systems refuse a pointer that is much larger."""


def pointer(label: str | None, palette: Palette, theme: Theme, ratio: float) -> QCursor:
    """The beam that selects text; with the label that it will give, whose words and colour are those of its chip.

    ratio  device pixels for each of the window's
    """
    if label is None:
        return QCursor(Qt.CursorShape.IBeamCursor)
    chips = Chips(typography(100), theme, ratio)
    style = chips.label_style(label, Look.ACCEPTED, palette.colour_of(label))
    chip = chips.picture(style, _WIDEST)
    size = chip.deviceIndependentSize()
    middle = _SERIF + 1
    width, height = 2 * middle + _GAP + size.width(), _BEAM + 2 + size.height()
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    for colour, thick in ((theme.background, 3.0), (theme.text, 1.0)):  # its edge shows it on every tint
        painter.setPen(QPen(QColor(colour), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        _draw_beam(painter, middle + 0.5)
    painter.drawPixmap(QPointF(2 * middle + _GAP, _BEAM + 2), chip)
    painter.end()
    return QCursor(picture, middle, 1 + _BEAM // 2)


def _draw_beam(painter: QPainter, x: float) -> None:
    top, bottom = 1.5, 1.5 + _BEAM
    painter.drawLine(QPointF(x, top + 1), QPointF(x, bottom - 1))
    for y in (top, bottom):
        painter.drawLine(QPointF(x - _SERIF, y), QPointF(x - 1, y))
        painter.drawLine(QPointF(x + 1, y), QPointF(x + _SERIF, y))
