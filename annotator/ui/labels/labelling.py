"""Labels in a window: the list to choose one from, and the dialog that changes them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.formats import labelsets
from annotator.model.faults import Fault
from annotator.model.labels.labeldraft import Draft
from annotator.model.labels.labels import LETTERS, Label
from annotator.session.beside.looks import Ended, HowFar, Seen
from annotator.session.commands import COMMANDS, Keymap, labelling
from annotator.session.commands.registry import attempt
from annotator.session.events import Told
from annotator.session.labels import read_set, ready_made, write_set
from annotator.session.news import Working
from annotator.session.relabelling import count, know_label, set_letter
from annotator.ui.menus import translated
from annotator.ui.palette import Palette
from annotator.ui.theme import Theme
from annotator.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from annotator.ui.labels.labelsets import LabelDialog
    from annotator.ui.window import MainWindow


SORT = "labels"
MUCH = 20_000
"""From how many annotations on they are counted in another process, which takes half a second to start."""


class Labelling(QObject):
    """What a window shows of its project's labels."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._on_lettered: Callable[[str, str], None] = lambda label, letter: None
        self._end: Callable[[], None] = lambda: None
        self._dialog: LabelDialog | None = None
        self._number = -1
        self._applied = ""  # the transaction that is being done in another process
        window.choices.lettered.connect(lambda label, letter: self._on_lettered(label, letter))

    def offer(self, picked: Callable[[object], object], marked: str = "", *, of_selection: bool = True) -> None:
        """Let a person choose a label, or make one; Alt with a letter makes it the label's own.

        marked        the one that is marked first
        of_selection  whether it is for the selected text or entity: those that may not be given to it are barred
        """
        session = self._window.session
        labels = session.label_set
        palette = Palette(labels.hues, labels.own_colours, dark=self._window.theme.dark)
        barred = labelling.hindrances(session, session.labels) if of_selection else {}
        choices = [self._choice(label, palette, barred.get(label.name, "")) for label in labels.offered]

        def made(words: str) -> None:
            know_label(session, _as_label(words))
            picked(_as_label(words))

        self._on_lettered = lambda label, letter: self._give_letter(
            label, letter, lambda: self.offer(picked, label, of_selection=of_selection)
        )
        row = session.labels.index(marked) if marked in session.labels else 0
        prompt = translated("Label · Alt with a letter gives it that key")
        self._window.answering.offer(choices, prompt, picked, made, letters=True, row=row)

    def _choice(self, label: Label, palette: Palette, reason: str) -> Choice:
        labels = self._window.session.label_set
        digit, letter = labels.digits.get(label.name, ""), labels.letters.get(label.name, "")
        about = " · ".join(filter(None, (letter if digit else "", label.description)))
        ink = palette.colour_of(label.name).ink
        return Choice(label.name, label.name, reason or about, digit or letter, ink, barred=bool(reason))

    def _give_letter(self, label: str, letter: str, again: Callable[[], None]) -> None:
        session, title = self._window.session, command_keys(self._window.keymap).get(letter)
        if title is not None:
            words = translated("{key} is “{title}”: a label's letter is one that no command has.")
            session.tell(words.format(key=letter, title=title))
        elif attempt(session, lambda: set_letter(session, label, letter)):
            again()

    # The dialog

    @property
    def dialog(self) -> "LabelDialog":
        """What shows the labels to be changed; made when it is first needed."""
        if self._dialog is None:
            from annotator.ui.labels.labelsets import LabelDialog  # not needed at the start

            self._dialog = LabelDialog(self._window)
            self._dialog.applied.connect(self._on_applied)
            self._dialog.stopped.connect(self._window.background.cancel)
            self._dialog.reading.connect(self._on_reading)
            self._dialog.writing.connect(self._on_writing)
            self._dialog.finished.connect(self._on_finished)
        return self._dialog

    def open(self) -> None:
        """Show the labels of the project that is open, and have it counted how much they are used."""
        session = self._window.session
        self.dialog.set_theme(self._window.theme)
        keys, read_only = command_keys(self._window.keymap), session.project.read_only
        self.dialog.show_labels(session.label_set, keys, ready_made(), read_only=read_only)
        self._end = session.subscribe(self._hear)
        much = sum(entry.pending + entry.decided for entry in session.entries) > MUCH
        look = partial(count, session.project.path)
        self._number = self._window.background.look(SORT, look, apart=much)
        self.dialog.open()

    def show_labels(self) -> None:
        """The project's labels are others now: the text has their colours, and what was applied is done, or is not."""
        window = self._window
        window.text.set_labels(*window.session.label_set.looks)
        if self._applied and window.session.apart.order is None:
            done, self._applied = self._applied in window.session.history.done, ""
            self.dialog.show_idle("" if done else translated("Nothing was changed."))
            if done:
                self.dialog.accept()

    def set_theme(self, theme: Theme) -> None:
        """Show the dialog in a theme."""
        if self._dialog is not None:
            self._dialog.set_theme(theme)

    def project_changed(self) -> None:
        """Let go of the labels of the project that was open."""
        if self._dialog is not None:
            self._dialog.show_idle()
            self._dialog.reject()

    def _hear(self, event: Any) -> None:
        if isinstance(event, Seen) and event.number == self._number:
            if isinstance(event.what, Ended):
                if event.what.fault is not None:
                    self.dialog.show_idle(str(event.what.fault), fault=True)
            elif not isinstance(event.what, HowFar):
                self.dialog.show_usage(event.what)
        elif isinstance(event, Working) and self.dialog.busy:
            self.dialog.set_progress(event.done, event.total)
        elif isinstance(event, Told) and event.fault:
            self.dialog.show_idle(event.message, fault=True)

    def _on_applied(self, draft: Draft) -> None:
        session = self._window.session
        self.dialog.show_busy()
        try:
            made = session.relabelling.change(draft.edit, _summary(draft))
        except Fault as fault:
            self.dialog.show_idle(str(fault), fault=True)
            return
        if session.apart.order is not None:
            self._applied = made
        else:
            self.dialog.show_idle()
            self.dialog.accept()

    def _on_finished(self) -> None:
        end, self._end = self._end, lambda: None
        end()
        self._window.background.stop_looking(SORT)
        self._window.activateWindow()

    def _on_reading(self) -> None:
        chooser = self._chooser(translated("Read labels"))
        chooser.fileSelected.connect(lambda name: self.read(Path(name)))
        chooser.open()

    def _on_writing(self) -> None:
        chooser = self._chooser(translated("Write labels"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(labelsets.SUFFIX[1:])
        chooser.selectFile(self._window.session.project.path.stem + labelsets.SUFFIX)
        chooser.fileSelected.connect(lambda name: self.write(Path(name)))
        chooser.open()

    def _chooser(self, title: str) -> QFileDialog:
        chooser = QFileDialog(self.dialog, title)
        chooser.setDirectory(str(self._window.session.project.path.absolute().parent))
        chooser.setNameFilter(translated("Labels (*.json);;All files (*)"))
        chooser.finished.connect(chooser.deleteLater)
        return chooser

    def read(self, path: Path) -> None:
        """Have the labels of a file in the draft."""
        try:
            _, labels = read_set(path)
        except Fault as fault:
            self.dialog.show_idle(str(fault), fault=True)
            return
        self.dialog.take(labels)
        self.dialog.show_idle(translated("Read from {file}. Nothing is changed yet.").format(file=path.name))

    def write(self, path: Path) -> None:
        """Write the draft to a file as it stands."""
        try:
            write_set(path, self.dialog.draft.labels)
        except Fault as fault:
            self.dialog.show_idle(str(fault), fault=True)
            return
        self.dialog.show_idle(translated("Written to {file}.").format(file=path.name))


def _summary(draft: Draft) -> str:
    """What a change would be called, for the undo entry."""
    renamed = draft.renamed
    if len(renamed) == 1:
        ((was, name),) = renamed.items()
        merged = any(row.label.name == name and len(row.was) > 1 for row in draft.rows)
        return f"Merge {was} into {name}" if merged else f"Rename {was} to {name}"
    return "Change the labels"


def command_keys(keymap: Keymap) -> dict[str, str]:
    """The letters that commands have, with the commands' titles."""
    return {
        key: translated(command.title).removesuffix("…")
        for command in COMMANDS.values()
        for key in keymap.keys(command)
        if key in LETTERS
    }


def _as_label(words: str) -> str:
    return "_".join(words.upper().split())
