"""In which articles words stand or speakers are named: the one way to ask, whatever indices answer it.

Words are found by the index of words, speakers by that of annotations. No text is read for it.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from annotator.model.document import Status
from annotator.model.finding.folding import words_of
from annotator.model.finding.query import Term
from annotator.store import documents, passages
from annotator.store.marking import naming
from annotator.store.queue import in_parts
from annotator.store.tables import documents as heads
from annotator.store.tables import queue

_FEW = 2_000
"""Up to so many articles are named one by one; of more, the whole queue is read."""


def articles(
    connection: Connection, words: Iterable[str], speakers: Collection[str] = (), most: int | None = None
) -> list[tuple[str, int]]:
    """The ids of the articles that may hold one of these words, or name one of these speakers, with their places.

    most  how many are enough: where there are more, some of them are left out, mostly the last of the queue

    In the queue's order, without those set aside. Whatever holds the words is among them; not all of them hold them
    just so: the index knows neither case nor accents.
    """
    found = set(naming(connection, speakers))
    for each in words:
        found.update(_holding(connection, each, most))
    wanted = (
        select(queue.c.document_id, queue.c.place)
        .join(heads, heads.c.id == queue.c.document_id)
        .where(heads.c.status != Status.ASIDE.value)
    )
    if len(found) > _FEW:
        rows = [(name, place) for name, place in connection.execute(wanted) if name in found]
    else:
        parts = (connection.execute(wanted.where(queue.c.document_id.in_(some))) for some in in_parts(found))
        rows = [(name, place) for part in parts for name, place in part]
    return sorted(rows, key=lambda row: row[1])[:most]


def _holding(connection: Connection, words: str, most: int | None) -> Collection[str]:
    folded = words_of(words)
    if not folded:  # marks alone are no words, and in no index of them
        return documents.holding(connection, words)
    return passages.texts_holding(connection, Term(folded), most)
