"""The order in which Tab goes through the window."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def order_focus(*parts: QWidget) -> None:
    """Let Tab go through the parts in this order, and within each through what was made first."""
    stops = [
        each
        for part in parts
        for each in (part, *part.findChildren(QWidget))
        if _stops(each) and each.window() is part.window()  # a menu is a window of its own
    ]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
