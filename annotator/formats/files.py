"""Files read within limits, found in folders, and written so that the last good one is never damaged."""

import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EDQUOT, EISDIR, ENAMETOOLONG, ENOENT, ENOSPC, ENOTDIR, EPERM, EROFS
from hashlib import sha256
from io import TextIOWrapper
from pathlib import Path, PurePath
from typing import BinaryIO, TextIO

from annotator.formats.inputs import (
    ARCHIVE_SUFFIX,
    COLLECTION_SUFFIXES,
    COLUMN_SUFFIXES,
    LARGEST_ARTICLE,
    LARGEST_COLLECTION,
    SUFFIXES,
    TABLE_SUFFIXES,
    too_large,
)
from annotator.model.faults import Fault

ABANDONED = 86_400.0
"""Seconds after which a part that nobody has written to is that of a process which was ended."""

_PART = re.compile(r"\.[0-9a-f]{16}\.part")
_PIECE = 1_000_000
_REMEDIES = {
    ENOENT: "Look whether the name is right and whether its folder is there.",
    ENOTDIR: "Look whether the name is right: a part of it is a file, not a folder.",
    EISDIR: "Name a file, not a folder.",
    EACCES: "Ask whoever owns it for the right to it, or choose another place.",
    EPERM: "Ask whoever owns it for the right to it, or choose another place.",
    EROFS: "Choose a place on a disk that can be written to.",
    ENOSPC: "Free some space on the disk, or choose a place on another one. What stood there before is untouched.",
    EDQUOT: "Free some of the space you are granted, or choose another place. What stood there before is untouched.",
    ENAMETOOLONG: "Choose a shorter name.",
}


def _fault(error: OSError, doing: str) -> Fault:
    reason = error.strerror or type(error).__name__
    return Fault(f"{doing}: {reason}.", _REMEDIES.get(error.errno or 0, "Try again, or choose another place."))


@contextmanager
def written_beside(path: Path) -> Iterator[TextIO]:
    r"""A text file to write (UTF-8, `\n` line ends) as `bytes_beside` gives it."""
    with bytes_beside(path) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="\n")
        yield text
        text.flush()
        text.detach()


