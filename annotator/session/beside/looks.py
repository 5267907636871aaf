"""Looking before anything is done: for mistakes, at what an export would write, at what an import would bring.

A look changes nothing. It is a function that tells how far it is and hands over what it finds as soon as it is found.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias

from annotator.model.faults import Fault
from annotator.session.beside.jobs import Job, JobBroken, JobEvent, JobFailed, JobProgress, Jobs, Report

if TYPE_CHECKING:
    from annotator.session.beside.errands import Work

Look: TypeAlias = "Work[Any]"
"""Hands over what it finds, and returns what comes last, None for nothing. A Fault that it raises is for the person."""


@dataclass(frozen=True)
class HowFar:
    """How much has been looked through; `total` is None where it is unknown."""

    done: int
    total: int | None


@dataclass(frozen=True)
class Ended:
    """A look has ended: with nothing to say, with what a person can mend, or at a mistake of the program."""

    fault: Fault | None = None


@dataclass(frozen=True)
class Seen:
    """What the look of that number has to say: a `HowFar`, a find of its own kind, or, last and once, an `Ended`."""

    number: int
    what: Any


class Looks:
    """Looks, one of a sort at a time: a newer one takes the place of the one before.

    wake  called in another thread when there is something to `take`
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._jobs = Jobs(wake)
        self._numbers = count(1)
        self._under_way: dict[str, tuple[int, int]] = {}  # the look's number and its job's, by its sort
        self._finds: deque[Seen] = deque()  # the jobs add to it

    def ask(self, sort: str, look: Look, *, apart: bool = True) -> int:
        """Begin a look; returns its number, which no other one has.

        apart  in a process of its own, for which it has to be a function of a module, or a `partial` of one; else in a
               thread, which is sooner there and keeps the window waiting where it computes for long
        """
        from annotator.session.beside.errands import Errand  # not needed at the start

        self.drop(sort)
        number = next(self._numbers)

        def hand(find: Any) -> None:
            self._finds.append(Seen(number, find))
            self._wake()

        errand = Errand(look, hand) if apart else None

        def run(report: Report, cancelled: Callable[[], bool]) -> None:
            last = errand.run(report, cancelled) if errand else look(report, lambda: not cancelled(), hand)
            if last is not None:
                hand(last)

        job = Job(sort, run) if errand is None else Job(sort, run, errand.stop)
        self._under_way[sort] = number, self._jobs.start(job)
        return number

    def drop(self, sort: str) -> None:
        """What the look of this sort finds is not wanted any more."""
        if sort in self._under_way:
            _, job = self._under_way.pop(sort)
            self._jobs.cancel(job)

    def take(self) -> list[Seen]:
        """What was seen since the last call, as far as it is wanted, each once."""
        events = self._jobs.take()  # before the finds: what a job found was there before it ended
        numbers = {job: number for number, job in self._under_way.values()}
        wanted = set(numbers.values())
        seen = [Seen(numbers[e.job_id], HowFar(e.done, e.total)) for e in events
                if isinstance(e, JobProgress) and e.job_id in numbers]  # fmt: skip
        while self._finds:
            find = self._finds.popleft()
            if find.number in wanted:
                seen.append(find)
        return [*seen, *(ended for event in events for ended in self._ended(event, numbers))]

    def _ended(self, event: JobEvent, numbers: Mapping[int, int]) -> Iterator[Seen]:
        if isinstance(event, JobProgress) or event.job_id not in numbers:
            return
        self._under_way = {sort: each for sort, each in self._under_way.items() if each[1] != event.job_id}
        fault = None
        if isinstance(event, JobFailed):
            fault = event.fault
        elif isinstance(event, JobBroken):
            fault = Fault(f"This stopped at a mistake of the program: {event.error}.", "The log has more.")
        yield Seen(numbers[event.job_id], Ended(fault))

    def close(self) -> None:
        """End all of them; nothing is seen any more."""
        self._under_way.clear()
        self._jobs.close()
