import pytest

from tests.store.killing import kill_once


@pytest.mark.parametrize("seed", range(10))
def test_a_killed_process_loses_no_acknowledged_edit(tmp_path, seed):
    outcome = kill_once(tmp_path, seed)
    assert outcome.acknowledged
