"""What a pipeline's labels are called here, and which of them are suggested: what asks, and what is done with it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.model.labels.labelmap import LabelMaps, called
from annotator.model.labels.labels import LabelSet
from annotator.session.beside.looks import Ended, Seen
from annotator.session.commands.registry import attempt
from annotator.session.exchange.labelmaps import of_pipelines, proposed, remember_pipeline
from annotator.session.suggesting.pipelinelook import PipelineLabels, look_at_pipeline
from annotator.ui.labels.labeltable import LabelTable
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.buttons import do_or_cancel
from annotator.ui.widgets.rows import colour_words
from annotator.ui.widgets.sizing import size_dialog

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT = "pipeline"


class PipelineDialog(QDialog):
    """Asks what the labels of a pipeline are called here. It stands beside the window.

    accepted_labels  what the labels are called, by the pipeline's name, "" for those that are not to be suggested
    """

    accepted_labels = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Labels to suggest"))
        self.setModal(False)
        size_dialog(self, 620, 620)
        self._theme = LIGHT
        self._about = self._words()
        self._note = self._words()
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.labels = LabelTable(self)
        buttons, self._use = do_or_cancel(self, self.tr("&Suggest so"))
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self._note, 1)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self._about)
        layout.addWidget(self.labels, 1)
        layout.addLayout(below)

    def _words(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    @property
    def note(self) -> str:
        """What is said beside the buttons."""
        return self._note.text()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self._say(self.note, wrong=self.note.startswith("⚠"))

    def begin(self) -> None:
        """Show that the pipeline is being loaded."""
        self.labels.clear_choices()
        self.labels.setEnabled(False)
        self._use.setEnabled(False)
        self._about.setText(self.tr("What the labels of the pipeline that reads this article are called here."))
        self._say(self.tr("Loading the pipeline…"))

    def show_labels(self, found: PipelineLabels, choices: Mapping[str, Sequence[str]], ours: LabelSet) -> None:
        """Show a pipeline's labels with what each may be called, the likeliest first; `ours` are the project's."""
        scheme = found.scheme
        words = self.tr("What the labels of {pipeline} are called here, and how often each stands in this article.")
        self._about.setText(words.format(pipeline=found.origin))
        order = sorted(found.times, key=lambda label: (-found.times[label], label))
        times = {(scheme, label): found.times[label] for label in order}
        keyed = {(scheme, label): names for label, names in choices.items()}
        examples = {(scheme, label): words for label, words in found.examples.items()}
        self.labels.show_labels(times, keyed, ours, examples=examples)
        self.labels.setEnabled(True)
        self._use.setEnabled(bool(times))
        self._say(
            self.tr("It is remembered with the pipeline. What is decided stays as it is.")
            if times
            else self.tr("This pipeline finds no entities.")
        )
        if times:
            self.labels.choice(0).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, words: str) -> None:
        """Say why there are no labels to show."""
        self._say(f"⚠ {words}", wrong=True)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self._note.setText(words)
        colour_words(self._note, self._theme.error if wrong else None)

    def accept(self) -> None:
        if self._use.isEnabled():
            super().accept()
            self.accepted_labels.emit(self.labels.labels)


class PipelineNaming(Part):
    """The dialog of a window, and what is done from it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._number = -1
        self.dialog = PipelineDialog(window)
        self.dialog.accepted_labels.connect(self._on_accepted)
        self.dialog.finished.connect(self._on_finished)

    def open(self) -> None:
        """Ask about the pipeline that reads the article on the desk."""
        session = self._window.session
        self.dialog.set_theme(self._window.theme)
        self.dialog.begin()
        article = session.document.article if session.document is not None else None
        text, language = (article.text, article.language) if article is not None else ("", None)
        self._number = self._window.background.look(SORT, partial(look_at_pipeline, text, language, session.pipeline))
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def take(self, seen: Seen) -> None:
        if seen.number != self._number:
            return
        session, found = self._window.session, seen.what
        if isinstance(found, PipelineLabels):
            known = called(of_pipelines(session), found.scheme)
            choices = proposed(found.times, session.label_set.names, known, suggested=True)
            self.dialog.show_labels(found, choices, session.label_set)
        elif isinstance(found, Ended) and found.fault is not None:
            self.dialog.show_fault(str(found.fault))

    def set_theme(self, theme: Theme) -> None:
        self.dialog.set_theme(theme)

    def project_changed(self) -> None:
        self.dialog.reject()

    def _on_accepted(self, labels: LabelMaps) -> None:
        window = self._window
        for scheme, named in labels.items():
            if attempt(window.session, partial(remember_pipeline, window.session, scheme, named)):
                window.background.prepare_again(ahead=True)
                window.session.tell(translated("Suggestions follow these labels from now on; what is decided stays."))

    def _on_finished(self) -> None:
        self._number = -1
        self._window.background.stop_looking(SORT)
        self._window.activateWindow()
