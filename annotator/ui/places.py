"""Lists of places in the project: articles as headings, and below each what is to be said about it."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from annotator.model.lint import Rule
from annotator.session.places import Place
from annotator.ui.glyphs import Glyph, paint_glyph
from annotator.ui.menus import translated
from annotator.ui.plain import as_tip
from annotator.ui.rows import PAD, Fonts, RowDelegate, RowView, fonts_of, paint_ground, words_at
from annotator.ui.theme import Theme

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_COLUMN = 0.4
"""Where in a row words in their context begin, as a share of its width."""
_NOTED = 0.65
"""Where in a row the words begin that a note is about, likewise."""


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


class _Places(QAbstractListModel):
    """The rows: a place alone stands for its article's heading where `heads` says so."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[tuple[Place, int | None]] = []
        """A place and None, or the first place of an article and how many it has, for the article's heading."""
        self.titles: Mapping[str, str] = {}
        self.judged = True

    def take(self, places: Sequence[Place], titles: Mapping[str, str]) -> None:
        rows: list[tuple[Place, int | None]] = []
        for _, of_article in groupby(places, key=lambda place: place.article):
            group = list(of_article)
            inner = [place for place in group if not _is_article(place)]
            rows.append((group[0], len(inner)))
            rows += [(place, None) for place in inner]
        self.titles = titles
        if rows[: len(self.rows)] == self.rows and self.rows:  # there are only more of them
            if len(rows) > len(self.rows):
                self.beginInsertRows(_ROOT, len(self.rows), len(rows) - 1)
                self.rows = rows
                self.endInsertRows()
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def title(self, place: Place) -> str:
        return self.titles.get(place.article, "") or self.tr("Without a title")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        place, heads = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(place) if heads is not None else place.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if heads is not None:
                counted = self.tr("{n} in all").format(n=QLocale().toString(heads)) if heads else ""
                flagged = self.tr("flagged") if _is_article(place) and place.flagged else ""
                return ", ".join(filter(None, (self.title(place), counted, flagged)))
            if place.remark or place.flagged:
                flagged = self.tr("flagged") if place.flagged else ""
                spoken = (flagged, place.remark, place.words or self.tr("the article"), place.sort, self.title(place))
                return ", ".join(filter(None, spoken))
            if place.around is not None:
                before, after = place.around
                return ", ".join(filter(None, (f"{before}{place.words}{after}", place.sort, self.title(place))))
            return ", ".join(filter(None, (self.severity(place), place.words, self.title(place))))
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip((place.remark or place.words) if heads is None else self.title(place))
        return None

    def severity(self, place: Place) -> str:
        """How bad it is, in a word; "" where nothing is wrong with any of them."""
        if not self.judged:
            return ""
        return self.tr("error") if place.severe else self.tr("warning")


def _is_article(place: Place) -> bool:
    """Whether a place is its article, of which nothing else is to be said."""
    return not place.words and not place.remark and place.span is None and place.annotation is None


class _Delegate(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, round(fonts_of(option.font).line) + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Places)
        place, heads = model.rows[index.row()]
        fonts, theme, rect = fonts_of(option.font), self.theme, option.rect
        view = option.widget
        paint_ground(
            painter, option, theme, current=isinstance(view, PlaceList) and view.is_here(index) and not view.hasFocus()
        )
        y = rect.y() + 4 + fonts.normal_metrics.ascent()
        right = rect.right() - PAD
        beside = rule_words(place.sort) if heads is None else QLocale().toString(heads) if heads else ""
        right -= round(fonts.small_metrics.horizontalAdvance(beside))
        words_at(painter, right, y, rect.width(), beside, fonts.small, theme.muted)
        if heads is not None:
            x = rect.x() + PAD
            end = words_at(painter, x, y, right - x - 10, model.title(place), fonts.bold, theme.text)
            if _is_article(place) and place.flagged:
                paint_glyph(painter, _beside(end + 8, y, fonts), Glyph.FLAG, theme.accent)
            return
        if place.remark or place.flagged:
            words = place.words or model.tr("The article")
            _paint_remark(painter, theme, fonts, (rect.x() + PAD + 4, right - 14), y, words, place)
            return
        if place.around is not None:
            paint_in_context(painter, theme, fonts, (rect.x() + PAD + 4, right - 14), y, place.words, place.around)
            return
        glyph, colour = (Glyph.ALERT, theme.error) if place.severe else (Glyph.QUESTION, theme.chip_open)
        colour = colour if model.judged else theme.muted
        box = _beside(rect.x() + PAD + 4, y, fonts)
        paint_glyph(painter, box, glyph, colour)
        begin = box.right() + 8
        words_at(painter, begin, y, right - begin - 10, place.words, fonts.normal, theme.text)


