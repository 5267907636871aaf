"""Small signs that panels paint beside words, drawn as lines so that no font has to have them."""

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from annotator.model.document import Annotation, Decision, Status
from annotator.model.notes import Notable
from annotator.model.suggestions import doubtful


class Glyph(Enum):
    """A sign: its shape alone tells it from the others."""

    RING = auto()
    HALF = auto()
    DISC = auto()
    BARRED = auto()
    DOTTED = auto()
    QUESTION = auto()
    TICK = auto()
    PEN = auto()
    PLUS = auto()
    DOTS = auto()
    ALERT = auto()
    DOWN = auto()
    FLAG = auto()
    NOTE = auto()


OF_STATUS = {Status.NEW: Glyph.RING, Status.OPEN: Glyph.HALF, Status.DONE: Glyph.DISC, Status.ASIDE: Glyph.BARRED}

_OF_DECISION = {
    Decision.PENDING: Glyph.DOTTED,
    Decision.ACCEPTED: Glyph.TICK,
    Decision.CORRECTED: Glyph.PEN,
    Decision.ADDED: Glyph.PLUS,
    Decision.REJECTED: Glyph.BARRED,
}


def of_annotation(annotation: Annotation) -> Glyph:
    """The sign of what was decided about an annotation."""
    return Glyph.QUESTION if doubtful(annotation) else _OF_DECISION[annotation.decision]


def of_remarks(thing: Notable) -> tuple[Glyph, ...]:
    """The signs of what somebody keeps in mind about an annotation or article."""
    return (Glyph.FLAG,) * thing.flagged + (Glyph.NOTE,) * (thing.note is not None)


def _polyline(painter: QPainter, box: QRectF, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points]))


def _letter(painter: QPainter, box: QRectF, letter: str) -> None:
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(max(5, round(box.height() * (0.72 if letter == "!" else 1.1))))
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)


def _round(painter: QPainter, box: QRectF, glyph: Glyph, colour: QColor, width: float) -> None:
    ring = box.adjusted(width, width, -width, -width)
    if glyph is Glyph.DOTTED:
        pen = QPen(colour, width)
        pen.setDashPattern([1.2, 1.6])
        painter.setPen(pen)
    painter.drawEllipse(ring)
    painter.setBrush(colour)
    if glyph is Glyph.DISC:
        painter.drawEllipse(ring)
    elif glyph is Glyph.HALF:
        painter.drawPie(ring, 90 * 16, 180 * 16)
    elif glyph is Glyph.BARRED:
        _polyline(painter, ring, (0.15, 0.85), (0.85, 0.15))
    elif glyph is Glyph.ALERT:
        _letter(painter, box, "!")


def _remark(painter: QPainter, box: QRectF, glyph: Glyph, ink: QColor) -> None:
    if glyph is Glyph.FLAG:
        painter.setBrush(ink)
        _polyline(painter, box, (0.2, 0.98), (0.2, 0.05), (0.9, 0.3), (0.2, 0.55))
    else:
        for y, end in ((0.15, 0.92), (0.5, 0.92), (0.85, 0.55)):
            _polyline(painter, box, (0.08, y), (end, y))


def paint_glyph(painter: QPainter, box: QRectF, glyph: Glyph, colour: str) -> None:
    """Paint a sign into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink, width = QColor(colour), max(1.0, box.width() / 9)
    pen = QPen(ink, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if glyph is Glyph.TICK:
        _polyline(painter, box, (0.12, 0.55), (0.4, 0.82), (0.9, 0.2))
    elif glyph is Glyph.PLUS:
        _polyline(painter, box, (0.5, 0.12), (0.5, 0.88))
        _polyline(painter, box, (0.12, 0.5), (0.88, 0.5))
    elif glyph is Glyph.PEN:
        _polyline(painter, box, (0.12, 0.9), (0.2, 0.62), (0.72, 0.1), (0.9, 0.28), (0.38, 0.8), (0.12, 0.9))
    elif glyph is Glyph.DOWN:
        _polyline(painter, box, (0.1, 0.3), (0.5, 0.7), (0.9, 0.3))
    elif glyph in (Glyph.FLAG, Glyph.NOTE):
        _remark(painter, box, glyph, ink)
    elif glyph is Glyph.QUESTION:
        _letter(painter, box, "?")
    elif glyph is Glyph.DOTS:
        painter.setBrush(ink)
        for place in (0.15, 0.5, 0.85):
            painter.drawEllipse(QPointF(box.x() + place * box.width(), box.center().y()), width * 0.6, width * 0.6)
    else:
        _round(painter, box, glyph, ink, width)
    painter.restore()
