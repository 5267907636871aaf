"""Processes killed by SIGKILL in the middle of editing and importing, every fifth about when it makes its project.

Each project is opened again and held against what its process said was saved. Shown is what is lost, which must be
nothing. With `--power` it is the disk that loses its power, as `tests.store.disk` has it, in the middle of editing, of
taking backups, of putting them back, of compacting, of copying and of bringing an older version's project to this
one's: of what was not synced then anything may be there. With `--faults` every call that SQLite makes on the files of a
short session fails, each in a session of its own, once and then until it is mended.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from annotator.model.edits import Edit
from tests.session.cutting import STORIES, cut_and_check, cuts, moments, record
from tests.session.failing import break_once, breakages, make
from tests.session.killing import Outcome, kill_once, write_inputs

CUTS = 25
"""How often one recorded session is cut."""


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
    parser.add_argument("--story", choices=list(STORIES), help="cut the power in such sessions only")
    options = parser.parse_args(argv)
    if options.power:
        kinds = [options.story] if options.story else [kind for kind in STORIES if kind != "careless"]
        return _cut_power(options.rounds, options.seed, kinds)
    if options.faults:
        return _fail(options.rounds)
    outcomes: list[Outcome] = []
    losses: list[str] = []
    began = time.perf_counter()
    for seed in range(options.seed, options.seed + options.rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            try:
                outcomes.append(kill_once(folder, write_inputs(folder), seed, making=seed % 5 == 0))
            except Exception as error:  # whatever keeps a project from being opened or undone is a loss
                losses.append(f"seed {seed}: {type(error).__name__}: {error}")
        print(f"\r{len(outcomes) + len(losses)} of {options.rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    _print(outcomes, losses, time.perf_counter() - began)
    return 1 if losses else 0


def _print(outcomes: Sequence[Outcome], losses: Sequence[str], seconds: float) -> None:
    acknowledged = sum(outcome.acknowledged for outcome in outcomes)
    ahead = sum(outcome.found - outcome.acknowledged for outcome in outcomes)
    kinds = frozenset[str]().union(*(outcome.kinds for outcome in outcomes))
    never = sorted(Edit.verbs.keys() - kinds)
    print(f"processes killed          {len(outcomes) + len(losses)} in {seconds:.0f} s")
    print(f"sound, nothing lost       {len(outcomes)}")
    print(f"transactions acknowledged {acknowledged} by these, all there on reopening, and undone and redone")
    print(f"saved, not acknowledged   {ahead}, killed between the two")
    missing = f"; never: {', '.join(never)}" if never else ", which are all"
    print(f"kinds of edits            {len(kinds)}{missing}")
    for line in losses:
        print(line)


def _cut_power(rounds: int, seed: int, kinds: Sequence[str]) -> int:
    losses: list[str] = []
    done = events = said = checked = unsynced = 0
    began = time.perf_counter()
    while done < rounds:
        with tempfile.TemporaryDirectory() as name:
            story = record(Path(name), kinds[seed % len(kinds)], seed)
        events += len(story.events)
        said += len(story.said)
        for moment, disk, heard in cuts(story, moments(story, min(CUTS, rounds - done))):
            unsynced += disk.unsynced
            with tempfile.TemporaryDirectory() as name:
                try:
                    checked += cut_and_check(Path(name), story, moment, disk, heard)
                except Exception as error:  # whatever keeps a project from being opened or undone is a loss
                    losses.append(f"{story.kind} {seed}, event {moment}: {type(error).__name__}: {error}")
            done += 1
            print(f"\r{done} of {rounds}", end="", file=sys.stderr, flush=True)
        seed += 1
    print(file=sys.stderr)
    print(f"cuts                      {done} in {time.perf_counter() - began:.0f} s; {unsynced} writes, lengths and")
    print("                          names were not synced then")
    print(f"sound, nothing lost       {done - len(losses)}")
    print(f"acknowledged              {checked} transactions and backups, each there after every cut that came later")
    print(f"recorded                  {events} events of the disk, {said} acknowledgements")
    for line in losses:
        print(line)
    return 1 if losses else 0


def _fail(rounds: int) -> int:
    losses: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        every = breakages(folder)
        made = folder / "project.anno"
        make(made)
        chosen = every[:: max(1, len(every) // rounds)][:rounds]
        for number, breakage in enumerate(chosen):
            copy = folder / str(number)
            copy.mkdir()
            try:
                break_once(made, copy / made.name, breakage)
            except Exception as error:  # whatever a person is not told in good order
                losses.append(f"{breakage}: {type(error).__name__}: {error}")
            shutil.rmtree(copy)
            print(f"\r{number + 1} of {len(chosen)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(f"sessions with a fault     {len(chosen)} of the {len(every)} that there are")
    print(f"told, nothing lost        {len(chosen) - len(losses)}")
    print(f"calls that failed         {', '.join(sorted({breakage.name for breakage in chosen}))}")
    for line in losses:
        print(line)
    return 1 if losses else 0
