"""Fifty processes killed in the middle of editing, every fifth about when it makes its project.

Shown is what is lost, which must be nothing.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.store.killing import Outcome, kill_once


def run(argv: Sequence[str]) -> int:
    """Kills processes that edit a project and looks at what they leave; 1 where anything is lost, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks kill", description="kill processes that edit a project"
    )
    parser.add_argument("--times", type=int, default=50, help="how many processes to kill (50)")
    parser.add_argument("--seed", type=int, default=1000, help="the first one's seed (1000)")
    options = parser.parse_args(argv)
    outcomes: list[Outcome] = []
    faults: list[str] = []
    began = time.perf_counter()
    for seed in range(options.seed, options.seed + options.times):
        with tempfile.TemporaryDirectory() as folder:
            try:
                outcomes.append(kill_once(Path(folder), seed, making=seed % 5 == 0))
            except AssertionError as error:
                faults.append(f"seed {seed}: {error}")
        print(f"\r{len(outcomes) + len(faults)} of {options.times}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    acknowledged = sum(outcome.acknowledged for outcome in outcomes)
    ahead = sum(outcome.found - outcome.acknowledged for outcome in outcomes)
    print(f"processes killed          {options.times} in {time.perf_counter() - began:.0f} s")
    print(f"sound, nothing lost       {len(outcomes)}")
    print(f"edits acknowledged        {acknowledged} by these, all there on reopening")
    print(f"saved, not acknowledged   {ahead}, killed between the two")
    for line in faults:
        print(line)
    return 1 if faults else 0
