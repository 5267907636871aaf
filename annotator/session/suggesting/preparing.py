"""What the child process does: it reads one article after another and sends back tokens and suggestions.

This is the child's side; `worker` is the other one. The two speak in pickled values over the child's standard
input and output: a `Task` goes in, and what `prepare` yields for it comes out, the last one being a `Suggested` or a
`Failure`. The parent sends the next task only then.
"""

import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO, Protocol, TypeAlias

from annotator.model.document import Tokens
from annotator.model.faults import Fault
from annotator.model.labels.labelmap import called, pipeline_scheme
from annotator.model.mistakes import Mistake
from annotator.model.suggestions import Suggestions, Wish

PREPARING = __name__
"""This module, which the child process serves."""
SPACY = "annotator.session.suggesting.preparing:SpacyReader"
"""The reader that the program uses, as `module:name`."""


@dataclass(frozen=True)
class Task:
    """One article to read.

    language  ISO 639-1, None where it is to be detected
    tokenize  whether its tokens are wanted by themselves
    wish      what the suggestions are made with
    first     whether tokens come before the suggestions, or only where there will be none
    """

    text: str
    language: str | None
    tokenize: bool
    wish: Wish
    first: bool = True


@dataclass(frozen=True)
class Ready:
    """The child has imported what it needs."""


@dataclass(frozen=True)
class Loading:
    """A pipeline is being loaded for the article."""


@dataclass(frozen=True)
class Reading:
    """The pipeline is loaded and reads."""


@dataclass(frozen=True)
class Tokenized:
    """An article's tokens and the language they were made for."""

    tokens: Tokens
    language: str | None


@dataclass(frozen=True)
class Suggested:
    """An article's suggestions."""

    suggestions: Suggestions


@dataclass(frozen=True)
class Failure:
    """Nothing more comes for this article.

    pipeline   whether the pipeline itself is at fault, so that other articles of this language meet the same fault
    mistake    where the program or its pipeline is at fault: for the log and a report
    """

    fault: Fault
    pipeline: bool = False
    mistake: Mistake | None = None


Answer: TypeAlias = Ready | Loading | Reading | Tokenized | Suggested | Failure


class Reader(Protocol):
    """What reads articles in the child. It is made once, and only `load` may take long in it besides `read`."""

    def detect(self, text: str) -> str | None:
        """The language of `text` (ISO 639-1), None where it cannot be told."""

    def tokenize(self, text: str, language: str | None) -> Tokens:
        """The tokens of `text`; no pipeline is needed for them."""

    def loaded(self, language: str | None, pipeline: str | None) -> bool:
        """Whether `load` has nothing left to do."""

    def load(self, language: str | None, pipeline: str | None) -> None:
        """Get the pipeline for a language; raises Fault where it is missing or of no use."""

    def read(self, text: str, language: str | None, wish: Wish) -> Suggestions:
        """The suggestions for `text`, after `load`."""


class SpacyReader:
    """Reads with spaCy. A pipeline is loaded when an article first needs it and kept from then on."""

    def __init__(self) -> None:
        # Here and not above: the parent imports this module and must not wait for spaCy.
        from annotator.nlp import language, pipelines
        from annotator.nlp.prelabel import prelabel
        from annotator.nlp.tokenize import tokenize

        self._detect = language.detect
        self._tokenize = tokenize
        self._pipelines = pipelines
        self._prelabel = prelabel
        # spaCy's types are named in annotator.nlp only, so a pipeline is anything here.
        self._found: dict[tuple[str | None, str | None], Any] = {}
        self._loaded: dict[str, Any] = {}
        # Unpacking what languages are told by takes a third of the time that spaCy does, and leaves Python free.
        Thread(target=language.prepare, daemon=True).start()
        self._pipelines.warm_up()

    def detect(self, text: str) -> str | None:
        return self._detect(text)

    def tokenize(self, text: str, language: str | None) -> Tokens:
        return self._tokenize(text, language)

    def loaded(self, language: str | None, pipeline: str | None) -> bool:
        return (language, pipeline) in self._found

    def load(self, language: str | None, pipeline: str | None) -> None:
        self._get(language, pipeline)

    def read(self, text: str, language: str | None, wish: Wish) -> Suggestions:
        nlp = self._get(language, wish.pipeline)
        labels = called(wish.labels, pipeline_scheme(self._pipelines.origin(nlp)))
        return self._prelabel(nlp, text, wish.quotes, language, wish.weights, labels)

    def _get(self, language: str | None, pipeline: str | None) -> Any:
        key = (language, pipeline)
        if key not in self._found:
            try:
                self._found[key] = self._load(self._pipelines.best_pipeline(language, pipeline))
            except Fault as fault:  # kept as well: looking for it again would only take time
                self._found[key] = fault
        found = self._found[key]
        if isinstance(found, Fault):
            raise found.with_traceback(None)
        return found

    def _load(self, name: str) -> Any:
        # By name alone: articles whose language could not be told share the English pipeline with English ones.
        if name not in self._loaded:
            self._loaded[name] = self._pipelines.load(name)
        return self._loaded[name]


