"""What is done to a whole project beside the window: labels changed, mentions compared, a pipeline run again, and more.

A timer of 5 ms in the event loop notes how late it comes, and how much of that the window's own thread computed: only
that is the program's on a machine that does other things too.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.turns import BUDGET, Rows

if TYPE_CHECKING:
    from annotator.model.document import Document

LABELS = ("PERSON", "ORG", "GPE", "DATE")
PARTS = (
    "finding", "labels", "mentions", "again", "text", "lines", "articles", "panels", "figures", "file", "projects",
    "openings",
)  # fmt: skip
QUERIES = (
    *("harbour", '"mara lind"', "har*", "-harbour", "1999", "label:PERSON", "label:PERSON mara", "score:<0.6"),
    *("decision:accepted", "decision:rejected"),
    *("status:new", "origin:p", "origin:elsewhere", "outlet:times", "date:2026", "is:flagged", "is:noted"),
)
"""What is looked for: everywhere, in one article, in a quarter of the entities, in all of them, and nowhere."""
SENTENCE = "Mara Lind met the harbour board in Brenna on Monday. "
USUAL = 10
"""Each of so many names stands once in as many articles as the others, marked in nine of ten of these."""
NAME = len("Mara Lind")
LINE = "Read more in the harbour news."
"""The last paragraph of every article."""
LONG = 100_000
"""The words of the last article."""


def run(argv: Sequence[str]) -> int:
    """Prints a row for each act; 1 where the budget is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks project", description="change a whole project")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--entities", type=int, default=100, help="in each article (100)")
    parser.add_argument("--many", type=int, default=1_000, help="articles that are deleted, or run over again (1,000)")
    parser.add_argument("--part", choices=PARTS, action="append", help="what is measured, in place of everything")
    parser.add_argument("--project", type=Path, help="a project that was kept, of which a copy is changed")
    parser.add_argument("--keep", type=Path, help="where the project is kept as it was made")
    options = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["ANNOTATOR_HOME"] = home
        path = Path(home) / "news.anno"
        if options.project is not None:
            shutil.copyfile(options.project, path)
        else:
            began = time.process_time()
            make(path, options.articles, options.entities)
            print(f"made in {time.process_time() - began:.0f} s of CPU")
        if options.keep is not None:
            shutil.copyfile(path, options.keep)
        print(f"{path.stat().st_size / 1e6:.0f} MB")
        parts = options.part or PARTS
        found = "finding" not in parts or _found(path)
        return 0 if _measure(path, [part for part in parts if part != "finding"], options.many) and found else 1


def make(path: Path, articles: int, entities: int) -> None:
    """A project of articles with entities of four labels in turn, a quarter of them each, and a long article.

    Each names one of the usual names, has a note on its first entity and the same last paragraph; of every second one
    some was read.
    """
    from annotator.store import documents, queue, speakers
    from annotator.store.coverage import Looked
    from annotator.store.project import Project
    from tests.benchmarks.articles import SPEAKERS, article

    with Project.create(path, by="mk") as project:
        for first in range(0, articles, 500):
            made = [
                _article(number, f"{number} ", f"Ana Ruiz{number % USUAL} left.", entities)
                for number in range(first, min(first + 500, articles))
            ]
            with project._database.write() as connection:
                documents.add(connection, made)
                queue.enter(connection, made, {})
            at = "2026-11-01T12:00:00Z"
            project.reading.keep(Looked(each.id, "mk", ((0, "digest"),), 0.5, 20.0, at) for each in made[::2])
        long = article(LONG)
        with project._database.write() as connection:
            for speaker in SPEAKERS.values():
                speakers.put(connection, speaker)
            documents.add(connection, [long])
            queue.enter(connection, [long], {})


def _article(number: int, before: str, named: str, entities: int) -> "Document":
    """An article that names one person in each sentence, and at its end another one."""
    from annotator.model.document import Article, Document, Entity, Span

    text = before + SENTENCE * entities
    starts = range(len(before), len(text), len(SENTENCE))
    marks = [(Span(start, start + NAME), LABELS[n % 4]) for n, start in enumerate(starts)]
    if number // USUAL % 10:
        marks.append((Span(len(text), len(text) + named.index(" left")), LABELS[0]))
    mark = Entity(id="", span=Span(0, 1), label="", origin="p 1", score=0.5)
    return Document(
        article=Article(id=f"a{number}", text=f"{text}{named}\n{LINE}", title=f"Article {number}"),
        entities=tuple(
            replace(mark, id=f"e{n}", span=span, label=label, note=None if n else "which board?")
            for n, (span, label) in enumerate(marks)
        ),
    )


def _found(path: Path) -> bool:
    """Prints what finding costs, in milliseconds of CPU of the thread that does it; whether the budget is met."""
    from annotator.model.finding.query import parse
    from annotator.session.finding.inquiry import AT_ONCE, Results, inquire
    from annotator.store.project import Project

    print(f"{'finding, beside the window':<34}{'first':>9}{'all counted':>14}{'budget':>9}")
    met = True
    with Project.open(path, by="mk", read_only=True) as project:
        for typed in QUERIES:
            stamps: list[float] = []
            began = time.thread_time()

            def note(_: Results, began: float = began, stamps: list[float] = stamps) -> None:
                stamps.append(1000 * (time.thread_time() - began))

            inquire(project, parse(typed), AT_ONCE, lambda: True, note)
            fine = stamps[0] <= BUDGET
            met &= fine
            print(f"{typed:<34}{stamps[0]:6.0f} ms{stamps[-1]:11.0f} ms{BUDGET:6.0f} ms  {'' if fine else 'MISSED'}")
    return met


def _measure(path: Path, parts: Sequence[str], many: int) -> bool:
    if not parts:
        return True
    from annotator.ui.app import make_application, make_window
    from annotator.ui.tidying import Tidying
    from tests.benchmarks import acts

    application = make_application(["annotator"])
    window = make_window([path], reader="tests.session.readers:Plain")
    window.show()
    application.processEvents()
    tidying = Tidying(window)
    window.windows.tidy(tidying)
    rows = Rows()
    ends = time.perf_counter() + 2
    rows.measure("nothing", lambda: None, lambda: time.perf_counter() > ends)
    for part in parts:
        getattr(acts, part)(window, rows.measure, many)
    window.windows.close_all()
    tidying.end()
    return rows.met
