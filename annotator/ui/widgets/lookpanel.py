"""A list below the text of places that need a look; it stays open while they are looked at."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from annotator.session.finding.places import Place
from annotator.ui.menus import translated
from annotator.ui.widgets.listpanel import ListPanel


class LookPanel(ListPanel):
    """Places, each a click or Enter away."""

    def __init__(self, parent: QWidget) -> None:
        closing = translated("Close the list of what needs a look")
        super().__init__("look", translated("To look at"), closing, parent)
        self.hide()

    def show_places(self, words: str, places: Sequence[Place], titles: Mapping[str, str]) -> None:
        """List places; `words` say why, `titles` are those of articles by their ids."""
        self.say(words)
        self.view.show_places(places, titles)
        self.setVisible(bool(places))
