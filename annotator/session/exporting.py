"""Writing a project's articles as JSONL."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TextIO

import annotator
from annotator.formats.files import written_beside
from annotator.formats.jsonl import Contents, to_line
from annotator.model.document import Document, Status
from annotator.model.faults import Fault
from annotator.store.project import Project


@dataclass(frozen=True)
class ExportOptions:
    """What an export writes.

    status      "done": only articles marked done; "all": every one
    contents    of a mixed quote the whole clause, or only what stands in quote marks
    rejected    rejected suggestions too, as hard negatives
    source_map  where the text stood in the imported file
    """

    status: Literal["done", "all"] = "done"
    contents: Contents = "clause"
    rejected: bool = False
    source_map: bool = False


@dataclass
class ExportReport:
    """What an export came to.

    written     how many articles
    unfinished  how many were left out because they are not marked done
    off_tokens  the spans that do not fall on token borders, as (title, id)
    left_out    the quotes of which nothing stands in marks, where only that was asked for, as (title, id)
    faults      the articles that were not written, and why
    """

    path: Path | None
    written: int = 0
    unfinished: int = 0
    off_tokens: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """All of it in a line."""
        where = f" to {self.path}" if self.path else ""
        parts = [f"{self.written} {'article' if self.written == 1 else 'articles'} written{where}"]
        if self.unfinished:
            parts.append(f"{self.unfinished} left out that {'is' if self.unfinished == 1 else 'are'} not marked done")
        if self.off_tokens:
            parts.append(f"{len(self.off_tokens)} spans off token borders")
        if self.left_out:
            parts.append(f"{len(self.left_out)} quotes without marks left out")
        if self.faults:
            parts.append(f"{len(self.faults)} not written: {self.faults[0].message}")
        return ", ".join(parts) + "."


def export(
    project: Project,
    path: Path | None,
    options: ExportOptions,
    progress: Callable[[int, int], None] = lambda done, of: None,
    wanted: Callable[[], bool] = lambda: True,
) -> ExportReport:
    """Write a project's articles to a file, one a line, in the queue's order; None is standard output.

    May run in a thread of its own with a project of its own (`Project.reader`). `progress` is told how many of how
    many articles are done; once `wanted` is False nothing is written. Raises Fault where the file cannot be written.
    """
    entries = project.entries()
    chosen = [e for e in entries if e.status is Status.DONE or options.status == "all"]
    unfinished = 0 if options.status == "all" else sum(e.status in (Status.NEW, Status.OPEN) for e in entries)
    speakers = project.speakers()
    report = ExportReport(path, unfinished=unfinished)
    with _target(path) as file:
        for number, entry in enumerate(chosen):
            if not wanted():
                raise Fault("The export was cancelled; nothing was written.")
            document = with_tokens(project.document(entry.id))
            if not document.speakers_used <= speakers.keys():  # suggested since this export began
                speakers = project.speakers()
            try:
                line = to_line(
                    document,
                    speakers,
                    contents=options.contents,
                    rejected=options.rejected,
                    source_map=options.source_map,
                    exported_by=f"annotator {annotator.__version__}",
                )
            except Fault as fault:
                report.faults.append(Fault(f"{entry.title}: {fault.message}", fault.remedy))
            else:
                file.write(line.text + "\n")
                report.written += 1
                report.off_tokens += [(entry.title, span) for span in line.off_tokens]
                report.left_out += [(entry.title, quote) for quote in line.left_out]
            progress(number + 1, len(chosen))
    return report


def with_tokens(document: Document) -> Document:
    """The document, with a blank tokenizer's tokens where it has none yet."""
    if document.tokens is not None:
        return document
    from annotator.nlp.tokenize import tokenize  # spaCy takes half a second; most documents have their tokens

    return replace(document, tokens=tokenize(document.text, document.article.language))


@contextmanager
def _target(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    with written_beside(path) as file:
        yield file
