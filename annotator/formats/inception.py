"""What INCEpTION and other programs of UIMA read and write: CAS in XMI with its type system, and CAS in JSON."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from annotator.formats import cas_json, cas_xml
from annotator.formats.cas import Type, types_of
from annotator.formats.cas_articles import TYPES, from_cas, merged, to_cas
from annotator.formats.inputs import LARGEST_ARTICLE, head, too_large
from annotator.formats.jsontext import encoded, parsed
from annotator.formats.naming import Names
from annotator.formats.outputs import MANIFEST
from annotator.model.exchange import Format, Imported, Input, Loss, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault

DESCRIPTOR = "TypeSystem.xml"
_DESCRIPTORS = (DESCRIPTOR, "typesystem.xml", "typeSystem.xml")
_MOST_FILES = 10_000
_MOST_BYTES = 10 * LARGEST_ARTICLE
_LARGEST = 5 * LARGEST_ARTICLE
"""Bytes of a file of one article: each token of it takes a hundred."""


def _is_xmi(given: Input) -> bool:
    start = head(given, 8192)
    if start.startswith(b"PK\x03\x04"):
        try:
            with given.open() as file, ZipFile(file) as archive:
                return any(name.lower().endswith(".xmi") for name in archive.namelist())
        except Exception:  # whatever zipfile makes of a file that is no archive
            return False
    return b"<xmi:XMI" in start or b"http://www.omg.org/XMI" in start


def _is_json(given: Input) -> bool:
    start = head(given, 1_000_000).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and (b'"%FEATURE_STRUCTURES"' in start or start[1:].lstrip().startswith(b'"%TYPES"'))


def read_xmi(given: Input) -> Iterator[Imported | Fault]:
    """The article of an XMI file, or those of an archive of them as INCEpTION exports it, with Faults in their place.

    The types are those of the descriptor that lies beside, or in the archive.
    """
    data = _bytes(given)
    if data.startswith(b"PK\x03\x04"):
        yield from _archived(given.name, data)
        return
    beside = next(filter(None, map(given.beside, _DESCRIPTORS)), None)
    types = cas_xml.from_descriptor(_bytes(beside), beside.name) if beside is not None else {}
    yield from_cas(cas_xml.from_xmi(data, given.name, types), given.name, given.name)


def read_json(given: Input) -> Iterator[Imported | Fault]:
    """The article of a file of CAS JSON. Raises Fault where it is none."""
    if given.name == MANIFEST:  # it lies beside the files that this program writes
        return
    value = parsed(_bytes(given).removeprefix(b"\xef\xbb\xbf"), given.name)
    yield from_cas(cas_json.from_json(value, given.name), given.name, given.name)


def _bytes(given: Input) -> bytes:
    with given.open() as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise too_large(given.name, len(data), _LARGEST)
    return data


def _archived(name: str, data: bytes) -> Iterator[Imported | Fault]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = _entries(name, archive)
            types = next((e for e in entries if PurePosixPath(e.filename).name in _DESCRIPTORS), None)
            known = {} if types is None else cas_xml.from_descriptor(_unpacked(name, archive, types), types.filename)
            for entry in entries:
                if entry.filename.lower().endswith(".xmi"):
                    yield _one(name, archive, entry, known)
    except (BadZipFile, OSError, ValueError) as error:
        raise _damaged(name, "the archive is damaged") from error


def _entries(name: str, archive: ZipFile) -> list[ZipInfo]:
    """The files of an archive. Raises Fault where these are too many, unpack to too much, or lie outside of it."""
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_FILES or size > _MOST_BYTES:
        raise _damaged(name, f"it has {len(entries)} files, which would unpack to {size / 1e6:.0f} MB")
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise _damaged(name, f"it names a file outside of itself, {entry.filename!r:.80}")
    return entries


def _one(name: str, archive: ZipFile, entry: ZipInfo, types: Mapping[str, Type]) -> Imported | Fault:
    file = PurePosixPath(entry.filename).name
    try:
        data = _unpacked(name, archive, entry)
        where = f"{name}, {entry.filename}"
        return from_cas(cas_xml.from_xmi(data, where, types), file, where)
    except Fault as fault:
        return fault


def _unpacked(name: str, archive: ZipFile, entry: ZipInfo) -> bytes:
    if entry.file_size > _LARGEST:  # zipfile unpacks no more than an entry says it holds
        raise _damaged(name, f"{entry.filename} would unpack to {entry.file_size / 1e6:.0f} MB")
    if entry.flag_bits & 1:
        raise _damaged(name, "it is locked with a password")
    try:
        return archive.read(entry)
    except (BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise _damaged(name, f"{entry.filename} is damaged") from error


def _damaged(name: str, what: str) -> Fault:
    return Fault(f"{name} cannot be read: {what}.", "Export it from INCEpTION anew.")


class XmiWriter:
    """Writes an XMI file for each article, and the type system behind them."""

    def __init__(self, output: Output, options: WriteOptions) -> None:
        self._output, self._options = output, options
        self._names = Names()
        self._types: dict[str, Type] = dict(TYPES)

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes the article's file. Raises Fault where the text holds what XML cannot."""
        cas_xml.check_xml(article.document.text)
        cas, losses = to_cas(article, self._options)
        data = cas_xml.to_xmi(cas)
        self._types = merged(self._types, types_of(cas))
        self._output.put(f"{self._names.take(article.document.article)}.xmi", data)
        return losses

    def finish(self) -> None:
        """Writes the type system."""
        self._output.put(DESCRIPTOR, cas_xml.to_descriptor(self._types))


class JsonWriter:
    """Writes a file for each article, with its types."""

    def __init__(self, output: Output, options: WriteOptions) -> None:
        self._output, self._options = output, options
        self._names = Names([PurePosixPath(MANIFEST).stem])

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes the article's file."""
        cas, losses = to_cas(article, self._options)
        self._output.put(
            f"{self._names.take(article.document.article)}.json",
            encoded(cas_json.to_json(cas, merged(TYPES, types_of(cas)))) + b"\n",
        )
        return losses

    def finish(self) -> None:
        """Nothing comes after the last article."""


def _xmi_writer(output: Output, options: WriteOptions) -> Writer:
    return XmiWriter(output, options)


def _json_writer(output: Output, options: WriteOptions) -> Writer:
    return JsonWriter(output, options)


_CARRIES = "Entities, the parts of quotes and their relations as layers; the rest lies in a structure for this program."
_LAYERS = """\
In INCEpTION, entities are of its own layer `Named entity`. For quotes give the project a span layer `QuotePart`
(`webanno.custom.QuotePart`) with the text features `part`, `quote`, `kind`, `speaker`, `attribution` and `decision`, a
relation layer `QuoteLink` on it with the text feature `label`, and a document layer `AnnotatorRecord` with the text
feature `record`, by which articles are read back whole. """
XMI = Format(
    name="cas-xmi",
    title="UIMA CAS XMI (INCEpTION)",
    suffixes=(".xmi",),
    recognises=_is_xmi,
    read=read_xmi,
    write=_xmi_writer,
    folder=True,
    carries=_CARRIES,
    usage=_LAYERS + f"Import the `.xmi` files as *UIMA CAS XMI (XML 1.0)*; `{DESCRIPTOR}` declares their types.",
)
JSON = Format(
    name="cas-json",
    title="UIMA CAS JSON 0.4 (INCEpTION)",
    suffixes=(".json",),
    recognises=_is_json,
    read=read_json,
    write=_json_writer,
    folder=True,
    carries=_CARRIES,
    usage=_LAYERS + "Import the `.json` files as *UIMA CAS JSON 0.4*.",
)
