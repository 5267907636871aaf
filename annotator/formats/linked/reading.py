"""Labelled spans and relations of another tool's file as entities and quotes: the way back of `spans`."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar

from annotator.formats.imported import IMPORTED, article_id, title_of
from annotator.formats.jsonl.shape import quote_spans
from annotator.formats.linked.attributing import Found, Links, Relation, by_links, flat_groups, kinds, linked_groups
from annotator.formats.linked.spans import ABSENT, FACTS, KEPT, VERSION
from annotator.formats.noting import LISTED, Shown, as_note, in_full, owned, with_notes
from annotator.formats.sourcemap import BOM, canonical, to_text
from annotator.formats.text import check_text
from annotator.model.cases import Case
from annotator.model.counting import how_many
from annotator.model.document import (
    AcceptedBy,
    AnyAnnotation,
    Article,
    Decision,
    Document,
    Entity,
    Heading,
    Quote,
    Span,
    Speaker,
    Status,
    in_order,
    paragraphs,
)
from annotator.model.exchange import Imported, Loss, Lost
from annotator.model.plain import from_plain
from annotator.model.tokens import trim

_A = TypeVar("_A", bound=AnyAnnotation)
Nodes: TypeAlias = Mapping[Hashable, str]
"""The ids of the nodes that a task's spans became, by the spans' keys."""
_WRONG = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


class Task:
    """One text of a file, which gathers what is annotated in it; `shown` is as for `linked`.

    Raises Fault where the text cannot be an article's.
    """

    def __init__(self, where: str, text: str, file: str, shown: Shown = in_full) -> None:
        self.where, self.file, self.shown = where, file, shown
        self.text, self.runs = canonical(text)
        check_text(self.text, where)
        self.found: list[Found] = []
        self.relations: list[Relation] | None = None
        self.losses: list[Loss] = []
        self.notes: dict[Hashable, str] = {}
        self.trimmed = 0

    def add(
        self,
        key: Hashable,
        label: object,
        start: object,
        end: object,
        *,
        words: object = None,
        score: object = None,
        suggested_by: str | None = None,
        extra: Mapping[str, Any] | None = None,
        of: Hashable = None,
        note: object = None,
    ) -> None:
        """Takes a span at code points of the file's text, or tells it as misplaced; `words` are what it says it has."""
        place = self._place(start, end)
        if place is not None and isinstance(words, str) and _bare(words) != _bare(self.text[slice(*place)]):
            place = None
        inner = place and trim(self.text, place)
        if inner is None or not isinstance(label, str) or not label.strip():
            told = f" {words!r}" if isinstance(words, str) else ""
            self.losses.append(Loss(Lost.MISPLACED, detail=f"{str(label)[:80]} {start!s:.20} to {end!s:.20}{told:.80}"))
            return
        self.trimmed += inner != place
        is_score = isinstance(score, int | float) and not isinstance(score, bool) and 0 <= score <= 1
        self.found.append(
            Found(key, label, inner, float(str(score)) if is_score else None, suggested_by, extra or {}, of)
        )
        if said := as_note(note):
            self.notes[key] = said

    def _place(self, start: object, end: object) -> Span | None:
        if type(start) is not int or type(end) is not int or not 0 <= start < end or not self.runs:
            return None
        last = self.runs[-1]
        return to_text(self.runs, Span(start, end)) if end <= last.file_start + last.length else None


def _bare(words: str) -> list[str]:
    """Words as they are compared: without white space, and without a BOM, which a text never begins with."""
    return words.replace(BOM, "").split()


