"""What the mouse does between press and release, as values: a drag over text, of a border, of a link."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QPointF

from annotator.model.document import AnyAnnotation, Document, Entity, Quote, Span
from annotator.session.selection import Border, Selection
from annotator.ui.textview.decorations import parts_of
from annotator.ui.textview.scene import Handle
from annotator.ui.textview.snap import moved, word_at


class Grain(IntEnum):
    """What a drag over text selects by, and the number of clicks that begin it."""

    CHARACTER = 1
    WORD = 2
    PARAGRAPH = 3


@dataclass(frozen=True, slots=True)
class TextDrag:
    """A drag over text that began at `pressed`, on `origin`; `far` once it left the place of a click.

    link  the quote that the words are to be the source of, None where they are only selected
    """

    pressed: QPointF
    origin: Span
    grain: Grain
    far: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class BorderDrag:
    """A drag of one border of an annotation's part; `span` is where it stands now.

    grip  from the border's place in the text to where the mouse took its handle
    room  how far the borders may go
    held  whether the mouse is beyond that now
    """

    id: str
    part: str
    border: Border
    before: Span
    span: Span
    pressed: QPointF
    grip: QPointF
    room: Span
    far: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class LinkDrag:
    """A press on a quote's margin chip or bar, which becomes a link when it goes `far`."""

    id: str
    pressed: QPointF
    part: int = 0
    on_chip: bool = True
    far: bool = False


def grain_span(document: Document, character: int, offset: int, grain: Grain) -> Span:
    """What a click selects: nothing at `offset`, the word over `character`, or its paragraph."""
    if grain is Grain.WORD:
        return word_at(document, character)
    if grain is Grain.PARAGRAPH:
        text = document.text
        start = text.rfind("\n", 0, character) + 1
        end = text.find("\n", character)
        return Span(start, end if end >= 0 else len(text))
    return Span(offset, offset)


def extended(selection: Selection, origin: Span, to: Span) -> Selection:
    """The selection from `origin`, as it was pressed, to `to`, both wholly within it."""
    if to.start < origin.start:
        return selection.with_text(max(origin.end, to.end), to.start)
    return selection.with_text(origin.start, max(origin.end, to.end))


def room_for(annotation: AnyAnnotation, part: str, text_length: int) -> Span:
    """How far a part's borders may go: contents of a quote never overlap each other."""
    if isinstance(annotation, Entity) or not part.startswith("content."):
        return Span(0, text_length)
    at = int(part.removeprefix("content."))
    contents = annotation.contents
    low = contents[at - 1].end if at else 0
    return Span(low, contents[at + 1].start if at + 1 < len(contents) else text_length)


def drag_border(document: Document, drag: BorderDrag, offset: int, *, exact: bool) -> Span:
    """Where the dragged border puts the part's span: at the nearest token border, or at `offset` itself if `exact`."""
    room = drag.room
    if not exact:
        return moved(document, drag.before, offset, end=drag.border == "end", within=room)
    if drag.border == "end":
        return Span(drag.before.start, min(max(offset, drag.before.start + 1), room.end))
    return Span(max(min(offset, drag.before.end - 1), room.start), drag.before.end)


def begin_border_drag(
    document: Document, handle: Handle, point: QPointF, room_of: Callable[[Entity], Span] | None = None
) -> BorderDrag | None:
    """A drag of a border whose handle was pressed at a point, None where the annotation has no such part.

    room_of  how far an entity's borders may go, None for as far as the text does
    """
    annotation = document.by_id.get(handle.id)
    if annotation is None:
        return None
    span = next((own.span for own in parts_of(annotation) if own.name == handle.part), None)
    if span is None:
        return None
    grip = point - QPointF(handle.x, (handle.top + handle.bottom) / 2)
    room = room_for(annotation, handle.part, len(document.text))
    if room_of is not None and isinstance(annotation, Entity):
        room = room_of(annotation)
    return BorderDrag(handle.id, handle.part, handle.border, span, span, point, grip, room)


def mention_at(document: Document, annotations: tuple[str, ...], character: int) -> str | Span | None:
    """What a link would go to: the innermost entity's id, else the word's span, else None."""
    for id_ in annotations:
        if isinstance(document.by_id.get(id_), Entity):
            return id_
    span = word_at(document, character)
    return span if span.start < span.end else None


def part_under(document: Document, id_: str, offset: int) -> int:
    """Which content of a quote an offset lies in, 0 where it lies in none or the annotation is no quote."""
    annotation = document.by_id.get(id_)
    if not isinstance(annotation, Quote):
        return 0
    return next((i for i, span in enumerate(annotation.contents) if span.start <= offset <= span.end), 0)
