"""What the parts of a window have in common that answer its commands and are made when they are first needed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model.history import Update
from annotator.session.beside.looks import Seen
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class Part(QObject):
    """A part of a window, which hears of what concerns all of them; what does not concern it, it passes over."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""

    def project_changed(self) -> None:
        """Let go of what was about the project that was open."""

    def leave(self) -> None:
        """The window is about to close."""

    def take(self, seen: Seen) -> None:
        """Show what was seen, if it was asked for here."""

    def settings_changed(self) -> None:
        """Show what is set now."""

    def updated(self, update: Update) -> None:
        """Something in the project was changed."""
