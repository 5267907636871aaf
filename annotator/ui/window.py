"""The window: queue, text, quotes and speakers, and the line of keys, around one session."""

import logging
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMainWindow, QWidget

from annotator.model.document import Document
from annotator.model.faults import Fault
from annotator.model.history import Update
from annotator.session.background import Background
from annotator.session.commands import Keymap, run, speaking
from annotator.session.commands.labelling import own_letter
from annotator.session.commands.registry import attempt
from annotator.session.events import Asked, LabelsChanged, Listed, ModeChanged, Opened, Reread, Selected, Told
from annotator.session.finding.seeking import Sought
from annotator.session.news import Exported, Imported, Working
from annotator.session.projects.keeping import KeeperEvent
from annotator.session.projects.projects import sign_as
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.session.settings.settings import Settings
from annotator.ui import describing, menus
from annotator.ui.answering import Answering
from annotator.ui.bridge import Bridge
from annotator.ui.columns import Columns
from annotator.ui.exchanging import Exchanging
from annotator.ui.finding.finding import Finding
from annotator.ui.keys import keys
from annotator.ui.pointing import Pointing
from annotator.ui.textview.typography import MAX_ZOOM, MIN_ZOOM
from annotator.ui.theme import LIGHT, Theme, application
from annotator.ui.welcome import Welcoming
from annotator.ui.widgets.choices import Choices
from annotator.ui.widgets.rows import Rows
from annotator.ui.windows import Windows

_log = logging.getLogger(__name__)
MANY = 1000
"""From how many annotations on an article's lists follow an edit only LATER: the next key is not kept waiting."""
LATER = 150  # milliseconds
_LIST_KEYS = frozenset({"Up", "Down", "Left", "Right", "Return", "Enter", "Home", "End", "PgUp", "PgDown", "F2", "Tab"})


