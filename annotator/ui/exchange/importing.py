"""An import before it is done: its format, the first articles, what would not come over, and what labels are called."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.faults import Fault
from annotator.model.labels.labels import LabelSet
from annotator.model.labels.layers import LayerMaps
from annotator.session.beside.looks import Ended, HowFar
from annotator.session.exchange.formats import formats
from annotator.session.exchange.previewing import Arrival, Preview
from annotator.ui.labels.labeltable import MOST_ROWS, LabelTable
from annotator.ui.labels.layertable import LayerTable
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.buttons import do_or_cancel
from annotator.ui.widgets.fields import ChoiceField
from annotator.ui.widgets.rows import colour_words
from annotator.ui.widgets.sizing import size_dialog

_TITLE, _OUTLET, _DATE, _ENTITIES, _QUOTES, _STATE = range(6)


class _Articles(QWidget):
    """The first articles, and of the current one how it begins and what is said of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: list[Arrival | Fault] = []
        self.view = QTreeWidget(self)
        self.view.setAccessibleName(self.tr("Articles"))
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        names = (self.tr("Title"), self.tr("Outlet"), self.tr("Date"), self.tr("Entities"), self.tr("Quotes"), "")
        self.view.setHeaderLabels(names)
        for column in (_ENTITIES, _QUOTES):
            self.view.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignCenter)
        self.view.setStyleSheet("QTreeView::item { padding: 3px 2px; }")
        head = self.view.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        head.setMaximumSectionSize(400)
        self._text = self._field(self.tr("How the article begins"))
        self._remarks = self._field(self.tr("What is left out of the article or does not come over"))
        self._remarks.setFixedHeight(96)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._remarks)
        self.view.currentItemChanged.connect(lambda *_: self._show())
        self._show()

    def _field(self, name: str) -> QPlainTextEdit:
        field = QPlainTextEdit(self)
        field.setReadOnly(True)
        field.setAccessibleName(name)
        field.setTabChangesFocus(True)
        return field

    def empty(self) -> None:
        """Show none."""
        self._shown = []
        self.view.clear()

    def take(self, preview: Preview, chosen: LayerMaps) -> None:
        """Show those that have come, with as many entities as they have where these layers are."""
        for arrival, known in preview.arrivals[len(self._shown) :]:
            self._add(arrival, self._cells(arrival, known))
        for row, (arrival, _) in enumerate(preview.arrivals):
            item = self.view.topLevelItem(row) if arrival.layers else None
            if item is not None:
                item.setText(_ENTITIES, QLocale().toString(arrival.entities_of(chosen.get(arrival.form, {}))))

    def take_faults(self, faults: Sequence[Fault]) -> None:
        """Show what could not be read, behind the articles."""
        for fault in faults:
            self._add(fault, [f"⚠ {fault.message}"])

    def _add(self, what: Arrival | Fault, cells: list[str]) -> None:
        self._shown.append(what)
        item = QTreeWidgetItem(cells)
        for column in (_ENTITIES, _QUOTES):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignCenter)
        self.view.addTopLevelItem(item)
        if len(self._shown) == 1:
            self.view.setCurrentItem(item)

    def _cells(self, arrival: Arrival, known: bool) -> list[str]:
        number = QLocale().toString
        remarks = len(arrival.notes) + sum(arrival.lost.counts.values())
        if known:
            state = self.tr("here already")
        elif remarks == 1:
            state = self.tr("1 remark")
        else:
            state = self.tr("{n} remarks").format(n=number(remarks)) if remarks else ""
        title = " ".join((arrival.title or arrival.file)[:200].split())
        date = (arrival.published or "")[:10]
        return [title, arrival.outlet or "", date, number(arrival.entities), number(arrival.quotes), state]

    def _show(self) -> None:
        at = self.view.currentIndex().row()
        what = self._shown[at] if 0 <= at < len(self._shown) else None
        remarks: list[str] = []
        words = ""
        if isinstance(what, Arrival):
            words = what.beginning
            remarks = [*what.notes, *map(str, what.losses)]
            more = sum(what.lost.counts.values()) - sum(loss.count for loss in what.losses)
            if more:
                remarks.append(self.tr("{n} more").format(n=QLocale().toString(more)))
        elif what is not None:
            words = str(what)
        self._text.setPlainText(words)
        self._remarks.setPlainText("\n".join(remarks))
        self._remarks.setVisible(bool(remarks))


