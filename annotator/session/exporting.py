"""Writing a project's articles, in the project's own JSONL or another tool's format."""

import csv
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import annotator
from annotator.formats.files import written_beside
from annotator.formats.outputs import FileOutput, NoOutput, file_output, folder_output
from annotator.model.document import Document, Speaker, Status
from annotator.model.exchange import Contents, Format, Loss, LossCount, Lost, Output, Portable, WriteOptions
from annotator.model.faults import Fault
from annotator.session.formats import OWN, format_named
from annotator.store.project import Project
from annotator.store.queue import Entry

Progress = Callable[[int, int], None]
_LOSSES = ".losses.tsv"
_ROWS = 100_000
"""How many rows the list of losses has at most; the sums count all."""


@dataclass(frozen=True)
class ExportOptions:
    """What an export writes.

    status      "done": only articles marked done; "all": every one
    contents    of a mixed quote the whole clause, or only what stands in quote marks
    rejected    rejected suggestions too, as hard negatives
    source_map  where the text stood in the imported file
    format      the name of a format that can be written
    dry         whether only the report is wanted, and nothing is to be written
    strict      whether nothing is to be written where anything would be lost
    """

    status: Literal["done", "all"] = "done"
    contents: Contents = "clause"
    rejected: bool = False
    source_map: bool = False
    format: str = OWN
    dry: bool = False
    strict: bool = False


@dataclass(frozen=True)
class ArticleLoss:
    """A loss, and the title of the article that it is of."""

    title: str
    article: str
    loss: Loss


@dataclass
class ExportReport:
    """What an export came to.

    path        the file or folder; None for standard output
    written     how many articles
    unfinished  how many were left out because they are not marked done
    losses      what the format has no place for, the first 100,000 of them
    lost        the same in sum
    faults      the articles that were not written, and why
    listed      the file that lists the losses, None where there are none
    dry         whether nothing was written
    """

    path: Path | None
    written: int = 0
    unfinished: int = 0
    losses: list[ArticleLoss] = field(default_factory=list)
    lost: LossCount = field(default_factory=LossCount)
    faults: list[Fault] = field(default_factory=list)
    listed: Path | None = None
    dry: bool = False

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
        parts = [f"{self.written} {'article' if self.written == 1 else 'articles'} {written}{where}"]
        if self.unfinished:
            parts.append(f"{self.unfinished} left out that {'is' if self.unfinished == 1 else 'are'} not marked done")
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
) -> ExportReport:
    """Write a project's articles to a file or a folder, in the queue's order; None is standard output.

    May run in a thread of its own with a project of its own (`Project.reader`). `progress` is told how many of how
    many articles are done; once `wanted` is False nothing is written. What the format has no place for is listed in a
    file beside the target. Raises Fault where the target cannot be written, and where anything would be lost though
    `options.strict` forbids it.
    """
    chosen_format = format_named(options.format, to_write=True)
    if path is None and chosen_format.folder:
        raise Fault(f"{chosen_format.title} is a folder of files, which standard output cannot be.", "Name a folder.")
    entries = project.entries()
    chosen = [e for e in entries if e.status is Status.DONE or options.status == "all"]
    unfinished = 0 if options.status == "all" else sum(e.status in (Status.NEW, Status.OPEN) for e in entries)
    report = ExportReport(path, unfinished=unfinished, dry=options.dry)
    with _target(path, chosen_format, dry=options.dry) as output:
        assert chosen_format.write is not None
        writer = chosen_format.write(output, _write_options(options, project.labels(done=options.status == "done")))
        for number, article in enumerate(_articles(project, chosen)):
            if not wanted():
                raise Fault("The export was cancelled; nothing was written.")
            title = article.document.article.title
            try:
                losses = tuple(writer.write(article))
            except Fault as fault:
                report.faults.append(Fault(f"{title}: {fault.message}", fault.remedy))
            else:
                report.written += 1
                _note(report, article.document, losses)
            progress(number + 1, len(chosen))
        writer.finish()
        if options.strict and report.lost and not options.dry:
            raise Fault(
                f"Nothing was written: {chosen_format.title} has no place for {report.lost.sentence}.",
                "Export without --strict, or in another format.",
            )
    if report.losses and path is not None and not options.dry:
        report.listed = _list(report, path)
    return report


def _write_options(options: ExportOptions, labels: tuple[str, ...]) -> WriteOptions:
    return WriteOptions(
        contents=options.contents,
        rejected=options.rejected,
        source_map=options.source_map,
        exported_by=f"annotator {annotator.__version__}",
        labels=labels,
    )


def _articles(project: Project, entries: list[Entry]) -> Iterator[Portable]:
    """The entries' documents, with tokens, one by one."""
    speakers = project.speakers()
    for entry in entries:
        document = with_tokens(project.document(entry.id))
        if not document.speakers_used <= speakers.keys():  # suggested since this export began
            speakers = project.speakers()
        yield Portable(document, _used(document, speakers))


def _used(document: Document, speakers: Mapping[str, Speaker]) -> Mapping[str, Speaker]:
    return {id_: speakers[id_] for id_ in document.speakers_used if id_ in speakers}


def _note(report: ExportReport, document: Document, losses: tuple[Loss, ...]) -> None:
    report.lost.add(losses)
    room = _ROWS - len(report.losses)
    report.losses += [ArticleLoss(document.article.title, document.id, loss) for loss in losses[:room]]


def _list(report: ExportReport, path: Path) -> Path:
    """Lists the losses beside what was written."""
    listed = path.with_name(path.name + _LOSSES)
    with written_beside(listed) as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(("article", "title", "what", "count", "start", "end", "detail"))
        for each in report.losses:
            start, end = each.loss.span or ("", "")
            rows.writerow((each.article, each.title, each.loss.what, each.loss.count, start, end, each.loss.detail))
    return listed


def with_tokens(document: Document) -> Document:
    """The document, with a blank tokenizer's tokens where it has none yet."""
    if document.tokens is not None:
        return document
    from annotator.nlp.tokenize import tokenize  # spaCy takes half a second; most documents have their tokens

    return replace(document, tokens=tokenize(document.text, document.article.language))


@contextmanager
def _target(path: Path | None, chosen: Format, *, dry: bool) -> Iterator[Output]:
    if dry:
        yield NoOutput(path.stem if path is not None else "")
    elif path is None:
        output = FileOutput("", sys.stdout.buffer)
        yield output
        output.flush()
    elif chosen.folder:
        with folder_output(path) as folder:
            yield folder
    else:
        with file_output(path) as file:
            yield file
