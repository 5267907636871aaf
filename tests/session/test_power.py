from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.session.cutting import STORIES, cut_and_check, cuts, moments, record


def lost(folder: Path, kind: str, count: int) -> Iterator[str]:
    """What is lost where the power is cut so often in a session."""
    (folder / "session").mkdir()
    story = record(folder / "session", kind, seed=4, acts=6)
    for number, (moment, disk, said) in enumerate(cuts(story, moments(story, count))):
        left = folder / f"{number}"
        left.mkdir()
        try:
            cut_and_check(left, story, moment, disk, said)
        except AssertionError as error:
            yield str(error)


@pytest.mark.parametrize("kind", [kind for kind in STORIES if kind != "careless"])
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path, kind):
    assert list(lost(tmp_path, kind, count=4)) == []


def test_a_power_cut_loses_what_is_not_synced(tmp_path):
    assert next(lost(tmp_path, "careless", count=12)).endswith(" is lost")
