"""Long work beside the window: importing a folder, exporting, searching.

A job runs in a thread of its own, on a snapshot its function was made with, and ends in a value. The owner takes events
in its own thread.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from threading import Condition, Event, Thread
from typing import Any, Generic, TypeAlias, TypeVar

from annotator.model.faults import Fault

_log = logging.getLogger(__name__)
T = TypeVar("T")

Report: TypeAlias = Callable[[int, int | None], None]
"""Says how much is done, and of how much in all, None where that is unknown."""


class Cancelled(Exception):
    """Raised by a job's function that stops because it was cancelled; it need not: it may as well return anything."""


@dataclass(frozen=True)
class Job(Generic[T]):
    """Work to be done.

    label     what a person would call it ("Exporting 12 articles")
    function  called with `report` and `cancelled`; it asks `cancelled()` now and then and stops when that is True. What
              it returns is the job's value. A Fault that it raises is for the person, anything else is a bug.
    stop      called in the owner's thread when the job is cancelled, for a function that waits for something else
    """

    label: str
    function: Callable[[Report, Callable[[], bool]], T]
    stop: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class JobProgress:
    """How far a job is."""

    job_id: int
    label: str
    done: int
    total: int | None


@dataclass(frozen=True)
class JobDone:
    """A job has ended with a value."""

    job_id: int
    label: str
    value: Any


@dataclass(frozen=True)
class JobFailed:
    """A job has ended because of something a person can mend."""

    job_id: int
    label: str
    fault: Fault


@dataclass(frozen=True)
class JobBroken:
    """A job has ended because of a bug; it is in the log."""

    job_id: int
    label: str
    error: Exception


@dataclass(frozen=True)
class JobCancelled:
    """A job has ended because it was cancelled; what it returned or raised is dropped."""

    job_id: int
    label: str


JobEnd: TypeAlias = JobDone | JobFailed | JobBroken | JobCancelled
JobEvent: TypeAlias = JobProgress | JobEnd


@dataclass(frozen=True)
class _Running:
    thread: Thread
    cancelled: Event
    stop: Callable[[], None]

    def cancel(self) -> None:
        self.cancelled.set()
        self.stop()


class Jobs:
    """The jobs that run, each in its own thread.

    on_event  called in a job's thread whenever there is something to `take`

    Every job ends in exactly one `JobDone`, `JobFailed`, `JobBroken` or `JobCancelled`. Of its progress only the newest
    is kept until it is taken.
    """

    def __init__(self, on_event: Callable[[], None]) -> None:
        self._on_event = on_event
        self._ids = count(1)
        self._changed = Condition()  # for everything below
        self._running: dict[int, _Running] = {}
        self._progress: dict[int, JobProgress] = {}
        self._ends: list[JobEnd] = []
        self._closed = False

    def start(self, job: Job[Any]) -> int:
        """Start a job; returns its id. Raises RuntimeError after `close`."""
        job_id = next(self._ids)
        cancelled = Event()
        # Not a daemon's thread: an export that is under way when the program ends is ended by `close`, not in a write.
        thread = Thread(target=self._run, args=(job_id, job, cancelled), name=f"job {job_id}: {job.label}")
        with self._changed:
            if self._closed:
                raise RuntimeError("the jobs are closed")
            self._running[job_id] = _Running(thread, cancelled, job.stop)
            thread.start()
        return job_id

    @property
    def running(self) -> tuple[int, ...]:
        """The ids of the jobs that have not ended, oldest first."""
        with self._changed:
            return tuple(self._running)

    def cancel(self, job_id: int) -> None:
        """Ask a job to stop; its value is dropped even if it is done before it hears. Nothing if it has ended."""
        with self._changed:
            if job_id in self._running:
                self._running[job_id].cancel()

    def take(self) -> list[JobEvent]:
        """What has happened since the last call, each event once; progress first, then what has ended, oldest first."""
        with self._changed:
            events: list[JobEvent] = [*self._progress.values(), *self._ends]
            self._progress, self._ends = {}, []
            return events

    def close(self) -> None:
        """Cancel all jobs and wait until they have stopped; nothing is delivered any more."""
        with self._changed:
            self._closed = True
            running = tuple(self._running.values())
            for job in running:
                job.cancel()
            self._progress, self._ends = {}, []
        for job in running:
            job.thread.join()

    def _run(self, job_id: int, job: Job[Any], cancelled: Event) -> None:
        def report(done: int, total: int | None = None) -> None:
            with self._changed:
                if self._closed or cancelled.is_set():
                    return
                self._progress[job_id] = JobProgress(job_id, job.label, done, total)
            self._on_event()

        end: JobEnd
        try:
            end = JobDone(job_id, job.label, job.function(report, cancelled.is_set))
        except Cancelled:
            end = JobCancelled(job_id, job.label)
        except Fault as fault:
            end = JobFailed(job_id, job.label, fault)
        except Exception as error:
            if not cancelled.is_set():
                _log.exception("%s met a mistake of the program.", job.label)
            end = JobBroken(job_id, job.label, error)
        with self._changed:
            del self._running[job_id]
            self._progress.pop(job_id, None)
            if self._closed:
                return
            self._ends.append(JobCancelled(job_id, job.label) if cancelled.is_set() else end)
        self._on_event()
