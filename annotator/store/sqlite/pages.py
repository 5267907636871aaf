"""The rows that a damaged database file still holds, read from its pages without the database's own help.

Written from SQLite's description of its file format (https://www.sqlite.org/fileformat2.html). What cannot be read is
left out; nothing here raises for what is in a file.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeAlias

from annotator.store.sqlite import fulltext
from annotator.store.sqlite.journals import Data, committed, former

Value: TypeAlias = int | float | str | bytes | None

_LEAF, _INTERIOR = 0x0D, 0x05
_USUAL_SIZE: Final = 4096
_OF_NO_USE: Final = ("sqlite_", f"{fulltext.NAME}_")
"""How tables begin that hold nothing that cannot be made anew: SQLite's own, and the index of words."""
_SIZES: Final = tuple(2**n for n in range(9, 17))
_MOST_COLUMNS: Final = 100
_PLACES: Final = 65536
"""How many places a page has at most."""
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


@dataclass(frozen=True)
class Row:
    """A row: its columns in the table's order, its number in it, and the pages it lies on, counted from 1.

    place  where it begins in its file, to read it again by
    """

    number: int
    values: tuple[Value, ...]
    pages: tuple[int, ...]
    place: int = 0


@dataclass
class Found:
    """What a file holds.

    tables   the rows of each table that its schema names
    orphans  rows of tables unknown, from pages that nothing sound leads to; none where the whole tree is sound. There
             may be rows among them that had been deleted
    damaged  the pages that could not be read, as far as that shows
    broken   the tables from which something is missing
    """

    tables: dict[str, list[Row]] = field(default_factory=dict)
    orphans: list[Row] = field(default_factory=list)
    damaged: set[int] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)


