"""Carrying out an act in many places, of one article or of many, as one step."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from annotator.model.counting import how_many
from annotator.model.document import (
    ANALYST,
    AcceptedBy,
    AnyAnnotation,
    Decision,
    Document,
    Entity,
    Quote,
    Span,
)
from annotator.model.edits import (
    AddEntity,
    AddSpeaker,
    Edit,
    Remove,
    RemoveSpeaker,
    ReplaceAnnotations,
    ReplaceSpeaker,
    SetBoilerplate,
)
from annotator.model.finding.everywhere import (
    Act,
    Affected,
    Attribute,
    Fate,
    Flag,
    GiveLabel,
    Merge,
    NameSpeaker,
    Note,
    Order,
    Refuse,
    SetAside,
    Settle,
    affected,
    united,
)
from annotator.model.labels.overlaps import Standing, in_the_way
from annotator.model.marks.quoting import attribution_of, source_for
from annotator.model.notes import together
from annotator.model.texts.boilerplate import stands_in
from annotator.session.beside.works import Work
from annotator.session.session import Session
from annotator.store.documents import naming

MOST_PLACES = 60
"""How many places are changed in one slice: some 10 ms, saving included."""
MOST_ARTICLES = 2
"""How many articles are."""

Places: TypeAlias = tuple[str, tuple[Span, ...]]
"""An article's id and the mentions in it; none where the act finds its places itself."""


@dataclass
class Outcome:
    """What has been done, to be told.

    done      in how many places
    kept      how many places were left as a person decided
    articles  how many articles were changed
    """

    done: int = 0
    kept: int = 0
    articles: int = 0


def carry_out(session: Session, order: Order, places: Sequence[Places]) -> None:
    """Do what was ordered in all these places, the article on the desk first; tells what came of it.

    What is short is done when this returns; the rest comes in slices. Raises Fault where it cannot be saved.
    """
    slices = list(_slices(sorted(places, key=lambda each: each[0] != session.current)))
    elsewhere = any(document_id != session.current for document_id, _ in places)
    several = elsewhere or len(slices) > 1 or order.enter is not None
    step = order.step or (session.new_id("t") if several else None)
    label = {
        Attribute: "Attributing",
        Merge: "Merging",
        SetAside: "Setting aside",
        Flag: "Flagging",
        Note: "Noting",
    }.get(type(order.act), "Marking")
    slicing = _carried_out(session, replace(order, step=step), slices)
    session.works.begin(Work(label, len(slices), slicing, needs=lambda n: [name for name, _ in slices[n]]))


def _slices(places: Sequence[Places]) -> Iterator[list[Places]]:
    batch: list[Places] = []
    count = 0
    for document_id, spans in places:
        pieces = [spans[at : at + MOST_PLACES] for at in range(0, len(spans), MOST_PLACES)] or [()]
        for piece in pieces:
            if batch and (count + len(piece) > MOST_PLACES or len(batch) == MOST_ARTICLES):
                yield batch
                batch, count = [], 0
            batch.append((document_id, piece))
            count += len(piece)
    if batch:
        yield batch


def _carried_out(session: Session, order: Order, slices: list[list[Places]]) -> Iterator[None]:
    outcome = Outcome()
    changed: set[str] = set()
    if order.enter is not None:
        session.dispatch("user.speaker", [AddSpeaker(order.enter)], f"Enter {order.enter.name}", step=order.step)
    for number, batch in enumerate(slices, 1):
        edits: list[Edit] = []
        for document_id, spans in batch:
            if document_id in session.rows:
                made = _edits(session, session.load(document_id), order, spans, outcome)
                edits += made
                changed |= {document_id} if made else set()
        if number == len(slices) and isinstance(order.act, Merge):
            edits += _made_one(session, order.act, {document_id for document_id, _ in batch})
        session.dispatch(_ORIGINS[type(order.act)], edits, summary(session, order), step=order.step)
        outcome.articles = len(changed)
        if number == len(slices):
            session.tell(told(session, order, outcome))
        yield


def _made_one(session: Session, act: Merge, last: set[str]) -> list[Edit]:
    """What becomes of the two speakers; the former stays where an article names them that was left out.

    last  the articles that are saved in the same transaction
    """
    former = session.state.speaker(act.former)
    edits: list[Edit] = [ReplaceSpeaker(united(session.state.speaker(act.speaker), former))]
    return edits if session.project.ask(naming, former.id) - last else [*edits, RemoveSpeaker(former.id)]


