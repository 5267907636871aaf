import pytest
from sqlalchemy import Column, Connection, MetaData, Table, Text, insert, inspect, select

from annotator.model.faults import Fault
from annotator.store import tables
from annotator.store.migrations import STEPS, migrate, version
from annotator.store.project import Project
from annotator.store.sqlite import fulltext
from annotator.store.sqlite.connection import APPLICATION_ID, Database, make_file
from tests.store.editor import BY


@pytest.fixture
def database(path):
    make_file(path)
    database = Database(path)
    yield database
    database.close()


def described(connection: Connection) -> dict[str, object]:
    """Everything that tells one table from another, by their names."""
    inspector = inspect(connection)

    def plain(rows: list[object], *names: str) -> list[str]:
        return sorted(str({name: str(row.get(name)) for name in names}) for row in rows)

    return {
        name: (
            plain(inspector.get_columns(name), "name", "type", "nullable", "primary_key", "default"),
            plain(inspector.get_foreign_keys(name), "constrained_columns", "referred_table", "referred_columns"),
            plain(inspector.get_indexes(name), "name", "column_names", "unique"),
            plain(inspector.get_unique_constraints(name), "column_names"),
        )
        for name in inspector.get_table_names()
    }


def test_the_migrations_make_the_tables_that_the_program_expects(database, tmp_path):
    migrate(database)
    with database.read() as connection:
        migrated = described(connection)
    other = tmp_path / "expected"
    make_file(other)
    expected = Database(other)
    with expected.write() as connection:
        tables.metadata.create_all(connection)
        fulltext.make(connection)
        assert migrated == described(connection)
    expected.close()


def test_each_migration_runs_once_and_in_order(database):
    ran = []
    steps = [*STEPS, lambda _: ran.append(2), lambda _: ran.append(3)]
    migrate(database, steps[:-1])
    migrate(database, steps)
    migrate(database, steps)
    assert ran == [2, 3]
    with database.read() as connection:
        assert version(connection) == len(steps)


def test_articles_that_came_with_annotations_count_as_prepared_in_older_projects_too(database):
    migrate(database, STEPS[:1])
    with database.write() as connection:
        for name in "ab":
            connection.exec_driver_sql(f"INSERT INTO documents VALUES ('{name}', '', NULL, 'new', 1, '{name}', '{{}}')")
            connection.exec_driver_sql(f"INSERT INTO queue (document_id, place, prepared) VALUES ('{name}', 0, 0)")
        connection.exec_driver_sql("INSERT INTO entities VALUES ('b', 'e', 0, 1, 'ORG', 'accepted', NULL, NULL, '{}')")
    migrate(database)
    with database.read() as connection:
        rows = connection.execute(select(tables.queue.c.document_id, tables.queue.c.prepared)).all()
    assert dict(map(tuple, rows)) == {"a": False, "b": True}


def test_a_migration_that_fails_leaves_nothing_of_itself(database):
    def broken(connection: Connection) -> None:
        Table("half", MetaData(), Column("a", Text)).create(connection)
        connection.execute(insert(tables.settings).values(key="half", value="1"))
        raise RuntimeError

    migrate(database)
    with pytest.raises(RuntimeError):
        migrate(database, [*STEPS, broken])
    with database.read() as connection:
        assert version(connection) == len(STEPS)
        assert not inspect(connection).has_table("half")
        assert not connection.execute(select(tables.settings)).all()


def test_an_older_project_that_may_only_be_read_is_refused(path, database):
    migrate(database)
    reading = Database(path, read_only=True)
    with pytest.raises(Fault, match="older version"):
        migrate(reading, [*STEPS, lambda _: None])
    reading.close()


def test_a_project_says_what_it_is_and_is_kept_safely(path):
    Project.create(path, by=BY).close()
    with Project.open(path, by=BY) as project, project._database.read() as connection:

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

        assert pragma("application_id") == APPLICATION_ID
        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 3  # EXTRA
        assert pragma("foreign_keys") == 1
        assert version(connection) == len(STEPS)
