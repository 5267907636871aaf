"""Entities: marking and labelling them, and whom they name."""

from collections.abc import Iterable

from annotator.model.document import Decision, Document, Entity, Span
from annotator.model.edits import AddEntity, Edit, SetLabel, SetSpeaker
from annotator.model.faults import Fault
from annotator.model.finding.everywhere import GiveLabel, NameSpeaker, Order
from annotator.model.labels.overlaps import Standing, in_the_way
from annotator.model.ranking import name_behind_title
from annotator.model.tokens import trim
from annotator.session.commands.deciding import corrected, decided
from annotator.session.commands.registry import Command, always, article_open, command, desk, family
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


def give_label(session: Session, label: str, *, step: str | None = None) -> bool:
    """Label the selected text or entity; with nothing selected the label sticks to the next drags.

    step  what it is undone with, where more is to come

    Returns whether there was something to label. Raises Fault where the label set does not let it stand there.
    """
    document, span = desk(session), target(session)
    if span is None:
        if session.selection.text is None:
            session.set_mode(sticky_label=None if session.sticky_label == label else label)
        return False
    entity = chosen_entity(session, span, label)
    hindrance = why_not(session, label)
    if hindrance:
        raise Fault(hindrance, "Remove one of the two, or say in Labels… that it may.")
    edits, made = _labelled(session, document, span, label, entity)
    session.dispatch("user.label", edits, f"Label as {label}", step=step)
    if entity is not None and not may_keep_speaker(session, entity, label):
        session.tell(f"“{document.words(span)}” names no speaker any more, as {label} cannot be one.")
    session.last_act = Order(GiveLabel(label), document.words(span))
    session.select(session.selection.with_annotation(made))
    return True


def chosen_entity(session: Session, span: Span, label: str) -> Entity | None:
    """The entity that would get a label: the selected one, else the best of those at exactly the selected text."""
    if session.selection.text is None and session.entity is not None:
        return session.entity
    return _best(desk(session).entities_at(span), label)


def hindrances(session: Session, labels: Iterable[str]) -> dict[str, str]:
    """Why the selected text or entity may not get some of these labels, in a sentence each, by the label."""
    span = target(session) if session.document is not None else None
    flat = [label for label in labels if not session.label_set.of(label).overlaps]
    if span is None or not flat:
        return {}
    document = desk(session)
    standing, found = Standing(document), {}
    for label in flat:
        entity = chosen_entity(session, span, label)
        other = in_the_way(session.label_set, label, standing.at(span, entity.id if entity is not None else None))
        if other is not None:
            found[label] = f"{label} may not overlap {other.label} “{document.words(other.span)}”."
    return found


def why_not(session: Session, label: str) -> str:
    """Why the selected text or entity may not get a label, in a sentence; "" where it may."""
    return hindrances(session, (label,)).get(label, "")


def _labelled(
    session: Session, document: Document, span: Span, label: str, entity: Entity | None
) -> tuple[list[Edit], str]:
    """The edits that make a stretch an entity of a label, and its id."""
    if entity is None:
        made = Entity(
            id=session.new_id("e"),
            span=span,
            label=label,
            decision=Decision.ADDED,
            by=session.by,
            at=session.clock(),
            speaker=_namesake(session, document, span) if label == "PERSON" else None,
        )
        return [AddEntity(document.id, made)], made.id
    if entity.label != label:
        silent: list[Edit] = (
            [] if may_keep_speaker(session, entity, label) else [SetSpeaker(document.id, entity.id, None)]
        )
        return [SetLabel(document.id, entity.id, label), *silent, *corrected(session, entity)], entity.id
    if entity.pending or entity.rejected:
        return [decided(session, entity, Decision.ACCEPTED)], entity.id
    return [], entity.id


def _best(entities: tuple[Entity, ...], label: str) -> Entity | None:
    # A rejected suggestion of another label stays as it is: it is a hard negative of its own.
    fitting = [e for e in entities if not e.rejected or e.label == label]
    return min(fitting, key=lambda e: (e.label != label, e.rejected), default=None)


def _namesake(session: Session, document: Document, span: Span) -> str | None:
    """Whom the article names by the same words, or by what of them is no title."""
    words = document.words(span)
    same = next((e.speaker for e in document.entities if e.speaker and document.words(e.span) == words), None)
    if same is not None or len(words.split()) < 3:
        return same
    known = (session.state.speakers.get(id_) for id_ in document.speakers_used)
    named = {speaker.name: speaker.id for speaker in known if speaker is not None}
    return named.get(name_behind_title(words, named))


def _nth_label(session: Session, number: int) -> None:
    label = session.label_set.by_digit[number]
    if label is not None:
        give_label(session, label)


family(
    "label",
    "Label",
    "Gives the selected text or entity one of the first nine labels; with nothing selected it "
    "stays for the next drags.",
    "123456789",
    _nth_label,
    menu="Annotation",
    when=can_label,
)


def own_letter(session: Session, key: str) -> Command | None:
    """What a letter does that gives a label of the project (`LabelSet.letters`), None where it gives none."""
    label = next((label for label, letter in session.label_set.letters.items() if letter == key), None)
    if label is None or not can_label(session):
        return None
    words = "Gives the label that the letter stands for."
    return Command(
        "label.letter", label, words, (key,), "", lambda session: _give_own(session, label), can_label, listed=False
    )


def _give_own(session: Session, label: str) -> None:
    give_label(session, label)


@command("label.choose", "Choose a label…", "L", menu="Annotation", when=can_label)
def choose_label(session: Session) -> None:
    """Types ahead through all labels."""
    session.publish(Asked("labels"))


@command("label.sets", "Edit the labels…", "Ctrl+Shift+L", menu="Annotation", when=always)
def label_sets(session: Session) -> None:
    """Makes, renames, merges, orders, hides and colours labels, after showing what that does to entities."""
    session.publish(Asked("label_sets"))


def may_speak(session: Session, entity: Entity) -> bool:
    """Whether what an entity names may be a speaker, or is one."""
    return entity.speaker is not None or session.label_set.of(entity.label).speaks


def may_keep_speaker(session: Session, entity: Entity, label: str) -> bool:
    """Whether an entity that gets a label names whom it named: a place that was taken for a person names nobody."""
    return entity.speaker is None or session.label_set.of(label).speaks


def check_speaks(session: Session, entity: Entity) -> None:
    """Raises Fault where what an entity names cannot be a speaker."""
    if not may_speak(session, entity):
        words = f"“{desk(session).words(entity.span)}” is {entity.label}, which cannot be a speaker."
        raise Fault(words, "Give it another label, or say in Labels… that it may.")


def name_speaker(session: Session, entity: Entity, speaker_id: str | None) -> None:
    """Say which speaker an entity names. Raises Fault where the label set lets it name none."""
    document = desk(session)
    if speaker_id is not None:
        check_speaks(session, entity)
    session.dispatch(
        "user.set_speaker",
        [SetSpeaker(document.id, entity.id, speaker_id), *corrected(session, entity)],
        "Say whom the entity names",
    )
    if speaker_id is not None:
        session.last_act = Order(NameSpeaker(speaker_id, entity.label), document.words(entity.span))