@contextmanager
def bytes_beside(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes the place of `path` when the block ends well.

    It stands beside its target, is synced, and is then renamed over it: whoever reads `path` sees what was there before
    or all of what is new. Where the block raises, nothing is left of it. A link is followed; the rights of a file that
    is replaced are kept. Until then only its owner may read it, and what an ended process left of one is removed a day
    later. Raises Fault where the place cannot be written to, the disk is full, or `path` is no file.
    """
    doing = f"{path} cannot be written"
    try:
        target = path.resolve()
        mode = _mode(target, path)
        part = part_of(target)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except (OSError, RuntimeError) as error:
        raise _fault(error if isinstance(error, OSError) else OSError(str(error)), doing) from error
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - there is no path to it
            usual = made_private(part)
            yield file
            file.flush()
            give_rights(part, usual if mode is None else mode)
            os.fsync(file.fileno())
        part.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        # One with a file's name other than ours is the block's own affair; writing to an open file names none.
        if error.filename is None or Path(error.filename) == part:
            raise _fault(error, doing) from error
        raise
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def part_of(target: Path) -> Path:
    """A name beside `target` for what is to take its place; removes what ended processes left under such names."""
    with suppress(OSError):
        for each in target.parent.iterdir():
            if _PART.fullmatch(each.name) and time.time() - each.stat().st_mtime > ABANDONED:
                shutil.rmtree(each) if each.is_dir() else each.unlink()
    return target.with_name(f".{secrets.token_hex(8)}.part")


def made_private(part: Path) -> int:
    """Leaves what was just made to its owner only; the rights that it had, which the person's umask had left of it."""
    usual = part.stat().st_mode
    give_rights(part, 0o700 if stat.S_ISDIR(usual) else 0o600)
    return stat.S_IMODE(usual)


def give_rights(path: Path, mode: int) -> None:
    """Gives a file or folder these rights, where its disk knows of any: a memory stick's may not."""
    with suppress(OSError):
        path.chmod(mode)


def _mode(target: Path, path: Path) -> int | None:
    """The rights of the file that is to be replaced, None where there is none."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise Fault(f"{path} is a folder.", "Name a file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise Fault(f"{path} is no ordinary file.", "Name a file, or - for standard output.")
    if not os.access(target, os.W_OK):
        raise Fault(f"{path} is write-protected.", "Take the protection off, or choose another name.")
    return stat.S_IMODE(status.st_mode)


def sync_folder(folder: Path) -> None:
    """Makes a renaming last through a power cut; where folders cannot be opened (Windows) there is no need to."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class Gathered:
    """What was gathered so far: files that were named or linked to, and of folders which suffixes.

    Of a folder's own files nothing more is kept: there may be a hundred thousand.
    """

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: dict[str, frozenset[str]] = {}

    def enter(self, folder: str, suffixes: Iterable[str]) -> frozenset[str]:
        """The suffixes of which a folder's files were gathered before; `suffixes` are from now on."""
        before = self._folders.get(folder, frozenset())
        self._folders[folder] = before.union(suffixes)
        return before

    def has(self, file: str) -> bool:
        """Whether a file was gathered by itself."""
        return file in self._files

    def add(self, file: str) -> bool:
        """Whether a file is new that is gathered by itself; from now on it is not."""
        folder, name = os.path.split(file)
        if file in self._files or (_suffix(name) in self._folders.get(folder, ()) and not name.startswith(".")):
            return False
        self._files.add(file)
        return True


def gather(
    paths: Iterable[Path], suffixes: tuple[str, ...] = SUFFIXES, before: Gathered | None = None
) -> Iterator[Path | Fault]:
    """The files to import for what a person named, each once: files as they are, and of folders what is an article.

    A folder gives the files in it and below with one of these suffixes, in the order of their names, hidden ones left
    out; none that is among what was gathered `before`. A Fault stands in place of what is missing, cannot be looked
    into, or holds no article.
    """
    seen = before or Gathered()
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except (OSError, ValueError) as error:
            yield _unreadable(path, error)
            continue
        if is_folder:
            yield from _gather_below(path, suffixes, seen)
        elif seen.add(os.path.realpath(path)):
            yield path


def _gather_below(path: Path, suffixes: tuple[str, ...], seen: Gathered) -> Iterator[Path | Fault]:
    faults: list[OSError] = []
    empty = True
    waiting = [path]
    while waiting:
        folder = waiting.pop()
        try:
            names, folders = _looked_into(folder, suffixes)
        except OSError as error:
            faults.append(error)
            continue
        waiting += (folder / name for name in sorted(folders, reverse=True))
        empty &= not names
        real = os.path.realpath(folder)
        done = seen.enter(real, suffixes)
        for name in sorted(names):
            file = folder / name
            if file.is_symlink():
                new = seen.add(os.path.realpath(file))
            else:
                new = _suffix(name) not in done and not seen.has(f"{real}{os.sep}{name}")
            if new:
                yield file
    yield from (_unreadable(Path(error.filename), error) for error in faults)
    if empty and not faults:
        yield Fault(f"There is no article in {path}.", f"What is looked for: {', '.join(suffixes)}.")


def _looked_into(folder: Path, suffixes: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The names of the files in a folder with one of the suffixes, and of its folders, but for hidden ones and links.

    Only these are held: beside each there may be as many that are of no interest.
    """
    names, folders = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                if not entry.is_symlink():
                    folders.append(entry.name)
            elif _suffix(entry.name) in suffixes:
                names.append(entry.name)
    return names, folders


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _unreadable(path: Path, error: OSError | ValueError) -> Fault:
    if isinstance(error, FileNotFoundError):
        return Fault(f"There is no {path}.", "Look whether the name is right.")
    if isinstance(error, OSError):
        return _fault(error, f"{path} cannot be read")
    return Fault(f"{str(path)!r} is no name of a file.", "Look whether the name is right.")


def readable(name: str) -> str:
    """A file's name as it can be kept and shown: Python has half characters for bytes in it that are not UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def fingerprint(path: Path) -> tuple[bytes, str]:
    """A file's bytes and their SHA-256; none of the bytes where it is larger than one article may be.

    Raises Fault as `read_bytes` does, but for files that are read piece by piece (JSONL, tables): they may be of any
    size.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            check_size(path, size)
            data = file.read(LARGEST_ARTICLE + 1)
            digest = sha256(data)
            while more := file.read(_PIECE):
                digest.update(more)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    return data if len(data) <= LARGEST_ARTICLE else b"", digest.hexdigest()


def check_size(path: PurePath, size: int) -> None:
    """Raises Fault where a file is larger than one article may be, and is none that is read piece by piece."""
    if path.suffix.lower() not in (*COLLECTION_SUFFIXES, *TABLE_SUFFIXES) and size > _limit(path):
        raise too_large(str(path), size, _limit(path))


def _limit(path: PurePath) -> int:
    many = path.suffix.lower() in (*COLLECTION_SUFFIXES, *COLUMN_SUFFIXES, *TABLE_SUFFIXES, ARCHIVE_SUFFIX)
    return LARGEST_COLLECTION if many else LARGEST_ARTICLE


def read_bytes(path: Path) -> bytes:
    """A file's bytes.

    Raises Fault where it is missing, a folder, may not be read, or is larger than one article may be; a file of many
    articles (JSONL, a table, columns) may be larger.
    """
    limit = _limit(path)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(limit + 1) if size <= limit else b""
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if max(size, len(data)) > limit:
        raise too_large(str(path), max(size, len(data)), limit)
    return data
