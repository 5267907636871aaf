"""Saved searches above the queue: which of them it follows, and what is done with them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QMenu, QToolButton, QWidget

from annotator.model.faults import Fault
from annotator.model.finding.query import parse
from annotator.session.beside.looks import Ended, Seen
from annotator.session.commands.registry import attempt
from annotator.session.events import Told
from annotator.session.finding.inquiry import ids_of
from annotator.session.visiting import visit
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.widgets.fields import ChoiceField

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT = "queues"


class Queues(Part):
    """The choice above a window's queue. It is there where something was saved."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._number, self._wanted = -1, ""
        self._asking: QInputDialog | None = None
        self.bar = QWidget(window.queue)
        self.choice = ChoiceField(self.bar)
        self.choice.setAccessibleName(translated("Which articles the queue has"))
        self.choice.setMinimumWidth(40)
        self.more = QToolButton(self.bar)
        self.more.setText("⋯")
        self.more.setToolTip(translated("Rename, delete or look at the saved search"))
        self.more.setAccessibleName(translated("What is done with the saved search"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        layout = QHBoxLayout(self.bar)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice, 1)
        layout.addWidget(self.more)
        window.queue.put_above(self.bar)
        self.choice.activated.connect(self._on_chosen)
        self._fill_menu()
        self.renew()

    @property
    def busy(self) -> bool:
        """Whether it is being looked for what a saved search finds."""
        return self._number >= 0

    def renew(self) -> None:
        """Show what is saved and which of it the queue follows."""
        queues = self._window.session.queues
        self.choice.clear()
        self.choice.addItem(translated("All articles"), None)
        for name in queues.saved:
            self.choice.addItem(name, name)
        self.choice.setCurrentIndex(max(0, self.choice.findData(queues.current)))
        self.bar.setVisible(bool(queues.saved))
        self.more.setEnabled(queues.current is not None)

    def ask_to_save(self, query: str) -> None:
        """Ask what a search is to be called, save it, and have the queue follow it."""
        self._ask(translated("Save the search as"), query, lambda name: self._save(name, query))

    def follow(self, name: str | None) -> None:
        """Have the queue follow a saved search as it finds now, or all articles again."""
        session = self._window.session
        if name is None:
            self._window.background.stop_looking(SORT)
            self._number = -1
            session.queues.choose(None)
            self.renew()
            return
        try:
            query = parse(session.queues.saved[name])
        except Fault as fault:
            session.publish(Told(str(fault), fault=True))
            self.renew()
            return
        project, self._wanted = session.project, name

        def look(_: object, wanted: Callable[[], bool], hand: Callable[[Any], None]) -> None:
            hand(ids_of(project, query, wanted))

        self._number = self._window.background.look(SORT, look, apart=False)

    def take(self, seen: Seen) -> None:
        if seen.number != self._number:
            return
        session = self._window.session
        if isinstance(seen.what, Ended):
            self._number = -1
            if seen.what.fault is not None:
                session.publish(Told(str(seen.what.fault), fault=True))
            self.renew()
            return
        session.queues.choose(self._wanted, seen.what)
        first = next(iter(session.queues.entries), None)
        if first is not None and session.current not in seen.what:
            visit(session, first.id)

    def project_changed(self) -> None:
        self._number = -1
        self.renew()

    def _on_chosen(self) -> None:
        self.follow(self.choice.currentData())

    def _save(self, name: str, query: str) -> None:
        saved = self._window.session.queues.save(name, query)
        self.renew()
        self.follow(saved)

    def _fill_menu(self) -> None:
        menu = self.more.menu()
        assert menu is not None
        for words, act in (
            (translated("Look for it"), self._look),
            (translated("Rename…"), self._rename),
            (translated("Delete"), self._delete),
        ):
            menu.addAction(words).triggered.connect(lambda _=False, act=act: act())

    def _look(self) -> None:
        queues = self._window.session.queues
        if queues.current is not None:
            self._window.exchanging.search.open(queues.saved[queues.current])

    def _rename(self) -> None:
        queues = self._window.session.queues
        if queues.current is not None:
            name = queues.current
            self._ask(translated("Rename the saved search to"), name, partial(queues.rename, name))

    def _delete(self) -> None:
        queues = self._window.session.queues
        if queues.current is not None and attempt(self._window.session, partial(queues.delete, queues.current)):
            self.renew()

    def _ask(self, what: str, name: str, act: Callable[[str], object]) -> None:
        dialog = self._asking = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(translated("Saved searches"))
        dialog.setLabelText(what)
        dialog.setTextValue(name)
        dialog.textValueSelected.connect(partial(self._on_named, act))
        dialog.setModal(False)
        dialog.show()

    def _on_named(self, act: Callable[[str], object], name: str) -> None:
        attempt(self._window.session, lambda: act(name))
        self.renew()
