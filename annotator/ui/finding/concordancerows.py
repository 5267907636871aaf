"""Mentions as the rows of a table: the words below one another in their context, and what was decided about each."""

from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QWidget

from annotator.model.document import Decision
from annotator.model.finding.concordance import Mention, Odd
from annotator.ui.menus import translated
from annotator.ui.theme import Theme
from annotator.ui.widgets.glyphs import Glyph, paint_glyph
from annotator.ui.widgets.kwic import paint_context
from annotator.ui.widgets.rows import PAD, Fonts, RowDelegate, RowView, fonts_of, paint_ground, words_at
from annotator.ui.widgets.ticks import paint_tick

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Column(IntEnum):
    """The columns of the table."""

    ODD = 0
    CONTEXT = 1
    LABEL = 2
    SPEAKER = 3
    DECISION = 4
    ARTICLE = 5
    BY = 6


_WIDTHS = {
    Column.ODD: 110,
    Column.LABEL: 90,
    Column.SPEAKER: 110,
    Column.DECISION: 80,
    Column.ARTICLE: 130,
    Column.BY: 60,
}

_MENDS: dict[int, str] = {
    Qt.Key.Key_L: "label",
    Qt.Key.Key_S: "speaker",
    Qt.Key.Key_A: "accept",
    Qt.Key.Key_X: "reject",
    Qt.Key.Key_Delete: "reject",
    **{Qt.Key.Key_0 + digit: str(digit) for digit in range(1, 10)},
}
"""What the keys do, as in the article: those of its commands as they come, whatever they were changed to there."""
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier

_WHERE_ODD = {Odd.LABEL: Column.LABEL, Odd.UNMARKED: Column.LABEL, Odd.SPEAKER: Column.SPEAKER}
_COLUMNS = len(Column)  # the view asks for it once for each row


def odd_words(odd: Odd | None) -> str:
    """In what a mention is unlike most others of its words."""
    if odd is None:
        return ""
    return {
        Odd.LABEL: translated("other label"),
        Odd.SPEAKER: translated("other speaker"),
        Odd.UNMARKED: translated("unmarked"),
    }[odd]


def decision_words(decision: Decision | None) -> str:
    """What was decided."""
    return {
        None: "",
        Decision.PENDING: translated("pending"),
        Decision.ACCEPTED: translated("accepted"),
        Decision.CORRECTED: translated("corrected"),
        Decision.ADDED: translated("added"),
        Decision.REJECTED: translated("rejected"),
    }[decision]


