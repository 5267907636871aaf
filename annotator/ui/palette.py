"""Twenty label colours, for light and dark.

They were spaced in OKLCH (Ottosson 2020) and put in an order in which neighbours stay apart under protanopia,
deuteranopia and tritanopia as Machado, Oliveira and Fernandes (2009) model them; the tests compute both that and
the contrasts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias
from zlib import crc32

from annotator.model.labels.colours import mixed, readable

_TINTED, _TINTED_DARK = 0.16, 0.28
"""How much of a label's own colour is in its tint."""
_BLACK, _WHITE, _DARK_PAGE = "#000000", "#ffffff", "#191b1f"


@dataclass(frozen=True, slots=True)
class LabelColour:
    """A label's colours, as #rrggbb: `tint` behind the text, `ink` for lines and chips, `on_ink` for words on `ink`."""

    tint: str
    ink: str
    on_ink: str


def _colours(on_ink: str, *pairs: tuple[str, str]) -> tuple[LabelColour, ...]:
    return tuple(LabelColour(tint, ink, on_ink) for tint, ink in pairs)


LIGHT_COLOURS = _colours(
    "#ffffff",
    ("#ccdfff", "#234f99"),
    ("#bcdfa7", "#214202"),
    ("#ffcee4", "#842d5c"),
    ("#dbe4b3", "#505904"),
    ("#e7c3fa", "#4f1b65"),
    ("#febfc9", "#6a072b"),
    ("#ffe2de", "#aa4842"),
    ("#93dffc", "#023e50"),
    ("#e1d493", "#413802"),
    ("#bfebc9", "#026430"),
    ("#f5bfec", "#5b1355"),
    ("#f5daae", "#6c4c02"),
    ("#c8cfff", "#2c2a79"),
    ("#adede6", "#05605a"),
    ("#fcc799", "#542d01"),
    ("#a9d9ff", "#013c5d"),
    ("#fed3c1", "#883503"),
    ("#abebf3", "#005e67"),
    ("#d6c9fe", "#402272"),
    ("#99e5ca", "#014333"),
)

DARK_COLOURS = _colours(
    "#10131a",
    ("#22385c", "#98bffe"),
    ("#213413", "#85b565"),
    ("#52273d", "#f89dc9"),
    ("#363c0a", "#bac769"),
    ("#392443", "#c08dd9"),
    ("#472028", "#e48396"),
    ("#391a17", "#ffc8c2"),
    ("#003343", "#37b4dc"),
    ("#362e02", "#b9a542"),
    ("#164225", "#7fd497"),
    ("#3f223b", "#d088c6"),
    ("#4b3301", "#e6b55d"),
    ("#272a4b", "#939cef"),
    ("#02413d", "#49d6cc"),
    ("#432608", "#da924f"),
    ("#0c3149", "#59ade9"),
    ("#552b17", "#fea47d"),
    ("#004047", "#45d3e3"),
    ("#312748", "#ab94e7"),
    ("#023729", "#43bd99"),
)


@cache
def own_colour(colour: str, *, dark: bool = False) -> LabelColour:
    """The colours made of one that somebody chose, as #rrggbb: as readable as the twenty, whatever it is."""
    if dark:
        tint = mixed(colour, _DARK_PAGE, _TINTED_DARK)
        return LabelColour(tint, readable(colour, tint, _WHITE), "#10131a")
    tint = mixed(colour, _WHITE, _TINTED)
    return LabelColour(tint, readable(colour, tint, _BLACK), _WHITE)


Labels: TypeAlias = Sequence[str] | Mapping[str, int]


class Palette:
    """The colours of a project's labels; a label it does not know has one by its name.

    labels  their names in their order, or which of the twenty each has, from 0
    own     the colours that labels have of their own, as #rrggbb, by their names
    """

    def __init__(self, labels: Labels, own: Mapping[str, str] | None = None, *, dark: bool = False) -> None:
        self._dark = dark
        self._colours = DARK_COLOURS if dark else LIGHT_COLOURS
        self._own = own or {}
        self._places = labels if isinstance(labels, Mapping) else {name: place for place, name in enumerate(labels)}

    def colour_of(self, label: str) -> LabelColour:
        """The colour of a label, the same on every run."""
        own = self._own.get(label)
        if own is not None:
            return own_colour(own, dark=self._dark)
        place = self._places.get(label)
        if place is None:
            place = crc32(label.encode("utf-8", "surrogatepass"))
        return self._colours[place % len(self._colours)]
