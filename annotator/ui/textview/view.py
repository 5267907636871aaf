"""The text view: shows an article with its annotations and tells what a person does to it; it changes nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from annotator.model.document import Document, Entity, Span, Speaker
from annotator.session.selection import Selection
from annotator.ui.palette import Labels
from annotator.ui.textview import accessible
from annotator.ui.textview.caret import CaretMover, Move, move_of
from annotator.ui.textview.decorations import alike, with_part
from annotator.ui.textview.hover import Hover
from annotator.ui.textview.mouse import Mouse
from annotator.ui.textview.surface import Surface
from annotator.ui.textview.typography import MAX_ZOOM, MIN_ZOOM

NO_COLOURS: Mapping[str, str] = {}


class TextView(Surface):
    """An article with its annotations, to be read, selected and pointed at.

    It holds no facts: it shows the document, speakers and selection it is given; its signals say what was asked for.

    selection_changed  a new `Selection`: by mouse, or by a caret key
    text_selected  the `Span` of a text selection when the mouse lets go of it
    border_dragged  an annotation's id, which part ("entity", "cue", "source", "content.0"), and its new `Span`
    border_held  an annotation's id, and which border ("start", "end") a drag would take further than it may go
    link_requested  a quote's id, and the id of the entity or the `Span` of the words it is to be attributed to
    chip_clicked  the id of an annotation that was already selected when its chip was clicked
    context_menu_requested  where on the screen, and the `Hit` under it
    zoom_requested  the zoom in percent that the wheel asks for
    """

    selection_changed = Signal(object)
    text_selected = Signal(object)
    border_dragged = Signal(str, str, object)
    border_held = Signal(str, str)
    link_requested = Signal(str, object)
    chip_clicked = Signal(str)
    context_menu_requested = Signal(QPoint, object)
    zoom_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        accessible.install(TextView)
        self._mover = CaretMover()
        self._mouse = Mouse(self)
        self.hover = Hover(self)
        self.room_of: Callable[[Entity], Span] | None = None
        """How far the borders of an entity may be dragged; None for as far as the text goes."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Article"))

    # What is shown

    def annotations_at(self, offset: int) -> tuple[str, ...]:
        """The ids of the annotations over the code point at an offset, innermost first."""
        return self._flow.decorations.annotations_at(offset)

    def is_aside(self, offset: int) -> bool:
        """Whether an offset stands in a paragraph that is set aside as boilerplate."""
        return self._flow.decorations.is_aside(offset)

    @property
    def selection(self) -> Selection:
        """The selection that is shown."""
        return self._overlay.selection

    def show_document(
        self,
        document: Document,
        speakers: Mapping[str, Speaker],
        labels: Labels,
        colours: Mapping[str, str] = NO_COLOURS,
    ) -> None:
        """Shows another article from its top, with nothing selected.

        labels   the project's, in its order, or which of the twenty colours each has
        colours  those that labels have of their own, as #rrggbb
        """
        self._mouse.cancel()
        self._mover.forget()
        self._show(document, speakers, labels, colours)
        accessible.tell_article(self)

    def update_document(
        self, document: Document, speakers: Mapping[str, Speaker], changed: Iterable[str] | None = None
    ) -> None:
        """Shows the same article after an edit; `changed` are the annotations that differ, found where it is None.

        Quotes of speakers that are others now are shown anew in any case.
        """
        if document.text != self._document.text:
            self._show_corrected(document, speakers)
            return
        before, self._document, self._speakers = self._document, document, speakers
        self._mouse.document_changed(before, document)
        if changed is not None:
            changed = [id_ for id_ in changed if not alike(before.by_id.get(id_), document.by_id.get(id_))]
        self.strip.change(before, document, changed)
        self._redecorate(document, changed)
        accessible.tell_change(self, before)

    def _show_corrected(self, document: Document, speakers: Mapping[str, Speaker]) -> None:
        """Shows the same article with another text, from as far down as it was read."""
        at = self.verticalScrollBar().value()
        self.show_document(document, speakers, self._labels, self._colours)
        self.verticalScrollBar().setValue(at)

    def set_selection(self, selection: Selection) -> None:
        """Shows another selection."""
        before = self._overlay.selection
        if selection == before:
            return
        self._overlay = replace(self._overlay, selection=selection)
        self._flow.redecorate(self._flow.decorations.with_selection(selection), frozenset())
        self.viewport().update()
        self.strip.update()
        accessible.tell_selection(self, before)

    def set_sticky(self, label: str | None) -> None:
        """Lets the pointer say which label the next drags give, and screen readers too; None for none."""
        if label != self._sticky:
            super().set_sticky(label)
            words = self.tr("Every text you select becomes {0}").format(label) if label else self.tr("No label sticks")
            accessible.announce(self, words)

    def preview(self, annotation_id: str, span: Span | None, part: str = "entity") -> None:
        """Shows an annotation's part with another span, None ends that; nothing is changed."""
        annotation = self._document.by_id.get(annotation_id)
        if span is None or annotation is None:
            self._redecorate(self._document, [annotation_id])
        else:
            self._redecorate(self._document.put(with_part(annotation, part, span)), [annotation_id])

    def set_link_to(self, point: QPointF | None) -> None:
        """Shows a link dragged from the selected quote to a point of the viewport, None where none is."""
        self._overlay = replace(self._overlay, link_to=point)
        self.viewport().update()

    def selected_text(self) -> str:
        """The selected text, else the words of the selected annotation, else nothing."""
        selection = self._overlay.selection
        if selection.text is not None:
            return self._document.words(selection.text)
        emphasis = self._flow.decorations.emphasis
        span = None if emphasis is None else emphasis.part(emphasis.main)
        return "" if span is None else self._document.words(span)

    def move_caret(self, caret: int, operation: Move | str) -> int:
        """Where the caret goes from an offset, as the lines lie now; `operation` is a `Move` or its value."""
        return self._mover.move(self._flow, caret, Move(operation), self.viewport().height())

    # What Qt asks for

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.hover.hide()
        if event.key() == Qt.Key.Key_Escape and self._mouse.cancel():
            return
        move = move_of(event.keyCombination())
        selection = self._overlay.selection
        if move is None or (selection.border is not None and not move[1]):
            event.ignore()
            return
        operation, extend = move
        span = selection.text
        if span is not None and not extend and operation in (Move.LEFT, Move.RIGHT):
            caret = span.start if operation is Move.LEFT else span.end
        else:
            caret = self.move_caret(selection.caret, operation)
        self.select(selection.with_text(selection.anchor if extend else caret, caret))
        self.reveal(Span(caret, caret))

    def select(self, selection: Selection) -> None:
        """Shows a selection a person made here and tells of it."""
        if selection != self._overlay.selection:
            self.set_selection(selection)
            self.selection_changed.emit(selection)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._mover.forget()
        self.hover.hide()
        self._mouse.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._mouse.press_again(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.hover.hide()
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._mouse.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            caret = self.scene().caret()
            at = caret.bottomLeft() if caret is not None else QPointF(self.viewport().rect().center())
        else:
            at = QPointF(self.viewport().mapFromGlobal(event.globalPos()))
        self.context_menu_requested.emit(self.viewport().mapToGlobal(at.toPoint()), self.hit(at))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            if steps:
                self.zoom_requested.emit(min(MAX_ZOOM, max(MIN_ZOOM, round(self._zoom + 10 * steps))))
            event.accept()
            return
        super().wheelEvent(event)
