"""Reading what comes into a project: files, folders, pasted text."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePath

from annotator.formats.archives import Archive, Member, is_packed, placed
from annotator.formats.files import Gathered, check_size, fingerprint, gather, readable
from annotator.formats.inputs import ARCHIVE_SUFFIX, COLLECTION_SUFFIXES, LARGEST_ARTICLE, SUFFIXES, OpenFile
from annotator.formats.outputs import exported_as
from annotator.formats.reading import Imported, read
from annotator.model.exchange import Format, Input
from annotator.model.faults import Fault
from annotator.model.labels.labelmap import LabelMaps, called
from annotator.model.labels.layers import LayerMaps, layers_of
from annotator.session.exchange.formats import (
    OWN,
    belongs_to_another,
    format_named,
    formats,
    readable_suffixes,
    recognised,
)
from annotator.store.sources import Source

_DATA = ".json"


@dataclass(frozen=True)
class ReadOptions:
    """How inputs are read.

    form    the name of the format that they are in; None to tell it of each by what stands in it
    labels  what the labels of formats are called here, by the formats' names
    layers  which layers of formats are entities, by the formats' names, where it is not the usual ones
    """

    form: str | None = None
    labels: LabelMaps = field(default_factory=dict)
    layers: LayerMaps = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """An article as it was read, the bytes it was read from, and the name of their format, "" for text and Markdown."""

    imported: Imported
    source: Source
    format: str = ""


def read_paths(
    paths: Iterable[Path],
    wanted: Callable[[], bool] = lambda: True,
    options: ReadOptions | None = None,
    *,
    form: str | None = None,
) -> Iterator[Found | Fault]:
    """What is in files, folders and archives. May run in any thread; ends early once `wanted` is False.

    form  the name of the format that they are in, where that is all that is said of how they are to be read

    Raises Fault where there is no format of that name.
    """
    options = options or ReadOptions(form=form)
    asked = None if options.form is None else format_named(options.form, to_write=False)
    for known, path in _inputs(paths, asked):
        if not wanted():
            return
        found = (path,) if isinstance(path, Fault) else _read_path(path, known, options.layers, wanted)
        yield from (_relabelled(item, options.labels) for item in found) if options.labels else found


def _read_path(
    path: Path, known: Format | None, layers: LayerMaps, wanted: Callable[[], bool]
) -> Iterator[Found | Fault]:
    """What is in a file; `known` is its format, None where that is told by what stands in it."""
    given = OpenFile(path)
    try:
        if is_packed(given):
            yield from _unpacked(given, known, layers, wanted)
            return
        data, digest = fingerprint(path)
    except Fault as fault:
        yield fault
        return
    chosen = known or recognised(given)
    yield from _read_file(given, chosen, layers, Source(readable(path.name), data, digest, None), str(path))


def _read_file(
    given: Input, chosen: Format | None, layers: LayerMaps, source: Source, place: str
) -> Iterator[Found | Fault]:
    """What is in a file of a format, or of none; `source` is what is kept of it, `place` where it is."""
    name = PurePath(given.name)
    if chosen is None and name.suffix.lower() in COLLECTION_SUFFIXES:
        chosen = formats()[OWN]
    if chosen is not None:
        yield from _read_as(chosen, given, layers, source)
    elif source.kept and _may_be_text(name):  # only a file of many articles is larger
        yield from read_data(source.name, source.data)
    else:
        yield _unlike_its_name(place, name)


def _unpacked(
    given: OpenFile, known: Format | None, layers: LayerMaps, wanted: Callable[[], bool]
) -> Iterator[Found | Fault]:
    """What is in the files of an archive, as it would be in those of a folder. Raises Fault where it is not to be read.

    There is no naming a file in it: a .json that is known by what stands in it is read too.
    """
    with closing(Archive.of(given)) as archive:
        if known is None and (name := archive.exported_as) is not None:
            known = format_named(name, to_write=False)
        suffixes = (*readable_suffixes(), _DATA, ARCHIVE_SUFFIX) if known is None else known.suffixes
        empty, remarks = True, archive.remarks
        for member in archive.gathered(suffixes):
            if not wanted():
                return
            for item in _read_member(member, known, layers):
                empty = False
                if isinstance(item, Fault):
                    yield placed(item, member)
                    continue
                imported = item.imported
                yield replace(item, imported=replace(imported, notes=(*remarks, *imported.notes)))
                remarks = ()  # said once
        if empty:
            message = f"{given.path} is an archive in which there is nothing that can be read here."
            yield Fault(message, f"What is looked for: {', '.join(suffixes)}.")


def _read_member(member: Member, known: Format | None, layers: LayerMaps) -> Iterator[Found | Fault]:
    try:
        suffix = PurePath(member.path).suffix.lower()
        if suffix == ARCHIVE_SUFFIX:
            yield Fault(f"{member.name} is an archive in an archive.", "Unpack it, and import what is in it.")
            return
        if belongs_to_another(member):
            return
        check_size(PurePath(member.name), len(member.data))
        chosen = known or recognised(member)
        if chosen is None and suffix == _DATA:
            return
        data = member.data if len(member.data) <= LARGEST_ARTICLE else b""
        source = Source(readable(member.name), data, sha256(member.data).hexdigest(), None)
        yield from _read_file(member, chosen, layers, source, member.name)
    except Fault as fault:
        yield fault


def _inputs(paths: Iterable[Path], asked: Format | None) -> Iterator[tuple[Format | None, Path | Fault]]:
    """The files to read, each once, with the format that was asked for, or that a folder of this program's says it has.

    Such a folder holds a README and more that are no articles.
    """
    seen = Gathered()
    for path in paths:
        form = asked
        if form is None and (name := exported_as(path)) is not None:
            try:
                form = format_named(name, to_write=False)
            except Fault as fault:
                yield None, Fault(f"{path} is an export that cannot be read. {fault.message}", fault.remedy)
                continue
        for each in gather([path], form.suffixes if form is not None else readable_suffixes(), seen):
            if isinstance(each, Fault) or each == path or not belongs_to_another(OpenFile(each)):
                yield form, each


def _may_be_text(name: PurePath) -> bool:
    """Whether a file that is of no format is taken for text: not where its name says that it is of one."""
    suffix = name.suffix.lower()
    return suffix in (*SUFFIXES, *COLLECTION_SUFFIXES) or suffix not in (*readable_suffixes(), ARCHIVE_SUFFIX)


def _unlike_its_name(place: str, name: PurePath) -> Fault:
    suffix = name.suffix.lower()
    if suffix == ARCHIVE_SUFFIX:
        return Fault(
            f"{place} is an archive in which there is nothing that can be read here.",
            "From INCEpTION, export as UIMA CAS XMI, UIMA CAS JSON, WebAnno TSV 3.3 or UIMA inline XML.",
        )
    titles = [each.title for each in formats().values() if each.read is not None and suffix in each.suffixes]
    return Fault(
        f"{place} is not what its name says: {' or '.join(titles)}.",
        "Name its format (--format) to be told why, or save its text as a .txt file.",
    )


def _read_as(chosen: Format, given: Input, layers: LayerMaps, source: Source) -> Iterator[Found | Fault]:
    """What is in a file of a format; `source` is what is kept of it."""
    assert chosen.read is not None
    said = layers_of(layers, chosen.name)
    layered = chosen.read_layers if said is not None else None
    try:
        for item in layered(given, said or {}) if layered is not None else chosen.read(given):
            if isinstance(item, Fault):
                yield item
            else:
                yield Found(item, replace(source, encoding=item.encoding), chosen.name)
    except Fault as fault:
        yield fault


def _relabelled(item: Found | Fault, maps: LabelMaps) -> Found | Fault:
    """An article whose entities have the labels that theirs are mapped to, without those that are left out."""
    if isinstance(item, Fault):
        return item
    document, labels = item.imported.document, called(maps, item.format)
    named = ((each, labels.get(each.label, each.label)) for each in document.entities)
    entities = tuple(replace(each, label=label) for each, label in named if label)
    return replace(item, imported=replace(item.imported, document=replace(document, entities=entities)))


def read_data(name: str, data: bytes, *, pasted: bool = False) -> Iterator[Found | Fault]:
    """What is in one file's bytes."""
    source = Source(name, data, sha256(data).hexdigest(), None)
    try:
        for imported in read(name, data, pasted=pasted):
            if isinstance(imported, Fault):
                yield imported
            else:
                yield Found(imported, replace(source, encoding=imported.encoding))
    except Fault as fault:
        yield fault


def read_pasted(text: str, at: datetime) -> Iterator[Found | Fault]:
    """A pasted text as an article; `at` names it."""
    return read_data(f"pasted {at:%Y-%m-%d %H.%M}.txt", text.encode(), pasted=True)
