"""Reading in a process of its own: a file made to do harm can take neither the program's time nor its memory.

The libraries that read web pages, PDFs and the like are large and hold the interpreter's lock while they work. In a
child process they keep no window from answering, and where one does not end it is ended. A file that is one article is
handed over and comes back whole; one of many is read where it lies, and its articles come in portions.
"""

import atexit
import logging
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from threading import Lock, Timer
from typing import Any

from annotator.child import Child, Gone
from annotator.formats.inputs import LARGEST_ARTICLE, too_large
from annotator.model.exchange import Imported, Input
from annotator.model.faults import Fault

_log = logging.getLogger(__name__)

Read = Callable[[str, bytes], list[Imported | Fault]]
"""What reads a file, given its name and its bytes; raises Fault where nothing of it can be read."""

Stream = Callable[[Input], Iterator[Imported | Fault]]
"""What reads a file of many articles, one by one; raises Fault where no more of it can be read."""

STARTING = 30.0
"""Seconds within which the child has to be there, on a busy machine."""
PATIENCE = 5.0
"""Seconds of work that every file has, the library's loading among them."""
PER_BYTE = 1 / 100_000
"""Seconds more for each byte."""
BUSY = 10
"""How many times as long a file may take on a machine that has other work, where only the child's own is to count."""
PER_PORTION = 10.0
"""Seconds of work within which the next articles of a file of many have to come."""
PORTION = 64
"""How many articles are sent at once, fewer where they have more than `_LONG` characters together."""
_LONG = 1_000_000
IDLE = 60.0
"""Seconds after which a child that has nothing to read is let go."""
_MEMORY = 4_000_000_000
"""Bytes of address space that the child may have, where the system can hold it to that."""


@dataclass(frozen=True)
class _Task:
    place: str
    name: str
    data: bytes
    patience: float


@dataclass(frozen=True)
class _Streamed:
    place: str
    given: Input
    patience: float


def reads_apart(place: str, kind: str) -> Callable[[Input], Iterator[Imported | Fault]]:
    """What reads inputs of a format in the child process.

    place  the `Read` that does it there, as `module:function`
    kind   what such a file is called in messages ("a web page")
    """
    return partial(_read, place, kind)


def _read(place: str, kind: str, given: Input) -> Iterator[Imported | Fault]:
    with given.open() as file:
        data = file.read(LARGEST_ARTICLE + 1)
    if len(data) > LARGEST_ARTICLE:
        raise too_large(given.name, len(data), LARGEST_ARTICLE)
    answer = _reader.answer(_Task(place, given.name, data, PATIENCE + len(data) * PER_BYTE))
    if isinstance(answer, Fault):
        raise answer
    if isinstance(answer, str):
        raise Fault(f"{given.name} cannot be read as {kind}: {answer}.", _INSTEAD)
    yield from answer


def streams_apart(place: str, kind: str) -> Callable[[Input], Iterator[Imported | Fault]]:
    """What reads inputs of many articles in a child process, of which nobody has more than two portions in memory.

    place  the `Stream` that does it there, as `module:function`
    kind   what such a file is called in messages ("Parquet")

    Whoever closes the iterator ends the reading.
    """
    return partial(_stream, place, kind)


def _stream(place: str, kind: str, given: Input) -> Iterator[Imported | Fault]:
    reader = _spare.pop() if _spare else _Reader()  # two files may be read at a time
    try:
        for portion in reader.stream(_Streamed(place, given, PER_PORTION)):
            if isinstance(portion, Fault):
                raise portion
            if isinstance(portion, str):
                raise Fault(f"{given.name} cannot be read as {kind}: {portion}.", _ANEW)
            yield from portion
    finally:
        if _spare:
            reader.end()
        else:
            _spare.append(reader)


_ANEW = "What came before has been read. Get the file again, or save its rows as JSONL."
_INSTEAD = "Open it in a program that shows it, and save its text as a .txt file, or copy the text and paste it here."


