"""What has to hold of the rows of articles, entities and quotes for a query to find them, as the tables say it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, Table, false, func, or_, select

from annotator.model.document import ANALYST, Decision
from annotator.model.finding.folding import stand_in, words_of
from annotator.model.finding.query import Query, Range, Term, date_range, score_range
from annotator.store import labelsets, passages, values
from annotator.store.passages import What
from annotator.store.tables import documents, entities, origins, quotes, speakers

Where: TypeAlias = list[ColumnElement[bool]]

_LAST: Final = "\U0010ffff"
"""Stands behind whatever begins with what it is put after."""


def _both(query: Query, name: str) -> tuple[str, ...]:
    return *query.of(name), *query.of(name, negative=True)


# Articles


def of_articles(connection: Connection, query: Query, *, soon: bool = False) -> Where:
    """What has to hold of an article's row; with entities or quotes looked for, the words may be in something else.

    soon  whether only the first ones are wanted
    """
    return [
        *_worded(connection, query, soon=soon),
        *_status(query),
        *_outlet(connection, query),
        *_date(query),
        *_made(connection, query),
    ]


def _worded(connection: Connection, query: Query, *, soon: bool) -> Iterator[ColumnElement[bool]]:
    parts = query.entities or query.quotes or query.notes
    for term in query.terms:
        if parts and term.negative:  # the article may well have it, beside what is looked for
            continue
        which = (What.TEXT, What.NOTE, What.WHY) if query.entities or query.quotes else ()
        one_by_one = soon and not term.negative and passages.is_common(connection, term)
        hold = passages.holding_one_by_one if one_by_one else passages.holding
        yield ~hold(term, *which) if term.negative else hold(term, *which)
    for negative in (False, True):
        titles = [Term(words_of(each)) for each in query.of("title", negative=negative)]
        if titles:
            titled = or_(false(), *(passages.holding(each, What.TITLE) for each in titles if each.words))
            yield ~titled if negative else titled


def _status(query: Query) -> Iterator[ColumnElement[bool]]:
    for negative in (False, True):
        wanted = query.of("status", negative=negative)
        if wanted:
            status = documents.c.status.in_(wanted)
            yield ~status if negative else status


def _outlet(connection: Connection, query: Query) -> Iterator[ColumnElement[bool]]:
    outlet = func.json_extract(documents.c.value, "$.article.outlet")
    wanted = _both(query, "outlet")
    known = connection.execute(select(outlet).distinct()).scalars().all() if wanted else ()
    for negative in (False, True):
        wanted = query.of("outlet", negative=negative)
        if wanted:
            meant = [each for each in known if any(stand_in(words_of(one), each or "") for one in wanted)]
            among = outlet.in_(meant) if meant else false()
            yield or_(outlet.is_(None), ~among) if negative else among


def _date(query: Query) -> Iterator[ColumnElement[bool]]:
    for negative in (False, True):
        wanted = [_between(date_range(each)) for each in query.of("date", negative=negative)]
        if wanted:
            yield ~func.coalesce(or_(*wanted), false()) if negative else or_(*wanted)


def _between(dates: Range) -> ColumnElement[bool]:
    day = func.json_extract(documents.c.value, "$.article.published")
    least, most = str(dates.least or ""), str(dates.most or "")
    after = day >= least if least else day > ""
    # "2026-03" holds every day of March: only what both say is compared.
    return after & (day < (most if dates.below else f"{most}{_LAST}")) if most else after


def _made(connection: Connection, query: Query) -> Iterator[ColumnElement[bool]]:
    """Articles in which something is of the origins that are asked for: few, where a pipeline ran on few."""
    wanted = query.of("origin")
    if wanted:
        meant = [each for each in _origins(connection) if _is_from(each, wanted)]
        among = select(origins.c.document_id).where(origins.c.origin.in_(meant))
        yield documents.c.id.in_(among) if meant else false()


# Entities and quotes


def of_annotations(connection: Connection, query: Query) -> list[tuple[Table, Where]]:
    """The tables in which a query looks, each with what has to hold of its rows."""
    speaking = {each: _speakers(connection, each) for each in _both(query, "speaker")}
    made = _origins(connection) if _both(query, "origin") else ()
    tables: list[tuple[Table, Where]] = []
    if query.entities and "none" not in query.of("speaker"):  # most entities name no speaker, and need not
        named = _one_of(entities.c.label, query, "label", _labels(connection, query))
        tables.append((entities, [*_where(entities, query, speaking, made), *named]))
    if query.quotes:
        kinds = _one_of(quotes.c.kind, query, "kind", {each: [each] for each in _both(query, "kind")})
        tables.append((quotes, [*_where(quotes, query, speaking, made), *kinds]))
    return tables


def _where(
    table: Table, query: Query, speaking: Mapping[str, Sequence[str]], made: Sequence[str]
) -> Iterator[ColumnElement[bool]]:
    # Those that are left are named, for an index to find them; rejected ones are found where they are asked for.
    decisions = query.of("decision") or [each.value for each in Decision if each is not Decision.REJECTED]
    unwanted = query.of("decision", negative=True)
    yield table.c.decision.in_([each for each in decisions if each not in unwanted])
    yield from _ranges(table, query)
    yield from _speaker(table, query, speaking)
    for negative in (False, True):
        wanted = query.of("origin", negative=negative)
        meant = [each for each in made if _is_from(each, wanted)]
        if wanted and len(meant) < len(made):  # else nothing has to be read for it
            among = or_(*(_from(table, each) for each in meant)) if meant else false()
            yield ~among if negative else among
        elif wanted and negative:
            yield false()


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


def _origins(connection: Connection) -> Sequence[str]:
    return connection.execute(select(origins.c.origin).distinct()).scalars().all()


def _is_from(origin: str, wanted: Sequence[str]) -> bool:
    return any(origin.casefold().startswith(each.casefold()) for each in wanted)


def _from(table: Table, origin: str) -> ColumnElement[bool]:
    # What made it stands in its JSON alone, which is searched as text, twice as quick as read; the analyst, who is what
    # it is by default, does not.
    if origin == ANALYST:
        return ~table.c.value.contains('"origin":"')
    return table.c.value.contains(f'"origin":{values.text(origin)}', autoescape=True)


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
    found = []
    for speaker_id, value in connection.execute(select(speakers.c.id, speakers.c.value)):
        with values.decoding(f"the speaker {speaker_id}"):
            plain = values.parsed(value)
            names = (plain["name"], *plain.get("aliases", ()))
        if any(stand_in(words_of(wanted), name) for name in names):
            found.append(speaker_id)
    return found
