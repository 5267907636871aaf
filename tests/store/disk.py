"""A disk that loses its power: what is done to the files of a folder is recorded, and cut off wherever one likes.

What was synced is there afterwards. Of what was not, anything may be: a write may be there whole, in some of its
sectors or not at all, whatever was written before or after it; so may a file's length, and a name that was made, moved
or removed before its folder was synced. This is more than file systems with a journal lose, and what POSIX allows.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final, TypeAlias

import pytest

from tests.store.boundary import CREATE, JOURNALS, Call, watching

_EVENTS: Final = {"write": "written", "truncate": "cut", "sync": "synced", "delete": "removed"}

SECTOR: Final = 512
"""Bytes that a disk writes whole or not at all."""


@dataclass(frozen=True)
class Event:
    """Something that was done: made, folder, moved, removed, written, cut, synced, found, or said by the program.

    path    of what it was done to, below the folder that is recorded
    to      of moved: where to; of said: what
    offset  of written: where, in bytes; of cut: the new length
    data    of written: the bytes; of found: all that is in a file which something else than SQLite writes
    """

    name: str
    path: str = ""
    to: str = ""
    offset: int = 0
    data: bytes = field(default=b"", repr=False)


class Recording:
    """What is done below a folder, in order. `say` notes what the program under test says of it."""

    def __init__(self, root: Path) -> None:
        self.events: list[Event] = []
        self._root = str(root)
        self._databases: set[str] = set()
        self._unnamed: set[str] = set()
        self._seen: dict[str, tuple[int, int]] = {}

    def say(self, what: str) -> None:
        """Notes that the program has said something, by which it is to be held from here on."""
        self.events.append(Event("said", to=what))

    def _below(self, path: Any) -> str | None:
        whole = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - not resolved: it may be gone
        return whole[len(self._root) + 1 :] if whole.startswith(self._root + os.sep) else None

    # What SQLite does

    def called(self, call: Call) -> None:
        path = self._below(call.path) if call.path else None
        if path is None:
            return
        if call.name == "open":
            self._databases.add(path)
            if call.flags & CREATE:
                self.events.append(Event("made", path))
                if call.flags & JOURNALS:
                    self._unnamed.add(path)
        elif call.name in _EVENTS:
            self.events.append(Event(_EVENTS[call.name], path, offset=call.offset, data=call.data))
        # SQLite syncs the folder of a new journal together with it, and where it wants to that of what it deletes.
        if (call.name == "sync" and path in self._unnamed) or (call.name == "delete" and call.flags):
            self.events.append(Event("synced", path.rpartition(os.sep)[0]))
            self._unnamed.discard(path)
        if call.name == "delete":
            self._databases.discard(path)

    # What the program does by itself

    def look(self) -> None:
        """Notes what has been written meanwhile by other means than SQLite."""
        for folder, folders, names in os.walk(self._root):
            for name in (*folders, *names):
                whole = os.path.join(folder, name)  # noqa: PTH118 - as a text
                path = whole[len(self._root) + 1 :]
                if path in self._databases or path.endswith("-shm"):
                    continue
                status = os.stat(whole)  # noqa: PTH116 - as a text
                mark = (0, 0) if name in folders else (status.st_size, status.st_mtime_ns)
                if self._seen.get(path) != mark:
                    self._seen[path] = mark
                    data = b"" if name in folders else Path(whole).read_bytes()
                    self.events.append(Event("folder" if name in folders else "found", path, data=data))

    def moved(self, source: Any, target: Any) -> None:
        path, to = self._below(source), self._below(target)
        if path is None or to is None:
            return
        self.events.append(Event("moved", path, to))
        for known in [each for each in self._databases if _inside(each, path)]:
            self._databases.discard(known)
            self._databases.add(to + known[len(path) :])
        for seen in [each for each in self._seen if _inside(each, path)]:
            self._seen[to + seen[len(path) :]] = self._seen.pop(seen)
        if path not in self._seen and to in self._seen:
            self._seen.pop(to, None)

    def removed(self, path: Any) -> None:
        below = self._below(path)
        if below is not None:
            self._databases.discard(below)
            self._seen.pop(below, None)
            self.events.append(Event("removed", below))

    def synced(self, descriptor: int) -> None:
        wanted = os.fstat(descriptor)
        for folder, _, names in os.walk(self._root):
            for whole in (folder, *(os.path.join(folder, name) for name in names)):  # noqa: PTH118 - as a text
                if os.path.samestat(wanted, os.stat(whole)):  # noqa: PTH116 - as a text
                    self.events.append(Event("synced", whole[len(self._root) + 1 :]))


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


@contextmanager
def recording(root: Path) -> Iterator[Recording]:
    """Records what this process does below a folder, which is empty, by SQLite or by the functions of `os`."""
    recorded = Recording(root)

    def noting(does: Callable[..., Any], note: Callable[..., None], *, first: bool = False) -> Callable[..., Any]:
        def done(*given: Any, **named: Any) -> Any:
            if first:
                recorded.look()
            result = does(*given, **named)
            note(*given[: 2 if note == recorded.moved else 1])
            return result

        return done

    with pytest.MonkeyPatch.context() as patch, watching(after=recorded.called):
        for name in ("replace", "rename"):
            patch.setattr(os, name, noting(getattr(os, name), recorded.moved, first=True))
        for name in ("unlink", "remove", "rmdir"):
            patch.setattr(os, name, noting(getattr(os, name), recorded.removed, first=True))
        patch.setattr(os, "fsync", noting(os.fsync, recorded.synced, first=True))
        for name in ("open", "mkdir"):
            patch.setattr(os, name, noting(getattr(os, name), lambda *_: recorded.look()))
        yield recorded


# The disk itself


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Writes by their offsets; with None, the length it was cut to."""


