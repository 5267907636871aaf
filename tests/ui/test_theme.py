"""Themes: contrasts, and what ordinary widgets get."""

import re

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton
from pytestqt.qtbot import QtBot

from annotator.ui.theme import DARK, LIGHT, Theme, apply, palette, stylesheet, system_theme


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_words_can_be_read_on_everything_they_stand_on(theme: Theme) -> None:
    behind = (theme.background, theme.surface, theme.raised, theme.selection, theme.quote, theme.quote_inner)
    for colour in (*behind, theme.quote_deep, theme.quote_selected, theme.hit, theme.hit_current):
        assert contrast(theme.text, colour) >= 4.5, colour
    for colour in (theme.background, theme.surface, theme.raised, theme.chip):
        assert contrast(theme.muted, colour) >= 4.5, colour
    assert contrast(theme.chip_text, theme.chip) >= 4.5
    assert contrast(theme.chip_text, theme.background) >= 4.5
    assert contrast(theme.chip_open, theme.background) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.accent, theme.background) >= 4.5
    assert contrast(theme.error, theme.surface) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_ordinary_widgets_get_the_themes_colours(qtbot: QtBot, theme: Theme) -> None:
    given = palette(theme)
    assert given.color(QPalette.ColorRole.Base).name() == theme.background
    assert given.color(QPalette.ColorRole.Highlight).name() == theme.accent
    sheet = stylesheet(theme)
    assert set(re.findall(r"#\w{6}\b", sheet)) <= {value for value in vars(theme).values() if isinstance(value, str)}
    assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_what_is_off_can_be_seen_to_be_a_box(
    qtbot: QtBot, qapp: QApplication, theme: Theme, kind: type[QAbstractButton]
) -> None:
    apply(qapp, theme)
    button = kind()
    qtbot.addWidget(button)
    button.resize(24, 24)
    picture = button.grab().toImage()
    row = [picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())]
    assert max(contrast(colour, theme.surface) for colour in row) >= 3


def test_where_qt_cannot_tell_the_theme_is_light(qapp: QApplication) -> None:
    assert system_theme(qapp) in (LIGHT, DARK)
    if qapp.platformName() == "offscreen":
        assert system_theme(qapp) is LIGHT
