"""The changes of an article as rows: each in its context, with what it is before and after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from annotator.model.document import AnyAnnotation, Entity, Span
from annotator.model.finding.contexts import Context, in_context
from annotator.model.renewal import Change, Counts, Sort
from annotator.ui.describing import kind, shortened
from annotator.ui.menus import translated
from annotator.ui.widgets.kwic import paint_context
from annotator.ui.widgets.rowmodel import RowModel
from annotator.ui.widgets.rows import RowDelegate, RowView, fonts_of, paint_ground

Index = QModelIndex | QPersistentModelIndex

NameOf = Callable[[str | None], str]
"""What a speaker of an id is called, "" for nobody."""


def sort_words(sort: Sort) -> str:
    """What a sort of change is called."""
    return {
        Sort.NEW: translated("new"),
        Sort.GONE: translated("gone"),
        Sort.LABEL: translated("label"),
        Sort.BORDERS: translated("borders"),
        Sort.SPEAKER: translated("speaker"),
    }[sort]


def counts_words(counts: Counts, number: Callable[[int], str]) -> str:
    """How many changes there are by their sorts: "new 12 · gone 3"."""
    sums = {sort: sum(n for (_, each), n in counts.items() if each is sort) for sort in Sort}
    said = (translated("{sort} {n}").format(sort=sort_words(sort), n=number(n)) for sort, n in sums.items() if n)
    return " · ".join(said)


@dataclass(frozen=True)
class ChangeRow:
    """A change in its context, and what becomes of what, in words."""

    change: Change
    context: Context
    words: str


def row_of(change: Change, text: str, name_of: NameOf) -> ChangeRow:
    """A change of an article of this text."""
    return ChangeRow(change, in_context(text, _shown(change)), _words(change, text, name_of))


def _shown(change: Change) -> Span:
    return (change.after or change.there).extent


def _words(change: Change, text: str, name_of: NameOf) -> str:
    before, after = change.before, change.after
    if before is None or after is None:
        return translated("{sort}: {label}").format(sort=sort_words(change.sort), label=_label(change.there))
    if change.sort is Sort.LABEL:
        was, now = _label(before), _label(after)
    elif change.sort is Sort.BORDERS:
        was, now = (shortened(text[slice(*each.extent)], 24) for each in (before, after))
    else:
        was, now = (name_of(each.speaker) or translated("nobody") for each in (before, after))
    if was == now:
        return translated("{label}: {sort} changes").format(label=_label(after), sort=sort_words(change.sort))
    return translated("{label}: {was} → {now}").format(label=_label(after), was=was, now=now)


def _label(annotation: AnyAnnotation) -> str:
    return annotation.label if isinstance(annotation, Entity) else kind(annotation)


class _Changes(RowModel[ChangeRow]):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.left_out: frozenset[str] = frozenset()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.context.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            left = self.tr("left out") if row.change.label in self.left_out else ""
            return ", ".join(filter(None, ("".join(row.context), row.words, left)))
        return None


class _Delegate(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, round(fonts_of(option.font).line) + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Changes)
        row, fonts, theme = model.rows[index.row()], fonts_of(option.font), self.theme
        paint_ground(painter, option, theme, current=False)
        live = row.change.label not in model.left_out
        gone = row.change.sort is Sort.GONE
        paint_context(painter, option.rect, row.context, row.words, fonts, theme, live=live, struck=gone and live)


class ChangeList(RowView):
    """The changes of an article; Enter and a click choose one."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._model = _Changes(self)
        self.setUniformRowHeights(True)
        self.setItemDelegate(_Delegate(self))
        self.setModel(self._model)

    @property
    def rows(self) -> list[ChangeRow]:
        """What is listed."""
        return self._model.rows

    def show_changes(self, rows: Sequence[ChangeRow]) -> None:
        """List these."""
        self._model.take(rows)

    def leave_out(self, labels: frozenset[str]) -> None:
        """Show the changes of these labels, "" for quotes, as what is not wanted."""
        self._model.left_out = labels
        self.viewport().update()

    def change_at(self, index: Index) -> Change:
        """The change of a row."""
        return self._model.rows[index.row()].change