def imported(
    task: Task,
    form: str,
    *,
    about: Mapping[str, Any],
    record: object = None,
    kept: Mapping[str, Any] | Callable[[Nodes], Mapping[str, Any]] | None = None,
    status: Status | None = None,
    rejected: bool = False,
) -> Imported:
    """The article of a task.

    about     what the file says about it, of which `FACTS` are taken
    record    what `linked` wrote beside it: annotations that the spans and relations still bear out are as they were
    kept      what is kept for the format, under its name `form`; or what makes that of the nodes the spans became
    status    how far it is, as far as the file says so; a record says it too
    rejected  whether what has no record was turned down
    """
    ours = _Record(record, task.text)
    article = _article(task, about, ours)
    made = _Made(task, article, ours, form, Decision.REJECTED if rejected else Decision.ADDED)
    relations = [[*made.ends(relation), relation.label, dict(relation.extra)] for relation in made.others]
    relations += made.alone(ours.relations)
    lost = sum(row[0] is None or row[1] is None for row in relations)
    relations = [row for row in relations if None not in row[:2]]
    own = kept(made.nodes) if callable(kept) else kept
    extra = {**(own or {}), **({KEPT: relations} if relations else {})}
    losses = list(task.losses)
    if relations:
        losses.append(Loss(Lost.RELATIONS, len(relations), kept=True))
    if lost:
        losses.append(Loss(Lost.RELATIONS, lost, detail="an end of them has no place"))
    remarks = (f"white space at the edges of {how_many(task.trimmed, 'span')} left out",) if task.trimmed else ()
    done = status is Status.DONE
    places = {each.key: each.place for each in task.found if each.key in task.notes}
    notes = [*owned(task.notes, made.nodes, places, made.quotes)]
    entities = with_notes(made.entities, notes, ours.listed, task.shown)
    quotes = with_notes(made.quotes, notes, ours.listed, task.shown)
    return Imported(
        document=Document(
            article=article,
            entities=in_order(_accepted(each) if done else each for each in entities),
            quotes=in_order(_accepted(each) if done else each for each in quotes),
            status=status or ours.status or Status.NEW,
            annotator=ours.annotator,
            note=ours.note,
            flagged=ours.flagged,
            boilerplate=ours.boilerplate,
            cases=ours.cases,
            extra={**ours.extra, **({form: extra} if extra else {})},
            meta_extra=ours.meta_extra,
        ),
        speakers=tuple(ours.speakers),
        notes=remarks + ours.notes,
        losses=tuple(losses),
    )


def other_than_facts(about: Mapping[str, Any]) -> dict[str, Any]:
    """What a file says about an article that an article has no place for."""
    return {key: value for key, value in about.items() if key not in FACTS or not _is_fact(about, key)}


def _is_fact(about: Mapping[str, Any], name: str) -> bool:
    return isinstance(about.get(name), str) and bool(about[name])


def _accepted(annotation: _A) -> _A:
    """What was still pending when somebody accepted the whole text."""
    if not annotation.pending:
        return annotation
    return replace(annotation, decision=Decision.ACCEPTED, accepted_by=AcceptedBy.ARTICLE)


def _article(task: Task, about: Mapping[str, Any], ours: "_Record") -> Article:
    known = {name: about[name] for name in FACTS if _is_fact(about, name)}
    return Article(
        id=ours.id or article_id(task.text),
        text=task.text,
        title=known.pop("title", None) or title_of(task.text),
        file=known.pop("file", task.file),
        source_map=task.runs,
        headings=ours.headings,
        **known,
    )


