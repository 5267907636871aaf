"""Files in an archive (zip) as inputs: nothing is unpacked onto the disk, and no more into memory than one file may be.

An archive is read as the folder that was packed would be. INCEpTION exports a project as an archive with a folder for
each document, in which each annotator's file lies, itself an archive where the format has several files. Of these the
curated one is taken, else the first annotator's.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from io import BytesIO
from itertools import islice
from pathlib import PurePosixPath
from typing import BinaryIO, TypeAlias
from zipfile import BadZipFile, ZipFile, ZipInfo

from annotator.formats.inputs import ARCHIVE_SUFFIX, LARGEST_ARTICLE, head
from annotator.formats.outputs import MANIFEST, said_format
from annotator.formats.zipnames import names_of
from annotator.model.exchange import Imported, Input, Loss, Lost
from annotator.model.faults import Fault
from annotator.model.labels.layers import Layers

Read: TypeAlias = Callable[[Input], Iterator[Imported | Fault]]
ReadLayers: TypeAlias = Callable[..., Iterator[Imported | Fault]]
"""The same, with the layers that are entities behind the input, or none."""

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
_DOCUMENTS = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")
"""What an archive has in it that is a document or a program: of Office (ECMA-376), ODF and EPUB, Java."""
_OF_MACS = "__MACOSX"
"""The folder in which macOS packs what it knows of the files beside it."""
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

    @cached_property
    def data(self) -> bytes:
        """Its bytes. Raises Fault where they cannot be unpacked, or are too many."""
        return self.archive.bytes_of(self.path)

    def open(self) -> BinaryIO:
        """Its bytes, as a file. Raises Fault likewise."""
        return BytesIO(self.data)

    def beside(self, name: str, folder: str = "") -> "Member | None":
        """The file of that name in the same folder of the archive; of a project, else at its root."""
        here = PurePosixPath(self.path).parent
        places = [str(here.parent / folder / name)] if folder else [str(here / name)]
        if self.archive.is_project and not folder:
            places.append(name)
        return next((Member(name, each, self.archive) for each in places if each in self.archive.entries), None)


@dataclass
class Archive:
    """An archive that is read, to be closed.

    given    the file
    entries  those in it by their paths
    page     the code page that their names were taken to be in, None where the archive says what they are in
    """

    given: Input
    zipped: ZipFile
    entries: Mapping[str, ZipInfo] = field(default_factory=dict)
    page: str | None = None

    @classmethod
    def of(cls, given: Input) -> "Archive":
        """The archive in a file. Raises Fault where it is damaged, too much, or names files outside of itself."""
        file = given.open()
        try:
            zipped = ZipFile(file)
        except _BROKEN as error:
            file.close()
            raise _unreadable(given.name, "the archive is damaged") from error
        archive = cls(given, zipped)
        try:
            archive.entries, archive.page = _entries(given.name, zipped)
        except Fault:
            archive.close()
            raise
        return archive

    def __reduce__(self) -> tuple[Callable[[Input], "Archive"], tuple[Input]]:
        """Another process opens it anew."""
        return Archive.of, (self.given,)

    @property
    def name(self) -> str:
        """The file's name, in an archive with where it lies there."""
        return f"{self.given.archive.name}, {self.given.path}" if isinstance(self.given, Member) else self.given.name

    def close(self) -> None:
        """Closes the file."""
        file = self.zipped.fp
        self.zipped.close()
        if file is not None:
            file.close()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be said of how it was read."""
        if self.page is None:
            return ()
        return (f"the archive does not say in which set of characters its names are; they were read as {self.page}",)

    @property
    def is_project(self) -> bool:
        """Whether INCEpTION exported a project as this archive."""
        return _PROJECT in self.entries

    @property
    def exported_as(self) -> str | None:
        """The name of the format of an export of this program that was packed, or whose folder was; None else."""
        folders = {PurePosixPath(path).parts[0] for path in self.entries if "/" in path}
        alone = f"{folders.pop()}/{MANIFEST}" if len(folders) == 1 else ""
        path = next((each for each in (MANIFEST, alone) if each in self.entries), None)
        return said_format(self.bytes_of(path)) if path is not None else None

    def gathered(self, suffixes: Iterable[str]) -> Iterator["Member"]:
        """The files with one of these suffixes, in the order of their paths, hidden ones left out: as of a folder."""
        wanted = tuple(suffixes)
        for path in sorted(self.entries, key=lambda path: PurePosixPath(path).parts):
            parts = PurePosixPath(path).parts
            hidden = parts[0] == _OF_MACS or any(part.startswith(".") for part in parts)
            if not hidden and PurePosixPath(path).suffix.lower() in wanted:
                yield Member(parts[-1], path, self)

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
        """Of a project the file of each document whose name ends so."""
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
            if len(parts) == 3 and parts[0] in _FOLDERS and path.lower().endswith((suffix, ARCHIVE_SUFFIX)):
                found.setdefault(parts[1], []).append(path)
        return found

    def _inner(self, member: Member, suffix: str) -> Member:
        """The file of a document that lies in an archive of its own."""
        inner = Archive.of(member)
        path = next((each for each in inner.entries if each.lower().endswith(suffix)), None)
        if path is None:
            raise _unreadable(inner.name, f"there is no {suffix} in it")
        return replace(member, path=path, archive=inner)


def _rank(path: str) -> tuple[bool, bool, str]:
    file = PurePosixPath(path)
    return file.parts[0] != _FOLDERS[0], _is_nobodys(file), path


def _is_nobodys(file: PurePosixPath) -> bool:
    return file.name.startswith(_NOBODYS)


def _entries(name: str, zipped: ZipFile) -> tuple[dict[str, ZipInfo], str | None]:
    """The files in an archive by their paths, and the code page that these were taken to be in.

    Raises Fault where they are too many, or lie outside of it.
    """
    if not all(entry.filename for entry in zipped.infolist()):
        raise _unreadable(name, "a file in it has no name")
    entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
    size = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_FILES or size > _MOST_BYTES:
        raise _unreadable(name, f"it has {len(entries)} files, which would unpack to {size / 1e6:.0f} MB")
    names, page = names_of(entries)
    found = {}
    for named, entry in names:
        path = PurePosixPath(named.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise _unreadable(name, f"it names a file outside of itself, {named!r:.80}")
        found[str(path)] = entry
    return found, page


def is_packed(given: Input) -> bool:
    """Whether an input is an archive of files to be read one by one: none of a project, and no document. Never raises.

    One that is damaged or harmful is, if its name says so: whoever opens it is told.
    """
    if not _is_archive(given):
        return False
    try:
        with closing(Archive.of(given)) as archive:
            return not archive.is_project and not any(each in archive.entries for each in _DOCUMENTS)
    except (Fault, OSError):
        return PurePosixPath(given.name).suffix.lower() == ARCHIVE_SUFFIX


def recognises_each(suffix: str, recognises: Callable[[Input], bool], given: Input) -> bool:
    """Whether an input is recognised, or one of the first files with that suffix in a project. Never raises."""
    if not _is_archive(given):
        return recognises(given)
    try:
        with closing(Archive.of(given)) as archive:
            found = islice(archive.members(suffix), _LOOKED_AT)
            return any(isinstance(each, Member) and recognises(each) for each in found)
    except (Fault, OSError):
        return False


def read_each(suffix: str, read: Read, given: Input) -> Iterator[Imported | Fault]:
    """What `read` makes of a file, or of those in a project, with Faults in the place of what it cannot read.

    Raises Fault where the archive is damaged, would unpack to too much, or names files outside of itself.
    """
    if not _is_archive(given):
        yield from read(given)
        return
    with closing(Archive.of(given)) as archive:
        remarks = archive.remarks
        for member in archive.members(suffix):
            if isinstance(member, Fault):
                yield member
                continue
            try:
                for found in read(member):
                    if isinstance(found, Fault):
                        yield placed(found, member)
                        continue
                    yield _with_others(replace(found, notes=(*remarks, *found.notes)), member)
                    remarks = ()  # said once
            except Fault as fault:
                yield placed(fault, member)


def read_each_layered(suffix: str, read: ReadLayers, given: Input, layers: Layers) -> Iterator[Imported | Fault]:
    """The same for what is to be told which layers are entities."""
    yield from read_each(suffix, partial(read, layers=layers), given)


def _is_archive(given: Input) -> bool:
    return head(given, len(_MAGIC)) == _MAGIC


def placed(fault: Fault, member: Member) -> Fault:
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
    return Fault(f"{name} cannot be read: {what}.", "Unpack it, and import what is in it; or get it anew.")
