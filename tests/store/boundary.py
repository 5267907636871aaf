"""SQLite's boundary to the system: every call it makes on a file, told to whoever watches, who may have it fail.

A VFS (https://www.sqlite.org/vfs.html) that is the system's own but for the calls that are watched, registered with the
very library that Python's `sqlite3` uses, so that the program under test opens, writes and syncs as it always does.
"""

import _sqlite3
import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeAlias

import pytest

JOURNALS: Final = 0x00000800 | 0x00004000 | 0x00080000
"""SQLITE_OPEN_MAIN_JOURNAL, _SUPER_JOURNAL and _WAL."""
CREATE: Final = 0x00000004
"""SQLITE_OPEN_CREATE."""


@dataclass(frozen=True)
class Call:
    """A call: open, delete, read, write, truncate, sync or lock; map or share of what connections share of the log.

    path    the whole name of the file
    flags   of open: SQLite's flags; of delete: whether the folder is synced after it; of lock: the level; of share: how
    offset  of write: where it begins, in bytes; of truncate: the new length
    data    what is written
    """

    name: str
    path: str
    flags: int = 0
    offset: int = 0
    data: bytes = field(default=b"", repr=False)


Before: TypeAlias = Callable[[Call], int]
"""Called with what is about to be done: 0 lets it be done, another of SQLite's result codes has it fail."""
After: TypeAlias = Callable[[Call], object]
"""Called with what has been done."""


class _Methods(Structure):
    pass


class _File(Structure):
    _fields_ = [("methods", POINTER(_Methods))]


_FILE = POINTER(_File)
_CLOSE = CFUNCTYPE(c_int, _FILE)
_READ = CFUNCTYPE(c_int, _FILE, c_void_p, c_int, c_int64)
_WRITE = CFUNCTYPE(c_int, _FILE, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, _FILE, c_int64)
_NUMBER = CFUNCTYPE(c_int, _FILE, c_int)
_MAP = CFUNCTYPE(c_int, _FILE, c_int, c_int, c_int, c_void_p)
_SHARE = CFUNCTYPE(c_int, _FILE, c_int, c_int, c_int)

_Methods._fields_ = [
    ("version", c_int),
    ("close", _CLOSE),
    ("read", _READ),
    ("write", _WRITE),
    ("truncate", _TRUNCATE),
    ("sync", _NUMBER),
    ("size", c_void_p),
    ("lock", _NUMBER),
    ("unlock", c_void_p),
    ("check_reserved", c_void_p),
    ("control", c_void_p),
    ("sector", c_void_p),
    ("characteristics", c_void_p),
    ("map", _MAP),
    ("share", _SHARE),
    ("barrier", c_void_p),
    ("unmap", c_void_p),
    ("fetch", c_void_p),
    ("unfetch", c_void_p),
]

# Names go through as addresses: SQLite keeps them, and more behind them.
_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, _FILE, c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)


class _Vfs(Structure):
    _fields_ = [
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _OPEN),
        ("delete", _DELETE),
        ("rest", c_void_p * 14),
    ]


