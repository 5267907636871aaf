"""Where everything in one block is painted: worked out once, then drawn again and again.

Coordinates run from the block's top and the column's left edge.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from annotator.model.document import Span
from annotator.ui.palette import Palette
from annotator.ui.textview.chips import Chips, ChipStyle
from annotator.ui.textview.decorations import Band, BlockDecoration, Look, Mark
from annotator.ui.textview.lanes import lanes, pack
from annotator.ui.textview.layout import BlockLayout, Stretch
from annotator.ui.textview.typography import Typography
from annotator.ui.theme import Theme

DASHES = {Look.PENDING: (5.0, 3.0), Look.DOUBTFUL: (2.0, 2.5)}
"""How long a line's dashes and the gaps between them are; a decided annotation has none."""


@dataclass(frozen=True, slots=True)
class Skin:
    """How things look: the type, the theme, the labels' colours, and the chips made of them."""

    face: Typography
    theme: Theme
    palette: Palette
    chips: Chips


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line's upper and lower edge, chips included, and its baseline."""

    top: float
    baseline: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PlacedChip:
    """A label's chip: whose it is, where it is, and what it looks like."""

    id: str
    rect: QRectF
    style: ChipStyle


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A quote's bar beside the text, in a lane counted outwards, and the words of its chip where it begins here."""

    band: Band
    lane: int
    top: float
    bottom: float
    baseline: float


@dataclass(slots=True)
class Geometry:
    """What is painted in a block and where.

    fills  rectangles by colour, in the order of painting
    marks, bands  the rectangles of each, innermost first, for the mouse
    """

    height: float
    lines: list[PlacedLine]
    fills: list[tuple[str, list[QRectF]]] = field(default_factory=list)
    chips: list[PlacedChip] = field(default_factory=list)
    bars: list[PlacedBar] = field(default_factory=list)
    marks: list[tuple[Mark, list[QRectF]]] = field(default_factory=list)
    bands: list[tuple[Band, list[QRectF]]] = field(default_factory=list)


def geometry(layout: BlockLayout, decoration: BlockDecoration, skin: Skin, *, gap: bool) -> Geometry:
    """Places a block's lines and everything painted in it; `gap` adds the space after a paragraph."""
    face = skin.face
    stretches = [layout.stretches(mark.span) for mark in decoration.marks]
    placed_chips, rows = _pack_chips(layout, decoration, stretches, skin)
    below = [0] * len(layout.lines)
    for mark, pieces in zip(decoration.marks, stretches, strict=True):
        for piece in pieces:
            below[piece.line] = max(below[piece.line], mark.lane)
    lines = _place_lines(layout, face, rows, below)
    layout.place([line.baseline for line in lines])
    result = Geometry(lines[-1].bottom + (face.gap if gap else 0.0), lines)
    if not layout.end > layout.start and gap:
        result.height = face.pitch * 0.5  # an empty paragraph is a break between others
    _fill_bands(result, layout, decoration, skin)
    _fill_marks(result, decoration, stretches, skin)
    for id_, line, x, row, style in placed_chips:
        width = skin.chips.width(style)
        top = (
            lines[line].baseline - face.cap - round(0.26 * face.em) - face.chip_room - 1 - row * (face.chip_height + 1)
        )
        result.chips.append(PlacedChip(id_, QRectF(round(x), round(top), width, face.chip_height), style))
    result.marks.reverse()
    result.bands.sort(key=lambda item: item[0].span.end - item[0].span.start)
    return result


def _pack_chips(
    layout: BlockLayout, decoration: BlockDecoration, stretches: list[list[Stretch]], skin: Skin
) -> tuple[list[tuple[str, int, float, int, ChipStyle]], list[int]]:
    wanted: dict[int, list[tuple[float, float, int]]] = {}
    styles: dict[int, ChipStyle] = {}
    for i, (mark, pieces) in enumerate(zip(decoration.marks, stretches, strict=True)):
        if not mark.begins or not pieces:
            continue
        styles[i] = skin.chips.label_style(mark.label, mark.look, skin.palette.colour_of(mark.label))
        width = skin.chips.width(styles[i])
        left = pieces[0].right - width + 2 if layout.right_to_left else pieces[0].left - 2
        wanted.setdefault(pieces[0].line, []).append((left, width, i))
    rows = [0] * len(layout.lines)
    placed = []
    for line, chips in wanted.items():
        chips.sort(key=lambda chip: chip[0])
        em = skin.face.em
        packed = pack([chip[:2] for chip in chips], layout.width + 8, em * 1.2, em * 12)
        for (_, _, i), (x, row) in zip(chips, packed, strict=True):
            placed.append((decoration.marks[i].id, line, x, row, styles[i]))
            rows[line] = max(rows[line], row + 1)
    return placed, rows


