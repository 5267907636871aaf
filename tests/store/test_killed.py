import pytest

from tests.store.killing import kill_once


@pytest.mark.parametrize("seed", range(10))
def test_a_killed_process_loses_no_acknowledged_edit(tmp_path, seed):
    outcome = kill_once(tmp_path, seed)
    assert outcome.acknowledged


@pytest.mark.parametrize("seed", range(5))
def test_a_process_killed_while_it_makes_a_project_leaves_none_or_a_whole_one(tmp_path, seed):
    kill_once(tmp_path, seed, making=True)
