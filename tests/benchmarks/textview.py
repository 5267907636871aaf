"""The text view's own work against the budgets of its specification: a row each.

Times are CPU milliseconds of the window's thread, medians of several runs (p95 where the row says so), no screen,
1000 × 800. Frames of a scroll, a jump and a resize are repainted whole; after an edit or a step of a drag what the view
asks for is. Each device pixel ratio (`--ratio R`, else 1 and 2) has several processes of its own (`--processes N`),
whose medians are printed; `--rounds N` repeats each figure N times in a process.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from annotator.model.document import Annotation
    from annotator.ui.textview.view import TextView

SIZE = (1000, 800)


class Row(NamedTuple):
    """A budget, what was measured, and the unit of both."""

    name: str
    figure: float
    budget: float
    unit: str = "ms"

    @property
    def met(self) -> bool:
        """Whether the figure keeps the budget."""
        return self.figure <= self.budget


def run(argv: list[str]) -> int:
    """Prints a row per budget and device pixel ratio; returns 1 where one is missed."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks textview", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--ratio", type=float, action="append")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    ratios = options.ratio or [1.0, 2.0]
    if options.one:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ["QT_SCALE_FACTOR"] = str(ratios[0])
        with tempfile.TemporaryDirectory() as home:
            os.environ["ANNOTATOR_HOME"] = home
            print(json.dumps(_rows(options.rounds, Path(home))))
        return 0
    met = True
    for ratio in ratios:
        print(f"device pixel ratio {ratio:g}")
        for row in _medians(ratio, options.rounds, options.processes):
            met &= row.met
            verdict = "met" if row.met else "MISSED"
            print(
                f"{row.name:<58}{row.figure:>9.2f} {row.unit:<3}{row.budget:>8.0f} {row.unit:<3} {verdict}", flush=True
            )
    return 0 if met else 1


def _medians(ratio: float, rounds: int, processes: int) -> list[Row]:
    """The rows of several processes, one after the other, with the median of each figure."""
    command = [sys.executable, "-m", "tests.benchmarks", "textview", "--one", f"--rounds={rounds}", f"--ratio={ratio}"]
    runs = []
    for _ in range(processes):
        ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        runs.append([Row(*values) for values in json.loads(ended.stdout.splitlines()[-1])])
    return [rows[0]._replace(figure=median(row.figure for row in rows)) for rows in zip(*runs, strict=True)]


def _timed(act: Callable[[], object]) -> float:
    start = time.thread_time()
    act()
    return (time.thread_time() - start) * 1000


def _rows(rounds: int, home: Path) -> list[Row]:
    from annotator.ui.app import make_application
    from annotator.ui.theme import LIGHT, apply

    app = make_application(sys.argv[:1])
    apply(app, LIGHT)  # the scroll bar is the program's then
    bench = Bench(app, rounds)
    memory = bench.memory()
    rows = [bench.opening(), *bench.scrolling(), *bench.editing(), *bench.saving(home)]
    return [*rows, bench.jumping(), bench.resizing(), bench.long_line(), memory]


