"""The mouse over the text view: clicks, drags over text, of borders and of links."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent

from annotator.model.document import Document, Quote, Span
from annotator.session.selection import Selection
from annotator.ui.textview.gestures import (
    BorderDrag,
    Grain,
    LinkDrag,
    TextDrag,
    begin_border_drag,
    drag_border,
    extended,
    grain_span,
    mention_at,
    part_under,
)
from annotator.ui.textview.hit import Hit, Target

if TYPE_CHECKING:
    from annotator.ui.textview.view import TextView

_CURSORS = {
    Target.CHIP: Qt.CursorShape.PointingHandCursor,
    Target.MARGIN_CHIP: Qt.CursorShape.PointingHandCursor,
    Target.SOURCE_CHIP: Qt.CursorShape.PointingHandCursor,
    Target.BAR: Qt.CursorShape.PointingHandCursor,
    Target.HANDLE: Qt.CursorShape.SizeHorCursor,
}
_SCROLL_EVERY = 30


class Mouse:
    """Turns mouse events into selections and requests of its view."""

    def __init__(self, view: "TextView") -> None:
        self._view = view
        self._gesture: TextDrag | BorderDrag | LinkDrag | None = None
        self._last = QPointF()
        self._since_double = QElapsedTimer()
        self._scroll = QTimer(view)
        self._scroll.setInterval(_SCROLL_EVERY)
        self._scroll.timeout.connect(self._on_scroll)

    def cancel(self) -> bool:
        """Ends a drag without its effect; whether there was one."""
        gesture, self._gesture = self._gesture, None
        self._scroll.stop()
        if isinstance(gesture, BorderDrag):
            self._view.preview(gesture.id, None)
        elif isinstance(gesture, LinkDrag):
            self._view.set_link_to(None)
        return gesture is not None and not (isinstance(gesture, TextDrag) and not gesture.far)

    def document_changed(self, before: Document, after: Document) -> None:
        """Ends a drag whose annotation was changed or taken away meanwhile."""
        gesture = self._gesture
        if isinstance(gesture, BorderDrag | LinkDrag) and before.by_id.get(gesture.id) != after.by_id.get(gesture.id):
            self.cancel()

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        point = event.position()
        third = (
            self._since_double.isValid()
            and self._since_double.elapsed() < QGuiApplication.styleHints().mouseDoubleClickInterval()
            and (point - self._last).manhattanLength() < 6
        )
        self._since_double.invalidate()
        self._last = point
        found = self._view.hit(point)
        if third:
            self._begin_text(point, found, Grain.PARAGRAPH)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and (quote := self._selected_quote()) is not None:
            self._gesture = TextDrag(point, Span(found.offset, found.offset), Grain.CHARACTER, link=quote)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._extend(point, found)
        else:
            self._press_on(point, found)

    def press_again(self, event: QMouseEvent) -> None:
        """The second click of a double click went down."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        found = self._view.hit(event.position())
        if found.target is not Target.TEXT and found.target is not Target.HANDLE:
            self.press(event)
            return
        self._since_double.start()
        self._last = event.position()
        self._begin_text(event.position(), found, Grain.WORD)

    def _press_on(self, point: QPointF, found: Hit) -> None:
        if found.handle is not None:
            self._gesture = begin_border_drag(self._view.document, found.handle, point, self._view.room_of)
        elif found.target in (Target.MARGIN_CHIP, Target.BAR) and found.id is not None:
            self._gesture = LinkDrag(found.id, point, found.part, found.target is Target.MARGIN_CHIP)
        elif found.target is Target.SOURCE_CHIP and found.id is not None:
            self._go_to_source(found.id)
        elif found.target is Target.CHIP and found.id is not None:
            self._click_chip(found.id, 0)
        else:
            self._begin_text(point, found, Grain.CHARACTER)

    def _begin_text(self, point: QPointF, found: Hit, grain: Grain) -> None:
        origin = grain_span(self._view.document, found.character, found.offset, grain)
        self._gesture = TextDrag(point, origin, grain, grain is not Grain.CHARACTER)
        if grain is not Grain.CHARACTER:
            self._view.select(self._view.selection.with_text(origin.start, origin.end))

    def _extend(self, point: QPointF, found: Hit) -> None:
        selection = self._view.selection
        self._gesture = TextDrag(point, Span(selection.anchor, selection.anchor), Grain.CHARACTER, True)
        self._view.select(selection.with_text(selection.anchor, found.offset))

    def _selected_quote(self) -> str | None:
        document, selected = self._view.document, self._view.selection.annotation
        return selected if isinstance(document.by_id.get(selected or ""), Quote) else None

    def _link(self, quote_id: str, gesture: TextDrag, found: Hit) -> None:
        """Asks for a link from a quote to the words that were dragged over, else to what was clicked."""
        document, words = self._view.document, self._view.selection.text
        mention = words if gesture.far else mention_at(document, found.annotations, found.character)
        if mention is not None:
            self._view.link_requested.emit(quote_id, mention)

    def _go_to_source(self, id_: str) -> None:
        self._view.select(self._view.selection.with_annotation(id_))
        quote = self._view.document.by_id.get(id_)
        if isinstance(quote, Quote) and quote.source is not None:
            self._view.reveal(quote.source)

    def _click_chip(self, id_: str, part: int) -> None:
        before = self._view.selection
        self._view.select(before.with_annotation(id_, part))
        if before.annotation == id_:
            self._view.chip_clicked.emit(id_)

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved, with or without a button down."""
        point = event.position()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            found = self._view.hit(point)
            self._view.viewport().setCursor(_CURSORS.get(found.target, self._view.pointer))
            self._view.hover.move(point, found)
            return
        self._view.hover.hide()
        self._drag_to(point, event.modifiers())
        height = self._view.viewport().height()
        if self._gesture is not None and not 0 <= point.y() < height:
            self._last = point
            if not self._scroll.isActive():
                self._scroll.start()
        else:
            self._scroll.stop()

    def _drag_to(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        gesture, view = self._gesture, self._view
        if isinstance(gesture, TextDrag):
            if not gesture.far and (point - gesture.pressed).manhattanLength() < 4:
                return
            self._gesture = replace(gesture, far=True)
            found = view.hit(point)
            to = grain_span(view.document, found.character, found.offset, gesture.grain)
            view.select(extended(view.selection, gesture.origin, to))
        elif isinstance(gesture, BorderDrag):
            if not gesture.far and (point - gesture.pressed).manhattanLength() < 3:
                return
            exact = bool(modifiers & Qt.KeyboardModifier.AltModifier)
            offset = view.hit(point - gesture.grip).offset
            span = drag_border(view.document, gesture, offset, exact=exact)
            held = not gesture.room.start <= offset <= gesture.room.end
            self._gesture = replace(gesture, span=span, far=True, held=held)
            if span != gesture.span:
                view.preview(gesture.id, span, gesture.part)
            if held and not gesture.held:
                view.border_held.emit(gesture.id, gesture.border)
        elif isinstance(gesture, LinkDrag):
            if not gesture.far and (point - gesture.pressed).manhattanLength() < 6:
                return
            if not gesture.far:
                self._gesture = replace(gesture, far=True)
                view.select(view.selection.with_annotation(gesture.id, gesture.part))
            view.set_link_to(point)

    def _on_scroll(self) -> None:
        height = self._view.viewport().height()
        over = self._last.y() if self._last.y() < 0 else max(0.0, self._last.y() - height)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + round(over / 3))
        self._drag_to(self._last, QGuiApplication.keyboardModifiers())

    def release(self, event: QMouseEvent) -> None:
        """A button came up."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        gesture, self._gesture = self._gesture, None
        self._scroll.stop()
        view = self._view
        if isinstance(gesture, TextDrag):
            if gesture.link is not None:
                self._link(gesture.link, gesture, view.hit(event.position()))
            elif not gesture.far:
                self._click(view.hit(event.position()))
            elif view.selection.text is not None:
                view.text_selected.emit(view.selection.text)
        elif isinstance(gesture, BorderDrag):
            self._drop_border(gesture, event.position())
        elif isinstance(gesture, LinkDrag):
            self._drop_link(gesture, event.position())

    def _click(self, found: Hit) -> None:
        id_ = next(iter(found.annotations), None)
        part = part_under(self._view.document, id_, found.character) if id_ is not None else 0
        self._view.select(Selection(caret=found.offset, anchor=found.offset, annotation=id_, part=part))

    def _drop_border(self, gesture: BorderDrag, point: QPointF) -> None:
        if not gesture.far:
            self._click(self._view.hit(point))
            return
        if gesture.span != gesture.before:
            self._view.border_dragged.emit(gesture.id, gesture.part, gesture.span)
        self._view.preview(gesture.id, None)
        if gesture.held:  # again, as what was told has gone with the move
            self._view.border_held.emit(gesture.id, gesture.border)

    def _drop_link(self, gesture: LinkDrag, point: QPointF) -> None:
        if not gesture.far:
            if gesture.on_chip:
                self._click_chip(gesture.id, gesture.part)
            else:
                self._view.select(self._view.selection.with_annotation(gesture.id, gesture.part))
            return
        self._view.set_link_to(None)
        found = self._view.hit(point)
        mention = mention_at(self._view.document, found.annotations, found.character)
        if mention is not None and found.target is not Target.MARGIN_CHIP:
            self._view.link_requested.emit(gesture.id, mention)
