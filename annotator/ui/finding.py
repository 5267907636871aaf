"""Finding text in the article: the bar, the hits shown in the text, and labelling all of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from annotator.model.document import Span
from annotator.model.faults import Fault
from annotator.session.commands import identical
from annotator.session.commands.general import text_to_copy
from annotator.session.finding import find
from annotator.session.selection import Selection
from annotator.ui.describing import LONGEST
from annotator.ui.findbar import FindBar

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class Finding(QObject):
    """The search of a window."""

    def __init__(self, window: "MainWindow", bar: FindBar) -> None:
        super().__init__(window)
        self._window = window
        self._bar = bar
        self._asked = ("", False, False)
        self._hits: list[Span] = []
        self._at = -1
        self._origin = 0  # where the search began, so that each letter typed looks from there and not from its last hit
        bar.searched.connect(self._on_searched)
        bar.moved.connect(self._on_moved)
        bar.label_all.connect(self._on_label_all)
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
            self._show([], -1)
            self._window.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def again(self) -> None:
        """Search another article for the same."""
        if self.active:
            self._on_searched(*self._asked)

    def _on_searched(self, wanted: str, expression: bool, case: bool) -> None:
        self._asked = (wanted, expression, case)
        document = self._window.session.document
        if document is None:
            return
        try:
            hits = find(document.text, wanted, expression=expression, case=case)
        except Fault as fault:
            self._show([], -1)
            self._bar.set_error(fault.message)
            return
        at = next((i for i, span in enumerate(hits) if span.start >= self._origin), 0 if hits else -1)
        self._show(hits, at)

    def _on_moved(self, step: int) -> None:
        if self._hits:
            self._show(self._hits, (self._at + step) % len(self._hits))
            self._origin = self._hits[self._at].start

    def _show(self, hits: list[Span], at: int) -> None:
        self._hits, self._at = hits, at
        self._window.text.set_hits(hits, at)
        self._bar.set_count(at if hits else None, len(hits))
        if hits:
            span = hits[at]
            self._window.session.select(Selection(span.end, span.start))
            self._window.text.reveal(span)

    def _on_label_all(self) -> None:
        hits = list(self._hits)
        if hits:
            session = self._window.session
            self._window.answering.offer_labels(lambda label: identical.label_hits(session, str(label), tuple(hits)))