class _Record:
    """What a record says; nothing at all if there is none, or one that cannot be read, which a note tells."""

    def __init__(self, data: object, text: str) -> None:
        self.id: str | None = None
        self.status: Status | None = None
        self.annotator: str | None = None
        self.note: str | None = None
        self.flagged = False
        self.headings: tuple[Heading, ...] = ()
        self.boilerplate: tuple[Span, ...] = ()
        self.cases: tuple[Case, ...] = ()
        self.entities: tuple[Entity, ...] = ()
        self.quotes: tuple[Quote, ...] = ()
        self.speakers: tuple[Speaker, ...] = ()
        self.extra: Mapping[str, Any] = {}
        self.meta_extra: Mapping[str, Any] = {}
        self.absent: frozenset[str] = frozenset()
        self.relations: tuple[tuple[str, str, str, dict[str, Any]], ...] = ()
        self.listed: frozenset[str] = frozenset()
        self.notes: tuple[str, ...] = ()
        if data is None:
            return
        try:
            self._read(data, text)
        except _WRONG:
            self.__init__(None, text)  # type: ignore[misc]  # half a record is none
            self.notes = ("what this program once wrote beside the annotations is damaged, and was left out",)

    def _read(self, data: Any, text: str) -> None:
        if data["version"] != VERSION:
            raise ValueError(data["version"])
        self.id = from_plain(str, data["id"])
        self.status = Status(data["status"])
        self.annotator = from_plain(str | None, data.get("annotator"))
        self.note = from_plain(str | None, data.get("note"))
        self.flagged = from_plain(bool, data.get("flagged", False))
        self.headings = from_plain(tuple[Heading, ...], data.get("headings", ()))
        self.boilerplate = tuple(sorted(from_plain(tuple[Span, ...], data.get("boilerplate", ()))))
        self.cases = from_plain(tuple[Case, ...], data.get("cases", ()))
        self.entities = from_plain(tuple[Entity, ...], data.get("entities", ()))
        self.quotes = from_plain(tuple[Quote, ...], data.get("quotes", ()))
        self.speakers = from_plain(tuple[Speaker, ...], data.get("speakers", ()))
        self.extra = from_plain(dict, data.get("extra", {}))
        self.meta_extra = from_plain(dict, data.get("meta_extra", {}))
        self.absent = frozenset(from_plain(tuple[str, ...], data.get(ABSENT, ())))
        self.relations = tuple(map(_relation, data.get(KEPT, ())))
        self.listed = frozenset(from_plain(tuple[str, ...], data.get(LISTED, ())))
        rows: list[AnyAnnotation] = [*self.entities, *self.quotes]
        known = {speaker.id for speaker in self.speakers}
        spans = [entity.span for entity in self.entities]
        for quote in self.quotes:
            spans += [*(span for _, _, span in quote_spans(quote)), *quote.marked]
            if not quote.contents or any(one.end > two.start for one, two in pairwise(quote.contents)):
                raise ValueError(quote.id)
        for start, end in spans:
            if not 0 <= start < end <= len(text) or text[start].isspace() or text[end - 1].isspace():
                raise ValueError("spans")
        ids = len({row.id for row in rows}) == len(rows) and len({case.id for case in self.cases}) == len(self.cases)
        if not ids or len(known) < len(self.speakers):
            raise ValueError("ids")
        if not all(row.speaker is None or row.speaker in known for row in rows):
            raise ValueError("speakers")
        if not all(0 <= start <= len(text) and 1 <= level <= 6 for start, level in self.headings):
            raise ValueError("headings")
        if self.boilerplate and not {*self.boilerplate} <= {each for each in paragraphs(text) if each.start < each.end}:
            raise ValueError("boilerplate")


def _relation(row: object) -> tuple[str, str, str, dict[str, Any]]:
    match row:
        case [str(head), str(child), str(label), dict(extra)]:
            return head, child, label, extra
    raise ValueError(row)


