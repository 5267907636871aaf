"""Label colours: contrasts, and neighbours that colour-blind readers can tell apart, computed."""

from itertools import pairwise
from math import dist

import pytest

from annotator.ui.palette import DARK_COLOURS, LIGHT_COLOURS, LabelColour, Palette, own_colour
from annotator.ui.theme import DARK, LIGHT, Theme

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
SIGHTS = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
SETS = pytest.mark.parametrize(("colours", "theme"), [(LIGHT_COLOURS, LIGHT), (DARK_COLOURS, DARK)])


def linear(colour: str) -> tuple[float, float, float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def contrast(a: str, b: str) -> float:
    """WCAG 2's contrast ratio."""
    light, dark = sorted(
        (0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in map(linear, (a, b))), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """OKLab coordinates of a colour as it is seen."""
    rgb = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(factor * part for factor, part in zip(row, rgb, strict=True)))) for row in SIGHTS[sight]
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


@SETS
def test_there_are_twenty_and_no_two_are_alike(colours: tuple[LabelColour, ...], theme: Theme) -> None:
    assert len(colours) == len({colour.tint for colour in colours}) == len({colour.ink for colour in colours}) == 20


@SETS
def test_text_and_chips_have_a_contrast_of_four_and_a_half_on_every_tint(
    colours: tuple[LabelColour, ...], theme: Theme
) -> None:
    for colour in colours:
        assert contrast(theme.text, colour.tint) >= 4.5
        assert contrast(colour.ink, colour.tint) >= 4.5
        assert contrast(colour.ink, theme.background) >= 4.5
        assert contrast(colour.on_ink, colour.ink) >= 4.5


@SETS
@pytest.mark.parametrize("sight", SIGHTS)
def test_neighbours_stay_apart_for_every_sight(colours: tuple[LabelColour, ...], theme: Theme, sight: str) -> None:
    for a, b in pairwise(colours):
        assert dist(seen(a.ink, sight), seen(b.ink, sight)) >= 0.06
        assert dist(seen(a.tint, sight), seen(b.tint, sight)) >= 0.035


def test_a_label_keeps_its_place_and_an_unknown_one_its_colour() -> None:
    palette = Palette(["PERSON", "ORG"])
    assert palette.colour_of("ORG") == LIGHT_COLOURS[1]
    assert palette.colour_of("NEW") == Palette([]).colour_of("NEW")
    assert Palette(["ORG"], dark=True).colour_of("ORG") == DARK_COLOURS[0]


@pytest.mark.parametrize("colour", ["#767676", "#c00000", "#0b6e4f", "#000000", "#5a3fff"])
def test_a_colour_of_a_label_s_own_is_as_readable_as_the_twenty(colour: str) -> None:
    palettes = [(Palette(["ORG"], {"ORG": colour}, dark=theme is DARK), theme) for theme in (LIGHT, DARK)]
    for palette, theme in palettes:
        own = palette.colour_of("ORG")
        assert own == own_colour(colour, dark=theme is DARK)
        assert contrast(theme.text, own.tint) >= 4.5
        assert contrast(own.ink, own.tint) >= 4.5
        assert contrast(own.ink, theme.background) >= 4.5
        assert contrast(own.on_ink, own.ink) >= 4.5
