import sqlite3
from contextlib import closing
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.store.project import Project
from annotator.store.salvage.salvaging import salvage
from annotator.store.sqlite.journals import former
from annotator.store.sqlite.pages import File
from tests.store.editor import BY, Editor, step
from tests.store.salvage.test_salvaging import check_whole, hit, pages_of
from tests.store.sqlite.test_pages import plain


@pytest.fixture(scope="module")
def torn(tmp_path_factory):
    """A project's file as a process leaves it that is killed in a big transaction, its journal, and what it had."""
    path = tmp_path_factory.mktemp("journals") / "news.anno"
    random = Random(4)
    with Project.create(path, by=BY) as project:
        editor = Editor(project)
        for _ in range(60):
            step(editor, random)
    editor.project = None
    with closing(sqlite3.connect(path, isolation_level=None)) as writing:
        writing.execute("PRAGMA journal_mode = DELETE")
        before = path.read_bytes()
        writing.execute("PRAGMA cache_size = 4")  # so that pages are overwritten, and synced, before the end
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE entities SET value = value || ?", ("x" * 3000,))
        writing.execute("DELETE FROM transactions WHERE seq % 3 = 0")
        torn = path.read_bytes(), path.with_name(f"{path.name}-journal").read_bytes()
    assert torn[0] != before, "something was overwritten"
    return torn, before, editor


def test_a_file_with_its_journal_is_what_it_was_before_the_transaction_that_was_not_ended(torn):
    (data, journal), before, _ = torn
    wanted = File(before)
    file = File(data, journal=journal)
    held = set(range(1, wanted.count + 1)) - wanted._free()  # of free pages SQLite keeps no former content
    assert file.count == wanted.count
    assert [n for n in held if file.page(n) != wanted.page(n)] == []
    assert plain(file.rows()) == plain(wanted.rows())
    assert plain(File(data).rows()) != plain(wanted.rows())


@pytest.mark.parametrize("ended", [b"", bytes(28)], ids=["emptied", "made zero"])
def test_the_journal_of_a_transaction_that_was_ended_does_not_count(torn, ended):
    (data, journal), _, _ = torn
    assert former(ended + journal[len(ended) :] if ended else ended) is None
    assert File(data, journal=ended).count == len(data) // 4096


def test_what_a_damaged_project_and_its_journal_hold_is_salvaged_as_it_was(torn, tmp_path):
    (data, journal), before, editor = torn
    path = tmp_path / "damaged.anno"
    path.write_bytes(hit(data, pages_of(before, "entities", "quotes")))
    beside = path.with_name(f"{path.name}-journal")
    beside.write_bytes(journal)
    report = salvage(path, tmp_path / "out.anno", by=BY)
    with Project.open(tmp_path / "out.anno", by=BY) as project:
        check_whole(project, editor)
    assert report.undo
    assert beside.read_bytes() == journal


@settings(max_examples=30)
@given(st.data())
def test_a_journal_counts_as_far_as_its_checksums_go(torn, data):
    (_, journal), _, _ = torn
    whole = former(journal)
    cut = data.draw(st.integers(0, len(journal) - 1))
    flipped = bytearray(journal)
    flipped[cut] ^= 1 << data.draw(st.integers(0, 7))
    found = former(journal[:cut])
    assert found is None or found.pages.items() <= whole.pages.items()
    former(bytes(flipped))
    File(bytes(flipped), journal=bytes(flipped)).page(2)
