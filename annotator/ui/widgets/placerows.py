"""How the rows of lists of places are painted: words in their context, notes with what they are about, findings."""

from dataclasses import dataclass

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from annotator.model.lint import Rule
from annotator.session.finding.places import Place
from annotator.ui.menus import translated
from annotator.ui.theme import Theme
from annotator.ui.widgets.glyphs import Glyph, paint_glyph
from annotator.ui.widgets.rows import PAD, Fonts, RowDelegate, fonts_of, paint_ground, words_at
from annotator.ui.widgets.ticks import paint_tick

ROW = Qt.ItemDataRole.UserRole
"""Asks the list's model for a `PlaceRow`, and whether it is the one that was gone to last."""
_COLUMN = 0.4
"""Where in a row words in their context begin, as a share of its width."""
_BEFORE = 30
"""How many characters are shown of what stands before words that are flagged."""
_NOTED = 0.34
"""Where in a row notes begin, behind the words that they are about, likewise."""
_BESIDE = 0.3
"""How much of a row what stands at its end may take: it may be an article's title."""


@dataclass(frozen=True)
class PlaceRow:
    """A row as it is painted, and read out.

    place   what it is about; of a heading the first place below it
    words   what stands in a heading; "" in other rows
    below   how many places stand below a heading
    beside  what stands at the row's end
    judged  whether it is told as an error or a warning
    ticked  whether it is ticked, None where some of what is below it are
    ticks   whether rows are ticked at all
    noted   whether notes and flags are what is listed
    """

    place: Place
    words: str = ""
    below: int = 0
    beside: str = ""
    judged: bool = False
    ticked: bool | None = True
    ticks: bool = False
    noted: bool = False


def rule_words(rule: str) -> str:
    """What a rule finds, for people; what is no rule stays as it is."""
    return {
        Rule.OFF_TOKENS.value: translated("Within a word"),
        Rule.WHITE_SPACE.value: translated("White space at a border"),
        Rule.LONE_MARK.value: translated("A lone mark at a border"),
        Rule.UNBALANCED.value: translated("Quotations never closed"),
        Rule.OVERLAP.value: translated("Labels that may not overlap"),
        Rule.TWO_LABELS.value: translated("The same words, two labels"),
        Rule.LEFT_OUT.value: translated("Marked elsewhere, not here"),
        Rule.NO_SPEAKER.value: translated("Nobody decided who said it"),
        Rule.SPEAKER_KIND.value: translated("Neither person nor organisation"),
        Rule.NOT_HELD.value: translated("The format cannot hold it"),
        Rule.REPEATS.value: translated("Repeated articles"),
        Rule.ACROSS_PARTS.value: translated("Repeated across parts"),
        Rule.COME_BACK.value: translated("Flagged to come back to"),
        Rule.NOT_DONE.value: translated("Not marked done"),
    }.get(rule, rule)


