"""Finding text: the bar, the hits shown in the text and in the project, and what is done to all of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from annotator.model.document import Span
from annotator.model.faults import Fault
from annotator.model.finding.everywhere import GiveLabel, Order
from annotator.session.commands import identical
from annotator.session.commands.general import text_to_copy
from annotator.session.commands.registry import attempt
from annotator.session.finding.finding import MOST, find
from annotator.session.finding.searching import Found, InProject, InText, Refused, Search, Surveyed
from annotator.session.finding.seeking import Sought
from annotator.session.selection import Selection
from annotator.session.visiting import visit
from annotator.ui.describing import LONGEST
from annotator.ui.finding.findbar import FindBar

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class Finding(QObject):
    """The search of a window. Plain words of the article are found at once, all else in another process."""

    def __init__(self, window: "MainWindow", bar: FindBar) -> None:
        super().__init__(window)
        self._window = window
        self._bar = bar
        self._search = Search("")
        self._number = -1
        self._hits: list[Span] = []
        self._more = False
        self._at = -1
        self._origin = 0  # where the search began, so that each letter typed looks from there and not from its last hit
        self._articles: list[str] = []  # those of the project that have hits
        self._surveyed: Search | None = None
        bar.searched.connect(self._on_searched)
        bar.moved.connect(self._on_moved)
        bar.label_all.connect(self._on_label_all)
        bar.link_all.connect(self._on_link_all)
        bar.closed.connect(self.close)

    @property
    def active(self) -> bool:
        """Whether the bar is open."""
        return self._bar.isVisibleTo(self._window)

    def open(self) -> None:
        """Show the bar with the selected words in it."""
        session = self._window.session
        words = text_to_copy(session)
        self._origin = min(session.selection.caret, session.selection.anchor)
        self._bar.open_with(words if "\n" not in words and len(words) <= LONGEST else "")

    def close(self) -> None:
        """Hide the bar and its hits."""
        if self.active:
            self._bar.hide()
            self._forget()
            self._show([], -1)
            self._window.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def again(self) -> None:
        """Search another article for the same."""
        if self.active:
            self._look()

    def take(self, sought: Sought) -> None:
        """Show an answer, if it is one to what was asked last."""
        if sought.number != self._number or not self.active:
            return
        answer = sought.answer
        if isinstance(answer, Found):
            self._arrive(list(answer.spans), more=answer.more)
            self._look_further()
        elif isinstance(answer, Surveyed):
            self._surveyed = self._search
            self._articles = [finding.document_id for finding in answer.findings]
            self._bar.set_project(sum(len(each.spans) for each in answer.findings), len(self._articles), answer.more)
        elif isinstance(answer, Refused):
            self._refuse(answer.fault)

    def _on_searched(self, wanted: str, expression: bool, case: bool) -> None:
        self._search = Search(wanted, expression, case)
        self._look()

    def _look(self) -> None:
        search, document = self._search, self._window.session.document
        self._number = -1
        if self._surveyed != search:
            self._articles, self._surveyed = [], None
            self._bar.set_project(None, 0)
        if document is None:
            return
        if search.expression and search.wanted:
            self._number = self._window.background.seek(InText(document.text, search))
            self._bar.set_busy()
            return
        try:
            hits = find(document.text, search.wanted, case=search.case)
        except Fault as fault:
            self._refuse(fault)
            return
        self._arrive(hits, more=len(hits) == MOST)
        self._look_further()

    def _look_further(self) -> None:
        if self._bar.project and self._search.wanted and self._surveyed != self._search:
            self._number = self._window.background.seek(InProject(self._window.session.project.path, self._search))

    def _forget(self) -> None:
        if self._number >= 0:
            self._window.background.stop_seeking()
        self._number, self._articles, self._surveyed = -1, [], None

    def _arrive(self, hits: list[Span], *, more: bool) -> None:
        self._more = more
        at = next((i for i, span in enumerate(hits) if span.start >= self._origin), 0 if hits else -1)
        self._show(hits, at)

    def _refuse(self, fault: Fault) -> None:
        self._show([], -1)
        self._bar.set_error(fault.message)

    def _on_moved(self, step: int) -> None:
        at = self._at + step
        if self._articles and not 0 <= at < len(self._hits) and self._go_further(step):
            return
        if self._hits:
            self._show(self._hits, at % len(self._hits))
            self._origin = self._hits[self._at].start

    def _go_further(self, step: int) -> bool:
        """Go to the hits of the next article that has any; False where no other one has."""
        session = self._window.session
        order = [entry.id for entry in session.entries]
        here = order.index(session.current) if session.current in order else 0
        others = [order.index(name) for name in self._articles if name in order and name != session.current]
        if not others:
            return False
        to = min(others, key=lambda at: ((at - here) * step) % len(order))
        self._origin = 0
        attempt(session, lambda: visit(session, order[to], self._show_last if step < 0 else lambda: None))
        return True

    def _show_last(self) -> None:
        if self._hits:
            self._show(self._hits, len(self._hits) - 1)

    def _show(self, hits: list[Span], at: int) -> None:
        self._hits, self._at = hits, at
        self._window.text.set_hits(hits, at)
        self._bar.set_count(at if hits else None, len(hits), more=self._more and bool(hits))
        if hits:
            span = hits[at]
            self._window.session.select(Selection(span.end, span.start))
            self._window.text.reveal(span)

    def _on_label_all(self) -> None:
        self._window.answering.labelling.offer(
            lambda label: self._order(Order(GiveLabel(str(label)))), of_selection=False
        )

    def _on_link_all(self) -> None:
        session = self._window.session
        self._window.answering.offer_speakers(
            lambda speaker: self._order(identical.linking(session, str(speaker))),
            lambda name: self._order(identical.linking_new(session, name)),
        )

    def _order(self, order: Order) -> None:
        if self._bar.project:
            self._window.answering.everywhere.look(order, self._search)
        else:
            identical.hits(self._window.session, order, tuple(self._hits))