class _Mentions(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Mention] = []
        self.ticked: set[tuple[str, tuple[int, int], str | None]] = set()
        self.name_of: Callable[[str | None], str] = lambda name: name or ""

    def take(self, rows: Sequence[Mention]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def tell(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(Column) - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else _COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.ODD: "",
            Column.CONTEXT: self.tr("In context"),
            Column.LABEL: self.tr("Label"),
            Column.SPEAKER: self.tr("Speaker"),
            Column.DECISION: self.tr("Decision"),
            Column.ARTICLE: self.tr("Article"),
            Column.BY: self.tr("By"),
        }[Column(section)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row, Column(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            chosen = self.tr("ticked") if _key(row) in self.ticked else ""
            said = [self.words(row, column) for column in Column if column not in (Column.ODD, Column.CONTEXT)]
            return ", ".join(filter(None, (chosen, odd_words(row.odd), "".join(row.context), *said)))
        return None

    def words(self, row: Mention, column: Column) -> str:
        """What stands in a column."""
        if column is Column.ODD:  # one by one: of each row it is asked seven times
            return odd_words(row.odd)
        if column is Column.CONTEXT:
            return row.context.words
        if column is Column.LABEL:
            return row.label or self.tr("not marked")
        if column is Column.SPEAKER:
            return self.name_of(row.speaker)
        if column is Column.DECISION:
            return decision_words(row.decision)
        return (row.title or self.tr("Without a title")) if column is Column.ARTICLE else row.by or ""


def _key(row: Mention) -> tuple[str, tuple[int, int], str | None]:
    return row.document_id, tuple(row.span), row.annotation  # type: ignore[return-value]


class _Delegate(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, round(fonts_of(option.font).line) + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = index.model(), option.widget
        assert isinstance(model, _Mentions)
        assert isinstance(view, MentionTable)
        row, fonts, theme, column = model.rows[index.row()], view.fonts, self.theme, Column(index.column())
        here = index.row() == view.currentIndex().row()
        paint_ground(painter, option, theme, current=here and column is Column.ODD)
        rejected = row.decision is Decision.REJECTED
        if column is Column.CONTEXT:
            paint_context(painter, option.rect, row.context, "", fonts, theme, live=not rejected, struck=rejected)
            return
        y = option.rect.y() + 3 + fonts.normal_metrics.ascent()
        if column is Column.ODD:
            self._paint_odd(painter, option, row, fonts, theme, y, ticked=_key(row) in model.ticked)
            return
        ink = theme.muted if column in (Column.ARTICLE, Column.BY) or not row.label else theme.text
        if row.odd is not None and column is _WHERE_ODD[row.odd]:
            ink = theme.chip_open
        words_at(painter, option.rect.x() + 4, y, option.rect.width() - 8, model.words(row, column), fonts.small, ink)

    def _paint_odd(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        row: Mention,
        fonts: Fonts,
        theme: Theme,
        y: float,
        *,
        ticked: bool,
    ) -> None:
        x = paint_tick(painter, option.rect.x() + PAD, y, fonts, theme, ticked=ticked)
        if row.odd is None:
            return
        side = round(fonts.normal_metrics.capHeight()) + 1
        paint_glyph(painter, QRectF(x, y - side + 1, side, side), Glyph.ALERT, theme.chip_open)
        x += side + 5
        words_at(painter, x, y, option.rect.right() - x, odd_words(row.odd), fonts.small, theme.chip_open)


class MentionTable(RowView):
    """Mentions: Enter and a click go to one; Space and a click on its box tick it, G all alike, U all unlike most.

    mending  a key was pressed that does something to them, see `ConcordanceDialog.mending`
    ticking  others are ticked than before
    sorted   the column by which a person wants them sorted
    """

    mending = Signal(str)
    ticking = Signal()
    sorted = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._model = _Mentions(self)
        self._begun = False
        self.setUniformRowHeights(True)
        self.setItemDelegate(_Delegate(self))
        self.setModel(self._model)
        self.setHeaderHidden(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(Column.CONTEXT, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        header.sectionClicked.connect(self.sorted)
        self.selectionModel().currentChanged.connect(lambda _: self.viewport().update())

    @property
    def rows(self) -> list[Mention]:
        """What is listed."""
        return self._model.rows

    @property
    def ticked(self) -> list[Mention]:
        """Those that are ticked, in the order in which they stand."""
        ticked = self._model.ticked
        return [row for row in self._model.rows if _key(row) in ticked] if ticked else []

    @property
    def meant(self) -> list[Mention]:
        """Those that something is done to: what is ticked, else the current one."""
        at = self.currentIndex().row()
        return self.ticked or self._model.rows[at : at + 1] if at >= 0 else []

    def show_mentions(
        self, rows: Sequence[Mention], name_of: Callable[[str | None], str], *, more: bool = False
    ) -> None:
        """List these; `name_of` says what a speaker is called. Those that are still there stay ticked.

        more  whether others are still looked for
        """
        at = -1 if self._begun else self.currentIndex().row()
        here = _key(self._model.rows[at]) if at >= 0 else None
        self._begun = self._begun and more
        self._model.name_of = name_of
        self._model.take(rows)
        if self._model.ticked:
            self._model.ticked &= set(map(_key, rows))
        found = next((n for n, row in enumerate(rows) if _key(row) == here), at) if here is not None else at
        self.go_to(min(max(found, 0), len(rows) - 1))
        self.ticking.emit()

    def mention_at(self, index: Index) -> Mention:
        """The mention of a row."""
        return self._model.rows[index.row()]

    def tick(self, rows: Sequence[Mention], *, on: bool) -> None:
        """Tick rows, or no more."""
        keys = set(map(_key, rows))
        self._model.ticked = self._model.ticked | keys if on else self._model.ticked - keys
        self._model.tell()
        self.ticking.emit()

    def turn(self, row: int) -> None:
        """Tick a row, or no more."""
        mention = self._model.rows[row]
        self.tick([mention], on=_key(mention) not in self._model.ticked)

    def turn_group(self, row: int) -> None:
        """Tick all that are marked as a row is, or no more."""
        mention = self._model.rows[row]
        group = [each for each in self._model.rows if each.group == mention.group]
        self.tick(group, on=_key(mention) not in self._model.ticked)

    def turn_unlike(self) -> None:
        """Tick all that are unlike most, or no more."""
        odd = [each for each in self._model.rows if each.odd is not None]
        self.tick(odd, on=not all(_key(each) in self._model.ticked for each in odd))

    def turn_all(self) -> None:
        """Tick all of them, or none."""
        self.tick(self.rows, on=len(self.ticked) < len(self.rows))

    def begin(self) -> None:
        """Other mentions are looked for: the first of them will be the current one."""
        self._begun = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row >= 0 and event.key() == Qt.Key.Key_Space:
            self.turn(row)
        elif row >= 0 and event.key() == Qt.Key.Key_G and not event.modifiers():
            self.turn_group(row)
        elif event.key() == Qt.Key.Key_U and not event.modifiers():
            self.turn_unlike()
        elif event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.turn_all()
        elif row >= 0 and not event.modifiers() & _HELD and (what := _MENDS.get(event.key())):
            self.mending.emit(what)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid() and at.x() <= PAD + self.fonts.line and self._clicked(event):
            self.turn(index.row())
        else:
            super().mouseReleaseEvent(event)
