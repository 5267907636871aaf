"""Where everything in one block is painted: worked out once, then drawn again and again.

Coordinates run from the block's top and the column's left edge.
"""

from collections.abc import Sequence
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
    """A quote's bar beside the text, in a lane counted outwards, and the baselines of its first and its last line."""

    band: Band
    lane: int
    top: float
    bottom: float
    baseline: float
    last_baseline: float


@dataclass(slots=True)
class Geometry:
    """What is painted in a block and where.

    fills  rectangles of entities by colour, in the order of painting
    marks  the rectangles of each entity, innermost first
    bands  those of each quote's content, outermost first, and within how many other quotes it lies
    """

    height: float
    lines: list[PlacedLine]
    fills: list[tuple[str, list[QRectF]]] = field(default_factory=list)
    chips: list[PlacedChip] = field(default_factory=list)
    bars: list[PlacedBar] = field(default_factory=list)
    marks: list[tuple[Mark, list[QRectF]]] = field(default_factory=list)
    bands: list[tuple[Band, list[QRectF], int]] = field(default_factory=list)


def geometry(layout: BlockLayout, decoration: BlockDecoration, skin: Skin, *, gap: bool, above: bool) -> Geometry:
    """Places a block's lines and all that is painted in it; `gap` and `above` add the space around a paragraph."""
    face = layout.face
    stretches = [layout.stretches(mark.span) for mark in decoration.marks]
    placed_chips, rows = _pack_chips(layout, decoration, stretches, skin)
    line_lanes = _line_lanes(layout, decoration, stretches)
    below = [0] * len(layout.lines)
    for (_, line), lane in line_lanes.items():
        below[line] = max(below[line], lane)
    lines = _place_lines(layout, rows, below, face.above if above else 0.0)
    layout.place([line.baseline for line in lines])
    result = Geometry(lines[-1].bottom + (face.gap if gap else 0.0), lines)
    if not layout.end > layout.start and gap:
        result.height = face.pitch * 0.5  # an empty paragraph is a break between others
    _fill_bands(result, layout, decoration)
    _fill_marks(result, layout, decoration, stretches, line_lanes, skin)
    for id_, line, x, row, style in placed_chips:
        width = skin.chips.width(style)
        top = (
            lines[line].baseline - face.cap - round(0.26 * face.em) - face.chip_room - 1 - row * (face.chip_height + 1)
        )
        result.chips.append(PlacedChip(id_, QRectF(round(x), round(top), width, face.chip_height), style))
    result.marks.reverse()
    result.bands.sort(key=lambda item: item[0].span.start - item[0].span.end)
    return result


def _pack_chips(
    layout: BlockLayout, decoration: BlockDecoration, stretches: list[list[Stretch]], skin: Skin
) -> tuple[list[tuple[str, int, float, int, ChipStyle]], list[int]]:
    wanted: dict[int, list[tuple[float, float, int]]] = {}
    styles: dict[int, ChipStyle] = {}
    for i, (mark, pieces) in enumerate(zip(decoration.marks, stretches, strict=True)):
        if not mark.begins or not pieces:
            continue
        styles[i] = skin.chips.label_style(mark.label, mark.look, skin.palette.colour_of(mark.label), mark.signs)
        width = skin.chips.width(styles[i])
        left = pieces[0].right - width + 2 if layout.right_to_left else pieces[0].left - 2
        wanted.setdefault(pieces[0].line, []).append((left, width, i))
    rows = [0] * len(layout.lines)
    placed = []
    for line, chips in wanted.items():
        chips.sort(key=lambda chip: chip[0])
        em = layout.face.em
        packed = pack([chip[:2] for chip in chips], layout.width + 8, em * 1.2, em * 12)
        for (_, _, i), (x, row) in zip(chips, packed, strict=True):
            placed.append((decoration.marks[i].id, line, x, row, styles[i]))
            rows[line] = max(rows[line], row + 1)
    return placed, rows


def _place_lines(layout: BlockLayout, rows: list[int], below: list[int], y: float) -> list[PlacedLine]:
    face, result = layout.face, []
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


def _fill_bands(result: Geometry, layout: BlockLayout, decoration: BlockDecoration) -> None:
    spans = [band.span for band in decoration.bands]
    lines: list[Span] = []
    for band in decoration.bands:
        depth = sum(span.contains(band.span) and span != band.span for span in spans)
        result.bands.append((band, _band_rects(result, layout, band.span), depth))
        last = layout.line_at(max(band.span.start, band.span.end - 1))
        lines.append(Span(layout.line_at(band.span.start), last + 1))
    _fill_bars(result, layout, decoration.bands, lines)


