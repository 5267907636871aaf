"""Running a pipeline again in a window: what is offered, what is found, and what is done of it."""

from functools import partial
from typing import TYPE_CHECKING

from annotator.model.document import Status
from annotator.model.faults import Fault
from annotator.model.renewal import Change
from annotator.model.suggestions import Wish
from annotator.session.beside.looks import Ended, HowFar, Seen
from annotator.session.commands.registry import attempt
from annotator.session.exchange.labelmaps import of_pipelines
from annotator.session.finding.places import Place
from annotator.session.suggesting.preparing import SPACY
from annotator.session.suggesting.runagain import (
    Changed,
    Extent,
    Installed,
    Spool,
    Unread,
    carry_out,
    installed_here,
    look_again,
)
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.suggesting.renewalrows import row_of
from annotator.ui.suggesting.runform import RunDialog, Wanted
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT, PIPELINES = "running again", "pipelines"


class RunAgain(Part):
    """The dialog of a window, and what is done from it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._number = self._asking = -1
        self._spool: Spool | None = None
        self._fault: Fault | None = None
        self._shown = ""
        self.dialog = RunDialog(window)
        self.dialog.wanted.connect(self._on_wanted)
        self.dialog.stopped.connect(self._on_stopped)
        self.dialog.ordered.connect(self._on_ordered)
        self.dialog.asked.connect(self._on_asked)
        self.dialog.going.connect(self._on_going)
        self.dialog.finished.connect(self._on_finished)

    def open(self) -> None:
        """Offer the selected text, the article or the queue, and look at the first of them."""
        window, session = self._window, self._window.session
        hindrance = translated("The project is open for reading only.") if session.project.read_only else ""
        self.dialog.set_theme(window.theme)
        self.dialog.offer(self._places(), session.quote_kinds, hindrance)
        self._offer_pipelines(())
        self._asking = window.background.look(PIPELINES, installed_here, apart=False)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.dialog.look()

    def _places(self) -> list[tuple[str, Extent]]:
        session, listed = self._window.session, self._window.queue.filtered
        places: list[tuple[str, Extent]] = []
        if session.document is not None:
            here = (session.document.id,)
            if session.selection.text is not None:
                places.append((translated("The selected text"), Extent(here, session.selection.text)))
            places.append((translated("This article"), Extent(here)))
        left = [each.id for each in session.entries if each.status in (Status.NEW, Status.OPEN)]
        if left:
            words = translated("All articles that are not done ({n})")
            places.append((words.format(n=f"{len(left):,}"), Extent(tuple(left))))
        if listed is not None and (chosen := tuple(each for each in left if each in set(listed))):
            words = translated("Those of them that the queue lists ({n})")
            places.append((words.format(n=f"{len(chosen):,}"), Extent(chosen)))
        return places

    def _offer_pipelines(self, installed: tuple[str, ...]) -> None:
        own = self._window.session.pipeline
        words = translated("Best installed pipeline") if own is None else translated("The project's: {name}")
        self.dialog.offer_pipelines(words.format(name=own), installed)

    def take(self, seen: Seen) -> None:
        found = seen.what
        if seen.number == self._asking and isinstance(found, Installed):
            self._offer_pipelines(found.names)
        if seen.number != self._number or self._spool is None:
            return
        if isinstance(found, HowFar):
            self.dialog.set_progress(found.done, found.total)
        elif isinstance(found, Changed):
            self._keep(found, self._spool)
        elif isinstance(found, Unread):
            self._fault = self._fault or found.fault
            self.dialog.add_unread()
        elif isinstance(found, Ended):
            self._number = -1
            self._end(found.fault)

    def _keep(self, changed: Changed, spool: Spool) -> None:
        try:
            spool.put(changed)
        except Fault as fault:
            self._window.background.stop_looking(SORT)
            self._number = -1
            self._end(fault)
        else:
            self.dialog.add(changed.bare)

    def _end(self, fault: Fault | None) -> None:
        self.dialog.end()
        fault = fault or (self._fault if not self.dialog.articles.rows else None)
        if fault is not None:
            self.dialog.show_fault(str(fault))

    def set_theme(self, theme: Theme) -> None:
        self.dialog.set_theme(theme)

    def project_changed(self) -> None:
        self.dialog.reject()

    def _on_wanted(self, wanted: Wanted) -> None:
        session = self._window.session
        self._let_go()
        self._spool, self._fault, self._shown = Spool(), None, ""
        self.dialog.begin()
        wish = Wish(wanted.kinds, wanted.pipeline or session.pipeline, session.weights, of_pipelines(session))
        reader = self._window.windows.reader or SPACY
        look = partial(look_again, session.project.path, wanted.extent, wish, reader)
        self._number = self._window.background.look(SORT, look)

    def _on_stopped(self) -> None:
        self._window.background.stop_looking(SORT)
        self._number = -1
        self._end(None)

    def _on_asked(self, document_id: str) -> None:
        session, spool = self._window.session, self._spool
        if spool is None:
            return
        self._shown = document_id
        speakers = {**spool.speakers, **session.state.speakers}
        try:
            text = session.project.text(document_id)
        except (KeyError, Fault):  # it was removed meanwhile
            self.dialog.show_changes(())
            return
        names = {name: speaker.name for name, speaker in speakers.items()}
        changes = spool.get(document_id).changes
        self.dialog.show_changes([row_of(change, text, lambda name: names.get(name or "", "")) for change in changes])

    def _on_going(self, change: Change) -> None:
        there = change.before or change.there
        self._window.exchanging.go_to(Place(self._shown, "", there.extent, there.id))

    def _on_ordered(self, articles: list[str], left_out: frozenset[str]) -> None:
        session, spool = self._window.session, self._spool
        self._spool = None  # the work closes it
        if spool is not None:
            attempt(session, lambda: carry_out(session, spool, articles, left_out))

    def _on_finished(self, result: int) -> None:
        self._window.background.stop_looking(SORT)
        self._number = -1
        if result != RunDialog.DialogCode.Accepted:
            self._let_go()
        self._window.activateWindow()

    def _let_go(self) -> None:
        if self._spool is not None:
            self._spool.close()
            self._spool = None
