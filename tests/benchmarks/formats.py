"""How fast articles go out to every format and come in again, and with how much memory; plain articles only come in.

Two projects of different size are filled; each is exported to every format that is written, and what was written is
imported into a new project, each in a process of its own whose peak memory is its own. Memory is constant where the
larger project takes no more than the smaller one, but for what is said below. CPU time, of that process. Where it has
another one read for it (Parquet), that one's time and memory count with its own.

What encodes JSON is measured by itself too, against msgspec's own encoder on the same records.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import process_time

from tests.benchmarks.plainfiles import SOURCES

ENCODING_BUDGET = 2.0
"""How many times as long as msgspec's encoder the program's may take on records that are built."""
GROWTH_BUDGET = 20.0
"""MB more that the larger project may take: ids of 100 bytes an article, and what the allocator has not given back."""
WORDS = 150
_SMALL = 1_000


def run(argv: Sequence[str]) -> int:
    """Print a row for each format and way; 1 where a budget is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks formats", description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000, help="in the larger project (10,000)")
    parser.add_argument("--small", type=int, default=_SMALL, help="in the smaller project (1,000)")
    parser.add_argument("--format", action="append", help="only this format; may be given again")
    parser.add_argument("--words", type=int, default=WORDS, help="in an article (150)")
    parser.add_argument("--task", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.task:
        print(json.dumps(_TASKS[options.task[0]](*options.task[1:])))
        return 0
    met = _encoding()
    with tempfile.TemporaryDirectory() as folder:
        small, large = (Path(folder) / f"{n}.anno" for n in (options.small, options.articles))
        for project, articles in ((small, options.small), (large, options.articles)):
            _apart("fill", project, articles, options.words)
        print(f"{'end to end':<36}{'articles/s':>11}{'peak MB':>9}{f'of {options.small:,}':>11}{'growth':>8}")
        for name in options.format or (*_written(), *SOURCES):
            if name in SOURCES:
                met &= _one_way(name, (options.small, options.articles), options.words, Path(folder))
            else:
                met &= _both_ways(name, small, large, Path(folder))
    return 0 if met else 1


def _encoding() -> bool:
    """Whether records that are built are encoded within the budget; three sorts of text."""
    import msgspec

    from annotator.formats.jsontext import encoded

    met = True
    for name, change in (("English", str), ("French", _accented), ("Ukrainian", _cyrillic)):
        records = [_record(seed, change) for seed in range(50)]
        own = msgspec.json.Encoder().encode
        ratio = median(_time(encoded, records) / _time(own, records) for _ in range(9))
        fine = ratio <= ENCODING_BUDGET
        met &= fine
        verdict = "" if fine else "  MISSED"
        print(f"encoding, {name + ' text:':<16}{ratio:5.2f} x msgspec  (budget {ENCODING_BUDGET:.0f} x){verdict}")
    return met


def _time(encode, records: Sequence[object]) -> float:  # type: ignore[no-untyped-def]
    began = process_time()
    for _ in range(10):
        for record in records:
            encode(record)
    return process_time() - began


def _accented(text: str) -> str:
    return text.replace("e", "é").replace("a", "è").replace(".", "”")


def _cyrillic(text: str) -> str:
    return text.translate({ord("a") + n: chr(0x0430 + n) for n in range(26)})


def _record(seed: int, change) -> object:  # type: ignore[no-untyped-def]
    """A line of the project's JSONL as it is before it is encoded."""
    from annotator.formats.jsonl.writing import to_line

    document, speakers = _article(seed, WORDS)
    article = replace(document.article, text=change(document.text))
    return json.loads(to_line(replace(document, article=article), speakers, exported_by="x").data)


def _article(seed: int, words: int):  # type: ignore[no-untyped-def]
    from annotator.model.document import Status
    from annotator.nlp.tokenize import tokenize
    from tests.benchmarks.articles import SPEAKERS, article

    document = article(words, seed=seed)
    name = sha256(document.text.encode()).hexdigest()[:16]
    speakers = {f"{name}.{key}": replace(each, id=f"{name}.{key}") for key, each in SPEAKERS.items()}
    made = replace(
        document,
        article=replace(document.article, id=name, title=f"Article {seed}"),
        tokens=tokenize(document.text, "en"),
        quotes=tuple(replace(quote, speaker=f"{name}.{quote.speaker}") for quote in document.quotes),
        status=Status.DONE,
    )
    return made, {each: speakers[each] for each in made.speakers_used}


def _written() -> list[str]:
    from annotator.session.exchange.formats import formats

    return [name for name, each in formats().items() if each.write is not None]


def _both_ways(name: str, small: Path, large: Path, folder: Path) -> bool:
    from annotator.session.exchange.formats import formats

    met = True
    ways = ("export", "import") if formats()[name].read is not None else ("export",)
    for way in ways:
        rows = []
        for project in (small, large):
            target = folder / f"{project.stem}-{name}{formats()[name].suffixes[0]}"
            arguments = (project, target) if way == "export" else (target, folder / f"{project.stem}-{name}.anno")
            rows.append(_apart(way, *arguments, name))
        if "unavailable" in rows[0]:
            print(f"{name + ', ' + way:<36}{rows[0]['unavailable']}")
            return met
        met &= _told(f"{name}, {way}", *rows)
    return met


def _one_way(name: str, sizes: Sequence[int], words: int, folder: Path) -> bool:
    """Whether plain articles, which the benchmark makes itself, come in with constant memory."""
    rows = []
    for articles in sizes:
        target = folder / f"plain-{articles}{SOURCES[name][0]}"
        made = _apart("make", name, target, articles, words)
        if "unavailable" in made:
            print(f"{name + ', import':<36}{made['unavailable']}")
            return True
        rows.append(_apart("import", target, folder / f"plain-{articles}.anno"))
        for each in folder.glob(f"plain-{articles}*"):
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    return _told(f"{name}, import", *rows)


def _told(name: str, few: Mapping[str, float], many: Mapping[str, float]) -> bool:
    """Print a row; whether the larger number of articles took no more memory than it may."""
    growth = many["peak"] - few["peak"]
    fine = growth <= GROWTH_BUDGET
    print(
        f"{name:<36}{many['articles'] / many['seconds']:11.0f}{many['peak']:9.0f}{few['peak']:11.0f}"
        f"{growth:8.1f}{'' if fine else '  MISSED'}",
        flush=True,
    )
    return fine


def _apart(*task: object) -> dict[str, float]:
    """What a task came to that was done in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks", "formats", "--task", *map(str, task)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found


def _fill(path: str, articles: str, words: str) -> dict[str, float]:
    from annotator.model.exchange import Imported
    from annotator.session.exchange.importing import Found
    from annotator.session.exchange.intake import Intake
    from annotator.store.project import Project
    from annotator.store.sources import Source

    def made() -> Iterator[Found]:
        for seed in range(int(articles)):
            document, speakers = _article(seed, int(words))
            data = document.text.encode()
            yield Found(
                Imported(document=document, speakers=tuple(speakers.values())),
                Source(f"{seed}.txt", data, sha256(data).hexdigest()),
            )

    with Project.create(Path(path), by="benchmark") as project, Intake(project, "benchmark") as taking:
        taking.take(made())
    return {}


def _export(path: str, target: str, name: str) -> dict[str, object]:
    from annotator.model.faults import Fault
    from annotator.session.exchange.exporting import ExportOptions, export
    from annotator.store.project import Project

    began = process_time()
    with Project.open(Path(path), by="", read_only=True) as project:
        try:
            report = export(project, Path(target), ExportOptions(format=name))
        except Fault as fault:
            return {"unavailable": fault.message}
    assert not report.faults, report.faults[0]
    return _figures(report.written, began)


def _make(name: str, target: str, articles: str, words: str) -> dict[str, object]:
    try:
        SOURCES[name][1](Path(target), int(articles), int(words))
    except ImportError as error:
        return {"unavailable": f"{error}."}
    return {}


def _import(source: str, path: str, name: str | None = None) -> dict[str, object]:
    from annotator.session.exchange.importing import read_paths
    from annotator.session.exchange.intake import Intake
    from annotator.store.project import Project

    began = process_time()
    with Project.create(Path(path), by="") as project, Intake(project, "", listed=Path(f"{path}.tsv")) as taking:
        taking.take(read_paths([Path(source)], form=name))
    assert not taking.report.faults, taking.report.faults[0]
    assert taking.report.added
    return _figures(len(taking.report.added), began)


def _figures(articles: int, began: float) -> dict[str, object]:
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()  # that wait for another file
    seconds = process_time() - began + sum(map(_seconds, children))
    return {"articles": articles, "seconds": seconds, "peak": sum(map(_peak, ("self", *children)))}


def _peak(process: str) -> float:
    """MB that a process has held at most; what `getrusage` says begins with what its parent held."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1e3


def _seconds(process: str) -> float:
    """CPU time of a process."""
    user, system = Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


_TASKS = {"fill": _fill, "make": _make, "export": _export, "import": _import}
