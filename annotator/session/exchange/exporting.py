"""Writing a project's articles, in the project's own JSONL or another tool's format."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Literal

import annotator
from annotator.formats.outputs import (
    MANIFEST,
    README,
    FileOutput,
    FolderOutput,
    KeptOutput,
    NoOutput,
    PartOutput,
    file_output,
    folder_output,
)
from annotator.model.counting import how_many
from annotator.model.document import Document, Status
from annotator.model.exchange import Contents, Format, LossCount, Lost, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault
from annotator.model.labels.labelmap import LabelMaps
from annotator.model.splits import Split
from annotator.model.texts.boilerplate import without_boilerplate
from annotator.model.texts.coverage import joined, read_of
from annotator.model.texts.reviewed import only_reviewed
from annotator.session.exchange.formats import OWN, format_named
from annotator.session.exchange.labelmaps import FORMATS, PIPELINES, maps_of
from annotator.session.exchange.losses import ArticleLoss, LossList, beside
from annotator.session.exchange.manifest import WHOLE, Exported, Figures, card, manifest, unevenness
from annotator.session.exchange.splitting import Divider
from annotator.store.project import Project

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ExportOptions:
    """What an export writes.

    status      "done": only articles marked done; "all": every one
    contents    of a mixed quote the whole clause, or only what stands in quote marks
    rejected    rejected suggestions too, as hard negatives
    source_map  where the text stood in the imported file
    reviewed_only  of each article only the paragraphs that somebody has read, with the offsets of what is left
    boilerplate what is set aside as boilerplate too
    format      the name of a format that can be written
    dry         whether only the report is wanted, and nothing is to be written
    strict      whether nothing is to be written where anything would be lost
    split       how the articles are divided; None where they are not. A divided export is a folder
    """

    status: Literal["done", "all"] = "done"
    contents: Contents = "clause"
    rejected: bool = False
    source_map: bool = False
    reviewed_only: bool = False
    boilerplate: bool = False
    format: str = OWN
    dry: bool = False
    strict: bool = False
    split: Split | None = None

    @property
    def filters(self) -> dict[str, object]:
        """What decides which articles and annotations are written, and how."""
        return {
            "status": self.status,
            "contents": self.contents,
            "rejected": self.rejected,
            "source_map": self.source_map,
            "reviewed_only": self.reviewed_only,
            "boilerplate": self.boilerplate,
        }


@dataclass
class ExportReport:
    """What an export came to.

    path        the file or folder; None for standard output
    written     how many articles
    unfinished  how many were left out because they are not marked done
    unread      how many were left out because nothing of them was read, where only that was asked for
    aside       how many annotations were left out with boilerplate
    emptied     how many articles were left out because all of them is boilerplate
    cut         how many annotations were left out with paragraphs that were not read
    losses      what the format has no place for, the first thousand of it
    lost        all of it in sum
    faults      the articles that were not written, and why
    listed      the file that lists the losses, None where there are none
    dry         whether nothing was written
    parts       how many articles went to each part of a divided export
    seed        what it was divided with
    uneven      by how much each part's share of each label is off
    apart       the titles of those that went to no part, because they repeat articles of two
    """

    path: Path | None
    written: int = 0
    unfinished: int = 0
    unread: int = 0
    aside: int = 0
    emptied: int = 0
    cut: int = 0
    losses: list[ArticleLoss] = field(default_factory=list)
    lost: LossCount = field(default_factory=LossCount)
    faults: list[Fault] = field(default_factory=list)
    listed: Path | None = None
    dry: bool = False
    parts: dict[str, int] = field(default_factory=dict)
    seed: int | None = None
    uneven: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    apart: list[str] = field(default_factory=list)

    @property
    def off_tokens(self) -> list[tuple[str, str]]:
        """The spans that do not fall on token borders, as (title, id)."""
        return self._of(Lost.OFF_TOKENS)

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """The quotes of which nothing stands in marks, where only that was asked for, as (title, id)."""
        return self._of(Lost.UNMARKED)

    def _of(self, what: Lost) -> list[tuple[str, str]]:
        return [(each.title, each.loss.detail) for each in self.losses if each.loss.what is what]

    @property
    def sentence(self) -> str:
        """All of it in a line."""
        where = f" to {self.path}" if self.path and not self.dry else ""
        written = "would be written" if self.dry else "written"
        parts = [f"{how_many(self.written, 'article')} {written}{where}"]
        if self.unfinished:
            parts.append(f"{self.unfinished} left out that {'is' if self.unfinished == 1 else 'are'} not marked done")
        if self.unread:
            parts.append(f"{self.unread:,} left out of which nothing was read")
        if self.emptied:
            parts.append(f"{self.emptied:,} left out of which all is boilerplate")
        if self.aside:
            parts.append(f"{how_many(self.aside, 'annotation')} left out in boilerplate")
        if self.cut:
            parts.append(f"{how_many(self.cut, 'annotation')} left out in paragraphs that were not read")
        if self.parts:
            parts.append(", ".join(f"{name} {number}" for name, number in self.parts.items()) + f" (seed {self.seed})")
        if self.apart:
            repeat = "repeats" if len(self.apart) == 1 else "repeat"
            parts.append(f"{len(self.apart):,} left out that {repeat} articles of two parts")
        if self.lost:
            listed = f" (listed in {self.listed.name})" if self.listed else ""
            parts.append(f"not carried over whole: {self.lost.sentence}{listed}")
        if self.faults:
            parts.append(f"{len(self.faults)} not written: {self.faults[0].message}")
        return ", ".join(parts) + "."


def export(
    project: Project,
    path: Path | None,
    options: ExportOptions,
    progress: Progress = lambda done, of: None,
    wanted: Callable[[], bool] = lambda: True,
    divider: Divider | None = None,
) -> ExportReport:
    """Write a project's articles to a file or a folder, in the queue's order; None is standard output.

    May run in a thread of its own with a project of its own (`Project.reader`). `progress` is told how many of how
    many articles are done; once `wanted` is False nothing is written. What the format has no place for is listed in a
    file beside the target. `divider` is what divides the project in the same task. Raises Fault where the target cannot
    be written, and where anything would be lost though `options.strict` forbids it.
    """
    form = format_named(options.format, to_write=True)
    if path is None and (form.folder or options.split is not None):
        raise Fault("A folder of files cannot be written to standard output.", "Name a folder.")
    plan = _plan(project, options, divider or Divider(project), progress, wanted)
    report = ExportReport(path, unfinished=plan.unfinished, dry=options.dry, apart=plan.apart)
    names = plan.split.names if plan.split is not None else ()
    figures = {name: Figures() for name in names or (WHOLE,)}
    with (
        LossList(beside(path) if path is not None and not options.dry else None) as lossy,
        _target(path, folder=form.folder or plan.split is not None, dry=options.dry) as output,
    ):
        report.losses, report.lost = lossy.losses, lossy.lost
        writers = _Writers(form, output, _write_options(options, project.labels(done=options.status == "done"), names))
        for number, article in enumerate(_articles(project, plan, options, report), plan.before + 1):
            if not wanted():
                raise Fault("The export was cancelled; nothing was written.")
            if article is None:
                continue
            title = article.document.article.title
            try:
                losses = tuple(writers.of(article.split).write(article))
            except Fault as fault:
                report.faults.append(Fault(f"{title}: {fault.message}", fault.remedy))
            else:
                report.written += 1
                figures[article.split or WHOLE].add(article.document)
                lossy.add(article.document.article, losses)
            progress(number, plan.before + len(plan.chosen))
        writers.finish()
        if options.strict and report.lost and not options.dry:
            raise Fault(
                f"Nothing was written: {form.title} has no place for {report.lost.sentence}.",
                "Export without --strict, or in another format.",
            )
        if plan.split is not None:
            report.parts = {name: figures[name].articles for name in names}
            report.seed, report.uneven = plan.split.seed, unevenness(figures, plan.split)
        if isinstance(output, FolderOutput):
            by, apart = _exported_by(), len(report.apart)
            _describe(
                output,
                Exported(form, by, options.filters, figures, report.lost, plan.split, apart, _label_maps(project)),
            )
    report.listed = lossy.listed
    return report


def sample(
    project: Project,
    options: ExportOptions,
    *,
    most: int = 5,
    wanted: Callable[[], bool] = lambda: True,
    divider: Divider | None = None,
) -> dict[str, bytes]:
    """The files of an export as they would be if only its first articles were written, by their names.

    The only file of a format that has one is "". An article that cannot be written is left out. Raises Fault where
    there is no such format.
    """
    form = format_named(options.format, to_write=True)
    plan = _plan(project, options, divider or Divider(project), lambda done, of: None, wanted)
    output = KeptOutput("articles")
    names = plan.split.names if plan.split is not None else ()
    writers = _Writers(form, output, _write_options(options, project.labels(done=options.status == "done"), names))
    articles = filter(None, _articles(project, plan, options, ExportReport(None)))
    for article in islice(articles, most):
        with suppress(Fault):
            tuple(writers.of(article.split).write(article))
    writers.finish()
    return output.files


@dataclass(frozen=True)
class _Plan:
    """Which articles are written, and where.

    chosen      their ids
    parts       the part of each by its id, where they are divided
    unfinished  how many are left out because they are not marked done
    apart       the titles of those that go to no part
    before      how many steps of the progress the plan took
    """

    chosen: list[str]
    unfinished: int
    split: Split | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    apart: list[str] = field(default_factory=list)
    before: int = 0


def _plan(
    project: Project, options: ExportOptions, divider: Divider, progress: Progress, wanted: Callable[[], bool]
) -> _Plan:
    every = options.status == "all"
    chosen = project.ids() if every else project.ids(Status.DONE)
    unfinished = 0 if every else len(project.ids(Status.NEW, Status.OPEN))
    if options.split is None:
        return _Plan(chosen, unfinished)
    entries = project.entries()
    total = len(entries) + len(chosen)
    found = divider.sketches(
        entries,
        outlets=options.split.outlets_together,
        progress=lambda done: progress(done, total),
        wanted=wanted,
    )
    division = divider.divide(entries, options.split, found)
    parts = division.parts
    return _Plan(
        chosen=[each for each in chosen if parts.get(each)],
        unfinished=unfinished,
        split=division.split,
        parts=parts,
        apart=[e.title for e in entries if not parts[e.id] and (every or e.status is Status.DONE)],
        before=len(entries),
    )


class _Writers:
    """What writes the articles: one writer, or one for each part where the format does not divide them itself."""

    def __init__(self, form: Format, output: Output, options: WriteOptions) -> None:
        assert form.write is not None
        if form.by_split or not options.splits:
            self._one = form.write(output, options)
            self._parts: dict[str, Writer] = {}
        else:
            suffix = form.suffixes[0]
            self._parts = {
                name: form.write(PartOutput(output, name, suffix), replace(options, splits=()))
                for name in options.splits
            }

    def of(self, part: str) -> Writer:
        """The writer of a part's articles."""
        return self._parts[part] if self._parts else self._one

    def finish(self) -> None:
        """Writes what comes after the last articles."""
        for writer in self._parts.values() or (self._one,):
            writer.finish()


