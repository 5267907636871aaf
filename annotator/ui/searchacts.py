"""What is done to everything that a search found: shown first, and one step to undo."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from annotator.model.document import Speaker
from annotator.model.everywhere import GiveLabel, NameSpeaker, Order, Settle
from annotator.model.query import Query
from annotator.session.inquiry import Gathered, gather
from annotator.session.looks import Ended, Seen
from annotator.ui.menus import translated

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT = "gathering"
_USUAL = "PERSON"
"""The label of words that become an entity because they name a speaker."""


class SearchActs(QObject):
    """The acts on all results of a window's search. A search is gathered to its end before its preview opens.

    query  what the results are of
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._number = -1
        self._order: Order | None = None
        self.query = Query()

    def fill(self, menu: QMenu) -> None:
        """Put what can be done to the results into a menu: what is marked can be decided, too."""
        menu.clear()
        marked = self.query.entities or self.query.quotes or self.query.notes
        if self._window.session.project.read_only:
            menu.addAction(translated("The project may only be read here")).setEnabled(False)
            return
        for words, act, shown in (
            (translated("Accept…"), lambda: self._settle(accept=True), marked),
            (translated("Reject…"), lambda: self._settle(accept=False), marked),
            (translated("Label…"), self._label, not self.query.quotes or self.query.entities),
            (translated("Link to a speaker…"), self._link, True),
        ):
            if shown:
                menu.addAction(words).triggered.connect(lambda _=False, act=act: act())

    def take(self, seen: Seen) -> None:
        """Go on with what was gathered, if it was asked for here."""
        if seen.number != self._number:
            return
        if isinstance(seen.what, Ended):
            self._number = -1
        elif isinstance(seen.what, Gathered) and self._order is not None:
            if seen.what.more:
                words = translated("There are more than can be done at once: only the first ones are shown.")
                self._window.session.tell(words)
            self._window.answering.everywhere.look(self._order, places=seen.what.places)

    def _settle(self, *, accept: bool) -> None:
        labels = self.query.of("label")
        self._begin(Order(Settle(labels[0] if len(labels) == 1 and not self.query.quotes else "", accept)))

    def _label(self) -> None:
        self._window.answering.labelling.offer(
            lambda label: self._begin(Order(GiveLabel(str(label)))), of_selection=False
        )

    def _link(self) -> None:
        self._window.answering.offer_speakers(
            lambda speaker: self._begin(Order(NameSpeaker(str(speaker), _USUAL))), self._link_new
        )

    def _link_new(self, name: str) -> None:
        entered = Speaker(id=self._window.session.new_id("s"), name=" ".join(name.split()))
        self._begin(Order(NameSpeaker(entered.id, _USUAL), enter=entered))

    def _begin(self, order: Order) -> None:
        self._order = order
        project, query = self._window.session.project, self.query

        def look(_: object, wanted: Callable[[], bool], hand: Callable[[Any], None]) -> None:
            hand(gather(project, query, wanted))

        self._number = self._window.background.look(SORT, look, apart=False)