class _Boundary:
    """The VFS. It is made once and never freed: SQLite keeps its address."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._before: Before = lambda _: 0
        self._after: After = lambda _: None
        self._paths: dict[int, str] = {}
        self._originals: dict[int, _Methods] = {}
        self._watched: dict[int, _Methods] = {}
        self._system = library.sqlite3_vfs_find(None).contents
        self._vfs = _Vfs.from_buffer_copy(self._system)
        self._vfs.name = b"watched"
        self._vfs.open = _OPEN(self._open)
        self._vfs.delete = _DELETE(self._delete)

    @contextmanager
    def watch(self, before: Before, after: After) -> Iterator[None]:
        self._before, self._after = before, after
        self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)
        try:
            yield
        finally:
            self._library.sqlite3_vfs_register(ctypes.byref(self._system), 1)
            self._before, self._after = (lambda _: 0), (lambda _: None)

    def _call(self, call: Call, do: Callable[[], int]) -> int:
        code = self._before(call) or do()
        if code == 0:
            self._after(call)
        return code

    def _open(self, vfs: int, name: int | None, file: Any, flags: int, out: int) -> int:
        path = _text(name) if name else ""
        code = self._call(Call("open", path, flags), lambda: self._system.open(vfs, name, file, flags, out))
        if code == 0:
            self._paths[_address(file)] = path
            self._put_between(file)
        else:
            file.contents.methods = POINTER(_Methods)()  # none: there is nothing to close
        return code

    def _put_between(self, file: Any) -> None:
        original = file.contents.methods
        where = ctypes.addressof(original.contents)
        if where not in self._watched:
            self._originals[where] = original.contents
            watched = _Methods.from_buffer_copy(original.contents)
            real = self._originals[where]
            watched.close = _CLOSE(lambda file: self._close(real, file))
            watched.read = _READ(lambda *given: self._read(real, *given))
            watched.write = _WRITE(lambda *given: self._write(real, *given))
            watched.truncate = _TRUNCATE(lambda *given: self._truncate(real, *given))
            watched.sync = _NUMBER(lambda *given: self._sync(real, *given))
            watched.lock = _NUMBER(lambda *given: self._lock(real, *given))
            if watched.version >= 2:
                watched.map = _MAP(lambda *given: self._share("map", real.map, *given))
                watched.share = _SHARE(lambda *given: self._share("share", real.share, *given))
            self._watched[where] = watched
        file.contents.methods = ctypes.pointer(self._watched[where])

    def _delete(self, vfs: int, name: int, folder_too: int) -> int:
        call = Call("delete", _text(name), folder_too)
        return self._call(call, lambda: self._system.delete(vfs, name, folder_too))

    def _close(self, real: Any, file: Any) -> int:
        self._paths.pop(_address(file), None)
        return int(real.close(file))

    def _read(self, real: Any, file: Any, into: int, length: int, offset: int) -> int:
        call = Call("read", self._paths[_address(file)], offset=offset)
        return self._call(call, lambda: real.read(file, into, length, offset))

    def _write(self, real: Any, file: Any, data: int, length: int, offset: int) -> int:
        call = Call("write", self._paths[_address(file)], offset=offset, data=ctypes.string_at(data, length))
        code = self._before(call)
        if code:
            real.write(file, data, length // 2, offset)  # a disk that fails or is full has taken some of it
            return code
        code = int(real.write(file, data, length, offset))
        if code == 0:
            self._after(call)
        return code

    def _truncate(self, real: Any, file: Any, length: int) -> int:
        call = Call("truncate", self._paths[_address(file)], offset=length)
        return self._call(call, lambda: real.truncate(file, length))

    def _sync(self, real: Any, file: Any, flags: int) -> int:
        return self._call(Call("sync", self._paths[_address(file)], flags), lambda: real.sync(file, flags))

    def _lock(self, real: Any, file: Any, level: int) -> int:
        return self._call(Call("lock", self._paths[_address(file)], level), lambda: real.lock(file, level))

    def _share(self, name: str, do: Any, file: Any, *given: Any) -> int:
        return self._call(Call(name, self._paths[_address(file)], given[2]), lambda: do(file, *given))


def _address(file: Any) -> int:
    return ctypes.addressof(file.contents)


def _text(name: int) -> str:
    return ctypes.string_at(name).decode("utf-8", "surrogateescape")


@cache
def _boundary() -> _Boundary | None:
    try:
        library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
    except (OSError, AttributeError):
        return None
    library.sqlite3_vfs_find.argtypes = [c_char_p]
    library.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
    return _Boundary(library)


@contextmanager
def watching(before: Before = lambda _: 0, after: After = lambda _: None) -> Iterator[None]:
    """Has every database that is opened meanwhile tell its calls; they are all to be closed before it ends.

    Skips the test where Python's SQLite cannot be reached.
    """
    boundary = _boundary()
    if boundary is None:
        pytest.skip("SQLite's library cannot be reached from here")
    with boundary.watch(before, after):
        yield
