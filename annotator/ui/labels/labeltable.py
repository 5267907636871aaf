"""What the labels of an input are called here: a row for each, with what is proposed and all else to choose."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from annotator.model.labels.labels import LabelSet
from annotator.ui.widgets.fields import ChoiceField

MOST_ROWS = 200
"""How many labels can be called something else; a scheme with more is none of entities."""
_THEIRS, _TIMES, _OURS, _ABOUT = range(4)


class _Choice(ChoiceField):
    """A label of the project, a new one that is typed, or none."""

    def __init__(self, theirs: str, ours: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setCompleter(None)  # type: ignore[arg-type]  # it would make LOC of a new label LO
        self.setInsertPolicy(ChoiceField.InsertPolicy.NoInsert)
        self.setAccessibleName(self.tr("What {label} is called here").format(label=theirs))
        for label in ours:
            self.addItem(label, label)
        self._left_out = self.tr("(leave out)")
        self.addItem(self._left_out, "")
        field = self.lineEdit()
        assert field is not None
        field.setPlaceholderText(self._left_out)

    @property
    def label(self) -> str:
        """The label that is chosen, "" to leave its entities out."""
        words = self.currentText().strip()
        return "" if words == self._left_out else words

    def choose(self, label: str) -> None:
        """Choose a label, or "" to leave its entities out."""
        self.setCurrentText(label or self._left_out)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel goes through the table: passing over a choice must not change it."""
        event.ignore()


class LabelTable(QTableWidget):
    """A row for each label: what it is called there, how often it stands there, and what it is to be called here.

    chosen  somebody has chosen something
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._ours = LabelSet()
        self._theirs: list[tuple[str, str]] = []  # by scheme and label
        self._decided: dict[tuple[str, str], str] = {}
        self._examples: Mapping[tuple[str, str], str] = {}
        self._filling = False
        self.setAccessibleName(self.tr("Labels"))
        self.setHorizontalHeaderLabels([self.tr("There"), self.tr("Times"), self.tr("Here"), ""])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes from choice to choice, not from cell to cell
        self.setTabKeyNavigation(False)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(_THEIRS, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_TIMES, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_OURS, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(_ABOUT, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(_OURS, 150)
        head.setMaximumSectionSize(220)

    def clear_choices(self) -> None:
        """Forget what was chosen: it is about other labels."""
        self._decided = {}
        self._theirs = []
        self.setRowCount(0)

    def show_labels(
        self,
        times: Mapping[tuple[str, str], int],
        proposed: Mapping[tuple[str, str], Sequence[str]],
        ours: LabelSet,
        schemes: Mapping[str, str] = MappingProxyType({}),
        examples: Mapping[tuple[str, str], str] = MappingProxyType({}),
    ) -> None:
        """Show labels; what somebody has chosen already stays, the others become what is likeliest.

        times     how often each stands there, by scheme and label; the first ones are shown
        proposed  what each may be called, the likeliest first, "" for left out
        ours      the project's labels
        schemes   the schemes' names by the schemes, where there are several
        examples  words that each stands for
        """
        self._examples = examples
        theirs = list(times)[:MOST_ROWS]
        if theirs != self._theirs or ours != self._ours:
            self._theirs, self._ours = theirs, ours
            self._filling = True
            self._fill(proposed, schemes)
            self._filling = False
        for row, label in enumerate(theirs):
            cell = self.item(row, _TIMES)
            assert cell is not None
            cell.setText(QLocale().toString(times[label]))

    def _fill(self, proposed: Mapping[tuple[str, str], Sequence[str]], schemes: Mapping[str, str]) -> None:
        self.setRowCount(0)
        self.setRowCount(len(self._theirs))
        before: QWidget = self
        for row, theirs in enumerate(self._theirs):
            likely = list(filter(None, proposed[theirs]))
            scheme, label = theirs
            name = f"{label} ({schemes[scheme]})" if scheme in schemes else label
            choice = _Choice(name, tuple(dict.fromkeys((*likely, *(each.name for each in self._ours.offered)))), self)
            for column in (_THEIRS, _TIMES, _ABOUT):
                cell = QTableWidgetItem(name if column == _THEIRS else "")
                cell.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.setItem(row, column, cell)
            self.setCellWidget(row, _OURS, choice)
            self.setTabOrder(before, choice)  # Tab would come to it behind the dialog's buttons
            before = choice
            choice.currentTextChanged.connect(lambda _, row=row: self._on_chosen(row))
            choice.choose(self._decided.get(theirs, proposed[theirs][0]))
            self._describe(row)
            self.setRowHeight(row, choice.sizeHint().height() + 6)

    def choice(self, row: int) -> "_Choice":
        """The field of a row."""
        widget = self.cellWidget(row, _OURS)
        assert isinstance(widget, _Choice)
        return widget

    @property
    def labels(self) -> dict[str, dict[str, str]]:
        """What the labels of each scheme are to be called here, "" where their entities are left out."""
        labels: dict[str, dict[str, str]] = {}
        for row, (scheme, label) in enumerate(self._theirs):
            labels.setdefault(scheme, {})[label] = self.choice(row).label
        return labels

    def _on_chosen(self, row: int) -> None:
        self._describe(row)
        if not self._filling:
            self._decided[self._theirs[row]] = self.choice(row).label
            self.chosen.emit()

    def _describe(self, row: int) -> None:
        label = self.choice(row).label
        if not label:
            words = self.tr("its entities are left out")
        elif label not in self._ours.by_name:
            words = self.tr("a new label")
        else:
            words = self._ours.of(label).description
        example = self._examples.get(self._theirs[row])
        if example:
            words = " · ".join(filter(None, (self.tr("“{words}”").format(words=example), words)))
        cell = self.item(row, _ABOUT)
        if cell is not None:
            cell.setText(words)
