"""The type the article is set in: fonts, and every distance derived from them."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypedDict

from PySide6.QtGui import QFont, QFontMetricsF

TEXT_FACES = ("Charter", "Source Serif 4", "Literata", "Iowan Old Style", "Georgia", "Noto Serif", "DejaVu Serif")
LABEL_FACES = ("Inter", "SF Pro Text", "Segoe UI", "Noto Sans", "DejaVu Sans")

TEXT_PIXELS = 17
MEASURE = 70
LINE = 1.5
MIN_ZOOM, MAX_ZOOM = 50, 300
MARGIN_SCALE = 1.5
"""What stands beside the text grows no more than this: at high zooms the text needs the room."""
SMALLEST = 0.75
"""Labels' and speakers' chips shrink no further than this: smaller words could not be read."""
HEADING_LINE = 1.28
_HEADINGS = (1.45, 1.22, 1.08)
"""How much larger than the text headings of level 1, 2 and below are set."""
_SAMPLE = "the reader of an article rests here "


@dataclass(frozen=True)
class Typography:
    """Fonts and distances for one zoom, typeface and line height, in pixels that do not depend on the device.

    family       the typeface that was asked for, "" for the program's own
    line         from one line to the next, in ems
    pitch        from one line to the next where nothing is above it
    rise, fall   from the baseline to the upper and the lower edge of a tinted span
    cap          the height of a capital letter
    chip_height  of a label's chip; `chip_room` is what the first row of them adds above a line
    lane         how far an outer span stands out below an inner one
    gap          between paragraphs, and `above` before a heading
    measure      the width of the text column
    margin       beside it, for speakers' chips; `gutter` of it is next to the text, for bars and brackets
    scale        of the text, and `beside` of what stands in the margin, against 100 %
    """

    zoom: int
    family: str
    line: float
    text: QFont
    chip: QFont
    margin_chip: QFont
    em: float
    pitch: float
    rise: float
    fall: float
    cap: float
    ascent: float
    descent: float
    average: float
    chip_height: float
    chip_room: float
    margin_height: float
    lane: float
    gap: float
    above: float
    measure: float
    margin: float
    gutter: float
    end_margin: float
    scale: float
    beside: float


def _font(faces: tuple[str, ...], pixels: int, style: QFont.StyleHint, weight: QFont.Weight) -> QFont:
    font = QFont()
    font.setFamilies(list(faces))
    font.setStyleHint(style)
    font.setPixelSize(max(5, pixels))
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


class _Sizes(TypedDict):
    em: float
    pitch: float
    rise: float
    fall: float
    cap: float
    ascent: float
    descent: float
    average: float


def _sizes(text: QFont, em: float, line: float) -> _Sizes:
    """The distances that follow from the text's font; `line` is that from one line to the next, in ems."""
    metrics = QFontMetricsF(text)
    return _Sizes(
        em=em,
        pitch=float(round(max(line * em, metrics.ascent() + metrics.descent()))),
        rise=float(round(0.92 * em)),
        fall=float(round(0.30 * em)),
        cap=metrics.capHeight(),
        ascent=metrics.ascent(),
        descent=metrics.descent(),
        average=metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE),
    )


def _text_font(family: str, pixels: int, weight: QFont.Weight) -> QFont:
    return _font((family, *TEXT_FACES) if family else TEXT_FACES, pixels, QFont.StyleHint.Serif, weight)


@lru_cache(maxsize=16)
def heading(zoom: int, level: int, family: str = "", line: float = LINE) -> Typography:
    """The type of headings of a level, from 1, beside such text; that of the text for level 0."""
    face = typography(zoom, family, line)
    if level < 1:
        return face
    em = float(round(face.em * _HEADINGS[min(level, len(_HEADINGS)) - 1]))
    text = _text_font(family, round(em), QFont.Weight.Bold)
    sizes = _sizes(text, em, HEADING_LINE * line / LINE)
    return replace(face, text=text, gap=float(round(0.3 * face.em)), above=float(round(0.75 * em)), **sizes)


def typography(zoom: int, family: str = "", line: float = LINE) -> Typography:
    """The type at a zoom in percent, held between `MIN_ZOOM` and `MAX_ZOOM`.

    family  of the text, where it is installed; "" for the program's own
    line    from one line to the next, in ems
    """
    zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
    em = round(TEXT_PIXELS * zoom / 100)
    scale = em / TEXT_PIXELS
    small = max(scale, SMALLEST)
    text = _text_font(family, em, QFont.Weight.Normal)
    chip = _font(LABEL_FACES, round(9.5 * small), QFont.StyleHint.SansSerif, QFont.Weight.DemiBold)
    chip.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.3 * small)
    beside = min(small, MARGIN_SCALE)
    margin_chip = _font(LABEL_FACES, round(12 * beside), QFont.StyleHint.SansSerif, QFont.Weight.Medium)
    chip_height = float(round(13 * small))
    sizes = _sizes(text, float(em), line)
    return Typography(
        zoom=zoom,
        family=family,
        line=line,
        text=text,
        chip=chip,
        margin_chip=margin_chip,
        **sizes,
        chip_height=chip_height,
        chip_room=float(round(11 * small)),
        margin_height=float(round(20 * beside)),
        lane=float(max(2, round(3 * scale))),
        gap=float(round(0.62 * em)),
        above=0.0,
        measure=float(round(MEASURE * sizes["average"])),
        margin=float(round(168 * beside)),
        gutter=float(round(30 * beside)),
        end_margin=float(round(28 * beside)),
        scale=scale,
        beside=beside,
    )
