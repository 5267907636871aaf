"""Which articles, entities and quotes have the notes and flags that a query asks for."""

from collections.abc import Mapping, Set

from sqlalchemy import Connection

from annotator.model.folding import words_of
from annotator.model.query import Query
from annotator.store import notes
from annotator.store.notes import Kept


def noted(connection: Connection, query: Query) -> Mapping[str, Set[str | None]] | None:
    """The ids of the annotations by the ids of their articles, None among them for the article itself.

    None where the query asks for no note or flag, or for what has none of it: see `without`.
    """
    if not _asked(query, negative=False):
        return None
    found: dict[str, set[str | None]] = {}
    for kept in notes.read(connection):
        if _meets(kept, query, negative=False):
            found.setdefault(kept.document, set()).add(kept.annotation)
    return found


def without(connection: Connection, query: Query) -> Set[tuple[str, str | None]]:
    """What a query leaves out for its note or flag: the ids of articles with those of annotations, or None."""
    if not _asked(query, negative=True):
        return frozenset()
    rows = notes.read(connection)
    return {(kept.document, kept.annotation) for kept in rows if _meets(kept, query, negative=True)}


def _asked(query: Query, *, negative: bool) -> bool:
    asked = [query.of(name, negative=negative) for name in ("note", "has")]
    return any(asked) or "flagged" in query.of("is", negative=negative)


def _meets(kept: Kept, query: Query, *, negative: bool) -> bool:
    """Whether it is all that is asked for; where it is `negative`, any of it."""
    words = [_has(kept.note, each) for each in query.of("note", negative=negative)]
    tests = [any(words)] if words else []
    tests += [kept.note is not None for _ in query.of("has", negative=negative)]
    tests += [kept.flagged for each in query.of("is", negative=negative) if each == "flagged"]
    return any(tests) if negative else all(tests)


def _has(note: str | None, wanted: str) -> bool:
    return f" {' '.join(words_of(wanted))} " in f" {' '.join(words_of(note or ''))} "
