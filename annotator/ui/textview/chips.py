"""Chips as pictures: drawn once for each look, then copied."""

import unicodedata
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from annotator.ui.palette import LabelColour
from annotator.ui.textview.decorations import Band, Look
from annotator.ui.textview.typography import Typography
from annotator.ui.theme import Theme

KEPT = 160
STYLES = 2000
"""From how many styles and widths on they are made anew: every article has speakers of its own."""


_SIGNS = {
    "✓": (((0.0, 0.45), (0.38, 0.05), (1.0, 0.95)),),
    "↑": (((0.5, -0.05), (0.5, 1.05)), ((0.1, 0.6), (0.5, 1.05), (0.9, 0.6))),
    "⚑": (((0.15, -0.1), (0.15, 1.1), (0.95, 0.8), (0.15, 0.5)),),
    "≡": (((0.05, 0.95), (0.95, 0.95)), ((0.05, 0.5), (0.95, 0.5)), ((0.05, 0.05), (0.6, 0.05))),
    "↓": (((0.5, -0.05), (0.5, 1.05)), ((0.1, 0.4), (0.5, -0.05), (0.9, 0.4))),
}
"""The strokes of signs that no font has to have: points to the right and up, in signs' sizes."""


@dataclass(frozen=True, slots=True, eq=False)
class ChipStyle:
    """What a chip looks like; `Chips` makes each only once, so that one is equal to itself alone and quickly found.

    words   before the muted `rest`
    sign    one after the other: "⚑" to come back to, "≡" with a note, "✓" corrected, "?" doubtful, "↑" or "↓" for a
            speaker who stands above or below the view
    edge    the colour of its outline, "" for none; `dash` gives its dashes
    margin  whether it is a speaker's chip in the margin, not a label's above the text
    """

    words: str
    text: str
    fill: str
    edge: str = ""
    dash: tuple[float, float] | None = None
    sign: str = ""
    rest: str = ""
    rest_colour: str = ""
    margin: bool = False


def _mixed(words: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in words)


class _Fitted(NamedTuple):
    """The words of a chip as far as there is room for them, and its width."""

    words: str
    rest: str
    width: float


def _sign(look: Look) -> str:
    return {Look.CORRECTED: "✓", Look.DOUBTFUL: "?"}.get(look, "")


