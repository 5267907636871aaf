"""The dialog in which a project's labels are changed: the list, the fields of one of them, and what it would do."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.labels.labeldraft import Draft, Effect, Usage, Use
from annotator.model.labels.labels import Label, LabelSet, Wrong, usual
from annotator.ui.labels.labelform import LabelForm
from annotator.ui.labels.labellist import LabelList
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.rows import colour_words
from annotator.ui.widgets.sizing import size_dialog

MOST_EFFECTS = 4
"""How many effects are told one by one."""


class LabelDialog(QDialog):
    """Shows a draft of the label set. It holds what is typed and nothing else; `applied` is done by somebody else.

    applied   the draft is to be the project's labels
    stopped   what is being done is not wanted any more
    reading   another set is to be read from a file
    writing   the set as it stands is to be written to one
    """

    applied = Signal(object)
    stopped = Signal()
    reading = Signal()
    writing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Labels"))
        self.setModal(True)  # nothing may be edited while all articles are changed
        size_dialog(self, 940, 640)
        self._theme = LIGHT
        self.draft = self._first = Draft.of(LabelSet())
        self._usage: Usage | None = None
        self._keys: Mapping[str, str] = {}
        self._wrongs: list[Wrong] = []
        self._busy = self._read_only = False
        self.list, self.form = LabelList(self), LabelForm(self)
        self._make()
        self._lay_out()
        self.list.chosen.connect(self._on_chosen)
        self.list.acted.connect(self._act)
        for name, button in self._buttons.items():
            if button.menu() is None:
                button.clicked.connect(lambda _=False, name=name: self._act(name))
        self._into.aboutToShow.connect(self._fill_into)
        self.form.edited.connect(self._on_edited)
        self._read.clicked.connect(self.reading)
        self._write.clicked.connect(self.writing)
        self._box.accepted.connect(lambda: self.applied.emit(self.draft))
        self._box.rejected.connect(self.reject)

    def _make(self) -> None:
        self._sets, self._into = QMenu(self), QMenu(self)
        self._buttons = {
            "new": self._button(self.tr("&New")),
            "up": self._button(self.tr("&Up")),
            "down": self._button(self.tr("&Down")),
            "merge": self._button(self.tr("&Merge into"), self._into),
            "remove": self._button(self.tr("R&emove")),
        }
        self._ready = self._button(self.tr("Read&y-made"), self._sets)
        self._read = self._button(self.tr("&Read a file…"))
        self._write = self._button(self.tr("&Write a file…"))
        self._preview, self._note = self._words(), self._words()
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._apply = self._box.addButton(self.tr("A&pply"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._apply.setDefault(True)
        self._box.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)

    def _button(self, words: str, menu: QMenu | None = None) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        if menu is not None:
            button.setMenu(menu)
        return button

    def _words(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return label

    def _lay_out(self) -> None:
        acts, files, top = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((acts, tuple(self._buttons.values())), (files, (self._ready, self._read, self._write))):
            row.setSpacing(8)
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addLayout(acts)
        right.addWidget(self.form)
        right.addStretch(1)
        right.addLayout(files)
        top.setSpacing(18)
        top.addLayout(left, 5)
        top.addLayout(right, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(top, 1)
        for part in (self._preview, self._note, self._bar, self._box):
            layout.addWidget(part)
        stops = (self.list, *self.form.tab_stops(), *self._buttons.values(), self._ready, self._read, self._write)
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    # What is shown

    @property
    def preview(self) -> str:
        """What it would do, as it is shown."""
        return self._preview.text()

    @property
    def note(self) -> str:
        """What is wrong or was said last, as it is shown."""
        return self._note.text()

    @property
    def busy(self) -> bool:
        """Whether what was applied is still being done."""
        return self._busy

    @property
    def counted(self) -> bool:
        """Whether it is known how much the labels are used."""
        return self._usage is not None

    def show_labels(
        self,
        labels: LabelSet,
        keys: Mapping[str, str],
        ready: Sequence[tuple[str, LabelSet]],
        *,
        read_only: bool = False,
    ) -> None:
        """Begin anew with a project's labels.

        keys       the letters that commands have, with the commands' titles
        ready      the sets that come with the program, with their titles
        read_only  whether they can be seen and written to a file only
        """
        self._read_only = read_only
        self._keys, self._usage = keys, None
        self.draft = self._first = Draft.of(labels)
        self._sets.clear()
        for title, each in ready:
            action = self._sets.addAction(title.replace("&", "&&"))
            action.triggered.connect(lambda _=False, each=each: self.take(each))
        self.show_idle()
        self._show(0)
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_usage(self, usage: Usage) -> None:
        """Show how much the labels are used, those too that only entities have."""
        self._usage = usage
        self.draft, self._first = self.draft.knowing(usage), self._first.knowing(usage)
        self._show(self.list.place)

    def take(self, labels: LabelSet) -> None:
        """Have the labels of another set in the draft. Those in use stay, hidden."""
        used = self._usage if self._usage is not None else self.draft.before.by_name
        self._change(self.draft.taking(labels, used), 0)

    def show_busy(self) -> None:
        """Show that it is being done."""
        self._busy = True
        self._say(self.tr("Changing the articles…"))
        self.set_progress(0, None)
        self._settle()

    def set_progress(self, done: int, total: int | None) -> None:
        """Say how far it is."""
        self._bar.setRange(0, max(1, total or 1))  # it does not run to and fro while nothing is known
        self._bar.setValue(done)

    def show_idle(self, note: str = "", *, fault: bool = False) -> None:
        """Show that nothing goes on, and say something, which may be what went wrong."""
        self._busy = False
        self._say(note, fault=fault)
        self._settle()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self.list.set_theme(theme)
        self.form.set_theme(theme)
        self._show(self.list.place)

    def reject(self) -> None:
        """Close it; while it is being done, have that stopped."""
        if self._busy:
            self.stopped.emit()
        else:
            super().reject()

    def _say(self, words: str, *, fault: bool = False) -> None:
        if not words and self._read_only:
            words = self.tr("This project may only be read: its labels cannot be changed.")
        self._note.setText(f"⚠ {words}" if fault else words)
        self._note.setVisible(bool(words))
        colour_words(self._note, self._theme.error if fault else None)

    def _change(self, draft: Draft, place: int) -> None:
        self.draft = draft
        self._say("")
        self._show(place)

    def _show(self, place: int) -> None:
        self._wrongs = self.draft.wrongs(self._keys)
        first = {wrong.place: wrong for wrong in reversed(self._wrongs)}
        self.list.show_draft(self.draft, first, self._usage, place)
        self._preview.setText(self._previewed())
        self._settle()

    def _settle(self) -> None:
        """Brings what can be done to what is shown."""
        place, count = self.list.place, len(self.draft.rows)
        for widget in (self.list, self.form, self._ready, self._read, self._write):
            widget.setEnabled(not self._busy)
        can = {"new": True, "up": place > 0, "down": 0 <= place < count - 1, "merge": count > 1, "remove": place >= 0}
        for name, button in self._buttons.items():
            button.setEnabled(can[name] and not self._busy)
        changed = self.draft.rows != self._first.rows
        ready = changed and self.counted and not self._wrongs
        self._apply.setEnabled(ready and not self._busy and not self._read_only)
        self._bar.setVisible(self._busy)

    # What it would do

    def _previewed(self) -> str:
        if self._wrongs:
            wrong = self._wrongs[0]
            words = self.tr("Nothing changes until label {number} is right: {why}")
            return words.format(number=wrong.place + 1, why=wrong.why)
        if self._usage is None:
            return self.tr("Counting the entities…")
        effects = self.draft.effects(self._usage)
        if not effects:
            changed = self.draft.rows != self._first.rows
            return self.tr("No entity changes.") if changed else self.tr("Nothing is changed yet.")
        lines = [self._told(effect) for effect in effects[:MOST_EFFECTS]]
        if len(effects) > 1:
            use = sum((effect.use for effect in effects), Use())
            lines.append(self.tr("In all {how_many}.").format(how_many=self._how_many(use)))
        return "\n".join(lines)

    def _told(self, effect: Effect) -> str:
        words = (
            self.tr("Merges {how_many}: {was} becomes {name}.")
            if effect.merged
            else self.tr("Renames {how_many}: {was} becomes {name}.")
        )
        return words.format(how_many=self._how_many(effect.use), was=effect.was, name=effect.name)

    def _how_many(self, use: Use) -> str:
        if use.entities == 1:
            return self.tr("1 entity in 1 article")
        one = use.article_count == 1
        words = self.tr("{n} entities in 1 article") if one else self.tr("{n} entities in {articles} articles")
        return words.format(n=QLocale().toString(use.entities), articles=QLocale().toString(use.article_count))

    # What is done to the draft

    def _on_chosen(self) -> None:
        place = self.list.place
        self.form.setEnabled(place >= 0 and not self._busy)
        if place >= 0:
            label = self.draft.rows[place].label
            digit = self.draft.labels.digits.get(label.name, "") if label.key is None else ""
            self.form.show_label(label, digit)
            self.form.show_wrongs(wrong for wrong in self._wrongs if wrong.place == place)
        self._settle()

    def _on_edited(self, label: Label) -> None:
        self._change(self.draft.with_label(self.list.place, label), self.list.place)

    def _act(self, name: str) -> None:
        place = self.list.place
        if name == "name":
            self._to_name()
        elif not self._buttons[name].isEnabled():
            return
        elif name == "new":
            end = len(self.draft.rows)  # further up it would take the digits of those below it
            self._change(self.draft.with_new(end, usual("")), end)
            self._to_name()
        elif name == "remove":
            self._remove(place)
        else:
            to = place - 1 if name == "up" else place + 1
            self._change(self.draft.moved(place, to), to)

    def _to_name(self) -> None:
        self.form.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.form.name.selectAll()

    def _remove(self, place: int) -> None:
        use = self.draft.use(place, self._usage) if self._usage is not None else None
        name = self.draft.rows[place].label.name
        if use is None or use.entities:
            words = self.tr("{name} cannot be removed before its entities are counted.")
            if use is not None:
                words = self.tr("{name} has {how_many}: merge it into another, or hide it.")
            words = words.format(name=name, how_many=self._how_many(use or Use()))
            self._say(words, fault=True)
            return
        self._change(self.draft.without(place), min(place, len(self.draft.rows) - 2))

    def _fill_into(self) -> None:
        place = self.list.place
        self._into.clear()
        for number, row in enumerate(self.draft.rows):
            if number != place:
                action = self._into.addAction(row.label.name.replace("&", "&&"))
                action.triggered.connect(lambda _=False, number=number: self._merge(place, number))

    def _merge(self, place: int, into: int) -> None:
        self._change(self.draft.merged(place, into), into - (into > place))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
