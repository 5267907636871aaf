"""The article as a column of blocks: which of them are in view, how high they are, and where the view stands."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import NamedTuple

from annotator.model.document import Span
from annotator.ui.textview.blocks import Block, Heights
from annotator.ui.textview.decorations import Decorations
from annotator.ui.textview.geometry import Geometry, PlacedLine, Skin, geometry
from annotator.ui.textview.layout import BlockLayout, runs_right_to_left
from annotator.ui.textview.typography import Typography, heading

KEPT = 240
PADDING = 1.6
"""Empty space before and after the article, in lines."""


class Shown(NamedTuple):
    """A block with its lines and what is painted on them."""

    layout: BlockLayout
    geometry: Geometry


class Placed(NamedTuple):
    """A block in view: its index and the y of its top in the viewport."""

    block: int
    y: float


class Flow:
    """Lays blocks out when they are needed and keeps the last `KEPT` of them.

    The view stands at an anchor: a block, and how many pixels of it are above the viewport. Heights of blocks that were
    never seen are estimates; when they become exact, the anchor stays and only the scroll bar moves.
    """

    def __init__(self, decorations: Decorations, skin: Skin, width: float) -> None:
        self.decorations = decorations
        self.skin = skin
        self.width = width
        self._layouts: OrderedDict[int, BlockLayout] = OrderedDict()
        self._geometries: dict[int, Geometry] = {}
        self._directions: dict[int, bool] = {}
        self._levels = dict(decorations.document.article.headings)
        self.anchor: tuple[int, float] = (0, -self.padding)
        self._estimate()

    @property
    def padding(self) -> float:
        """The empty space before and after the article, in pixels."""
        return PADDING * self.skin.face.pitch

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks of the text; there is always one."""
        return self.decorations.blocks

    def _face(self, index: int) -> Typography:
        """The type that a block is set in."""
        level = self._levels.get(self.decorations.blocks[index].start, 0)
        face = self.skin.face
        return heading(face.zoom, level, face.family, face.line) if level else face

    def _estimate(self) -> None:
        text, bins, levels = self.skin.face, self.decorations.bins, self._levels
        heights = []
        for index, (start, end, _, last) in enumerate(self.decorations.blocks):
            face = self._face(index) if start in levels else text
            per_line = max(1.0, self.width / face.average)
            gap = (face.gap if last else 0.0) + (face.above if index else 0.0)
            if start == end:
                heights.append(face.pitch * 0.5 if last else face.pitch)
                continue
            lines = -(-(end - start) // per_line)
            marked = min(lines, len(bins.get(index, ())))
            heights.append(lines * face.pitch + marked * face.chip_room + gap)
        self.heights = Heights(heights)
        self._exact = bytearray(len(heights))
        self._measured = 0

    @property
    def total(self) -> float:
        """The height of the article with the space around it, in pixels."""
        return self.heights.total + 2 * self.padding

    @property
    def position(self) -> float:
        """How many pixels of the article are above the viewport."""
        block, pixels = self.anchor
        return self.heights.top(block) + pixels + self.padding

    def scroll_to(self, position: float) -> None:
        """Moves the view so that `position` pixels of the article are above it."""
        y = position - self.padding
        block = self.heights.at(max(0.0, y))
        self.anchor = (block, y - self.heights.top(block))

    def layout(self, index: int) -> BlockLayout:
        """The lines of a block."""
        layout = self._layouts.get(index)
        if layout is not None:
            self._layouts.move_to_end(index)
            return layout
        layout = self._layouts[index] = self._lay_out(index)
        if len(self._layouts) > KEPT:
            old, _ = self._layouts.popitem(last=False)
            self._geometries.pop(old, None)
        return layout

    def _lay_out(self, index: int) -> BlockLayout:
        block = self.decorations.blocks[index]
        text = self.decorations.document.text[block.start : block.end]
        return BlockLayout(text, block.start, self.width, self._face(index), right_to_left=self.right_to_left(index))

    def right_to_left(self, index: int) -> bool:
        """Whether the lines of a block begin at the right: by its paragraph, of which it may be a piece."""
        known = self._directions.get(index)
        if known is None:
            blocks, text = self.decorations.blocks, self.decorations.document.text
            while not blocks[index].first:
                index -= 1
            known = runs_right_to_left(text[blocks[index].start : blocks[index].end])
            self._directions[index] = known
            while not blocks[index].last:
                index += 1
                self._directions[index] = known
        return known

    def shown(self, index: int) -> Shown:
        """A block with its lines and what is painted on them; its height becomes exact."""
        layout = self.layout(index)
        painted = self._geometries.get(index)
        if painted is None:
            painted = self._geometries[index] = self._paint_plan(index, layout)
        return Shown(layout, painted)

    def _paint_plan(self, index: int, layout: BlockLayout) -> Geometry:
        gap = self.decorations.blocks[index].last
        painted = geometry(layout, self.decorations.of(index), self.skin, gap=gap, above=index > 0)
        self.heights[index] = painted.height
        self._exact[index] = 1
        return painted

    def arrange(self, height: float) -> list[Placed]:
        """The blocks to be seen in a viewport of that height, from the top; corrects an anchor beyond an end."""
        block, pixels = self.anchor
        while pixels < 0 and block > 0:
            block -= 1
            pixels += self.shown(block).geometry.height
        pixels = max(pixels, -self.padding)
        placed, y, index = [], -pixels, block
        while y < height and index < len(self.decorations.blocks):
            placed.append(Placed(index, y))
            y += self.shown(index).geometry.height
            index += 1
        short = height - (y + self.padding)
        if index == len(self.decorations.blocks) and short > 0:
            while short > 0 and block > 0:
                block -= 1
                short -= (tall := self.shown(block).geometry.height)
                pixels += tall
            pixels = max(pixels - (height - y - self.padding), -self.padding)
            y, placed = -pixels, []
            for index in range(block, len(self.decorations.blocks)):
                placed.append(Placed(index, y))
                y += self.shown(index).geometry.height
        while placed and placed[0].y + self.heights[placed[0].block] <= 0 and len(placed) > 1:
            pixels -= self.heights[placed.pop(0).block]
            block += 1
        self.anchor = (block, pixels)
        return placed

    def reveal(self, offset: int, height: float, *, margin: float) -> None:
        """Scrolls a viewport of that height only as far as shows an offset's line, `margin` from its edges."""
        index, line = self.line_of(offset)
        top = self.heights.top(index) + self.padding + line.top
        bottom = top + line.bottom - line.top
        position = self.position
        if top < position or bottom > position + height:
            far = top < position - height or bottom > position + 2 * height
            if far:
                self.scroll_to(top - height / 3)
            elif top < position:
                self.scroll_to(top - margin)
            else:
                self.scroll_to(bottom + margin - height)
        elif top < position + margin and height > 3 * margin:
            self.scroll_to(top - margin)
        elif bottom > position + height - margin and height > 3 * margin:
            self.scroll_to(bottom + margin - height)

    def is_higher(self, span: Span, height: float) -> bool:
        """Whether a span that is not empty takes more than so many pixels from its first line to its last."""
        (first, top), (last, bottom) = self.line_of(span.start), self.line_of(span.end - 1)
        return self.heights.top(last) + bottom.bottom - self.heights.top(first) - top.top > height

    def line_of(self, offset: int) -> tuple[int, PlacedLine]:
        """The block and the placed line that an offset stands on."""
        index = self.decorations.block_at(offset)
        shown = self.shown(index)
        return index, shown.geometry.lines[shown.layout.line_at(offset)]

    def in_view(self, placed: Sequence[Placed], height: float) -> Span:
        """The text whose lines stand whole in a viewport of that height; an empty span where none does."""
        start = end = None
        for index, y in placed:
            layout, painted = self.shown(index)
            for line, own in zip(painted.lines, layout.lines, strict=True):
                if y + line.top >= 0 and y + line.bottom <= height:
                    start = layout.start + own.start if start is None else start
                    end = layout.start + own.end
        return Span(start or 0, end or 0)

    def y_of(self, index: int) -> float:
        """The top of a block in the viewport, an estimate where it is not in view."""
        return self.heights.top(index) + self.padding - self.position

    def edges(self, rows: int) -> list[int]:
        """The offsets at the tops of so many rows that the article's height is divided into, and one beyond its end.

        They are as exact as the heights are; in a block that was not seen lately the text is taken to be spread evenly.
        """
        last = len(self.decorations.blocks) - 1
        result, index, top, step = [], 0, self.padding, self.total / rows
        for row in range(rows):
            y = row * step
            while index < last and top + self.heights[index] <= y:
                top += self.heights[index]
                index += 1
            result.append(self._offset_at(index, y - top))
        return [*result, len(self.decorations.document.text) + 1]

    def _offset_at(self, index: int, y: float) -> int:
        """About which offset of a block stands at a height in it, without laying it out."""
        start, end, _, _ = self.decorations.blocks[index]
        height, painted = self.heights[index], self._geometries.get(index)
        if painted is not None and len(painted.lines) > 1:
            layout = self._layouts[index]
            number = next((i for i, line in enumerate(painted.lines) if line.bottom > y), -1)
            start, end = layout.start + layout.lines[number].start, layout.start + layout.lines[number].end
            y -= painted.lines[number].top
            height = painted.lines[number].bottom - painted.lines[number].top
        return start + int(min(1.0, max(0.0, y / max(1.0, height))) * (end - start))

    def redecorate(self, decorations: Decorations, touched: frozenset[int]) -> None:
        """Takes the decorations after an edit; only the blocks in `touched` are worked out again."""
        self.decorations = decorations
        for index in touched:
            self._geometries.pop(index, None)
            self._exact[index] = 0
            self._measured = min(self._measured, index)

    def restyle(self, skin: Skin, width: float) -> None:
        """Takes other type, colours or another width; the text line at the top of the viewport stays there."""
        reflow = width != self.width or skin.face != self.skin.face
        if reflow:
            block, pixels = self.anchor
            offset, inside = None, 0.0
            if pixels > 0:
                shown = self.shown(block)
                number = next((i for i, line in enumerate(shown.geometry.lines) if line.bottom > pixels), -1)
                offset = shown.layout.start + shown.layout.lines[number].start
                inside = pixels - shown.geometry.lines[number].top
            self._layouts.clear()
        self._geometries.clear()
        self.skin, self.width = skin, width
        if reflow:
            self._estimate()
            if offset is None:
                self.anchor = (block, pixels if block else -self.padding)
            else:
                self.anchor = (block, self.line_of(offset)[1].top + inside)

    def measure(self, seconds: float, clock: Callable[[], float] = perf_counter) -> bool:
        """Makes heights exact for that long; whether there are more to do. The blocks measured are not kept."""
        end = clock() + seconds
        while self._measured < len(self._exact):
            index = self._measured
            self._measured += 1
            if not self._exact[index]:
                self._paint_plan(index, self._layouts.get(index) or self._lay_out(index))
                if clock() > end:
                    break
        return self._measured < len(self._exact)
