"""What the text view shows and how it scrolls: the part of it that takes no part in what a person does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QFocusEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.model.document import Document, Span, Speaker
from annotator.session.selection import Selection
from annotator.ui.palette import Labels, Palette
from annotator.ui.textview.blocks import blocks
from annotator.ui.textview.chips import Chips
from annotator.ui.textview.decorations import Wording, decorate, emphasis
from annotator.ui.textview.dirty import dirty
from annotator.ui.textview.flow import Flow, Placed
from annotator.ui.textview.geometry import Skin
from annotator.ui.textview.hit import Hit, hit
from annotator.ui.textview.page import Page, Sides, page, sides_of
from annotator.ui.textview.paint import paint, paint_bare, paint_note
from annotator.ui.textview.pointer import pointer
from annotator.ui.textview.scene import Overlay, Scene
from annotator.ui.textview.strip import WIDTH, Strip
from annotator.ui.textview.typography import LINE, MAX_ZOOM, MIN_ZOOM, typography
from annotator.ui.textview.undrawable import undrawable
from annotator.ui.theme import LIGHT, Theme

IDLE_SLICE, IDLE_PAUSE, IDLE_REST = 0.006, 15, 40
"""Heights are made exact for so many seconds at a time, with so many milliseconds between; the strip of marks is drawn
anew after so many times, and when all are done."""

REVEALS = 4
"""How often a place is aimed at until it is in view: the heights on the way to it may be estimates."""


class Surface(QAbstractScrollArea):
    """An article with its annotations, laid out, scrolled and painted.

    arranged  what is in view may stand elsewhere now
    undrawable_found  the characters of the article that no installed font can draw; once for each article
    paint_failed  the error that kept the article from being painted; its text is painted alone from then on
    """

    arranged = Signal()
    undrawable_found = Signal(str)
    paint_failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = Document.empty()
        self._speakers: Mapping[str, Speaker] = {}
        self._labels: Labels = ()
        self._colours: Mapping[str, str] = {}
        self._theme = LIGHT
        self._zoom = 100
        self._family, self._line = "", LINE
        self._overlay = Overlay()
        self._note = ""
        self._sides = Sides()
        self._skin = self._make_skin()
        self._flow = self._make_flow()
        self._placed: list[Placed] = []
        self._scene: Scene | None = None
        self._painted: Scene | None = None
        self._moving_bar = False
        self._slices = 0
        self._checked: set[str] = set()
        self._bare = False
        self._sticky: str | None = None
        self.pointer = self._make_pointer()
        self._idle = QTimer(self)
        self._idle.setInterval(IDLE_PAUSE)
        self._idle.timeout.connect(self._on_idle)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setViewportMargins(0, 0, WIDTH, 0)
        self.strip = Strip(self)
        self.strip.jumped.connect(self._on_jumped)
        viewport = self.viewport()
        viewport.setMouseTracking(True)
        viewport.setCursor(self.pointer)
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

    def set_theme(self, theme: Theme) -> None:
        """Shows the article in other colours."""
        self._theme = theme
        self._restyle()

    def set_zoom(self, percent: int) -> None:
        """Shows the article larger or smaller; the line at the top of the view stays there."""
        self.set_type(percent, self._family, self._line)

    def set_type(self, percent: int, family: str, line: float) -> None:
        """Shows the article in other type; see `typography`. The line at the top of the view stays there."""
        chosen = min(MAX_ZOOM, max(MIN_ZOOM, percent)), family, line
        if chosen != (self._zoom, self._family, self._line):
            self._zoom, self._family, self._line = chosen
            self._restyle()

    def set_sticky(self, label: str | None) -> None:
        """Lets the pointer say which label the next drags give; None for none."""
        self._sticky = label
        self._point_anew()

    def set_hits(self, spans: Sequence[Span], current: int = -1) -> None:
        """Marks what was found, spans in the order of the text; `current` is the index of the one a person is at."""
        hits = tuple(spans)
        if (hits, current) != (self._overlay.hits, self._overlay.current):
            self._overlay = replace(self._overlay, hits=hits, current=current)
            self.viewport().update()
            self.strip.update()

    def set_hovered(self, annotation: str | None) -> None:
        """Shows whom a quote that the mouse rests on is attributed to; None for no quote."""
        hovered = emphasis(self._document, Selection(annotation=annotation)) if annotation is not None else None
        if hovered != self._overlay.hovered:
            self._overlay = replace(self._overlay, hovered=hovered)
            self.viewport().update()

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

    def reveal(self, span: Span) -> None:
        """Scrolls no further than needed for a span to be seen, its end first where it is higher than the view."""
        height = self.viewport().height()
        margin = 2.5 * self._skin.face.pitch
        for attempt in range(REVEALS):
            before = self._flow.anchor
            if span.end > span.start and not (attempt and self._flow.is_higher(span, height)):
                self._flow.reveal(span.end - 1, height, margin=margin)
            self._flow.reveal(span.start, height, margin=margin)
            if attempt and self._flow.anchor == before:
                break
            self._arrange()  # makes the heights in view exact, which may move what was aimed at

    def scene(self) -> Scene:
        """Where everything in view stands."""
        made_of = self._flow, self._page(), self._placed, self._overlay
        if self._scene is None or not self._scene.is_of(*made_of):
            self._scene = Scene(*made_of)
        return self._scene

    def in_view(self) -> Span:
        """The text whose lines stand whole in view; an empty span where none does."""
        return self._flow.in_view(self._placed, self.viewport().height())

    def hit(self, point: QPointF) -> Hit:
        """What is under a point of the viewport."""
        return hit(self.scene(), point)

    # How it is laid out

    def _page(self) -> Page:
        return page(self._skin.face, QRectF(self.viewport().rect()), self._sides)

    def _make_skin(self) -> Skin:
        face = typography(self._zoom, self._family, self._line)
        chips = Chips(face, self._theme, self.devicePixelRatioF())
        return Skin(face, self._theme, Palette(self._labels, self._colours, dark=self._theme.dark), chips)

    def _make_pointer(self) -> QCursor:
        return pointer(self._sticky, self._skin.palette, self._theme, self.devicePixelRatioF())

    def _point_anew(self) -> None:
        before, self.pointer = self.pointer, self._make_pointer()
        if self.viewport().cursor().shape() == before.shape():  # else the mouse is over a chip, and moves on from there
            self.viewport().setCursor(self.pointer)

    def _make_flow(self) -> Flow:
        wording = Wording(self.tr("speaker?"), self.tr("nobody"), self.tr("set aside"))
        parts = blocks(self._document.text, self._document.article.paragraphs)
        decorations = decorate(self._document, self._speakers, self._overlay.selection, parts, wording)
        return Flow(decorations, self._skin, self._page().width)

    def set_labels(self, labels: Labels, colours: Mapping[str, str]) -> None:
        """Gives labels their colours, as `show_document` does."""
        if (labels, colours) != (self._labels, self._colours):
            self._labels, self._colours = labels, colours
            self._restyle()

    def _show(
        self, document: Document, speakers: Mapping[str, Speaker], labels: Labels, colours: Mapping[str, str]
    ) -> None:
        """Shows another article from its top, with nothing selected."""
        self._document, self._speakers = document, speakers
        self._bare = False
        self._sides = sides_of(document.text, document.article.paragraphs)
        self._overlay = replace(self._overlay, selection=Selection(), hits=(), current=-1, link_to=None)
        if (labels, colours) != (self._labels, self._colours):
            self._labels, self._colours = labels, colours
            self._skin = self._make_skin()
        self._flow = self._make_flow()
        self.strip.forget()
        self._arrange()
        self._idle.start()

    def _redecorate(self, document: Document, changed: Iterable[str] | None) -> None:
        decorations, touched = self._flow.decorations.updated(
            document, self._speakers, self._overlay.selection, changed
        )
        self._flow.redecorate(decorations, touched)
        self._arrange(touched)
        self._idle.start()

    def _restyle(self) -> None:
        self._skin = self._make_skin()
        self._point_anew()
        self._flow.restyle(self._skin, self._page().width)
        self.strip.place_anew()
        self._arrange()
        self._idle.start()

    def _arrange(self, touched: frozenset[int] | None = None) -> None:
        """Finds the blocks in view and puts the scroll bar where they are.

        touched  the blocks that look different, None where all may
        """
        self._placed = self._flow.arrange(self.viewport().height())
        self._follow()
        self.viewport().update(self._changed(touched))
        self.arranged.emit()

    def _changed(self, touched: frozenset[int] | None) -> QRegion:
        """What of the viewport is to be painted again."""
        painted, everything = self._painted, QRegion(self.viewport().rect())
        if touched is None or painted is None or painted.placed != self._placed or self._note:
            return everything
        try:
            return dirty(painted, self.scene(), touched)
        except Exception:  # what cannot be placed cannot be painted either, and there it is told
            return everything

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

    def _on_jumped(self, y: float) -> None:
        """The strip asks for the height of the article that is `y` pixels from its top."""
        self.verticalScrollBar().setValue(round(y - self.viewport().height() / 2))

    def _on_idle(self) -> None:
        more = self._flow.measure(IDLE_SLICE)
        self._slices += 1
        if not more:
            self._idle.stop()
            self._check_characters()
        if not more or self._slices % IDLE_REST == 0:
            self.strip.place_anew()
        self._follow()

    def _check_characters(self) -> None:
        """Tells which characters cannot be drawn; last of all, since Qt may have to look through all fonts for them."""
        if self._document.id not in self._checked:
            self._checked.add(self._document.id)
            found = undrawable(sorted(set(self._document.text)), self._skin.face.text)
            if found:
                self.undrawable_found.emit(found)

    # What Qt asks for

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        try:
            self._paint(painter, event.region())
        except Exception as error:
            self._bare = True
            self.viewport().update()
            self.paint_failed.emit(error)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, region: QRegion) -> None:
        scene = self.scene()
        self._painted = None  # until it is
        if self._bare:
            paint_bare(painter, scene)
            return
        paint(painter, scene, region)
        self._painted = scene
        if self._note:
            paint_note(painter, scene, self._note)

    def resizeEvent(self, event: QResizeEvent) -> None:
        box = self.viewport().geometry()
        self.strip.setGeometry(box.right() + 1, box.top(), WIDTH, box.height())
        self.strip.place_anew()
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
