"""What a window asks about articles' texts: what is set aside in them, and whether cut lines are to be joined."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer

from annotator.model.document import Document
from annotator.model.texts.wrapping import Wrapped
from annotator.session.beside.looks import Ended, Seen
from annotator.session.commands.registry import attempt
from annotator.session.commands.texts import Turned, everywhere_too, remove_decided
from annotator.session.finding.places import Place
from annotator.session.texts.boilerplates import Elsewhere, look_elsewhere
from annotator.session.texts.unwrapping import Cut, join_cut, join_lines, leave_lines, look_for_cut_lines, may_ask
from annotator.ui.describing import shortened
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.theme import Theme
from annotator.ui.widgets.askbar import Question

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_ELSEWHERE, _DECIDED, _LINES, _MANY = "elsewhere", "decided", "lines", "lines of an import"
_FEW = 100
"""In so many articles a line is looked for sooner in a thread than in another process, which takes time to start."""
_LATER = 200
"""Milliseconds after which the list of what was joined is shown anew while more is joined."""


class Texts(Part):
    """Asks in the bar above the text, and does what is answered."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._bar = window.columns.ask_bar
        self._turned: Turned | None = None
        self._number = self._looking = -1
        self._asked = False
        self._list_joined: Callable[[], object] = lambda: None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER)
        self._later.timeout.connect(lambda: self._list_joined())
        self.set_theme(window.theme)

    @property
    def looking(self) -> bool:
        """Whether other articles are being looked through."""
        return self._number != -1 or self._looking != -1

    def set_theme(self, theme: Theme) -> None:
        self._bar.set_theme(theme)

    def project_changed(self) -> None:
        self._bar.take_back(_ELSEWHERE, _DECIDED, _LINES, _MANY)
        self._number = self._looking = -1

    def set_aside(self, turned: Turned) -> None:
        """Ask what is to become of decided annotations in it, and look whether other articles have the same lines."""
        self._turned = turned
        self._bar.take_back(_ELSEWHERE, _DECIDED)
        if turned.decided:
            self._ask_about_decided(turned)
        path = self._window.session.project.path
        look = partial(look_elsewhere, path, turned.document, turned.lines)
        # Many articles are looked through in another process: in a thread they would keep the window waiting.
        apart = len(self._window.session.entries) > _FEW
        self._number = self._window.background.look(_ELSEWHERE, look, apart=apart)

    def take(self, seen: Seen) -> None:
        if seen.number == self._looking:
            self._take_lines(seen.what)
            return
        if seen.number != self._number:
            return
        self._number = -1
        if isinstance(seen.what, Elsewhere) and seen.what.articles and self._turned is not None:
            self.offer_elsewhere(self._turned, seen.what.articles)

    # Lines that were cut

    def look_at_lines(self, *, asked: bool = False) -> None:
        """Look whether the lines of the article on the desk were cut, and ask whether they are to be joined.

        asked  whether somebody wants to know, also where the answer is that they were not
        """
        session = self._window.session
        if not self._window.isVisible():  # it was closed meanwhile
            return
        self._bar.take_back(_LINES)
        document = session.document
        many = self._bar.question is not None and self._bar.question.subject == _MANY
        if document is None or not (asked or (may_ask(session, document) and not many)):
            return
        self._asked = asked
        # In this process: handing an article of 100,000 words over takes as long as looking at it.
        self._looking = self._window.background.look(_LINES, partial(look_for_cut_lines, document), apart=False)

    def _take_lines(self, what: object) -> None:
        session = self._window.session
        if isinstance(what, Cut) and what.document.id == session.current:
            self._ask_about_lines(what)
        elif isinstance(what, Ended):
            self._looking = -1
            if self._asked and (self._bar.question is None or self._bar.question.subject != _LINES):
                session.tell(translated("The lines of this article are not cut at a width."))
            self._asked = False

    def _ask_about_lines(self, cut: Cut) -> None:
        session = self._window.session
        words = translated("The lines of this article are cut at {n} characters. Join them?")
        self._bar.ask(
            Question(
                _LINES,
                words.format(n=cut.wrapped.width),
                ((translated("Join"), lambda: self._do(lambda: join_cut(session, cut))),
                 (translated("Leave"), lambda: self._do(lambda: leave_lines(session, [cut.document.id])))),
            )
        )  # fmt: skip

    def ask_about_import(self, ids: Sequence[str]) -> None:
        """Ask once for all articles of an import whose lines were cut; of a single one that is asked when it opens."""
        if len(ids) < 2:
            return
        session = self._window.session
        self._bar.take_back(_LINES)
        words = translated("{n} of the new articles have lines that are cut at a width. Join them?")
        self._bar.ask(
            Question(
                _MANY,
                words.format(n=QLocale().toString(len(ids))),
                ((translated("Join"), lambda: self._do(lambda: self.join_all(ids))),
                 (translated("Leave"), lambda: self._do(lambda: leave_lines(session, ids)))),
            )
        )  # fmt: skip

    def join_all(self, ids: Sequence[str]) -> None:
        """Join the lines of these articles as one step, and list what was joined in each. Raises Fault."""
        titles: dict[str, str] = {}
        places: list[Place] = []
        panel = self._window.exchanging.correcting.panel
        told = translated("Lines that were joined:")
        words = translated("{n} lines that were cut at {width} characters")

        def joined(document: Document, cut: Wrapped) -> None:
            titles[document.id] = document.article.title
            places.append(Place(document.id, words.format(n=QLocale().toString(cut.joined), width=cut.width)))
            if not self._later.isActive():
                self._later.start()

        self._list_joined = lambda: panel.show_places(told, places, titles)

        join_lines(self._window.session, ids, joined)

    # What was set aside

    def _ask_about_decided(self, turned: Turned) -> None:
        count = len(turned.decided)
        words = translated("{n} decided annotations stand in what was set aside. They stay, and are not exported.")
        if count == 1:
            words = translated("A decided annotation stands in what was set aside. It stays, and is not exported.")
        remove = translated("Remove them") if count > 1 else translated("Remove it")
        self._bar.ask(
            Question(
                _DECIDED,
                words.format(n=QLocale().toString(count)),
                ((remove, lambda: self._do(lambda: remove_decided(self._window.session, turned))),
                 (translated("Leave"), self._back)),
            )
        )  # fmt: skip

    def offer_elsewhere(self, turned: Turned, articles: int) -> None:
        """Ask whether other articles, so many, are to have the same lines set aside."""
        words = translated("{n} other articles have “{line}”, too. Set it aside there?")
        if articles == 1:
            words = translated("Another article has “{line}”, too. Set it aside there?")
        line = shortened(turned.lines[0]) + (" …" if len(turned.lines) > 1 else "")
        self._bar.ask(
            Question(
                _ELSEWHERE,
                words.format(n=QLocale().toString(articles), line=line),
                ((translated("Show…"), lambda: self._look_everywhere(turned)), (translated("Leave"), self._back)),
            )
        )

    def _look_everywhere(self, turned: Turned) -> None:
        order = everywhere_too(turned.lines, turned.step_of(self._window.session))
        self._window.answering.everywhere.look(order)

    def _do(self, act: Callable[[], object]) -> None:
        attempt(self._window.session, act)
        self._back()

    def _back(self) -> None:
        self._window.text.setFocus(Qt.FocusReason.OtherFocusReason)