class PlaceDelegate(RowDelegate):
    """Paints what its list makes of a row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, round(fonts_of(option.font).line) + 8)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, current = index.data(ROW)
        fonts, theme, rect = fonts_of(option.font), self.theme, QRect(option.rect)
        paint_ground(painter, option, theme, current=current)
        y = rect.y() + 4 + fonts.normal_metrics.ascent()
        room = round(rect.width() * _BESIDE)
        beside = fonts.small_metrics.elidedText(row.beside, Qt.TextElideMode.ElideMiddle, room)
        left, right = float(rect.x() + PAD), rect.right() - PAD - fonts.small_metrics.horizontalAdvance(beside)
        words_at(painter, right, y, rect.width(), beside, fonts.small, theme.muted)
        if row.ticks:
            left = paint_tick(painter, rect.x() + PAD, y, fonts, theme, ticked=row.ticked)
        # The same in every row, whatever stands at its end.
        column = rect.x() + round(rect.width() * (_NOTED if row.noted else _COLUMN))
        brush = _Brush(painter, theme, fonts, y, column)
        if row.words:
            end = words_at(painter, left, y, right - left - 10, row.words, fonts.bold, theme.text)
            if row.place.flagged and is_article(row.place):
                brush.sign(end + 8, Glyph.FLAG, theme.accent)
        else:
            brush.place(left + 4, right - 14, row)


class _Brush:
    """Paints on the line of a row."""

    def __init__(self, painter: QPainter, theme: Theme, fonts: Fonts, y: float, column: float) -> None:
        self._painter, self._theme, self._fonts, self._y, self._column = painter, theme, fonts, y, column

    def place(self, left: float, right: float, row: PlaceRow) -> None:
        """Paint what is to be said about a place, between these pixels."""
        place, theme = row.place, self._theme
        ink = theme.text if row.ticked else theme.muted
        if place.remark or (row.noted and place.around is not None):
            self._remark(left, right, place, ink)
        elif place.around is not None:
            if place.flagged:
                left = self.sign(left, Glyph.FLAG, theme.accent)
            edges, words = (left, right), place.words
            paint_in_context(
                self._painter, theme, self._fonts, edges, self._y, words, place.around, ink, column=self._column
            )
        else:
            glyph, colour = (Glyph.ALERT, theme.error) if place.severe else (Glyph.QUESTION, theme.chip_open)
            if is_article(place):
                glyph, colour = Glyph.FLAG, theme.accent
            left = self.sign(left, glyph, colour if row.judged or place.flagged else theme.muted)
            words = place.words or translated("The article")
            words_at(self._painter, left, self._y, right - left + 4, words, self._fonts.normal, ink)

    def sign(self, x: float, glyph: Glyph, colour: str) -> float:
        """Paint a sign; returns where words behind it begin."""
        side = round(self._fonts.normal_metrics.capHeight()) + 3
        paint_glyph(self._painter, QRectF(x, self._y - side + 2, side, side), glyph, colour)
        return x + side + 8

    def _remark(self, left: float, right: float, place: Place, ink: str) -> None:
        """The words that a note is about, then the note; what stands around them where there is only a flag."""
        painter, theme, fonts, y = self._painter, self._theme, self._fonts, self._y
        x, column = self.sign(left, Glyph.FLAG if place.flagged else Glyph.NOTE, theme.accent), self._column
        if place.words:
            words_at(painter, x, y, column - x - 16, place.words, fonts.bold, ink)
        else:
            words_at(painter, x, y, column - x - 16, translated("The article"), fonts.normal, theme.muted)
        if place.remark:
            words_at(painter, column, y, right - column, " ".join(place.remark.split()), fonts.normal, ink)
        elif place.around is not None:
            before, after = place.around
            context = f"… {before[-_BEFORE:].lstrip()}{place.words}{after}"
            words_at(painter, column, y, right - column, context, fonts.normal, theme.muted)


def is_article(place: Place) -> bool:
    """Whether a place is its article, of which nothing else is to be said."""
    return not place.words and not place.remark and place.span is None and place.annotation is None


def counted(number: int) -> str:
    """How many places stand below a heading, as it shows that."""
    return QLocale().toString(number) if number else ""


def paint_in_context(
    painter: QPainter,
    theme: Theme,
    fonts: Fonts,
    edges: tuple[float, float],
    y: float,
    words: str,
    around: tuple[str, str],
    ink: str = "",
    *,
    column: float | None = None,
) -> None:
    """Paint words with what stands around them; they begin in the same column in every row, the context elided.

    edges   the left and the right one, in pixels
    column  where the words begin; None where all rows have the same edges
    """
    left, right = edges
    if column is None:
        column = left + round((right - left) * _COLUMN)
    before = fonts.normal_metrics.elidedText(around[0].lstrip(), Qt.TextElideMode.ElideLeft, column - left - 2)
    start = column - fonts.normal_metrics.horizontalAdvance(before)
    words_at(painter, start, y, column - start + 1, before, fonts.normal, theme.muted)
    width = min(right - column, QFontMetricsF(fonts.bold).horizontalAdvance(words))
    if width > 0:
        ground = QRectF(column - 2, y - fonts.normal_metrics.ascent() - 1, width + 4, fonts.line + 1)
        painter.fillRect(ground, QColor(theme.hit))
    end = words_at(painter, column, y, right - column, words, fonts.bold, ink or theme.text)
    words_at(painter, end + 2, y, right - end - 2, around[1], fonts.normal, theme.muted)
