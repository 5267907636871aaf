"""Stretches of an article as screen readers find them: what headings, annotations and their parts have in common.

A reader may ask an object after what it stood for has gone, since Qt remembers it by its address. So each says what it
stands for now, is not valid where that is nothing, and stays as long as the process.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface, QColor
from shiboken6 import isValid

from annotator.model.document import Span

if TYPE_CHECKING:
    from annotator.ui.textview.view import TextView

_PRESS = QAccessibleActionInterface.pressAction()


class _Press(QAccessibleActionInterface):
    def __init__(self, stretch: "Stretch") -> None:
        super().__init__()
        self._stretch = stretch

    def actionNames(self) -> list[str]:
        return [_PRESS]

    def doAction(self, action_name: str) -> None:
        if action_name == _PRESS and self._stretch.isValid():
            self._stretch.press()

    def keyBindingsForAction(self, action_name: str) -> list[str]:
        return []


class Stretch(QAccessibleInterface):
    """Something of whatever article a view shows that has a place in its text; pressing it goes there."""

    def __init__(self, view: "TextView") -> None:
        super().__init__()
        self._view = view
        self._press = _Press(self)
        _kept.append(self)

    # What each sort of them says for itself

    def spans(self) -> Sequence[Span]:
        """Where it stands now; nowhere where there is no such thing any more."""
        raise NotImplementedError

    def name(self) -> str:
        """What it is called; asked only while it stands somewhere."""
        raise NotImplementedError

    def press(self) -> None:
        """Go to it; asked only while it stands somewhere."""
        raise NotImplementedError

    # What Qt asks for

    def isValid(self) -> bool:
        return isValid(self._view) and bool(self.spans())

    def object(self) -> QObject | None:  # type: ignore[override]  # the stubs allow no None, Qt does
        return None

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return QAccessible.queryAccessibleInterface(self._view) if isValid(self._view) else None

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def text(self, t: QAccessible.Text) -> str:
        return self.name() if t == QAccessible.Text.Name and self.isValid() else ""

    def setText(self, t: QAccessible.Text, text: str) -> None:
        pass

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        rects = [rect for span in self.spans() for rect in self._view.scene().rects(span)]
        if not rects:
            return QRect()
        whole = rects[0]
        for rect in rects[1:]:
            whole = whole.united(rect)
        return QRect(self._view.viewport().mapToGlobal(whole.topLeft().toPoint()), whole.size().toSize())

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.readOnly = True
        state.offscreen = self.rect().isEmpty()
        state.invalid = not self.isValid()
        return state

    def foregroundColor(self) -> QColor:
        return QColor(self._view.theme.text)

    def backgroundColor(self) -> QColor:
        return QColor(self._view.theme.background)

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:  # PySide wants the object, the stubs a pointer
        return self._press if t == QAccessible.InterfaceType.ActionInterface else None


_kept: list[Stretch] = []
