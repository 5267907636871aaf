"""Long work in a process of its own: it shares no interpreter with the window, whatever it computes.

`Errand` is the owner's side, `serve` the child's. The work goes in over standard input; its pieces, its progress
and its end come out over standard output. That the input ends tells the child that the work is not wanted any more,
and so does the owner's death.
"""

import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import Any, Generic, Protocol, TypeVar

from annotator.child import Child, Gone
from annotator.model.faults import Fault
from annotator.model.mistakes import MetElsewhere, Mistake
from annotator.session.beside.jobs import Cancelled, Report

T = TypeVar("T")
Made = TypeVar("Made", covariant=True)

PROGRESS_EVERY = 0.05
"""Seconds between two reports of progress: more often, no person sees them."""


class Work(Protocol[Made]):
    """What can be done in another process: a function of a module, or a `functools.partial` of one.

    progress  says how much is done, and of how much in all, None where that is unknown
    wanted    whether to go on; where it is False the work is to be ended in good order
    hand      hands a piece of what was made over at once
    """

    def __call__(
        self,
        progress: Callable[[int, int | None], None],
        wanted: Callable[[], bool],
        hand: Callable[[Any], None],
        /,
    ) -> Made:
        """Does it, and returns what came of it. Raises Fault for what a person can mend."""
        ...


@dataclass(frozen=True)
class _Progress:
    done: int
    total: int | None


@dataclass(frozen=True)
class _Piece:
    value: Any


@dataclass(frozen=True)
class _Ended:
    value: Any


@dataclass(frozen=True)
class _Failed:
    fault: Fault


@dataclass(frozen=True)
class _Broken:
    mistake: Mistake


class Errand(Generic[T]):
    """Has one piece of work done in a child process; `run` and `stop` are those of a `jobs.Job`.

    work  is pickled
    take  is given what the work hands over, in the order in which it does, in the thread of `run`
    """

    def __init__(self, work: Work[T], take: Callable[[Any], None] = lambda piece: None) -> None:
        self._work = work
        self._take = take
        self._lock = Lock()  # for the child, which one thread makes and another may stop
        self._child: Child | None = None

    def run(self, report: Report, cancelled: Callable[[], bool]) -> T:
        """Waits until the work is done and returns what came of it.

        Raises its Fault, Cancelled where it was stopped, MetElsewhere for a mistake of the program, and a Fault where
        the child cannot be started or has died.
        """
        try:
            child = Child(__name__, behind=True)
        except OSError as error:
            raise Fault(f"The process that works beside the window cannot be started: {error}.", _MEMORY) from error
        try:
            child.send(self._work)
            with self._lock:
                self._child = child
            if cancelled():
                child.dismiss()
            return self._wait(child, report)
        except Gone:
            if cancelled():
                raise Cancelled from None
            child.kill()
            child.reap()
            raise Fault(f"The process that works beside the window has ended ({child.ending}).", _MEMORY) from None
        finally:
            with self._lock:
                self._child = None
            child.kill()  # it has nothing to do any more: all it wrote was written before it said so
            child.reap()

    def here(self, report: Report, cancelled: Callable[[], bool]) -> T:
        """Does the work in this process and thread after all; `run` takes half a second to start another."""
        return self._work(report, lambda: not cancelled(), self._take)

    def stop(self) -> None:
        """Have the work ended in good order; from any thread."""
        with self._lock:
            if self._child is not None:
                self._child.dismiss()

    def _wait(self, child: Child, report: Report) -> T:
        while True:
            answer = child.receive()
            if isinstance(answer, _Progress):
                report(answer.done, answer.total)
            elif isinstance(answer, _Piece):
                self._take(answer.value)
            elif isinstance(answer, _Failed):
                raise answer.fault
            elif isinstance(answer, _Broken):
                raise MetElsewhere(answer.mistake)
            else:
                value: T = answer.value
                return value


_MEMORY = "Free some memory and try again; the log may say more."


def serve() -> None:
    """The child's whole life: do the work that comes in, and wait until the owner lets go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        work: Work[Any] = pickle.load(sys.stdin.buffer)
        dismissed = Event()
        owner = Thread(target=_await_end, args=(dismissed,))
        owner.start()
        _Doing(stream, dismissed).do(work)
        owner.join()


def _await_end(dismissed: Event) -> None:
    sys.stdin.buffer.read()
    dismissed.set()


class _Doing:
    """Does the work and says what comes of it."""

    def __init__(self, stream: Any, dismissed: Event) -> None:
        self._stream = stream
        self._dismissed = dismissed
        self._told = 0.0

    def do(self, work: Work[Any]) -> None:
        """Does it; raises OSError where nobody listens any more."""
        end: _Ended | _Failed | _Broken
        try:
            end = _Ended(work(self._progress, self._wanted, self._hand))
        except Fault as fault:
            end = _Failed(fault)
        except MemoryError:
            end = _Failed(Fault("There is not enough memory for that.", _MEMORY))
        except Exception as error:
            end = _Broken(Mistake.of(error))
        self._send(end)

    def _wanted(self) -> bool:
        return not self._dismissed.is_set()

    def _progress(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._told >= PROGRESS_EVERY:
            self._told = now
            self._send(_Progress(done, total))

    def _hand(self, piece: Any) -> None:
        self._send(_Piece(piece))

    def _send(self, answer: Any) -> None:
        # Made whole before it is written: what cannot be pickled must not leave half an answer in the pipe.
        data = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
        self._stream.write(data)
        self._stream.flush()
