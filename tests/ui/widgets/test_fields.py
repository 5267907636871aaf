"""Fields to choose from, as they look in each theme."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.theme import DARK, LIGHT, Theme, apply
from annotator.ui.widgets.fields import ChoiceField
from tests.ui.test_theme import contrast


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("enabled", [True, False])
def test_an_arrow_and_nothing_else_stands_behind_the_words(
    qtbot: QtBot, qapp: QApplication, theme: Theme, enabled: bool
) -> None:
    apply(qapp, theme)
    field = ChoiceField()
    qtbot.addWidget(field)
    field.setEnabled(enabled)
    field.resize(120, field.sizeHint().height())
    picture = field.grab().toImage()
    ratio = picture.devicePixelRatio()
    width, height = round(field.width() * ratio), round(field.height() * ratio)
    room = range(round(width - 22 * ratio), round(width - 3 * ratio))
    painted = {
        (x, y)
        for x in room
        for y in range(round(3 * ratio), round(height - 3 * ratio))
        if contrast(picture.pixelColor(x, y).name(), theme.background) > 2
    }
    rows = {y for _, y in painted}
    assert rows, "the arrow can be seen"
    assert max(rows) - min(rows) <= 9 * ratio
    assert height * 0.3 < sum(rows) / len(rows) < height * 0.7, "and stands in the middle"
