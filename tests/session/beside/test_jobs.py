"""Jobs, in real threads."""

from collections.abc import Callable, Iterator
from threading import Event, Semaphore, current_thread
from typing import TypeAlias

import pytest

from annotator.model.faults import Fault
from annotator.session.beside.jobs import (
    Cancelled,
    Job,
    JobBroken,
    JobCancelled,
    JobDone,
    JobEvent,
    JobFailed,
    JobProgress,
    Jobs,
    Report,
)

PATIENCE = 10.0
Asked: TypeAlias = Callable[[], bool]


class Owner:
    """Takes events in the test's thread."""

    def __init__(self) -> None:
        self.told = Semaphore(0)
        self.jobs = Jobs(self.told.release)
        self.seen: list[JobEvent] = []

    def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            assert self.told.acquire(timeout=PATIENCE), f"nothing more came after {self.seen}"
            self.seen += self.jobs.take()

    def until_ended(self, jobs: int = 1) -> list[JobEvent]:
        self.until(lambda: len(self.ends) == jobs)
        return self.ends

    @property
    def ends(self) -> list[JobEvent]:
        return [event for event in self.seen if not isinstance(event, JobProgress)]


@pytest.fixture
def owner() -> Iterator[Owner]:
    owner = Owner()
    yield owner
    owner.jobs.close()


def until_cancelled(report: Report, cancelled: Asked) -> str:
    """Work that stops as soon as it hears that it is cancelled."""
    step = 0
    while not cancelled():
        step += 1
        report(step, None)
    return "too late"


def test_a_job_runs_in_another_thread_and_ends_in_its_value(owner: Owner) -> None:
    job_id = owner.jobs.start(Job("Counting", lambda report, cancelled: current_thread().name))
    (end,) = owner.until_ended()
    assert end == JobDone(job_id, "Counting", f"job {job_id}: Counting")
    assert current_thread().name != end.value
    assert owner.jobs.running == ()


def test_progress_comes_while_it_runs_and_the_newest_of_it_counts(owner: Owner) -> None:
    reported, go_on = Event(), Event()

    def work(report: Report, cancelled: Asked) -> None:
        report(1, 3)
        report(2, 3)
        reported.set()
        assert go_on.wait(PATIENCE)

    job_id = owner.jobs.start(Job("Working", work))
    assert reported.wait(PATIENCE)
    assert owner.jobs.take() == [JobProgress(job_id, "Working", 2, 3)]
    assert owner.jobs.take() == []
    assert owner.jobs.running == (job_id,)
    go_on.set()
    assert owner.until_ended() == [JobDone(job_id, "Working", None)]


def test_faults_and_bugs_are_kept_apart(owner: Owner, caplog: pytest.LogCaptureFixture) -> None:
    fault, bug = Fault("The disk is full.", "Free some space."), LookupError("a bug")

    def fail(report: Report, cancelled: Asked) -> None:
        raise fault

    def stumble(report: Report, cancelled: Asked) -> None:
        raise bug

    first = owner.jobs.start(Job("Exporting", fail))
    owner.until_ended(1)
    assert not caplog.records
    second = owner.jobs.start(Job("Searching", stumble))
    assert owner.until_ended(2) == [JobFailed(first, "Exporting", fault), JobBroken(second, "Searching", bug)]
    (record,) = caplog.records
    assert "Searching" in record.getMessage()
    assert record.exc_info is not None


def test_a_cancelled_job_stops_and_its_value_is_dropped(owner: Owner) -> None:
    job_id = owner.jobs.start(Job("Importing", until_cancelled))
    owner.until(lambda: bool(owner.seen))
    owner.jobs.cancel(job_id)
    assert owner.until_ended() == [JobCancelled(job_id, "Importing")]


def test_a_job_may_stop_by_raising(owner: Owner) -> None:
    def work(report: Report, cancelled: Asked) -> None:
        until_cancelled(report, cancelled)
        raise Cancelled

    job_id = owner.jobs.start(Job("Importing", work))
    owner.jobs.cancel(job_id)
    assert owner.until_ended() == [JobCancelled(job_id, "Importing")]


def test_cancelling_one_job_leaves_the_others_alone(owner: Owner) -> None:
    go_on = Event()
    kept = owner.jobs.start(Job("Kept", lambda report, cancelled: (go_on.wait(PATIENCE), cancelled())))
    dropped = owner.jobs.start(Job("Dropped", until_cancelled))
    owner.jobs.cancel(dropped)
    owner.until_ended(1)
    go_on.set()
    assert owner.until_ended(2) == [JobCancelled(dropped, "Dropped"), JobDone(kept, "Kept", (True, False))]


def test_cancelling_what_has_ended_changes_nothing(owner: Owner) -> None:
    job_id = owner.jobs.start(Job("Quick", lambda report, cancelled: 1))
    assert owner.until_ended() == [JobDone(job_id, "Quick", 1)]
    owner.jobs.cancel(job_id)
    assert owner.jobs.take() == []


def test_closing_stops_all_jobs_and_delivers_nothing_more(owner: Owner) -> None:
    stopped = []

    def work(report: Report, cancelled: Asked) -> None:
        until_cancelled(report, cancelled)
        stopped.append(True)

    owner.jobs.start(Job("One", work))
    owner.jobs.start(Job("Two", work))
    owner.jobs.close()
    assert stopped == [True, True]
    assert owner.jobs.running == ()
    assert owner.jobs.take() == []
    with pytest.raises(RuntimeError):
        owner.jobs.start(Job("Three", work))
