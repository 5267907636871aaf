"""How long a person waits at the start: for the article's text, and for its suggestions.

Each run is a process of its own, `annotator` as a person starts it, from the first of its imports on; `cold` has a new
home, so it makes the project too. Wall time, in the order in which a person sees things: the window has painted the
article's text; its suggestions are in the text. The window's CPU time until the text is shown stands beside the wall
time: on a busy machine it says more.

Bytecode is kept between the runs, in a folder of their own that a run before them fills: so it is for whoever starts
the program a second time, whatever this environment says (PYTHONDONTWRITEBYTECODE). With `--compiling` all modules that
have no bytecode beside them are compiled at every start, as at the first.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from annotator.model.edits import AddDocument, AddSpeaker
from annotator.nlp.tokenize import tokenize
from annotator.session.projects.projects import create_session
from annotator.session.settings.settings import Settings
from tests.benchmarks.articles import SPEAKERS, article

RUNS = 5
TEXT_BUDGET = 1.0
SUGGESTIONS_BUDGET = 3.0

_PROGRAM = """
import gc, json, sys, time
gc.disable()  # as the command does
started = float(sys.argv[1])
from annotator.cli.app import run
from annotator.ui import app
from PySide6.QtCore import QTimer

times, make_window = {}, app.make_window

def watched(*arguments):
    window = make_window(*arguments)
    timer = QTimer(window)
    timer.timeout.connect(lambda: look(window))
    timer.start(5)
    return window

def look(window):
    document = window.session.document
    if document is None or not document.text:
        return
    if "text" not in times:
        window.text.viewport().repaint()
        times["text"] = time.time() - started
        times["processor"] = time.process_time()
    if document.entities and "suggestions" not in times:
        window.text.viewport().repaint()
        times["suggestions"] = time.time() - started
        print(json.dumps(times))
        window.close()

app.make_window = watched
run(sys.argv[2:])
"""


def _run(home: Path, named: list[Path], bytecode: Path | None) -> dict[str, float]:
    kept = {"PYTHONDONTWRITEBYTECODE": "1"}
    if bytecode is not None:
        kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(bytecode)}
    environment = {**os.environ, **kept, "ANNOTATOR_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(time.time()), *(["open", *map(str, named)] if named else [])],
        env=environment, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    times: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return times


def _long_project(folder: Path) -> Path:
    """A project with an article of 100,000 words and 7,000 annotations, as the benchmark of the text view has it."""
    document = article(100_000)
    document = replace(document, tokens=tokenize(document.text, "en"))  # as they are after the first time it was open
    project = folder / "long.anno"
    session = create_session(project, Settings())
    session.dispatch(
        "import.articles", [*map(AddSpeaker, SPEAKERS.values()), AddDocument(document)], "Import", sources=()
    )
    session.close()
    return project


def run(argv: list[str]) -> int:
    """Print a row per budget; 1 where one is missed. `argv` may name an article to start with instead of the sample."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks startup", description=__doc__)
    parser.add_argument("articles", nargs="*", type=Path)
    parser.add_argument("--compiling", action="store_true", help="keep no bytecode")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        return _measured(options.articles, None if options.compiling else Path(folder))


def _measured(articles: list[Path], bytecode: Path | None) -> int:
    met = True
    print("no bytecode kept: modules are compiled at every start" if bytecode is None else "bytecode kept")
    print(f"{'start':<34}{'median':>8}{'worst':>8}{'CPU':>8}{'budget':>8}")
    if bytecode is not None:
        with tempfile.TemporaryDirectory() as home:
            _run(Path(home), [], bytecode)
    for name, named in (("first start, sample", []), *((str(path), [path]) for path in articles)):
        cold = []
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory() as home:
                cold.append(_run(Path(home), named, bytecode))
        met &= _rows(name, cold)
    with tempfile.TemporaryDirectory() as home:
        project = _long_project(Path(home))
        met &= _rows("100,000 words", [_run(Path(home), [project], bytecode) for _ in range(RUNS)])
    return 0 if met else 1


def _rows(name: str, runs: list[dict[str, float]]) -> bool:
    met = True
    for what, budget in (("text", TEXT_BUDGET), ("suggestions", SUGGESTIONS_BUDGET)):
        times = [each[what] for each in runs]
        fine = median(times) <= budget
        met &= fine
        spent = f"{median(each['processor'] for each in runs):7.2f}s" if what == "text" else ""
        print(
            f"{f'{name}: {what}':<34}{median(times):7.2f}s{max(times):7.2f}s{spent:>8}{budget:7.1f}s  "
            f"{'' if fine else 'MISSED'}"
        )
    return met