class OnDisk:
    """A file's bytes, read as they are asked for; what the disk cannot read is empty, as if the file ended before it.

    Raises OSError where the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self._length = path.stat().st_size

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._length)
        found = b""
        try:
            self._file.seek(start)
            while len(found) < stop - start and (more := self._file.read(stop - start - len(found))):
                found += more
        except OSError:
            return b""
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


class File:
    """A database file as pages that are read one by one, with its write-ahead log, and a rollback journal's pages."""

    def __init__(self, data: Data, log: Data = b"", journal: Data = b"") -> None:
        before = former(journal)
        size = int.from_bytes(data[16:18], "big") if len(data) >= 100 else 0
        size = before.size if before is not None else 65536 if size == 1 else size
        self.size = size if size in _SIZES else _USUAL_SIZE
        self._data = data
        newer = committed(log, self.size)
        self._elsewhere = {number: (log, at) for number, at in newer.items()}
        if before is not None:
            self._elsewhere = {number: (journal, at) for number, at in before.pages.items()} | self._elsewhere
        # Whoever makes a file longer writes every page of what is new.
        most = (len(data) + len(log) + len(journal)) // self.size
        self.count = min(most, max([before.count if before is not None else len(data) // self.size, *newer]))

        self._tables = 0
        self._seen: set[int] = set()  # pages of trees that were gone through
        self._held: set[int] = set()  # pages on which their rows lie

    def page(self, number: int) -> bytes:
        """A page, counted from 1; empty where there is none."""
        data, at = self._elsewhere.get(number, (self._data, (number - 1) * self.size))
        page = data[at : at + self.size] if 0 < number <= self.count else b""
        return page if len(page) == self.size else b""

    def row(self, place: int) -> Row | None:
        """The row that begins at a place, None where it cannot be read any more."""
        number, at = divmod(place, _PLACES)
        return self._cell(number, self.page(number), at)

    def rows(self) -> Found:
        """All rows that can be read, at once."""
        found = Found()
        for name, rows in self.tables(found):
            found.tables[name] = list(rows)
        found.orphans = list(self.orphans(found))
        return found

    def tables(self, found: Found) -> Iterator[tuple[str, Iterator[Row]]]:
        """The rows of each table that can be read, one by one; each table's before the next one is asked for.

        What is damaged and broken is said in `found`, of a table once it has been gone through.
        """
        for name, root in self._roots(found).items():
            before = len(found.damaged)
            yield name, self._walk(root, found)
            if len(found.damaged) > before:
                found.broken.add(name)

    def orphans(self, found: Found) -> Iterator[Row]:
        """What `Found` says of them, once all tables have been gone through, in the order of their pages."""
        if not found.damaged and self._tables:
            return
        passed = self._seen | self._free() | self._held
        for number in range(2, self.count + 1):
            if number not in passed and self._kind(number) == _LEAF:
                yield from self._leaf(number, found)

    def _roots(self, found: Found) -> dict[str, int]:
        roots = {}
        self._seen, self._held = set(), set()
        for row in self._walk(1, found):
            if len(row.values) == 5 and row.values[0] == "table":
                name, root = row.values[1], row.values[3]
                if not isinstance(name, str) or not isinstance(root, int) or name.startswith(_OF_NO_USE):
                    continue
                if root > 0:  # a virtual table has no pages of its own
                    roots[name] = root
        self._tables = len(roots)
        return roots

    def _walk(self, root: int, found: Found) -> Iterator[Row]:
        """The rows of the table whose tree begins at a page."""
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in self._seen:
                continue
            self._seen.add(number)
            kind = self._kind(number)
            if kind == _LEAF:
                for row in self._leaf(number, found):
                    self._held.update(row.pages)
                    yield row
            elif kind == _INTERIOR:
                waiting += reversed(self._children(number, found))
            else:
                found.damaged.add(number)

    def _kind(self, number: int) -> int:
        page = self.page(number)
        return page[_start(number)] if page else 0

    def _children(self, number: int, found: Found) -> list[int]:
        page, start = self.page(number), _start(number)
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        places = [*_pointers(page, start + 12, count), start + 8]
        if len(places) != count + 1:
            found.damaged.add(number)
        children = [int.from_bytes(page[at : at + 4], "big") for at in places]
        sound = [child for child in children if 1 < child <= self.count]
        if len(sound) != len(children):
            found.damaged.add(number)
        return sound

    def _leaf(self, number: int, found: Found) -> Iterator[Row]:
        page, start = self.page(number), _start(number)
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        pointers = _pointers(page, start + 8, count)
        if len(pointers) != count:
            found.damaged.add(number)
        for at in pointers:
            row = self._cell(number, page, at)
            if row is None:
                found.damaged.add(number)
            else:
                yield row

    def _cell(self, number: int, page: bytes, at: int) -> Row | None:
        place = number * _PLACES + at
        try:
            size, at = _varint(page, at)
            rowid, at = _varint(page, at)
            usable = self.size
            most, least = usable - 35, (usable - 12) * 32 // 255 - 23
            local = size
            if size > most:
                local = least + (size - least) % (usable - 4)
                local = local if local <= most else least
            if not 0 < size <= self.count * self.size or at + local > len(page):
                return None
            payload, pages = bytearray(page[at : at + local]), [number]
            next_page = int.from_bytes(page[at + local : at + local + 4], "big") if local < size else 0
            while len(payload) < size:
                over = self.page(next_page)
                if not over or next_page in pages[-1:] or len(pages) > self.count:
                    return None
                pages.append(next_page)
                payload += over[4 : 4 + size - len(payload)]
                next_page = int.from_bytes(over[:4], "big")
            return Row(_signed(rowid), _record(bytes(payload)), tuple(pages), place)
        except (IndexError, ValueError, struct.error):
            return None

    def _free(self) -> set[int]:
        """The pages that the file's list of free ones names, as far as it can be read."""
        first = self.page(1)
        trunk = int.from_bytes(first[32:36], "big") if first else 0
        free: set[int] = set()
        while 1 < trunk <= self.count and trunk not in free:
            page = self.page(trunk)
            free.add(trunk)
            count = min(int.from_bytes(page[4:8], "big"), self.size // 4 - 2)
            free.update(struct.unpack(f">{count}I", page[8 : 8 + 4 * count]))
            trunk = int.from_bytes(page[:4], "big")
        return free


def _start(number: int) -> int:
    return 100 if number == 1 else 0  # the file's own header stands before the first page's


def _pointers(page: bytes, at: int, count: int) -> list[int]:
    """Where the cells of a page begin, those that lie in it."""
    if at + 2 * count > len(page):
        return []
    return [place for place in struct.unpack(f">{count}H", page[at : at + 2 * count]) if at <= place < len(page)]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for count in range(9):
        byte = data[at + count]
        if count == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + count + 1
    raise ValueError


def _signed(value: int) -> int:
    return value - 2**64 if value >= 2**63 else value


def _record(payload: bytes) -> tuple[Value, ...]:
    """The columns of a record; raises ValueError or IndexError where it is none."""
    header, at = _varint(payload, 0)
    if not 0 < header <= len(payload):
        raise ValueError
    types: list[int] = []
    while at < header:
        kind, at = _varint(payload, at)
        types.append(kind)
    if at != header or len(types) > _MOST_COLUMNS:
        raise ValueError
    values: list[Value] = []
    for kind in types:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload):
        raise ValueError
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind == 7:
        return struct.unpack(">d", payload[at : at + 8])[0], at + 8
    if kind in (10, 11):
        raise ValueError
    size = _INTEGERS[kind] if kind in _INTEGERS else (kind - 12) // 2
    data = payload[at : at + size]
    if len(data) != size:
        raise ValueError
    if kind in _INTEGERS:
        return int.from_bytes(data, "big", signed=True), at + size
    return (data.decode("utf-8") if kind % 2 else data), at + size
