"""One frame: what is in view, what lies over the text, and where the margin's things stand."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRectF

from annotator.model.document import Span
from annotator.session.selection import Border, Selection
from annotator.ui.textview.chips import ChipStyle
from annotator.ui.textview.decorations import Emphasis, Link
from annotator.ui.textview.flow import Flow, Placed
from annotator.ui.textview.geometry import PlacedBar, span_rects
from annotator.ui.textview.lanes import lanes
from annotator.ui.textview.page import Page

HANDLE_REACH = 7.0
"""How near to a border the mouse takes its handle, in pixels."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the text and changes more often than the annotations do.

    hits     what was found, in the order of the text; `current` is an index into it, -1 for none
    focused  whether the view has the keyboard, and the caret is to be seen
    link_to  where a link that is being dragged from the selected quote ends, in the viewport
    hovered  the annotation that the mouse rests on
    """

    selection: Selection = field(default_factory=Selection)
    hits: Sequence[Span] = ()
    current: int = -1
    focused: bool = False
    link_to: QPointF | None = None
    hovered: Emphasis | None = None

    def hits_in(self, within: Span) -> list[tuple[int, Span]]:
        """The hits that overlap a stretch of text, with their indexes; hits do not overlap each other."""
        first = max(0, bisect_left(self.hits, within.start, key=lambda span: span.start) - 1)
        found = []
        for at in range(first, len(self.hits)):
            if self.hits[at].start >= within.end:
                break
            if self.hits[at].end > within.start:
                found.append((at, self.hits[at]))
        return found


@dataclass(frozen=True, slots=True)
class MarginChip:
    """A speaker's chip in the viewport."""

    id: str
    rect: QRectF
    style: ChipStyle
    limit: float


@dataclass(frozen=True, slots=True)
class Handle:
    """A border of the selected annotation that can be dragged: where it stands in the viewport.

    grip  the x of its knob, which hangs below the line, outside the span
    main  whether it is the border that the keys mean
    """

    id: str
    part: str
    border: Border
    x: float
    grip: float
    top: float
    bottom: float
    main: bool


@dataclass(frozen=True, slots=True)
class Bracket:
    """The line in the margin from a quote to the line of its source, in the viewport.

    who    whom the source stands for
    right  whether it stands to the right of the text, as the quote's lines begin there
    """

    id: str
    lane: int
    start: float
    end: float
    who: str
    right: bool

    def leaves(self, height: float) -> bool:
        """Whether its source is beyond the edge of a viewport that its quote is in."""
        return 0 <= self.start <= height and not 0 <= self.end <= height


