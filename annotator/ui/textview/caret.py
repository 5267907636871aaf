"""Where the text caret goes when a key moves it, as the lines lie."""

from enum import StrEnum

from PySide6.QtCore import QKeyCombination, Qt

from annotator.ui.textview.flow import Flow


class Move(StrEnum):
    """A movement of the caret."""

    LEFT = "left"
    RIGHT = "right"
    WORD_LEFT = "word left"
    WORD_RIGHT = "word right"
    UP = "up"
    DOWN = "down"
    PARAGRAPH_UP = "paragraph up"
    PARAGRAPH_DOWN = "paragraph down"
    LINE_START = "line start"
    LINE_END = "line end"
    PAGE_UP = "page up"
    PAGE_DOWN = "page down"
    START = "start"
    END = "end"


_PLAIN = {
    Qt.Key.Key_Left: Move.LEFT,
    Qt.Key.Key_Right: Move.RIGHT,
    Qt.Key.Key_Up: Move.UP,
    Qt.Key.Key_Down: Move.DOWN,
    Qt.Key.Key_Home: Move.LINE_START,
    Qt.Key.Key_End: Move.LINE_END,
    Qt.Key.Key_PageUp: Move.PAGE_UP,
    Qt.Key.Key_PageDown: Move.PAGE_DOWN,
}
_CONTROL = {
    Qt.Key.Key_Left: Move.WORD_LEFT,
    Qt.Key.Key_Right: Move.WORD_RIGHT,
    Qt.Key.Key_Up: Move.PARAGRAPH_UP,
    Qt.Key.Key_Down: Move.PARAGRAPH_DOWN,
    Qt.Key.Key_Home: Move.START,
    Qt.Key.Key_End: Move.END,
}


def move_of(combination: QKeyCombination) -> tuple[Move, bool] | None:
    """The movement that a key stands for and whether it extends the selection; None where it is no caret key."""
    modifiers = combination.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    extend = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    if modifiers == Qt.KeyboardModifier.NoModifier:
        move = _PLAIN.get(combination.key())
    elif modifiers == Qt.KeyboardModifier.ControlModifier:
        move = _CONTROL.get(combination.key())
    else:
        move = None
    return None if move is None else (move, extend)


class CaretMover:
    """Moves a caret over the lines of a flow and remembers the column while it goes up and down."""

    def __init__(self) -> None:
        self._column: tuple[int, float] | None = None

    def forget(self) -> None:
        """Lets go of the column: the caret was put somewhere by other means."""
        self._column = None

    def move(self, flow: Flow, caret: int, move: Move, page: float) -> int:
        """The caret's offset after a movement; `page` is the height of the viewport in pixels."""
        if move in (Move.UP, Move.DOWN, Move.PAGE_UP, Move.PAGE_DOWN):
            return self._vertically(flow, caret, move, page)
        self._column = None
        if move is Move.START:
            return 0
        if move is Move.END:
            return len(flow.decorations.document.text)
        if move in (Move.PARAGRAPH_UP, Move.PARAGRAPH_DOWN):
            return _by_paragraph(flow, caret, down=move is Move.PARAGRAPH_DOWN)
        index = flow.decorations.block_at(caret)
        layout = flow.layout(index)
        if move in (Move.LINE_START, Move.LINE_END):
            number = layout.line_at(caret)
            line = layout.lines[number]
            if move is Move.LINE_START:
                return layout.start + line.start
            last = number == len(layout.lines) - 1
            at_end = layout.start + line.end
            return at_end if last else layout.cluster(at_end, forward=False) or at_end
        left = move in (Move.LEFT, Move.WORD_LEFT)
        if move in (Move.LEFT, Move.RIGHT):
            to = layout.beside(caret, left=left)
        else:
            to = layout.cluster(caret, forward=left == layout.right_to_left, words=True)
        if to is not None:
            return to
        forward = left == layout.right_to_left
        return _into(flow, index, forward=forward, caret=caret)

    def _vertically(self, flow: Flow, caret: int, move: Move, page: float) -> int:
        index = flow.decorations.block_at(caret)
        shown = flow.shown(index)
        number = shown.layout.line_at(caret)
        x = shown.layout.x_of(caret, number)
        if self._column is not None and self._column[0] == caret:
            x = self._column[1]
        down = move in (Move.DOWN, Move.PAGE_DOWN)
        far = page - 2 * flow.skin.face.pitch if move in (Move.PAGE_UP, Move.PAGE_DOWN) else 0.0
        gone = 0.0
        while True:
            before = shown.geometry.lines[number]
            number += 1 if down else -1
            if not 0 <= number < len(shown.layout.lines):
                if not 0 <= index + (1 if down else -1) < len(flow.blocks):
                    to = len(flow.decorations.document.text) if down else 0
                    return (
                        to
                        if far == 0 or gone == 0
                        else self._land(shown.layout.offset_at(number - 1 if down else 0, x), x)
                    )
                index += 1 if down else -1
                shown = flow.shown(index)
                number = 0 if down else len(shown.layout.lines) - 1
            gone += before.bottom - before.top
            if gone >= far:
                return self._land(shown.layout.offset_at(number, x), x)

    def _land(self, offset: int, x: float) -> int:
        self._column = (offset, x)
        return offset


def _into(flow: Flow, index: int, *, forward: bool, caret: int) -> int:
    """The caret position across the border of a block."""
    if forward:
        return flow.blocks[index + 1].start if index + 1 < len(flow.blocks) else caret
    if index == 0:
        return caret
    before = flow.blocks[index - 1]
    if before.last:
        return before.end
    return flow.layout(index - 1).cluster(before.end, forward=False) or before.start


def _by_paragraph(flow: Flow, caret: int, *, down: bool) -> int:
    index = flow.decorations.block_at(caret)
    blocks = flow.blocks
    if not down and caret > blocks[index].start and blocks[index].first:
        return blocks[index].start
    index += 1 if down else -1
    while 0 <= index < len(blocks) and not (blocks[index].first and blocks[index].end > blocks[index].start):
        index += 1 if down else -1
    if index < 0:
        return 0
    return blocks[index].start if index < len(blocks) else len(flow.decorations.document.text)
