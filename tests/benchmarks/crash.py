"""Processes killed by SIGKILL in the middle of editing and importing, every fifth about when it makes its project.

Each project is opened again and held against what its process said was saved. Shown is what is lost, which must be
nothing: on standard error as soon as it is found, with how much has held so far, and again at the end. With `--power`
it is the disk that loses its power, as `tests.store.disk` has it, in the middle of editing, of taking backups, of
putting them back, of compacting, of copying and of bringing an older version's project to this one's: of what was not
synced then anything may be there. With `--faults` every call fails that SQLite makes on the files of a short session,
and that it and the program make in what is done to a whole file, each in a session of its own, once and then until it
is mended; and no file gets longer than so many bytes.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from annotator.model.edits import Edit
from tests.session.chores import CHORES, Workshop
from tests.session.cutting import STORIES, cut_and_check, cuts, moments, record
from tests.session.failing import Breakage, break_once, breakages, make
from tests.session.killing import Outcome, kill_once, write_inputs

EDITING = "editing"
"""Where calls fail: the short session of `tests.session.failing`; what else there is are its chores."""
CUTS = 25
"""How often one recorded session is cut."""


class Tally:
    """What a campaign has come to so far, told on standard error: a line that is written over on a terminal."""

    def __init__(self, rounds: int, sort: str) -> None:
        self.losses: list[str] = []
        self.done = 0
        self.held = 0
        self._rounds, self._sort = rounds, sort

    def lose(self, where: str, error: Exception) -> None:
        """Whatever keeps a project from being opened or undone is a loss."""
        self.losses.append(f"{where}: {type(error).__name__}: {error}")
        print(f"lost, {self.losses[-1]}", file=sys.stderr, flush=True)

    def count(self, held: int = 0) -> None:
        """One more round is over, in which so many things that were said held."""
        self.done += 1
        self.held += held
        end = "\r" if sys.stderr.isatty() and self.done < self._rounds else "\n"
        line = f"{self.done} of {self._rounds}, {self.held} {self._sort}, {len(self.losses)} lost"
        print(line, end=end, file=sys.stderr, flush=True)

    def end(self) -> int:
        """Shows the losses once more; the exit code."""
        for line in self.losses:
            print(line)
        return 1 if self.losses else 0


def run(argv: Sequence[str]) -> int:
    """Kills processes that edit a project and looks at what they leave; 1 where anything is lost, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks crash", description="kill processes that edit a project"
    )
    parser.add_argument("--rounds", type=int, default=100, help="how many processes to kill, or cuts to make (100)")
    parser.add_argument("--seed", type=int, default=1000, help="the first one's seed (1000)")
    parser.add_argument("--power", action="store_true", help="cut the power instead of killing processes")
    parser.add_argument(
        "--faults", action="store_true", help="have calls on files fail; `rounds` of them, spread evenly"
    )
    parser.add_argument(
        "--story", choices=[*STORIES, EDITING, *CHORES], help="cut the power, or have calls fail, in such sessions only"
    )
    options = parser.parse_args(argv)
    if options.power:
        kinds = [options.story] if options.story else [kind for kind in STORIES if kind != "careless"]
        return _cut_power(options.rounds, options.seed, kinds)
    if options.faults:
        return _fail(options.rounds, options.story)
    outcomes: list[Outcome] = []
    tally = Tally(options.rounds, "transactions acknowledged")
    began = time.perf_counter()
    for seed in range(options.seed, options.seed + options.rounds):
        held = 0
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            try:
                outcomes.append(kill_once(folder, write_inputs(folder), seed, making=seed % 5 == 0))
                held = outcomes[-1].acknowledged
            except Exception as error:
                tally.lose(f"seed {seed}", error)
        tally.count(held)
    _print(outcomes, tally, time.perf_counter() - began)
    return tally.end()


def _print(outcomes: Sequence[Outcome], tally: Tally, seconds: float) -> None:
    ahead = sum(outcome.found - outcome.acknowledged for outcome in outcomes)
    kinds = frozenset[str]().union(*(outcome.kinds for outcome in outcomes))
    never = sorted(Edit.verbs.keys() - kinds)
    print(f"processes killed          {tally.done} in {seconds:.0f} s")
    print(f"sound, nothing lost       {len(outcomes)}")
    print(f"transactions acknowledged {tally.held} by these, all there on reopening, and undone and redone")
    print(f"saved, not acknowledged   {ahead}, killed between the two")
    missing = f"; never: {', '.join(never)}" if never else ", which are all"
    print(f"kinds of edits            {len(kinds)}{missing}")
    print(f"articles brought in       {sum(outcome.imported for outcome in outcomes)}, most of them beside the edits")


def _cut_power(rounds: int, seed: int, kinds: Sequence[str]) -> int:
    tally = Tally(rounds, "times something acknowledged")
    events = said = unsynced = 0
    began = time.perf_counter()
    while tally.done < rounds:
        with tempfile.TemporaryDirectory() as name:
            story = record(Path(name), kinds[seed % len(kinds)], seed)
        events += len(story.events)
        said += len(story.said)
        for moment, disk, heard in cuts(story, moments(story, min(CUTS, rounds - tally.done))):
            unsynced += disk.unsynced
            held = 0
            with tempfile.TemporaryDirectory() as name:
                try:
                    held = cut_and_check(Path(name), story, moment, disk, heard)
                except Exception as error:
                    tally.lose(f"{story.kind} {seed}, event {moment}", error)
            tally.count(held)
        seed += 1
    print(
        f"cuts                      {tally.done} in {time.perf_counter() - began:.0f} s; {unsynced} writes, lengths and"
    )
    print("                          names were not synced then")
    print(f"sound, nothing lost       {tally.done - len(tally.losses)}")
    print(
        f"acknowledged              {tally.held} transactions and backups, each there after every cut that came later"
    )
    print(f"recorded                  {events} events of the disk, {said} acknowledgements")
    return tally.end()


def _fail(rounds: int, story: str | None) -> int:
    with tempfile.TemporaryDirectory() as name:
        every = list(_faults(Path(name), [story] if story else [EDITING, *CHORES]))
        chosen = every[:: max(1, len(every) // rounds)][:rounds]
        tally = Tally(len(chosen), "told in good order")
        for kind, breakage, break_once in chosen:
            held = 0
            try:
                break_once(breakage)
                held = 1
            except Exception as error:
                tally.lose(f"{kind}, {breakage}", error)
            tally.count(held)
    print(f"sessions with a fault     {len(chosen)} of the {len(every)} that there are")
    print(f"told, nothing lost        {tally.held}")
    print(f"what was done             {', '.join(dict.fromkeys(kind for kind, _, _ in chosen))}")
    print(f"calls that failed         {', '.join(sorted({breakage.name for _, breakage, _ in chosen}))}")
    return tally.end()


def _faults(folder: Path, kinds: Sequence[str]) -> Iterator[tuple[str, Breakage, Callable[[Breakage], object]]]:
    """Everything that can fail, in what, and what has it fail."""
    workshop = Workshop(folder)
    for kind in kinds:
        every = breakages(folder / kind) if kind == EDITING else workshop.breakages(kind)
        break_one = partial(_break_editing, folder) if kind == EDITING else partial(workshop.break_once, kind)
        yield from ((kind, breakage, break_one) for breakage in every)


def _break_editing(folder: Path, breakage: Breakage) -> None:
    made, copy = folder / "project.anno", folder / "copy"
    if not made.exists():
        make(made)
    copy.mkdir()
    try:
        break_once(made, copy / made.name, breakage)
    finally:
        shutil.rmtree(copy)
