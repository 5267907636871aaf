"""Edits, undo, redo, commands, suggestions and restarts in any order, against a naive model of what a project holds.

Shown is how many steps were done before the two differed, if they did.
"""

import argparse
import sys
import time
import traceback
from collections.abc import Sequence

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.session.fuzzing import States

EACH = 50
"""How many steps are done to one project before the next is begun."""
AT_ONCE = 20
"""How many projects there are between two words of how far it is."""


def run(argv: Sequence[str]) -> int:
    """Does steps of every sort; 1 where the project and the model differ, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks states", description="fuzz the model")
    parser.add_argument("--steps", type=int, default=5000, help="how many steps at least (5000)")
    parser.add_argument("--seed", type=int, default=1, help="what they are chosen by (1)")
    options = parser.parse_args(argv)
    how = settings(
        max_examples=AT_ONCE,
        stateful_step_count=EACH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    began, at = time.process_time(), options.seed
    while States.steps < options.steps:
        try:
            run_state_machine_as_test(seed(at)(States), settings=how)
        except Exception as error:  # whatever the program raises is a difference
            print(f"{_so_far(began)}; then, with --seed {at}:")
            traceback.print_exception(error, file=sys.stdout)
            return 1
        at += 1
        print(f"\r{States.steps} of {options.steps}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(f"{_so_far(began)}, seeds {options.seed} to {at - 1}: no difference")
    return 0


def _so_far(began: float) -> str:
    seconds = time.process_time() - began
    return f"{States.steps} steps in {seconds:.0f} s of CPU time, {States.refused} of which did not fit and did nothing"
