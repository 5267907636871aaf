"""The headings of an article as screen readers find them: children of the text view, each with its level.

The objects are made once and say what the nth heading is now, since a reader may ask one after the article has gone:
Qt remembers them by their address. For the same reason they stay as long as the process.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAttributesInterface,
    QAccessibleInterface,
    QColor,
)
from shiboken6 import isValid

from annotator.model.document import Heading, Span

if TYPE_CHECKING:
    from annotator.ui.textview.view import TextView

_JUMP = QAccessibleActionInterface.pressAction()


class _Level(QAccessibleAttributesInterface):
    def __init__(self, heading: "HeadingInterface") -> None:
        super().__init__()
        self._heading = heading

    def attributeKeys(self) -> list[QAccessible.Attribute]:
        return [QAccessible.Attribute.Level]

    def attributeValue(self, key: QAccessible.Attribute) -> Any:
        heading = self._heading.heading
        return heading.level if key == QAccessible.Attribute.Level and heading is not None else None


class _Jump(QAccessibleActionInterface):
    def __init__(self, heading: "HeadingInterface") -> None:
        super().__init__()
        self._heading = heading

    def actionNames(self) -> list[str]:
        return [_JUMP]

    def doAction(self, action_name: str) -> None:
        if action_name == _JUMP:
            self._heading.jump()

    def keyBindingsForAction(self, action_name: str) -> list[str]:
        return []


class HeadingInterface(QAccessibleInterface):
    """The nth heading, from 0, of whatever article a view shows; pressing it puts the caret there."""

    def __init__(self, view: "TextView", number: int) -> None:
        super().__init__()
        self._view = view
        self._number = number
        self._level = _Level(self)
        self._jump = _Jump(self)

    @property
    def heading(self) -> Heading | None:
        """Where it stands and its level; None where the article has not so many."""
        headings = self._view.document.article.headings if isValid(self._view) else ()
        return headings[self._number] if self._number < len(headings) else None

    def _span(self) -> Span:
        heading, text = self.heading, self._view.document.text
        if heading is None:
            return Span(0, 0)
        end = text.find("\n", heading.start)
        return Span(heading.start, end if end >= 0 else len(text))

    def jump(self) -> None:
        """Put the caret at the heading's first letter."""
        if self.heading is not None:
            at = self._span().start
            self._view.select(self._view.selection.with_annotation(None).with_text(at, at))
            self._view.reveal(Span(at, at))

    def isValid(self) -> bool:
        return self.heading is not None

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

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Heading

    def text(self, t: QAccessible.Text) -> str:
        return self._view.document.words(self._span()) if t == QAccessible.Text.Name and self.isValid() else ""

    def setText(self, t: QAccessible.Text, text: str) -> None:
        pass

    def rect(self) -> QRect:
        rects = self._view.scene().rects(self._span()) if self.isValid() else []
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
        if t == QAccessible.InterfaceType.AttributesInterface:
            return self._level
        if t == QAccessible.InterfaceType.ActionInterface:
            return self._jump
        return None


class Headings:
    """The headings of a view's article, as children of its interface."""

    def __init__(self, view: "TextView") -> None:
        self._view = view
        self._made: list[HeadingInterface] = []

    def __len__(self) -> int:
        return len(self._view.document.article.headings)

    def __getitem__(self, number: int) -> HeadingInterface:
        """The nth heading; raises IndexError where there are not so many."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        while len(self._made) <= number:
            self._made.append(HeadingInterface(self._view, len(self._made)))
            _kept.append(self._made[-1])
        return self._made[number]

    def index(self, child: QAccessibleInterface) -> int:
        """Which heading an interface is; -1 where it is none."""
        return self._made.index(child) if child in self._made else -1

    def at(self, point: QPoint) -> HeadingInterface | None:
        """The heading at a point of the screen."""
        return next((self[n] for n in range(len(self)) if self[n].rect().contains(point)), None)


_kept: list[HeadingInterface] = []
