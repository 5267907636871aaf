"""Searches, done in a child process: no expression, however careless, keeps the window from answering."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread, Timer

from annotator.child import Child, Gone
from annotator.model.faults import Fault
from annotator.session.finding import searching
from annotator.session.finding.finding import LIMIT, too_long
from annotator.session.finding.searching import Answer, Looked, Ready, Refused, Task

_log = logging.getLogger(__name__)

STARTING = 30.0
"""Seconds within which the child has to be there, on a busy machine."""
SILENT = 3 * LIMIT
"""Seconds for which it may say nothing while it searches an article: past the limit that it sets itself."""
SURVEYING = 20.0
"""Seconds for which it may say nothing while it goes through the project: so many articles without an answer."""


@dataclass(frozen=True)
class Sought:
    """An answer to the task of that number; the last one is neither `Looked` nor followed by another."""

    number: int
    answer: Answer


class Seeker:
    """Does one search at a time in a child process; a new one takes the place of the one before.

    on_event  called in another thread when there is something to `take`

    Every task ends in one `Found`, `Surveyed` or `Refused`, unless another one was asked for or it was dropped. A child
    that is silent for too long is ended, and the task refused.
    """

    def __init__(self, on_event: Callable[[], None]) -> None:
        self._on_event = on_event
        self._changed = Condition()  # for everything below
        self._number = 0
        self._task: Task | None = None  # waits
        self._busy: int | None = None  # the number of the task that the child has
        self._child: Child | None = None
        self._silent = False  # the child was ended because it said nothing
        self._events: deque[Sought] = deque()
        self._closed = False
        self._thread: Thread | None = None

    def ask(self, task: Task) -> int:
        """Have something searched; returns the number of the task."""
        with self._changed:
            self._interrupt()
            self._number += 1
            self._task = task
            if self._thread is None:
                self._thread = Thread(target=self._run, name="searches", daemon=True)
                self._thread.start()
            self._changed.notify()
            return self._number

    def drop(self) -> None:
        """The answer is not wanted any more."""
        with self._changed:
            self._interrupt()
            self._task = None

    def take(self) -> list[Sought]:
        """What has been answered since the last call; each answer is handed out once."""
        with self._changed:
            events = list(self._events)
            self._events.clear()
            return events

    def close(self) -> None:
        """End the child; nothing is answered any more."""
        with self._changed:
            self._closed = True
            self._events.clear()
            if self._child is not None:
                self._child.kill()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _interrupt(self) -> None:
        self._events.clear()
        if self._busy is not None and self._child is not None:
            self._child.kill()  # quicker than waiting for what nobody wants
        self._busy = None

    # In the thread

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._task is not None)
                if self._closed:
                    break
            child = self._child_at_hand()
            with self._changed:
                task, number = self._task, self._number
                if task is None or child is None or self._closed:
                    continue
                self._task, self._busy = None, number
            try:
                self._search(child, task, number)
            except Gone:
                self._bury(child, number)
        if self._child is not None:
            self._child.reap()

    def _child_at_hand(self) -> Child | None:
        """The child, a new one if need be; None where it could not be started, and then the task is refused."""
        with self._changed:
            child = self._child
            if child is not None and child.alive:
                return child
            number = self._number
        if child is not None:
            child.reap()
        try:
            child = Child(searching.__name__)
        except OSError as error:
            self._refuse(number, Fault(f"The process that searches cannot be started: {error}", "Free some memory."))
            return None
        with self._changed:
            self._child = child
            if self._closed:
                child.kill()
        try:
            self._receive(child, STARTING)
        except Gone:
            child.kill()
            self._silent = False
            self._refuse(number, Fault("The process that searches does not start.", "Try again; the log may say why."))
            return None
        return child

    def _search(self, child: Child, task: Task, number: int) -> None:
        child.send(task)
        patience = SILENT if isinstance(task, searching.InText) else SURVEYING
        while True:
            answer = self._receive(child, patience)
            last = not isinstance(answer, Looked | Ready)
            self._tell(number, answer, last=last)
            if last:
                return

    def _receive(self, child: Child, patience: float) -> Answer:
        timer = Timer(patience, self._end_silent, (child,))
        timer.daemon = True
        timer.start()
        try:
            answer: Answer = child.receive()
            return answer
        finally:
            timer.cancel()

    def _end_silent(self, child: Child) -> None:
        with self._changed:
            if child is self._child:
                self._silent = True
                child.kill()

    def _bury(self, child: Child, number: int) -> None:
        child.kill()
        child.reap()
        with self._changed:
            silent, self._silent = self._silent, False
            self._child = None
        if silent:
            self._refuse(number, too_long())
            return
        with self._changed:
            wanted = self._busy == number and not self._closed
        if wanted:
            _log.warning("The process that searches has ended (%s).", child.ending)
            self._refuse(number, Fault("The search stopped: its process has ended.", "Make the expression simpler."))

    def _refuse(self, number: int, fault: Fault) -> None:
        with self._changed:
            if self._task is not None and self._number == number:
                self._task = None
        self._tell(number, Refused(fault), last=True)

    def _tell(self, number: int, answer: Answer, *, last: bool) -> None:
        with self._changed:
            if number != self._number or self._closed:
                return
            if last:
                self._busy = None
            elif self._events and isinstance(self._events[-1].answer, Looked):
                self._events.pop()
            self._events.append(Sought(number, answer))
        self._on_event()
