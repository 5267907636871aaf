"""The parts of the window and where they stand: queue, text between its bars, quotes above speakers."""

import json
from base64 import b64decode, b64encode
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.ui.articles.articlehead import ArticleHead
from annotator.ui.articles.queue import QueuePanel
from annotator.ui.finding.findbar import FindBar
from annotator.ui.focus import order_focus
from annotator.ui.keys.keyline import KeyLine
from annotator.ui.panels import Carrying, PanelWindow, Place
from annotator.ui.quotes.quotes import QuotePanel
from annotator.ui.quotes.speakers import SpeakerPanel
from annotator.ui.textview.view import TextView
from annotator.ui.theme import Theme
from annotator.ui.welcome import WelcomeStrip
from annotator.ui.widgets.askbar import AskBar

ENOUGH = 520
"""How wide the text is kept in a narrow window while the columns beside it can yield."""
_USUAL = (240, 320)
"""How wide the queue and the column of quotes are at first."""
_LEAST = (150, 190)
"""How narrow the queue and the column of quotes become for it."""
_HEIGHT = 240
"""How high the panels below the text are at first."""
_FLOATING = (340, 560)
"""How wide and high a window of a panel's own is at first."""
_PLACES = {"queue": Place.LEFT, "quotes": Place.RIGHT, "speakers": Place.RIGHT}
"""Where the panels stand at first, in the order in which they stand in one column."""


