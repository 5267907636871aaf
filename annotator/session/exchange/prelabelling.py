"""Suggestions for articles without a window and without a project: from documents to lines, on several processors.

`prelabelled` is a pure function of one document, so that a cluster engine can be given it as it is.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import annotator
from annotator.formats.jsonl.writing import to_line
from annotator.model.document import Document, Speaker
from annotator.model.edits import State
from annotator.model.faults import Fault
from annotator.model.labels.labelmap import called, pipeline_scheme
from annotator.model.suggestions import Suggestions, Wish
from annotator.nlp import pipelines
from annotator.nlp.language import detect
from annotator.nlp.prelabel import prelabel
from annotator.nlp.quotes import learned
from annotator.session.exchange.importing import read_paths
from annotator.session.exchange.labelmaps import wish
from annotator.session.session import Session
from annotator.session.suggesting.suggesting import suggested
from annotator.store.queue import SUGGESTIONS

_IN_HAND = 4
"""Articles handed to each worker ahead of the one being written, so that none waits and memory stays bounded."""


@dataclass(frozen=True)
class Incoming:
    """An article to be prelabelled, the speakers its annotations name already, and what to call it in a message."""

    name: str
    document: Document
    speakers: tuple[Speaker, ...] = ()


@dataclass(frozen=True)
class Written:
    """One article's line, without a newline at its end, and how many of its spans are off token borders."""

    name: str
    line: str
    off_tokens: int


def pipeline_in_use(wanted: str | None = None) -> str:
    """The name and version of the pipeline that an English article gets; loads it to be sure.

    Raises Fault where `wanted`, or any at all, is missing or broken.
    """
    return pipelines.origin(pipelines.load(pipelines.best_pipeline("en", wanted), "en"))


def incoming(paths: Iterable[Path], *, afresh: bool = False) -> Iterator[Incoming | Fault]:
    """The articles in files and folders, one after another, and a Fault for each that cannot be read.

    afresh  whether they come without the annotations they have
    """
    for found in read_paths(paths):
        if isinstance(found, Fault):
            yield found
            continue
        document = found.imported.document
        name = found.source.name
        if document.article.title and Path(name).suffix == ".jsonl":
            name = f"{name}, {document.article.title!r}"
        if afresh:
            yield Incoming(name, Document(article=document.article))
        else:
            yield Incoming(name, document, found.imported.speakers)


def prelabelled(
    document: Document, wish: Wish, speakers: Iterable[Speaker] = ()
) -> tuple[Document, Mapping[str, Speaker]]:
    """A document with suggestions in place of what is pending in it, and the speakers with those that these name.

    The ids of new speakers are made of the text's hash, those of entities and quotes are counted. Raises Fault where
    the pipeline is missing or broken.
    """
    language = _language(document)
    suggestions = _suggestions(document.text, language, wish)
    state = State({document.id: document}, {speaker.id: speaker for speaker in speakers})
    for edit in suggested(document, suggestions, state.speakers, _counted(document, state.speakers)):
        state = edit.apply(state)
    return state.document(document.id), state.speakers


def prelabel_all(session: Session) -> None:
    """Puts suggestions into every article of a project, in this process; raises Fault where it cannot."""
    for entry in session.entries:
        document = session.load(entry.id)
        suggestions = _suggestions(document.text, _language(document), wish(session))
        edits = suggested(document, suggestions, session.state.speakers, session.new_id)
        session.dispatch(SUGGESTIONS, edits, "Suggestions")


def _suggestions(text: str, language: str | None, wish: Wish) -> Suggestions:
    nlp = _pipeline(language, wish.pipeline)
    labels = called(wish.labels, pipeline_scheme(pipelines.origin(nlp)))
    return prelabel(nlp, text, wish.quotes, language, wish.weights, labels)


def _language(document: Document) -> str | None:
    return document.article.language or detect(document.text)


@cache  # looking through what is installed takes as long as reading a short article
def _pipeline(language: str | None, wanted: str | None) -> Any:
    return pipelines.load(pipelines.best_pipeline(language, wanted), language)


def _counted(document: Document, speakers: Mapping[str, Speaker]) -> Callable[[str], str]:
    taken = {*document.by_id, *speakers}
    stem = document.article.text_sha256[:12]

    def new_id(prefix: str) -> str:
        names = (f"{stem}.s{n}" if prefix == "s" else f"{prefix}{n}" for n in count(1))
        found = next(name for name in names if name not in taken)
        taken.add(found)
        return found

    return new_id


def written(article: Incoming, wish: Wish) -> Written | Fault:
    """One article prelabelled, as a line; a Fault that names it where that cannot be done.

    Raises Fault where nothing can be done for any article: the pipeline is missing or broken, or the weights are.
    """
    _pipeline(_language(article.document), wish.pipeline)
    if wish.weights is not None:
        learned.load(wish.weights)
    try:
        document, speakers = prelabelled(article.document, wish, article.speakers)
        line = to_line(document, speakers, exported_by=f"annotator {annotator.__version__}")
    except Fault as fault:
        return Fault(f"{article.name}: {fault.message}", fault.remedy)
    except Exception as error:  # one article must not cost the others
        return Fault(
            f"{article.name}: {type(error).__name__}: {error}",
            "This is a mistake in the program. Please report it with the article.",
        )
    return Written(article.name, line.text, len(line.off_tokens))


def all_written(articles: Iterable[Incoming | Fault], wish: Wish, processes: int = 1) -> Iterator[Written | Fault]:
    """Every article's line or Fault, in the order they come in; Faults among them go through.

    `processes` of them are worked on at a time, each in a process of its own that loads the pipeline once.
    """
    if processes <= 1:
        for article in articles:
            yield article if isinstance(article, Fault) else written(article, wish)
        return
    waiting: deque[Future[Written | Fault] | Fault] = deque()
    with _workers(processes) as submit:
        for article in articles:
            waiting.append(article if isinstance(article, Fault) else submit(article, wish))
            if len(waiting) > processes * _IN_HAND:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())


@contextmanager
def _workers(processes: int) -> Iterator[Callable[[Incoming, Wish], Future[Written | Fault]]]:
    """What hands an article to one of so many processes, which end with this block, however that ends, or with us."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=_end_with_parent)

    def submit(article: Incoming, wish: Wish) -> Future[Written | Fault]:
        with _interrupts_held():  # the first articles start the processes
            return pool.submit(written, article, wish)

    try:
        yield submit
    except BaseException:  # Ctrl+C above all: nobody wants what is in hand
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Holds Ctrl+C back until the end of the block, and from the processes started in it for good.

    The terminal sends it to them too, and each would answer with a traceback; ours ends them.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """Ends this worker when the process that started it is gone, which would else wait for work for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    Thread(target=wait, daemon=True).start()


def _result(waiting: Future[Written | Fault] | Fault) -> Written | Fault:
    if isinstance(waiting, Fault):
        return waiting
    try:
        return waiting.result()
    except BrokenProcessPool as error:
        raise Fault(
            "A process that prelabels has ended: most likely the memory did not suffice.",
            "Run it again with fewer at a time: --jobs 1",
        ) from error
