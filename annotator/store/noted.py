"""Which articles, entities and quotes have the notes, flags and cases of the guideline that a query asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, Table, func, select

from annotator.model.finding.folding import stand_in, words_of
from annotator.model.finding.query import Query
from annotator.model.notes import Notable
from annotator.model.notes import noted as has_any
from annotator.store import notes
from annotator.store.notes import Kept
from annotator.store.queue import in_parts
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
        meets = _test(query, negative=negative)
        yield [(kept.document, kept.annotation) for kept in notes.read(connection) if meets(kept)]
    if query.of("why", negative=negative) or _SORTS.intersection(query.of("is", negative=negative)):
        yield _cases(connection, query, negative=negative)


def _test(query: Query, *, negative: bool) -> Callable[[Kept], bool]:
    """What says whether a note is all that is asked for; where it is `negative`, any of it."""
    words = query.of("note", negative=negative)
    tests: list[Callable[[Kept], bool]] = []
    if words:
        tests.append(lambda kept: any(_has(kept.note, each) for each in words))
    if query.of("has", negative=negative):
        tests.append(lambda kept: kept.note is not None)
    tests += [_OF_IS[each] for each in query.of("is", negative=negative) if each in _OF_IS]
    if len(tests) == 1:
        return tests[0]
    return lambda kept: (any if negative else all)(test(kept) for test in tests)


def _cases(connection: Connection, query: Query, *, negative: bool) -> Iterator[About]:
    """What the cases that are asked for are about: the article itself where that is gone."""
    sorts, reasons = _SORTS.intersection(query.of("is", negative=negative)), query.of("why", negative=negative)
    for document_id, why, annotation in connection.execute(_CASES):
        tests = [("case" if why else "example") in sorts] if sorts else []
        tests += [any(_has(why, each) for each in reasons)] if reasons else []
        if any(tests) if negative else all(tests):
            yield document_id, annotation


def _has(words: str | None, wanted: str) -> bool:
    return stand_in(words_of(wanted), words or "")


def _about(table: Table) -> ColumnElement[bool]:
    named = func.json_extract(cases.c.value, "$.annotation")
    return (table.c.document_id == cases.c.document_id) & (table.c.id == named)


_CASES: Final = (
    select(cases.c.document_id, cases.c.why, func.coalesce(entities.c.id, quotes.c.id))
    .outerjoin(entities, _about(entities))
    .outerjoin(quotes, _about(quotes))
)


@dataclass(frozen=True)
class Remark:
    """What is said about an article, an entity or a quote: a note, why it is decided so, a flag to come back to it."""

    note: str = ""
    why: str = ""
    flagged: bool = False


_NOTHING: Final = Remark()


class Remarks(dict[About, Remark]):
    """What is said, by what it is about; a reason whose annotation is gone is about the article."""

    def get(self, about: About) -> Remark:  # type: ignore[override]
        """What is said about something, nothing where that is so."""
        return super().get(about, _NOTHING)

    def of(self, document_id: str) -> Iterator[tuple[str | None, Remark]]:
        """What is said about an article, first, and what is in it."""
        mine = [(name, remark) for (document, name), remark in self.items() if document == document_id]
        return iter(sorted(mine, key=lambda each: (each[0] is not None, each[0] or "")))


def remarks(connection: Connection, ids: Sequence[str]) -> Remarks:
    """What is said about articles and what is in them."""
    found = Remarks()
    for some in in_parts(ids):
        for kept in notes.of(connection, some):
            found[kept.document, kept.annotation] = Remark(kept.note or "", flagged=kept.flagged)
        for document_id, why, annotation in connection.execute(_CASES.where(cases.c.document_id.in_(some))):
            about = document_id, annotation
            reasons = "\n".join(filter(None, (found.get(about).why, why)))
            found[about] = replace(found.get(about), why=reasons)
    return found
