"""Doing the same in many places: what becomes of each, and what a person decided there before.

What waits for a decision follows; what a person decided otherwise is kept unless they say that it is to follow too.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from annotator.model.document import AnyAnnotation, Document, Entity, Span, Speaker, place
from annotator.model.notes import together
from annotator.model.texts.boilerplate import stands_in


@dataclass(frozen=True)
class GiveLabel:
    """Every mention is an entity of this label."""

    label: str


@dataclass(frozen=True)
class NameSpeaker:
    """Every mention names this speaker, and a quote is theirs; what is neither yet becomes an entity of this label."""

    speaker: str
    label: str


@dataclass(frozen=True)
class Settle:
    """Every mention that is an entity of this label is accepted, or rejected; "" is for any label, and for quotes."""

    label: str
    accept: bool


@dataclass(frozen=True)
class Refuse:
    """No mention is anything: what is marked is rejected; where nothing is, a rejected entity of this label says so."""

    label: str


@dataclass(frozen=True)
class Attribute:
    """Every quote of one speaker becomes another's."""

    former: str
    speaker: str


@dataclass(frozen=True)
class Merge:
    """Whatever names one speaker, or is said by them, is another's; what was decided about it stays so."""

    former: str
    speaker: str


@dataclass(frozen=True)
class SetAside:
    """Every paragraph of these words is set aside as boilerplate, and what was decided in it goes."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Flag:
    """Everything that is marked there is flagged to come back to, or its flag is taken away."""

    flagged: bool


@dataclass(frozen=True)
class Note:
    """Everything that is marked there has these words in its note, beside what stands in it already."""

    words: str


Act: TypeAlias = GiveLabel | NameSpeaker | Settle | Refuse | Attribute | Merge | SetAside | Flag | Note


@dataclass(frozen=True)
class Order:
    """An act, and what a person ordered with it.

    words    the mentions' words; "" for the hits of a search and for quotes
    decided  whether it overrides what a person decided otherwise
    chosen   the ids of those that it overrides in any case, as the person has chosen them
    among    the ids of what it is about by the articles' ids, where that is less than what is marked at its places
    step     what it is undone with; None for a step of its own
    enter    a speaker whom the act names and who has to be entered for it
    """

    act: Act
    words: str = ""
    decided: bool = False
    chosen: frozenset[str] = frozenset()
    among: Mapping[str, frozenset[str]] | None = None
    step: str | None = None
    enter: Speaker | None = None


class Fate(StrEnum):
    """What an act does at a place: marks it, accepts or changes what waits there, or keeps what was decided.

    REMARK is that of a note, a flag or a merged speaker, whatever was decided; FOUND that of a hit with which
    nothing is to be done, NONE that of a place where nothing is marked nor should be.
    """

    FOUND = "found"
    ADD = "add"
    ACCEPT = "accept"
    CHANGE = "change"
    KEEP = "keep"
    NONE = "none"
    REMARK = "remark"


@dataclass(frozen=True)
class Affected:
    """A place, its fate, and what is there: the annotation's id, None where nothing is marked."""

    span: Span
    fate: Fate
    annotation: str | None = None


def affected(
    document: Document, act: Act, spans: Iterable[Span] = (), among: Collection[str] | None = None
) -> list[Affected]:
    """What an act does to a document, in the order of the text; places that are as it wants them are left out.

    spans  the mentions it is about; `Attribute` finds its quotes itself, `SetAside` its paragraphs, and `Merge` without
           any whatever names the speaker
    among  the ids of what it is about of what is marked there; None for all of it
    """
    if isinstance(act, Flag | Note):
        return list(_remarked(document, act, frozenset(spans), among))
    if isinstance(act, SetAside):
        return list(_set_aside(document, act))
    if isinstance(act, Merge):
        chosen = frozenset(spans)
        named = (a for a in document.by_id.values() if a.speaker == act.former and (not chosen or a.extent in chosen))
        return [Affected(each.extent, Fate.REMARK, each.id) for each in sorted(named, key=place)]
    if isinstance(act, Attribute):
        return [
            Affected(quote.extent, _by_decision(quote), quote.id)
            for quote in document.quotes
            if quote.speaker == act.former and not quote.rejected
        ]
    found = (_at(document, act, span, among) for span in spans)
    return [each for each in found if each is not None]


