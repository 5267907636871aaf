"""A person at the window: real key and mouse events, and waiting for what they bring."""

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.document import AnyAnnotation, Document, Span
from annotator.ui.app import make_window
from annotator.ui.window import MainWindow


class Hands:
    """Works in a window on some projects or articles, by keys and mouse alone."""

    def __init__(self, qtbot, named: list[Path], reader: str | None = None) -> None:
        self._qtbot = qtbot
        self.window: MainWindow = make_window(named, reader=reader)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.window.text.setFocus()
        self.wait(lambda: self.window.text.hasFocus())

    # Seeing

    @property
    def session(self):
        return self.window.session

    @property
    def document(self) -> Document:
        assert self.session.document is not None
        return self.session.document

    @property
    def selected(self) -> AnyAnnotation:
        assert self.session.annotation is not None
        return self.session.annotation

    def wait(self, arrived, seconds: float = 60) -> None:
        self._qtbot.waitUntil(lambda: bool(arrived()), timeout=int(1000 * seconds))

    def span(self, words: str, nth: int = 0) -> Span:
        at = -1
        for _ in range(nth + 1):
            at = self.document.text.index(words, at + 1)
        return Span(at, at + len(words))

    def entity(self, words: str, nth: int = 0):
        return next(e for e in self.document.entities if e.span == self.span(words, nth) and not e.rejected)

    # Doing

    def press(self, *names: str) -> None:
        """Key presses by their names in the table of keys, sent to what has the focus."""
        for name in names:
            *modifiers, key = name.split("+") if not name.endswith("++") else [*name[:-2].split("+"), "+"]
            held = Qt.KeyboardModifier.NoModifier
            for modifier in modifiers:
                held |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier,
                         "Alt": Qt.KeyboardModifier.AltModifier}[modifier]  # fmt: skip
            target = QApplication.focusWidget() or self.window
            QTest.keyClick(target, _KEYS.get(key) or Qt.Key(ord(key)), held)

    def type(self, words: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), words)

    def middle(self, span: Span) -> QPoint:
        self.window.text.reveal(span)
        return self.window.text.scene().rects(span)[0].center().toPoint()

    def click(self, span: Span, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.window.text.viewport(), Qt.MouseButton.LeftButton, modifier, self.middle(span))

    def click_speaker(self, quote_id: str) -> None:
        """Click the speaker's chip in the margin."""
        self.window.text.reveal(self.document.by_id[quote_id].extent)
        chip = next(c for c in self.window.text.scene().margin_chips() if c.id == quote_id)
        QTest.mouseClick(self.window.text.viewport(), Qt.MouseButton.LeftButton, pos=chip.rect.center().toPoint())

    def double_click(self, span: Span) -> None:
        QTest.mouseDClick(self.window.text.viewport(), Qt.MouseButton.LeftButton, pos=self.middle(span))

    def click_at(self, widget, at: QPoint) -> None:
        """Click a widget at a place."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)

    def click_row(self, view, row: int) -> None:
        """Click a row of a list."""
        index = view.model().index(row, 0)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())

    def drag(self, start: QPointF, end: QPointF, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        viewport = self.window.text.viewport()
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(viewport, left, modifier, pos=start.toPoint())
        for step in range(1, 5):
            point = start + (end - start) * (step / 4)
            move = QMouseEvent(
                QMouseEvent.Type.MouseMove, point, QPointF(viewport.mapToGlobal(point.toPoint())),
                Qt.MouseButton.NoButton, left, modifier,
            )  # fmt: skip
            QApplication.sendEvent(viewport, move)
        QTest.mouseRelease(viewport, left, modifier, pos=end.toPoint())

    def drag_over(self, span: Span, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Select text with the mouse; with Ctrl, make it the source of the selected quote."""
        self.window.text.reveal(span)
        rects = self.window.text.scene().rects(span)
        first, last = rects[0], rects[-1]
        self.drag(QPointF(first.left() + 1, first.center().y()), QPointF(last.right() - 1, last.center().y()), modifier)

    def drag_border(self, border: str, to: Span, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Drag a border of the selected annotation to the middle of other words."""
        handle = next(h for h in self.window.text.scene().handles() if h.main and h.border == border)
        end = self.window.text.scene().rects(to)[0].center()
        self.drag(QPointF(handle.x, (handle.top + handle.bottom) / 2), end, modifier)

    def drag_link(self, quote_id: str, to: Span) -> None:
        """Drag from a quote's chip in the margin to a mention."""
        self.window.text.reveal(self.document.by_id[quote_id].extent)
        chip = next(c for c in self.window.text.scene().margin_chips() if c.id == quote_id)
        self.drag(chip.rect.center(), QPointF(self.middle(to)))

    def close(self) -> None:
        self.window.close()


_KEYS = {
    "Return": Qt.Key.Key_Return, "Space": Qt.Key.Key_Space, "Esc": Qt.Key.Key_Escape, "Backspace": Qt.Key.Key_Backspace,
    "Del": Qt.Key.Key_Delete, "Left": Qt.Key.Key_Left, "Right": Qt.Key.Key_Right, "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down, "PgUp": Qt.Key.Key_PageUp, "PgDown": Qt.Key.Key_PageDown, "Tab": Qt.Key.Key_Tab,
    "Ins": Qt.Key.Key_Insert,
    "Home": Qt.Key.Key_Home, "End": Qt.Key.Key_End, "F1": Qt.Key.Key_F1, "F2": Qt.Key.Key_F2, "F3": Qt.Key.Key_F3,
    "F4": Qt.Key.Key_F4, "F6": Qt.Key.Key_F6, "F8": Qt.Key.Key_F8, "F9": Qt.Key.Key_F9,
}  # fmt: skip
