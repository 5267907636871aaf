"""The small panel that says what is known of an annotation, and where it stands."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.ui.details import Details
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.rows import fonts_of

WIDEST = 300
_PAD, _GAP = 9, 8
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft)


def place(size: QSize, line: QRectF, x: float, viewport: QRect) -> QPoint:
    """Where a panel of that size goes: below a line that is being read, else above it, from `x` on to the right.

    It never covers the line where there is room below or above it, and never leaves the viewport where it fits in.
    """
    below, above = round(line.bottom()) + 4, round(line.top()) - 4 - size.height()
    top = below if below + size.height() <= viewport.bottom() or above < viewport.top() else above
    top = max(viewport.top(), min(top, viewport.bottom() + 1 - size.height()))
    left = max(viewport.left() + 4, min(round(x), viewport.right() - 3 - size.width()))
    return QPoint(left, top)


class Panel(QWidget):
    """A panel over the text; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._within = parent
        self._theme = LIGHT
        self._details = Details("", ())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def details(self) -> Details:
        """What it says, or said last."""
        return self._details

    def say(self, details: Details, theme: Theme, line: QRectF, x: float) -> None:
        """Shows what is known of something that begins at `x` on a line of the parent."""
        self._details, self._theme = details, theme
        size = self._measure()
        self.setGeometry(QRect(place(size, line, x, self._within.rect()), size))
        self.setAccessibleName(details.sentence)
        self.show()
        self.update()

    def _measure(self) -> QSize:
        fonts = fonts_of(self.font())
        room = float(min(WIDEST, self._within.width() - 8) - 2 * _PAD)
        title = _box(QFontMetricsF(fonts.bold), room, self._details.title)
        names = self._names()
        values = [_box(fonts.small_metrics, room - names, value) for _, value in self._details.facts]
        width = max([title.width(), *(names + value.width() for value in values)])
        height = title.height() + 3 + sum(max(fonts.small_line, value.height()) for value in values)
        return QSize(round(min(room, width)) + 2 * _PAD + 1, round(height) + 2 * _PAD - 3)

    def _names(self) -> float:
        """The width of the column of names."""
        metrics = fonts_of(self.font()).small_metrics
        return max((metrics.horizontalAdvance(name) for name, _ in self._details.facts), default=0.0) + _GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, fonts, theme = QPainter(self), fonts_of(self.font()), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.muted), 1))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        room = float(self.width() - 2 * _PAD)
        title = _box(QFontMetricsF(fonts.bold), room, self._details.title)
        painter.setFont(fonts.bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(title.translated(_PAD, _PAD - 2), _WRAP, self._details.title)
        y, names = title.height() + _PAD + 1, self._names()
        painter.setFont(fonts.small)
        for name, value in self._details.facts:
            box = _box(fonts.small_metrics, room - names, value)
            painter.setPen(QColor(theme.muted))
            painter.drawText(QRectF(_PAD, y, names, fonts.small_line), Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(QColor(theme.text))
            painter.drawText(box.translated(_PAD + names, y), _WRAP, value)
            y += max(fonts.small_line, box.height())
        painter.end()


def _box(metrics: QFontMetricsF, width: float, words: str) -> QRectF:
    """The box of words broken into lines of a width, from (0, 0)."""
    box = metrics.boundingRect(QRectF(0, 0, width, 10_000), _WRAP, words)
    return QRectF(0, 0, min(width, box.width() + 1), box.height())
