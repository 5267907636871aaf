"""Gestures over many articles, done in slices so that the window answers between them."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from annotator.session.events import Worked


@dataclass
class Work:
    """A long gesture.

    label      what a person would call it ("Labelling")
    total      how many slices there are
    slices     does one at each step
    exclusive  whether no other gesture may come in between: undoing and redoing
    needs      the ids of the articles that the nth slice (from 0) is about
    done       how many slices have been done
    """

    label: str
    total: int
    slices: Iterator[object]
    exclusive: bool = False
    needs: Callable[[int], Iterable[str]] = lambda _: ()
    done: int = 0


class Works:
    """The long gestures that are under way, the oldest first.

    publish  is told `Worked` after every slice
    sliced   whether somebody calls `go_on` until nothing is left; else each work is done at once
    before   called before a work of several slices begins: it has the project backed up
    """

    def __init__(self, publish: Callable[[Worked], None]) -> None:
        self.sliced = False
        self.before: Callable[[], object] = lambda: None
        self._publish = publish
        self._works: deque[Work] = deque()

    def __bool__(self) -> bool:
        return bool(self._works)

    @property
    def many(self) -> bool:
        """Whether one of them has several slices."""
        return any(work.total > 1 for work in self._works)

    def begin(self, work: Work) -> None:
        """Do a work: its first slice now, the others when `go_on` is called. Raises what a slice raises."""
        if work.total < 1:
            return
        if work.total > 1:
            self.before()
        self._works.append(work)
        if not self.sliced:
            self.finish()
        elif len(self._works) == 1:
            self.go_on()

    def needed(self) -> tuple[str, ...]:
        """The ids of the articles that the next slice is about."""
        return tuple(self._works[0].needs(self._works[0].done)) if self._works else ()

    def go_on(self) -> None:
        """Do one slice of the oldest work; where it raises, the rest of the work is dropped."""
        work = self._works[0]
        try:
            next(work.slices)
        except BaseException:
            self._works.popleft()
            self._publish(Worked())
            raise
        work.done += 1
        if work.done == work.total:
            self._works.popleft()
        self._publish(Worked(work.label, work.done, work.total) if work.done < work.total else Worked())

    def finish(self) -> None:
        """Do all of them, however long that takes."""
        while self._works:
            self.go_on()

    def settle(self) -> None:
        """Be done with those beside which nothing else may happen."""
        if any(work.exclusive for work in self._works):
            self.finish()

    def stop(self) -> bool:
        """Drop what may be dropped; what is done of it stays, as one step. Whether there was any."""
        kept = deque(work for work in self._works if work.exclusive)
        dropped, self._works = len(self._works) - len(kept), kept
        if dropped:
            self._publish(Worked())
        return bool(dropped)
