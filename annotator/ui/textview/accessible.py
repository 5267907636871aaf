"""What a screen reader learns of the text view: its text, the caret, the selection, and the annotations under it.

A long article is told a window at a time, the caret's paragraph and its neighbours, because Qt looks for words and
lines in all of the text that it is given. Offsets towards Qt are UTF-16 units into that window.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QPointF, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleStateChangeEvent,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
    QAccessibleTextUpdateEvent,
)
from PySide6.QtWidgets import QAccessibleWidget

from annotator.model.document import Document, Span
from annotator.session.selection import Selection
from annotator.ui.textview.annotations import Annotations, words_of
from annotator.ui.textview.headings import Headings
from annotator.ui.textview.offsets import Utf16Map

if TYPE_CHECKING:
    from annotator.ui.textview.view import TextView

WHOLE = 20_000
"""Up to this many code points an article is told whole."""

AROUND = 2_000
"""How many code points of a longer one are told at least before and after the caret's paragraph."""


def window_around(text: str, caret: int) -> Span:
    """The stretch of the text that is told: all of a short text, else whole paragraphs around the caret.

    A paragraph longer than `WHOLE` is cut.
    """
    if len(text) <= WHOLE:
        return Span(0, len(text))
    low, high = max(0, caret - WHOLE // 2), min(len(text), caret + WHOLE // 2)
    start = text.rfind("\n", low, max(low, caret - AROUND)) + 1 or low
    end = text.find("\n", min(high, caret + AROUND), high)
    return Span(start, end if end >= 0 else high)


def describe(view: "TextView") -> str:
    """That the caret's paragraph is set aside, the annotations under the caret and the selected one, in words."""
    document, caret = view.document, view.selection.caret
    ids = [view.selection.annotation] if view.selection.annotation in document.by_id else []
    under = view.annotations_at(caret)
    aside = [view.tr("set aside as boilerplate")] if view.is_aside(caret) else []
    return "; ".join([*aside, *(words_of(view, document.by_id[id_ or ""]) for id_ in dict.fromkeys([*ids, *under]))])


class _Text(QAccessibleTextInterface):
    """The view's text as Qt's accessibility asks for it."""

    def __init__(self, view: "TextView") -> None:
        super().__init__()
        self._view = view
        self._of: tuple[str, Span] | None = None
        self._words = ""
        self._map = Utf16Map("")

    def _look(self) -> Span:
        text, caret = self._view.document.text, self._view.selection.caret
        known = self._of
        if known is not None and known[0] is text and known[1].start <= caret <= known[1].end:
            return known[1]
        window = window_around(text, caret)
        self._of = (text, window)
        self._words = text[window.start : window.end]
        self._map = Utf16Map(self._words)
        return window

    def unit_of(self, offset: int) -> int:
        """The UTF-16 offset in the window of an offset of the article, held within the window."""
        window = self._look()
        return self._map.to_units(min(max(offset, window.start), window.end) - window.start)

    def offset_of(self, unit: int) -> int:
        """The offset in the article of a UTF-16 offset in the window."""
        window = self._look()
        return window.start + self._map.to_code_points(min(max(unit, 0), self._map.units))

    def text(self, start_offset: int, end_offset: int) -> str:
        self._look()
        end = self._map.units if end_offset < 0 else end_offset
        start = self._map.to_code_points(max(0, start_offset))
        return self._words[start : self._map.to_code_points(min(end, self._map.units))]

    def characterCount(self) -> int:
        self._look()
        return self._map.units

    def cursorPosition(self) -> int:
        return self.unit_of(self._view.selection.caret)

    def setCursorPosition(self, position: int) -> None:
        offset = self.offset_of(position)
        self._view.select(self._view.selection.with_text(offset, offset))

    def selectionCount(self) -> int:
        return 0 if self._view.selection.text is None else 1

    def selection(self, selection_index: int) -> tuple[int, int]:
        """The start and end of the selected text; the stubs leave it out."""
        span = self._view.selection.text
        if span is None or selection_index:
            return 0, 0
        return self.unit_of(span.start), self.unit_of(span.end)

    def setSelection(self, selection_index: int, start_offset: int, end_offset: int) -> None:
        start, end = self.offset_of(start_offset), self.offset_of(end_offset)
        self._view.select(self._view.selection.with_text(start, end))

    def addSelection(self, start_offset: int, end_offset: int) -> None:
        self.setSelection(0, start_offset, end_offset)

    def removeSelection(self, selection_index: int) -> None:
        caret = self._view.selection.caret
        self._view.select(self._view.selection.with_text(caret, caret))

    def scrollToSubstring(self, start_index: int, end_index: int) -> None:
        self._view.reveal(Span(self.offset_of(start_index), self.offset_of(end_index)))

    def characterRect(self, offset: int) -> QRect:
        at = self.offset_of(offset)
        rects = self._view.scene().rects(Span(at, at + 1))
        if not rects:
            return QRect()
        rect = rects[0].toRect()
        return QRect(self._view.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def offsetAtPoint(self, point: QPoint) -> int:
        return self.unit_of(self._view.hit(QPointF(self._view.viewport().mapFromGlobal(point))).character)


class TextViewInterface(QAccessibleWidget):
    """The text view as a multi-line text that cannot be edited; its description tells of what is at the caret.

    Its children are the widgets in it, then the article's headings, then its annotations. The selected one is told as
    selected, while the focus stays with the text: readers follow the caret of what has the focus alone.
    """

    def __init__(self, view: "TextView") -> None:
        super().__init__(view, QAccessible.Role.EditableText)
        self._view = view
        self.article = _Text(view)
        self.headings = Headings(view)
        self.annotations = Annotations(view)

    def childCount(self) -> int:
        return super().childCount() + len(self.headings) + len(self.annotations)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # Qt allows None
        if index < super().childCount():
            return super().child(index)
        index -= super().childCount()
        for found in (self.headings, self.annotations):
            if index < len(found):
                return found[index]
            index -= len(found)
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        before = super().childCount()
        for found in (self.headings, self.annotations):
            if (number := found.index(child)) >= 0:
                return before + number
            before += len(found)
        return super().indexOfChild(child)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        # The widget under the text would hide what stands in it.
        point = QPoint(x, y)
        return self.annotations.at(point) or self.headings.at(point) or super().childAt(x, y)

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:  # PySide wants the object, the stubs a pointer
        if t == QAccessible.InterfaceType.TextInterface:
            return self.article
        if t == QAccessible.InterfaceType.SelectionInterface:
            return self.annotations
        return super().interface_cast(t)

    def text(self, t: QAccessible.Text) -> str:
        if t == QAccessible.Text.Description:
            return describe(self._view)
        return super().text(t)

    def state(self) -> QAccessible.State:
        state = super().state()
        state.readOnly = True
        state.multiLine = True
        state.selectableText = True
        return state


_interfaces: list[TextViewInterface] = []
_kind: "type[TextView] | None" = None


def _make(_: str, item: QObject) -> QAccessibleInterface | None:
    if _kind is None or not isinstance(item, _kind):
        return None
    interface = TextViewInterface(item)
    _interfaces.append(interface)  # Qt keeps a pointer only
    item.destroyed.connect(lambda: _interfaces.remove(interface))
    return interface


def install(kind: type["TextView"]) -> None:
    """Makes every widget of that kind speak to screen readers from now on; calling it again changes nothing."""
    global _kind
    if _kind is None:
        QAccessible.installFactory(_make)  # Qt keeps its factories for the life of the process
    _kind = kind


def _send(event: QAccessibleEvent) -> None:
    QAccessible.updateAccessibility(event)


def announce(view: "TextView", words: str) -> None:
    """Lets screen readers say something at once."""
    if QAccessible.isActive():
        _send(QAccessibleAnnouncementEvent(view, words))


def _listened(view: "TextView") -> TextViewInterface | None:
    """The view's interface, None where nobody listens to it."""
    found = QAccessible.queryAccessibleInterface(view) if QAccessible.isActive() else None
    return found if isinstance(found, TextViewInterface) else None


def tell_selection(view: "TextView", before: Selection) -> None:
    """Tells screen readers that the caret or the selection moved, and which annotation is selected now."""
    interface = _listened(view)
    if interface is None:
        return
    selection, text = view.selection, interface.article
    caret = text.unit_of(selection.caret)
    _send(QAccessibleTextCursorEvent(view, caret))
    span = selection.text
    start, end = (caret, caret) if span is None else (text.unit_of(span.start), text.unit_of(span.end))
    _send(QAccessibleTextSelectionEvent(view, start, end))
    _send(QAccessibleEvent(view, QAccessible.Event.DescriptionChanged))
    chosen = selection.annotation != before.annotation
    if chosen:
        _tell_selected(interface.annotations, before.annotation, selection.annotation)
    if (chosen or view.is_aside(selection.caret) > view.is_aside(before.caret)) and (words := describe(view)):
        announce(view, words)


def _tell_selected(annotations: Annotations, before: str | None, after: str | None) -> None:
    changed = QAccessible.State()
    changed.selected = True
    for each, event in ((before, QAccessible.Event.SelectionRemove), (after, QAccessible.Event.Selection)):
        if each is not None and (element := annotations.of(each)).isValid():
            _send(QAccessibleStateChangeEvent(element, changed))
            _send(QAccessibleEvent(element, event))


def tell_change(view: "TextView", before: Document) -> None:
    """Tells screen readers that annotations were added, taken away, moved or changed."""
    interface = _listened(view)
    if interface is None:
        return
    if interface.annotations.differ_from(before):
        _send(QAccessibleEvent(view, QAccessible.Event.ObjectReorder))
    for element in interface.annotations.changed_since(before):
        _send(QAccessibleEvent(element, QAccessible.Event.NameChanged))


def tell_article(view: "TextView") -> None:
    """Tells screen readers that another article is shown."""
    interface = _listened(view)
    if interface is not None:
        interface.annotations.forget()
        _send(QAccessibleTextUpdateEvent(view, 0, "", view.document.text[:AROUND]))
        _send(QAccessibleEvent(view, QAccessible.Event.ObjectReorder))  # its headings and annotations are others
