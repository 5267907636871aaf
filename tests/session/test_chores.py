import sqlite3

import pytest

from tests.session.chores import CHORES, LIMIT, Workshop


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    return Workshop(tmp_path_factory.mktemp("chores"))


@pytest.mark.parametrize("name", CHORES)
def test_where_the_disk_is_full_or_breaks_nothing_is_lost_or_half_done_and_it_is_done_once_that_is_mended(
    workshop, name
):
    every = workshop.breakages(name)
    full = [each for each in every if (each.name, each.code) == ("write", sqlite3.SQLITE_FULL) and each.lasts]
    renamed = [each for each in every if each.name == "os.replace" and each.lasts]
    limited = [each for each in every if each.name == LIMIT]
    assert workshop.break_once(name, limited[1])
    assert workshop.break_once(name, full[len(full) // 2] if full else renamed[0])
