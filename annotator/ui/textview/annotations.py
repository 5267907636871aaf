"""The annotations of an article as screen readers find them: children of the text view, in the order of the text.

An entity is one element. A quote has its contents, its cue and its source as elements within it. An element stands for
the same annotation as long as its article is shown, and is then taken for one of the next.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleSelectionInterface
from shiboken6 import isValid

from annotator.model.document import AnyAnnotation, Document, Entity, Span
from annotator.ui.describing import remarks
from annotator.ui.details import details
from annotator.ui.textview.decorations import Look, chip_text, look_of, parts_of
from annotator.ui.textview.stretches import Stretch

if TYPE_CHECKING:
    from annotator.ui.textview.view import TextView


def words_of(view: "TextView", annotation: AnyAnnotation) -> str:
    """What an annotation of a view's article is, and how far it is decided, in a few words."""
    look = {
        Look.PENDING: view.tr("suggestion"),
        Look.DOUBTFUL: view.tr("doubtful suggestion"),
        Look.ACCEPTED: view.tr("accepted"),
        Look.CORRECTED: view.tr("corrected"),
    }[look_of(annotation)]
    if isinstance(annotation, Entity):
        return ", ".join((f"{annotation.label}: {view.document.words(annotation.span)}", look, *remarks(annotation)))
    chip = chip_text(annotation, view.document, view.speakers, view.wording)
    return ", ".join((view.tr("Quote: {0}, {1}").format(chip, look), *remarks(annotation)))


class PartInterface(Stretch):
    """A part of a quote, a content, its cue or its source; pressing it selects the quote, and the content."""

    def __init__(self, of: "AnnotationInterface", part: str) -> None:
        super().__init__(of.view)
        self._of = of
        self.part = part

    def spans(self) -> Sequence[Span]:
        annotation = self._of.annotation
        parts = parts_of(annotation) if annotation is not None else ()
        return [part.span for part in parts if part.name == self.part]

    def name(self) -> str:
        words = self._view.document.words(self.spans()[0])
        sort = {"cue": self._view.tr("Cue: {0}"), "source": self._view.tr("Source: {0}")}
        return sort.get(self.part, self._view.tr("Content: {0}")).format(words)

    def press(self) -> None:
        _, _, number = self.part.partition(".")
        self._of.select(int(number or 0))
        self._view.reveal(self.spans()[0])

    def parent(self) -> QAccessibleInterface:
        return self._of

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.StaticText


class AnnotationInterface(Stretch):
    """An annotation that is not rejected; pressing it selects it."""

    def __init__(self, view: "TextView") -> None:
        super().__init__(view)
        self.id: str | None = None
        self._parts: dict[str, PartInterface] = {}

    @property
    def view(self) -> "TextView":
        """The view that shows it."""
        return self._view

    @property
    def annotation(self) -> AnyAnnotation | None:
        """What it stands for, None where that is gone or rejected."""
        found = self._view.document.by_id.get(self.id or "") if isValid(self._view) else None
        return None if found is None or found.rejected else found

    def spans(self) -> Sequence[Span]:
        annotation = self.annotation
        if annotation is None:
            return ()
        return (annotation.span,) if isinstance(annotation, Entity) else annotation.contents

    def name(self) -> str:
        return words_of(self._view, self._there)

    @property
    def _there(self) -> AnyAnnotation:
        annotation = self.annotation
        if annotation is None:
            raise LookupError(self.id)
        return annotation

    def select(self, part: int = 0) -> None:
        """Select it, or one of its contents by its number."""
        start = self._there.extent.start
        self._view.select(self._view.selection.with_text(start, start).with_annotation(self.id, part))

    def press(self) -> None:
        self.select()
        self._view.reveal(self._there.extent)

    def text(self, t: QAccessible.Text) -> str:
        if t == QAccessible.Text.Description and self.isValid():
            view = self._view
            return details(self._there, view.document, view.speakers, view.wording).sentence
        return super().text(t)

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.StaticText if isinstance(self.annotation, Entity) else QAccessible.Role.BlockQuote

    def state(self) -> QAccessible.State:
        state = super().state()
        state.selectable = True
        state.selected = self.isValid() and self._view.selection.annotation == self.id
        return state

    def childCount(self) -> int:
        annotation = self.annotation
        return 0 if annotation is None or isinstance(annotation, Entity) else len(parts_of(annotation))

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if not 0 <= index < self.childCount():
            return None
        name = parts_of(self._there)[index].name
        if name not in self._parts:
            self._parts[name] = PartInterface(self, name)
        return self._parts[name]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        names = [part.name for part in parts_of(self._there)] if self.childCount() else []
        return names.index(child.part) if isinstance(child, PartInterface) and child.part in names else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        children = (self.child(number) for number in range(self.childCount()))
        return next((child for child in children if child is not None and child.rect().contains(x, y)), None)


