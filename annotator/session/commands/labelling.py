"""Entities: marking, labelling, and doing the same to every identical mention."""

from functools import partial

from annotator.model.document import AnyAnnotation, Decision, Document, Entity, Quote, Span
from annotator.model.edits import AddEntity, Edit, ReplaceAnnotations, SetLabel, SetSpeaker
from annotator.model.identical import identical_mentions
from annotator.model.tokens import trim
from annotator.session.commands.deciding import corrected, decided, dismissed
from annotator.session.commands.registry import (
    annotation_selected,
    article_open,
    command,
    desk,
    family,
)
from annotator.session.events import Asked
from annotator.session.session import Session


def can_label(session: Session) -> bool:
    """Digits label: an article is open, and no quote is selected without text."""
    return article_open(session) and (session.quote is None or session.selection.text is not None)


def target(session: Session) -> Span | None:
    """What a label would be given to: the selected text without white space at its edges, else the entity's span."""
    if session.selection.text is not None:
        return trim(desk(session).text, session.selection.text)
    return session.entity.span if session.entity is not None else None


def give_label(session: Session, label: str, *, everywhere: bool = False) -> None:
    """Label the selected text or entity; with nothing selected the label sticks to the next drags.

    everywhere  every identical mention of the article too
    """
    document, span = desk(session), target(session)
    if span is None:
        if everywhere:
            session.tell("Select an entity or text: its identical mentions get the label.")
        elif session.selection.text is None:
            session.set_mode(sticky_label=None if session.sticky_label == label else label)
        return
    spans = [span, *(identical_mentions(document, span) if everywhere else ())]
    entity = session.entity if session.selection.text is None else None
    edits, made = _labelled(session, document, spans, label, entity)
    if edits:
        words = document.words(span)
        session.dispatch(
            "user.label", edits, f"Label {len(spans)} × “{words}” as {label}" if everywhere else f"Label as {label}"
        )
        if everywhere:
            session.tell(f"Labelled {len(spans)} × “{words}” as {label}.")
    session.last_act = partial(give_label, session, label, everywhere=True)
    if made is not None:
        session.select(session.selection.with_annotation(made))


def label_spans(session: Session, spans: list[Span], label: str) -> None:
    """Label every one of these spans in one step: what is marked there is relabelled, the rest is added."""
    edits, _ = _labelled(session, desk(session), spans, label, None)
    if session.dispatch("user.label", edits, f"Label {len(spans)} as {label}") is not None:
        session.tell(f"Labelled {len(spans)} as {label}.")


def _labelled(
    session: Session, document: Document, spans: list[Span], label: str, chosen: Entity | None
) -> tuple[list[Edit], str | None]:
    edits: list[Edit] = []
    added: list[Entity] = []
    first: str | None = None
    for span in spans:
        there = document.entities_at(span)
        entity = chosen if chosen is not None and chosen.span == span else _best(there, label)
        if entity is None:
            made = Entity(
                id=session.new_id("e"),
                span=span,
                label=label,
                decision=Decision.ADDED,
                by=session.by,
                at=session.clock(),
                speaker=_namesake(document, span) if label == "PERSON" else None,
            )
            added.append(made)
            first = first or made.id
            continue
        first = first or entity.id
        if entity.label != label:
            edits += [SetLabel(document.id, entity.id, label), *corrected(session, entity)]
        elif entity.pending or entity.rejected:
            edits.append(decided(session, entity, Decision.ACCEPTED))
    if len(added) == 1:
        edits.append(AddEntity(document.id, added[0]))
    elif added:  # one edit for all of them: hundreds one by one keep the window waiting
        edits.append(ReplaceAnnotations(document.id, entities=tuple(added)))
    return edits, first


def _best(entities: tuple[Entity, ...], label: str) -> Entity | None:
    # A rejected suggestion of another label stays as it is: it is a hard negative of its own.
    fitting = [e for e in entities if not e.rejected or e.label == label]
    return min(fitting, key=lambda e: (e.label != label, e.rejected), default=None)


def _namesake(document: Document, span: Span) -> str | None:
    words = document.words(span)
    return next((e.speaker for e in document.entities if e.speaker and document.words(e.span) == words), None)


def _nth_label(session: Session, number: int, *, everywhere: bool) -> None:
    if number < len(session.labels):
        give_label(session, session.labels[number], everywhere=everywhere)


family(
    "label",
    "Label",
    "Gives the selected text or entity one of the first nine labels; with nothing selected it "
    "stays for the next drags.",
    "123456789",
    partial(_nth_label, everywhere=False),
    menu="Annotation",
    when=can_label,
)
family(
    "label.all",
    "Label all",
    "Gives the same label to every identical mention of the article.",
    [f"Shift+{n}" for n in range(1, 10)],
    partial(_nth_label, everywhere=True),
    menu="Annotation",
    when=lambda session: can_label(session) and target(session) is not None,
)


@command("label.choose", "Label…", "L", menu="Annotation", when=can_label)
def choose_label(session: Session) -> None:
    """Types ahead through all labels."""
    session.publish(Asked("labels"))


def same_everywhere(session: Session, annotation: AnyAnnotation) -> list[AnyAnnotation]:
    """The other annotations that `=` would do the same to: entities of the same words, quotes of the same speaker."""
    document = desk(session)
    if isinstance(annotation, Quote):
        if annotation.speaker is None:
            return []
        return [
            q for q in document.quotes if q.id != annotation.id and q.speaker == annotation.speaker and not q.rejected
        ]
    words = document.words(annotation.span)
    return [
        e for e in document.entities if e.id != annotation.id and document.words(e.span) == words and not e.rejected
    ]


@command(
    "annotation.reject_all",
    "Reject all identical",
    "Shift+Backspace",
    "Shift+Del",
    menu="Annotation",
    when=lambda session: session.entity is not None,
)
def reject_all(session: Session) -> None:
    """Rejects the selected entity and every other one of the same words."""
    document, entity = desk(session), session.entity
    if entity is not None:
        every = [entity, *same_everywhere(session, entity)]
        session.dispatch(
            "user.reject", dismissed(session, document, every), f"Reject {len(every)} × “{document.words(entity.span)}”"
        )


@command("annotation.accept_all", "Accept all identical", "Shift+A", menu="Annotation", when=annotation_selected)
def accept_all(session: Session) -> None:
    """Accepts the selected suggestion and every other one of the same words or speaker."""
    annotation = session.annotation
    if annotation is not None:
        pending = [a for a in (annotation, *same_everywhere(session, annotation)) if a.pending]
        edits = [decided(session, a, Decision.ACCEPTED) for a in pending]
        session.dispatch("user.accept", edits, f"Accept {len(edits)}")


@command(
    "annotation.again",
    "Same on all identical",
    "=",
    menu="Annotation",
    when=lambda session: article_open(session) and session.last_act is not None,
)
def again(session: Session) -> None:
    """Does the last act to every identical mention too: the same label, or the same speaker."""
    if session.last_act is not None:
        session.last_act()


def name_speaker(session: Session, entity: Entity, speaker_id: str | None) -> None:
    """Say which speaker an entity names."""
    document = desk(session)
    session.dispatch(
        "user.set_speaker",
        [SetSpeaker(document.id, entity.id, speaker_id), *corrected(session, entity)],
        "Say whom the entity names",
    )
