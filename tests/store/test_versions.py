import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import Connection, text

from annotator.model.faults import Fault
from annotator.store.backups import Backups
from annotator.store.migrations import STEPS, migrate
from annotator.store.project import Project
from annotator.store.sqlite.connection import Database
from tests.store.editor import BY, Editor, source
from tests.store.versioned import FOLDER, live, write

VERSIONS = range(1, len(STEPS) + 1)


def dump(path) -> str:
    """All that a file holds, as SQL; reading it leaves nothing beside it."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def test_a_project_of_every_version_of_the_schema_is_kept():
    assert sorted(file.name for file in FOLDER.iterdir()) == sorted(f"{version}.sql" for version in VERSIONS)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_project_of_an_older_version_has_everything_and_goes_on_after_a_backup_of_it(path, tmp_path, version):
    write(path, str(version))
    backups = Backups(tmp_path / "backups", path)
    expected = Editor()
    live(expected)
    with Project.open(path, by=BY, before_migrating=lambda: backups.take("migration")) as project:
        assert project.check() == []
        assert {entry.id: project.document(entry.id) for entry in project.entries()} == expected.state.documents
        assert all(entry.prepared for entry in project.entries())
        assert project.speakers() == expected.state.speakers
        assert project.history(BY) == expected.history
        assert project.get("labels") == ["PERSON", "ORG", "VESSEL"]
        for document in expected.state.documents.values():
            assert project.source(document.id) == source(document)
        expected.project = project
        expected.redo()
        for _ in range(4):
            expected.undo()
        assert {entry.id: project.document(entry.id) for entry in project.entries()} == expected.state.documents
    assert [backup.contents().version for backup in backups.list()] == [version] * (version < len(STEPS))


def test_a_project_of_a_newer_version_is_refused_and_not_a_byte_of_it_changed(path):
    write(path, str(len(STEPS)))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO schema VALUES (?, 'later')", (len(STEPS) + 1,))
    had = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(Fault, match="newer version") as caught:
            Project.open(path, by=BY, read_only=read_only)
        assert "Update the program" in caught.value.remedy
        assert path.read_bytes() == had
    assert [file.name for file in path.parent.iterdir() if not file.name.endswith(".lock")] == [path.name]


def test_migrations_of_which_a_later_one_fails_leave_the_project_as_old_as_it_was(path):
    def broken(connection: Connection) -> None:
        connection.execute(text("DELETE FROM transactions"))
        raise RuntimeError

    write(path, "1")
    had = dump(path)
    database = Database(path)
    with pytest.raises(RuntimeError):
        migrate(database, [*STEPS, broken])
    database.close()
    assert dump(path) == had
    with Project.open(path, by=BY) as project:
        assert project.ids() == ["a", "b"]
