"""The longest time the window does not answer while suggestions, an import, an export or a search run behind it.

A timer of 5 ms in the event loop notes how late it comes. That is wall time, in which other work on the machine counts
too, so the median of several rounds is held against the budget and the worst is printed beside it. What the window's
own thread did in its longest turn, as CPU time, has a budget of its own, the worst of all rounds against it.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

BUDGET = 50.0
"""Milliseconds; the project's budget for whatever runs behind the window."""
TURN_BUDGET = 25.0
"""Milliseconds of CPU time; half of it, so that a turn keeps the budget on a processor that it has half of."""
ARTICLES = 60
ROUNDS = 3


class Silence(NamedTuple):
    """The longest time without an answer, and the most that one turn of the window's thread did; milliseconds."""

    gap: float
    turn: float


def run(argv: list[str]) -> int:
    """Print a row for each kind of work; 1 where a budget is missed."""
    del argv
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found: dict[str, list[Silence]] = {}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as home:
            os.environ["ANNOTATOR_HOME"] = home
            for name, silence in _round(Path(home)).items():
                found.setdefault(name, []).append(silence)
    met = True
    print(f"{'behind the window':<42}{'median':>8}{'worst':>9}{'of':>6}{'worst turn, CPU':>18}{'of':>6}")
    for name, silences in found.items():
        gaps, turn = [silence.gap for silence in silences], max(silence.turn for silence in silences)
        fine = median(gaps) <= BUDGET and turn <= TURN_BUDGET
        met &= fine
        print(
            f"{name:<42}{median(gaps):6.1f}ms{max(gaps):7.1f}ms{BUDGET:4.0f}ms{turn:16.1f}ms{TURN_BUDGET:4.0f}ms  "
            f"{'' if fine else 'MISSED'}",
            flush=True,
        )
    return 0 if met else 1


def _longest_until(arrived: Callable[[], bool], limit: float = 120) -> Silence:
    from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

    QCoreApplication.processEvents()  # what the act before has left to be shown is not behind the window
    loop, longest, last = QEventLoop(), Silence(0.0, 0.0), (time.perf_counter(), time.thread_time())
    ends = last[0] + limit

    def tick() -> None:
        nonlocal longest, last
        now, spent = time.perf_counter(), time.thread_time()
        longest = Silence(max(longest.gap, 1000 * (now - last[0]) - 5), max(longest.turn, 1000 * (spent - last[1])))
        last = now, spent  # what `arrived` does is part of the turn after this
        if arrived() or now > ends:
            loop.quit()

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(5)
    loop.exec()
    timer.stop()
    return longest


def _news(folder: Path) -> Path:
    from annotator import paths

    folder.mkdir()
    samples = [path.read_text(encoding="utf-8") for path in sorted((paths.resources() / "sample").glob("*.md"))]
    for number in range(ARTICLES):
        text = f"# Article {number}\n\n" + samples[number % len(samples)].partition("\n")[2]
        (folder / f"{number:03}.md").write_text(text, encoding="utf-8")
    return folder


def _round(home: Path) -> dict[str, Silence]:
    from annotator.model.finding.everywhere import GiveLabel, Order
    from annotator.model.finding.identical import mentions
    from annotator.session.exchange.exporting import ExportOptions
    from annotator.session.finding.everywhere import carry_out
    from annotator.session.finding.searching import InText, Search
    from annotator.session.finding.seeking import Sought
    from annotator.session.news import Exported, Imported
    from annotator.ui.app import make_application, make_window
    from annotator.ui.tidying import Tidying

    application = make_application(["annotator"])
    folder = _news(home / "news")
    window = make_window([])
    window.show()
    tidying = Tidying(window.text)
    tidying.follow(window.text)
    application.processEvents()
    heard: list[object] = []
    window.session.subscribe(heard.append)

    def prepared(number: int) -> bool:
        return sum(entry.prepared for entry in window.session.entries) >= number

    gaps = {"suggestions, the pipeline being loaded": _longest_until(lambda: prepared(2))}
    window.background.import_paths([folder])
    gaps[f"import of {ARTICLES} articles"] = _longest_until(lambda: any(isinstance(e, Imported) for e in heard))

    def read_on() -> bool:
        current = [entry.id for entry in window.session.entries].index(window.session.current or "")
        if prepared(current + 2) and current + 3 < len(window.session.entries):
            window.run("article.next")
        return current >= 20

    gaps["reading through 20 prepared articles"] = _longest_until(read_on)
    for status, words in (("done", "export of what was read"), ("all", "export of what no tokenizer has read, too")):
        if status == "done":
            for entry in [entry for entry in window.session.entries if entry.prepared]:
                window.session.open(entry.id)
                window.run("article.done")
        heard.clear()
        window.background.export_to(home / f"{status}.jsonl", ExportOptions(status=status))
        gaps[words] = _longest_until(lambda: any(isinstance(e, Exported) for e in heard))
    label = Order(GiveLabel("EVENT"), "bridge")
    articles = [
        (entry.id, tuple(mentions(window.session.load(entry.id), "bridge"))) for entry in window.session.entries
    ]
    carry_out(window.session, label, [(name, spans) for name, spans in articles if spans])
    gaps["a label in all of these articles"] = _longest_until(lambda: not window.session.works)
    window.run("edit.undo")
    gaps["undoing it"] = _longest_until(lambda: not window.session.works)
    window.background.seek(InText("a" * 5000, Search(r"(?:a|aa)+$b", expression=True)))
    gaps["an expression without end"] = _longest_until(lambda: any(isinstance(e, Sought) for e in heard))
    window.close()
    tidying.end()
    return gaps
