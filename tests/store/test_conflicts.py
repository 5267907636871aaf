import platform

import pytest

from annotator.store.conflicts import conflict_copies


@pytest.mark.parametrize(
    ("name", "is_copy"),
    [
        ("news (Mira's conflicted copy 2026-11-01).anno", True),
        ("news (conflicted copy 2026-11-01 101502).anno", True),
        ("news (In Konflikt stehende Kopie von Mira 2026-11-01).anno", True),
        ("news.sync-conflict-20261101-101502-ABCDEFG.anno", True),
        ("news_conflict-20261101-101502.anno", True),
        ("news (1).anno", True),
        (f"news-{platform.node()}.anno", True),
        ("news (2025).txt", False),
        ("news of May.anno", False),
        ("newspaper (1).anno", False),
        ("news-2025.anno", False),
    ],
)
def test_copies_that_synchronised_folders_make_are_known_by_their_names(tmp_path, name, is_copy):
    project = tmp_path / "news.anno"
    for path in (project, tmp_path / name):
        path.touch()
    assert [path.name for path in conflict_copies(project)] == ([name] if is_copy else [])


def test_a_folder_that_is_not_there_has_none(tmp_path):
    assert conflict_copies(tmp_path / "gone" / "news.anno") == []
