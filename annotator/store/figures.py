"""What is counted in the tables for a project's figures."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, func, select

from annotator.model.document import ANALYST, AcceptedBy, Decision, Status
from annotator.model.figures import Act, Amount, Counts, Said, Sort, Timed
from annotator.store import speakers, values
from annotator.store.tables import documents, entities, quotes, reading, texts, transactions

_AT_ONCE = 5_000
"""How many rows to fetch between two looks at whether to go on."""


class _Told(msgspec.Struct):
    """What an annotation's value says that has no column: a million of them are read in a second."""

    origin: str = ANALYST
    accepted_by: str | None = None


class _Spoken(msgspec.Struct):
    contents: list[tuple[int, int]]


def counts(connection: Connection, go_on: Callable[[], None]) -> Counts:
    """All that is counted. `go_on` is called again and again, and raises where it is not wanted any more."""
    status = func.count(documents.c.id)
    with values.decoding("what is counted"):
        return Counts(
            articles={
                Status(which): number
                for which, number in connection.execute(select(documents.c.status, status).group_by(documents.c.status))
            },
            sorts=_sorts(connection, entities, "label", go_on) + _sorts(connection, quotes, "kind", go_on),
            said=_said(connection, go_on),
            speakers=speakers.read(connection),
            acts=_acts(connection),
            timed=_timed(connection),
            read=connection.execute(
                select(func.count(func.distinct(reading.c.document_id)))
                .join(documents, documents.c.id == reading.c.document_id)
                .where(reading.c.share >= 1)
            ).scalar_one(),
        )


def _sorts(connection: Connection, table: Table, sort: str, go_on: Callable[[], None]) -> Counter[Sort]:
    wanted = select(table.c[sort], table.c.decision, documents.c.status, table.c.value).join(documents)
    read = msgspec.json.Decoder(_Told).decode
    found: Counter[tuple[str, ...]] = Counter()
    for label, decision, status, value in _rows(connection, wanted, go_on):
        told = read(value)
        found[told.origin, label, decision, told.accepted_by or "", status] += 1
    return Counter(
        {
            Sort(
                table is quotes, origin, label, Decision(decision), AcceptedBy(by) if by else None, Status(status)
            ): number
            for (origin, label, decision, by, status), number in found.items()
        }
    )


def _said(connection: Connection, go_on: Callable[[], None]) -> dict[Said, Amount]:
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
        words = sum(len(text[start:end].split()) for start, end in read(value).contents)
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
    return Timed(articles, connection.execute(found).scalar_one(), seconds or 0.0)


def _rows(connection: Connection, wanted: Any, go_on: Callable[[], None]) -> Iterator[Any]:
    for some in connection.execute(wanted.execution_options(yield_per=_AT_ONCE)).partitions():
        go_on()
        yield from some
