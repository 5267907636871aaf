"""Eight hours' worth of an analyst's events in one process: what grows meanwhile, and what gets slower.

A window on generated articles of 200 words goes through them with keys and clicks as they come from a keyboard and a
mouse: labels, decisions, speakers, kinds, borders, undo, redo, done, next. Where an analyst would read, it rests, as
far as the program does something in rests. After every twentieth of the articles it is measured; what came before the
first two of these (500 of 10,000 articles) does not count, as caches fill then. Times are the window thread's own CPU
time for one gesture with what is painted for it, as medians; a machine that is busy is slower for a while, so they are
held against the time that the same thread takes for always the same work beside each article.
"""

import argparse
import gc
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

TIMES = 40
"""How often it is measured."""
SETTLED = 2
"""Measurements after which caches are full."""
MEMORY, DRIFT = 0.05, 0.2
GESTURES = (
    *("Space", "1", "2", "3", "A", "X", "Space", "Shift+1", "=", "K", "Space", "Shift+A", "0", "N", "2"),
    *("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Z", "D", "1", "click", "1", "]", "Right", "Esc", "drag", "Q", "drag", "2"),
)
"""What is pressed, and where the mouse is used, one after the other."""


@dataclass(frozen=True)
class Measured:
    """What the process has after so many articles and edits, and the median milliseconds of a gesture since before.

    yard  the same for work that is always the same
    """

    articles: int
    edits: int
    megabytes: float
    handles: int
    threads: int
    objects: int
    edit: float
    opening: float
    yard: float


