"""Key words in context: places of articles one below another, the words in a column that the eye can run down."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter

from annotator.model.finding.contexts import Context
from annotator.ui.theme import Theme
from annotator.ui.widgets.rows import PAD, Fonts, fonts_of, words_at

KEY = 0.4
"""Where the words begin, as a share of the room for the context."""


def paint_context(
    painter: QPainter,
    rect: QRect,
    context: Context,
    beside: str,
    fonts: Fonts,
    theme: Theme,
    *,
    live: bool = True,
    struck: bool = False,
    left: float = PAD,
    room: float | None = None,
) -> None:
    """Paint a place on one line: what is before it ends where its words begin, what is after goes on behind.

    beside  what stands at the right, "" for nothing
    live    whether it is in ink, rather than muted; `struck` with a line through its words
    left    where the context begins, in pixels from the row's edge
    room    how wide what stands beside is, in pixels; None for as wide as its words, up to a third of the row
    """
    y = rect.y() + 3 + fonts.normal_metrics.ascent()
    width = min(fonts.small_metrics.horizontalAdvance(beside), rect.width() * 0.36) if room is None else room
    start, end = rect.x() + left, rect.right() - PAD - width
    words_at(painter, end, y, width + 1, beside, fonts.small, theme.text if live else theme.muted)
    end -= 14 if width else 0
    bold = _struck(fonts.normal) if struck else fonts.bold
    key = start + (end - start) * KEY
    before = fonts.small_metrics.elidedText(context.before, Qt.TextElideMode.ElideLeft, round(key - start))
    at = key - fonts.small_metrics.horizontalAdvance(before)
    words_at(painter, at, y, key - at + 1, before, fonts.small, theme.muted)
    x = words_at(painter, key, y, end - key, context.words, bold, theme.text if live else theme.muted)
    words_at(painter, x, y, end - x, context.after, fonts.small, theme.muted)


def _struck(font: QFont) -> QFont:
    struck = QFont(fonts_of(font).bold)
    struck.setStrikeOut(True)
    return struck
