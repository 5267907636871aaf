"""Lists of places in the project: articles as headings, and below each what is to be said about it."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from annotator.session.finding.places import Place
from annotator.session.finding.ticked import Key, Ticked, key_of
from annotator.ui.widgets.placerows import ROW, PlaceDelegate, PlaceRow, counted, is_article, rule_words
from annotator.ui.widgets.plain import as_tip
from annotator.ui.widgets.rows import PAD, RowView

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Headed: TypeAlias = Callable[[Place], str]
"""What stands above a place, where that is not its article's title."""
_ROOT = QModelIndex()


class _Places(QAbstractListModel):
    """The rows: a place alone stands for its article's heading where nothing else is said of it."""

    def __init__(self, view: "PlaceList") -> None:
        super().__init__(view)
        self._view = view
        self.rows: list[tuple[Place, int | None]] = []
        """A place and None, or the first place below a heading and how many are, for the heading."""
        self.titles: Mapping[str, str] = {}
        self.headed: Headed | None = None
        self.judged = True
        self.noted = False
        self.ticked: Ticked | None = None

    def take(self, places: Sequence[Place], titles: Mapping[str, str], headed: Headed | None) -> None:
        rows: list[tuple[Place, int | None]] = []
        for _, below in groupby(places, key=headed or _article):
            group = list(below)
            inner = group if headed else [place for place in group if not is_article(place)]
            rows.append((group[0], len(inner)))
            rows += [(place, None) for place in inner]
        anew, self.titles, self.headed = headed is not self.headed, titles, headed
        if rows[: len(self.rows)] == self.rows and self.rows and not anew:  # there are only more of them
            if len(rows) > len(self.rows):
                self.beginInsertRows(_ROOT, len(self.rows), len(rows) - 1)
                self.rows = rows
                self.endInsertRows()
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def tick(self, ticked: Ticked | None) -> None:
        self.ticked = ticked
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def below(self, number: int) -> list[Place]:
        """The places below a heading; the one of a row that is none, or of an article that is one itself."""
        place, heads = self.rows[number]
        inner = [each for each, _ in self.rows[number + 1 : number + 1 + (heads or 0)]]
        return [place, *inner] if not inner or (is_article(place) and not self.headed) else inner

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def title(self, place: Place) -> str:
        return self.titles.get(place.article, "") or self.tr("Without a title")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        place, heads = self.rows[index.row()]
        if role == ROW:
            here = self._view.is_here(index) and not self._view.hasFocus()
            return self.row(index.row()), here
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(place) if heads is not None else place.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip((place.remark or place.words) if heads is None else self.heading(place))
        return None

    def row(self, number: int) -> PlaceRow:
        """A row as it is painted."""
        place, heads = self.rows[number]
        beside = counted(heads) if heads is not None else self._beside(place)
        words = self.heading(place) if heads is not None else ""
        ticks = self.ticked is not None
        return PlaceRow(place, words, heads or 0, beside, self.judged, self._ticked(number), ticks, self.noted)

    def heading(self, place: Place) -> str:
        return self.headed(place) if self.headed else self.title(place)

    def _beside(self, place: Place) -> str:
        where = self.title(place) if self.headed else ""
        return " · ".join(filter(None, (rule_words(place.sort), where, place.by, place.at[:10])))

    def _ticked(self, number: int) -> bool | None:
        """Whether a row is ticked; None for a heading below which only some are."""
        if self.ticked is None:
            return True
        found = {key_of(place) in self.ticked for place in self.below(number)}
        return found.pop() if len(found) == 1 else None

    def _spoken(self, number: int) -> str:
        place, heads = self.rows[number]
        ticked = {True: self.tr("ticked"), False: self.tr("not ticked"), None: self.tr("some of them ticked")}
        said = [] if self.ticked is None else [ticked[self._ticked(number)]]
        flagged = self.tr("flagged") if place.flagged and (heads is None or is_article(place)) else ""
        if heads is not None:
            number_below = self.tr("{n} in all").format(n=counted(heads)) if heads else ""
            return ", ".join(filter(None, (self.heading(place), number_below, flagged, *said)))
        if place.around is not None or place.remark or is_article(place):
            before, after = place.around if place.around is not None and not place.remark else ("", "")
            there = f"{before}{place.words}{after}" or self.tr("the article")
            return ", ".join(filter(None, (flagged, place.remark, there, place.sort, self.title(place), *said)))
        return ", ".join(filter(None, (self.severity(place), place.words, self.title(place), *said)))

    def severity(self, place: Place) -> str:
        """How bad it is, in a word; "" where nothing is wrong with any of them."""
        if not self.judged:
            return ""
        return self.tr("error") if place.severe else self.tr("warning")