@dataclass
class _Folder:
    entries: dict[str, "_Node"] = field(default_factory=dict)
    durable: dict[str, "_Node"] = field(default_factory=dict)


_Node: TypeAlias = _File | _Folder


class Disk:
    """A folder as it comes about by events, of which some are not synced yet."""

    def __init__(self) -> None:
        self._root = _Folder()
        self._files: list[_File] = []
        self._pending: list[list[tuple[_Folder, str, _Node | None]]] = []

    def do(self, event: Event) -> None:
        """Has an event happen."""
        if event.name == "made":
            self._make(event.path)
        elif event.name == "folder":
            self._name((event.path, _Folder()))
        elif event.name == "found":
            self._make(event.path)
            self._file(event.path).pending += [(0, event.data), (len(event.data), None)]
        elif event.name == "moved":
            node = self._at(event.path)
            assert node is not None, event
            self._name((event.path, None), (event.to, node))
        elif event.name == "removed":
            self._name((event.path, None))
        elif event.name == "written":
            self._file(event.path).pending.append((event.offset, event.data))
        elif event.name == "cut":
            self._file(event.path).pending.append((event.offset, None))
        elif event.name == "synced":
            self._sync(self._at(event.path))

    def _make(self, path: str) -> None:
        if self._at(path) is None:
            self._files.append(_File())
            self._name((path, self._files[-1]))

    def _at(self, path: str) -> _Node | None:
        node: _Node | None = self._root
        for part in Path(path).parts:
            node = node.entries.get(part) if isinstance(node, _Folder) else None
        return node

    def _file(self, path: str) -> _File:
        node = self._at(path)
        assert isinstance(node, _File), f"{path} was written and is not there"
        return node

    def _name(self, *changes: tuple[str, _Node | None]) -> None:
        change: list[tuple[_Folder, str, _Node | None]] = []
        for path, node in changes:
            head, _, name = path.rpartition(os.sep)
            folder = self._at(head)
            assert isinstance(folder, _Folder), f"there is no folder for {path}"
            change.append((folder, name, node))
            _set(folder.entries, name, node)
        self._pending.append(change)

    def _sync(self, node: _Node | None) -> None:
        if isinstance(node, _File):
            for offset, data in node.pending:
                _apply(node.durable, offset, data)
            node.pending.clear()
        elif node is not None:
            ours = [change for change in self._pending if any(folder is node for folder, _, _ in change)]
            self._pending = [change for change in self._pending if change not in ours]
            for folder, name, named in (each for change in ours for each in change):
                _set(folder.durable, name, named)

    @property
    def unsynced(self) -> int:
        """How many writes, lengths and names are not synced."""
        return len(self._pending) + sum(len(file.pending) for file in self._files)

    def cut(self, root: Path, random: Random) -> None:
        """Puts into an empty folder what may be there if the power is cut now; `random` chooses among it."""
        names: dict[int, dict[str, _Node]] = {}
        for change in _some(self._pending, random):
            for folder, name, node in change:
                _set(names.setdefault(id(folder), dict(folder.durable)), name, node)
        self._put(self._root, root, names, random)

    def _put(self, folder: _Folder, at: Path, names: dict[int, dict[str, _Node]], random: Random) -> None:
        for name, node in names.get(id(folder), folder.durable).items():
            if isinstance(node, _Folder):
                (at / name).mkdir()
                self._put(node, at / name, names, random)
            else:
                (at / name).write_bytes(_left(node, random))


def _set(entries: dict[str, _Node], name: str, node: _Node | None) -> None:
    if node is None:
        entries.pop(name, None)
    else:
        entries[name] = node


def _some(pending: list[Any], random: Random) -> list[Any]:
    """None of it, all of it, what came first, or any of it."""
    way = random.randrange(4)
    if way < 2:
        return pending if way else []
    if way == 2:
        return pending[: random.randrange(len(pending) + 1)]
    return [each for each in pending if random.random() < 0.5]


def _left(file: _File, random: Random) -> bytes:
    """What is there of a file: all that was synced, and some sectors of what was not."""
    data = bytearray(file.durable)
    kept = random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
    stale = random.random() < 0.25  # what was never written may be what stood there before, of another file
    for offset, written in _some(file.pending, random):
        if written is None:
            if random.random() < kept:
                _apply(data, offset, None, random if stale else None)
            continue
        begin = offset
        while begin < offset + len(written):
            end = min(offset + len(written), (begin // SECTOR + 1) * SECTOR)
            if random.random() < kept:
                _apply(data, begin, written[begin - offset : end - offset], random if stale else None)
            begin = end
    return bytes(data)


def _apply(data: bytearray, offset: int, written: bytes | None, stale: Random | None = None) -> None:
    gap = offset - len(data)
    if gap > 0:
        data.extend(stale.randbytes(gap) if stale is not None else bytes(gap))
    if written is None:
        del data[offset:]
    else:
        data[offset : offset + len(written)] = written
