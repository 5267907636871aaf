"""Where an export goes: one file, a folder of files, standard output, or nowhere when only its report is wanted."""

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from io import BytesIO, RawIOBase, TextIOWrapper
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO, TextIO, cast

from annotator.formats.files import bytes_beside, give_rights, made_private, part_of, sync_folder
from annotator.model.exchange import Output
from annotator.model.faults import Fault

FEW = 10
"""How many files are synced one by one."""
_ASIDE = re.compile(r"\.[0-9a-f]{16}\.old")
_SYNCS_ALL = hasattr(os, "sync")

MANIFEST = "manifest.json"
"""The file of an exported folder that says what is in it; only a folder that has one is ever replaced."""
MANIFEST_FORMAT = "annotator-export/1"
README = "README.md"


@dataclass(frozen=True)
class Written:
    """A file of an export: its name, its length in bytes, its SHA-256 in hexadecimal."""

    name: str
    bytes: int
    sha256: str


class FileOutput:
    """One file: the name "" is `file`, and there is no other."""

    def __init__(self, stem: str, file: BinaryIO) -> None:
        self.stem = stem
        self._file = file
        self._text: TextIOWrapper | None = None

    def text(self, name: str = "") -> TextIO:
        """The file, in UTF-8."""
        if self._text is None:
            self._text = TextIOWrapper(self.binary(name), encoding="utf-8", newline="\n")
        return self._text

    def binary(self, name: str = "") -> BinaryIO:
        """The file."""
        assert not name, f"an output of one file has no {name}"
        return self._file

    def put(self, name: str, data: bytes) -> None:
        """Writes the whole file at once."""
        self.binary(name).write(data)

    def flush(self) -> None:
        """Hands what was written on to the file, which stays open."""
        if self._text is not None:
            self._text.flush()
            self._text.detach()
            self._text = None


class FolderOutput:
    """A folder of files, named by paths below it."""

    def __init__(self, stem: str, folder: Path) -> None:
        self.stem = stem
        self._folder = folder
        self._open: dict[str, BinaryIO] = {}
        self._texts: dict[str, TextIOWrapper] = {}
        self._ended: set[str] = set()
        self._put: list[Path] = []
        self._list: TextIO | None = None  # of what was put: an export may have more names than memory should hold

    def text(self, name: str = "") -> TextIO:
        """The file of that name, in UTF-8; the same each time until `close`."""
        if name not in self._texts:
            self._texts[name] = TextIOWrapper(self.binary(name), encoding="utf-8", newline="\n")
        return self._texts[name]

    def binary(self, name: str = "") -> BinaryIO:
        """The file of that name; the same each time until `close`."""
        if name not in self._open:
            self._open[name] = self._place(name).open("xb")
        return self._open[name]

    def put(self, name: str, data: bytes) -> None:
        """Writes a whole file, which is not kept open: an export may have a hundred thousand of them."""
        place = self._place(name)
        place.write_bytes(data)
        if len(self._put) <= FEW or not _SYNCS_ALL:
            self._put.append(place)
        if self._list is None:
            self._list = TemporaryFile("w+", encoding="utf-8", dir=self._folder)  # noqa: SIM115  # `close` closes it
        self._list.write(json.dumps([name, len(data), sha256(data).hexdigest()]) + "\n")

    def _place(self, name: str) -> Path:
        path = PurePosixPath(name)
        below = bool(path.parts) and not path.is_absolute() and ".." not in path.parts
        assert below, f"{name!r} is not below the folder"
        whole = self._folder / path
        for parent in [*path.parents][-2::-1]:  # not the folder itself: where it is gone, so is what was written
            (self._folder / parent).mkdir(exist_ok=True)
        return whole

    def has(self, name: str) -> bool:
        """Whether there is a file of that name by now."""
        return self._place(name).is_file()

    def written(self) -> Iterator[Written]:
        """Every file that there is by now, ended by this: those that were open, by name, then those put, in order."""
        self._end()
        return self._described(sorted(self._ended))

    def _described(self, ended: Iterable[str]) -> Iterator[Written]:
        for name in ended:
            with (self._folder / name).open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
                yield Written(name, os.fstat(file.fileno()).st_size, digest)
        if self._list is not None:
            self._list.seek(0)
            yield from (Written(*json.loads(line)) for line in self._list)

    def sync(self) -> None:
        """Makes what was written last through a power cut; where that are many files, the system does it for all disks.

        One by one they would take 7 ms each.
        """
        self.close()
        if len(self._put) > FEW and _SYNCS_ALL:
            os.sync()
            return
        for path in self._put:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        for folder in {self._folder, *(path.parent for path in self._put)}:
            sync_folder(folder)

    def close(self) -> None:
        """Ends every file, synced, and forgets what was put."""
        self._end()
        if self._list is not None:
            self._list.close()
            self._list = None

    def _end(self) -> None:
        for text in self._texts.values():
            text.flush()
            text.detach()
        for name, file in self._open.items():
            file.flush()
            os.fsync(file.fileno())
            file.close()
            self._ended.add(name)
        self._texts.clear()
        self._open.clear()


class PartOutput:
    """The files of one part of the data: `train.csv` where the format is one file, else what lies in `train/`."""

    def __init__(self, whole: Output, part: str, suffix: str) -> None:
        self.stem = part
        self._whole = whole
        self._suffix = suffix

    def text(self, name: str = "") -> TextIO:
        """The file of that name, in UTF-8."""
        return self._whole.text(self._named(name))

    def binary(self, name: str = "") -> BinaryIO:
        """The file of that name."""
        return self._whole.binary(self._named(name))

    def put(self, name: str, data: bytes) -> None:
        """Writes a whole file."""
        self._whole.put(self._named(name), data)

    def _named(self, name: str) -> str:
        return f"{self.stem}/{name}" if name else f"{self.stem}{self._suffix}"


