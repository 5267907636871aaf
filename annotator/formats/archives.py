"""Files in an archive (zip) as inputs: nothing is unpacked onto the disk, and no more into memory than one file may be.

INCEpTION exports a project as an archive with a folder for each document, in which each annotator's file lies, itself
an archive where the format has several files. Of these the curated one is taken, else the first annotator's.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import islice
from pathlib import PurePosixPath
from typing import BinaryIO, TypeAlias
from zipfile import BadZipFile, ZipFile, ZipInfo

from annotator.formats.inputs import LARGEST_ARTICLE, head
from annotator.model.exchange import Imported, Input, Loss, Lost
from annotator.model.faults import Fault

Read: TypeAlias = Callable[[Input], Iterator[Imported | Fault]]

_MAGIC = b"PK\x03\x04"
_MOST_FILES = 10_000
_MOST_BYTES = 10 * LARGEST_ARTICLE
_LARGEST = 5 * LARGEST_ARTICLE
"""Bytes of a file of one article: each token of it takes a hundred."""
_LOOKED_AT = 5
"""Files by which an archive is recognised."""
_PROJECT = "exportedproject.json"
_FOLDERS = ("curation", "annotation")
"""Where the files of annotators lie, those that count most first."""
_NOBODYS = "INITIAL_CAS"
"""How the file begins to be called that a document has before anybody annotates it."""
_BROKEN = (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error)


@dataclass(frozen=True)
class Member:
    """A file of an archive as an input.

    name     its name; of a project's document, the document's
    path     where it lies in the archive
    others   how many other annotators' files of the same document there are
    """

    name: str
    path: str
    archive: "Archive"
    others: int = 0

    def open(self) -> BinaryIO:
        """Its bytes. Raises Fault where they cannot be unpacked, or are too many."""
        return BytesIO(self.archive.bytes_of(self.path))

    def beside(self, name: str, folder: str = "") -> "Member | None":
        """The file of that name in the same folder of the archive, else at its root."""
        here = PurePosixPath(self.path).parent
        places = [str(here / name), name] if not folder else [str(here.parent / folder / name)]
        return next((Member(name, each, self.archive) for each in places if each in self.archive.entries), None)


@dataclass
class Archive:
    """An archive that is read. `entries` are its files by their paths."""

    name: str
    zipped: ZipFile
    entries: Mapping[str, ZipInfo] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, file: BinaryIO) -> "Archive":
        """The archive in a file. Raises Fault where it is damaged, too much, or names files outside of itself."""
        try:
            zipped = ZipFile(file)
        except _BROKEN as error:
            raise _unreadable(name, "the archive is damaged") from error
        entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
        size = sum(entry.file_size for entry in entries)
        if len(entries) > _MOST_FILES or size > _MOST_BYTES:
            raise _unreadable(name, f"it has {len(entries)} files, which would unpack to {size / 1e6:.0f} MB")
        for entry in entries:
            path = PurePosixPath(entry.filename.replace("\\", "/"))
            if path.is_absolute() or ".." in path.parts:
                raise _unreadable(name, f"it names a file outside of itself, {entry.filename!r:.80}")
        return cls(name, zipped, {entry.filename: entry for entry in entries})

    def bytes_of(self, path: str) -> bytes:
        """What a file unpacks to. Raises Fault where that is too much, locked or damaged."""
        entry = self.entries[path]
        if entry.file_size > _LARGEST:  # zipfile unpacks no more than an entry says it holds
            raise _unreadable(self.name, f"{path} would unpack to {entry.file_size / 1e6:.0f} MB")
        if entry.flag_bits & 1:
            raise _unreadable(self.name, "it is locked with a password")
        try:
            return self.zipped.read(entry)
        except _BROKEN as error:
            raise _unreadable(self.name, f"{path} is damaged") from error

    def members(self, suffix: str) -> Iterator[Member | Fault]:
        """The files whose names end so, each once; of a project one for each document."""
        if _PROJECT not in self.entries:
            for path in self.entries:
                if path.lower().endswith(suffix):
                    yield Member(PurePosixPath(path).name, path, self)
            return
        for document, paths in sorted(self._by_document(suffix).items()):
            others = sum(not _is_nobodys(PurePosixPath(path)) for path in paths[1:])
            member = Member(document, paths[0], self, others)
            try:
                yield member if paths[0].lower().endswith(suffix) else self._inner(member, suffix)
            except Fault as fault:
                yield fault

    def _by_document(self, suffix: str) -> Mapping[str, Sequence[str]]:
        """The annotators' files of each document, that which counts first."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.entries, key=_rank):
            parts = PurePosixPath(path).parts
            if len(parts) == 3 and parts[0] in _FOLDERS and path.lower().endswith((suffix, ".zip")):
                found.setdefault(parts[1], []).append(path)
        return found

    def _inner(self, member: Member, suffix: str) -> Member:
        """The file of a document that lies in an archive of its own."""
        name = f"{self.name}, {member.path}"
        inner = Archive.of(name, member.open())
        path = next((each for each in inner.entries if each.lower().endswith(suffix)), None)
        if path is None:
            raise _unreadable(name, f"there is no {suffix} in it")
        return replace(member, path=path, archive=inner)


def _rank(path: str) -> tuple[bool, bool, str]:
    file = PurePosixPath(path)
    return file.parts[0] != _FOLDERS[0], _is_nobodys(file), path


def _is_nobodys(file: PurePosixPath) -> bool:
    return file.name.startswith(_NOBODYS)


def recognises_each(suffix: str, recognises: Callable[[Input], bool], given: Input) -> bool:
    """Whether an input is recognised, or one of the first files with that suffix in an archive. Never raises."""
    if not _is_archive(given):
        return recognises(given)
    try:
        with given.open() as file:
            found = islice(Archive.of(given.name, file).members(suffix), _LOOKED_AT)
            return any(isinstance(each, Member) and recognises(each) for each in found)
    except (Fault, OSError):
        return False


def read_each(suffix: str, read: Read, given: Input) -> Iterator[Imported | Fault]:
    """What `read` makes of a file, or of those in an archive, with Faults in the place of what it cannot read.

    An archive in an archive is opened only where a project has it. Raises Fault where the archive is damaged, would
    unpack to too much, or names files outside of itself.
    """
    if not _is_archive(given):
        yield from read(given)
        return
    with given.open() as file:
        for member in Archive.of(given.name, file).members(suffix):
            if isinstance(member, Fault):
                yield member
                continue
            try:
                for found in read(member):
                    yield _placed(found, member) if isinstance(found, Fault) else _with_others(found, member)
            except Fault as fault:
                yield _placed(fault, member)


def _is_archive(given: Input) -> bool:
    return head(given, len(_MAGIC)) == _MAGIC


def _placed(fault: Fault, member: Member) -> Fault:
    """A Fault that says in which file of the archive it is."""
    if fault.message.startswith(member.archive.name):
        return fault
    said = fault.message.removeprefix(member.name)
    return Fault(f"{member.archive.name}, {member.path}{said if said != fault.message else f': {said}'}", fault.remedy)


def _with_others(found: Imported, member: Member) -> Imported:
    if not member.others:
        return found
    left = Loss(Lost.ATTRIBUTES, member.others, detail="of other annotators, in files of their own")
    return replace(found, losses=(*found.losses, left))


def _unreadable(name: str, what: str) -> Fault:
    return Fault(f"{name} cannot be read: {what}.", "Export it from INCEpTION anew.")
