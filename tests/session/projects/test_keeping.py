from threading import Event

import pytest

from annotator.model.document import Status
from annotator.model.edits import SetStatus
from annotator.model.faults import Fault
from annotator.session.background import Background
from annotator.session.beside.works import Work
from annotator.session.projects import keeping
from annotator.session.projects.keeping import Compared, Keeper, Restored, Unkept, backups_of
from annotator.store.sqlite.connection import Damaged

PLAIN = "tests.session.readers:Plain"


class Waking:
    """Waits in a test until something has happened in a thread."""

    def __init__(self) -> None:
        self._woken = Event()

    def __call__(self) -> None:
        self._woken.set()

    def wait(self, until) -> None:
        while not until():
            assert self._woken.wait(10)
            self._woken.clear()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))


@pytest.fixture
def waking() -> Waking:
    return Waking()


@pytest.fixture
def keeper(session, waking):
    made = Keeper(backups_of(session.project.path), waking, settle=0, every=0.01)
    yield made
    made.close()


def reasons(session) -> list[str]:
    return [backup.reason for backup in backups_of(session.project.path).list()]


def until(condition) -> None:
    pause = Event()
    for _ in range(2000):
        if condition():
            return
        pause.wait(0.005)
    raise AssertionError("it did not come")


def test_a_backup_is_taken_on_opening_and_again_only_after_something_was_done(session, keeper):
    keeper.start()
    until(lambda: reasons(session) == ["open"])
    session.dispatch("user.test", [SetStatus("first", Status.DONE, "mk")])
    until(lambda: reasons(session) == ["hourly", "open"])
    assert keeper.take() == []


def test_what_is_done_next_is_not_in_the_backup_before_it(session, waking):
    keeper = Keeper(backups_of(session.project.path), waking, settle=1000)
    keeper.start()
    keeper.before("bulk")
    session.dispatch("user.test", [SetStatus("first", Status.DONE, "mk")])
    keeper.before("bulk")  # too soon after the first
    until(lambda: reasons(session) == ["bulk"])
    keeper.close()
    (backup,) = backups_of(session.project.path).list()
    assert backup.contents().last == 0


def test_a_backup_is_compared_and_put_back_after_one_of_what_is_there(session, keeper, waking):
    backup = backups_of(session.project.path).take("asked")
    session.dispatch("user.test", [SetStatus("first", Status.DONE, "mk")])
    keeper.start()
    keeper.compare(backup)
    events = []
    waking.wait(lambda: events.extend(keeper.take()) or events)
    (compared,) = events
    assert isinstance(compared, Compared)
    assert [article.title for article in compared.difference.changed] == ["Bridge"]
    keeper.restore(backup)
    waking.wait(lambda: events.extend(keeper.take()) or events[1:])
    assert events[1] == Restored(backup)
    assert session.project.document("first").status is not Status.DONE
    assert "restore" in reasons(session)
    assert backup in backups_of(session.project.path).list()


def test_a_damaged_project_is_told_even_where_it_was_backed_up_before(session, keeper, waking, path):
    backups_of(path).take("open")
    session.close()
    size = path.stat().st_size
    data = bytearray(path.read_bytes())
    data[size - 4096 :] = b"\xaa" * 4096
    path.write_bytes(data)
    keeper.start()
    events = []
    waking.wait(lambda: events.extend(keeper.take()) or events)
    assert isinstance(events[0], Unkept)
    assert isinstance(events[0].fault, Damaged)
    assert not events[0].asked


def test_a_place_that_takes_no_backup_is_told_and_hinders_nothing(session, keeper, waking, tmp_path):
    (tmp_path / "home" / "data" / "backups").write_text("in the way")
    keeper.start()
    events = []
    waking.wait(lambda: events.extend(keeper.take()) or events)
    assert isinstance(events[0].fault, Fault)
    assert events[0].fault.remedy
    session.dispatch("user.test", [SetStatus("first", Status.DONE, "mk")])


def test_closing_stops_a_copy_that_is_under_way(session, waking, monkeypatch):
    begun = Event()

    class Slow(keeping.Snapshot):
        def copy_to(self, target, stopped=lambda: False):
            begun.set()
            while not stopped():
                pass
            super().copy_to(target, stopped)

    monkeypatch.setattr(keeping, "Snapshot", Slow)
    keeper = Keeper(backups_of(session.project.path), waking, settle=0)
    keeper.start()
    assert begun.wait(10)
    keeper.close()
    assert reasons(session) == []
    assert not keeper.take()


def test_a_change_of_many_articles_is_preceded_by_a_backup(session, waking):
    background = Background(session, waking, PLAIN)
    try:
        background.start()
        session.works.begin(Work("One", 1, iter([None])))
        session.works.begin(Work("Many", 3, iter([None] * 3)))
        until(lambda: "bulk" in reasons(session))
    finally:
        background.close()
    assert reasons(session) == ["bulk"]


def test_a_project_that_is_only_read_is_not_backed_up(session, waking, monkeypatch):
    monkeypatch.setattr(type(session.project), "read_only", property(lambda project: True))
    background = Background(session, waking, PLAIN)
    background.start()
    background.keeper.before("bulk")
    background.close()
    assert not backups_of(session.project.path).folder.exists()
