"""What INCEpTION and other programs of UIMA read and write: CAS in XMI with its type system, and CAS in JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from annotator.formats.archives import read_each, read_each_layered, recognises_each
from annotator.formats.cas import jsoncas as cas_json
from annotator.formats.cas import xmi as cas_xml
from annotator.formats.cas.articles import from_cas, to_cas
from annotator.formats.cas.dkpro import TYPES, merged
from annotator.formats.cas.structures import Type, types_of
from annotator.formats.inputs import LARGEST_ARTICLE, head, too_large
from annotator.formats.jsontext import encoded, parsed
from annotator.formats.naming import Names
from annotator.formats.outputs import MANIFEST
from annotator.model.exchange import Format, Imported, Input, Loss, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault
from annotator.model.labels.layers import Layers

DESCRIPTOR = "TypeSystem.xml"
_DESCRIPTORS = (DESCRIPTOR, "typesystem.xml", "typeSystem.xml")
_LARGEST = 5 * LARGEST_ARTICLE
"""Bytes of a file of one article: each token of it takes a hundred."""


def _begins_xmi(given: Input) -> bool:
    start = head(given, 8192)
    return b"<xmi:XMI" in start or b"http://www.omg.org/XMI" in start


def _begins_json(given: Input) -> bool:
    start = head(given, 1_000_000).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and (b'"%FEATURE_STRUCTURES"' in start or start[1:].lstrip().startswith(b'"%TYPES"'))


def _is_descriptor(given: Input) -> bool:
    """Whether an input is a type system, which is read along with the files beside it."""
    return given.name in _DESCRIPTORS and b"typeSystemDescription" in head(given, 4096)


def _read_xmi(given: Input, layers: Layers | None = None) -> Iterator[Imported | Fault]:
    """The article of an XMI file, whose types are those of the descriptor that lies beside."""
    beside = next(filter(None, map(given.beside, _DESCRIPTORS)), None)
    types = cas_xml.from_descriptor(_bytes(beside), beside.name) if beside is not None else {}
    yield from_cas(cas_xml.from_xmi(_bytes(given), given.name, types), given.name, given.name, layers)


def _read_json(given: Input, layers: Layers | None = None) -> Iterator[Imported | Fault]:
    """The article of a file of CAS JSON. Raises Fault where it is none."""
    if given.name == MANIFEST:  # it lies beside the files that this program writes
        return
    value = parsed(_bytes(given).removeprefix(b"\xef\xbb\xbf"), given.name)
    yield from_cas(cas_json.from_json(value, given.name), given.name, given.name, layers)


def _bytes(given: Input) -> bytes:
    with given.open() as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise too_large(given.name, len(data), _LARGEST)
    return data


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
        data = encoded(cas_json.to_json(cas, merged(TYPES, types_of(cas))))
        self._output.put(f"{self._names.take(article.document.article)}.json", data + b"\n")
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
_CAS = Format(name="", title="", suffixes=(), folder=True, carries=_CARRIES)
"""What both formats have in common."""
XMI = replace(
    _CAS,
    name="cas-xmi",
    title="UIMA CAS XMI (INCEpTION)",
    suffixes=(".xmi",),
    recognises=partial(recognises_each, ".xmi", _begins_xmi),
    part_of=_is_descriptor,
    read=partial(read_each, ".xmi", _read_xmi),
    read_layers=partial(read_each_layered, ".xmi", _read_xmi),
    write=_xmi_writer,
    usage=_LAYERS + f"Import the `.xmi` files as *UIMA CAS XMI (XML 1.0)*; `{DESCRIPTOR}` declares their types.",
)
JSON = replace(
    _CAS,
    name="cas-json",
    title="UIMA CAS JSON 0.4 (INCEpTION)",
    suffixes=(".json",),
    recognises=partial(recognises_each, ".json", _begins_json),
    read=partial(read_each, ".json", _read_json),
    read_layers=partial(read_each_layered, ".json", _read_json),
    write=_json_writer,
    usage=_LAYERS + "Import the `.json` files as *UIMA CAS JSON 0.4*.",
)
