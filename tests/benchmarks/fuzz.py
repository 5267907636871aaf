"""What every reader makes of damaged files: articles and Faults, soon, and nothing beside the file touched.

Damaged by `tests.formats.damaging`, the same ones for the same seed. Each format is read in a process of its own, which
is ended where one file takes it too long. Counted are what was raised that is no Fault, files that take more than a
second for each begun 100 kB (CPU time), files opened and connections made meanwhile but for the program's own code, and
Faults of a text of several lines that name no line.
"""

import argparse
import faulthandler
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from time import process_time
from typing import Any

_PER_BYTE = 1 / 100_000
_ENDED = 20.0
"""Seconds of the clock after which a file is given up, on a busy machine."""
_PLACED = re.compile(r"\b(line|row|column|article|page|item|task|byte|character|record|sentence)\b", re.IGNORECASE)
_WITHOUT_LINES = frozenset({"pdf", "docx", "spacy", "parquet", "huggingface-parquet"})
_COUNTED = ("read", "faults", "raised", "slow", "ended", "touched", "unplaced")
_BAD = ("raised", "slow", "ended", "touched")


def run(argv: Sequence[str]) -> int:
    """Print a row for each format; 1 where a reader did what it must not."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks fuzz", description=__doc__.split("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="in all, shared among the formats (100,000)")
    parser.add_argument("--format", action="append", help="only this format; may be given again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--task", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.task:
        _task(options.task[0], options.seed, int(options.task[1]), int(options.task[2]))
        return 0
    from annotator.session.exchange.formats import format_named
    from tests.formats.damaging import readable, sound

    asked = options.format or [form.name for form in readable()]
    names = [name for name in asked if sound(format_named(name, to_write=False))]
    print("".join(f"{name}: what writes it is not installed\n" for name in asked if name not in names), end="")
    print(f"{'':<24}" + "".join(f"{name:>10}" for name in ("inputs", *_COUNTED)))
    total: Counter[str] = Counter()
    for name in names:
        figures = _of(name, options.seed, -(-options.inputs // len(names)))
        total += figures
        _print(name, figures)
    _print("all", total)
    return 1 if any(total[bad] for bad in _BAD) else 0


def _print(name: str, figures: Counter[str]) -> None:
    print(f"{name:<24}" + "".join(f"{figures[key]:10,}" for key in ("inputs", *_COUNTED)), flush=True)


def _of(name: str, seed: int, count: int) -> Counter[str]:
    """The figures of a format; what was wrong is told on standard error, each sort once."""
    figures: Counter[str] = Counter()
    told: set[str] = set()
    first = 0
    while first < count:
        command = [sys.executable, "-m", "tests.benchmarks", "fuzz", "--seed", str(seed)]
        child = subprocess.Popen(
            [*command, "--task", name, str(first), str(count)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert child.stdout is not None
        for line in child.stdout:
            outcome = json.loads(line)
            first = outcome["number"] + 1
            figures["inputs"] += 1
            for what in outcome["what"]:
                figures[what] += 1
            if outcome["said"] and outcome["said"] not in told:
                told.add(outcome["said"])
                print(f"{name}, input {outcome['number']}: {outcome['said']}", file=sys.stderr)
        if child.wait() == 0:
            break
        figures["inputs"] += 1
        figures["ended"] += 1
        print(f"{name}, input {first}: the process ended ({child.returncode})", file=sys.stderr)
        first += 1
    return figures


def _task(name: str, seed: int, first: int, count: int) -> None:
    """Read inputs and print what came of each, a line of JSON."""
    from annotator.session.exchange.formats import format_named

    form = format_named(name, to_write=False)
    touched: list[str] = []
    inputs = list(islice(_inputs(form, seed, count), first, None))
    for each in inputs[:1]:
        _read(form, each)  # whatever is loaded lazily is loaded before anything is watched
    sys.addaudithook(lambda event, given: touched.append(f"{event} {given[0]!r}") if _outside(event, given) else None)
    for number, each in enumerate(inputs, first):
        touched.clear()
        faulthandler.dump_traceback_later(_ENDED + len(each.data) * _PER_BYTE, exit=True)
        began = process_time()
        what, said = _read(form, each)
        seconds = process_time() - began
        faulthandler.cancel_dump_traceback_later()
        if touched:
            what, said = [*what, "touched"], said or touched[0]
        if seconds > max(1.0, len(each.data) * _PER_BYTE):
            what, said = [*what, "slow"], said or f"{seconds:.1f} s for {len(each.data)} bytes"
        print(json.dumps({"number": number, "what": what, "said": said}), flush=True)


def _inputs(form: Any, seed: int, count: int) -> Iterator[Any]:
    from dataclasses import replace

    from tests.formats.damaging import damaged, sound

    files = sound(form)
    for number, each in enumerate(files):
        share = count // len(files) + (number < count % len(files))
        for data in damaged(each.data, share, seed + number):
            yield replace(each, data=data)


def _outside(event: str, given: tuple[Any, ...]) -> bool:
    if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.remove", "os.rename", "os.mkdir"):
        return True
    if event != "open" or not isinstance(given[0], str):
        return False
    writes = isinstance(given[1], str) and any(letter in given[1] for letter in "wax+")
    return writes or not given[0].startswith((sys.prefix, sys.base_prefix, *filter(None, sys.path), "/proc/", "/usr/"))


def _read(form: Any, given: Any) -> tuple[list[str], str]:
    """What came of an input, and what was wrong in words."""
    from annotator.model.exchange import Imported
    from annotator.model.faults import Fault

    found: list[Any] = []
    said = ""
    try:
        form.recognises(given)
        found = list(_here(form, given))
    except Fault as fault:
        found = [fault]
    except Exception as error:
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{place.tb_lineno}" if place else ""
        return ["raised"], f"{type(error).__name__} at {where}: {str(error)[:120]}"
    what = ["read"] if any(isinstance(each, Imported) for each in found) else []
    faults = [each for each in found if isinstance(each, Fault)]
    if faults:
        what.append("faults")
    if form.name not in _WITHOUT_LINES and given.data.count(b"\n") > 1:
        bare = [each for each in faults if not _PLACED.search(each.message)]
        what += ["unplaced"] if bare else []
        said = f"no line in: {re.sub('[0-9]+', 'N', bare[0].message)[:60]}" if bare else ""
    return what, said


def _here(form: Any, given: Any) -> Any:
    """What is read; what is read in a child process otherwise is read in this one, which is a child already."""
    from annotator.formats import apart
    from annotator.model.faults import Fault

    place = getattr(form.read, "args", ())
    if not place or form.read.func not in (apart._read, apart._stream):
        return form.read(given)
    if form.read.func is apart._stream:
        portions = apart._portions(apart._Streamed(place[0], given, apart.PER_PORTION))
        answers: list[Any] = [each for each in portions if each is not None]
    else:
        answers = [apart._answer(apart._Task(place[0], given.name, given.data, apart.PATIENCE))]
    whole: list[Any] = []
    for answer in answers:
        whole += answer if isinstance(answer, list) else [Fault(answer, "") if isinstance(answer, str) else answer]
    return whole