def run(argv: Sequence[str]) -> int:
    """Print a row for each measurement and what has grown; 1 where that is over budget."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks soak", description="work for eight hours")
    parser.add_argument("--articles", type=int, default=1000, help="how many articles are opened (1000)")
    parser.add_argument("--edits", type=int, default=10, help="how many edits are made in each (10)")
    options = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.process_time()
    with tempfile.TemporaryDirectory() as home:
        os.environ["ANNOTATOR_HOME"] = home
        rows = _soak(_project(Path(home), options.articles), options.edits)
    print(f"{time.process_time() - began:.0f} s of CPU time")
    return _judge(rows)


def _judge(rows: Sequence[Measured]) -> int:
    first, last = rows[SETTLED - 1], rows[-1]
    early, late = rows[SETTLED : SETTLED + 4], rows[-4:]
    results = [
        ("memory", last.megabytes / first.megabytes - 1, MEMORY),
        ("latency of an edit", _ratio(early, late, "edit"), DRIFT),
        ("latency of opening", _ratio(early, late, "opening"), DRIFT),
    ]
    # What is lost stays lost: then even the fewest later are more than ever before. A backup or a reader that comes and
    # goes has two handles and a thread for a moment.
    counts = [
        (name, max(getattr(row, name) for row in early), min(getattr(row, name) for row in late))
        for name in ("handles", "threads", "objects")
    ]
    for what, grown, most in results:
        print(f"{what:20} {grown:+8.1%}   at most {most:+.0%}{'' if grown <= most else '  MISSED'}")
    for what, before, after in counts:
        print(f"{what:20} {after - before:+8}   at most +0{'' if after <= before else '  MISSED'}")
    fine = all(grown <= most for _, grown, most in results) and all(after <= before for _, before, after in counts)
    return 0 if fine else 1


def _ratio(early: Sequence[Measured], late: Sequence[Measured], name: str) -> float:
    before, after = (median(getattr(row, name) / row.yard for row in rows) for rows in (early, late))
    return after / before - 1


def _project(home: Path, articles: int) -> Path:
    from annotator.model.edits import AddDocument, AddSpeaker
    from annotator.session.projects.projects import create_session
    from annotator.session.settings.settings import Settings
    from tests.benchmarks.articles import SPEAKERS, article

    session = create_session(home / "many.anno", Settings())
    session.dispatch("import.articles", [AddSpeaker(speaker) for speaker in SPEAKERS.values()], "Import")
    for first in range(0, articles, 200):
        documents = []
        for number in range(first, min(first + 200, articles)):
            document = article(200, seed=number)
            documents.append(replace(document, article=replace(document.article, id=f"a{number:05}")))
        session.dispatch("import.articles", [AddDocument(document) for document in documents], "Import")
    path = session.project.path
    session.close()
    return path


class _Analyst:
    """Works in a window, and notes what a gesture takes and how many edits were made."""

    def __init__(self, window: Any, application: Any) -> None:
        from PySide6.QtCore import QTimer

        from annotator.ui.tidying import Tidying

        self.window, self.application = window, application
        self.session = window.session
        self.edits = self.at = 0
        self.random = Random(1)
        self.took: list[float] = []
        self.opened: list[float] = []
        self.yards: list[float] = []
        self.session.subscribe(self._hear)
        tidying = Tidying(window.text)
        tidying.follow(window.text)
        self._rest = tidying.findChild(QTimer).timeout.emit

    def _hear(self, event: object) -> None:
        from annotator.model.history import Update

        if isinstance(event, Update) and event.transaction.origin.startswith(("user.", "undo.", "redo.")):
            self.edits += 1

    def work(self, edits: int) -> None:
        """Make so many edits in the article on the desk, rest, and go to the next."""
        for _ in range(20 * edits):
            if edits <= 0:
                break
            before = self.edits
            took = self._timed(lambda: self._gesture(GESTURES[self.at % len(GESTURES)]))
            self.at += 1
            if self.edits > before:
                self.took.append(took)
                edits -= 1
        self._rest()
        self.yards.append(_yard())
        here = self.session.current
        self.opened.append(self._timed(lambda: self._gesture("Ctrl+PgDown" if self.at % 3 else "Ctrl+Return")))
        assert self.session.current != here, "the next article did not open"

    def _timed(self, act: Any) -> float:
        began = time.thread_time()
        act()
        self.application.processEvents()
        return 1000 * (time.thread_time() - began)

    def _gesture(self, name: str) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        if name in ("click", "drag"):
            self._point(drag=name == "drag")
            return
        *held, key = name.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for each in held:
            modifiers |= getattr(Qt.KeyboardModifier, {"Ctrl": "Control"}.get(each, each) + "Modifier")
        keys = {"Esc": "Escape", "PgDown": "PageDown", "]": "BracketRight", "=": "Equal"}
        QTest.keyClick(self.window.text, getattr(Qt.Key, f"Key_{keys.get(key, key)}"), modifiers)

    def _point(self, *, drag: bool) -> None:
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        from annotator.model.document import Span

        text, left = self.window.text, Qt.MouseButton.LeftButton
        words = list(self.session.document.tokens or ()) or [e.span for e in self.session.document.entities]
        at = self.random.randrange(len(words))
        span = Span(words[at].start, words[min(at + 3, len(words) - 1)].end if drag else words[at].end)
        text.reveal(span)
        rect = text.scene().rects(span)[0]
        start, end = rect.topLeft().toPoint() + QPoint(2, 6), rect.bottomRight().toPoint() - QPoint(2, 6)
        if not drag:
            QTest.mouseClick(text.viewport(), left, pos=start)
            return
        QTest.mousePress(text.viewport(), left, pos=start)
        QTest.mouseMove(text.viewport(), (start + end) / 2)
        QTest.mouseMove(text.viewport(), end)
        QTest.mouseRelease(text.viewport(), left, pos=end)


def _soak(project: Path, edits: int) -> list[Measured]:
    from annotator.ui.app import make_application, make_window

    application = make_application(sys.argv[:1])
    window = make_window([project], reader="tests.session.readers:Plain")
    window.show()
    window.text.setFocus()
    analyst = _Analyst(window, application)
    count = len(window.session.entries) - 1
    rows: list[Measured] = []
    print("articles   edits      MB  handles  threads  objects  ms an edit  ms an opening  ms of a yardstick")
    for number in range(1, count + 1):
        analyst.work(edits)
        if number >= (len(rows) + 1) * count / TIMES:
            rows.append(_measured(number, analyst))
            print(
                "{0.articles:8} {0.edits:7} {0.megabytes:7.1f} {0.handles:8} {0.threads:8} {0.objects:8} "
                "{0.edit:11.2f} {0.opening:14.2f} {0.yard:18.2f}".format(rows[-1]),
                flush=True,
            )
    window.close()
    return rows


def _measured(articles: int, analyst: _Analyst) -> Measured:
    from PySide6.QtCore import QObject

    gc.collect()
    tops = analyst.application.topLevelWidgets()
    row = Measured(
        articles=articles,
        edits=analyst.edits,
        megabytes=_resident() / 1e6,
        handles=sum(1 for _ in Path("/proc/self/fd").iterdir()),
        threads=threading.active_count(),
        objects=sum(len(top.findChildren(QObject)) for top in tops) + len(tops),
        edit=median(analyst.took),
        opening=median(analyst.opened),
        yard=median(analyst.yards),
    )
    for times in (analyst.took, analyst.opened, analyst.yards):
        times.clear()
    return row


def _yard() -> float:
    """Milliseconds for work that is always the same: values, dicts and sorting, as most of the program's is."""
    began = time.thread_time()
    made = [(number * 7919 % 5003, str(number)) for number in range(8000)]
    assert len({words: number for number, words in sorted(made)}) == 8000
    return 1000 * (time.thread_time() - began)


def _resident() -> int:
    with Path("/proc/self/statm").open(encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
