"""What is counted in the tables for a project's figures: all but what stands in boilerplate, as no export has it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Connection, Table, func, select

from annotator.model.document import ANALYST, AcceptedBy, Decision, Span, Status
from annotator.model.figures import Act, Amount, Counts, Said, Sort, Timed
from annotator.model.texts.boilerplate import all_in
from annotator.store import speakers, values
from annotator.store.marking import aside_of
from annotator.store.queue import in_parts
from annotator.store.tables import documents, entities, quotes, reading, texts, transactions

Aside: TypeAlias = Mapping[str, tuple[Span, ...]]
"""The paragraphs that are set aside, by the articles' ids."""

_AT_ONCE = 5_000
"""How many rows to fetch between two looks at whether to go on."""


class _Told(msgspec.Struct):
    """What an annotation's value says that has no column: a million of them are read in a second."""

    origin: str = ANALYST
    accepted_by: str | None = None
    by: str | None = None


class _Spoken(msgspec.Struct):
    contents: list[Span]


class _Placed(_Told):
    """The same with where it stands: an entity has a span, a quote has contents."""

    span: Span | None = None
    contents: list[Span] = []


def counts(connection: Connection, go_on: Callable[[], None]) -> Counts:
    """All that is counted. `go_on` is called again and again, and raises where it is not wanted any more."""
    with values.decoding("what is counted"):
        aside = _aside(connection)
        sorts = _sorts(connection, entities, "label", aside, go_on) + _sorts(connection, quotes, "kind", aside, go_on)
        return replace(beside(connection), sorts=sorts, said=_said(connection, aside, go_on))


def beside(connection: Connection) -> Counts:
    """What is counted without looking at annotations one by one: articles, acts, speakers, what was read."""
    status, shared = func.count(documents.c.id), reading.c.share >= 1
    per_status = select(documents.c.status, status).group_by(documents.c.status)
    per_person = select(reading.c.by, func.sum(reading.c.seconds)).group_by(reading.c.by)
    read = (
        select(func.count(func.distinct(reading.c.document_id)))
        .join(documents, documents.c.id == reading.c.document_id)
        .where(shared)
    )
    return Counts(
        articles={Status(which): number for which, number in connection.execute(per_status)},
        speakers=speakers.read(connection),
        acts=_acts(connection),
        timed=_timed(connection),
        read=connection.execute(read).scalar_one(),
        before=dict(connection.execute(per_person).all()),
    )


def agree(connection: Connection, counted: Counts) -> bool:
    """Whether there are as many annotations of each sort and decision as were counted; an index knows."""
    there: Counter[tuple[bool, str, str]] = Counter()
    aside = _aside(connection)
    for table, sort in ((entities, entities.c.label), (quotes, quotes.c.kind)):
        wanted = select(sort, table.c.decision, func.count()).group_by(sort, table.c.decision)
        for label, decision, number in connection.execute(wanted):
            there[table is quotes, label, decision] = number
        for row, _ in _set_aside(connection, table, sort.name, aside):
            there[table is quotes, row[1], row.decision] -= 1
    known: Counter[tuple[bool, str, str]] = Counter()
    for each, number in counted.sorts.items():
        known[each.quote, each.label, each.decision.value] += number
    return +there == known


def _aside(connection: Connection) -> Aside:
    wanted = select(documents.c.id, documents.c.value).where(documents.c.value.contains('"boilerplate"'))
    return {each: spans for each, value in connection.execute(wanted) if (spans := aside_of(each, value))}


def _set_aside(connection: Connection, table: Table, sort: str, aside: Aside) -> Iterator[tuple[Any, _Placed]]:
    """The rows of what stands in boilerplate, and what their values say."""
    read = msgspec.json.Decoder(_Placed).decode
    wanted = select(table.c.document_id, table.c[sort], table.c.decision, documents.c.status, table.c.value)
    for some in in_parts(aside):
        for row in connection.execute(wanted.join(documents).where(table.c.document_id.in_(some))):
            told = read(row.value)
            if all_in(aside[row.document_id], [told.span] if told.span is not None else told.contents):
                yield row, told