class _Made:
    """The annotations that come of a task's spans, and the node that each span has become."""

    def __init__(self, task: Task, article: Article, ours: _Record, form: str, decision: Decision) -> None:
        self._form, self._decision = form, decision
        self.nodes: dict[Hashable, str] = {}
        self._taken = {row.id for row in (*ours.entities, *ours.quotes)}
        self._next = {"e": 1, "q": 1}
        by_key = {each.key: each for each in task.found}
        links, self.others = by_links(by_key, task.relations or ())
        there = _There({each.place for each in task.found}, ours.absent)
        self.entities = [each for each in ours.entities if each.rejected or there.has(each.id, each.label, each.span)]
        self.quotes = _borne_out(ours.quotes, there, None if task.relations is None else links, by_key)
        claimed = self._claim()
        left = []
        for each in task.found:
            if each.place in claimed:
                self.nodes[each.key] = claimed[each.place]
            else:
                left.append(each)
        self._make(article, left, links)

    def ends(self, relation: Relation) -> tuple[str | None, str | None]:
        """The ids of the nodes that a relation goes between, None for one that is not there."""
        return self.nodes.get(relation.head), self.nodes.get(relation.child)

    def alone(self, relations: Iterable[tuple[str, str, str, dict[str, Any]]]) -> list[list[Any]]:
        """Relations that stand in the record alone, with None for an end that is no more."""
        there = {node for each in self.quotes if not each.rejected for node, _, _ in quote_spans(each)}
        there |= {each.id for each in self.entities}
        return [
            [*(end if end in there else None for end in (head, child)), label, extra]
            for head, child, label, extra in relations
        ]

    def _claim(self) -> dict[tuple[str, Span], str]:
        """Whose the spans are that a record accounts for."""
        claimed: dict[tuple[str, Span], str] = {}
        for quote in self.quotes:
            if not quote.rejected:
                claimed |= {(label, span): node_id for node_id, label, span in quote_spans(quote)}
        claimed |= {(each.label, each.span): each.id for each in self.entities if not each.rejected}
        return claimed

    def _make(self, article: Article, left: Sequence[Found], links: Links) -> None:
        told = links or any(each.of is not None for each in left)
        groups = linked_groups(article, left, links) if told else flat_groups(article, left)
        used: set[Hashable] = set()
        for group, kind, marked in kinds(article, groups):
            quote_id = self._id("q")
            parts = [(f"content.{n}", each) for n, each in enumerate(group.contents)]
            parts += [("cue", group.cue)] if group.cue is not None else []
            parts += [("source", group.source)] if group.source is not None else []
            for name, each in parts:
                self.nodes[each.key] = f"{quote_id}.{name}"
                used.add(each.key)
            extra = {name: dict(each.extra) for name, each in parts if each.extra}
            self.quotes.append(
                Quote(
                    id=quote_id,
                    kind=kind,
                    contents=tuple(each.span for each in group.contents),
                    marked=marked,
                    cue=None if group.cue is None else group.cue.span,
                    source=None if group.source is None else group.source.span,
                    extra={self._form: extra} if extra else {},
                    **self._decided(group.contents[0]),
                )
            )
        for each in left:
            if each.key not in used:
                self.nodes[each.key] = self._id("e")
                self.entities.append(
                    Entity(
                        id=self.nodes[each.key],
                        span=each.span,
                        label=each.label,
                        score=each.score,
                        extra={self._form: dict(each.extra)} if each.extra else {},
                        **self._decided(each),
                    )
                )

    def _decided(self, found: Found) -> dict[str, Any]:
        if found.suggested_by is None:
            return {"origin": IMPORTED, "decision": self._decision}
        return {"origin": found.suggested_by, "decision": Decision.PENDING}

    def _id(self, letter: str) -> str:
        while (made := f"{letter}{self._next[letter]}") in self._taken:
            self._next[letter] += 1
        self._taken.add(made)
        return made


@dataclass(frozen=True)
class _There:
    """What bears a record out: places of a file's spans, and the ids of nodes that stand in the record alone."""

    places: Set[tuple[str, Span]]
    absent: Set[str]

    def has(self, node: str, label: str, span: Span) -> bool:
        """Whether a node is borne out."""
        return node in self.absent or (label, span) in self.places


def _borne_out(
    quotes: Sequence[Quote], there: _There, links: Links | None, by_key: Mapping[Hashable, Found]
) -> list[Quote]:
    """The quotes of a record whose spans are all there, with the relations they had and no others; rejected ones too.

    `links` is None for a form without relations.
    """
    had: dict[Span, set[tuple[str, Span]]] = {}
    for quote in quotes:
        rows = () if quote.rejected else [row for row in quote_spans(quote) if row[0] not in there.absent]
        children = {(label, span) for _, label, span in rows if label != "CONTENT"}
        for _, label, span in rows:
            if label == "CONTENT":
                had.setdefault(span, set()).update(children)
    has: dict[Span, set[tuple[str, Span]]] = {}
    for key, ends in (links or {}).items():
        has.setdefault(by_key[key].span, set()).update((end.label, end.span) for end in ends)
    return [
        quote
        for quote in quotes
        if quote.rejected
        or (
            all(there.has(*row) for row in quote_spans(quote))
            and (links is None or all(has.get(span, set()) == had.get(span, set()) for span in quote.contents))
        )
    ]
