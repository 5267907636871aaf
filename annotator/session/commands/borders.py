"""Borders: taking one by a key and moving it with the arrows, or dragging it by its handle."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from annotator.model.document import AnyAnnotation, Entity, Quote, Span
from annotator.model.edits import Edit, MoveBoundary, SetCue, SetSource
from annotator.model.faults import Fault
from annotator.model.labels.overlaps import newly_in_the_way
from annotator.model.tokens import next_end, next_start, trim
from annotator.session.commands.deciding import corrected
from annotator.session.commands.quoting import move_content, set_contents
from annotator.session.commands.registry import (
    Command,
    annotation_selected,
    chosen,
    chosen_text,
    command,
    desk,
    register,
)
from annotator.session.selection import Border
from annotator.session.session import Session
from annotator.session.texts import clusters


def border_taken(session: Session) -> bool:
    """A border of the selected annotation is taken."""
    return session.annotation is not None and session.selection.border is not None


def _take(session: Session, border: Border) -> None:
    same = session.selection.border == border
    session.select(replace(session.selection, anchor=session.selection.caret, border=None if same else border))


@command("border.start", "Move the left border", "[", menu="Annotation", when=annotation_selected)
def take_start(session: Session) -> None:
    """Takes the left border of the selected annotation: the arrows move it until Esc."""
    _take(session, "start")


@command("border.end", "Move the right border", "]", menu="Annotation", when=annotation_selected)
def take_end(session: Session) -> None:
    """Takes the right border of the selected annotation: the arrows move it until Esc."""
    _take(session, "end")


def part_of(session: Session, annotation: AnyAnnotation) -> tuple[str, Span]:
    """Which part's border the keys move, by the name that `move` takes, and where it is."""
    if isinstance(annotation, Entity):
        return "entity", annotation.span
    part = min(session.selection.part, len(annotation.contents) - 1)
    return f"content.{part}", annotation.contents[part]


def move(session: Session, annotation_id: str, part: str, span: Span) -> None:
    """Give an annotation's part another span.

    part  "entity", "cue", "source", or "content.N" with the content's index

    Raises Fault where an entity would overlap another that the label set does not let it overlap.
    """
    document = desk(session)
    annotation = session.state.annotation(document.id, annotation_id)
    if isinstance(annotation, Entity):
        check_room(session, annotation, span)
        edit: Edit = MoveBoundary(document.id, annotation.id, span)
        unchanged = annotation.span == span
    elif part.startswith("content."):
        number = int(part.removeprefix("content."))
        if annotation.contents[number] != span:
            set_contents(session, annotation, move_content(document, annotation, number, span), "Move a border")
        return
    else:
        edit = (SetCue if part == "cue" else SetSource)(document.id, annotation.id, span)
        unchanged = getattr(annotation, part) == span
    if not unchanged:
        session.dispatch("user.border", [edit, *corrected(session, annotation)], "Move a border")


def check_room(session: Session, entity: Entity, span: Span) -> None:
    """Raises Fault where the label set does not let an entity of another span stand there; the one in the way is named.

    What it overlaps already is no hindrance: it may shrink, and grow on the other side.
    """
    document = desk(session)
    other = newly_in_the_way(session.label_set, document, entity, span)
    if other is not None:
        raise Fault(
            f"{entity.label} may not overlap {other.label} “{document.words(other.span)}”.",
            "Remove one of the two, or say in Labels… that it may.",
        )


def text_and_annotation(session: Session) -> bool:
    """Text and an annotation are selected."""
    return session.annotation is not None and session.selection.text is not None


@command("border.text", "Borders from the selected text", "B", menu="Annotation", when=text_and_annotation)
def take_text(session: Session) -> None:
    """Gives the selected annotation, or the part of the quote nearest to it, the selected text as its borders."""
    annotation = chosen(session)
    span = trim(desk(session).text, chosen_text(session))
    if span is None:
        return
    part = "entity"
    if isinstance(annotation, Quote):
        nearest = min(enumerate(annotation.contents), key=lambda item: _apart(item[1], span))[0]
        part = f"content.{nearest}"
    move(session, annotation.id, part, span)
    session.select(session.selection.with_annotation(annotation.id))


def _apart(content: Span, span: Span) -> int:
    """How far apart two stretches are; the less the more they share."""
    return max(content.start, span.start) - min(content.end, span.end)


def _by_token(session: Session, border: Border, offset: int, direction: int) -> int:
    return (next_start if border == "start" else next_end)(desk(session), offset, direction)


def _by_character(session: Session, border: Border, offset: int, direction: int) -> int:
    del border
    return clusters.step(desk(session).text, offset, direction)


def _shift(session: Session, direction: int, step: Callable[[Session, Border, int, int], int]) -> None:
    annotation, border = chosen(session), session.selection.border
    if border is None:
        return
    part, span = part_of(session, annotation)
    offset = step(session, border, getattr(span, border), direction)
    moved = span._replace(**{border: offset})
    if moved.start >= moved.end:
        return
    move(session, annotation.id, part, moved)


def _register() -> None:
    for keys, name, step, by in (
        (("Left", "Right"), "border", _by_token, "by a token"),
        (("Alt+Left", "Alt+Right"), "border.character", _by_character, "by a character"),
    ):
        for key, side, direction in zip(keys, ("left", "right"), (-1, 1), strict=True):
            register(
                Command(
                    name=f"{name}.{side}",
                    title=f"Move the border {by}" if direction < 0 else f"Move the border right {by}",
                    help=f"Moves the taken border {by}.",
                    keys=(key,),
                    menu="",
                    act=partial(_shift, direction=direction, step=step),
                    when=border_taken,
                    shown=" ".join(keys),
                    listed=direction < 0,
                )
            )


_register()
