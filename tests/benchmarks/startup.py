"""How long a person waits at the start: for the article's text, and for its suggestions.

Each run is a process of its own: `cold` has a new home, so it makes the project too. Wall time, in the order in which
a person sees things: the window has painted the article's text; its suggestions are in the text.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

RUNS = 5
TEXT_BUDGET = 1.0
SUGGESTIONS_BUDGET = 3.0

_PROGRAM = """
import gc, json, sys, time
gc.disable()
from pathlib import Path
started = float(sys.argv[1])
from annotator.ui.app import make_application, make_window
application = make_application(["annotator"])
window = make_window([Path(name) for name in sys.argv[2:]])
window.show()
times = {}
def look():
    document = window.session.document
    if document is None or not document.text:
        return
    if "text" not in times:
        window.text.viewport().repaint()
        times["text"] = time.time() - started
    if document.entities:
        window.text.viewport().repaint()
        times["suggestions"] = time.time() - started
        print(json.dumps(times))
        window.close()
from PySide6.QtCore import QTimer
timer = QTimer()
timer.timeout.connect(look)
timer.start(5)
application.exec()
"""


def _run(home: Path, named: list[Path]) -> dict[str, float]:
    environment = {**os.environ, "ANNOTATOR_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(time.time()), *map(str, named)],
        env=environment, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    times: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return times


def _long_article(folder: Path, words: int) -> Path:
    sentences = "Mayor Ada Brook opened the bridge in Lisbon on Monday. “We waited nine years,” Brook said.\n"
    path = folder / "long.txt"
    path.write_text(sentences * (words // 16), encoding="utf-8")
    return path


def run(argv: list[str]) -> int:
    """Print a row per budget; 1 where one is missed. `argv` may name an article to start with instead of the sample."""
    met = True
    print(f"{'start':<34}{'median':>8}{'worst':>8}{'budget':>8}")
    for name, named in (("first start, sample", []), *((path, [Path(path)]) for path in argv)):
        cold = []
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory() as home:
                cold.append(_run(Path(home), named))
        met &= _rows(name, cold)
    with tempfile.TemporaryDirectory() as home:
        article = _long_article(Path(home), 100_000)
        _run(Path(home), [article])  # makes the project; its suggestions are in it from now on
        project = next(Path(home).rglob("*.anno"))
        met &= _rows("100,000 words, opened again", [_run(Path(home), [project]) for _ in range(RUNS)])
    return 0 if met else 1


def _rows(name: str, runs: list[dict[str, float]]) -> bool:
    met = True
    for what, budget in (("text", TEXT_BUDGET), ("suggestions", SUGGESTIONS_BUDGET)):
        times = [each[what] for each in runs]
        fine = median(times) <= budget
        met &= fine
        print(
            f"{f'{name}: {what}':<34}{median(times):7.2f}s{max(times):7.2f}s{budget:7.1f}s  {'' if fine else 'MISSED'}"
        )
    return met