_ORIGINS: dict[type[Act], str] = {
    GiveLabel: "user.label",
    NameSpeaker: "user.set_speaker",
    Settle: "user.decide",
    Refuse: "user.decide",
    Attribute: "user.set_speaker",
    Merge: "user.speaker",
    SetAside: "user.boilerplate",
    Flag: "user.flag",
    Note: "user.note",
}


def _edits(session: Session, document: Document, order: Order, spans: Sequence[Span], outcome: Outcome) -> list[Edit]:
    if isinstance(order.act, SetAside):
        return _set_aside(document, order, outcome)
    removed: list[str] = []
    changed: list[AnyAnnotation] = []
    names, barred = _Names(document), _barred(session, document, order.act)
    among = order.among.get(document.id, frozenset()) if order.among is not None else None
    for place in affected(document, order.act, spans, among):
        kept = place.fate is Fate.KEEP and not order.decided and place.annotation not in order.chosen
        if kept or barred(place):
            outcome.kept += 1
            continue
        outcome.done += 1
        if place.annotation is not None:
            removed.append(place.annotation)
        after = _after(session, document, order.act, place, names)
        if after is not None:
            changed.append(after)
    entities = tuple(each for each in changed if isinstance(each, Entity))
    quotes = tuple(each for each in changed if isinstance(each, Quote))
    if not changed and len(removed) == 1:
        return [Remove(document.id, removed[0])]
    if not removed and len(changed) == 1 and entities:
        return [AddEntity(document.id, entities[0])]
    if not removed and not changed:
        return []
    # One edit for all of them: hundreds one by one keep the window waiting.
    return [ReplaceAnnotations(document.id, tuple(removed), entities, quotes)]


def _set_aside(document: Document, order: Order, outcome: Outcome) -> list[Edit]:
    places = affected(document, order.act)
    chosen = {place.span for place in places if place.fate is not Fate.KEEP or order.decided}
    outcome.done += len(chosen)
    outcome.kept += len(places) - len(chosen)
    if not chosen:
        return []
    gone = [each.id for each in document.annotations if stands_in(document, chosen, each)]
    aside = SetBoilerplate(document.id, tuple(sorted({*document.boilerplate, *chosen})))
    return [aside, *([ReplaceAnnotations(document.id, tuple(gone))] if gone else [])]


def _barred(session: Session, document: Document, act: Act) -> Callable[[Affected], bool]:
    """What tells the places of an article at which the label set does not let the act's label stand."""
    labels = session.label_set
    if not isinstance(act, GiveLabel | NameSpeaker) or labels.of(act.label).overlaps:
        return lambda place: False
    standing = Standing(document)

    def barred(place: Affected) -> bool:
        changes = place.annotation is None or isinstance(act, GiveLabel)
        return changes and in_the_way(labels, act.label, standing.at(place.span, place.annotation)) is not None

    return barred


class _Names:
    """Whom an article's entities name, by their words; looked up once it is asked."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._names: dict[str, str] | None = None

    def of(self, span: Span) -> str | None:
        """The speaker that the same words name elsewhere in the article."""
        if self._names is None:
            entities = self._document.entities
            self._names = {self._document.words(e.span): e.speaker for e in entities[::-1] if e.speaker is not None}
        return self._names.get(self._document.words(span))


def _after(session: Session, document: Document, act: Act, place: Affected, names: _Names) -> AnyAnnotation | None:
    """What stands at a place after the act; None for what is taken away."""
    if place.annotation is None and isinstance(act, Refuse):
        none = Entity(id=session.new_id("e"), span=place.span, label=act.label)
        return _decided(session, none, Decision.REJECTED)
    if place.annotation is None:
        assert isinstance(act, GiveLabel | NameSpeaker)
        return _corrected(session, _added(session, act, place.span, names))
    before = document.by_id[place.annotation]
    act = Settle("", accept=False) if isinstance(act, Refuse) else act
    if isinstance(act, Flag | Note | Merge):
        return _remarked(before, act)
    if isinstance(before, Quote):
        if isinstance(act, Settle):
            return _settled(session, before, act)
        assert isinstance(act, Attribute | NameSpeaker)
        return _corrected(session, said_by(session, document, before, act.speaker))
    assert not isinstance(act, Attribute | SetAside)
    if isinstance(act, Settle):
        return _settled(session, before, act)
    if isinstance(act, GiveLabel):
        wanted = replace(
            before, label=act.label, speaker=before.speaker if session.label_set.of(act.label).speaks else None
        )
    else:
        wanted = replace(before, speaker=act.speaker)
    if place.fate is Fate.ACCEPT or before.rejected:
        return _decided(session, wanted, Decision.ACCEPTED)
    return _corrected(session, wanted)


def _remarked(before: AnyAnnotation, act: Flag | Note | Merge) -> AnyAnnotation:
    """An annotation after what leaves alone what was decided about it."""
    if isinstance(act, Flag):
        return replace(before, flagged=act.flagged)
    if isinstance(act, Note):
        return replace(before, note=together(before.note, act.words))
    return replace(before, speaker=act.speaker)


def _added(session: Session, act: GiveLabel | NameSpeaker, span: Span, names: _Names) -> Entity:
    if isinstance(act, NameSpeaker):
        speaker: str | None = act.speaker
    else:
        speaker = names.of(span) if act.label == "PERSON" else None
    return Entity(id=session.new_id("e"), span=span, label=act.label, speaker=speaker, decision=Decision.ADDED)


def _settled(session: Session, annotation: AnyAnnotation, act: Settle) -> AnyAnnotation | None:
    if not act.accept and annotation.origin == ANALYST:
        return None
    return _decided(session, annotation, Decision.ACCEPTED if act.accept else Decision.REJECTED)


def _decided(session: Session, annotation: AnyAnnotation, decision: Decision) -> AnyAnnotation:
    by_person = AcceptedBy.PERSON if decision is Decision.ACCEPTED else None
    return replace(annotation, decision=decision, accepted_by=by_person, by=session.by, at=session.clock())


def _corrected(session: Session, annotation: AnyAnnotation) -> AnyAnnotation:
    decision = Decision.ADDED if annotation.decision is Decision.ADDED else Decision.CORRECTED
    return replace(annotation, decision=decision, accepted_by=None, by=session.by, at=session.clock())


def said_by(session: Session, document: Document, quote: Quote, speaker_id: str) -> Quote:
    """A quote as another speaker's; a source that cannot be theirs moves to their mention beside it, else to none."""
    beside = source_for(document, quote, speaker_id)
    speaker = session.state.speaker(speaker_id)
    attribution = attribution_of(document, beside, speaker, quote.cue)
    return replace(quote, speaker=speaker_id, source=beside, attribution=attribution)


