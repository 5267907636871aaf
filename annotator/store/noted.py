"""Which articles, entities and quotes have the notes, flags and cases of the guideline that a query asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, Table, func, select

from annotator.model.folding import words_of
from annotator.model.notes import Notable
from annotator.model.notes import noted as has_any
from annotator.model.query import Query
from annotator.store import notes
from annotator.store.notes import Kept
from annotator.store.tables import cases, entities, quotes

About: TypeAlias = tuple[str, str | None]
"""The id of an article with that of an annotation in it, or None for the article itself."""
_SORTS: Final = frozenset({"case", "example"})
_OF_IS: Final[Mapping[str, Callable[[Notable], bool]]] = {"flagged": lambda kept: kept.flagged, "noted": has_any}
"""What "is:" asks of notes and flags."""


def noted(connection: Connection, query: Query) -> Mapping[str, Set[str | None]] | None:
    """The ids of the annotations by the ids of their articles, None among them for the article itself.

    None where the query asks for none of it, or for what has none of it: see `without`.
    """
    found: dict[str, set[str | None]] | None = None
    for things in _asked_for(connection, query, negative=False):
        some: dict[str, set[str | None]] = {}
        for document_id, annotation in things:
            some.setdefault(document_id, set()).add(annotation)
        if found is not None:
            some = {each: both for each, ids in some.items() if (both := ids & found.get(each, set()))}
        found = some
    if found is None:
        return None
    gone = without(connection, query)
    return {each: left for each, ids in found.items() if (left := {name for name in ids if (each, name) not in gone})}


def without(connection: Connection, query: Query) -> Set[About]:
    """What a query leaves out for its note, its flag or its case."""
    return {each for things in _asked_for(connection, query, negative=True) for each in things}


def _asked_for(connection: Connection, query: Query, *, negative: bool) -> Iterator[Iterable[About]]:
    """What has the notes and flags that are asked for, then what has the cases; each only where it is asked for."""
    asked = [query.of(name, negative=negative) for name in ("note", "has")]
    if any(asked) or not _OF_IS.keys().isdisjoint(query.of("is", negative=negative)):
        rows = notes.read(connection)
        yield [(kept.document, kept.annotation) for kept in rows if _meets(kept, query, negative=negative)]
    if query.of("why", negative=negative) or _SORTS.intersection(query.of("is", negative=negative)):
        yield _cases(connection, query, negative=negative)


def _meets(kept: Kept, query: Query, *, negative: bool) -> bool:
    """Whether it is all that is asked for; where it is `negative`, any of it."""
    words = [_has(kept.note, each) for each in query.of("note", negative=negative)]
    tests = [any(words)] if words else []
    tests += [kept.note is not None for _ in query.of("has", negative=negative)]
    tests += [_OF_IS[each](kept) for each in query.of("is", negative=negative) if each in _OF_IS]
    return any(tests) if negative else all(tests)


def _cases(connection: Connection, query: Query, *, negative: bool) -> Iterator[About]:
    """What the cases that are asked for are about: the article itself where that is gone."""
    sorts, reasons = _SORTS.intersection(query.of("is", negative=negative)), query.of("why", negative=negative)
    for document_id, why, annotation in connection.execute(_CASES):
        tests = [("case" if why else "example") in sorts] if sorts else []
        tests += [any(_has(why, each) for each in reasons)] if reasons else []
        if any(tests) if negative else all(tests):
            yield document_id, annotation


def _has(words: str | None, wanted: str) -> bool:
    return f" {' '.join(words_of(wanted))} " in f" {' '.join(words_of(words or ''))} "


def _about(table: Table) -> ColumnElement[bool]:
    named = func.json_extract(cases.c.value, "$.annotation")
    return (table.c.document_id == cases.c.document_id) & (table.c.id == named)


_CASES: Final = (
    select(cases.c.document_id, cases.c.why, func.coalesce(entities.c.id, quotes.c.id))
    .outerjoin(entities, _about(entities))
    .outerjoin(quotes, _about(quotes))
)
