"""How long a backup keeps the window's thread waiting: beginning one before a bulk change, and while it is copied."""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from time import perf_counter

from annotator.model.edits import AddDocument
from annotator.session.projects.keeping import Keeper
from annotator.store.backups import Backups
from annotator.store.project import Project
from tests.store.editor import BY, Editor, article, suggestions

BUDGET = 0.05
"""Seconds that no backup may keep the window waiting."""
TURN = 0.002


def run(argv: Sequence[str]) -> int:
    """Backs up a project of many articles while a thread like the window's turns; 1 over the budget, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks backups", description="back up a project")
    parser.add_argument("--articles", type=int, default=2000, help="of some 25,000 characters (2000)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.anno"
        _make(path, options.articles)
        backups = Backups(Path(folder) / "backups", path)
        project = Project.open(path, by=BY)  # as the window has it
        quiet = _longest_gap(2.0)
        done = Event()
        keeper = Keeper(backups, done.set, settle=3600)
        keeper.start()
        began = perf_counter()
        keeper.before("bulk")
        beginning = perf_counter() - began
        gap, began = 0.0, perf_counter()
        while not backups.list():
            gap = max(gap, _longest_gap(0.1))
        took = perf_counter() - began
        keeper.close()
        project.close()
        print(f"project                   {path.stat().st_size / 1e6:.0f} MB, copied and checked in {took:.1f} s")
    print(f"beginning a backup        {beginning * 1000:.1f} ms of the window's thread")
    print(f"longest gap meanwhile     {gap * 1000:.1f} ms (without a backup {quiet * 1000:.1f}); the budget is 50")
    return 1 if max(beginning, gap - quiet) > BUDGET else 0


def _make(path: Path, articles: int) -> None:
    with Project.create(path, by=BY) as project:
        editor = Editor(project)
        for number in range(articles):
            document = article(f"a{number}", 550)
            editor.do(AddDocument(document), *suggestions(document), origin="import.text")
            editor.state = type(editor.state)()


def _longest_gap(seconds: float) -> float:
    """The longest time between two turns of a thread that asks for one every two milliseconds."""
    longest, last = 0.0, perf_counter()
    end = last + seconds
    while last < end:
        time.sleep(TURN)
        now = perf_counter()
        longest, last = max(longest, now - last - TURN), now
    return longest
