"""The labels of a draft in their order, each with its colour, key and how many entities it gets."""

from collections.abc import Mapping

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.model.labels.labeldraft import Draft, Usage
from annotator.model.labels.labels import Field, Wrong
from annotator.ui.palette import Palette
from annotator.ui.theme import LIGHT, Theme

_NAME, _KEY, _ENTITIES = range(3)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SWATCH = 14
_ACTS = {Qt.Key.Key_Insert: "new", Qt.Key.Key_Delete: "remove", Qt.Key.Key_F2: "name"}
_MOVES = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}


class LabelList(QTreeWidget):
    """Shows a draft. Ins makes a label, Del takes one out, F2 goes to its name, Alt with the arrows moves it.

    acted    what is to be done to the current label
    chosen   another one is current
    """

    acted = Signal(str)
    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._filling = False
        self.setAccessibleName(self.tr("Labels"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHeaderLabels([self.tr("Label"), self.tr("Key"), self.tr("Entities")])
        self.headerItem().setTextAlignment(_ENTITIES, _RIGHT)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setStyleSheet("QTreeView::item { padding: 3px 2px; }")
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.currentItemChanged.connect(self._on_current)

    @property
    def place(self) -> int:
        """Which label is current, from 0; -1 where none is."""
        item = self.currentItem()
        return -1 if item is None else self.indexOfTopLevelItem(item)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme from the next time on."""
        self._theme = theme

    def show_draft(self, draft: Draft, wrongs: Mapping[int, Wrong], usage: Usage | None, place: int) -> None:
        """Show the labels, and make the one at a place current.

        wrongs  what is wrong with those with which something is, by their places
        usage   how much labels are used, None while that is not known
        """
        labels = draft.labels
        colours = {n: c for n, c in labels.own_colours.items() if not _pale(draft, wrongs, n)}
        palette = Palette(labels.hues, colours, dark=self._theme.dark)
        self._filling = True
        self.clear()
        for number, row in enumerate(draft.rows):
            label = row.label
            key = labels.digits.get(label.name) or labels.letters.get(label.name) or ""
            count = "" if usage is None else QLocale().toString(draft.use(number, usage).entities)
            wrong = wrongs.get(number)
            item = QTreeWidgetItem([self._title(label.name, label.hidden, wrong), key, count])
            item.setIcon(_NAME, self._swatch(palette.colour_of(label.name).ink))
            item.setTextAlignment(_ENTITIES, _RIGHT)
            if wrong is not None or label.hidden:
                ink = self._theme.error if wrong is not None else self._theme.muted
                item.setForeground(_NAME, QBrush(QColor(ink)))
            if wrong is not None:
                item.setData(_NAME, Qt.ItemDataRole.AccessibleTextRole, f"{label.name}: {wrong.why}")
            self.addTopLevelItem(item)
        current = self.topLevelItem(min(max(place, 0), len(draft.rows) - 1))
        if current is not None:
            self.setCurrentItem(current)
        self._filling = False
        self.chosen.emit()

    def _on_current(self) -> None:
        if not self._filling:
            self.chosen.emit()

    def _swatch(self, colour: str) -> QIcon:
        """A colour with the page's around it: without, it is lost where the chosen row has much the same."""
        swatch = QPixmap(_SWATCH, _SWATCH)
        swatch.fill(QColor(self._theme.background))
        painter = QPainter(swatch)
        painter.fillRect(swatch.rect().adjusted(1, 1, -1, -1), QColor(colour))
        painter.end()
        return QIcon(swatch)

    def _title(self, name: str, hidden: bool, wrong: Wrong | None) -> str:
        if wrong is not None:
            return f"⚠ {name}"
        return self.tr("{label} (hidden)").format(label=name) if hidden else name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = _MOVES if event.modifiers() == Qt.KeyboardModifier.AltModifier else _ACTS
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            self.acted.emit(act)


def _pale(draft: Draft, wrongs: Mapping[int, Wrong], name: str) -> bool:
    """Whether a label's own colour is none that can be shown."""
    return any(w.field is Field.COLOUR and draft.rows[place].label.name == name for place, w in wrongs.items())
