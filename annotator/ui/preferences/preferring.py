"""The preferences of a window: what they show, and what becomes of what is set there."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from annotator.model.faults import Fault
from annotator.session.events import ModeChanged, Told
from annotator.session.session import Session
from annotator.session.settings.declarations import Kept, Setting
from annotator.session.settings.projectsettings import give, value_of
from annotator.session.settings.settings import IN_PROJECT
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.preferences.preferences import PreferencesDialog
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class Preferring(Part):
    """Keeps the dialog to what is set, and sets what is given in it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._session: Session | None = None
        self.dialog = PreferencesDialog(window)
        self.dialog.given.connect(self._on_given)
        self.dialog.remapped.connect(window.answering.remap)
        self.dialog.finished.connect(window.activateWindow)

    def open(self) -> None:
        """Show what is set, with the keys in the search."""
        self.project_changed()
        self.dialog.set_theme(self._window.theme)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.dialog.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_theme(self, theme: Theme) -> None:
        self.dialog.set_theme(theme)

    def project_changed(self) -> None:
        session = self._window.session
        if session is not self._session:
            self._session = session
            session.subscribe(self._hear)
        self.settings_changed()

    def settings_changed(self) -> None:
        session = self._window.session
        values = asdict(self._window.settings) | {each.name: value_of(session, each) for each in IN_PROJECT}
        read_only = translated("This project may only be read here.") if session.project.read_only else ""
        self.dialog.show_values(values, self._window.keymap, hindrance=read_only)

    def _hear(self, event: Any) -> None:
        if isinstance(event, ModeChanged):
            self.settings_changed()

    def _on_given(self, setting: Setting, value: Any) -> None:
        if setting.kept is Kept.MACHINE:
            self._window.windows.change(**{setting.name: value})
            return
        try:
            give(self._window.session, setting, value)
        except Fault as fault:
            self._window.session.publish(Told(str(fault), fault=True))
        self.settings_changed()
