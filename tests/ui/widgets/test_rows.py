import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFont
from pytestqt.qtbot import QtBot

from annotator.ui.theme import DARK, LIGHT, Theme
from annotator.ui.widgets.rows import CURRENT, HOVERED, MARKED, Fonts, Wrapper, fonts_of, mixed, right_to_left


@pytest.fixture
def fonts(qapp: object) -> Fonts:
    return fonts_of(QFont())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=st.text(max_size=300), width=st.integers(60, 300), most=st.integers(1, 4))
def test_lines_are_no_wider_than_asked_and_no_more(fonts: Fonts, text: str, width: int, most: int) -> None:
    lines = Wrapper().lines(text, fonts, width, most)
    assert len(lines) <= most
    assert all(fonts.normal_metrics.horizontalAdvance(line) <= width * 1.06 + 4 for line in lines)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    words=st.lists(
        st.sampled_from(["a", "of", "harbour", "“closed,”", "x" * 50, "港口仍然关闭", "👩‍🚒", "\n"]), max_size=60
    ),
    width=st.integers(60, 900),
    most=st.integers(1, 4),
)
def test_lines_are_counted_as_they_are_broken(fonts: Fonts, words: list[str], width: int, most: int) -> None:
    text, wrapper = " ".join(words), Wrapper()
    lines = wrapper.lines(text, fonts, width, most)
    assert wrapper.count(text, fonts, width, most) == len(lines)


def test_words_that_fit_are_all_there(fonts: Fonts) -> None:
    lines = Wrapper().lines("one  two\nthree four", fonts, 4000, 3)
    assert lines == ["one two three four"]


def test_what_has_no_room_is_elided_at_the_end(fonts: Fonts) -> None:
    lines = Wrapper().lines("harbour " * 60, fonts, 200, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert not lines[0].endswith("…")


def test_a_script_without_spaces_fills_its_lines(fonts: Fonts) -> None:
    lines = Wrapper().lines("港口仍然关闭" * 20, fonts, 200, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert not lines[0].endswith("…")


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: QColor, second: QColor) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("words", ["text", "muted", "chip_text", "chip_open"])
def test_words_are_readable_on_a_row_in_every_state(theme: Theme, words: str) -> None:
    ink = QColor(getattr(theme, words))
    for ground in (theme.surface, theme.raised):
        assert contrast(ink, QColor(ground)) >= 4.5
    for tinted in (mixed(theme.surface, theme.accent, CURRENT), mixed(theme.surface, theme.text, HOVERED)):
        assert contrast(ink, tinted) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("words", ["text", "chip_text"])
def test_words_are_readable_on_what_would_be_chosen(theme: Theme, words: str) -> None:
    for ground in (theme.surface, theme.raised):
        assert contrast(QColor(getattr(theme, words)), mixed(ground, theme.accent, MARKED)) >= 4.5


@pytest.mark.parametrize(
    ("words", "backwards"),
    [("said", False), ("“قال الوزير”", True), ("שלום", True), ("12 – ", False), ("", False), ("3 قال said", True)],
)
def test_the_first_letter_gives_the_direction(words: str, backwards: bool) -> None:
    assert right_to_left(words) is backwards


def test_colours_mix_from_the_first_to_the_second() -> None:
    assert mixed("#000000", "#ff8000", 0).name() == "#000000"
    assert mixed("#000000", "#ff8000", 1).name() == "#ff8000"
    assert mixed("#000000", "#ff8000", 0.5).name() == "#804000"


def test_the_fonts_of_a_row_follow_its_widget(qtbot: QtBot) -> None:
    small, large = QFont(), QFont()
    small.setPixelSize(12)
    large.setPixelSize(24)
    assert fonts_of(large).line > fonts_of(small).line
