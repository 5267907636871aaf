from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from annotator.model.document import Decision, Entity, Span, Status
from annotator.ui.widgets.glyphs import OF_STATUS, Glyph, of_annotation, paint_glyph


def picture(glyph: Glyph) -> QImage:
    image = QImage(24, 24, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_glyph(painter, QRectF(2, 2, 20, 20), glyph, "#000000")
    painter.end()
    return image


def difference(first: QImage, second: QImage) -> int:
    return sum(
        abs(first.pixelColor(x, y).lightness() - second.pixelColor(x, y).lightness()) > 100
        for x in range(24)
        for y in range(24)
    )


def test_each_sign_is_told_from_every_other_by_its_shape(qtbot: QtBot) -> None:
    pictures = {glyph: picture(glyph) for glyph in Glyph}
    for first, second in combinations(Glyph, 2):
        assert difference(pictures[first], pictures[second]) >= 12, (first, second)


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_sign(status: Status) -> None:
    assert status in OF_STATUS


@pytest.mark.parametrize(
    ("decision", "score", "glyph"),
    [
        (Decision.PENDING, None, Glyph.DOTTED),
        (Decision.PENDING, 0.9, Glyph.DOTTED),
        (Decision.PENDING, 0.3, Glyph.QUESTION),
        (Decision.ACCEPTED, 0.3, Glyph.TICK),
        (Decision.CORRECTED, None, Glyph.PEN),
        (Decision.ADDED, None, Glyph.PLUS),
    ],
)
def test_a_decision_has_its_sign_and_a_low_score_one_of_its_own(
    decision: Decision, score: float | None, glyph: Glyph
) -> None:
    entity = Entity(id="e", span=Span(0, 1), label="PERSON", decision=decision, score=score)
    assert of_annotation(entity) is glyph
