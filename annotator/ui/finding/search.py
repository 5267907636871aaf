"""A window's search through the project: what is typed is looked for beside it, and anew where something changes."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer

from annotator.model.faults import Fault
from annotator.model.finding.query import parse, written
from annotator.model.history import Update
from annotator.session.beside.looks import Ended, Seen
from annotator.session.commands.searching import NOTED
from annotator.session.finding.inquiry import AT_ONCE, Results, further, inquire
from annotator.ui.finding.examples import Example
from annotator.ui.finding.searchacts import SearchActs
from annotator.ui.finding.searchpanel import SearchPanel
from annotator.ui.finding.searchremarks import SearchRemarks
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT, OUTLETS = "search", "outlets"
_HEIGHT = 300
_PAUSE = 300
"""Milliseconds after an edit until what it changed is looked for anew."""


class ProjectSearch(Part):
    """The field and the list of a window, and what is asked for them."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._results = Results()
        self._number = self._outlets_number = -1
        self._outlets: Sequence[str] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._again)
        self.panel = SearchPanel(window)
        self.panel.field.known = self._known
        self.panel.searched.connect(self._on_searched)
        self.panel.wanted.connect(self._on_wanted)
        self.panel.saved.connect(lambda query: window.exchanging.queues.ask_to_save(query))
        self.acts = SearchActs(window, lambda: self.panel.ticked)
        self.remarks = SearchRemarks(window, self.panel.view)
        menu = self.panel.acts.menu()
        assert menu is not None
        menu.aboutToShow.connect(lambda: self.acts.fill(menu))
        self.panel.left.connect(self._stop)
        self.panel.stand_below(window, _HEIGHT)
        self.panel.fit()

    def open(self, query: str | None) -> None:
        """Show the field, and what a query finds; None for what was typed last, or the selected words."""
        panel, session = self.panel, self._window.session
        panel.examples.show_examples(self._examples())
        panel.show()
        selected = session.selection.text
        if query is not None:
            panel.field.setText(query)
        elif selected is not None and session.document is not None and selected.end - selected.start <= AT_ONCE:
            panel.field.setText(f'"{session.document.words(selected)}"')
        panel.field.close_offers()
        panel.field.setFocus(Qt.FocusReason.OtherFocusReason)
        panel.field.selectAll()
        self._on_searched(panel.field.text())
        self._outlets_number = self._look(OUTLETS, _outlets)

    def step(self, step: int) -> None:
        """Go to the next result (1) or the previous one (-1); where nothing was looked for, ask what for."""
        if not self.panel.isVisible() or not self._results.query:
            self.open(None)
            return
        place = self.panel.view.step(step)
        if place is None:
            self._window.session.tell(translated("Nothing is left in the list of results."))
        else:
            self._window.exchanging.go_to(place)

    def take(self, seen: Seen) -> None:
        if seen.number == self._outlets_number and isinstance(seen.what, tuple):
            self._outlets = seen.what
        self.acts.take(seen)
        if seen.number != self._number:
            return
        if isinstance(seen.what, Results):
            self._results = seen.what
            self.acts.results = seen.what
            self.panel.show_results(seen.what)
        elif isinstance(seen.what, Ended):
            self.panel.set_busy(False)
            if seen.what.fault is not None:
                self.panel.show_wrong(seen.what.fault)
            else:
                self.panel.want()  # while it was looked for, nothing more could be

    def updated(self, update: Update) -> None:
        """Look anew when the hands rest."""
        if self._results.query and not self.panel.isHidden():
            self._pause.start()

    def set_theme(self, theme: Theme) -> None:
        self.panel.set_theme(theme)
        self.remarks.set_theme(theme)

    def project_changed(self) -> None:
        self._results, self._number, self._outlets = Results(), -1, ()
        self.panel.show_results(self._results)
        self.panel.hide()

    def _look(self, sort: str, look: Callable[[Any, Callable[[], bool], Callable[[Any], None]], None]) -> int:
        project = self._window.session.project

        def run(_: object, wanted: Callable[[], bool], hand: Callable[[Any], None]) -> None:
            look(project, wanted, hand)

        return self._window.background.look(sort, run, apart=False)

    def _on_searched(self, typed: str) -> None:
        self._pause.stop()  # what is looked for now sees what was changed
        try:
            query = parse(typed)
        except Fault as fault:
            self._window.background.stop_looking(SORT)
            self._number = -1
            self.panel.set_busy(False)
            self.panel.show_wrong(fault)
            return
        self._ask(query, AT_ONCE)

    def _ask(self, query: Any, most: int) -> None:
        self.panel.set_busy(True)
        sorting = self.panel.sorting
        self._number = self._look(
            SORT, lambda project, wanted, hand: inquire(project, query, most, wanted, hand, sorting)
        )

    def _again(self) -> None:
        if not self.panel.isHidden() and self._results.query:
            self._ask(self._results.query, max(AT_ONCE, self._results.rows))

    def _on_wanted(self) -> None:
        if not self.panel.busy:
            results = self._results
            self.panel.set_busy(True)
            self._number = self._look(
                SORT, lambda project, wanted, hand: further(project, results, AT_ONCE, wanted, hand)
            )

    def _examples(self) -> list[Example]:
        """What can be asked of this project, its saved searches last."""
        session = self._window.session
        found = [Example(written("label", name), translated("entities with this label")) for name in session.labels[:1]]
        named = next((each.name for each in session.state.speakers.values() if each.named), None)
        if named:
            found.append(Example(written("speaker", named), translated("what they said, and where they are named")))
        found += [
            Example("decision:pending score:<0.6", translated("suggestions that the pipeline was not sure of")),
            Example("kind:indirect", translated("speech that is reported without quote marks")),
            Example(NOTED, translated("what has a note or is flagged to come back to")),
        ]
        saved = session.queues.saved.items()
        return found + [
            Example(query, translated("a saved search: {query}").format(query=query), name) for name, query in saved
        ]

    def _known(self, name: str) -> Sequence[str]:
        session = self._window.session
        if name == "label":
            return session.labels
        if name == "speaker":
            return [speaker.name for speaker in session.state.speakers.values()]
        return self._outlets if name == "outlet" else ()

    def _stop(self) -> None:
        self._window.background.stop_looking(SORT)
        self._number = -1


def _outlets(project: Any, wanted: Callable[[], bool], hand: Callable[[Any], None]) -> None:
    with project.reader() as reader:
        if wanted():
            hand(tuple(sorted(set(reader.outlets().values()))))