def _sorts(connection: Connection, table: Table, sort: str, aside: Aside, go_on: Callable[[], None]) -> Counter[Sort]:
    wanted = select(table.c[sort], table.c.decision, documents.c.status, table.c.value).join(documents)
    read = msgspec.json.Decoder(_Told).decode
    found: Counter[tuple[Any, ...]] = Counter()
    for label, decision, status, value in _rows(connection, wanted, go_on):
        told = read(value)
        found[told.origin, label, decision, told.accepted_by or "", status, told.by] += 1
    for row, placed in _set_aside(connection, table, sort, aside):
        found[placed.origin, row[1], row.decision, placed.accepted_by or "", row.status, placed.by] -= 1
    return Counter(
        {
            Sort(
                *(table is quotes, origin, label, Decision(decision), AcceptedBy(how) if how else None, Status(status)),
                by,
            ): number
            for (origin, label, decision, how, status, by), number in found.items()
            if number
        }
    )


def _said(connection: Connection, aside: Aside, go_on: Callable[[], None]) -> dict[Said, Amount]:
    wanted = (
        select(quotes.c.document_id, quotes.c.speaker_id, quotes.c.value)
        .where(quotes.c.decision != Decision.REJECTED.value)
        .order_by(quotes.c.document_id)
    )
    read = msgspec.json.Decoder(_Spoken).decode
    found: dict[Said, Amount] = {}
    article, text, outlet = None, "", ""
    for document_id, speaker, value in _rows(connection, wanted, go_on):
        if document_id != article:
            article = document_id
            text, outlet = _text(connection, document_id)
        contents = read(value).contents
        if document_id in aside:
            contents = [each for each in contents if not all_in(aside[document_id], [each])]
        if not contents:
            continue
        words = sum(len(text[start:end].split()) for start, end in contents)
        said = Said(speaker, outlet)
        had = found.get(said, Amount(0, 0))
        found[said] = Amount(had.quotes + 1, had.words + words)
    return found


def _text(connection: Connection, document_id: str) -> tuple[str, str]:
    """The text and the outlet of an article."""
    text, value = connection.execute(
        select(texts.c.text, documents.c.value)
        .join(documents, documents.c.id == texts.c.document_id)
        .where(texts.c.document_id == document_id)
    ).one()
    return text, values.parsed(value)["article"].get("outlet") or ""


def _acts(connection: Connection) -> dict[str, list[Act]]:
    """What each person did, in order; taking back and doing again are acts too."""
    wanted = select(transactions.c.by, transactions.c.origin, transactions.c.at, transactions.c.state)
    found: dict[str, list[Act]] = {}
    for by, origin, at, state in connection.execute(wanted.order_by(transactions.c.seq)):
        if origin.startswith(("user.", "undo.", "redo.")):
            found.setdefault(by, []).append(Act(origin, at, state in ("undone", "discarded")))
    return found


def _timed(connection: Connection) -> Timed:
    times = (
        select(reading.c.document_id, func.sum(reading.c.seconds).label("seconds"))
        .join(documents, documents.c.id == reading.c.document_id)
        .where(documents.c.status == Status.DONE.value, reading.c.seconds > 0)
        .group_by(reading.c.document_id)
        .subquery("times")
    )
    articles, seconds = connection.execute(select(func.count(), func.sum(times.c.seconds)).select_from(times)).one()
    found = (
        select(func.count())
        .select_from(quotes)
        .join(times, times.c.document_id == quotes.c.document_id)
        .where(quotes.c.decision != Decision.REJECTED.value)
    )
    in_time = {*connection.execute(select(times.c.document_id)).scalars()}
    aside = {each: spans for each, spans in _aside(connection).items() if each in in_time}
    gone = sum(row.decision != Decision.REJECTED.value for row, _ in _set_aside(connection, quotes, "kind", aside))
    return Timed(articles, connection.execute(found).scalar_one() - gone, seconds or 0.0)


def _rows(connection: Connection, wanted: Any, go_on: Callable[[], None]) -> Iterator[Any]:
    for some in connection.execute(wanted.execution_options(yield_per=_AT_ONCE)).partitions():
        go_on()
        yield from some