def united(speaker: Speaker, former: Speaker) -> Speaker:
    """A speaker with the names of another who is the same, and what is known of that one alone."""
    more = (former.name, *former.aliases) if former.named else former.aliases
    names = dict.fromkeys((*speaker.aliases, *more))
    names.pop(speaker.name, None)
    return replace(
        speaker,
        named=speaker.named or former.named,
        aliases=tuple(names),
        role=speaker.role or former.role,
        wikidata=speaker.wikidata or former.wikidata,
        extra={**former.extra, **speaker.extra},
    )


def _set_aside(document: Document, act: SetAside) -> Iterator[Affected]:
    decided = [a for a in document.annotations if not a.pending]
    for paragraph in document.article.paragraphs:
        if document.words(paragraph) in act.lines and paragraph not in document.boilerplate:
            kept = any(stands_in(document, (paragraph,), each) for each in decided)
            yield Affected(paragraph, Fate.KEEP if kept else Fate.CHANGE)


def _remarked(
    document: Document, act: Flag | Note, spans: Set[Span], among: Collection[str] | None
) -> Iterator[Affected]:
    for each in sorted(document.by_id.values(), key=place):
        meant = not each.rejected if among is None else each.id in among
        so = each.flagged is act.flagged if isinstance(act, Flag) else together(each.note, act.words) == each.note
        if meant and each.extent in spans and not so:
            yield Affected(each.extent, Fate.REMARK, each.id)


def _by_decision(annotation: AnyAnnotation) -> Fate:
    return Fate.CHANGE if annotation.pending else Fate.KEEP


def _at(
    document: Document, act: GiveLabel | NameSpeaker | Settle | Refuse, span: Span, among: Collection[str] | None
) -> Affected | None:
    there = tuple(e for e in document.entities_at(span) if among is None or e.id in among)
    said = [q for q in _quotes_at(document, span) if among is None or q.id in among]
    if among is not None and not there and (isinstance(act, GiveLabel) or not said):
        return None  # what was found there is gone, or has no label
    if isinstance(act, Refuse):
        if not there and not said:
            return Affected(span, Fate.NONE)
        act = Settle("", accept=False)
    live = sorted((e for e in there if not e.rejected), key=lambda e: not e.pending)
    if isinstance(act, GiveLabel):
        return _labelled(act.label, span, live, there)
    if isinstance(act, NameSpeaker):
        quote = said[0] if said and not there else None
        if quote is None:
            return _named(act, span, live, there)
        return Affected(span, _by_decision(quote), quote.id) if quote.speaker != act.speaker else None
    fitting: list[AnyAnnotation] = [e for e in live if act.label in ("", e.label)]
    settled = next(iter(fitting or ([] if act.label else said)), None)
    if settled is None or (act.accept and not settled.pending):
        return None
    return Affected(span, Fate.ACCEPT if act.accept else _by_decision(settled), settled.id)


def _quotes_at(document: Document, span: Span) -> list[AnyAnnotation]:
    """The quotes of exactly this extent that are not rejected."""
    return [quote for quote in document.quotes if quote.extent == span and not quote.rejected]


def _labelled(label: str, span: Span, live: list[Entity], there: tuple[Entity, ...]) -> Affected | None:
    same = next((e for e in live if e.label == label), None)
    if same is not None:
        return Affected(span, Fate.ACCEPT, same.id) if same.pending else None
    if live:
        return Affected(span, _by_decision(live[0]), live[0].id)
    # A rejected suggestion of another label stays as it is: it is a hard negative of its own.
    turned_down = next((e for e in there if e.label == label), None)
    return Affected(span, Fate.KEEP, turned_down.id) if turned_down is not None else Affected(span, Fate.ADD)


def _named(act: NameSpeaker, span: Span, live: list[Entity], there: tuple[Entity, ...]) -> Affected | None:
    if any(e.speaker == act.speaker for e in live):
        return None
    if live:
        fate = Fate.CHANGE if live[0].speaker is None else _by_decision(live[0])
        return Affected(span, fate, live[0].id)
    turned_down = next((e for e in there if e.label == act.label), None)
    return Affected(span, Fate.KEEP, turned_down.id) if turned_down is not None else Affected(span, Fate.ADD)