# What is told


def summary(session: Session, order: Order) -> str:
    """What an order would be called, for the undo entry."""
    what = f" “{order.words}”" if order.words else ""
    act = order.act
    if isinstance(act, SetAside):
        return f"Set aside every paragraph{what}"
    if isinstance(act, GiveLabel):
        return f"Label every{what or ' hit'} as {act.label}"
    if isinstance(act, Refuse):
        return f"Say of every{what or ' hit'} that it is none"
    if isinstance(act, Settle):
        return f"{'Accept' if act.accept else 'Reject'} every{what or ' hit'}"
    if isinstance(act, Flag):
        return "Flag what was found" if act.flagged else "Take the flags from what was found"
    if isinstance(act, Note):
        return "Write a note on what was found"
    name = session.state.speaker(act.speaker).name
    if isinstance(act, Merge):
        return f"Merge {session.state.speaker(act.former).name} into {name}"
    return f"Attribute all to {name}" if isinstance(act, Attribute) else f"Link every{what or ' hit'} to {name}"


def told(session: Session, order: Order, outcome: Outcome) -> str:
    """What came of an order, in a sentence."""
    act, what = order.act, f" × “{order.words}”" if order.words else ""
    if not outcome.done and not outcome.kept:
        return f"There is no other “{order.words}” to change." if order.words else "There is nothing else to change."
    if isinstance(act, SetAside):
        words = f"Set {how_many(outcome.done, 'paragraph')} aside"
    elif isinstance(act, GiveLabel):
        words = f"Labelled {outcome.done}{what} as {act.label}"
    elif isinstance(act, Refuse):
        words = f"{outcome.done}{what} are none"
    elif isinstance(act, Settle):
        words = f"{'Accepted' if act.accept else 'Rejected'} {outcome.done}{what}"
    elif isinstance(act, Flag):
        words = f"Flagged {outcome.done}" if act.flagged else f"Took {how_many(outcome.done, 'flag')} away"
    elif isinstance(act, Note):
        words = f"Wrote the note on {outcome.done}"
    else:
        words = _given(act, session.state.speaker(act.speaker).name, outcome.done, what)
    if outcome.articles > 1:
        words += f" in {outcome.articles:,} articles"
    return f"{words}; {outcome.kept} decided otherwise kept." if outcome.kept else f"{words}."


def _given(act: NameSpeaker | Attribute | Merge, name: str, done: int, what: str) -> str:
    if isinstance(act, Merge):
        return f"Merged into {name}: {how_many(done, 'mention or quote', 'mentions and quotes')}"
    return (
        f"Linked {done}{what} to {name}"
        if isinstance(act, NameSpeaker)
        else f"Attributed {how_many(done, 'quote')} to {name}"
    )
