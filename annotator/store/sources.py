"""The bytes that articles were imported from, kept once for each hash."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from annotator.store import values
from annotator.store.tables import queue, sources


@dataclass(frozen=True)
class Source:
    """An imported file.

    name      what it was called
    data      its bytes, untouched
    sha256    the bytes' hash, in hexadecimal
    encoding  what it was decoded with; None where nothing had to be decoded, as with pasted text
    """

    name: str
    data: bytes
    sha256: str
    encoding: str | None = None


def keep(connection: Connection, imported: Iterable[Source]) -> None:
    """Writes the bytes of those files that the project does not have yet."""
    for sha256, source in {source.sha256: source for source in imported}.items():
        if connection.execute(select(sources.c.sha256).where(sources.c.sha256 == sha256)).scalar() is None:
            connection.execute(insert(sources).values(sha256=sha256, data=zlib.compress(source.data)))


def of(connection: Connection, document_id: str) -> Source | None:
    """What the article was imported from, None where that was not kept."""
    row = connection.execute(
        select(queue.c.source_name, queue.c.source_encoding, sources.c.sha256, sources.c.data)
        .join(sources, sources.c.sha256 == queue.c.source)
        .where(queue.c.document_id == document_id)
    ).one_or_none()
    if row is None:
        return None
    with values.decoding(f"the file that {document_id} was imported from"):
        return Source(row.source_name, zlib.decompress(row.data), row.sha256, row.source_encoding)