class MainWindow(QMainWindow):
    """One project in a window. It holds no facts: they are the session's; every act is a command's.

    whole  else `furnish` is called before it is shown: making it takes long enough for one turn
    """

    def __init__(self, session: Session, windows: Windows, *, whole: bool = True) -> None:
        super().__init__()
        self.session = session
        self.windows = windows
        self.mistakes = windows.mistakes
        self._applied = self.settings
        self.keymap = Keymap(self.settings.keys)
        self.theme = LIGHT
        self._dressed = False
        self._bridge = Bridge(lambda: self.background.drain(), self)
        self._stale = QTimer(self)  # panels follow the text a moment later, however many updates come at once
        self._stale.setSingleShot(True)
        self._stale.setInterval(0)
        self._stale.timeout.connect(self._refresh)
        self._lists_stale = QTimer(self)
        self._lists_stale.setSingleShot(True)
        self._lists_stale.timeout.connect(self._refresh_lists)
        self._listed: Document | None = None
        self._queue_stale = False
        self._build()
        self.answering = Answering(self)
        self.exchanging = Exchanging(self)
        self.pointing = Pointing(self)
        self.finding = Finding(self, self.columns.find_bar)
        self.welcoming = Welcoming(self, self.columns.welcome)
        self._connect()
        if whole:
            self.furnish()

    def furnish(self) -> None:
        """Have the session, the colours and the settings in the window."""
        menus.fill_bar(self)
        self._attach(self.session)
        self._restore()
        self.set_theme(self.windows.theme)
        self._take_settings()
        self._unfollow = self.windows.settings.subscribe(self._take_settings)
        application().installEventFilter(self)

    # Building

    def _build(self) -> None:
        self.columns: Columns = Columns(self)
        self.text = self.columns.text
        self.queue = self.columns.queue
        self.quotes = self.columns.quotes
        self.speakers = self.columns.speakers
        self.key_line = self.columns.key_line
        self.choices = Choices(self)
        self.setCentralWidget(self.columns)
        self.setAnimated(False)  # nothing slides into its place: some people cannot bear it, and nobody needs it
        self.setAcceptDrops(True)
        self.resize(1400, 900)

    def _connect(self) -> None:
        self.key_line.triggered.connect(self.run)
        self.key_line.cancelled.connect(self._cancel)
        self.key_line.reporting.connect(lambda: self.run("help.report"))
        self.text.paint_failed.connect(lambda error: self.mistakes.meet(error, "Painting the article"))
        self.speakers.left.connect(self._back_to_text)
        self.choices.closed.connect(self._on_choices_closed)

    def _attach(self, session: Session) -> None:
        self.session = session
        session.subscribe(self._on_event)
        self.answering.attach(session)
        self.exchanging.attach(session)
        self.background = Background(session, self._bridge.wake, self.windows.reader)
        self.windows.note_opened(session.project.path.absolute())
        self._queue_stale = True
        self.exchanging.open_first()
        self.welcoming.attach(session)
        if opening := describing.opening(session.project):
            session.tell(opening)

    def change_session(self, make: Callable[[Settings], Session], path: Path | None = None) -> None:
        """Put another project into the window; the one that is open stays where the other, at `path`, cannot be."""
        try:
            session = make(self.settings)
        except Fault as fault:
            self.exchanging.cannot_open(fault, path)
            return
        old = self.session
        self.take_session(session)
        old.close()
        self.windows.changed.emit()

    def take_session(self, session: Session) -> None:
        """Put a session into the window in place of the one that is there, which is not closed."""
        self.background.close()
        self.key_line.clear()
        self._listed = None
        self._attach(session)
        self.background.start()
        self._follow()

    # Settings

    @property
    def settings(self) -> Settings:
        """The settings of all windows."""
        return self.windows.settings.value

    def _restore(self) -> None:
        if self.settings.window:
            self.restoreGeometry(b64decode(self.settings.window))
        self.columns.restore_layout(self.settings.layout)

    def _take_settings(self) -> None:
        """Has what was set take effect."""
        before, settings = self._applied, self.settings
        self._applied = settings
        if settings.keys != before.keys:
            self.keymap = Keymap(settings.keys)
            menus.fill_bar(self)
        if settings.person != before.person:
            sign_as(self.session, settings.person)
        self.background.keeper.configure(settings)
        self.text.set_type(settings.zoom, settings.face, settings.line / 100)
        self.answering.settings_changed()
        self.exchanging.settings_changed()
        self._stale.start()

    def set_theme(self, theme: Theme) -> None:
        """Show everything in a theme."""
        if theme is not self.theme or not self._dressed:
            self.theme, self._dressed = theme, True
            for part in (self.columns, self.choices, self.answering, self.exchanging):
                part.set_theme(theme)

    def set_zoom(self, percent: int) -> None:
        """Give the article's text another size in all windows, in percent, and remember it."""
        self.windows.change(later=True, zoom=min(MAX_ZOOM, max(MIN_ZOOM, percent)))

    # What the session says

    def _on_event(self, event: Any) -> None:
        self.welcoming.hear(event)
        if isinstance(event, Update):
            self._show_update(event)
        elif isinstance(event, Selected):
            self._show_selection(event.selection)
        elif isinstance(event, Opened):
            self._show_document()
        elif isinstance(event, Listed | ModeChanged | LabelsChanged):
            self._queue_stale = self._queue_stale or isinstance(event, Listed)
            self._follow()
            if isinstance(event, LabelsChanged):
                self.answering.labelling.show_labels()
        elif isinstance(event, Reread):
            self._show_again()
        elif isinstance(event, Asked):
            self.answering.answer(event)
        elif isinstance(event, Told):
            self._tell(event)
        else:
            self._on_news(event)

    def _on_news(self, event: Any) -> None:
        """Shows what goes on beside the person's own work."""
        if isinstance(event, Working):
            self.key_line.set_progress(event.label, event.done, event.total)
            self.columns.set_preparing(event.preparing)
        elif isinstance(event, Imported | Exported):
            self._tell_report(event)
        elif isinstance(event, KeeperEvent):
            self.answering.take_kept(event)
        elif isinstance(event, Sought):
            self.finding.take(event)
            self.answering.take(event)

    def _tell(self, told: Told) -> None:
        if told.mistake is not None:
            self.mistakes.keep(told.mistake)
        self.key_line.tell(told.message, told.fault, can_report=told.mistake is not None)

    def _tell_report(self, event: Imported | Exported) -> None:
        faults = event.report.faults
        for fault in faults:
            _log.warning("%s", fault)
        details = "".join(f"\n{fault.message} {fault.remedy}" for fault in faults[:3])
        self.key_line.tell(event.report.sentence + details, bool(faults))

    def _show_update(self, update: Update) -> None:
        document = self.session.document
        if update.transaction.origin.startswith(("user.", "undo.", "redo.")):
            self.key_line.go_on()
        if update.before.speakers != update.after.speakers:
            self._listed = None  # they show names
        if document is not None and document.id in update.transaction.documents:
            edits = [edit for edit in update.transaction.edits if edit.document_id == document.id]
            changed = {name for edit in edits for name in edit.annotation_ids}
            self.text.update_document(document, self.session.state.speakers, changed)
            self.text.set_selection(self.session.selection)
        elif document is not None and update.before.speakers != update.after.speakers:
            self.text.update_document(document, self.session.state.speakers, ())
        self._follow()

    def _show_again(self) -> None:
        document = self.session.document
        if document is not None:
            self.text.update_document(document, self.session.state.speakers)
            self.text.set_selection(self.session.selection)
        self._listed = None
        self._follow()

    def _show_document(self) -> None:
        session = self.session
        self.text.show_document(session.document or Document.empty(), session.state.speakers, *session.label_set.looks)
        self.text.set_selection(session.selection)
        if session.selection.caret:
            self.text.reveal(session.selection.stretch)
        self.finding.again()
        self._follow()

    def _show_selection(self, selection: Selection) -> None:
        self.text.set_selection(selection)
        if not self.pointing.selecting:
            annotation = self.session.annotation
            self.text.reveal(annotation.extent if annotation and selection.text is None else selection.stretch)
        self._follow()

    def _follow(self) -> None:
        """Has the panels follow: in the next turn, but a few times a second while many articles are changed."""
        if not (self.session.works.many and self._stale.isActive()):
            self._stale.start(LATER if self.session.works.many else 0)

    def _refresh(self) -> None:
        """Brings everything beside the text to what the session says now."""
        session = self.session
        document = session.document
        if self._queue_stale:
            self.queue.set_entries(session.queues.entries)
            self._queue_stale = False
        self.queue.set_current(session.current)
        if self._listed is None or document is None or document.id != self._listed.id:
            self._refresh_lists()
        elif self._listed is not document:
            self._lists_stale.start(LATER if len(document.by_id) > MANY else 0)
        self._mark_selected()
        self.key_line.set_context(describing.selected(session))
        self.text.set_sticky(session.sticky_label)
        self.text.set_note(describing.absent(document))
        if not self.finding.active:
            self.text.set_hits(self.answering.identical_to_selected())

    def _refresh_lists(self) -> None:
        self._listed = self.session.document
        self.quotes.set_document(self._listed, self.session.state.speakers)
        self.speakers.set_document(self._listed, self.session.state.speakers)
        self._mark_selected()

    def _mark_selected(self) -> None:
        session = self.session
        quote, annotation = session.quote, session.annotation
        candidates = speaking.ranked(session) if quote is not None else ()
        self.quotes.set_selected(quote.id if quote is not None else None)
        self.quotes.set_candidates(candidates[:9])
        self.speakers.set_selected(annotation.speaker if annotation is not None else None)
        self.key_line.set_keys(describing.acting_keys(session, self.keymap, candidates))

    # What a person does

    def run(self, name: str) -> None:
        """Do a command if it can be done now."""
        run(self.session, name)

    def _cancel(self) -> None:
        self.exchanging.cancel()
        self.background.cancel()

    def _back_to_text(self) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_choices_closed(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible() or self.choices.isAncestorOf(focus):
            self._back_to_text()

    def place_of_selection(self) -> QPoint:
        """Where on the screen a list for what is selected may open: below it, inside the text."""
        viewport = self.text.viewport()
        caret = self.text.scene().caret()
        if caret is None or not viewport.rect().contains(caret.bottomLeft().toPoint()):
            return viewport.mapToGlobal(QPoint(viewport.width() // 3, viewport.height() // 4))
        return viewport.mapToGlobal(caret.bottomLeft().toPoint() + QPoint(0, 6))

    # What Qt asks for

    def showEvent(self, event: QShowEvent) -> None:
        """Lets the text be painted first: the process that reads articles would take half the machine from it."""
        super().showEvent(event)
        self._stale.stop()
        QTimer.singleShot(0, self._on_shown)

    def _on_shown(self) -> None:
        self.text.viewport().repaint()
        self.background.start()
        self.exchanging.begin()
        self._follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press(event):
            self.answering.explain(event)
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent, *, but: frozenset[str] = frozenset()) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.key_line.dismiss()
            if self.welcoming.let_go():
                return True
        for name in keys.names(event):
            command = None if name in but else self.keymap.find(self.session, name) or own_letter(self.session, name)
            if command is not None:
                attempt(self.session, partial(command.act, self.session))
                return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Gives the keys of commands to them before a list takes them for a search; fields keep what they write."""
        if event.type() != QEvent.Type.KeyPress or watched is not QApplication.focusWidget():
            return False
        if not isinstance(watched, QWidget) or not self.columns.holds(watched) or not isinstance(event, QKeyEvent):
            return False
        lists = isinstance(watched, QAbstractItemView) and not self.choices.isAncestorOf(watched)
        return lists and not (isinstance(watched, Rows) and watched.takes(event)) and self._press(event, but=_LIST_KEYS)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.exchanging.drag(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.exchanging.drop(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        application().removeEventFilter(self)
        self._unfollow()
        geometry = b64encode(bytes(self.saveGeometry().data())).decode()
        self.windows.change(window=geometry, layout=self.columns.layout_state())
        self.exchanging.leave()
        self.background.close()
        self.session.close()
        self.windows.leave(self)
        super().closeEvent(event)