class Scene:
    """Finds where things are in the viewport, each once, for one arrangement of blocks and what is shown of them."""

    def __init__(self, flow: Flow, page: Page, placed: Sequence[Placed], overlay: Overlay) -> None:
        self.flow = flow
        self.page = page
        self.placed = placed
        self.overlay = overlay
        self.decorations = flow.decorations
        self.emphasis = flow.decorations.emphasis
        self.skin = flow.skin
        self.curves: dict[bool, Any] = {}  # kept by `curve`
        self.things: dict[tuple[Any, ...], tuple[Any, QRectF]] | None = None  # kept by `dirty`
        self._bars: list[tuple[PlacedBar, QRectF]] | None = None
        self._source_chips: list[MarginChip] | None = None
        self._tops = {item.block: item.y for item in placed}
        self._chips: list[MarginChip] | None = None
        self._brackets: list[Bracket] | None = None

    def is_of(self, flow: Flow, page: Page, placed: Sequence[Placed], overlay: Overlay) -> bool:
        """Whether it was made of just these, and of what they hold now."""
        same = self.flow is flow and self.placed is placed and self.overlay is overlay and self.page == page
        return same and self.decorations is flow.decorations and self.skin is flow.skin

    def top_of(self, index: int) -> float | None:
        """The top of a block in the viewport, None where it is not in view."""
        return self._tops.get(index)

    def bars(self) -> list[tuple[PlacedBar, QRectF]]:
        """The quotes' bars in view, beside the text where its lines begin."""
        if self._bars is None:
            self._bars = self._place_bars()
        return self._bars

    def _place_bars(self) -> list[tuple[PlacedBar, QRectF]]:
        face = self.flow.skin.face
        scale = face.beside
        thick = max(2.0, round(3 * scale))
        result = []
        for index, y in self.placed:
            shown = self.flow.shown(index)
            right = shown.layout.right_to_left
            for bar in shown.geometry.bars:
                x = self.page.beside(round((9 + 5 * bar.lane) * scale), right=right) - (thick if right else 0)
                bottom = bar.bottom if not self._goes_on(bar, index) else shown.geometry.height + face.pitch * 0.2
                result.append((bar, QRectF(x, y + bar.top, thick, bottom - bar.top)))
        return result

    def _goes_on(self, bar: PlacedBar, index: int) -> bool:
        """Whether the content that the bar stands for runs on into the next block."""
        block = self.flow.decorations.blocks[index]
        quote = self.flow.decorations.document.by_id.get(bar.band.id)
        contents = getattr(quote, "contents", ())
        return bar.band.part < len(contents) and contents[bar.band.part].end > block.end + 1

    def margin_chips(self) -> list[MarginChip]:
        """The speakers' chips in view, one for each quote, none over another.

        A chip stands beside the line its quote begins on; that of one which began above the view beside what is seen.
        """
        if self._chips is None:
            self._chips = self._place_chips()
        return self._chips

    def _place_chips(self) -> list[MarginChip]:
        skin = self.flow.skin
        limits = [self.chip_room(right=right) for right in (False, True)]
        emphasis = self.flow.decorations.emphasis
        selected = None if emphasis is None else emphasis.id
        height = skin.face.margin_height
        result: list[MarginChip] = []
        seen: set[str] = set()
        free = [-1e9, -1e9]
        for bar, rect in sorted(self.bars(), key=lambda item: (item[1].top(), item[0].band.span.start, -item[0].lane)):
            right = rect.left() > self.page.x
            limit = limits[right]
            if bar.band.id in seen or rect.bottom() < 0 or not limit:
                continue
            seen.add(bar.band.id)
            style = skin.chips.speaker_style(bar.band, selected=bar.band.id == selected)
            width = skin.chips.width(style, limit)
            beside = rect.top() + (bar.baseline - bar.top) - skin.face.cap / 2 - height / 2
            lowest = max(beside, rect.bottom() - (bar.bottom - bar.last_baseline) - skin.face.cap / 2 - height / 2)
            top = max(free[right], round(min(max(beside, 4.0), lowest)))
            result.append(MarginChip(bar.band.id, self._chip_box(top, width, right=right), style, limit))
            free[right] = top + height + 3
        return result

    def chip_room(self, *, right: bool) -> float:
        """How wide a chip in the margin may be, 0 where there is too little room for any."""
        face = self.flow.skin.face
        limit = min(self.page.room(right=right) - face.gutter - 6, face.margin * 2)
        return limit if limit >= 2 * face.margin_height else 0.0

    def _chip_box(self, top: float, width: float, *, right: bool) -> QRectF:
        face = self.flow.skin.face
        edge = self.page.beside(face.gutter, right=right)
        return QRectF(edge if right else edge - width, top, width, face.margin_height)

    def line_box(self, offset: int) -> tuple[float, float, float]:
        """The top, baseline and bottom of an offset's line in the viewport; estimates where it is out of view."""
        index = self.flow.decorations.block_at(offset)
        top = self._tops.get(index)
        if top is None:
            y = self.flow.y_of(index)
            return y, y, y
        shown = self.flow.shown(index)
        line = shown.geometry.lines[shown.layout.line_at(offset)]
        return top + line.top, top + line.baseline, top + line.bottom

    def brackets(self) -> list[Bracket]:
        """The brackets of links in view whose source stands on other lines than the quote."""
        if self._brackets is None:
            self._brackets = self._place_brackets()
        return self._brackets

    def _place_brackets(self) -> list[Bracket]:
        found: dict[str, Link] = {}
        for index, _ in self.placed:
            for link in self.flow.decorations.of(index).links:
                found[link.id] = link
        cap = self.flow.skin.face.cap
        edges = []
        for link in found.values():
            source = self.line_box(link.source.start)[1]
            tops = [self.line_box(span.start)[1] for span in link.contents]
            bottoms = [self.line_box(max(span.start, span.end - 1))[1] for span in link.contents]
            if any(top <= source <= bottom for top, bottom in zip(tops, bottoms, strict=True)):
                continue
            start = min((*tops, *bottoms), key=lambda y: abs(y - source))
            right = self.flow.right_to_left(self.flow.decorations.block_at(link.contents[0].start))
            edges.append((link, start - cap / 2, source - cap / 2, right))
        ranges = [Span(round(min(a, b)), round(max(a, b))) for _, a, b, _ in edges]
        return [
            Bracket(link.id, lane, start, end, link.who, right)
            for (link, start, end, right), lane in zip(edges, lanes(ranges), strict=True)
        ]

    def bracket_box(self, bracket: Bracket) -> QRectF:
        """Where a bracket is painted: its lane beside the column, as high as the view at most."""
        far = self.page.beside(self.skin.face.gutter, right=bracket.right)
        near = self.page.beside(0, right=bracket.right)
        top, bottom = sorted((bracket.start, bracket.end))
        return QRectF(min(far, near), top - 2, abs(far - near), bottom - top + 4)

    def source_chips(self) -> list[MarginChip]:
        """The chips at the view's upper and lower edge that name the speakers whose mentions are beyond it."""
        if self._source_chips is None:
            self._source_chips = self._place_source_chips()
        return self._source_chips

    def _place_source_chips(self) -> list[MarginChip]:
        emphasis, chips = self.flow.decorations.emphasis, self.flow.skin.chips
        height, step = self.page.viewport.height(), self.flow.skin.face.margin_height + 3
        leaving = [bracket for bracket in self.brackets() if bracket.leaves(height)]
        if not leaving:
            return []
        selected = None if emphasis is None else emphasis.id
        taken = [chip.rect for chip in self.margin_chips()]
        result: dict[tuple[bool, bool, str], MarginChip] = {}
        for bracket in sorted(leaving, key=lambda bracket: bracket.id != selected):
            up, limit = bracket.end < 0, self.chip_room(right=bracket.right)
            if not limit or (up, bracket.right, bracket.who) in result:
                continue
            style = chips.source_style(bracket.who, up=up, selected=bracket.id == selected)
            for place in range(3):
                top = 4 + place * step if up else height - 1 - (place + 1) * step
                rect = self._chip_box(top, chips.width(style, limit), right=bracket.right)
                if not any(rect.intersects(other) for other in taken):
                    taken.append(rect)
                    result[up, bracket.right, bracket.who] = MarginChip(bracket.id, rect, style, limit)
                    break
        return list(result.values())

    def handles(self) -> list[Handle]:
        """The borders of the selected annotation that are in view."""
        emphasis = self.flow.decorations.emphasis
        if emphasis is None:
            return []
        result = []
        for part in emphasis.parts:
            for border in ("start", "end"):
                at = part.span.start if border == "start" else max(part.span.start, part.span.end - 1)
                index = self.flow.decorations.block_at(at)
                y = self._tops.get(index)
                if y is None:
                    continue
                shown = self.flow.shown(index)
                edge = shown.layout.edge_of(part.span, end=border == "end")
                if edge is None:
                    continue
                face = shown.layout.face
                baseline = y + shown.geometry.lines[edge[0]].baseline
                outwards = -1 if (border == "start") != shown.layout.leftwards_at(at) else 1
                x = self.page.x + edge[1] + outwards
                main = part.name == emphasis.main
                knob = face.em / (4.8 if main else 6.5)
                side: Border = "start" if border == "start" else "end"
                top, bottom = baseline - face.rise, baseline + face.fall
                result.append(Handle(emphasis.id, part.name, side, x, x + outwards * knob * 0.6, top, bottom, main))
        return result

    def rects(self, span: Span) -> list[QRectF]:
        """The rectangles of a span of the text that are in view."""
        result = []
        for index, y in self.placed:
            block = self.flow.decorations.blocks[index]
            if block.start < span.end and span.start < block.end:
                shown = self.flow.shown(index)
                rects = span_rects(shown.geometry, shown.layout, span)
                result += [rect.translated(self.page.x, y) for rect in rects]
        return result

    def caret(self) -> QRectF | None:
        """Where the text caret stands, None where it is out of view."""
        offset = self.overlay.selection.caret
        index = self.flow.decorations.block_at(offset)
        y = self._tops.get(index)
        if y is None:
            return None
        shown = self.flow.shown(index)
        number = shown.layout.line_at(offset)
        x = shown.layout.x_of(offset, number)
        baseline = y + shown.geometry.lines[number].baseline
        face = shown.layout.face
        thick = max(1.0, round(face.em / 9))
        return QRectF(round(self.page.x + x - thick / 2), baseline - face.rise, thick, face.rise + face.fall)
