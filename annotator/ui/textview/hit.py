"""What is under the mouse: found among what was painted, not computed from the text."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF

from annotator.ui.textview.scene import HANDLE_REACH, Handle, Scene

OUTWARDS = 2.0
"""How far out of an annotation the mouse takes its border's handle, beside the words, in pixels."""


class Target(StrEnum):
    """What kind of thing is under the mouse."""

    TEXT = "text"
    CHIP = "chip"
    MARGIN_CHIP = "margin chip"
    SOURCE_CHIP = "source chip"
    BAR = "bar"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class Hit:
    """What is under the mouse.

    offset       the caret position nearest to it
    character    the code point under it or next to it
    annotations  the ids of entities and quotes painted under it, innermost first
    id           of the annotation whose chip, bar or handle it is
    part         of a bar: the index of its content
    handle       the border's handle, where it is one
    """

    target: Target
    offset: int
    character: int
    annotations: tuple[str, ...] = ()
    id: str | None = None
    part: int = 0
    handle: Handle | None = None


def hit(scene: Scene, point: QPointF) -> Hit:
    """What is at a point of the viewport."""
    offset, character, annotations = text_at(scene, point)
    found = Hit(Target.TEXT, offset, character, annotations)
    near = [handle for handle in scene.handles() if _reaches(point, handle)]
    if near:
        handle = min(near, key=lambda h: abs(h.grip - point.x()) + 2 * (not h.main))
        return Hit(Target.HANDLE, offset, character, annotations, handle.id, handle=handle)
    for target, chips in ((Target.MARGIN_CHIP, scene.margin_chips()), (Target.SOURCE_CHIP, scene.source_chips())):
        for chip in chips:
            if chip.rect.contains(point):
                return Hit(target, offset, character, annotations, chip.id)
    for index, y in scene.placed:
        own = point - QPointF(scene.page.x, y)
        for label in scene.flow.shown(index).geometry.chips:
            if label.rect.contains(own):
                return Hit(Target.CHIP, offset, character, annotations, label.id)
    for bar, rect in scene.bars():
        if rect.adjusted(-3, 0, 3, 0).contains(point):
            return Hit(Target.BAR, offset, character, annotations, bar.band.id, part=bar.band.part)
    return found


def _reaches(point: QPointF, handle: Handle) -> bool:
    # Beside the words it reaches no further outwards than the space there, so that a drag over the next word, which is
    # often the cue or the source, can begin at its first letter; its knob below the line is all its own.
    outwards = HANDLE_REACH / 2 if point.y() > handle.bottom else OUTWARDS
    away = (point.x() - handle.x) * (1 if handle.grip > handle.x else -1)
    reach = outwards + (abs(handle.grip - handle.x) if point.y() > handle.bottom else 0)
    return -HANDLE_REACH / 2 <= away <= reach and handle.top <= point.y() <= handle.bottom + HANDLE_REACH


def text_at(scene: Scene, point: QPointF) -> tuple[int, int, tuple[str, ...]]:
    """The caret position and code point nearest to a point, and the annotations painted at it, innermost first."""
    if not scene.placed:
        return 0, 0, ()
    index, top = next(
        (item for item in reversed(scene.placed) if item.y <= point.y()),
        scene.placed[0],
    )
    shown = scene.flow.shown(index)
    own = point - QPointF(scene.page.x, top)
    lines = shown.geometry.lines
    number = next((i for i, line in enumerate(lines) if own.y() < line.bottom), len(lines) - 1)
    offset = shown.layout.offset_at(number, own.x())
    character = shown.layout.offset_at(number, own.x(), on_character=True)
    marks = [mark.id for mark, rects in shown.geometry.marks if any(rect.contains(own) for rect in rects)]
    bands = [band.id for band, rects, _ in shown.geometry.bands[::-1] if any(rect.contains(own) for rect in rects)]
    return offset, character, tuple(dict.fromkeys((*marks, *bands)))
