"""The project's speakers in the tables."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from annotator.model.document import Speaker
from annotator.model.edits import EditError
from annotator.model.plain import from_plain, to_plain
from annotator.store import values
from annotator.store.queue import in_parts
from annotator.store.tables import entities, quotes, speakers


def read(connection: Connection) -> dict[str, Speaker]:
    """All speakers by their ids, in the order of their names."""
    rows = connection.execute(select(speakers.c.id, speakers.c.value).order_by(speakers.c.name, speakers.c.id))
    with values.decoding("a speaker"):
        return {row.id: from_plain(Speaker, values.parsed(row.value)) for row in rows}


def of(connection: Connection, ids: Collection[str]) -> dict[str, Speaker]:
    """Those speakers that the project has of these ids."""
    found: dict[str, Speaker] = {}
    for some in in_parts(ids):
        rows = connection.execute(select(speakers.c.id, speakers.c.value).where(speakers.c.id.in_(some)))
        with values.decoding("a speaker"):
            found |= {row.id: from_plain(Speaker, values.parsed(row.value)) for row in rows}
    return found


def put(connection: Connection, speaker: Speaker) -> None:
    """Writes a speaker, new or changed."""
    row = {"name": speaker.name, "value": values.text(to_plain(speaker))}
    if not connection.execute(_CHANGE, {"which": speaker.id, **row}).rowcount:
        connection.execute(_ENTER, {"id": speaker.id, **row})


# Made once: SQLAlchemy works out a statement's key in its cache of compiled ones for each new object again.
_CHANGE: Final = (
    update(speakers).where(speakers.c.id == bindparam("which")).values(name=bindparam("name"), value=bindparam("value"))
)
_ENTER: Final = insert(speakers)


def remove(connection: Connection, ids: Collection[str]) -> None:
    """Deletes speakers; raises EditError where an annotation of any document still names one of them."""
    for speaker_id in ids:
        for table in (entities, quotes):
            named = select(table.c.document_id).where(table.c.speaker_id == speaker_id).limit(1)
            document_id = connection.execute(named).scalar()
            if document_id is not None:
                raise EditError(f"the speaker {speaker_id} cannot be removed: the article {document_id} names them")
        connection.execute(delete(speakers).where(speakers.c.id == speaker_id))
