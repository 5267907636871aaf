import sqlite3
from contextlib import closing
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.store.project import Project
from annotator.store.sqlite.pages import File
from tests.store.editor import BY, Editor, step


def both(path) -> tuple[bytes, bytes]:
    log = path.with_name(f"{path.name}-wal")
    return path.read_bytes(), log.read_bytes() if log.exists() else b""


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """A project's file after 120 steps: as one file, and with the newest of them still in the log."""
    path = tmp_path_factory.mktemp("pages") / "news.anno"
    random = Random(3)
    with Project.create(path, by=BY) as project:
        editor = Editor(project)
        for _ in range(120):
            step(editor, random)
        in_log = both(path)
        with closing(sqlite3.connect(path)) as reading:
            tables = "type = 'table' AND tbl_name NOT LIKE 'words%'"  # the index of words is made anew
            names = [row[0] for row in reading.execute(f"SELECT name FROM sqlite_schema WHERE {tables}")]
            rows = {name: reading.execute(f'SELECT rowid, * FROM "{name}" ORDER BY rowid').fetchall() for name in names}
    return path.read_bytes(), in_log, rows


def plain(found) -> dict[str, list[tuple]]:
    """The rows as a query gives them: a column that is the row's number stands for itself."""
    return {
        name: [
            (row.number, *(row.number if n == 0 and value is None else value for n, value in enumerate(row.values)))
            for row in rows
        ]
        for name, rows in found.tables.items()
    }


def padded(found: dict, wanted: dict) -> dict:
    return {n: [r + (None,) * (len(wanted[n][0]) - len(r)) for r in rows] if rows else [] for n, rows in found.items()}


def test_every_row_is_read_as_the_database_reads_it(edited):
    data, in_log, wanted = edited
    for file in (File(data), File(*in_log)):
        found = file.rows()
        assert padded(plain(found), wanted) == wanted
        assert not found.damaged
        assert not found.orphans
        assert not found.broken


def test_what_a_log_holds_of_a_transaction_that_is_not_whole_does_not_count(edited):
    _, (data, log), _ = edited
    frame = 24 + 4096
    numbers = []
    for count in range(0, len(log) // frame, 97):
        torn = File(data, log[: 32 + count * frame + 100]).rows()
        assert not torn.damaged
        numbers.append(len(torn.tables["transactions"]))
        flipped = bytearray(log)
        flipped[32 + count * frame + 500] ^= 1
        assert plain(File(data, bytes(flipped)).rows()) == plain(torn)
    assert numbers == sorted(numbers)
    assert numbers[0] < numbers[-1]


def keys(rows) -> set[tuple]:
    return {(row.number, row.values) for row in rows}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_row_that_lies_on_undamaged_pages_is_recovered(edited, data):
    whole, _, _ = edited
    sound = File(whole).rows()
    count = len(whole) // 4096
    hit = data.draw(st.sets(st.integers(1, count), min_size=1, max_size=count))
    damaged = bytearray(whole)
    for page in hit:
        at = (page - 1) * 4096
        how = data.draw(st.sampled_from(("zero", "ones", "flip", "noise")))
        if how == "flip":
            place = at + data.draw(st.integers(0, 4095))
            damaged[place] ^= 1 << data.draw(st.integers(0, 7))
        else:
            noise = Random(page).randbytes(4096)
            damaged[at : at + 4096] = {"zero": bytes(4096), "ones": b"\xff" * 4096, "noise": noise}[how]
    found = File(bytes(damaged)).rows()
    recovered = set().union(*map(keys, found.tables.values()), keys(found.orphans))
    untouched = {
        key for rows in sound.tables.values() for row in rows if not hit & set(row.pages) for key in keys([row])
    }
    assert untouched <= recovered


@given(st.binary(max_size=20_000), st.binary(max_size=2_000))
def test_whatever_a_file_holds_nothing_is_raised(data, log):
    File(data, log).rows()
    File(b"SQLite format 3\0" + b"\x10\x00" + data, log).rows()
