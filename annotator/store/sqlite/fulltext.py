"""The words of articles, so that those that hold some are found at once: SQLite's FTS5, which this module alone knows.

What goes in are words that the program has folded itself (see `model.finding.folding`), so that what is found here is
what stands in the texts by the same rules, whatever version of Unicode the database knows. The texts themselves are not
kept a second time: who wants to take one out has to bring it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, Connection, Integer, Select, column, exists, select, table, text

from annotator.model.finding.folding import fold

if TYPE_CHECKING:
    from annotator.model.finding.query import Term

NAME: Final = "words"
STATEMENT: Final = f"CREATE VIRTUAL TABLE {NAME} USING fts5(folded, content='', tokenize=\"ascii\")"
"""How the index is made. A project that has a virtual table made otherwise is a stranger's, see `distrust`."""

_PUT: Final = text(f"INSERT INTO {NAME} (rowid, folded) VALUES (:number, :folded)")
_TAKE: Final = text(f"INSERT INTO {NAME} ({NAME}, rowid, folded) VALUES ('delete', :number, :folded)")
_INDEX: Final = table(NAME, column("rowid", Integer), column(NAME))


def make(connection: Connection) -> None:
    """Makes the index, with nothing in it."""
    connection.execute(text(STATEMENT))


def put(connection: Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Has texts found by their words, each under a number that none has."""
    rows = [{"number": number, "folded": fold(each)} for number, each in texts]
    if rows:
        connection.execute(_PUT, rows)


def take(connection: Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Has texts not found any more, each by its number and as it was put."""
    rows = [{"number": number, "folded": fold(each)} for number, each in texts]
    if rows:
        connection.execute(_TAKE, rows)


def holding(term: "Term") -> Select[tuple[int]]:
    """What asks for the numbers of the texts that hold the words of a term, `negative` or not."""
    return select(_INDEX.c.rowid).where(_matches(term))


def holds(number: ColumnElement[int], term: "Term") -> ColumnElement[bool]:
    """Whether the text of a number in another table holds the words of a term, asked of each such number by itself."""
    return exists(select(_INDEX.c.rowid).where(_INDEX.c.rowid == number, _matches(term)))


def _matches(term: "Term") -> ColumnElement[bool]:
    wanted = f'"{" ".join(term.words)}"{" *" if term.begins else ""}'
    return _INDEX.c[NAME].op("MATCH", is_comparison=True)(wanted)
