"""The curve from the selected quote to the mention it is attributed to: drawn where it covers as little as it can."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from annotator.ui.textview.scene import Scene

_DEEPEST = 0.75
"""How deep a cubic curve sinks, as a share of what its control points do."""
_SHALLOWEST = 2.0


class Curve(NamedTuple):
    """A curve in the viewport and the point it ends in; `far` where it has to cross other lines of the text."""

    path: QPainterPath
    tip: QPointF
    far: bool


def curve(scene: Scene, *, hovered: bool = False) -> Curve | None:
    """The selected quote's curve, or that of the one the mouse rests on.

    None where no such quote with a source, or a link being dragged, is in view, or the two are one.
    """
    if hovered not in scene.curves:
        scene.curves[hovered] = _curve(scene, hovered=hovered)
    found: Curve | None = scene.curves[hovered]
    return found


def _curve(scene: Scene, *, hovered: bool) -> Curve | None:
    selected, link_to = scene.flow.decorations.emphasis, scene.overlay.link_to
    emphasis = scene.overlay.hovered if hovered else selected
    if emphasis is None or emphasis.part("content.0") is None:
        return None
    if hovered and (link_to is not None or (selected is not None and selected.id == emphasis.id)):
        return None
    target: QRectF | None = None
    source = emphasis.part("source")
    if link_to is not None:
        target = QRectF(link_to.x() - 1, link_to.y() - 1, 2, 2)
    elif source is not None:
        target = next(iter(scene.rects(source)), None)
    pieces = [rect for part in emphasis.parts if part.name.startswith("content.") for rect in scene.rects(part.span)]
    if target is None or not pieces:
        return None
    start = min(pieces, key=lambda rect: (abs(rect.center().y() - target.center().y()), _gap(rect, target)))
    chips = _chips(scene)
    if abs(start.center().y() - target.center().y()) < start.height() / 2:
        return _beside(start, target, chips)
    return _across(start, target, chips)


def _chips(scene: Scene) -> list[QRectF]:
    return [
        chip.rect.translated(scene.page.x, y)
        for index, y in scene.placed
        for chip in scene.flow.shown(index).geometry.chips
    ]


def _gap(a: QRectF, b: QRectF) -> float:
    return max(0.0, a.left() - b.right(), b.left() - a.right())


def _reach(start: QRectF) -> float:
    return min(start.width() / 2, 40)


def _beside(start: QRectF, target: QRectF, chips: list[QRectF]) -> Curve:
    """Below a line, no deeper than the chips of the next one leave room."""
    reach = _reach(start)
    x = start.right() - reach if target.left() >= start.right() - 2 else start.left() + reach
    a, b = QPointF(x, start.bottom() + 1), QPointF(target.center().x(), target.bottom() + 2)
    left, right, lowest = min(a.x(), b.x()) - 2, max(a.x(), b.x()) + 2, max(a.y(), b.y())
    under = [c.top() for c in chips if c.bottom() > lowest and c.left() < right and c.right() > left]
    room = min((top - lowest for top in under), default=1e9) - 1
    sag = max(_SHALLOWEST, min(start.height() * 0.55, room / _DEEPEST))
    path = QPainterPath(a)
    path.cubicTo(QPointF(a.x(), a.y() + sag), QPointF(b.x(), b.y() + sag), b)
    return Curve(path, b, False)


def _across(start: QRectF, target: QRectF, chips: list[QRectF]) -> Curve:
    """Between lines, from chip to chip where the words have one on the side that is faced."""
    reach = _reach(start)
    x = min(max(target.center().x(), start.left() + reach), start.right() - reach)
    below = target.center().y() > start.center().y()
    upper = QPointF(x, start.bottom()) if below else QPointF(target.center().x(), target.bottom() + 1)
    lower = QPointF(target.center().x(), target.top() - 1) if below else QPointF(x, start.top())
    lower = QPointF(lower.x(), _above_chips(lower, chips))
    far = lower.y() - upper.y() > 2 * start.height()
    bend = max(4.0, (lower.y() - upper.y()) / 2)
    a, b, bend = (upper, lower, bend) if below else (lower, upper, -bend)
    path = QPainterPath(a)
    path.cubicTo(QPointF(a.x(), a.y() + bend), QPointF(b.x(), b.y() - bend), b)
    return Curve(path, b, far)


def _above_chips(point: QPointF, chips: list[QRectF]) -> float:
    """The y above the chips that stand on a line's words at a point."""
    y = point.y()
    for chip in sorted(chips, key=lambda chip: -chip.bottom()):
        if chip.left() - 1 <= point.x() <= chip.right() + 1 and abs(chip.bottom() - y) <= chip.height() / 2:
            y = chip.top() - 1
    return y
