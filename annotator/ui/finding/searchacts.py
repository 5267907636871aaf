"""What is done to what a search found and is ticked: shown first, and one step to undo."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QInputDialog, QMenu

from annotator.model.document import Speaker, Status
from annotator.model.finding.everywhere import Act, Flag, GiveLabel, NameSpeaker, Note, Order, Settle
from annotator.model.notes import note_of
from annotator.session.beside.looks import Ended, Seen
from annotator.session.finding.inquiry import Gathered, Results, gather
from annotator.session.finding.ticked import Ticked
from annotator.ui.menus import translated

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT = "gathering"
_USUAL = "PERSON"
"""The label of words that become an entity because they name a speaker."""


class SearchActs(QObject):
    """The acts on the results of a window's search. They are gathered to their end before anything is shown or asked.

    results  what was found so far
    ticked   which of it is ticked, asked when it counts
    """

    def __init__(self, window: "MainWindow", ticked: Callable[[], Ticked]) -> None:
        super().__init__(window)
        self._window = window
        self._ticked = ticked
        self._number = -1
        self._go_on: Callable[[Gathered], object] = lambda gathered: None
        self._asking: QInputDialog | None = None
        self.results = Results()

    def fill(self, menu: QMenu) -> None:
        """Put what can be done to the results into a menu: what is marked can be decided and noted, too."""
        menu.clear()
        if self._window.session.project.read_only:
            menu.addAction(translated("The project may only be read here")).setEnabled(False)
            return
        query = self.results.query
        marked = query.entities or query.quotes or query.notes
        if any(article.hits for article in self.results.articles):
            self._add(menu, translated("Accept…"), lambda: self._settle(accept=True), shown=marked)
            self._add(menu, translated("Reject…"), lambda: self._settle(accept=False), shown=marked)
            self._add(menu, translated("Label…"), self._label, shown=not query.quotes or query.entities)
            self._add(menu, translated("Link to a speaker…"), self._link)
            self._add(menu, translated("Flag…"), lambda: self._begin(Flag(flagged=True)), shown=marked)
            self._add(menu, translated("Take the flags away…"), lambda: self._begin(Flag(flagged=False)), shown=marked)
            self._add(menu, translated("Note…"), self._note, shown=marked)
            menu.addSeparator()
            menu = menu.addMenu(translated("Articles"))
        care = self._window.exchanging.care
        acts: tuple[tuple[str, Callable[[Sequence[str]], object]], ...] = (
            (translated("Mark done…"), partial(care.set_status, status=Status.DONE)),
            (translated("Set aside…"), partial(care.set_status, status=Status.ASIDE)),
            (translated("Reopen…"), partial(care.set_status, status=Status.OPEN)),
            (translated("Flag…"), partial(care.flag, flagged=True)),
            (translated("Take the flags away…"), partial(care.flag, flagged=False)),
            (translated("Copy as JSONL"), care.carrying.copy),
            (translated("Delete…"), care.delete),
        )
        for words, act in acts:
            self._add(menu, words, partial(self._gather, partial(_to_articles, act)))

    def _add(self, menu: QMenu, words: str, act: Callable[[], object], *, shown: bool = True) -> None:
        if shown:
            menu.addAction(words).triggered.connect(lambda _=False: act())

    def take(self, seen: Seen) -> None:
        """Go on with what was gathered, if it was asked for here."""
        if seen.number != self._number:
            return
        if isinstance(seen.what, Ended):
            self._number = -1
        elif isinstance(seen.what, Gathered):
            if seen.what.more:
                words = translated("There are more than can be done at once: only the first ones are shown.")
                self._window.session.tell(words)
            self._go_on(seen.what)

    def _settle(self, *, accept: bool) -> None:
        labels = self.results.query.of("label")
        self._begin(Settle(labels[0] if len(labels) == 1 and not self.results.query.quotes else "", accept))

    def _label(self) -> None:
        self._window.answering.labelling.offer(lambda label: self._begin(GiveLabel(str(label))), of_selection=False)

    def _link(self) -> None:
        self._window.answering.offer_speakers(
            lambda speaker: self._begin(NameSpeaker(str(speaker), _USUAL)), self._link_new
        )

    def _link_new(self, name: str) -> None:
        entered = Speaker(id=self._window.session.new_id("s"), name=" ".join(name.split()))
        self._begin(NameSpeaker(entered.id, _USUAL), entered)

    def _note(self) -> None:
        dialog = self._asking = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(translated("Note on what is ticked"))
        dialog.setLabelText(translated("It stands below the notes that are there already:"))
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.textValueSelected.connect(self._on_noted)
        dialog.setModal(False)
        dialog.show()

    def _on_noted(self, words: str) -> None:
        note = note_of(words)
        if note is not None:
            self._begin(Note(note))

    def _begin(self, act: Act, enter: Speaker | None = None) -> None:
        """Show what an act does, to be done from there."""

        def show(found: Gathered) -> None:
            order = Order(act, enter=enter, among=found.among)
            self._window.answering.everywhere.look(order, places=found.places, aside=found.aside)

        self._gather(show)

    def _gather(self, go_on: Callable[[Gathered], object]) -> None:
        self._go_on = go_on
        project, query, ticked = self._window.session.project, self.results.query, self._ticked()

        def look(_: object, wanted: Callable[[], bool], hand: Callable[[Any], None]) -> None:
            hand(gather(project, query, ticked, wanted))

        self._number = self._window.background.look(SORT, look, apart=False)


def _to_articles(act: Callable[[Sequence[str]], object], found: Gathered) -> None:
    act(found.articles)
