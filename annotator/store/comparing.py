"""What differs between two states of a project, article by article."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from annotator.model.document import Decision
from annotator.store.sqlite.connection import Database
from annotator.store.tables import documents, entities, quotes

Decided = dict[tuple[str, str], str]
"""An article's entities and quotes that were decided about or noted: the JSON of each, by its table and its id."""


@dataclass(frozen=True)
class ChangedArticle:
    """An article that both states have: its title, and in how many entities and quotes decisions differ.

    status  whether its own status or head differs
    """

    id: str
    title: str
    decisions: int
    status: bool


@dataclass(frozen=True)
class Difference:
    """From the state now to another one: the titles of the articles that come and go, and those that change.

    same  how many articles are as they were
    """

    come: tuple[str, ...] = ()
    go: tuple[str, ...] = ()
    changed: tuple[ChangedArticle, ...] = ()
    same: int = 0

    @property
    def decisions(self) -> int:
        """In how many entities and quotes of articles that both have the decisions differ."""
        return sum(article.decisions for article in self.changed)

    def __bool__(self) -> bool:
        return bool(self.come or self.go or self.changed)


@dataclass(frozen=True)
class _Mark:
    """What an article is now, in short: title, head (as JSON), and a digest of what was decided in it."""

    title: str
    head: str
    decided: bytes


def compare(now: Database, other: Database) -> Difference:
    """What would change in the state `now` if it became the `other`. Takes a second for a million decisions.

    Raises Fault where either cannot be read.
    """
    with now.read() as here, other.read() as there:
        ours, theirs = _marks(here), _marks(there)
        differ = [i for i in ours if i in theirs and ours[i] != theirs[i]]
        changed = tuple(
            ChangedArticle(
                id=i,
                title=ours[i].title,
                decisions=_differences(_decided(here, i), _decided(there, i)),
                status=ours[i].head != theirs[i].head,
            )
            for i in differ
        )
    return Difference(
        come=tuple(theirs[i].title for i in theirs if i not in ours),
        go=tuple(ours[i].title for i in ours if i not in theirs),
        changed=changed,
        same=sum(1 for i in ours if i in theirs) - len(changed),
    )


def _differences(first: Decided, second: Decided) -> int:
    return sum(1 for key in first.keys() | second.keys() if first.get(key) != second.get(key))


def _marks(connection: Connection) -> dict[str, _Mark]:
    digests: dict[str, bytes] = {}
    for table in (entities, quotes):
        for document_id, rows in _by_article(connection, table):
            digest = blake2b(digests.get(document_id, b""), digest_size=16)
            for annotation_id, value in rows:
                digest.update(f"{annotation_id}\0{value}\0".encode())
            digests[document_id] = digest.digest()
    heads = connection.execute(select(documents.c.id, documents.c.title, documents.c.value))
    return {i: _Mark(title, value, digests.get(i, b"")) for i, title, value in heads}


def _is_decided(table: Table) -> ColumnElement[bool]:
    """Whether a person has decided about it, or wrote a note on it, or flagged it."""
    said = [table.c.value.contains(key) for key in ('"note":', '"flagged":')]  # an older version has no table of these
    return or_(table.c.decision != Decision.PENDING.value, *said)


def _by_article(connection: Connection, table: Table) -> Iterator[tuple[str, Iterator[tuple[str, str]]]]:
    query = (
        select(table.c.document_id, table.c.id, table.c.value)
        .where(_is_decided(table))
        .order_by(table.c.document_id, table.c.id)
    )
    rows = connection.execution_options(yield_per=10_000).execute(query)
    for document_id, each in groupby(rows, key=lambda row: row[0]):
        yield document_id, ((row[1], row[2]) for row in each)


def _decided(connection: Connection, document_id: str) -> Decided:
    return {
        (table.name, annotation_id): value
        for table in (entities, quotes)
        for annotation_id, value in connection.execute(
            select(table.c.id, table.c.value).where(table.c.document_id == document_id, _is_decided(table))
        )
    }