def _place_lines(layout: BlockLayout, face: Typography, rows: list[int], below: list[int]) -> list[PlacedLine]:
    result, y = [], 0.0
    for line, chip_rows, lane in zip(layout.lines, rows, below, strict=True):
        extra = max(0.0, line.ascent - face.ascent)
        above = (
            extra
            + (face.chip_room + (chip_rows - 1) * (face.chip_height + 1) if chip_rows else 0)
            + (face.lane if lane > 1 else 0)
        )
        baseline = y + above + (face.pitch - face.ascent - face.descent) / 2 + face.ascent
        deep = max(0.0, line.descent - face.descent) + max(0, lane - 1) * face.lane
        bottom = y + above + face.pitch + deep
        result.append(PlacedLine(round(y), round(baseline), round(bottom)))
        y = float(round(bottom))
    return result


def _fill_bands(result: Geometry, layout: BlockLayout, decoration: BlockDecoration, skin: Skin) -> None:
    rects: list[QRectF] = []
    ranges = []
    for band in decoration.bands:
        own = band_rects(result, layout, band.span)
        result.bands.append((band, own))
        rects += own
        ranges.append(
            Span(layout.line_at(band.span.start), layout.line_at(max(band.span.start, band.span.end - 1)) + 1)
        )
    if rects:
        result.fills.append((skin.theme.quote, rects))
    order = sorted(range(len(ranges)), key=lambda i: (ranges[i].start, -ranges[i].end))
    for i, lane in zip(order, lanes([ranges[i] for i in order]), strict=True):
        band, lines = decoration.bands[i], ranges[i]
        first, last = result.lines[lines.start], result.lines[lines.end - 1]
        top = first.baseline - skin.face.rise
        bottom = last.baseline + skin.face.fall + 1
        result.bars.append(PlacedBar(band, lane, top, bottom, first.baseline))


def band_rects(geometry: Geometry, layout: BlockLayout, span: Span) -> list[QRectF]:
    """The rectangles behind a stretch of text that fill their lines from edge to edge."""
    result = []
    for line, left, right in layout.stretches(span):
        placed = geometry.lines[line]
        result.append(QRectF(left - 2, placed.top, right - left + 4, placed.bottom - placed.top))
    return result


def span_rects(geometry: Geometry, layout: BlockLayout, face: Typography, span: Span, lane: int = 0) -> list[QRectF]:
    """The rectangles behind a span, a little larger for outer lanes."""
    return [_span_rect(geometry, face, stretch, lane) for stretch in layout.stretches(span)]


def _span_rect(geometry: Geometry, face: Typography, stretch: Stretch, lane: int) -> QRectF:
    baseline = geometry.lines[stretch.line].baseline
    pad = 1.5 + 1.5 * lane
    top = baseline - face.rise - min(lane, 2)
    bottom = baseline + face.fall + lane * face.lane
    return QRectF(stretch.left - pad, top, stretch.right - stretch.left + 2 * pad, bottom - top)


def _fill_marks(result: Geometry, decoration: BlockDecoration, stretches: list[list[Stretch]], skin: Skin) -> None:
    tints: dict[tuple[int, str], list[QRectF]] = {}
    lines: dict[str, list[QRectF]] = {}
    thick = max(1.0, round(skin.face.em / 10))
    for mark, pieces in zip(decoration.marks, stretches, strict=True):
        colour = skin.palette.colour_of(mark.label)
        rects = [_span_rect(result, skin.face, piece, mark.lane) for piece in pieces]
        result.marks.append((mark, rects))
        tints.setdefault((-mark.lane, colour.tint), []).extend(rects)
        for rect in rects:
            lines.setdefault(colour.ink, []).extend(underline(rect, thick, mark.look))
    for (_, tint), rects in sorted(tints.items(), key=lambda item: item[0][0]):
        result.fills.append((tint, rects))
    result.fills.extend(lines.items())


def underline(rect: QRectF, thick: float, look: Look) -> list[QRectF]:
    """The line along the lower edge of a rectangle, whole or in dashes."""
    y = rect.bottom() - thick
    dash = DASHES.get(look)
    if dash is None:
        return [QRectF(rect.left(), y, rect.width(), thick)]
    on, off = dash
    result, x = [], rect.left()
    while x < rect.right():
        result.append(QRectF(x, y, min(on, rect.right() - x), thick))
        x += on + off
    return result
