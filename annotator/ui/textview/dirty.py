"""What of the viewport looks different after an edit: on a screen with small pixels a whole frame takes 6 ms."""

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QRegion

from annotator.ui.textview.curve import curve
from annotator.ui.textview.scene import Scene

_EDGE = 5.0
"""How many pixels what is painted in a block may reach out of the column."""


def dirty(before: Scene, after: Scene, touched: Collection[int]) -> QRegion:
    """What is to be painted again where blocks in view look different, and no block has moved.

    before   as it was painted
    touched  the indexes of those blocks
    """
    page, viewport, reach = after.page, after.page.viewport, after.skin.face.em
    region = QRegion()
    for number, (index, y) in enumerate(after.placed):
        if index in touched:
            last = number + 1 == len(after.placed)
            bottom = viewport.height() if last else after.placed[number + 1].y + reach
            region += QRectF(page.x - reach, y - reach, page.width + 2 * reach, bottom - y + reach).toAlignedRect()
    old, new = _things(before), _things(after)
    for name in old.keys() | new.keys():
        if old.get(name) != new.get(name):
            for _, box in filter(None, (old.get(name), new.get(name))):
                region += box.adjusted(-2, -2, 2, 2).toAlignedRect()
    return region.intersected(viewport.toAlignedRect())


def _things(scene: Scene) -> dict[tuple[Any, ...], tuple[Any, QRectF]]:
    """What is painted beside and over the blocks: by a name what it looks like, and the box it stands in."""
    if scene.things is None:
        scene.things = _find_things(scene)
    return scene.things


def _find_things(scene: Scene) -> dict[tuple[Any, ...], tuple[Any, QRectF]]:
    emphasis = scene.emphasis
    chosen = None if emphasis is None else emphasis.id
    things: dict[tuple[Any, ...], tuple[Any, QRectF]] = {}
    for number, (bar, box) in enumerate(scene.bars()):
        things["bar", number] = (bar, bar.band.id == chosen), box
    for chip in scene.margin_chips():
        things["chip", chip.id] = chip, chip.rect
    for chip in scene.source_chips():
        things["source", chip.id] = chip, chip.rect
    for bracket in scene.brackets():
        things["bracket", bracket.id] = (bracket, bracket.id == chosen), scene.bracket_box(bracket)
    around = scene.skin.face.em / 3
    for hovered in (False, True):
        link = curve(scene, hovered=hovered)
        if link is not None:
            things["curve", hovered] = link, link.path.boundingRect().adjusted(-around, -around, around, around)
    return things


def column(scene: Scene, y: float, height: float) -> QRect:
    """Where a block is painted that stands at a height of the viewport: its part of the column, without the margins."""
    return QRectF(scene.page.x - _EDGE, y, scene.page.width + 2 * _EDGE, height).toAlignedRect()
