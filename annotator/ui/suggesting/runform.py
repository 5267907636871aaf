"""The window in which a person says where a pipeline runs again, sees what would change, and has it done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.model.renewal import Counts
from annotator.model.suggestions import QuoteKinds
from annotator.session.suggesting.runagain import Changed, Extent
from annotator.ui.menus import translated
from annotator.ui.suggesting.renewalrows import ChangeList, ChangeRow, counts_words
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.fields import ChoiceField
from annotator.ui.widgets.rows import PAD, colour_words
from annotator.ui.widgets.sizing import size_dialog
from annotator.ui.widgets.ticks import Ticked, TickList

_REST = 50
"""Milliseconds between two looks at what was found: more often, no person sees it."""

_CHOOSING = 200
"""Milliseconds after a choice until it is looked for: arrows pass over choices on their way."""


def kinds_words(kinds: QuoteKinds) -> str:
    """Which quotes are looked for, in a few words."""
    return {
        QuoteKinds.DIRECT: translated("direct quotes only"),
        QuoteKinds.MARKED: translated("quotes with quote marks"),
        QuoteKinds.SPEECH: translated("speech without marks too"),
        QuoteKinds.ALL: translated("all quotes"),
    }[kinds]


@dataclass(frozen=True)
class Wanted:
    """What is chosen: where, with which pipeline (None for the project's), and which quotes."""

    extent: Extent
    pipeline: str | None
    kinds: QuoteKinds


class RunDialog(QDialog):
    """It stands beside the window and blocks nothing.

    wanted   a `Wanted`: it is to be looked for
    stopped  it is not to be looked for any more; what was found stays
    ordered  what is ticked is to be done: the articles' ids, and the labels that are left out
    asked    the id of the article whose changes are to be shown
    going    a `Change` that is to be gone to
    """

    wanted = Signal(object)
    stopped = Signal()
    ordered = Signal(list, object)
    asked = Signal(str)
    going = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preview new suggestions"))
        self.setModal(False)
        size_dialog(self, 940, 640)
        self._theme = LIGHT
        self._found: dict[str, Changed] = {}
        self._fresh: list[Changed] = []
        self._sums: Counts = Counter()
        self._unread = 0
        self._busy = False
        self._hindrance = self._fault = ""
        self.where = self._choice(self.tr("Where"))
        self.pipeline = self._choice(self.tr("Pipeline"))
        self.kinds = self._choice(self.tr("Quotes looked for"))
        self._look = QPushButton(self.tr("&Look"), self)
        self._stop = QPushButton(self.tr("&Stop"), self)
        self._do = QPushButton(self.tr("&Change them"), self)
        self._leave = QPushButton(self.tr("Cancel"), self)
        self._bar = QProgressBar(self)
        self._note = QLabel(self)
        self.labels = TickList(self.tr("Labels"), self)
        self.articles = TickList(self.tr("Articles"), self, marks_current=True)
        self.changes = ChangeList(self.tr("Changes of the article"), self)
        self._rest, self._chosen_now = QTimer(self), QTimer(self)
        self._set_up()
        self._lay_out()

    def _choice(self, name: str) -> ChoiceField:
        field = ChoiceField(self)
        field.setAccessibleName(name)
        return field

    def _set_up(self) -> None:
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for timer, wait, act in ((self._rest, _REST, self._catch_up), (self._chosen_now, _CHOOSING, self.look)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(act)
        for button in (self._stop, self._leave, self._look):
            button.setAutoDefault(False)
        self._do.setDefault(True)
        for kinds in QuoteKinds:
            self.kinds.addItem(kinds_words(kinds), kinds)
        for field in (self.where, self.pipeline, self.kinds):
            field.activated.connect(lambda _: self._chosen_now.start())
        self._look.clicked.connect(self.look)
        self._stop.clicked.connect(self.stopped)
        self._do.clicked.connect(self._on_do)
        self._leave.clicked.connect(self.reject)
        self.labels.turned.connect(lambda _: self._catch_up())
        self.articles.turned.connect(self._on_article_turned)
        self.articles.moved.connect(self.asked)
        self.articles.chosen.connect(lambda _: self.changes.setFocus(Qt.FocusReason.OtherFocusReason))
        self.changes.chosen.connect(lambda index: self.going.emit(self.changes.change_at(index)))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(PAD, PAD, PAD, 8)
        head.setSpacing(8)
        for field, stretch in ((self.where, 3), (self.pipeline, 2), (self.kinds, 2)):
            head.addWidget(field, stretch)
        head.addWidget(self._look)
        head.addWidget(self._stop)
        right = QSplitter(Qt.Orientation.Vertical, self)
        right.addWidget(self.articles)
        right.addWidget(self.changes)
        right.setSizes([180, 320])
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.addWidget(self.labels)
        both.addWidget(right)
        both.setSizes([270, 670])
        foot = QHBoxLayout()
        foot.setContentsMargins(PAD, 8, PAD, PAD)
        foot.setSpacing(8)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._do)
        foot.addWidget(self._leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addWidget(both, 1)
        layout.addLayout(foot)

    # What is shown

    @property
    def busy(self) -> bool:
        """Whether the articles are still being read."""
        return self._busy

    @property
    def summary(self) -> str:
        """What stands below the lists."""
        return self._note.text()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        for view in (self.labels, self.articles, self.changes):
            view.set_theme(theme)

    def offer(self, places: Sequence[tuple[str, Extent]], kinds: QuoteKinds, hindrance: str) -> None:
        """Offer extents by their names, and say what keeps the changes from being done, "" for nothing."""
        self._hindrance = hindrance
        self.where.clear()
        for name, extent in places:
            self.where.addItem(name, extent)
        self.kinds.setCurrentIndex(list(QuoteKinds).index(kinds))

    def offer_pipelines(self, own: str, installed: Sequence[str]) -> None:
        """Offer the project's own pipeline, as it is called, and those that are installed."""
        chosen = self.pipeline.currentData()
        self.pipeline.clear()
        self.pipeline.addItem(own, None)
        for name in installed:
            self.pipeline.addItem(name, name)
        self.pipeline.setCurrentIndex(max(0, self.pipeline.findData(chosen)))

    def look(self) -> None:
        """Have what is chosen looked for."""
        self._chosen_now.stop()
        if (extent := self.where.currentData()) is not None:
            kinds = QuoteKinds(self.kinds.currentData())  # Qt makes a plain string of it
            self.wanted.emit(Wanted(extent, self.pipeline.currentData(), kinds))

    def begin(self) -> None:
        """Show that it is being looked for."""
        self._found, self._fresh, self._sums, self._unread, self._fault = {}, [], Counter(), 0, ""
        for view in (self.labels, self.articles):
            view.tick_all()
            view.show_rows(())
        self.changes.show_changes(())
        self._bar.setRange(0, 1)
        self._bar.setValue(0)
        self._set_busy(busy=True)
        self.articles.setFocus(Qt.FocusReason.PopupFocusReason)

    def end(self) -> None:
        """Show that no more is being looked for."""
        self._set_busy(busy=False)

    def set_progress(self, done: int, total: int | None) -> None:
        """Say how many articles have been read."""
        self._bar.setRange(0, max(1, total or 0))
        self._bar.setValue(done)
        self._rest.start()

    def add(self, changed: Changed) -> None:
        """List an article that would change."""
        self._fresh.append(changed)
        if not self._rest.isActive():
            self._rest.start()

    def add_unread(self) -> None:
        """Count an article that could not be read."""
        self._unread += 1

    def show_changes(self, rows: Sequence[ChangeRow]) -> None:
        """Show the changes of the article that was asked for."""
        self.changes.show_changes(rows)

    def show_fault(self, words: str) -> None:
        """Say why nothing can be found or done, until it is looked for again."""
        self._fault = words
        self._tell()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        self._look.setVisible(not busy)
        self._catch_up()

    def _catch_up(self) -> None:
        """List what was found since the last time, and say what it comes to."""
        fresh, self._fresh = self._fresh, []
        for each in fresh:
            self._found[each.document_id] = each
            self._sums += each.counts
        number = QLocale().toString
        self.articles.add_rows([
            Ticked(each.document_id, each.title or self.tr("Without a title"), counts_words(each.counts, number))
            for each in fresh
        ])  # fmt: skip
        if fresh and not self.articles.currentIndex().isValid():
            self.articles.go_to(0)
        names = sorted({label for label, _ in self._sums}, key=lambda label: (not label, label))
        self.labels.show_rows([
            Ticked(name, name or self.tr("Quotes"), counts_words(self._of_label(name), number)) for name in names
        ])  # fmt: skip
        self.changes.leave_out(self.labels.left_out)
        self._tell()

    def _of_label(self, label: str) -> Counts:
        return Counter({key: n for key, n in self._sums.items() if key[0] == label})

    def _chosen(self) -> Counts:
        return Counter({key: n for key, n in self._sums.items() if key[0] not in self.labels.left_out})

    def _tell(self) -> None:
        counts, number = self._chosen(), QLocale().toString
        articles = len(self._found) - len(self.articles.left_out)
        words = counts_words(counts, number)
        if words:
            where = self.tr("{changes}, in 1 article.") if articles == 1 else self.tr("{changes}, in {n} articles.")
            words = where.format(changes=words, n=number(articles))
        elif not self._busy:
            words = self.tr("Nothing would change.")
        if self._busy:
            done, total = number(self._bar.value()), number(self._bar.maximum())
            words = " ".join((self.tr("Read: {done} of {total}.").format(done=done, total=total), words))
        if self._unread:
            words += " " + self.tr("Could not be read: {n}.").format(n=number(self._unread))
        words = f"⚠ {self._fault}" if self._fault else f"{words} {self._hindrance}".strip()
        self._note.setText(words)
        colour_words(self._note, self._theme.error if self._fault else None)
        self._do.setEnabled(not self._busy and bool(counts) and not self._hindrance)

    def _on_article_turned(self, key: str) -> None:
        counts = self._found[key].counts
        if key in self.articles.left_out:
            self._sums -= counts
        else:
            self._sums += counts
        self._catch_up()

    def _on_do(self) -> None:
        if self._do.isEnabled():
            self.accept()
            chosen = [each for each in self._found if each not in self.articles.left_out]
            self.ordered.emit(chosen, self.labels.left_out)