class Bench:
    """Measures one view on generated articles."""

    def __init__(self, app: "QApplication", rounds: int) -> None:
        from tests.benchmarks.articles import LABELS, SPEAKERS, article

        self.app = app
        self.rounds = rounds
        self.labels, self.speakers = LABELS, SPEAKERS
        self.documents = {words: article(words) for words in (500, 10_000, 100_000)}
        for document in self.documents.values():
            len(document.by_id)
            len(document.article.paragraphs)

    def view(self, words: int) -> "TextView":
        """A view that shows the article of that many words."""
        from annotator.ui.textview.view import TextView

        view = TextView()
        view.resize(*SIZE)
        view.show()
        view.show_document(self.documents[words], self.speakers, self.labels)
        self.app.processEvents()
        return view

    def opening(self) -> Row:
        """A 100,000-word article, from the document to its first picture."""
        view = self.view(500)

        def act() -> None:
            view.show_document(self.documents[100_000], self.speakers, self.labels)
            view.viewport().repaint()

        times = []
        for _ in range(max(3, self.rounds)):
            view.show_document(self.documents[500], self.speakers, self.labels)
            times.append(_timed(act))
        return Row("100,000 words, document ready to first paint", median(times), 30)

    def scrolling(self) -> list[Row]:
        """Frames of a scroll at 500, 10,000 and 100,000 words."""
        rows, medians = [], {}
        for words in self.documents:
            view = self.view(words)
            bar = view.verticalScrollBar()
            times = []
            for _ in range(self.rounds):
                bar.setValue(0)
                for _ in range(150):
                    at = bar.value() + 60 if bar.value() + 60 <= bar.maximum() else 0

                    times.append(_timed(partial(_scroll, view, at)))
            medians[words] = quantiles(times, n=20)[18]
            rows.append(Row(f"{words:,} words, scroll frame (median {median(times):.2f}), p95", medians[words], 8))
            view.close()
        rows.append(Row("scroll frame p95, 100,000 words to 500", medians[100_000] / medians[500], 5, "x"))
        return rows

    def editing(self) -> list[Row]:
        """An accepted edit and a step of a border drag at 100,000 words, shown again."""
        document = self.documents[100_000]
        view = self.view(100_000)
        target = document.entities[len(document.entities) // 2]
        view.reveal(target.span)
        view.viewport().repaint()
        times, paints = [], []
        for i in range(20 * self.rounds):
            after = document.put(replace(target, label=self.labels[i % len(self.labels)]))

            def act(after: object = after) -> None:
                view.update_document(after, self.speakers, [target.id])

            times.append(_timed(act))
            paints.append(_timed(partial(_shown, view)))
        whole = [a + b for a, b in zip(times, paints, strict=True)]
        drags = []
        for i in range(20 * self.rounds):
            span = target.span._replace(end=target.span.end + i % 9)

            def drag(span: object = span) -> None:
                view.preview(target.id, span)
                _shown(view)

            drags.append(_timed(drag))
        return [
            Row("an edit, shown", median(whole), 10),
            Row("of it painting", median(paints), 5),
            Row("a step of a border drag, shown", median(drags), 10),
            self.marking(view, target.id),
        ]

    def saving(self, home: Path) -> list[Row]:
        """Edits of the whole window at 100,000 words: from a key until it is on disk and on screen."""
        from annotator.model.edits import AddDocument, AddSpeaker
        from annotator.session.projects.projects import create_session
        from annotator.session.selection import Selection
        from annotator.session.settings.settings import Settings
        from annotator.ui.app import make_window

        project = home / "long.anno"
        session = create_session(project, Settings())
        added = [*map(AddSpeaker, self.speakers.values()), AddDocument(self.documents[100_000])]
        session.dispatch("import.articles", added, "Import", sources=())
        session.close()
        window = make_window([project], reader="tests.session.readers:Plain")
        window.resize(*SIZE)
        window.show()
        self.app.processEvents()
        document = window.session.document
        assert document is not None

        def times(chosen: "Sequence[Annotation]", command: str, among: int) -> list[float]:
            found = []
            for number, annotation in enumerate(chosen):
                window.session.select(Selection(annotation=annotation.id))
                self.settle()

                def act(name: str = f"{command}.{number % among + 1}") -> None:
                    window.run(name)
                    _shown(window)

                found.append(_timed(act))
                self.settle()
            return found

        middle = len(document.entities) // 2
        labels = times(document.entities[middle : middle + 20 * self.rounds], "label", 8)
        voices = times(document.quotes[300 : 300 + 10 * self.rounds], "speaker", 3)
        window.close()
        return [
            Row("a label, saved and shown", median(labels), 10),
            Row("another speaker, saved and shown", median(voices), 10),
        ]

    def settle(self) -> None:
        """Has the panels follow and be painted: what an act before has left to be shown is not the next one's."""
        for _ in range(3):
            self.app.processEvents()

    def marking(self, view: "TextView", changed: str) -> Row:
        """The strip of marks beside the scroll bar at 100,000 words, after an edit."""
        before, times = view.document, []
        after = before.drop(changed)
        view.strip.repaint()
        self.app.processEvents()
        for _ in range(10 * self.rounds):

            def act(before: object = before, after: object = after) -> None:
                view.strip.change(before, after, [changed])
                view.strip.repaint()

            times.append(_timed(act))
            before, after = after, before
        return Row("marks beside the scroll bar, after an edit", median(times), 2)

    def jumping(self) -> Row:
        """Jumps to random places of 100,000 words."""
        view = self.view(100_000)
        dice = random.Random(3)
        times = []
        for _ in range(20 * self.rounds):
            entity = dice.choice(self.documents[100_000].entities)

            def act(span: object = entity.span) -> None:
                view.reveal(span)
                view.viewport().repaint()

            times.append(_timed(act))
        return Row("jump anywhere", median(times), 10)

    def resizing(self) -> Row:
        """Changes of the window's width at 100,000 words."""
        view = self.view(100_000)
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
        view.viewport().repaint()
        times = []
        for i in range(10 * self.rounds):

            def act(width: int = 700 - 7 * (i % 20)) -> None:
                view.resize(width, SIZE[1])
                view.viewport().repaint()

            times.append(_timed(act))
        return Row("resize", median(times), 20)

    def long_line(self) -> Row:
        """One paragraph of a million characters without a space."""
        from annotator.model.document import Article, Document

        document = Document(article=Article(id="line", text="abcdefghij" * 100_000))
        len(document.article.paragraphs)
        view = self.view(500)

        def act() -> None:
            view.show_document(document, {}, self.labels)
            view.viewport().repaint()

        return Row("one line of 1 MB, open", median(_timed(act) for _ in range(self.rounds)), 30)

    def memory(self) -> Row:
        """What the view holds after an article of 100,000 words was scrolled through, by resident size."""
        from PySide6.QtWidgets import QApplication

        view = self.view(500)
        before = _resident()
        view.show_document(self.documents[100_000], self.speakers, self.labels)
        bar = view.verticalScrollBar()
        for i in range(400):
            bar.setValue(bar.maximum() * i // 400)
            view.viewport().repaint()
        QApplication.processEvents()
        return Row("memory beyond the document's", (_resident() - before) / 1e6, 30, "MB")


def _shown(window: "QWidget") -> None:
    """Paints what of a window has asked to be painted."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(window, QEvent.Type.UpdateRequest)


def _scroll(view: "TextView", at: int) -> None:
    view.verticalScrollBar().setValue(at)
    view.viewport().repaint()


def _resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