class ImportDialog(QDialog):
    """Shows what would be imported, and asks what labels of other schemes are called. It stands beside the window.

    asked        the name of the format that it is to be read as, None for what stands in it
    stopped      it is not to be looked at any longer
    layered      other layers are to be entities
    accepted_so  what the labels of each format are called here, "" for left out, and which of its layers are
                 entities: it is to be imported so
    """

    asked = Signal(object)
    stopped = Signal()
    layered = Signal()
    accepted_so = Signal(dict, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import"))
        self.setModal(False)
        size_dialog(self, 1080, 640)
        self._theme = LIGHT
        self._wrong = False
        self._preview = Preview()
        self._chosen: LayerMaps = {}
        self._whole: bool | None = None  # not before it has been looked at, or that was stopped
        self._make()
        buttons, self._import = do_or_cancel(self, self.tr("&Import"))
        self._lay_out(buttons)
        self._stop.clicked.connect(self._on_stop)
        self._format.activated.connect(lambda _: self._on_format())
        self.layers.changed.connect(self.layered)

    def _make(self) -> None:
        self._format = ChoiceField(self)
        self._format.setAccessibleName(self.tr("Format"))
        self._format.addItem("", None)
        for each in formats().values():
            if each.read is not None:
                self._format.addItem(each.title, each.name)
        self.articles = _Articles(self)
        self._right = QWidget(self)
        self.layers = LayerTable(self._right)
        self._about_layers = self._words()
        self._about_layers.setText(self.tr("Whose spans are entities, and what their label is; it is remembered too."))
        self.labels = LabelTable(self._right)
        self._about_labels = self._words()
        self._summary = self._words()
        self._stop = QPushButton(self.tr("Stop looking"), self)
        self._stop.setAutoDefault(False)

    def _words(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return label

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("Format"), self._format)
        self._right.setFixedWidth(480)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self._about_layers)
        right.addWidget(self.layers)
        right.addWidget(self._about_labels)
        right.addWidget(self.labels, 1)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addWidget(self.articles, 1)
        columns.addWidget(self._right)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self._summary, 1)
        below.addWidget(self._stop)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addLayout(columns, 1)
        layout.addLayout(below)

    @property
    def summary(self) -> str:
        """What would come in, as it is shown."""
        return self._summary.text()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self._say(self.summary, wrong=self._wrong)

    def begin(self) -> None:
        """Show another import, as the format that stands in it."""
        self._format.setCurrentIndex(0)
        self._empty()
        self.articles.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _empty(self) -> None:
        self._preview, self._whole = Preview(), None
        self.articles.empty()
        self.labels.clear_choices()
        self.layers.clear_choices()
        self._right.hide()
        self._name_format()
        self._set_busy(True)
        self._say(self.tr("Looking at what would come in…"))

    def show_layers(self, preview: Preview, proposed: LayerMaps) -> LayerMaps:
        """Show the layers of what has been read so far, and give those that are to be entities."""
        layers = {form: found.layers for form, found in preview.layers.items()}
        self.layers.show_layers(layers, proposed, self._names_of(layers))
        for each in (self.layers, self._about_layers):
            each.setVisible(bool(layers))
        return self.layers.layers

    def show_preview(
        self,
        preview: Preview,
        chosen: LayerMaps,
        proposed: Mapping[tuple[str, str], Sequence[str]],
        ours: LabelSet,
    ) -> None:
        """Show what has been read so far; `proposed` and `ours` as for `LabelTable.show_labels`.

        chosen  which layers are entities, by format
        """
        self._preview, self._chosen = preview, chosen
        self.articles.take(preview, chosen)
        labels = preview.labels_by(chosen)
        every = {(form, label): times for form, of in labels.items() for label, times in of.items()}
        times = dict(sorted(every.items(), key=lambda each: (-each[1], each[0])))
        shown = dict(sorted([*times.items()][:MOST_ROWS]))
        self.labels.show_labels(shown, proposed, ours, self._names_of(labels))
        self._right.setVisible(bool(shown or preview.layers))
        for each in (self.labels, self._about_labels):
            each.setVisible(bool(shown))
        words = self.tr("What the labels are called here; it is remembered with the format.")
        if len(times) > MOST_ROWS:
            words += " " + self.tr("The {n} most frequent ones are shown, the others stay as they are.").format(
                n=QLocale().toString(MOST_ROWS)
            )
        self._about_labels.setText(words)
        self._name_format()
        if self._whole is not None:
            self._say_sums()

    def _names_of(self, forms: Collection[str]) -> dict[str, str]:
        """What formats are called where there are several; titles are long, and begin alike."""
        return {form: form or self.tr("Text") for form in forms} if len(forms) > 1 else {}

    def _name_format(self) -> None:
        known, number = formats(), QLocale().toString
        names = [(known[name].title if name else self.tr("Text"), count) for name, count in self._preview.forms.items()]
        found = ", ".join(name if len(names) == 1 else f"{name} ({number(count)})" for name, count in names)
        told = self._format.currentIndex() == 0
        self._format.setItemText(0, self.tr("As recognised: {formats}").format(formats=found)
                                 if told and found else self.tr("As recognised"))  # fmt: skip

    def take(self, what: Any) -> None:
        """Show how far it has been looked at, or that it has been to the end."""
        if isinstance(what, HowFar):
            self._say(self.tr("Looking at what would come in… articles: {n}").format(n=QLocale().toString(what.done)))
        elif isinstance(what, Ended):
            self._end(what.fault)

    def _end(self, fault: Fault | None, *, whole: bool = True) -> None:
        self._set_busy(False)
        self.articles.take_faults(self._preview.faults)
        if fault is not None:
            self._say(f"⚠ {fault}", wrong=True)
            return
        self._whole = whole
        self._import.setEnabled(self._preview.articles > 0)
        self._say_sums()

    def _say_sums(self) -> None:
        words = self._sums()
        if not self._whole:
            words += " " + self.tr("It was not looked at to the end: labels further on stay as they are.")
        self._say(f"⚠ {words}" if self._preview.failed else words, wrong=bool(self._preview.failed))

    def _sums(self) -> str:
        preview, number = self._preview, QLocale().toString
        new = preview.articles - preview.known
        one = (
            self.tr("1 article would come in")
            if new == 1
            else self.tr("{n} articles would come in").format(n=number(new))
        )
        parts = [one]
        for count, words in (
            (preview.known, self.tr("{n} here already")),
            (preview.failed, self.tr("{n} could not be read")),
            (preview.noted, self.tr("{n} with notes")),
        ):
            if count:
                parts.append(words.format(n=number(count)))
        sentence = ", ".join(parts) + "."
        lost = preview.lost_by(self._chosen)
        if lost:
            sentence += " " + self.tr("There is no place here for: {lost}. A file beside the project lists it.").format(
                lost=lost.sentence
            )
        return sentence

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self._wrong = wrong
        self._summary.setText(words)
        colour_words(self._summary, self._theme.error if wrong else None)

    def _set_busy(self, busy: bool) -> None:
        self._stop.setVisible(busy)
        self._import.setEnabled(False)

    def _on_format(self) -> None:
        self._empty()
        self.asked.emit(self._format.currentData())

    def _on_stop(self) -> None:
        self.stopped.emit()
        self._end(None, whole=False)

    def accept(self) -> None:
        if self._import.isEnabled():
            super().accept()
            self.accepted_so.emit(self.labels.labels, self.layers.layers)
