"""Lists of places in the project: articles as headings, and below each what is to be said about it."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from annotator.model.lint import Rule
from annotator.session.places import Place
from annotator.ui.glyphs import Glyph, paint_glyph
from annotator.ui.menus import translated
from annotator.ui.rows import PAD, RowDelegate, RowView, fonts_of, paint_ground, words_at

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def rule_words(rule: str) -> str:
    """What a rule finds, for people; what is no rule stays as it is."""
    return {
        Rule.OFF_TOKENS.value: translated("Within a word"),
        Rule.WHITE_SPACE.value: translated("White space at a border"),
        Rule.LONE_MARK.value: translated("A lone mark at a border"),
        Rule.UNBALANCED.value: translated("Quotations never closed"),
        Rule.OVERLAP.value: translated("Labels that may not overlap"),
        Rule.TWO_LABELS.value: translated("The same words, two labels"),
        Rule.NO_SPEAKER.value: translated("Nobody decided who said it"),
        Rule.SPEAKER_KIND.value: translated("Neither person nor organisation"),
        Rule.NOT_HELD.value: translated("The format cannot hold it"),
        Rule.REPEATS.value: translated("Repeated articles"),
        Rule.ACROSS_PARTS.value: translated("Repeated across parts"),
        Rule.NOT_DONE.value: translated("Not marked done"),
    }.get(rule, rule)


class _Places(QAbstractListModel):
    """The rows: a place alone stands for its article's heading where `heads` says so."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[tuple[Place, int]] = []
        """A place and 0, or the first place of an article and how many it has, for the article's heading."""
        self.titles: Mapping[str, str] = {}

    def take(self, places: Sequence[Place], titles: Mapping[str, str]) -> None:
        self.beginResetModel()
        self.titles = titles
        self.rows = []
        for _, of_article in groupby(places, key=lambda place: place.article):
            group = list(of_article)
            self.rows.append((group[0], len(group)))
            self.rows += [(place, 0) for place in group]
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
            return self.title(place) if heads else place.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if heads:
                return self.tr("{title}, {n} in all").format(title=self.title(place), n=QLocale().toString(heads))
            return ", ".join(filter(None, (self.severity(place), place.words, self.title(place))))
        return None

    def severity(self, place: Place) -> str:
        """How bad it is, in a word."""
        return self.tr("error") if place.severe else self.tr("warning")


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
        beside = QLocale().toString(heads) if heads else rule_words(place.sort)
        right -= round(fonts.small_metrics.horizontalAdvance(beside))
        words_at(painter, right, y, rect.width(), beside, fonts.small, theme.muted)
        if heads:
            x = rect.x() + PAD
            words_at(painter, x, y, right - x - 10, model.title(place), fonts.bold, theme.text)
            return
        side = round(fonts.normal_metrics.capHeight()) + 3
        glyph, colour = (Glyph.ALERT, theme.error) if place.severe else (Glyph.QUESTION, theme.chip_open)
        x = rect.x() + PAD + 4
        paint_glyph(painter, QRectF(x, y - side + 2, side, side), glyph, colour)
        x += side + 8
        words_at(painter, x, y, right - x - 10, place.words, fonts.normal, theme.text)


class PlaceList(RowView):
    """Places below the titles of their articles; Enter and a click choose one, or an article by its heading."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._model = _Places(self)
        self.setUniformRowHeights(True)
        self.setItemDelegate(_Delegate(self))
        self.setModel(self._model)

    @property
    def places(self) -> list[Place]:
        """What is listed."""
        return [place for place, heads in self._model.rows if not heads]

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
        before = [row for row in self._model.rows[: at + 1] if not row[1]][::-1] if at >= 0 else []
        self._model.take(places, titles)
        rows = {row: number for number, row in enumerate(self._model.rows)}
        self.go_to(next((rows[row] for row in before if row in rows), -1))

    def place_at(self, index: Index) -> Place:
        """The place of a row; a heading's is its article."""
        place, heads = self._model.rows[index.row()]
        return Place(place.article, "") if heads else place

    def step(self, step: int) -> Place | None:
        """The place after the row that was gone to, or before it (-1), from the other end behind the last; goes there.

        None where there is none.
        """
        rows = self._model.rows
        at, count = self.currentIndex().row(), len(rows)
        start = at if at >= 0 else (-1 if step > 0 else count)
        for moved in range(1, count + 1):
            number = (start + step * moved) % count
            if not rows[number][1]:
                self.go_to(number)
                return rows[number][0]
        return None
