"""The text view: shows an article with its annotations and tells what a person does to it; it changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.model.document import Article, Document, Span, Speaker
from annotator.session.selection import Selection
from annotator.ui.palette import Palette
from annotator.ui.textview import accessible
from annotator.ui.textview.blocks import blocks
from annotator.ui.textview.caret import CaretMover, Move, move_of
from annotator.ui.textview.chips import Chips
from annotator.ui.textview.decorations import Wording, decorate, with_part
from annotator.ui.textview.flow import Flow, Placed
from annotator.ui.textview.geometry import Skin
from annotator.ui.textview.hit import Hit, hit
from annotator.ui.textview.mouse import Mouse
from annotator.ui.textview.page import Page, Sides, page, sides_of
from annotator.ui.textview.paint import paint, paint_note
from annotator.ui.textview.scene import Overlay, Scene
from annotator.ui.textview.typography import MAX_ZOOM, MIN_ZOOM, typography
from annotator.ui.theme import LIGHT, Theme

IDLE_SLICE, IDLE_PAUSE = 0.006, 15
"""Heights are made exact for so many seconds at a time, with so many milliseconds between."""

_NOTHING = Document(article=Article(id="", text=""))


class TextView(QAbstractScrollArea):
    """An article with its annotations, to be read, selected and pointed at.

    It holds no facts: it shows the document, speakers and selection it is given; its signals say what was asked for.

    selection_changed  a new `Selection`: by mouse, or by a caret key
    text_selected  the `Span` of a text selection when the mouse lets go of it
    border_dragged  an annotation's id, which part ("entity", "cue", "source", "content.0"), and its new `Span`
    link_requested  a quote's id, and the id of the entity or the `Span` of the words it is to be attributed to
    chip_clicked  the id of an annotation that was already selected when its chip was clicked
    context_menu_requested  where on the screen, and the `Hit` under it
    zoom_requested  the zoom in percent that the wheel asks for
    """

    selection_changed = Signal(object)
    text_selected = Signal(object)
    border_dragged = Signal(str, str, object)
    link_requested = Signal(str, object)
    chip_clicked = Signal(str)
    context_menu_requested = Signal(QPoint, object)
    zoom_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        accessible.install(TextView)
        self._document = _NOTHING
        self._speakers: Mapping[str, Speaker] = {}
        self._labels: Sequence[str] = ()
        self._theme = LIGHT
        self._zoom = 100
        self._overlay = Overlay()
        self._note = ""
        self._mover = CaretMover()
        self._mouse = Mouse(self)
        self._sides = Sides()
        self._skin = self._make_skin()
        self._flow = self._make_flow()
        self._placed: list[Placed] = []
        self._moving_bar = False
        self._idle = QTimer(self)
        self._idle.setInterval(IDLE_PAUSE)
        self._idle.timeout.connect(self._on_idle)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Article"))
        viewport = self.viewport()
        viewport.setMouseTracking(True)
        viewport.setCursor(Qt.CursorShape.IBeamCursor)
        viewport.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        viewport.setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # What is shown

    @property
    def document(self) -> Document:
        """The document that is shown."""
        return self._document

    @property
    def speakers(self) -> Mapping[str, Speaker]:
        """The speakers that are shown, by their ids."""
        return self._speakers

    @property
    def wording(self) -> Wording:
        """The words of margin chips that no article gives."""
        return self._flow.decorations.wording

    def annotations_at(self, offset: int) -> tuple[str, ...]:
        """The ids of the annotations over the code point at an offset, innermost first."""
        return self._flow.decorations.annotations_at(offset)

    @property
    def selection(self) -> Selection:
        """The selection that is shown."""
        return self._overlay.selection

    @property
    def theme(self) -> Theme:
        """The theme it is shown in."""
        return self._theme

    @property
    def zoom(self) -> int:
        """The zoom in percent."""
        return self._zoom

    @property
    def overlay(self) -> Overlay:
        """The selection, hits and drags that are shown."""
        return self._overlay

    def show_document(self, document: Document, speakers: Mapping[str, Speaker], labels: Sequence[str]) -> None:
        """Shows another article from its top, with nothing selected; `labels` are the project's, in its order."""
        self._document, self._speakers = document, speakers
        self._sides = sides_of(document.text, document.article.paragraphs)
        self._mouse.cancel()
        self._mover.forget()
        self._overlay = replace(self._overlay, selection=Selection(), hits=(), current=-1, link_to=None)
        if tuple(labels) != tuple(self._labels):
            self._labels = tuple(labels)
            self._skin = self._make_skin()
        self._flow = self._make_flow()
        self._arrange()
        self._idle.start()
        accessible.tell_article(self)

    def update_document(
        self, document: Document, speakers: Mapping[str, Speaker], changed: Iterable[str] | None = None
    ) -> None:
        """Shows the same article after an edit; `changed` are the annotations that differ, found where it is None."""
        before, self._document, self._speakers = self._document, document, speakers
        self._mouse.document_changed(before, document)
        self._redecorate(document, changed)

    def set_selection(self, selection: Selection) -> None:
        """Shows another selection."""
        before = self._overlay.selection
        if selection == before:
            return
        self._overlay = replace(self._overlay, selection=selection)
        self._flow.redecorate(self._flow.decorations.with_selection(selection), frozenset())
        self.viewport().update()
        accessible.tell_selection(self, annotation_changed=selection.annotation != before.annotation)

    def set_theme(self, theme: Theme) -> None:
        """Shows the article in other colours."""
        self._theme = theme
        self._restyle()

    def set_zoom(self, percent: int) -> None:
        """Shows the article larger or smaller; the line at the top of the view stays there."""
        self._zoom = min(MAX_ZOOM, max(MIN_ZOOM, percent))
        self._restyle()

    def set_hits(self, spans: Sequence[Span], current: int = -1) -> None:
        """Marks what was found, spans in the order of the text; `current` is the index of the one a person is at."""
        self._overlay = replace(self._overlay, hits=tuple(spans), current=current)
        self.viewport().update()

    def preview(self, annotation_id: str, span: Span | None, part: str = "entity") -> None:
        """Shows an annotation's part with another span, None ends that; nothing is changed."""
        annotation = self._document.by_id.get(annotation_id)
        if span is None or annotation is None:
            self._redecorate(self._document, [annotation_id])
        else:
            self._redecorate(self._document.put(with_part(annotation, part, span)), [annotation_id])

    @property
    def note(self) -> str:
        """What stands in the middle of the view, "" for nothing."""
        return self._note

    def set_note(self, words: str) -> None:
        """Says something in the middle of the view, where there is no text to read; "" for nothing."""
        if words != self._note:
            self._note = words
            self.setAccessibleDescription(words)
            self.viewport().update()

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

    def reveal(self, span: Span) -> None:
        """Scrolls no further than needed for a span to be seen, its end first where it is higher than the view."""
        height = self.viewport().height()
        margin = 2.5 * self._skin.face.pitch
        if span.end > span.start:
            self._flow.reveal(span.end - 1, height, margin=margin)
        self._flow.reveal(span.start, height, margin=margin)
        self._arrange()

    def move_caret(self, caret: int, operation: Move | str) -> int:
        """Where the caret goes from an offset, as the lines lie now; `operation` is a `Move` or its value."""
        return self._mover.move(self._flow, caret, Move(operation), self.viewport().height())

    def scene(self) -> Scene:
        """Where everything in view stands."""
        return Scene(self._flow, self._page(), self._placed, self._overlay)

    def hit(self, point: QPointF) -> Hit:
        """What is under a point of the viewport."""
        return hit(self.scene(), point)

    # How it is laid out

    def _page(self) -> Page:
        return page(self._skin.face, QRectF(self.viewport().rect()), self._sides)

    def _make_skin(self) -> Skin:
        face = typography(self._zoom)
        chips = Chips(face, self._theme, self.devicePixelRatioF())
        return Skin(face, self._theme, Palette(self._labels, dark=self._theme.dark), chips)

    def _make_flow(self) -> Flow:
        wording = Wording(self.tr("speaker?"), self.tr("nobody"))
        parts = blocks(self._document.text, self._document.article.paragraphs)
        decorations = decorate(self._document, self._speakers, self._overlay.selection, parts, wording)
        return Flow(decorations, self._skin, self._page().width)

    def _redecorate(self, document: Document, changed: Iterable[str] | None) -> None:
        decorations, touched = self._flow.decorations.updated(
            document, self._speakers, self._overlay.selection, changed
        )
        self._flow.redecorate(decorations, touched)
        self._arrange()
        self._idle.start()

    def _restyle(self) -> None:
        self._skin = self._make_skin()
        self._flow.restyle(self._skin, self._page().width)
        self._arrange()
        self._idle.start()

    def _arrange(self) -> None:
        """Finds the blocks in view and puts the scroll bar where they are."""
        height = self.viewport().height()
        self._placed = self._flow.arrange(height)
        self._follow()
        self.viewport().update()

    def _follow(self) -> None:
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        self._moving_bar = True
        bar.setRange(0, max(0, round(self._flow.total - height)))
        bar.setPageStep(height)
        bar.setSingleStep(round(self._skin.face.pitch * 1.5))
        bar.setValue(round(self._flow.position))
        self._moving_bar = False

    def _on_scrolled(self, value: int) -> None:
        if not self._moving_bar:
            self._flow.scroll_to(value)
            self._arrange()

    def _on_idle(self) -> None:
        if not self._flow.measure(IDLE_SLICE):
            self._idle.stop()
        self._follow()

    # What Qt asks for

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint(painter, self.scene(), QRectF(event.rect()))
        if self._note:
            paint_note(painter, self.scene(), self._note)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._flow.restyle(self._skin, self._page().width)
        self._arrange()
        self._idle.start()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._restyle()
        return super().event(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        pass  # the blocks are arranged by `_on_scrolled`

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._overlay = replace(self._overlay, focused=True)
        self.viewport().update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._overlay = replace(self._overlay, focused=False)
        self.viewport().update()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
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
        self._mouse.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._mouse.press_again(event)

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