def _fill_bars(result: Geometry, layout: BlockLayout, bands: Sequence[Band], lines: Sequence[Span]) -> None:
    """A bar beside the lines of each band; those of one quote stand in one lane, none beside another."""
    quotes: dict[str, Span] = {}
    for band, (start, end) in zip(bands, lines, strict=True):
        known = quotes.get(band.id, Span(start, end))
        quotes[band.id] = Span(min(known.start, start), max(known.end, end))
    order = sorted(quotes, key=lambda id_: (quotes[id_].start, -quotes[id_].end))
    lane_of = dict(zip(order, lanes([quotes[id_] for id_ in order]), strict=True))
    reached: dict[str, float] = {}
    for band, (start, end) in sorted(zip(bands, lines, strict=True), key=lambda item: item[1].start):
        first, last = result.lines[start], result.lines[end - 1]
        top = max(first.baseline - layout.face.rise, reached.get(band.id, 0.0))
        bottom = last.baseline + layout.face.fall + 1
        if top < bottom:
            reached[band.id] = bottom
            result.bars.append(PlacedBar(band, lane_of[band.id], top, bottom, first.baseline, last.baseline))


def _band_rects(geometry: Geometry, layout: BlockLayout, span: Span) -> list[QRectF]:
    """The rectangles behind a quote's content: they meet from line to line, and leave out the chips above the first."""
    face, result = layout.face, []
    for i, (line, left, right) in enumerate(layout.stretches(span)):
        placed = geometry.lines[line]
        top = placed.top if i else max(placed.top, placed.baseline - face.rise - round(face.em * 0.15))
        result.append(QRectF(left - 1, top, right - left + 2, placed.bottom - top))
    return result


def _line_lanes(
    layout: BlockLayout, decoration: BlockDecoration, stretches: list[list[Stretch]]
) -> dict[tuple[int, int], int]:
    """The lane of each mark on each of its lines: an outer span comes nearer where nothing in it is left."""
    by_line: dict[int, list[int]] = {}
    for i, pieces in enumerate(stretches):
        for line in {piece.line for piece in pieces}:
            by_line.setdefault(line, []).append(i)
    result = {}
    for line, marks in by_line.items():
        if all(decoration.marks[i].lane == 0 for i in marks):
            found = [0] * len(marks)
        else:
            start, end = layout.start + layout.lines[line].start, layout.start + layout.lines[line].end
            spans = [decoration.marks[i].span for i in marks]
            found = lanes([Span(max(span.start, start), min(span.end, end)) for span in spans])
        result.update({(i, line): lane for i, lane in zip(marks, found, strict=True)})
    return result


def span_rects(geometry: Geometry, layout: BlockLayout, span: Span) -> list[QRectF]:
    """The rectangles behind a span."""
    return [_span_rect(geometry, layout.face, stretch, 0) for stretch in layout.stretches(span)]


def _span_rect(geometry: Geometry, face: Typography, stretch: Stretch, lane: int) -> QRectF:
    baseline = geometry.lines[stretch.line].baseline
    pad = min(1.5 + lane, 3.5)
    top = baseline - face.rise - min(lane, 2)
    bottom = baseline + face.fall + lane * face.lane
    return QRectF(stretch.left - pad, top, stretch.right - stretch.left + 2 * pad, bottom - top)


def _fill_marks(
    result: Geometry,
    layout: BlockLayout,
    decoration: BlockDecoration,
    stretches: list[list[Stretch]],
    line_lanes: dict[tuple[int, int], int],
    skin: Skin,
) -> None:
    tints: dict[tuple[int, str], list[QRectF]] = {}
    lines: dict[str, list[QRectF]] = {}
    thick = max(1.0, round(layout.face.em / 10))
    for i, (mark, pieces) in enumerate(zip(decoration.marks, stretches, strict=True)):
        colour = skin.palette.colour_of(mark.label)
        rects = [_span_rect(result, layout.face, piece, line_lanes[i, piece.line]) for piece in pieces]
        result.marks.append((mark, rects))
        tints.setdefault((-mark.lane, colour.tint), []).extend(rects)
        for rect in rects:
            lines.setdefault(colour.ink, []).extend(underline(rect, thick, mark.look, skin.face.scale))
    for (_, tint), rects in sorted(tints.items(), key=lambda item: item[0][0]):
        result.fills.append((tint, rects))
    result.fills.extend(lines.items())


def underline(rect: QRectF, thick: float, look: Look, scale: float) -> list[QRectF]:
    """The line along the lower edge of a rectangle, whole or in dashes."""
    x, y, width = rect.left(), rect.bottom() - thick, rect.width()
    dash = DASHES.get(look)
    if dash is None:
        return [QRectF(x, y, width, thick)]
    on, off = (max(1.0, length * scale) for length in dash)
    step = on + off
    whole = max(0, int((width - on) // step) + 1)
    result = [QRectF(x + i * step, y, on, thick) for i in range(whole)]
    if width > whole * step:
        result.append(QRectF(x + whole * step, y, width - whole * step, thick))
    return result
