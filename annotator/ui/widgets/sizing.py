"""How large windows and dialogs are on screens that have less room than they would take."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

_FRAME = QSize(16, 48)
"""What a title bar and borders take at most, which cannot be known before a window is shown."""


def fit(window: QWidget) -> None:
    """Have a window fill a screen that has no room for its size and what the system frames it with."""
    room = _room(window)
    if window.size() != window.size().boundedTo(room):
        window.resize(window.size().boundedTo(room))
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def size_dialog(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog a size in pixels, or what its screen has room for; what its window has room for, it has, too."""
    parent = dialog.parentWidget()
    room = _room(dialog).expandedTo(parent.window().size() if parent is not None else QSize())
    dialog.resize(QSize(width, height).boundedTo(room))


def _room(window: QWidget) -> QSize:
    return window.screen().availableSize() - _FRAME
