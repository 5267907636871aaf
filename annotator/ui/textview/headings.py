"""The headings of an article as screen readers find them: children of the text view, each with its level."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleAttributesInterface, QAccessibleInterface
from shiboken6 import isValid

from annotator.model.document import Heading, Span
from annotator.ui.textview.stretches import Stretch

if TYPE_CHECKING:
    from annotator.ui.textview.view import TextView


class _Level(QAccessibleAttributesInterface):
    def __init__(self, heading: "HeadingInterface") -> None:
        super().__init__()
        self._heading = heading

    def attributeKeys(self) -> list[QAccessible.Attribute]:
        return [QAccessible.Attribute.Level]

    def attributeValue(self, key: QAccessible.Attribute) -> Any:
        heading = self._heading.heading
        return heading.level if key == QAccessible.Attribute.Level and heading is not None else None


class HeadingInterface(Stretch):
    """The nth heading, from 0, of whatever article a view shows; pressing it puts the caret there."""

    def __init__(self, view: "TextView", number: int) -> None:
        super().__init__(view)
        self._number = number
        self._level = _Level(self)

    @property
    def heading(self) -> Heading | None:
        """Where it stands and its level; None where the article has not so many."""
        headings = self._view.document.article.headings if isValid(self._view) else ()
        return headings[self._number] if self._number < len(headings) else None

    def spans(self) -> Sequence[Span]:
        heading = self.heading
        if heading is None:
            return ()
        text = self._view.document.text
        end = text.find("\n", heading.start)
        return (Span(heading.start, end if end >= 0 else len(text)),)

    def name(self) -> str:
        return self._view.document.words(self.spans()[0])

    def press(self) -> None:
        at = self.spans()[0].start
        self._view.select(self._view.selection.with_annotation(None).with_text(at, at))
        self._view.reveal(Span(at, at))

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Heading

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:
        return self._level if t == QAccessible.InterfaceType.AttributesInterface else super().interface_cast(t)


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
        return self._made[number]

    def index(self, child: QAccessibleInterface) -> int:
        """Which heading an interface is; -1 where it is none."""
        return self._made.index(child) if child in self._made else -1

    def at(self, point: QPoint) -> HeadingInterface | None:
        """The heading at a point of the screen."""
        return next((self[n] for n in range(len(self)) if self[n].rect().contains(point)), None)
