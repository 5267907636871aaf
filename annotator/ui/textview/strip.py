"""The strip of marks beside the scroll bar: where in the article quotes, suggestions, hits and what is unread stand."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from annotator.model.document import Document, Span
from annotator.ui.textview.overview import Overview, row_of, rows_of

if TYPE_CHECKING:
    from annotator.ui.textview.surface import Surface

WIDTH, ROW = 24, 3
"""How wide the strip is, and how high a row of marks, a pixel between two of them included."""
_QUOTES, _PENDING, _DOUBTFUL, _HITS = 2, 6, 12, 19
"""The left edges of the columns."""
_UNREAD = 0
"""The left edge of the line beside what nobody has read."""


class Strip(QWidget):
    """A narrow picture of the whole article, as high as the view: a column each for quotes, pending, doubtful, found.

    What changes seldom is kept as a picture; the selection and the hits are drawn over it. It holds no facts but where
    those of its surface's document stand.

    jumped  how many pixels from the article's top the place is that was clicked
    """

    jumped = Signal(float)

    def __init__(self, surface: "Surface") -> None:
        super().__init__(surface)
        self._surface = surface
        self._overview: Overview | None = None
        self._edges: Sequence[int] | None = None
        self._picture: QPixmap | None = None
        self._touched: list[Span] = []
        self._hits: tuple[Sequence[Span], list[int]] = ((), [])
        self.unread: Sequence[Span] = ()
        self._late = QTimer(self)  # the article is to be seen before its marks
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._on_late)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Marks of the article"))
        self.setToolTip(
            self.tr(
                "From left to right: quotes, pending, doubtful, found.\nThe line across is what is selected, "
                "the line along the left edge what was not read."
            )
        )

    def forget(self) -> None:
        """Another article is shown."""
        self._overview = None
        self.unread = ()
        self.place_anew()

    def change(self, before: Document, after: Document, ids: Iterable[str] | None) -> None:
        """Takes over an edit of the annotations `ids`; None where they are not known."""
        if self._overview is None or ids is None:
            self._overview = self._picture = None
        else:
            self._touched += self._overview.change(before, after, ids)
        self.update()

    def set_unread(self, spans: Sequence[Span]) -> None:
        """Draws a line beside what nobody has read: spans in order, none meeting another."""
        if spans != self.unread:
            self.unread = spans
            self.update()

    def place_anew(self) -> None:
        """The heights of the article's blocks, or the strip's own, have changed, or its colours have."""
        self._edges = self._picture = None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 100)

    @property
    def _scale(self) -> float:
        """How many pixels of the article a pixel of the strip is; one that is lower than the view is not stretched."""
        return max(self._surface.scene().flow.total, float(self.height())) / max(1, self.height())

    def _look(self) -> Sequence[int]:
        if self._edges is None:
            flow = self._surface.scene().flow
            self._edges = flow.edges(max(1, round(flow.total / self._scale / ROW)))
            self._hits = ((), [])
        return self._edges

    def _rows_of_hits(self, edges: Sequence[int]) -> list[int]:
        hits = self._surface.overlay.hits
        if self._hits[0] is not hits:
            self._hits = hits, rows_of([span.start for span in hits], edges)
        return self._hits[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        edges = self._look()
        if self._picture is None or self._picture.devicePixelRatioF() != self.devicePixelRatioF():
            self._picture = self._draw(edges)
        elif self._touched:
            self._mend(self._picture, edges)
        self._touched = []
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        theme, overlay = self._surface.theme, self._surface.overlay
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.muted))
        runs = ((ROW * row_of(start, edges), ROW * (row_of(end - 1, edges) + 1)) for start, end in self.unread)
        painter.drawRects([QRect(_UNREAD, top, 1, bottom - top - 1) for top, bottom in runs])
        painter.setBrush(QColor(theme.text))
        painter.drawRects([QRect(_HITS, ROW * row, 3, ROW - 1) for row in self._rows_of_hits(edges)])
        if 0 <= overlay.current < len(overlay.hits):
            y = ROW * row_of(overlay.hits[overlay.current].start, edges)
            painter.drawRect(QRect(_HITS - 1, y - 2, 5, ROW + 3))
        if self._surface.document.text:
            self._mark_place(painter, ROW * row_of(self._place_selected(), edges), QColor(theme.accent))
        painter.end()

    def _mark_place(self, painter: QPainter, y: int, colour: QColor) -> None:
        painter.setBrush(colour)
        painter.drawRect(QRect(0, y, WIDTH, 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPolygon(QPolygonF([QPointF(0, y - 3.5), QPointF(5, y + 0.5), QPointF(0, y + 4.5)]))

    def _place_selected(self) -> int:
        selection = self._surface.overlay.selection
        annotation = self._surface.document.by_id.get(selection.annotation or "")
        if annotation is None or selection.text is not None:
            return selection.caret
        return annotation.extent.start

    def _on_late(self) -> None:
        self._overview = Overview.of(self._surface.document)
        self._picture = None
        self.update()

    def _draw(self, edges: Sequence[int]) -> QPixmap:
        if self._overview is None:
            self._late.start()
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._surface.theme.background))
        painter = QPainter(picture)
        self._draw_rows(painter, edges, 0, len(edges) - 1)
        painter.end()
        return picture

    def _mend(self, picture: QPixmap, edges: Sequence[int]) -> None:
        """Draws the rows anew that an edit has touched, with the one before each: a quote may go on from there."""
        spans = sorted((max(0, row_of(start, edges) - 1), row_of(end, edges) + 1) for start, end in self._touched)
        painter = QPainter(picture)
        for first, last in _joined(spans):
            painter.fillRect(0, ROW * first, WIDTH, ROW * (last - first), QColor(self._surface.theme.background))
            self._draw_rows(painter, edges, first, last)
        painter.end()

    def _draw_rows(self, painter: QPainter, edges: Sequence[int], first: int, last: int) -> None:
        """Draws the marks of the rows from one to the one before another, on the background."""
        theme, rows = self._surface.theme, (self._overview or Overview()).rows(edges, first, last + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.bar))
        quotes = [
            QRect(_QUOTES, ROW * a, 2, ROW * (min(b, last) - a) - (b <= last)) for a, b in rows.quotes if a < last
        ]
        painter.drawRects(quotes)
        painter.setBrush(QColor(theme.muted))
        painter.drawRects([QRect(_PENDING, ROW * row, 4, ROW - 1) for row in rows.pending if row < last])
        painter.setBrush(QColor(theme.chip_open))
        painter.drawRects([QRect(_DOUBTFUL, ROW * row, 5, ROW - 1) for row in rows.doubtful if row < last])
        gap = QRect(_DOUBTFUL + 2, ROW * first, 1, ROW * (last - first))  # two dots instead of a dash
        painter.fillRect(gap, QColor(theme.background))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._jump(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._jump(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _jump(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.jumped.emit(event.position().y() * self._scale)
            event.accept()
        else:
            event.ignore()


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, those that meet or overlap made one: new suggestions touch most rows, and each many times."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