def _beside(x: float, baseline: float, fonts: Fonts) -> QRectF:
    """Where a sign stands before or behind words."""
    side = round(fonts.normal_metrics.capHeight()) + 3
    return QRectF(x, baseline - side + 2, side, side)


def _paint_remark(
    painter: QPainter,
    theme: Theme,
    fonts: Fonts,
    edges: tuple[float, float],
    y: float,
    words: str,
    place: Place,
) -> None:
    """Paint a note with the words that it is about, or these with what stands around them where it is only flagged."""
    left, right = edges
    width = _beside(left, y, fonts).width() + 4
    for number, glyph in enumerate((Glyph.FLAG,) * place.flagged + (Glyph.NOTE,) * bool(place.remark)):
        paint_glyph(painter, _beside(left + number * width, y, fonts), glyph, theme.accent)
    left += 2 * width + 4
    if not place.remark and place.around is not None:
        paint_in_context(painter, theme, fonts, (left, right), y, place.words, place.around)
        return
    column = right - round((right - left) * (1 - _NOTED))
    remark = " ".join(place.remark.split())
    words_at(painter, left, y, column - left - 16, remark, fonts.normal, theme.text)
    width = min(right - column, QFontMetricsF(fonts.bold).horizontalAdvance(words))
    if place.words:
        ground = QRectF(column - 2, y - fonts.normal_metrics.ascent() - 1, width + 4, fonts.line + 1)
        painter.fillRect(ground, QColor(theme.hit))
    words_at(painter, column, y, right - column, words, fonts.bold, theme.text if place.words else theme.muted)


def paint_in_context(
    painter: QPainter,
    theme: Theme,
    fonts: Fonts,
    edges: tuple[float, float],
    y: float,
    words: str,
    around: tuple[str, str],
) -> None:
    """Paint words with what stands around them; they begin in the same column in every row, the context elided.

    edges  the left and the right one, in pixels
    """
    left, right = edges
    column = left + round((right - left) * _COLUMN)
    before = fonts.normal_metrics.elidedText(around[0].lstrip(), Qt.TextElideMode.ElideLeft, column - left - 2)
    start = column - fonts.normal_metrics.horizontalAdvance(before)
    words_at(painter, start, y, column - start + 1, before, fonts.normal, theme.muted)
    width = min(right - column, QFontMetricsF(fonts.bold).horizontalAdvance(words))
    if width > 0:
        ground = QRectF(column - 2, y - fonts.normal_metrics.ascent() - 1, width + 4, fonts.line + 1)
        painter.fillRect(ground, QColor(theme.hit))
    end = words_at(painter, column, y, right - column, words, fonts.bold, theme.text)
    words_at(painter, end + 2, y, right - end - 2, around[1], fonts.normal, theme.muted)


class PlaceList(RowView):
    """Places below the titles of their articles; Enter and a click choose one, or an article by its heading.

    `judged` says whether each is told as an error or a warning.
    """

    def __init__(self, name: str, parent: QWidget | None = None, *, judged: bool = True) -> None:
        super().__init__(name, parent)
        self._model = _Places(self)
        self._model.judged = judged
        self.setUniformRowHeights(True)
        self.setItemDelegate(_Delegate(self))
        self.setModel(self._model)

    @property
    def places(self) -> list[Place]:
        """What is listed."""
        return [place for place, heads in self._model.rows if heads is None]

    @property
    def full_height(self) -> int:
        """How high it is with all its rows, in pixels; 0 where there is none."""
        rows = self._model.rowCount()
        return rows * self.sizeHintForRow(0) + 2 * self.frameWidth() if rows else 0

    def is_here(self, index: Index) -> bool:
        """Whether a row is the one that was gone to last."""
        return index == self.currentIndex()

    def show_places(self, places: Sequence[Place], titles: Mapping[str, str]) -> None:
        """List other places, those of an article one after another; `titles` by the articles' ids.

        The row that was gone to stays so; where it is gone, the one before it does: the next one is the next.
        """
        at = self.currentIndex().row()
        before = [row for row in self._model.rows[: at + 1] if row[1] is None][::-1] if at >= 0 else []
        self._model.take(places, titles)
        rows = {row: number for number, row in enumerate(self._model.rows)}
        self.go_to(next((rows[row] for row in before if row in rows), -1))

    def place_at(self, index: Index) -> Place:
        """The place of a row; a heading's is its article."""
        place, heads = self._model.rows[index.row()]
        return place if heads is None else Place(place.article, "")

    def step(self, step: int) -> Place | None:
        """The place after the row that was gone to, or before it (-1), from the other end behind the last; goes there.

        None where there is none.
        """
        rows = self._model.rows
        at, count = self.currentIndex().row(), len(rows)
        start = at if at >= 0 else (-1 if step > 0 else count)
        for moved in range(1, count + 1):
            number = (start + step * moved) % count
            if not rows[number][1]:  # a place, or an article that is one
                self.go_to(number)
                return rows[number][0]
        return None
