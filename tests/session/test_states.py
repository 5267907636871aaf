"""The model is fuzzed with a fixed few steps here, and with as many as wanted by `tests.benchmarks states`."""

from hypothesis import Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.session.fuzzing import States


def test_whatever_is_done_in_whatever_order_the_project_is_as_a_naive_model_says():
    few = settings(max_examples=5, stateful_step_count=40, database=None, deadline=None, phases=[Phase.generate])
    run_state_machine_as_test(seed(1)(States), settings=few)
