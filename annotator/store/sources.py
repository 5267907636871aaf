"""The bytes that articles were imported from, kept once for each hash."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from annotator.store import values
from annotator.store.tables import queue, sources

_EMPTY = sha256(b"").hexdigest()


@dataclass(frozen=True)
class Source:
    """An imported file.

    name      what it was called
    data      its bytes, untouched; none where it is too large to be kept
    sha256    the hash of all its bytes, in hexadecimal
    encoding  what it was decoded with; None where nothing had to be decoded, as with pasted text
    """

    name: str
    data: bytes
    sha256: str
    encoding: str | None = None

    @property
    def kept(self) -> bool:
        """Whether the bytes are there."""
        return bool(self.data) or self.sha256 == _EMPTY


def keep(connection: Connection, imported: Iterable[Source]) -> None:
    """Writes the bytes of those files that the project does not have yet."""
    for digest, source in {source.sha256: source for source in imported}.items():
        if connection.execute(select(sources.c.sha256).where(sources.c.sha256 == digest)).scalar() is None:
            connection.execute(insert(sources).values(sha256=digest, data=_packed(source)))


def _packed(source: Source) -> bytes:
    return zlib.compress(source.data) if source.kept else b""


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
        data = zlib.decompress(row.data) if row.data else b""
        return Source(row.source_name, data, row.sha256, row.source_encoding)