class Chips:
    """The pictures of chips for one theme, zoom and device pixel ratio."""

    def __init__(self, face: Typography, theme: Theme, ratio: float) -> None:
        self._face = face
        self._theme = theme
        self._ratio = ratio
        self._label_metrics = QFontMetricsF(face.chip)
        self._margin_metrics = QFontMetricsF(face.margin_chip)
        self._fits: dict[tuple[ChipStyle, float], _Fitted] = {}
        self._pictures: OrderedDict[tuple[ChipStyle, float], QPixmap] = OrderedDict()
        self._labels: dict[tuple[str, Look, str], ChipStyle] = {}
        self._speakers: dict[tuple[str, Look, bool, str, bool], ChipStyle] = {}
        self._sources: dict[tuple[str, bool, bool], ChipStyle] = {}

    def label_style(self, label: str, look: Look, colour: LabelColour, signs: str = "") -> ChipStyle:
        """The chip of an entity: outlined while it is a suggestion, filled once it is decided; `signs` come first."""
        style = self._labels.get((label, look, signs))
        if style is None:
            style = self._labels[label, look, signs] = self._label(label, look, colour, signs)
        return style

    def _label(self, label: str, look: Look, colour: LabelColour, signs: str) -> ChipStyle:
        sign = signs + _sign(look)
        if look is Look.PENDING:
            return ChipStyle(label, colour.ink, self._theme.background, colour.ink, None, sign)
        if look is Look.DOUBTFUL:
            return ChipStyle(label, colour.ink, self._theme.background, colour.ink, (1.5, 1.5), sign)
        return ChipStyle(label, colour.on_ink, colour.ink, "", None, sign)

    def speaker_style(self, band: Band, *, selected: bool) -> ChipStyle:
        """The chip of a quote in the margin."""
        key = (band.chip, band.look, band.named, band.signs, selected)
        style = self._speakers.get(key)
        if style is None:
            style = self._speakers[key] = self._speaker(band, selected=selected)
        return style

    def _speaker(self, band: Band, *, selected: bool) -> ChipStyle:
        theme = self._theme
        name, dot, cue = band.chip.rpartition(" · ")
        if not dot:
            name, cue = cue, ""
        rest = f" · {cue}" if cue else ""
        sign = band.signs + _sign(band.look)
        if selected:
            return ChipStyle(name, theme.on_accent, theme.accent, "", None, sign, rest, theme.on_accent, margin=True)
        if not band.named:
            return ChipStyle(
                name, theme.chip_open, theme.background, theme.chip_open, (2, 2), sign, rest, theme.muted, margin=True
            )
        if band.look in (Look.PENDING, Look.DOUBTFUL):
            dash = (1.5, 1.5) if band.look is Look.DOUBTFUL else None
            return ChipStyle(
                name, theme.chip_text, theme.background, theme.line, dash, sign, rest, theme.muted, margin=True
            )
        return ChipStyle(name, theme.chip_text, theme.chip, "", None, sign, rest, theme.muted, margin=True)

    def source_style(self, words: str, *, up: bool, selected: bool) -> ChipStyle:
        """The chip that names a speaker whose mention is above or below the view."""
        key = (words, up, selected)
        style = self._sources.get(key)
        if style is None:
            theme = self._theme
            ink, edge = (theme.accent, theme.accent) if selected else (theme.muted, theme.line)
            style = ChipStyle(words, ink, theme.background, edge, None, "↑" if up else "↓", margin=True)
            self._sources[key] = style
        return style

    def width(self, style: ChipStyle, limit: float = 1e9) -> float:
        """How wide a chip is, at most `limit`."""
        return self._fit(style, limit).width

    def _fit(self, style: ChipStyle, limit: float) -> _Fitted:
        fitted = self._fits.get((style, limit))
        if fitted is None:
            if len(self._fits) >= STYLES:
                self._forget()
            fitted = self._fits[style, limit] = self._measure(style, limit)
        return fitted

    def _forget(self) -> None:
        for made in (self._fits, self._labels, self._speakers, self._sources):
            made.clear()

    def _measure(self, style: ChipStyle, limit: float) -> _Fitted:
        metrics = self._margin_metrics if style.margin else self._label_metrics
        height = self._height(style)
        around = height * (0.8 if style.margin else 0.62) + height * 0.72 * len(style.sign)
        words, rest = style.words, style.rest
        if metrics.horizontalAdvance(words) + metrics.horizontalAdvance(rest) + around > limit:
            words, rest = metrics.elidedText(words, Qt.TextElideMode.ElideRight, limit - around), ""
        width = metrics.horizontalAdvance(words) + metrics.horizontalAdvance(rest) + around
        return _Fitted(words, rest, min(float(round(width)), limit))

    def _height(self, style: ChipStyle) -> float:
        return self._face.margin_height if style.margin else self._face.chip_height

    def picture(self, style: ChipStyle, limit: float = 1e9) -> QPixmap:
        """The picture of a chip, drawn at `width(style, limit)`."""
        key = (style, self.width(style, limit))
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._pictures[key] = self._draw(style, self._fit(style, limit))
            if len(self._pictures) > KEPT:
                self._pictures.popitem(last=False)
        else:
            self._pictures.move_to_end(key)
        return picture

    def _draw(self, style: ChipStyle, fitted: _Fitted) -> QPixmap:
        width, height = fitted.width, self._height(style)
        picture = QPixmap(max(1, round(width * self._ratio)), max(1, round(height * self._ratio)))
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = 0.5 if style.edge else 0.0
        box = QRectF(inset, inset, width - 2 * inset, height - 2 * inset)
        radius = height / 2 if style.margin else height * 0.28
        pen = QPen(Qt.PenStyle.NoPen)
        if style.edge:
            pen = QPen(QColor(style.edge), 1)
            if style.dash is not None:
                pen.setDashPattern(list(style.dash))
        painter.setPen(pen)
        painter.setBrush(QColor(style.fill))
        painter.drawRoundedRect(box, radius, radius)
        self._write(painter, style, fitted, height)
        painter.end()
        return picture

    def _write(self, painter: QPainter, style: ChipStyle, fitted: _Fitted, height: float) -> None:
        metrics = self._margin_metrics if style.margin else self._label_metrics
        painter.setFont(self._face.margin_chip if style.margin else self._face.chip)
        painter.setPen(QColor(style.text))
        x = height * (0.4 if style.margin else 0.31)
        baseline = (height + metrics.capHeight()) / 2
        for sign in style.sign:
            self._write_sign(painter, sign, x, baseline, height)
            x += height * 0.72
        if _mixed(fitted.words + fitted.rest):
            painter.drawText(QPointF(x, baseline), fitted.words + fitted.rest)  # whole, so that Qt orders it
            return
        painter.drawText(QPointF(x, baseline), fitted.words)
        if fitted.rest:
            painter.setPen(QColor(style.rest_colour))
            painter.drawText(QPointF(x + metrics.horizontalAdvance(fitted.words), baseline), fitted.rest)

    def _write_sign(self, painter: QPainter, sign: str, x: float, baseline: float, height: float) -> None:
        if sign == "?":
            painter.drawText(QPointF(x, baseline), "?")
            return
        size = height * 0.42
        shape = _SIGNS[sign]
        pen = QPen(painter.pen().color(), max(1.2, height / 10))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.save()
        painter.setPen(pen)
        for stroke in shape:
            painter.drawPolyline([QPointF(x + right * size, baseline - up * size) for right, up in stroke])
        painter.restore()
