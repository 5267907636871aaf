"""What a window asks about an article's text: what is set aside in it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt

from annotator.session.boilerplates import Elsewhere, look_elsewhere
from annotator.session.commands.registry import attempt
from annotator.session.commands.texts import Turned, everywhere_too, remove_decided
from annotator.session.looks import Seen
from annotator.ui.askbar import Question
from annotator.ui.describing import shortened
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_ELSEWHERE, _DECIDED = "elsewhere", "decided"


class Texts(Part):
    """Asks in the bar above the text, and does what is answered."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._bar = window.columns.ask_bar
        self._turned: Turned | None = None
        self._number = -1
        self.set_theme(window.theme)

    @property
    def looking(self) -> bool:
        """Whether other articles are being looked through."""
        return self._number != -1

    def set_theme(self, theme: Theme) -> None:
        self._bar.set_theme(theme)

    def project_changed(self) -> None:
        self._bar.take_back(_ELSEWHERE, _DECIDED)
        self._number = -1

    def set_aside(self, turned: Turned) -> None:
        """Ask what is to become of decided annotations in it, and look whether other articles have the same lines."""
        self._turned = turned
        self._bar.take_back(_ELSEWHERE, _DECIDED)
        if turned.decided:
            self._ask_about_decided(turned)
        path = self._window.session.project.path
        look = partial(look_elsewhere, path, turned.document, turned.lines)
        self._number = self._window.background.look(_ELSEWHERE, look, apart=False)

    def take(self, seen: Seen) -> None:
        if seen.number != self._number:
            return
        self._number = -1
        if isinstance(seen.what, Elsewhere) and seen.what.articles and self._turned is not None:
            self.offer_elsewhere(self._turned, seen.what.articles)

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