def prepare(reader: Reader, task: Task) -> Iterator[Answer]:
    """The answers for one article, in the order they become known; nothing that goes wrong in it is raised."""
    try:
        language = task.language or reader.detect(task.text)
        first = task.tokenize and task.first
        if first:
            yield Tokenized(reader.tokenize(task.text, language), language)
        last: Suggested | Failure | None = None
        for answer in _read(reader, task, language):
            if isinstance(answer, Suggested | Failure):
                last = answer
            else:
                yield answer
        assert last is not None
        if isinstance(last, Failure) and task.tokenize and not first:
            yield Tokenized(reader.tokenize(task.text, language), language)
        yield last
    except Fault as fault:
        yield Failure(fault)
    except MemoryError:
        yield _too_little()
    except Exception as error:
        yield _bug(error)


def _read(reader: Reader, task: Task, language: str | None) -> Iterator[Answer]:
    if not reader.loaded(language, task.wish.pipeline):
        yield Loading()
    try:
        reader.load(language, task.wish.pipeline)
    except Fault as fault:
        yield Failure(fault, pipeline=True)
        return
    except MemoryError:
        yield Failure(Fault("There is not enough memory for the pipeline.", _MEMORY), pipeline=True)
        return
    yield Reading()
    try:
        yield Suggested(reader.read(task.text, language, task.wish))
    except Fault as fault:
        yield Failure(fault)
    except MemoryError:
        yield _too_little()
    except Exception as error:
        yield _bug(error)


_MEMORY = "Close other programs, or choose a smaller pipeline; the article can be annotated by hand meanwhile."


def _too_little() -> Failure:
    return Failure(Fault("There is not enough memory to make suggestions for this article.", _MEMORY))


def _bug(error: Exception) -> Failure:
    summary = traceback.format_exception_only(error)[-1].strip()
    fault = Fault(
        f"No suggestions could be made for this article: {summary}",
        "It can be annotated by hand. Please report this with the article if you can.",
    )
    return Failure(fault, mistake=Mistake.of(error, "Reading an article"))


def make_reader(name: str) -> Reader:
    """The reader that `module:name` says; raises what importing and making it raises."""
    module, _, attribute = name.partition(":")
    made: Reader = getattr(import_module(module), attribute)()
    return made


def serve(reader_name: str) -> None:
    """The child's whole life: make the reader, then answer tasks until the parent is gone.

    Tasks come over standard input. Standard output carries the answers and nothing else, so what a pipeline prints
    goes to standard error.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # until the first article is read: what imports and the pipeline leave is not garbage
    sys.setswitchinterval(0.0005)  # a thread that unpacks in small pieces waits this long for Python at each of them
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks: SimpleQueue[Task] = SimpleQueue()
    Thread(target=_receive, args=(sys.stdin.buffer, tasks), daemon=True).start()
    try:
        _answer(reader_name, tasks, answers)
    except BaseException:
        traceback.print_exc()
    # An orderly exit would wait for the lock that the thread holds while it reads, and crash over it.
    os._exit(1)


def _answer(reader_name: str, tasks: "SimpleQueue[Task]", answers: BinaryIO) -> None:
    try:
        reader = make_reader(reader_name)
    except Fault as fault:
        return _send(answers, Failure(fault))
    except Exception as error:
        return _send(answers, _bug(error))
    _send(answers, Ready())
    while True:
        for answer in prepare(reader, tasks.get()):
            _send(answers, answer)
        if not gc.isenabled():
            gc.freeze()
            gc.enable()


def _receive(stream: BinaryIO, tasks: "SimpleQueue[Task]") -> None:
    """Passes tasks on, and ends the process when the parent has closed the pipe or died, whatever is going on."""
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            tasks.put(pickle.load(stream))
    os._exit(0)


def _send(stream: BinaryIO, answer: Any) -> None:
    # Made whole before it is written: what cannot be pickled must not leave half an answer in the pipe.
    data = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
    try:
        stream.write(data)
        stream.flush()
    except OSError:
        os._exit(0)
