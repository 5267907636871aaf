"""The same for all identical ones: in the article at once, in the project after a look at what would change."""

from dataclasses import replace

from annotator.model.document import Decision, Quote, Span, Speaker
from annotator.model.finding.everywhere import Attribute, Fate, GiveLabel, NameSpeaker, Order, Settle, affected
from annotator.model.finding.identical import identical_mentions, mentions
from annotator.session.commands.deciding import decided
from annotator.session.commands.labelling import can_label, give_label, target
from annotator.session.commands.registry import (
    always,
    annotation_selected,
    article_open,
    chosen_quote,
    command,
    desk,
    family,
    quote_without_text,
)
from annotator.session.commands.speaking import give_speaker, ranked
from annotator.session.events import Asked
from annotator.session.finding.everywhere import carry_out
from annotator.session.session import Session


def something_to_label(session: Session) -> bool:
    """Text or an entity is selected."""
    return can_label(session) and target(session) is not None


def label_all(session: Session, label: str) -> None:
    """Label the selected text or entity and every identical mention of the article, in one step."""
    document, span = desk(session), target(session)
    if span is None:
        return
    words = document.words(span)
    there = frozenset(entity.id for entity in document.entities_at(span))
    order = Order(GiveLabel(label), words, chosen=there)
    carry_out(session, order, [(document.id, (span, *identical_mentions(document, span)))])
    session.last_act = Order(GiveLabel(label), words)
    made = next((e for e in desk(session).entities_at(span) if e.label == label and not e.rejected), None)
    if made is not None:
        session.select(session.selection.with_annotation(made.id))


def _nth_label_all(session: Session, number: int) -> None:
    label = session.label_set.by_digit[number]
    if label is not None:
        label_all(session, label)


def _nth_label_in_project(session: Session, number: int) -> None:
    label = session.label_set.by_digit[number]
    if label is not None:
        label_in_project(session, label)


def label_in_project(session: Session, label: str) -> None:
    """Label the selected text or entity, then show what the same would change in the whole project."""
    step = session.new_id("t")
    if give_label(session, label, step=step):
        _look(session, step)


def _look(session: Session, step: str | None = None) -> None:
    if session.last_act is not None:
        session.publish(Asked("everywhere", replace(session.last_act, step=step)))


family(
    "label.all",
    "Label all identical",
    "Gives the same label to every identical mention of the article.",
    [f"Shift+{n}" for n in range(1, 10)],
    _nth_label_all,
    menu="Annotation",
    when=something_to_label,
)
family(
    "label.project",
    "Label all in the project",
    "Gives the label, and shows every identical mention of the project that would get it.",
    [f"Ctrl+{n}" for n in range(1, 10)],
    _nth_label_in_project,
    menu="Annotation",
    when=something_to_label,
)


def _nth_speaker_everywhere(session: Session, number: int, *, project: bool) -> None:
    people, former = ranked(session), chosen_quote(session).speaker
    if number >= len(people):
        return
    step = session.new_id("t")
    give_speaker(session, people[number], step=step)
    act = session.last_act.act if session.last_act is not None else None
    if not isinstance(act, Attribute):
        words = "The quote had no speaker: there are no others like it."
        session.tell(words if former is None else "The quote has kept its speaker: there is nothing else to change.")
    elif project:
        _look(session, step)
    else:
        carry_out(session, Order(act, step=step), [(desk(session).id, ())])


family(
    "speaker.all",
    "Speaker of all",
    "Attributes every quote of the article that has the same speaker as the selected one to another.",
    [f"Shift+{n}" for n in range(1, 10)],
    lambda session, number: _nth_speaker_everywhere(session, number, project=False),
    menu="Quote",
    when=quote_without_text,
)
family(
    "speaker.project",
    "Speaker of all in the project",
    "Attributes the quote, and shows every quote of the project that had the same speaker.",
    [f"Ctrl+{n}" for n in range(1, 10)],
    lambda session, number: _nth_speaker_everywhere(session, number, project=True),
    menu="Quote",
    when=quote_without_text,
)