class Nowhere(RawIOBase):
    """Takes bytes and keeps none; knows how many there were."""

    def __init__(self) -> None:
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        length = memoryview(cast(bytes, data)).nbytes
        self._length += length
        return length

    def tell(self) -> int:
        return self._length


class NoOutput:
    """Takes every file and keeps none, for a report of what an export would lose."""

    def __init__(self, stem: str) -> None:
        self.stem = stem

    def text(self, name: str = "") -> TextIO:
        """A file that is not kept."""
        return TextIOWrapper(cast(BinaryIO, Nowhere()), encoding="utf-8", write_through=True)

    def binary(self, name: str = "") -> BinaryIO:
        """A file that is not kept."""
        return cast(BinaryIO, Nowhere())

    def put(self, name: str, data: bytes) -> None:
        """Keeps nothing."""


class KeptOutput:
    """Keeps every file in memory, to show what an export would write."""

    def __init__(self, stem: str) -> None:
        self.stem = stem
        self._files: dict[str, BytesIO] = {}

    def text(self, name: str = "") -> TextIO:
        """The file of that name, in UTF-8."""
        return TextIOWrapper(self.binary(name), encoding="utf-8", newline="\n", write_through=True)

    def binary(self, name: str = "") -> BinaryIO:
        """The file of that name; it can still be read when whoever wrote it has closed it."""
        return self._files.setdefault(name, _Kept())

    def put(self, name: str, data: bytes) -> None:
        """Keeps a whole file."""
        self.binary(name).write(data)

    @property
    def files(self) -> dict[str, bytes]:
        """What was written, by the files' names."""
        return {name: file.getvalue() for name, file in self._files.items()}


class _Kept(BytesIO):
    def close(self) -> None:
        """Stays open: a wrapper that goes out of use closes it, and then what was written would be gone."""


@contextmanager
def file_output(path: Path) -> Iterator[FileOutput]:
    """One file that takes the place of `path` when the block ends well. Raises Fault where it cannot be written."""
    with bytes_beside(path) as file:
        output = FileOutput(path.stem, file)
        yield output
        output.flush()


@contextmanager
def folder_output(path: Path) -> Iterator[FolderOutput]:
    """A folder that stands at `path` when the block ends well, in place of an earlier export if one is there.

    Where the block raises, nothing is left of it. An earlier one that lies aside, as the process that was replacing
    it was ended just then, is put back first. Raises Fault where it cannot be written, and where something stands at
    `path` that is neither an empty folder nor an earlier export: nobody's files are replaced.
    """
    target = path.resolve()
    _put_back(target.parent)
    if target.exists() and not replaceable(target):
        raise Fault(f"{path} is there already and is no export of this program.", "Name a new folder, or an empty one.")
    part = part_of(target)
    with ExitStack() as stack:
        try:
            part.mkdir(parents=True)
            usual = made_private(part)
            stack.callback(shutil.rmtree, part, ignore_errors=True)
            output = FolderOutput(path.name, part)
            stack.callback(output.close)
            yield output
        except OSError as error:
            if error.filename is not None and not str(error.filename).startswith(str(part)):
                raise  # the block's own affair
            raise _cannot_write(path, error) from error
        try:
            output.sync()
            give_rights(part, usual)
            _put_in_place(part, target)
            sync_folder(target.parent)
        except OSError as error:
            raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> Fault:
    return Fault(f"{path} cannot be written: {error.strerror}.", "Choose another place, or make room there.")


def exported_as(folder: Path) -> str | None:
    """The name of the format of an earlier export, None where the folder holds none. Never raises."""
    try:
        return said_format((folder / MANIFEST).read_bytes())
    except OSError:
        return None


def said_format(data: bytes) -> str | None:
    """The name of the format that an export's manifest says; None where it is none. Never raises."""
    try:
        manifest = json.loads(data)
    except (ValueError, RecursionError):
        return None
    is_one = isinstance(manifest, dict) and manifest.get("format") == MANIFEST_FORMAT
    return str(manifest.get("data", "")) if is_one else None


def replaceable(target: Path) -> bool:
    """Whether an export may take a folder's place: it is empty, or an earlier export. Never raises."""
    try:
        return target.is_dir() and (not any(target.iterdir()) or exported_as(target) is not None)
    except OSError:
        return False


def _put_in_place(part: Path, target: Path) -> None:
    """Two renamings: a folder cannot take another's place in one. Between them the earlier one lies aside."""
    if not target.exists():
        part.replace(target)
        return
    aside = target.with_name(f".{secrets.token_hex(8)}.old")
    aside.mkdir(mode=0o700)
    try:
        target.replace(aside / target.name)
        part.replace(target)
    except OSError:
        _put_back(target.parent)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _put_back(folder: Path) -> None:
    """Puts earlier exports back that lie aside because a process was ended between the two renamings."""
    with suppress(OSError):
        for aside in [each for each in folder.iterdir() if _ASIDE.fullmatch(each.name) and each.is_dir()]:
            for old in list(aside.iterdir()):
                if not (folder / old.name).exists():
                    old.replace(folder / old.name)
            if all(map(replaceable, aside.iterdir())):
                shutil.rmtree(aside, ignore_errors=True)
