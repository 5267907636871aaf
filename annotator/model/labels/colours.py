"""Colours as #rrggbb, and how well they can be told from each other."""

import re
from typing import Final

LEAST_CONTRAST: Final = 4.5
"""What WCAG 2 asks of text (level AA)."""

PAGE: Final = "#ffffff"
"""What a label's own colour has to stand out from: the page of the light theme."""

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


def is_colour(words: str) -> bool:
    """Whether words are a colour: # and six hexadecimal digits, small ones."""
    return _COLOUR.fullmatch(words) is not None


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour laid on another, from none of it (0) to nothing else (1)."""
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(255 * (mine * share + theirs * (1 - share))):02x}" for mine, theirs in pairs)


def readable(colour: str, ground: str, end: str) -> str:
    """A colour, brought no nearer to `end` than it has to be to be told from `ground` as text has to be.

    end  black or white: what stands out enough in any case
    """
    steps = (mixed(end, colour, step / 50) for step in range(51))
    return next((each for each in steps if contrast(each, ground) >= LEAST_CONTRAST), end)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