@command(
    "annotation.reject_all",
    "Reject all identical",
    "Shift+Backspace",
    "Shift+Del",
    menu="Annotation",
    when=lambda session: session.entity is not None,
)
def reject_all(session: Session) -> None:
    """Rejects the selected entity and every other one of the same words and label."""
    entity = session.entity
    if entity is not None:
        _settle(session, entity.span, Settle(entity.label, accept=False), frozenset({entity.id}))


@command("annotation.accept_all", "Accept all identical", "Shift+A", menu="Annotation", when=annotation_selected)
def accept_all(session: Session) -> None:
    """Accepts the selected suggestion and every other one of the same words and label, or of the same speaker."""
    entity, quote = session.entity, session.quote
    if entity is not None:
        _settle(session, entity.span, Settle(entity.label, accept=True), frozenset())
    elif quote is not None:
        pending = [q for q in desk(session).quotes if q.pending and (q.id == quote.id or _same_speaker(q, quote))]
        edits = [decided(session, q, Decision.ACCEPTED) for q in pending]
        session.dispatch("user.accept", edits, f"Accept {len(edits)}")


def _same_speaker(quote: Quote, other: Quote) -> bool:
    return quote.speaker is not None and quote.speaker == other.speaker


def _settle(session: Session, span: Span, act: Settle, chosen: frozenset[str]) -> None:
    document = desk(session)
    words = document.words(span)
    spans = (span, *identical_mentions(document, span))
    carry_out(session, Order(act, words, chosen=chosen), [(document.id, spans)])
    session.last_act = Order(act, words)


def something_to_repeat(session: Session) -> bool:
    """Something was done that can be done to identical ones too."""
    return article_open(session) and session.last_act is not None


def others(session: Session) -> int:
    """In how many other places of the article the last act could be done too, by what nobody has decided there."""
    order, document = session.last_act, session.document
    if order is None or document is None:
        return 0
    spans = mentions(document, order.words) if order.words else ()
    return sum(place.fate is not Fate.KEEP for place in affected(document, order.act, spans))


@command("annotation.again", "Repeat on all identical", "=", menu="Annotation", when=something_to_repeat)
def again(session: Session) -> None:
    """Does the last act to every identical mention of the article too: the same label, speaker or decision."""
    order, document = session.last_act, desk(session)
    if order is not None:
        carry_out(session, order, [(document.id, tuple(mentions(document, order.words)))])


@command(
    "annotation.everywhere", "Repeat in the whole project…", "+", "Shift+=", menu="Annotation", when=something_to_repeat
)
def everywhere(session: Session) -> None:
    """Shows every identical mention of the project, to do the last act to all of them."""
    _look(session)


def hits(session: Session, order: Order, spans: tuple[Span, ...]) -> None:
    """Do to the hits of a search in the article what was ordered, in one step."""
    carry_out(session, order, [(desk(session).id, spans)])


def linking(session: Session, speaker_id: str) -> Order:
    """The order that mentions name a speaker; what is no entity yet gets the label of those that name them here."""
    entities = desk(session).entities
    mine = [e.label for e in entities if e.speaker == speaker_id and not e.rejected]
    return Order(NameSpeaker(speaker_id, max(set(mine), key=mine.count) if mine else "PERSON"))


def linking_new(session: Session, name: str) -> Order:
    """The order that mentions name somebody who is entered for it."""
    speaker = Speaker(id=session.new_id("s"), name=" ".join(name.split()))
    return Order(NameSpeaker(speaker.id, "PERSON"), enter=speaker)


@command("annotation.concordance", "Compare mentions…", "Ctrl+K", menu="Annotation", when=always)
def concordance(session: Session) -> None:
    """Shows every mention of the selected words or speaker side by side, and what is not the same everywhere."""
    session.publish(Asked("concordance"))
