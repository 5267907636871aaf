"""What the mouse rests on: after a moment a panel says what is known of it, and a quote shows whom it is linked to."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer

from annotator.ui.details import details
from annotator.ui.textview.accessible import announce
from annotator.ui.textview.hit import Hit, Target
from annotator.ui.textview.panel import Panel

if TYPE_CHECKING:
    from annotator.ui.textview.view import TextView

REST = 350
"""Milliseconds for which the mouse rests before the panel comes; it then goes the moment the mouse leaves."""
STILL = 3.0
"""How far the mouse may move in pixels and still rest."""


class Hover(QObject):
    """Shows and hides the panel of a view, which hides it with every key and click; it goes whenever the text moves."""

    def __init__(self, view: "TextView") -> None:
        super().__init__(view)
        self._view = view
        self.panel = Panel(view.viewport())
        self._id: str | None = None
        self._at = QPointF()
        self._found: Hit | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST)
        self._timer.timeout.connect(self._on_rest)
        view.arranged.connect(self.hide)

    @property
    def waits(self) -> bool:
        """Whether the mouse rests on something whose panel is still to come."""
        return self._timer.isActive()

    def hide(self) -> None:
        """Takes the panel away and waits for nothing."""
        self._timer.stop()
        self._id = None
        if self.panel.isVisible():
            self.panel.hide()
        self._view.set_hovered(None)

    def move(self, point: QPointF, found: Hit) -> None:
        """The mouse moved, with no button down, to a point with `found` under it."""
        id_ = _annotation(found)
        if self._id is not None and (id_ != self._id or QRectF(self.panel.geometry()).contains(point)):
            self.hide()
        still = self._timer.isActive() and (point - self._at).manhattanLength() < STILL
        if id_ is None:
            self._timer.stop()
        elif self._id is None and not still:
            self._at, self._found = point, found
            self._timer.start()

    def _on_rest(self) -> None:
        found = self._found
        if found is not None and (id_ := _annotation(found)) is not None:
            scene = self._view.scene()
            top, _, bottom = scene.line_box(found.character)
            line = QRectF(0, top, 1, bottom - top)
            for chip in (*scene.margin_chips(), *scene.source_chips()):
                if chip.rect.contains(self._at):
                    line = line.united(QRectF(0, chip.rect.top(), 1, chip.rect.height()))
            self._say(id_, line, self._at.x() - 12)

    def _say(self, id_: str, line: QRectF, x: float) -> bool:
        view = self._view
        annotation = view.document.by_id.get(id_)
        if annotation is None or annotation.rejected:
            return False
        self._id = id_
        view.set_hovered(id_)
        self.panel.say(details(annotation, view.document, view.speakers, view.wording), view.theme, line, x)
        return True

    def show_selected(self) -> bool:
        """Shows the panel for the selected annotation, until the next key; whether there is one."""
        annotation = self._view.document.by_id.get(self._view.selection.annotation or "")
        if annotation is None:
            return False
        self._view.reveal(annotation.extent)
        scene = self._view.scene()
        rects = scene.rects(annotation.extent)
        top, _, bottom = scene.line_box(annotation.extent.start)
        said = self._say(annotation.id, QRectF(0, top, 1, bottom - top), rects[0].left() if rects else 0.0)
        if said:
            announce(self._view, self.panel.details.sentence)
        return said


def _annotation(found: Hit) -> str | None:
    """Which annotation a panel would be about: none on a border, which is there to be dragged."""
    if found.target is Target.HANDLE:
        return None
    return found.id or next(iter(found.annotations), None)
