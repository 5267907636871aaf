"""Paints a frame: a thin layer over what `Scene` and `Geometry` have worked out."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QRegion
from PySide6.QtWidgets import QApplication

from annotator.model.document import Span
from annotator.ui.textview.curve import Curve, curve
from annotator.ui.textview.decorations import Emphasis, Look
from annotator.ui.textview.dirty import column
from annotator.ui.textview.geometry import DASHES, Geometry, span_rects
from annotator.ui.textview.layout import BlockLayout
from annotator.ui.textview.scene import Scene

_BARE = 10_000
"""More characters than a screen shows."""
FAINT = 0.45
"""The opacity of a curve that crosses lines of text."""


def paint(painter: QPainter, scene: Scene, region: QRegion) -> None:
    """Draws the scene within a region of the viewport, which the painter is clipped to."""
    theme = scene.flow.skin.theme
    clip = QRectF(region.boundingRect())
    painter.fillRect(clip, QColor(theme.background))
    painter.setPen(Qt.PenStyle.NoPen)
    for index, y in scene.placed:
        shown = scene.flow.shown(index)
        if not region.intersects(column(scene, y, shown.geometry.height)):
            continue
        painter.translate(scene.page.x, y)
        _paint_block(painter, scene, shown.layout, shown.geometry, clip.translated(-scene.page.x, -y))
        painter.translate(-scene.page.x, -y)
    _paint_aside(painter, scene)
    _paint_bars(painter, scene)
    _paint_brackets(painter, scene)
    for chip in (*scene.margin_chips(), *scene.source_chips()):
        picture = scene.flow.skin.chips.picture(chip.style, chip.limit)
        painter.drawPixmap(chip.rect.topLeft(), picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    _paint_curve(painter, scene, curve(scene, hovered=True), theme.muted)
    _paint_curve(painter, scene, curve(scene), theme.accent)
    _paint_handles(painter, scene)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if scene.overlay.focused:
        painter.fillRect(QRectF(0, 0, 2, scene.page.viewport.height()), QColor(theme.accent))
        caret = scene.caret()
        if caret is not None and scene.flow.decorations.document.text:
            painter.fillRect(caret, QColor(theme.text))


def _fill(painter: QPainter, colour: str, rects: Sequence[QRectF]) -> None:
    if rects:
        painter.setBrush(QColor(colour))
        painter.drawRects(rects)


def _paint_block(painter: QPainter, scene: Scene, layout: BlockLayout, placed: Geometry, clip: QRectF) -> None:
    theme = scene.flow.skin.theme
    emphasis = scene.flow.decorations.emphasis
    painter.setPen(Qt.PenStyle.NoPen)
    within = Span(layout.start, layout.end)
    quotes = (theme.quote, theme.quote_inner, theme.quote_deep)
    for band, rects, depth in placed.bands:
        chosen = emphasis is not None and emphasis.id == band.id
        _fill(painter, theme.quote_selected if chosen else quotes[min(depth, 2)], rects)
    for colour, rects in placed.fills:
        _fill(painter, colour, rects)
    _paint_overlay(painter, scene, layout, placed, within)
    if emphasis is not None:
        _paint_emphasis(painter, scene, emphasis, layout, placed, within)
    aside = scene.flow.decorations.is_aside(layout.start) and layout.end > layout.start
    painter.setPen(QColor(theme.muted if aside else theme.text))
    layout.qt.draw(painter, QPointF(0, 0), [], clip)
    for chip in placed.chips:
        if chip.rect.bottom() >= clip.top() and chip.rect.top() <= clip.bottom():
            painter.drawPixmap(chip.rect.topLeft(), scene.flow.skin.chips.picture(chip.style))


def _paint_overlay(painter: QPainter, scene: Scene, layout: BlockLayout, placed: Geometry, within: Span) -> None:
    theme, overlay = scene.flow.skin.theme, scene.overlay
    for at, hit in overlay.hits_in(within):
        colour = theme.hit_current if at == overlay.current else theme.hit
        _fill(painter, colour, span_rects(placed, layout, hit))
    text = overlay.selection.text
    if text is not None and text.start <= within.end and within.start < text.end:
        _fill(painter, theme.selection, _selected(placed, layout, text))


def _selected(placed: Geometry, layout: BlockLayout, text: Span) -> list[QRectF]:
    face, result = layout.face, []
    for line, left, right in layout.stretches(text):
        own = placed.lines[line]
        reaches_on = layout.start + layout.lines[line].end < text.end
        width = right - left + (face.em * 0.3 if reaches_on and not layout.right_to_left else 0)
        result.append(QRectF(left, own.baseline - face.rise, width, face.rise + face.fall + 2))
    if not result and layout.start == layout.end:
        result.append(QRectF(0, 0, face.em * 0.3, placed.lines[0].bottom))
    return result


def _paint_emphasis(
    painter: QPainter, scene: Scene, emphasis: Emphasis, layout: BlockLayout, placed: Geometry, within: Span
) -> None:
    face, theme = layout.face, scene.flow.skin.theme
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for part in emphasis.parts:
        if part.name.startswith("content.") or not part.span.overlaps(within):
            continue
        painter.setPen(QPen(QColor(theme.accent), max(1.2, face.em / 13)))
        for rect in span_rects(placed, layout, part.span):
            if part.name == "cue":
                painter.drawPath(_wave(rect.left() + 1, rect.right() - 1, rect.bottom() - 1, face.em / 11))
            else:
                painter.drawRoundedRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5), 2.5, 2.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _wave(left: float, right: float, y: float, size: float) -> QPainterPath:
    path = QPainterPath(QPointF(left, y))
    x, up = left, True
    while x < right:
        step = min(size * 2, right - x)
        path.quadTo(QPointF(x + step / 2, y - size if up else y + size), QPointF(x + step, y))
        x += size * 2
        up = not up
    return path


def _paint_aside(painter: QPainter, scene: Scene) -> None:
    """Beside paragraphs that are boilerplate: a dotted rule, and the word for it where the first of them begins."""
    face, theme = scene.flow.skin.face, scene.flow.skin.theme
    dot = max(2.0, round(2 * face.beside))
    painter.setPen(Qt.PenStyle.NoPen)
    for index, y in scene.placed:
        made = scene.decorations.of(index)
        if not made.aside:
            continue
        shown = scene.flow.shown(index)
        right = shown.layout.right_to_left
        x = scene.page.beside(round(6 * face.beside), right=right) - (0.0 if right else dot)
        first, last = shown.geometry.lines[0], shown.geometry.lines[-1]
        top, bottom = y + first.baseline - face.rise, y + last.baseline + face.fall
        _fill(painter, theme.muted, [QRectF(x, at, dot, dot) for at in _every(top, bottom, 3 * dot)])
        if made.opens and scene.chip_room(right=right):
            _paint_word(painter, scene, x, y + first.baseline, right=right)
            painter.setPen(Qt.PenStyle.NoPen)


def _paint_word(painter: QPainter, scene: Scene, x: float, baseline: float, *, right: bool) -> None:
    skin, words = scene.flow.skin, scene.decorations.wording.aside
    painter.setFont(skin.face.margin_chip)
    painter.setPen(QColor(skin.theme.muted))
    wide = painter.fontMetrics().horizontalAdvance(words)
    gap = 8 * skin.face.beside
    painter.drawText(QPointF(x + 2 * gap if right else x - gap - wide, baseline), words)


def _every(start: float, end: float, step: float) -> list[float]:
    return [start + step * number for number in range(max(1, int((end - start) / step)))]


def _paint_bars(painter: QPainter, scene: Scene) -> None:
    theme = scene.flow.skin.theme
    emphasis = scene.flow.decorations.emphasis
    painter.setPen(Qt.PenStyle.NoPen)
    plain: list[QRectF] = []
    chosen: list[QRectF] = []
    for bar, rect in scene.bars():
        rects = chosen if emphasis is not None and emphasis.id == bar.band.id else plain
        rects += _dashed(rect, bar.band.look, scene.flow.skin.face.beside)
    _fill(painter, theme.bar, plain)
    _fill(painter, theme.accent, chosen)


def _dashed(rect: QRectF, look: Look, scale: float) -> list[QRectF]:
    dash = DASHES.get(look)
    if dash is None:
        return [rect]
    on, off = dash[0] * 1.2 * scale, max(1.0, dash[1] * scale)
    result, y = [], rect.top()
    while y < rect.bottom():
        result.append(QRectF(rect.left(), y, rect.width(), min(on, rect.bottom() - y)))
        y += on + off
    return result


def _paint_brackets(painter: QPainter, scene: Scene) -> None:
    theme, face = scene.flow.skin.theme, scene.flow.skin.face
    emphasis = scene.flow.decorations.emphasis
    scale = face.beside
    viewport = scene.page.viewport
    for bracket in scene.brackets():
        chosen = emphasis is not None and emphasis.id == bracket.id
        painter.setPen(QPen(QColor(theme.accent if chosen else theme.bar), 1))
        x = round(scene.page.beside((21 + 4 * min(bracket.lane, 1)) * scale, right=bracket.right))
        top = max(min(bracket.start, bracket.end), viewport.top() - 10)
        bottom = min(max(bracket.start, bracket.end), viewport.bottom() + 10)
        painter.drawLine(QPointF(x, round(top)), QPointF(x, round(bottom)))
        near = scene.page.beside(9 * scale, right=bracket.right)
        painter.drawLine(QPointF(x, round(bracket.start)), QPointF(near, round(bracket.start)))
        end = round(bracket.end)
        tip = scene.page.beside(4 * scale, right=bracket.right)
        painter.drawLine(QPointF(x, end), QPointF(tip, end))
        painter.fillRect(QRectF(tip - (2 if bracket.right else 1), end - 1, 3, 3), painter.pen().color())


def _paint_curve(painter: QPainter, scene: Scene, link: Curve | None, ink: str) -> None:
    if link is None:
        return
    colour = QColor(ink)
    painter.setPen(QPen(colour, max(1.5, scene.flow.skin.face.em / 11)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if link.far:
        painter.setOpacity(FAINT)
    painter.drawPath(link.path)
    painter.setOpacity(1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    radius = scene.flow.skin.face.em / 6
    painter.drawEllipse(link.tip, radius, radius)


def paint_note(painter: QPainter, scene: Scene, words: str) -> None:
    """Writes a few words in the middle of the viewport."""
    viewport = scene.page.viewport
    side = min(40.0, viewport.width() / 10)
    painter.setFont(QApplication.font())
    painter.setPen(QColor(scene.flow.skin.theme.muted))
    room = viewport.adjusted(side, 0, -side, -viewport.height() / 4)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


def paint_bare(painter: QPainter, scene: Scene) -> None:
    """Writes the text alone where it stands: what is left where painting what is marked in it fails."""
    theme, text = scene.flow.skin.theme, scene.flow.decorations.document.text
    painter.resetTransform()
    painter.fillRect(scene.page.viewport, QColor(theme.background))
    painter.setPen(QColor(theme.text))
    try:
        for index, y in scene.placed:
            scene.flow.shown(index).layout.qt.draw(painter, QPointF(scene.page.x, y))
    except Exception:  # it is not even laid out: what is left of it is its words, from its beginning
        painter.fillRect(scene.page.viewport, QColor(theme.background))
        room = scene.page.viewport.adjusted(20, 20, -20, -20)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, text[:_BARE])


def _paint_handles(painter: QPainter, scene: Scene) -> None:
    theme, face = scene.flow.skin.theme, scene.flow.skin.face
    accent, paper = QColor(theme.accent), QColor(theme.background)
    border = scene.overlay.selection.border
    for handle in scene.handles():
        active = handle.main and border == handle.border
        hollow = border is not None and not active
        size = face.em / (4.8 if handle.main else 6.5) * (1.3 if active else 1.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        if handle.part not in ("cue", "source"):
            width = 3.0 if active else 1.5
            painter.drawRect(QRectF(handle.x - width / 2, handle.top, width, handle.bottom - handle.top))
        painter.setPen(QPen(accent if hollow else paper, 1.2))
        painter.setBrush(paper if hollow else accent)
        painter.drawEllipse(QPointF(handle.grip, handle.bottom + size * 0.7), size, size)
