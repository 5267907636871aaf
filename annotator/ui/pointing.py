"""What a person points at: the mouse in the text and clicks in the lists, as acts of the session."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from annotator.model.document import Document, Entity, Span
from annotator.model.labels.overlaps import room
from annotator.model.tokens import snap
from annotator.session.commands import borders, labelling, speaking
from annotator.session.commands.registry import attempt
from annotator.session.events import Asked
from annotator.session.selection import Selection
from annotator.session.visiting import visit
from annotator.ui import menus, missingfonts
from annotator.ui.textview.hit import Hit

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class Pointing(QObject):
    """Turns the signals of a window's text and lists into acts.

    selecting  whether a selection is being made in the text itself, which then need not be scrolled to
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.selecting = False
        self._missing: set[str] = set()
        window.text.undrawable_found.connect(self._on_undrawable)
        window.text.selection_changed.connect(self._on_text_selection)
        window.text.text_selected.connect(self._on_text_selected)
        window.text.border_dragged.connect(self._on_border_dragged)
        window.text.border_held.connect(self._on_border_held)
        window.text.room_of = self._room_of
        window.text.link_requested.connect(self._on_link_requested)
        window.text.chip_clicked.connect(lambda _: window.run("go.choices"))
        window.text.context_menu_requested.connect(self._on_context_menu)
        window.text.zoom_requested.connect(window.set_zoom)
        window.queue.chosen.connect(lambda name: self._attempt(lambda: visit(window.session, name)))
        window.queue.carried.connect(lambda ids: window.exchanging.care.carrying.drag(ids))
        window.queue.dropped.connect(lambda names: window.exchanging.imports.bring([Path(name) for name in names]))
        window.quotes.chosen.connect(self._on_quote_chosen)
        window.quotes.menu_wanted.connect(self._show_menu)
        window.quotes.candidate_chosen.connect(lambda number: window.run(f"speaker.{number + 1}"))
        window.speakers.chosen.connect(self._on_speaker_chosen)
        window.speakers.edited.connect(lambda speaker: self._attempt(lambda: speaking.rename(window.session, speaker)))
        window.speakers.merged.connect(lambda speaker: window.session.publish(Asked("other_speaker", speaker)))

    def _on_undrawable(self, characters: str) -> None:
        """Says so once for each package that would mend it."""
        new = [each for each in characters if missingfonts.package_of(each) not in self._missing]
        self._missing.update(map(missingfonts.package_of, new))
        if new:
            self._window.session.tell(missingfonts.sentence(new))

    def _on_border_dragged(self, annotation_id: str, part: str, span: Span) -> None:
        self._attempt(lambda: borders.move(self._window.session, annotation_id, part, span))

    def _room_of(self, entity: Entity) -> Span:
        session = self._window.session
        return room(session.label_set, session.document or Document.empty(), entity)

    def _on_border_held(self, annotation_id: str, border: str) -> None:
        """Says what is in the way of an entity's border."""
        session = self._window.session
        entity = session.document.by_id.get(annotation_id) if session.document is not None else None
        if isinstance(entity, Entity):
            free, (start, end) = self._room_of(entity), entity.span
            beyond = Span(free.start - 1, end) if border == "start" else Span(start, free.end + 1)
            attempt(session, lambda: borders.check_room(session, entity, beyond))

    def _attempt(self, act: Callable[[], object]) -> None:
        if not attempt(self._window.session, act) and self._window.session.document is not None:
            self._window.text.update_document(self._window.session.document, self._window.session.state.speakers)

    def _on_text_selection(self, selection: Selection) -> None:
        self.selecting = True
        try:
            self._window.session.select(selection)
        finally:
            self.selecting = False

    def _on_text_selected(self, span: Span) -> None:
        label = self._window.session.sticky_label
        if label is not None:
            self._attempt(lambda: labelling.give_label(self._window.session, label))

    def _on_link_requested(self, quote_id: str, mention: object) -> None:
        document = self._window.session.document
        if document is None:
            return
        if isinstance(mention, str):
            mention = document.by_id[mention].extent
        span = snap(document, mention) if isinstance(mention, Span) else None
        if span is not None:
            self._attempt(lambda: speaking.link(self._window.session, quote_id, span, settled=True))

    def _on_quote_chosen(self, quote_id: str) -> None:
        if self._window.session.document is not None and quote_id in self._window.session.document.by_id:
            start = self._window.session.document.by_id[quote_id].extent.start
            self._window.session.select(Selection(start, start, quote_id))

    def _on_speaker_chosen(self, speaker_id: str) -> None:
        if self._window.session.quote is not None:
            self._attempt(lambda: speaking.choose(self._window.session, speaker_id))
            return
        document = self._window.session.document
        mentions = [e for e in document.entities if e.speaker == speaker_id and not e.rejected] if document else []
        if mentions:
            later = [e for e in mentions if e.span.start > self._window.session.selection.caret]
            first = (later or mentions)[0]
            self._window.session.select(Selection(first.span.start, first.span.start, first.id))

    def _on_context_menu(self, at: QPoint, hit: Hit) -> None:
        chosen = hit.id or (hit.annotations[0] if hit.annotations else None)
        if (
            chosen is not None
            and chosen != self._window.session.selection.annotation
            and self._window.session.selection.text is None
        ):
            self._window.session.select(Selection(hit.offset, hit.offset, chosen))
        self._show_menu(at)

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menus.context_menu(menu, self._window.keymap, self._window.session, self._window.run)
        self._window.answering.context_menu(menu, at)
