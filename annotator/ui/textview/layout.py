"""The lines of one block: where they break, where an offset stands, and which stretches a span covers."""

import re
import unicodedata
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextLayout, QTextLine, QTextOption

from annotator.model.document import Span
from annotator.ui.textview.offsets import Utf16Map, drawable
from annotator.ui.textview.typography import Typography

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class Stretch(NamedTuple):
    """A part of a span on one line, from its left to its right edge."""

    line: int
    left: float
    right: float


class Line(NamedTuple):
    """A line of a block: its code points within the block, its text's edges, and what its fonts need."""

    start: int
    end: int
    left: float
    right: float
    ascent: float
    descent: float


def has_right_to_left(text: str) -> bool:
    """Whether a text has characters that are written from right to left, or say so."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def runs_right_to_left(text: str) -> bool:
    """Whether the first strong character of a paragraph is a right-to-left one (Unicode's rules P2 and P3)."""
    if not has_right_to_left(text):
        return False
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


_OVERHANG = 4.0
"""By how many pixels at most a letter's ink reaches over its neighbours' at the usual size."""


class BlockLayout:
    """A block broken into lines of a width; x runs from the column's left edge.

    text           the block's own
    face           the type it is set in
    start          where it begins in the article
    right_to_left  its paragraph's direction
    """

    def __init__(self, text: str, start: int, width: float, face: Typography, *, right_to_left: bool) -> None:
        self.text = text
        self.start = start
        self.end = start + len(text)
        self.width = width
        self.face = face
        self.right_to_left = right_to_left
        self._map = Utf16Map(text)
        self._mixed = right_to_left or has_right_to_left(text)
        self.qt = QTextLayout(drawable(text), face.text)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setUseDesignMetrics(True)
        option.setTabStopDistance(face.em * 2)
        if right_to_left:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        else:
            option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self.qt.setTextOption(option)
        self.qt.setCacheEnabled(True)
        self._break(width)

    def _break(self, width: float) -> None:
        self._qt_lines: list[QTextLine] = []
        self.qt.beginLayout()
        while (line := self.qt.createLine()).isValid():
            line.setLineWidth(width)
            self._qt_lines.append(line)
        self.qt.endLayout()
        self.lines: list[Line] = []
        for line in self._qt_lines:
            start = line.textStart()
            natural = line.naturalTextRect()
            self.lines.append(
                Line(
                    self._map.to_code_points(start),
                    self._map.to_code_points(start + line.textLength()),
                    natural.left(),
                    natural.right(),
                    line.ascent(),
                    line.descent(),
                )
            )

    def place(self, baselines: list[float]) -> None:
        """Puts the lines on their baselines, which run from the block's top."""
        for line, own, baseline in zip(self._qt_lines, self.lines, baselines, strict=True):
            line.setPosition(QPointF(0, baseline - own.ascent))

    def line_at(self, offset: int) -> int:
        """The line that the code point at an offset of the article stands on; the block's end is on its last line."""
        within = offset - self.start
        low, high = 0, len(self.lines) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.lines[middle].start <= within:
                low = middle
            else:
                high = middle - 1
        return low

    def x_of(self, offset: int, line: int | None = None) -> float:
        """Where the caret stands at an offset of the article, on the given line or on the offset's own."""
        at = self.line_at(offset) if line is None else line
        return self._x(self._qt_lines[at], self._map.to_units(offset - self.start))

    @staticmethod
    def _x(line: QTextLine, unit: int) -> float:
        x: tuple[float, int] = line.cursorToX(unit)  # type: ignore[assignment]  # the stubs say object
        return x[0]

    def offset_at(self, line: int, x: float, *, on_character: bool = False) -> int:
        """The offset in the article nearest to `x` on a line, or that of the character which covers it."""
        offset = self._from_qt(line, x, on_character=on_character)
        if self._mixed:
            character = self._covering(line, x)
            offset = character if on_character else self._nearest(line, character, x, offset)
        if offset == self.lines[line].end and line + 1 < len(self.lines):
            offset = max(self.lines[line].start, self._before(offset))  # the caret would show on the next line
        return self.start + offset

    def _from_qt(self, line: int, x: float, *, on_character: bool) -> int:
        own, on = self.lines[line], QTextLine.CursorPosition
        unit = self._qt_lines[line].xToCursor(x, on.CursorOnCharacter if on_character else on.CursorBetweenCharacters)
        return min(max(self._map.to_code_points(unit), own.start), own.end)

    def _nearest(self, line: int, character: int, x: float, beside: int) -> int:
        """The border of the code point over `x` that is nearer to it, `beside` where none is there.

        In right-to-left text Qt is out by half the character beside it.
        """
        after = self._after(character)
        box = next((box for box in self._on_line(line, character, after) if box.left <= x <= box.right), None)
        if box is None:
            return beside
        towards_left = x < (box.left + box.right) / 2
        return after if towards_left == self.leftwards_at(self.start + character) else character

    def _covering(self, line: int, x: float) -> int:
        """The code point whose box covers `x`, of several that in whose middle it is most.

        In right-to-left text Qt names a neighbour, and where directions meet one that is no neighbour to a reader.
        """
        own = self.lines[line]
        named = [self._from_qt(line, x + out, on_character=True) for out in (0, -_OVERHANG, _OVERHANG)]
        around = dict.fromkeys(at for name in named for at in (name, self._before(name), self._after(name)))
        best, least = named[0], 1.0
        for first in around:
            last = self._after(first)
            for box in self._on_line(line, first, last) if own.start <= first < last <= own.end else ():
                off = abs(x - (box.left + box.right) / 2) / max(1.0, (box.right - box.left) / 2)
                if off < least:
                    best, least = first, off
        return best

    def _after(self, within: int) -> int:
        return self._map.to_code_points(self.qt.nextCursorPosition(self._map.to_units(within)))

    def _before(self, within: int) -> int:
        return self._map.to_code_points(self.qt.previousCursorPosition(self._map.to_units(within)))

    def stretches(self, span: Span) -> list[Stretch]:
        """What a span of the article covers of this block, a stretch a line, more where directions mix."""
        start, end = max(span.start, self.start) - self.start, min(span.end, self.end) - self.start
        result: list[Stretch] = []
        if start >= end:
            return result
        for number in range(self.line_at(start + self.start), len(self.lines)):
            line = self.lines[number]
            if line.start >= end:
                break
            first, last = max(start, line.start), min(end, line.end)
            if first < last:
                result += self._on_line(number, first, last)
        return result

    def _on_line(self, number: int, first: int, last: int) -> list[Stretch]:
        line, qt = self.lines[number], self._qt_lines[number]
        start, end = self._map.to_units(first), self._map.to_units(last)
        if not self._mixed:
            left = self._x(qt, start)
            right = line.right if last == line.end else self._x(qt, end)
            return [Stretch(number, left, max(left, right))]
        boxes = [run.boundingRect() for run in qt.glyphRuns(start, end - start)]
        edges = sorted((box.left(), box.right()) for box in boxes if box.width() > 0)
        if not edges:
            left, right = sorted((self._x(qt, start), self._x(qt, end)))
            return [Stretch(number, left, right)]
        merged = [edges[0]]
        for left, right in edges[1:]:
            if left <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
            else:
                merged.append((left, right))
        return [Stretch(number, left, right) for left, right in merged]

    def beside(self, offset: int, *, left: bool) -> int | None:
        """The caret position to the left or right of one in this block, None where that is in another block."""
        unit = self._map.to_units(offset - self.start)
        to = self.qt.leftCursorPosition(unit) if left else self.qt.rightCursorPosition(unit)
        return None if to == unit else self.start + self._map.to_code_points(to)

    def cluster(self, offset: int, *, forward: bool, words: bool = False) -> int | None:
        """The next or previous cluster border (or start of a word) in this block, None where it has none."""
        unit = self._map.to_units(offset - self.start)
        mode = QTextLayout.CursorMode.SkipWords if words else QTextLayout.CursorMode.SkipCharacters
        step = self.qt.nextCursorPosition if forward else self.qt.previousCursorPosition
        to = step(unit, mode)
        return None if to == unit else self.start + self._map.to_code_points(to)

    def holds(self, offset: int) -> bool:
        """Whether a caret may stand at an offset of this block: whether it cuts no cluster."""
        return self.qt.isValidCursorPosition(self._map.to_units(offset - self.start))

    def edge_of(self, span: Span, *, end: bool) -> tuple[int, float] | None:
        """Where the border of a span stands, as (line, x), by its first or last code point; None outside this block."""
        at = span.end - 1 if end else span.start
        if not self.start <= at < self.end:
            return None
        line = self.line_at(at)
        if not self._mixed:
            if not end:
                return line, self.x_of(at, line)
            own = self.lines[line]
            return line, own.right if at + 1 - self.start == own.end else self.x_of(at + 1, line)
        boxes = self._on_line(line, at - self.start, at - self.start + 1)
        return line, boxes[0].left if self.leftwards_at(at) == end else boxes[-1].right

    def leftwards_at(self, offset: int) -> bool:
        """Whether the code point at an offset of the article, within this block, is read from right to left."""
        if not self._mixed:
            return False
        start, end = self._map.to_units(offset - self.start), self._map.to_units(offset + 1 - self.start)
        runs = self._qt_lines[self.line_at(offset)].glyphRuns(start, end - start)
        return bool(runs) and runs[0].isRightToLeft()