def _article(place: Place) -> str:
    return place.article


class PlaceList(RowView):
    """Places below the titles of their articles; Enter and a click choose one, or an article by its heading.

    judged  says whether each is told as an error or a warning
    ticks   has each row ticked, or not: by Space, by a click on its box; a heading ticks all that stand below it

    turned      the keys of places that are to be ticked, or not to be ticked any more
    all_turned  all of them are
    asked       one of the keys was pressed that it `asks` about, or a menu is wanted: the row's place, and the event
    """

    turned = Signal(object)
    all_turned = Signal()
    asked = Signal(object, object)

    def __init__(self, name: str, parent: QWidget | None = None, *, judged: bool = True, ticks: bool = False) -> None:
        super().__init__(name, parent)
        self._model = _Places(self)
        self._model.judged = judged
        self._model.ticked = Ticked() if ticks else None
        self.asks: Callable[[QKeyEvent], bool] = lambda event: False
        self.setUniformRowHeights(True)
        self.setItemDelegate(PlaceDelegate(self))
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

    def show_places(
        self,
        places: Sequence[Place],
        titles: Mapping[str, str],
        headed: Headed | None = None,
        *,
        noted: bool = False,
    ) -> None:
        """List other places, those of one heading one after another; `titles` by the articles' ids.

        noted  whether notes and flags are what is listed, rather than what was found

        The row that was gone to stays so; where it is gone, the one before it does: the next one is the next.
        """
        at = self.currentIndex().row()
        before = [row for row in self._model.rows[: at + 1] if row[1] is None][::-1] if at >= 0 else []
        self._model.noted = noted
        self._model.take(places, titles, headed)
        if not before:
            self.go_to(-1)
            return
        rows = {row: number for number, row in enumerate(self._model.rows)}
        keys = {key_of(place): number for (place, heads), number in rows.items() if heads is None}
        left = (rows.get(row, keys.get(key_of(row[0]))) for row in before)  # what is said of it may be different now
        self.go_to(next((number for number in left if number is not None), -1))

    def tick(self, ticked: Ticked) -> None:
        """Show which places are ticked."""
        self._model.tick(ticked)

    def place_at(self, index: Index) -> Place:
        """The place of a row; an article's heading is the article, another one the first place below it."""
        place, heads = self._model.rows[index.row()]
        return place if heads is None or self._model.headed else Place(place.article, "")

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        if not self.takes(event):
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_turned.emit()
        elif not at.isValid():
            event.ignore()
        elif event.key() == Qt.Key.Key_Space:
            self._turn(at)
        else:
            self.asked.emit(self.place_at(at), event)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key ticks, or is one that is asked about."""
        space = event.key() == Qt.Key.Key_Space and not event.modifiers()
        ticks = self._model.ticked is not None and (space or event.matches(QKeySequence.StandardKey.SelectAll))
        return ticks or self.asks(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        on_box = self._model.ticked is not None and at.x() <= PAD + self.fonts.line
        if on_box and index.isValid() and self._clicked(event):
            self._turn(index)
        else:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            self.asked.emit(self.place_at(index), event)

    def _turn(self, index: Index) -> None:
        keys: list[Key] = [key_of(place) for place in self._model.below(index.row())]
        self.turned.emit(keys)
