"""Keys as they are shown: small caps with the key's name on them."""

from math import floor

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.ui.theme import Theme

_SHORT = {
    "Return": "Enter",
    "Escape": "Esc",
    "Backspace": "⌫",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
}


def short(key: str) -> str:
    """A key's name as it stands on a cap; several may stand there ("1 … 9", "Left Right")."""
    if " " in key:
        return " ".join(short(part) for part in key.split(" "))
    start, plus, last = key.rpartition("+")
    return start + plus + _SHORT.get(last, last) if last else key


def cap_width(key: str, font: QFont) -> float:
    """How wide a key's cap is, in pixels."""
    return max(float(round(QFontMetricsF(font).horizontalAdvance(short(key)))) + 9, cap_height(font))


def cap_height(font: QFont) -> float:
    """How high a cap is, in pixels."""
    return float(round(QFontMetricsF(font).height())) + 2


def paint_cap(painter: QPainter, x: float, middle: float, key: str, font: QFont, theme: Theme) -> None:
    """Paint a key's cap, from `x` on and centred on the height `middle`."""
    height = cap_height(font)
    box = QRectF(round(x) + 0.5, floor(middle - height / 2) + 0.5, cap_width(key, font) - 1, height - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.bar), 1))
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(box, 3.5, 3.5)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, short(key))
    painter.restore()
