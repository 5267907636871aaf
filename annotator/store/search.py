"""What a query finds in a project: first which articles can have something, then what, as far as that is looked at.

Filters on entities and quotes are answered by indices. How often each article has something is counted where that
takes no reading of texts; first results do not wait for it.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, false, func, or_, select

from annotator.model.document import ANALYST, AnyAnnotation, Decision, Entity, Span, Status
from annotator.model.folding import Places, words_of
from annotator.model.query import Query, Range, Term, date_range, score_range
from annotator.store import labelsets, passages, queue, values
from annotator.store.noted import noted, without
from annotator.store.passages import What
from annotator.store.project import Project
from annotator.store.queue import in_parts
from annotator.store.tables import documents, entities, quotes, speakers, texts

AROUND: Final = 100
"""How many characters stand on either side of what was found."""
_LONGEST: Final = 200
"""How many of what was found itself are given."""
_T = TypeVar("_T")


@dataclass(frozen=True)
class Hit:
    """What was found at a place, with what stands around it, on one line.

    annotation  the id of the entity or quote; "" for words of the text
    sort        its label or kind; "" likewise
    decision    what was decided about it; None likewise
    """

    span: Span
    before: str
    words: str
    after: str
    annotation: str = ""
    sort: str = ""
    decision: Decision | None = None


@dataclass(frozen=True)
class InArticle:
    """What was found in an article, in the order of its text; nothing where the article itself is what was found."""

    document_id: str
    title: str
    status: Status
    hits: tuple[Hit, ...]


@contextmanager
def searching(project: Project, query: Query, go_on: Callable[[], None] = lambda: None) -> Iterator["Search"]:
    """A search through a project as it is now, until this ends; see `Search`. Raises Fault where it cannot be read."""
    with project._database.read() as connection:
        yield Search(connection, query, go_on)


class Search:
    """A query on a project as it is at one moment.

    go_on  called again and again; it raises where the answer is not wanted any more

    candidates  the ids of the articles that can have something, in the queue's order: where `exact`, all of them have
    """

    def __init__(self, connection: Connection, query: Query, go_on: Callable[[], None] = lambda: None) -> None:
        self._connection, self._query, self._go_on = connection, query, go_on
        self._articles = False
        self._terms = [term for term in query.terms if not term.negative]
        self._not = [term for term in query.terms if term.negative]
        self._tables = _tables(connection, query)
        self._noted = noted(connection, query)
        self._without = without(connection, query)
        if self._noted is not None and not self._tables:
            self._tables = [(entities, []), (quotes, [])]
            self._articles = True  # what is noted may be the article itself
        self.exact = not self._tables
        self.candidates: list[str] = self._in_queue(self._chosen()) if query else []

    # Which articles

    def _in_queue(self, chosen: Set[str] | None) -> list[str]:
        self._go_on()
        every = queue.ids(self._connection, *(Status(each) for each in self._query.of("status")))
        without = {Status(each) for each in self._query.of("status", negative=True)}
        if without:
            kept = set(queue.ids(self._connection, *(status for status in Status if status not in without)))
            every = [each for each in every if each in kept]
        return every if chosen is None else [each for each in every if each in chosen]

    def _chosen(self) -> Set[str] | None:
        """The ids of the articles that the words and the filters on articles leave; None for all."""
        parts = [*self._by_words(), *self._by_head()]
        if self._noted is not None:
            parts.append((False, set(self._noted)))
        if self._without and not self._tables:
            parts.append((True, {document_id for document_id, annotation in self._without if annotation is None}))
        for negative in (False, True):
            titles = self._query.of("title", negative=negative)
            if titles:
                held = [passages.holding(self._connection, Term(words_of(each))).get(What.TITLE, ()) for each in titles]
                parts.append((negative, {each for some in held for each in some}))
        chosen: Set[str] | None = None
        for negative, ids in parts:
            if negative:
                chosen = (set(queue.ids(self._connection)) if chosen is None else chosen) - ids
            else:
                chosen = ids if chosen is None else chosen & ids
        return chosen

    def _by_words(self) -> Iterator[tuple[bool, Set[str]]]:
        for term in self._query.terms:
            self._go_on()
            if self._tables and term.negative:  # the article may well have it, beside what is looked for
                continue
            held = passages.holding(self._connection, term)
            if self._tables:
                yield False, set(held.get(What.TEXT, ()))
            else:
                yield term.negative, {each for some in held.values() for each in some}

    def _by_head(self) -> Iterator[tuple[bool, Set[str]]]:
        tests = [
            (negative, test)
            for negative in (False, True)
            for name, make in (("outlet", _outlet), ("date", _date))
            if (wanted := self._query.of(name, negative=negative))
            for test in [_any([make(each) for each in wanted])]
        ]
        if not tests:
            return
        self._go_on()
        found: list[set[str]] = [set() for _ in tests]
        for document_id, value in self._connection.execute(select(documents.c.id, documents.c.value)):
            with values.decoding(f"the article {document_id}"):
                article = json.loads(value)["article"]
            for (_, test), ids in zip(tests, found, strict=True):
                if test(article):
                    ids.add(document_id)
        yield from ((negative, ids) for (negative, _), ids in zip(tests, found, strict=True))

    # How often

    def counts(self) -> Mapping[str, int] | None:
        """How many entities and quotes are found in each article, by its id; None where that takes reading the texts.

        From then on `candidates` are those that have some.
        """
        if not self._tables or self._query.terms or self._noted is not None or self._without:
            return None
        counted: Counter[str] = Counter()
        for table, where in self._tables:
            self._go_on()
            wanted = select(table.c.document_id, func.count()).where(*where).group_by(table.c.document_id)
            for document_id, number in self._connection.execute(wanted):
                counted[document_id] += number
        self.candidates = [each for each in self.candidates if each in counted]
        self.exact = True
        return {each: counted[each] for each in self.candidates}

    # What in them

    def found(self, ids: Sequence[str]) -> list[InArticle]:
        """What is found in articles, in the order given; those in which nothing is are left out."""
        self._go_on()
        heads = {
            row.id: row
            for some in in_parts(ids)
            for row in self._connection.execute(
                select(documents.c.id, documents.c.title, documents.c.status, texts.c.text)
                .join(texts, texts.c.document_id == documents.c.id)
                .where(documents.c.id.in_(some))
            )
        }
        annotations = self._annotations(ids)
        result = []
        for document_id in ids:
            head = heads.get(document_id)
            if head is None:
                continue
            self._go_on()
            hits = tuple(self._hits(head.text, annotations.get(document_id, ())))
            if hits or not self._tables or (self._articles and self._noted and None in self._noted[document_id]):
                result.append(InArticle(document_id, head.title, Status(head.status), hits))
        return result

    def _annotations(self, ids: Sequence[str]) -> Mapping[str, list[AnyAnnotation]]:
        found: dict[str, list[AnyAnnotation]] = {}
        for table, where in self._tables:
            read: Callable[[Iterable[str]], Sequence[AnyAnnotation]] = _read(table)
            for some in in_parts(ids):
                among = [table.c.document_id.in_(some), *where]
                if self._noted is not None:
                    named = {name for each in some for name in self._noted[each] if name is not None}
                    among.append(table.c.id.in_(named))
                rows = self._connection.execute(select(table.c.document_id, table.c.value).where(*among)).all()
                with values.decoding(f"the {table.name}"):
                    for row, annotation in zip(rows, read([row.value for row in rows]), strict=True):
                        if not self._is_noted(row.document_id, annotation.id):
                            continue
                        found.setdefault(row.document_id, []).append(annotation)
        return found

    def _is_noted(self, document_id: str, annotation: str) -> bool:
        """Whether an annotation has the notes and flags that are asked for, and none that are not."""
        asked = self._noted is None or annotation in self._noted[document_id]
        return asked and (document_id, annotation) not in self._without

    def _hits(self, text: str, annotations: Sequence[AnyAnnotation]) -> Iterator[Hit]:
        if not self._tables:
            places = Places(text) if self._terms else None
            found = {s for t in self._terms if places for s in places.of(t.words, begins=t.begins)}
            yield from (hit(text, span) for span in sorted(found))
            return
        places = Places(text) if self._query.terms else None
        wanted = [[*places.of(t.words, begins=t.begins)] for t in self._terms] if places else []
        unwanted = [s for t in self._not for s in places.of(t.words, begins=t.begins)] if places else []
        for annotation in sorted(annotations, key=lambda each: (each.extent, each.id)):
            spans = (annotation.span,) if isinstance(annotation, Entity) else annotation.contents
            if all(_any_within(places_, spans) for places_ in wanted) and not _any_within(unwanted, spans):
                yield of_annotation(text, annotation)


def _read(table: Table) -> Callable[[Iterable[str]], Sequence[AnyAnnotation]]:
    return values.entities_of if table is entities else values.quotes_of


def hit(text: str, span: Span) -> Hit:
    """Words of a text with what stands around them."""
    start, end = span
    return Hit(
        span,
        text[max(0, start - AROUND) : start].replace("\n", " "),
        " ".join(text[start : min(end, start + _LONGEST)].split()),
        text[end : end + AROUND].replace("\n", " "),
    )


def of_annotation(text: str, annotation: AnyAnnotation) -> Hit:
    """An entity or quote with what stands around it."""
    found = hit(text, annotation.extent)
    sort = annotation.label if isinstance(annotation, Entity) else annotation.kind.value
    return Hit(found.span, found.before, found.words, found.after, annotation.id, sort, annotation.decision)


def _any_within(found: Sequence[Span], spans: Sequence[Span]) -> bool:
    return any(span.contains(each) for each in found for span in spans)


def _any(tests: Sequence[Callable[[_T], bool]]) -> Callable[[_T], bool]:
    return lambda value: any(test(value) for test in tests)


# Filters on articles


def _outlet(wanted: str) -> Callable[[Mapping[str, Any]], bool]:
    sought = f" {' '.join(words_of(wanted))} "
    return lambda article: sought in f" {' '.join(words_of(article.get('outlet') or ''))} "


def _date(wanted: str) -> Callable[[Mapping[str, Any]], bool]:
    dates = date_range(wanted)

    def within(article: Mapping[str, Any]) -> bool:
        day = article.get("published") or ""
        # "2026-03" holds every day of March: only what both say is compared.
        least, most = str(dates.least or ""), str(dates.most or "")
        after = not least or day[: len(least)] >= least
        before = not most or (day[: len(most)] < most if dates.below else day[: len(most)] <= most)
        return bool(day) and after and before

    return within


# Filters on entities and quotes

Where = list[ColumnElement[bool]]


def _tables(connection: Connection, query: Query) -> list[tuple[Table, Where]]:
    """The tables in which a query looks, each with what has to hold of its rows."""
    speaking = {each: _speakers(connection, each) for each in _both(query, "speaker")}
    tables: list[tuple[Table, Where]] = []
    if query.entities and "none" not in query.of("speaker"):  # most entities name no speaker, and need not
        named = _one_of(entities.c.label, query, "label", _labels(connection, query))
        tables.append((entities, [*_where(entities, query, speaking), *named]))
    if query.quotes:
        kinds = _one_of(quotes.c.kind, query, "kind", {each: [each] for each in _both(query, "kind")})
        tables.append((quotes, [*_where(quotes, query, speaking), *kinds]))
    return tables


def _both(query: Query, name: str) -> tuple[str, ...]:
    return *query.of(name), *query.of(name, negative=True)


def _where(table: Table, query: Query, speaking: Mapping[str, Sequence[str]]) -> Iterator[ColumnElement[bool]]:
    # Those that are left are named, for an index to find them; rejected ones are found where they are asked for.
    decisions = query.of("decision") or [each.value for each in Decision if each is not Decision.REJECTED]
    unwanted = query.of("decision", negative=True)
    yield table.c.decision.in_([each for each in decisions if each not in unwanted])
    yield from _ranges(table, query)
    yield from _speaker(table, query, speaking)
    for negative in (False, True):
        origins = [_from(table, each) for each in query.of("origin", negative=negative)]
        if origins:
            yield ~or_(*origins) if negative else or_(*origins)


def _ranges(table: Table, query: Query) -> Iterator[ColumnElement[bool]]:
    for negative in (False, True):
        within = [_scored(table, score_range(each)) for each in query.of("score", negative=negative)]
        if within:
            yield ~or_(*within) if negative else or_(*within)


def _scored(table: Table, scores: Range) -> ColumnElement[bool]:
    score = table.c.score
    least = score.is_not(None) if scores.least is None else score >= scores.least
    if scores.most is None:
        return least
    return least & ((score < scores.most) if scores.below else (score <= scores.most))


def _speaker(table: Table, query: Query, speaking: Mapping[str, Sequence[str]]) -> Iterator[ColumnElement[bool]]:
    column = table.c.speaker_id
    for negative in (False, True):
        wanted = query.of("speaker", negative=negative)
        if wanted:
            ids = [each for name in wanted for each in speaking[name]]
            among = column.in_(ids) if ids else false()
            found = or_(among, column.is_(None)) if "none" in wanted else among
            yield or_(~found, column.is_(None)) if negative and "none" not in wanted else ~found if negative else found


def _from(table: Table, origin: str) -> ColumnElement[bool]:
    # What made it stands in its JSON alone; the analyst, who is what it is by default, does not.
    if origin.casefold() == ANALYST:
        return ~table.c.value.contains('"origin":"')
    return table.c.value.contains(f'"origin":{values.text(origin)[:-1]}', autoescape=True)


def _one_of(
    column: ColumnElement[str], query: Query, name: str, meant: Mapping[str, Sequence[str]]
) -> Iterator[ColumnElement[bool]]:
    for negative in (False, True):
        wanted = [each for value in query.of(name, negative=negative) for each in meant[value]]
        if wanted or (query.of(name, negative=negative) and not negative):
            yield ~column.in_(wanted) if negative else column.in_(wanted)


def _labels(connection: Connection, query: Query) -> Mapping[str, list[str]]:
    """The labels that are meant: those of the project that differ in case only, and what was typed."""
    known = labelsets.read(connection)
    names = [label.name for label in known.labels] if known is not None else []
    return {
        each: list({each, each.upper(), *(name for name in names if name.casefold() == each.casefold())})
        for each in _both(query, "label")
    }


def _speakers(connection: Connection, wanted: str) -> list[str]:
    """The ids of the speakers in whose name or aliases these words stand."""
    sought = f" {' '.join(words_of(wanted))} "
    found = []
    for speaker_id, value in connection.execute(select(speakers.c.id, speakers.c.value)):
        with values.decoding(f"the speaker {speaker_id}"):
            plain = json.loads(value)
            names = (plain["name"], *plain.get("aliases", ()))
        if any(sought in f" {' '.join(words_of(name))} " for name in names):
            found.append(speaker_id)
    return found
