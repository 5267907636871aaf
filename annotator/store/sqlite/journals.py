"""What SQLite keeps beside a database file while it is written: a write-ahead log, or a rollback journal.

Written from SQLite's description of its file format (https://www.sqlite.org/fileformat2.html). What is not whole does
not count, as with SQLite; nothing here raises for what is in a file.
"""

import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

_MASK: Final = 0xFFFFFFFF
_JOURNAL: Final = bytes.fromhex("d9d505f920a163d7")
_TO_THE_END: Final = 0xFFFFFFFF


class Data(Protocol):
    """Bytes that are taken out a slice at a time."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> bytes: ...


@dataclass(frozen=True)
class Former:
    """What a rollback journal says of the file as it was before a transaction that was not ended.

    size   of a page, in bytes
    count  how many pages the file had
    pages  where in the journal those are that were to be overwritten, by their numbers
    """

    size: int
    count: int
    pages: dict[int, int] = field(default_factory=dict)


def former(journal: Data) -> Former | None:
    """What was before the transaction whose journal this is; None where it is none, or is not needed any more.

    SQLite makes its header zero, or the file empty, once the transaction is whole.
    """
    found: Former | None = None
    at = 0
    while (head := _journal_head(journal, at)) is not None:
        records, nonce, count, sector, size = head
        if found is None:
            found = Former(size, count)
        at += sector
        most = max(0, len(journal) - at) // (size + 8)
        for _ in range(most if records == _TO_THE_END else min(records, most)):
            number, page = int.from_bytes(journal[at : at + 4], "big"), journal[at + 4 : at + 4 + size]
            written = int.from_bytes(journal[at + 4 + size : at + 8 + size], "big")
            if not number or len(page) < size or (nonce + sum(page[size - 200 : 0 : -200])) & _MASK != written:
                return found  # what follows was not synced, nor was anything that it is about overwritten
            if number <= found.count:
                found.pages[number] = at + 4
            at += size + 8
        if records == _TO_THE_END:
            break
        at = -(-at // sector) * sector
    return found


def _journal_head(journal: Data, at: int) -> tuple[int, int, int, int, int] | None:
    """Of a part of a journal: how many records, the start of their checksums, pages before, sector and page size."""
    head = journal[at : at + 28]
    if len(head) < 28 or head[:8] != _JOURNAL:
        return None
    records, nonce, count, sector, size = struct.unpack(">5I", head[8:])
    sound = all(least <= n <= 65536 and n & (n - 1) == 0 for n, least in ((sector, 32), (size, 512)))
    return (records, nonce, count, sector, size) if sound else None


def committed(log: Data, size: int) -> dict[int, int]:
    """Where the newest pages are in a write-ahead log, up to the last transaction that is whole by its checksums."""
    if len(log) < 32 or int.from_bytes(log[:4], "big") & ~1 != 0x377F0682:
        return {}
    big = bool(log[3:4][0] & 1)
    if int.from_bytes(log[8:12], "big") != size:
        return {}
    sums = _checksum(log[:24], (0, 0), big)
    if sums != struct.unpack(">2I", log[24:32]):
        return {}
    salt, pending, whole = log[16:24], dict[int, int](), dict[int, int]()
    for at in range(32, len(log) - size - 23, size + 24):
        head, page = log[at : at + 24], log[at + 24 : at + 24 + size]
        if len(head) < 24 or len(page) < size:
            break
        sums = _checksum(page, _checksum(head[:8], sums, big), big)
        if head[8:16] != salt or sums != struct.unpack(">2I", head[16:24]):
            break
        pending[int.from_bytes(head[:4], "big")] = at + 24
        if int.from_bytes(head[4:8], "big"):
            whole |= pending
            pending = {}
    return whole


def _checksum(data: bytes, sums: Sequence[int], big: bool) -> tuple[int, int]:
    words = array("I", data)
    if big != (struct.pack("=I", 1) == struct.pack(">I", 1)):
        words.byteswap()
    first, second = sums
    for at in range(0, len(words), 2):
        first = (first + words[at] + second) & _MASK
        second = (second + words[at + 1] + first) & _MASK
    return first, second
