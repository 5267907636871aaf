import pytest

from tests.session.killing import kill_once, write_inputs


@pytest.mark.parametrize("seed", range(7))
def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path, seed):
    assert kill_once(tmp_path, write_inputs(tmp_path), seed).acknowledged


@pytest.mark.parametrize("seed", range(7, 10))
def test_a_process_killed_while_it_makes_a_project_leaves_none_or_a_whole_one(tmp_path, seed):
    kill_once(tmp_path, write_inputs(tmp_path), seed, making=True)
