import pytest

from tests.session.cutting import STORIES, cut_and_check, cuts, moments, record


def lost(folder, kind: str, seed: int, count: int) -> list[str]:
    """What is lost where the power is cut so often in a session."""
    (folder / "session").mkdir()
    story = record(folder / "session", kind, seed, acts=6)
    found = []
    for number, (moment, disk, said) in enumerate(cuts(story, moments(story, count))):
        left = folder / f"{number}"
        left.mkdir()
        try:
            cut_and_check(left, story, moment, disk, said)
        except AssertionError as error:
            found.append(str(error))
    return found


@pytest.mark.parametrize("kind", [kind for kind in STORIES if kind != "careless"])
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path, kind):
    assert lost(tmp_path, kind, seed=4, count=5) == []


def test_a_power_cut_loses_what_is_not_synced(tmp_path):
    assert "an acknowledged transaction is lost" in lost(tmp_path, "careless", seed=4, count=12)