def _in_order(document: Document) -> list[str]:
    """The ids of a document's annotations that are not rejected, in the order of the text, outer ones first."""
    there = [each for each in document.by_id.values() if not each.rejected]
    there.sort(key=lambda each: (each.extent.start, -each.extent.end, each.id))
    return [each.id for each in there]


class Annotations(QAccessibleSelectionInterface):
    """The annotations of a view's article, as children of its interface, of which one may be selected."""

    def __init__(self, view: "TextView") -> None:
        super().__init__()
        self._view = view
        self._of: Document | None = None
        self._places: dict[str, int] = {}
        self._ids: list[str] = []
        self._taken: dict[str, AnnotationInterface] = {}
        self._free: list[AnnotationInterface] = []

    def _look(self) -> list[str]:
        document = self._view.document
        if self._of is not document:
            self._of, self._ids = document, _in_order(document)
            self._places = {each: place for place, each in enumerate(self._ids)}
        return self._ids

    def differ_from(self, before: Document) -> bool:
        """Whether others were there before, or elsewhere."""
        old, now = before.by_id, self._view.document.by_id
        if old.keys() != now.keys():
            return True
        changed = ((old[name], each) for name, each in now.items() if each is not old[name])
        return any((then.rejected, then.extent) != (each.rejected, each.extent) for then, each in changed)

    def changed_since(self, before: Document) -> list[AnnotationInterface]:
        """The elements that a reader has asked for, and whose annotations are others now."""
        now = self._view.document.by_id
        found = [each for name, each in self._taken.items() if now.get(name) is not before.by_id.get(name)]
        return [each for each in found if each.isValid()]

    def forget(self) -> None:
        """Take the elements for another article's annotations."""
        for each in self._taken.values():
            each.id = None
            self._free.append(each)
        self._taken = {}

    def __len__(self) -> int:
        return len(self._look())

    def __getitem__(self, number: int) -> AnnotationInterface:
        """The nth annotation; raises IndexError where there are not so many."""
        return self.of(self._look()[number])

    def of(self, annotation_id: str) -> AnnotationInterface:
        """The element of an annotation, which may be gone."""
        found = self._taken.get(annotation_id)
        if found is None:
            found = self._taken[annotation_id] = self._free.pop() if self._free else AnnotationInterface(self._view)
            found.id = annotation_id
        return found

    def index(self, child: QAccessibleInterface) -> int:
        """Which annotation an interface is; -1 where it is none."""
        self._look()
        return self._places.get(child.id or "", -1) if isinstance(child, AnnotationInterface) else -1

    def at(self, point: QPoint) -> AnnotationInterface | None:
        """The innermost annotation at a point of the screen."""
        viewport = self._view.viewport()
        own = viewport.mapFromGlobal(point)
        if not viewport.rect().contains(own):
            return None
        found = self._view.hit(QPointF(own))
        return next((self.of(each) for each in found.annotations), None)

    # The selection, as Qt asks for it

    def selectedItemCount(self) -> int:
        return len(self.selectedItems())

    def selectedItems(self) -> list[QAccessibleInterface]:
        selected = self._view.selection.annotation
        return [self.of(selected)] if selected is not None and self.of(selected).isValid() else []

    def selectedItem(self, selection_index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        items = self.selectedItems()
        return items[selection_index] if 0 <= selection_index < len(items) else None

    def isSelected(self, child_item: QAccessibleInterface) -> bool:
        return child_item in self.selectedItems()

    def select(self, child_item: QAccessibleInterface) -> bool:
        if not isinstance(child_item, AnnotationInterface) or not child_item.isValid():
            return False
        child_item.press()
        return True

    def unselect(self, child_item: QAccessibleInterface) -> bool:
        return self.isSelected(child_item) and self.clear()

    def selectAll(self) -> bool:
        return False

    def clear(self) -> bool:
        self._view.select(self._view.selection.with_annotation(None))
        return True