class _Reader:
    """Hands one file at a time to a child process, which is kept for the next."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: Child | None = None
        self._idle: Timer | None = None

    def answer(self, task: _Task) -> Any:
        """What came of a file: a list, a Fault, or what went wrong in words."""
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            try:
                child = self._child_at_hand()
                child.send(task)
                return self._receive(child, task.patience * BUSY)
            except Gone:
                return self._after_the_end(task.patience)
            finally:
                self._rest()

    def stream(self, task: _Streamed) -> Iterator[Any]:
        """What comes of a file of many articles: lists, and at last a Fault, or words, where it went wrong."""
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            whole = False
            try:
                child = self._child_at_hand()
                child.send(task)
                while not whole:
                    answer = self._receive(child, task.patience * BUSY)
                    whole = not isinstance(answer, list)
                    if answer is not None:
                        yield answer
            except Gone:
                yield self._after_the_end(task.patience)
            finally:
                if not whole:  # what it would still send nobody wants
                    self._bury()
                self._rest()

    def _rest(self) -> None:
        """Let the child go where nothing comes for it."""
        self._idle = Timer(IDLE, self.end)
        self._idle.daemon = True
        self._idle.start()

    def end(self) -> None:
        """End the child."""
        with self._lock:
            self._bury()

    def _child_at_hand(self) -> Child:
        if self._child is None or not self._child.alive:
            self._bury()
            try:
                self._child = Child(__name__)
            except OSError as error:
                raise Fault(f"The process that reads files cannot be started: {error}.", "Free some memory.") from error
            self._receive(self._child, STARTING)
        return self._child

    def _receive(self, child: Child, patience: float) -> Any:
        self._silent = False
        timer = Timer(patience, self._end_silent, (child,))
        timer.daemon = True
        timer.start()
        try:
            return child.receive()
        finally:
            timer.cancel()

    def _end_silent(self, child: Child) -> None:
        self._silent = True
        child.kill()

    def _after_the_end(self, patience: float) -> str:
        child = self._child
        self._bury()
        if self._silent or (child is not None and child.ending == "SIGPROF"):
            return f"it takes longer than {patience:.0f} seconds, more than any article needs"
        _log.warning("The process that reads files has ended (%s).", child.ending if child is not None else "never ran")
        return "the process that reads it has ended"

    def _bury(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.reap()
            self._child = None


_reader = _Reader()
_spare: list[_Reader] = []
"""What has read a file of many articles, for the next."""


@atexit.register
def _end() -> None:
    for reader in (_reader, *_spare):
        reader.end()


def serve() -> None:
    """The child's whole life: read files until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limits, macOS does not keep to them
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    logging.disable()  # what the libraries remark on is no affair of a person's
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        _send(stream, None)
        while True:
            task = pickle.load(sys.stdin.buffer)
            for answer in _portions(task) if isinstance(task, _Streamed) else (_answer(task),):
                _send(stream, answer)


def _answer(task: _Task) -> list[Imported | Fault] | Fault | str:
    try:
        with _at_most(task.patience):
            read: Read = _named(task.place)
            return read(task.name, task.data)
    except Exception as error:
        return _said(error)


def _portions(task: _Streamed) -> Iterator[list[Imported | Fault] | Fault | str | None]:
    """The articles of a file, and at the end what went wrong in it, or None."""
    portion: list[Imported | Fault] = []
    long = 0
    try:
        with _at_most(task.patience) as anew:
            read: Stream = _named(task.place)
            for item in read(task.given):
                portion.append(item)
                long += len(item.document.text) if isinstance(item, Imported) else 0
                if len(portion) == PORTION or long > _LONG:
                    yield portion
                    portion, long = [], 0
                    anew()
        yield portion
    except Exception as error:
        yield portion
        yield _said(error)
    else:
        yield None


def _named(place: str) -> Any:
    module, _, function = place.partition(":")
    return getattr(import_module(module), function)


def _said(error: Exception) -> Fault | str:
    """What went wrong, in words; a library's own errors are those of a file that is not as it should be."""
    match error:
        case Fault():
            return error
        case MemoryError():
            return "it takes more memory than any article needs"
        case RecursionError():
            return "it is nested too deeply"
    return f"it is damaged ({type(error).__name__}: {str(error)[:200]})"


@contextmanager
def _at_most(seconds: float) -> Iterator[Callable[[], None]]:
    """Where the system can tell a process's own work from its waiting, so much of it; SIGPROF ends the process then.

    What it gives lets it begin anew.
    """

    def allow(seconds: float) -> None:
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, seconds)

    allow(seconds)
    try:
        yield partial(allow, seconds)
    finally:
        allow(0)


def _send(stream: Any, answer: Any) -> None:
    stream.write(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))
    stream.flush()