class Columns(QSplitter):
    """Three columns whose widths a person sets; the outer ones can be folded away, and yield in a narrow window.

    The panels in the outer ones can be moved from one to the other, below the text, and into windows of their own.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._left = QSplitter(Qt.Orientation.Vertical, self)
        self.queue = QueuePanel(self._left)
        self.find_bar = FindBar(self)
        self.find_bar.hide()
        self.head = ArticleHead(self)
        self.ask_bar = AskBar(self)
        self.text = TextView(self)
        self.welcome = WelcomeStrip(self)
        self.welcome.hide()
        self.key_line = KeyLine(self)
        self._right = QSplitter(Qt.Orientation.Vertical, self)
        self.quotes = QuotePanel(self._right)
        self.speakers = SpeakerPanel(self._right)
        self._right.setSizes([600, 260])
        self._middle = QSplitter(Qt.Orientation.Vertical, self)
        self._below = QSplitter(Qt.Orientation.Horizontal, self._middle)
        article = QWidget(self._middle)
        column = QVBoxLayout(article)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.ask_bar)
        column.addWidget(self.find_bar)
        column.addWidget(self.text, 1)
        column.addWidget(self.welcome)
        column.addWidget(self.key_line)
        for number, part in enumerate((article, self._below)):
            self._middle.insertWidget(number, part)
            self._middle.setStretchFactor(number, int(part is article))
            self._middle.setCollapsible(number, False)
        self._below.hide()
        for number, part in enumerate((self._left, self._middle, self._right)):
            self.insertWidget(number, part)
            self.setStretchFactor(number, int(part is self._middle))
            self.setCollapsible(number, part is not self._middle)
        self._holders = {Place.LEFT: self._left, Place.RIGHT: self._right, Place.BELOW: self._below}
        self._wanted = _USUAL
        self.setSizes([_USUAL[0], 840, _USUAL[1]])
        self.splitterMoved.connect(self._remember)
        self._panels: dict[str, QWidget] = {"queue": self.queue, "quotes": self.quotes, "speakers": self.speakers}
        self._places = dict(_PLACES)
        self._windows: dict[str, PanelWindow] = {}
        self._geometries: dict[str, str] = {}  # of windows that were there
        self._titles = {"queue": self.tr("Queue"), "quotes": self.tr("Quotes"), "speakers": self.tr("Speakers")}
        self._new: set[str] = set()  # panels that were added and not shown yet
        self._remembered: dict[str, tuple[Place, bool]] = {}  # of panels that were not made yet: where, and if shown
        for name, panel in self._panels.items():
            Carrying(panel, self._on_screen).dropped.connect(partial(self.move_panel, name))
        self._order()

    def set_theme(self, theme: Theme) -> None:
        """Give every part its colours."""
        for part in (self.head, self.text, self.queue, self.quotes, self.speakers, self.find_bar, self.welcome):
            part.set_theme(theme)
        self.key_line.set_theme(theme)

    def set_preparing(self, document_ids: frozenset[str]) -> None:
        """Say for which articles suggestions are being made."""
        self.queue.set_preparing(document_ids)
        self.quotes.set_preparing(document_ids)

    def _on_screen(self) -> QRect:
        return QRect(self.mapToGlobal(QPoint(0, 0)), self.size())

    @property
    def _splitters(self) -> tuple[QSplitter, ...]:
        """All whose sizes a person sets."""
        return (self, *self._outer, self._middle, self._below)

    @property
    def _outer(self) -> tuple[QSplitter, QSplitter]:
        return self._left, self._right

    # What is shown

    def queue_is_shown(self) -> bool:
        """Whether the queue can be seen, rather than hidden or folded away."""
        return self.is_shown("queue")

    def quotes_are_shown(self) -> bool:
        """Whether the quotes or the speakers can be seen."""
        return self.is_shown("quotes") or self.is_shown("speakers")

    def is_shown(self, name: str) -> bool:
        """Whether a panel can be seen."""
        if name not in self._panels or self._panels[name].isHidden():
            return False
        column = self._column(name)
        return column is None or self._wanted[column] > 0

    def show_queue(self, on: bool) -> None:
        """Show the queue as wide as it was, or hide it."""
        self._show(["queue"], on)

    def show_quotes(self, on: bool) -> None:
        """Show the quotes and the speakers as wide as they were, or hide them."""
        self._show(["quotes", "speakers"], on)

    def show_panel(self, name: str, *, on: bool) -> None:
        """Show a panel, or hide it."""
        self._show([name], on)
        holder = self._holders.get(self._places[name], self._below)
        if on and holder is not self._below:
            least = _HEIGHT if name in self._new else _HEIGHT // 2
            self._new.discard(name)
            self._give_height(holder, holder.indexOf(self._panels[name]), least)

    def _give_height(self, column: QSplitter, at: int, least: int) -> None:
        """Gives a panel that has less height in its column than that a good part of it."""
        sizes = column.sizes()
        whole, rest = sum(sizes), sum(sizes) - sizes[at]
        if rest and sizes[at] < least:
            column.setSizes([whole * 9 // 20 if n == at else size * 11 // 20 for n, size in enumerate(sizes)])

    def _show(self, names: list[str], on: bool) -> None:
        for name in names:
            column = self._column(name)
            if on and column is not None and not self._wanted[column]:  # it was folded away by the mouse
                wanted = list(self._wanted)
                wanted[column] = _USUAL[column]
                self._wanted = wanted[0], wanted[1]
            self._panels[name].setVisible(on)
            if name in self._windows:
                self._windows[name].setVisible(on and self.isVisible())  # not before the window itself
        self._settle()

    def _settle(self) -> None:
        """Hides a column in which no panel is shown, and the row below likewise."""
        for place, holder in self._holders.items():
            holder.setVisible(any(not self._panels[name].isHidden() for name in self._at(place)))
        self._yield()

    # Where it is

    def add_panel(self, name: str, panel: QWidget, title: str, place: Place) -> None:
        """Take one more panel, hidden at first; it stands where it stood the last time, else at `place`.

        `title` is that of a window of its own.
        """
        self._new.add(name)
        place, _ = self._remembered.pop(name, (place, False))
        self._panels[name], self._titles[name], self._places[name] = panel, title, place
        Carrying(panel, self._on_screen).dropped.connect(partial(self.move_panel, name))
        panel.hide()
        if place is Place.WINDOW:
            self._windows[name] = self._window_of(name, panel)
            panel.hide()
        else:
            self._holders[place].insertWidget(self._at(place).index(name), panel)
        self._order()

    def was_shown(self, name: str) -> bool:
        """Whether a panel that is not made yet was shown when the window was closed."""
        return self._remembered.get(name, (Place.RIGHT, False))[1]

    def place_of(self, name: str) -> Place:
        """Where "queue", "quotes" or "speakers" stands."""
        return self._places[name]

    def _column(self, name: str) -> int | None:
        """Which of the outer columns a panel stands in, None where it stands elsewhere."""
        return {Place.LEFT: 0, Place.RIGHT: 1}.get(self._places[name])

    def _at(self, place: Place) -> list[str]:
        """The panels that stand at a place, in their order."""
        return [name for name in self._panels if self._places[name] is place]

    def holds(self, widget: QWidget) -> bool:
        """Whether a widget is in the window, or in one of the panels' own."""
        window = widget.window()
        return window is self.window() or window in self._windows.values()

    def move_panel(self, name: str, place: Place) -> None:
        """Let a panel stand elsewhere, and be seen there."""
        panel, left = self._panels[name], self._windows.pop(name, None)
        appears = place is Place.BELOW and self._below.isHidden()
        self._places[name] = place
        if left is not None:
            self._geometries[name] = b64encode(bytes(left.saveGeometry().data())).decode()
        if place is Place.WINDOW:
            self._windows[name] = self._window_of(name, panel)
        else:
            self._holders[place].insertWidget(self._at(place).index(name), panel)
        if left is not None:
            left.hide()
            left.deleteLater()
        self._show([name], on=True)
        if appears:
            self._middle.setSizes([max(1, self.height() - _HEIGHT), _HEIGHT])
        self._order()

    def _window_of(self, name: str, panel: QWidget) -> PanelWindow:
        made = PanelWindow(self._titles[name], panel, self)
        made.resize(*_FLOATING)
        if name in self._geometries:
            made.restoreGeometry(b64decode(self._geometries[name]))
        made.closed.connect(partial(self.move_panel, name, _PLACES.get(name, Place.RIGHT)))
        return made

    def move_on(self, name: str) -> Place:
        """Move a panel on: left, right, below the text, in a window of its own; returns where it is now."""
        places = list(Place)
        place = places[(places.index(self._places[name]) + 1) % len(places)]
        self.move_panel(name, place)
        return place

    def _order(self) -> None:
        """Lets Tab go through the window as it stands; a panel's own window has an order of its own."""
        left, below, right = ([self._panels[n] for n in self._at(p)] for p in (Place.LEFT, Place.BELOW, Place.RIGHT))
        order_focus(*left, self.find_bar, self.text, self.welcome, self.key_line, *below, *right)

    # From one start to the next

    def layout_state(self) -> str:
        """The widths and heights, what is hidden and what was moved, for `restore_layout`."""
        windows = {name: b64encode(bytes(w.saveGeometry().data())).decode() for name, w in self._windows.items()}
        return json.dumps(
            {
                "sizes": [b64encode(bytes(s.saveState().data())).decode() for s in self._splitters],
                "wanted": self._wanted,
                "hidden": [
                    *(name for name, panel in self._panels.items() if panel.isHidden()),
                    *(name for name, (_, shown) in self._remembered.items() if not shown),
                ],
                "places": {**{name: place for name, (place, _) in self._remembered.items()}, **self._places},
                "windows": {**self._geometries, **windows},
            }
        )

    def restore_layout(self, state: str) -> None:
        """The layout of another time; nothing where `state` is empty or not what `layout_state` gave."""
        try:
            data: dict[str, Any] = json.loads(state)
            places = {name: Place(data["places"][name]) for name in self._panels}
            sizes = [b64decode(each) for each in data["sizes"]]
            later = {name: Place(each) for name, each in data["places"].items() if name not in self._panels}
            wanted, hidden, windows = tuple(map(int, data["wanted"])), set(data["hidden"]), dict(data["windows"])
        except (ValueError, KeyError, TypeError):
            return
        self._remembered = {name: (place, name not in hidden) for name, place in later.items()}
        self._geometries = {name: str(windows[name]) for name in windows if name in {*self._panels, *later}}
        for name, place in places.items():
            if place is not self._places[name]:
                self.move_panel(name, place)
        for splitter, each in zip(self._splitters, sizes, strict=False):
            splitter.restoreState(each)
        if len(wanted) == len(self._outer):
            self._wanted = wanted[0], wanted[1]
        for name in hidden & set(self._panels):
            self._show([name], on=False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for name, window in self._windows.items():
            window.setVisible(not self._panels[name].isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._yield()

    def _remember(self) -> None:
        left, _, right = self.sizes()
        self._wanted = (
            self._wanted[0] if self._left.isHidden() else left,
            self._wanted[1] if self._right.isHidden() else right,
        )

    def _yield(self) -> None:
        """Gives the outer columns the widths a person gave them, less what the text lacks."""
        sizes = self.sizes()
        room = sum(sizes)
        shown = [0 if part.isHidden() else wanted for wanted, part in zip(self._wanted, self._outer, strict=True)]
        lack = max(0, ENOUGH - (room - sum(shown)))
        outer = zip(shown, _LEAST, self._outer, strict=True)
        spare = [max(0, wanted - max(least, part.minimumSizeHint().width())) for wanted, least, part in outer]
        given = min(lack, sum(spare))
        left = shown[0] - (given * spare[0] // sum(spare) if given else 0)
        right = sum(shown) - given - left
        if room and [left, right] != [sizes[0], sizes[2]]:
            self.setSizes([left, room - left - right, right])
