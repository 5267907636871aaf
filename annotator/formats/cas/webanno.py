"""WebAnno TSV 3.3, which WebAnno and INCEpTION read and write: a file an article, with a file beside for the rest.

The layers are those of the CAS. A file has no place for what is known of an article, nor for the white space between
its sentences; these lie beside, and count where the file still has the same text.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from annotator.formats.archives import read_each, read_each_layered, recognises_each
from annotator.formats.cas.articles import from_cas, to_cas
from annotator.formats.cas.dkpro import SENTENCE, TOKEN
from annotator.formats.cas.kept import row_of, structure_of
from annotator.formats.cas.structures import Cas, Refs, Structure
from annotator.formats.cas.tsv import VERSION
from annotator.formats.cas.tsv_reading import from_tsv
from annotator.formats.cas.tsv_writing import to_tsv
from annotator.formats.inputs import LARGEST_ARTICLE, head, too_large
from annotator.formats.jsontext import encoded, parsed
from annotator.formats.naming import Names
from annotator.model.exchange import Format, Imported, Input, Loss, Lost, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault
from annotator.model.labels.layers import Layers

BESIDE = ".annotator"
"""What the name of the file beside ends with, behind the name of the file."""
_LARGEST = 5 * LARGEST_ARTICLE
"""Bytes of a file of one article: each token of it is a line with all the columns."""
_PUT_TOGETHER = "what stands between sentences is not in the file: a line's end was put there"
_NOT_ITS = f"the file beside, {BESIDE}, is not of this text or is damaged, and was left out"
_BOM = b"\xef\xbb\xbf"


def _begins(given: Input) -> bool:
    return head(given, 100).removeprefix(_BOM).startswith(VERSION.encode())


def _read(given: Input, layers: Layers | None = None) -> Iterator[Imported | Fault]:
    """The article of a file. Raises Fault where it is none, or its places are not its text's."""
    file = _decoded(_bytes(given), given.name)
    beside = given.beside(given.name + BESIDE)
    whole, structures = _beside(beside) if beside is not None else (None, [])
    cas, losses = from_tsv(file, given.name, whole)
    is_whole = whole is not None and cas.text == whole
    if is_whole:
        free = max((each.id for each in cas.structures), default=0) + 1
        cas.structures += [replace(each, id=number) for number, each in enumerate(structures, free)]
    found = from_cas(cas, given.name, given.name, layers)
    notes = [*found.notes]
    if beside is not None and not is_whole:
        notes.append(_NOT_ITS)
    if not is_whole and sum(each.type == SENTENCE for each in cas.structures) > 1:
        notes.append(_PUT_TOGETHER)
    yield replace(found, notes=tuple(notes), losses=(*found.losses, *losses))


def _bytes(given: Input) -> bytes:
    with given.open() as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise too_large(given.name, len(data), _LARGEST)
    return data.removeprefix(_BOM)


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode()) + 1
        raise Fault(f"{name}, line {line}, column {column} is not UTF-8.", "Save the file anew as UTF-8.") from error


def _beside(given: Input) -> tuple[str | None, list[Structure]]:
    """The text and the structures of a file beside; None where it is none, or damaged."""
    try:
        value = parsed(_bytes(given), given.name)
        whole = value["text"]
        rows = [structure_of(row, len(whole)) for row in value["structures"]]
        return (whole, rows) if isinstance(whole, str) else (None, [])
    except (Fault, ValueError, TypeError, KeyError, AttributeError):
        return None, []


class TsvWriter:
    """Writes a file for each article, and one beside it that it is read back by."""

    def __init__(self, output: Output, options: WriteOptions) -> None:
        self._output, self._options = output, options
        self._names = Names()

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes the article's files."""
        cas, losses = to_cas(article, self._options)
        file, left = to_tsv(cas)
        beside = [each for each in left if not any(each.refs)]
        name = f"{self._names.take(article.document.article)}.tsv"
        self._output.put(name, file.encode("utf-8", "replace"))
        self._output.put(name + BESIDE, encoded(_row(cas.text, beside)) + b"\n")
        return (*losses, *_lost(cas, len(left) - len(beside)))

    def finish(self) -> None:
        """Nothing comes after the last article."""


def _row(text: str, structures: Iterable[Structure]) -> Mapping[str, Any]:
    return {"text": text, "structures": [row_of(each, {}) for each in structures]}


def _lost(cas: Cas, count: int) -> Iterator[Loss]:
    """What neither file says."""
    if count:
        yield Loss(Lost.ATTRIBUTES, count, detail="of other layers, for which TSV has no place")
    tokens = [each.features.values() for each in cas.structures if each.type == TOKEN]
    known = sum(any(value is not None and not isinstance(value, Refs) for value in each) for each in tokens)
    if known:
        yield Loss(Lost.ATTRIBUTES, known, detail="of tokens, which are no layer in TSV")


def _writer(output: Output, options: WriteOptions) -> Writer:
    return TsvWriter(output, options)


FORMAT = Format(
    name="webanno-tsv",
    title="WebAnno TSV 3.3 (INCEpTION)",
    suffixes=(".tsv",),
    recognises=partial(recognises_each, ".tsv", _begins),
    read=partial(read_each, ".tsv", _read),
    read_layers=partial(read_each_layered, ".tsv", _read),
    write=_writer,
    folder=True,
    carries="Entities, the parts of quotes and their relations as layers; the rest lies in a file beside.",
    usage=f"""\
Import the `.tsv` files in INCEpTION as *WebAnno TSV v3.3*. Entities are of its own layer `Named entity`. For quotes
give the project first a span layer `QuotePart` (`webanno.custom.QuotePart`) with the text features `part`, `quote`,
`kind`, `speaker`, `attribution` and `decision`, whose spans may overlap, be stacked and cross sentences, and a relation
layer `QuoteLink` on it with the text feature `label`. `.tsv{BESIDE}` is what the program reads an article back by,
whole: keep it beside the file of that name.""",
)
