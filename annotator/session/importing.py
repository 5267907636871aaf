"""Bringing articles into a project: files, folders, pasted text."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from annotator.formats.files import gather, read_bytes, readable
from annotator.formats.inputs import COLLECTION_SUFFIXES, SUFFIXES, OpenFile
from annotator.formats.outputs import exported_as
from annotator.formats.reading import Imported, read
from annotator.model.document import Document, Speaker
from annotator.model.edits import AddDocument, AddSpeaker, Edit
from annotator.model.exchange import Format, Input, Loss, LossCount
from annotator.model.faults import Fault
from annotator.session.formats import belongs_to_another, format_named, formats, readable_suffixes, recognised
from annotator.session.session import Session
from annotator.store.sources import Source

MOST_NOTES = 3
"""How many notes an import's sentence holds; the command line and the log have them all."""
BATCH = 50
"""How many articles are saved in one transaction."""


@dataclass(frozen=True)
class Found:
    """An article as it was read, and the bytes it was read from."""

    imported: Imported
    source: Source


@dataclass
class ImportReport:
    """What an import came to.

    added   the ids of the new articles
    known   the ids of those that the project had already
    notes   what was left out of an article, as (title, note)
    losses  what else an article had and the project has no place for, as (title, loss)
    lost    the same in sum
    faults  what could not be read
    labels  those of the new articles' entities
    """

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    losses: list[tuple[str, Loss]] = field(default_factory=list)
    lost: LossCount = field(default_factory=LossCount)
    faults: list[Fault] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    @property
    def sentence(self) -> str:
        """All of it in a line."""
        parts = [_count(len(self.added), "article") + " added"]
        if self.known:
            parts.append(f"{len(self.known)} here already")
        if self.notes:
            parts += self._noted()
        if self.lost:
            parts.append(f"not carried over whole: {self.lost.sentence}")
        if self.faults:
            parts.append(_count(len(self.faults), "input") + " could not be read")
        return ", ".join(parts) + "."

    def _noted(self) -> list[str]:
        """The notes, with the article's name where not all articles share one."""
        if len(self.added) <= 1:
            return list(dict.fromkeys(note for _, note in self.notes))
        named = [f"{title or 'untitled'}: {note}" for title, note in self.notes]
        return named if len(named) <= MOST_NOTES else [*named[:MOST_NOTES], f"{len(named) - MOST_NOTES} notes more"]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def read_paths(
    paths: Iterable[Path],
    wanted: Callable[[], bool] = lambda: True,
    *,
    form: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> Iterator[Found | Fault]:
    """What is in files and folders. May run in any thread; ends early once `wanted` is False.

    form    the name of the format that they are in; None to tell it of each by what stands in it
    labels  what another tool's labels are called here

    Raises Fault where there is no format of that name.
    """
    asked = None if form is None else format_named(form, to_write=False)
    for known, path in _inputs(paths, asked):
        if not wanted():
            return
        if isinstance(path, Fault):
            yield path
            continue
        try:
            data = read_bytes(path)
        except Fault as fault:
            yield fault
            continue
        given = OpenFile(path)
        chosen = known or recognised(given)
        if chosen is None and not _may_be_text(path):
            yield _unlike_its_name(path)
            continue
        found = read_data(readable(path.name), data) if chosen is None else _read_as(chosen, given, data)
        yield from found if labels is None else (_relabelled(item, labels) for item in found)


def _inputs(paths: Iterable[Path], asked: Format | None) -> Iterator[tuple[Format | None, Path | Fault]]:
    """The files to read, each once, with the format that was asked for, or that a folder of this program's says it has.

    Such a folder holds a README and more that are no articles.
    """
    seen: set[Path] = set()
    for path in paths:
        form = asked
        if form is None and (name := exported_as(path)) is not None:
            try:
                form = format_named(name, to_write=False)
            except Fault as fault:
                yield None, Fault(f"{path} is an export that cannot be read. {fault.message}", fault.remedy)
                continue
        for each in gather([path], form.suffixes if form is not None else readable_suffixes()):
            if isinstance(each, Path):
                real = each.resolve()
                if real in seen or (each != path and belongs_to_another(OpenFile(each))):
                    continue
                seen.add(real)
            yield form, each


def _may_be_text(path: Path) -> bool:
    """Whether a file that is of no format is taken for text: not where its name says that it is of one."""
    suffix = path.suffix.lower()
    return suffix in (*SUFFIXES, *COLLECTION_SUFFIXES) or suffix not in readable_suffixes()


def _unlike_its_name(path: Path) -> Fault:
    suffix = path.suffix.lower()
    titles = [each.title for each in formats().values() if each.read is not None and suffix in each.suffixes]
    return Fault(
        f"{path} is not what its name says: {' or '.join(titles)}.",
        "Name its format (--format) to be told why, or save its text as a .txt file.",
    )


def _read_as(chosen: Format, given: Input, data: bytes) -> Iterator[Found | Fault]:
    """What is in a file of another tool's format; `data` are its bytes, which are kept."""
    assert chosen.read is not None
    source = Source(readable(given.name), data, sha256(data).hexdigest(), None)
    try:
        for item in chosen.read(given):
            yield item if isinstance(item, Fault) else Found(item, replace(source, encoding=item.encoding))
    except Fault as fault:
        yield fault


def _relabelled(item: Found | Fault, labels: Mapping[str, str]) -> Found | Fault:
    """An article whose entities have the labels that theirs are mapped to."""
    if isinstance(item, Fault):
        return item
    document = item.imported.document
    entities = tuple(replace(each, label=labels.get(each.label, each.label)) for each in document.entities)
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


def bring_in(session: Session, found: Iterable[Found | Fault]) -> ImportReport:
    """Add articles to the project, those with a text it has already excepted. Raises Fault where it cannot save."""
    report = ImportReport()
    batch: list[Found] = []
    texts = {entry.text_sha256: entry.id for entry in session.entries}
    for item in found:
        if isinstance(item, Fault):
            report.faults.append(item)
            continue
        article = item.imported.document.article
        known = texts.get(article.text_sha256)
        if known is not None:
            report.known.append(known)
            continue
        texts[article.text_sha256] = article.id
        report.notes += [(article.title, note) for note in item.imported.notes]
        report.losses += [(article.title, loss) for loss in item.imported.losses]
        report.lost.add(item.imported.losses)
        report.labels |= {entity.label for entity in item.imported.document.entities}
        batch.append(item)
        if len(batch) == BATCH:
            _save(session, batch, report)
            batch = []
    _save(session, batch, report)
    return report


def _save(session: Session, batch: Sequence[Found], report: ImportReport) -> None:
    ids = {entry.id for entry in session.entries}
    speakers = dict(session.state.speakers)
    edits: list[Edit] = []
    sources: dict[str, Source] = {}
    for found in batch:
        document, added = _fitted(session, found.imported, ids, speakers)
        ids.add(document.id)
        edits += [*(AddSpeaker(speaker) for speaker in added), AddDocument(document)]
        sources[document.id] = found.source
    session.dispatch("import.articles", edits, f"Import {_count(len(batch), 'article')}", sources=sources)
    report.added += sources


def _fitted(
    session: Session, imported: Imported, ids: set[str], speakers: dict[str, Speaker]
) -> tuple[Document, list[Speaker]]:
    """The document and its speakers with ids that are free in the project; `speakers` grows by those added."""
    document = imported.document
    if document.id in ids:
        document = replace(document, article=replace(document.article, id=session.new_id("a")))
    renamed: dict[str, str] = {}
    added = []
    for speaker in imported.speakers:
        there = speakers.get(speaker.id)
        if there is not None and there.name == speaker.name:
            continue
        if there is not None:
            renamed[speaker.id] = session.new_id("s")
            speaker = replace(speaker, id=renamed[speaker.id])
        speakers[speaker.id] = speaker
        added.append(speaker)
    if renamed:
        document = replace(
            document,
            entities=tuple(replace(e, speaker=renamed.get(e.speaker or "", e.speaker)) for e in document.entities),
            quotes=tuple(replace(q, speaker=renamed.get(q.speaker or "", q.speaker)) for q in document.quotes),
        )
    return document, added
