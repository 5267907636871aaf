from dataclasses import replace

import pytest

from tests.session.failing import CODES, break_once, breakages, make


@pytest.fixture(scope="module")
def every(tmp_path_factory):
    return breakages(tmp_path_factory.mktemp("counted"))


@pytest.mark.parametrize("name", CODES)
def test_where_a_file_fails_nothing_is_shown_that_is_not_saved_and_work_goes_on(tmp_path, name, every):
    make(tmp_path / "made.anno")
    one = [breakage for breakage in every if breakage.name == name]
    # In the middle of the session; a lock that somebody never lets go of is waited for long, and not in a test.
    breakage = replace(one[len(one) // 2], lasts=name != "share")
    break_once(tmp_path / "made.anno", tmp_path / "broken.anno", breakage)