def _describe(output: FolderOutput, exported: Exported) -> None:
    """Puts the README beside the files, where the format has not its own, and the manifest."""
    if not output.has(README):
        output.put(README, card(exported, output.stem))
    files = output.written()  # the manifest not among them
    output.text(MANIFEST).writelines(manifest(exported, files))


def _label_maps(project: Project) -> dict[str, LabelMaps]:
    return {kind: maps_of(project, key) for kind, key in (("formats", FORMATS), ("pipelines", PIPELINES))}


def _exported_by() -> str:
    return f"annotator {annotator.__version__}"


def _write_options(options: ExportOptions, labels: tuple[str, ...], splits: tuple[str, ...]) -> WriteOptions:
    return WriteOptions(
        contents=options.contents,
        rejected=options.rejected,
        source_map=options.source_map,
        exported_by=_exported_by(),
        splits=splits,
        labels=labels,
    )


def _articles(project: Project, plan: _Plan, options: ExportOptions, report: ExportReport) -> Iterator[Portable | None]:
    """The chosen documents, with tokens, one by one; None for one of which nothing is left, as the report says then."""
    for document_id in plan.chosen:
        document: Document | None = with_tokens(project.document(document_id))
        assert document is not None
        if not options.boilerplate:
            whole, document = document, without_boilerplate(document)
            report.aside += len(whole.annotations) - len(document.annotations)
            if whole.text and not document.text:
                report.emptied += 1
                yield None
                continue
        read = read_of(document, project.reading.of(document_id))
        if options.reviewed_only:
            document, gone = only_reviewed(document, read)
            report.unread += document is None
            report.cut += gone if document is not None else 0
        elif read and options.format == OWN:
            stretches = [list(stretch) for stretch in joined(document, read)]
            document = replace(document, meta_extra={**document.meta_extra, "reviewed": stretches})
        if document is None:
            yield None
        else:
            yield Portable(document, project.speakers_of(document.speakers_used), plan.parts.get(document_id, ""))


def with_tokens(document: Document) -> Document:
    """The document, with a blank tokenizer's tokens where it has none yet."""
    if document.tokens is not None:
        return document
    from annotator.nlp.tokenize import tokenize  # spaCy takes half a second; most documents have their tokens

    return replace(document, tokens=tokenize(document.text, document.article.language))


@contextmanager
def _target(path: Path | None, *, folder: bool, dry: bool) -> Iterator[Output]:
    if dry:
        yield NoOutput(path.stem if path is not None else "")
    elif path is None:
        output = FileOutput("", sys.stdout.buffer)
        yield output
        output.flush()
    elif folder:
        with folder_output(path) as files:
            yield files
    else:
        with file_output(path) as file:
            yield file
