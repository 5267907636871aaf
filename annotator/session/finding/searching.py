"""What the child process does that searches: regular expressions in an article, and anything in the whole project.

This is the child's side; `seeking` is the other one. A task goes in over standard input, and answers come out
over standard output, the last one being `Found`, `Surveyed` or `Refused`. It needs neither spaCy nor Qt.
"""

import os
import pickle
import signal
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from annotator.model.document import Document, Span, Status
from annotator.model.faults import Fault
from annotator.model.finding.contexts import in_context
from annotator.model.finding.everywhere import Act, Affected, Attribute, Fate, Merge, SetAside, affected
from annotator.model.finding.identical import mentions
from annotator.session.finding.finding import MOST, find

if TYPE_CHECKING:
    from annotator.store.project import Project

MOST_IN_PROJECT = 50_000
"""How many hits of a project are found."""
SAMPLES = 3
"""How many places of an article are shown in their context."""
_TELL_EVERY = 20
_LIFE = 60


@dataclass(frozen=True)
class Search:
    """What is sought: plain words or a regular expression, and whether case counts."""

    wanted: str
    expression: bool = False
    case: bool = False


@dataclass(frozen=True)
class InText:
    """A task: search a text."""

    text: str
    search: Search


@dataclass(frozen=True)
class InProject:
    """A task: search a project's articles, and say what an act would do to the hits.

    sought  a search, or the words of which every mention is wanted; "" where the act finds its places itself
    act     None where hits are only to be found
    places  where they are known already: the spans by the articles' ids, and then nothing is sought
    among   the ids of what it is about there, see `Order`
    """

    path: Path
    sought: Search | str
    act: Act | None = None
    places: Mapping[str, tuple[Span, ...]] | None = None
    among: Mapping[str, frozenset[str]] | None = None


Task: TypeAlias = InText | InProject


@dataclass(frozen=True)
class Ready:
    """The child has imported what it needs."""


@dataclass(frozen=True)
class Looked:
    """How many of how many articles have been looked through."""

    done: int
    total: int


@dataclass(frozen=True)
class Found:
    """Where the text has hits; `more` where there are more than MOST."""

    spans: tuple[Span, ...]
    more: bool


@dataclass(frozen=True)
class Sample:
    """A place in its context: what stands before, there, and after, on one line, and what is there now.

    label  the entity's that is there, "" where nothing is marked
    by     who decided it, None where nobody has
    """

    place: Affected
    before: str
    words: str
    after: str
    label: str = ""
    by: str | None = None


@dataclass(frozen=True)
class Finding:
    """What was found in an article.

    spans     every hit
    affected  what the act would do there; places that are as it wants them are left out
    samples   the first of them in their context
    """

    document_id: str
    title: str
    status: Status
    spans: tuple[Span, ...]
    affected: tuple[Affected, ...]
    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class Surveyed:
    """What was found in the project, in the queue's order; `more` where the search ended at MOST_IN_PROJECT hits."""

    findings: tuple[Finding, ...]
    more: bool


@dataclass(frozen=True)
class Refused:
    """The task cannot be done."""

    fault: Fault


Answer: TypeAlias = Ready | Looked | Found | Surveyed | Refused


def answers(task: Task) -> Iterator[Answer]:
    """What is to be said to a task; a Fault is not raised but is the last answer."""
    try:
        if isinstance(task, InText):
            search = task.search
            spans = find(task.text, search.wanted, expression=search.expression, case=search.case)
            yield Found(tuple(spans), len(spans) == MOST)
        else:
            yield from _survey(task)
    except Fault as fault:
        yield Refused(fault)


def _survey(task: InProject) -> Iterator[Answer]:
    from annotator.store.project import Project  # a third of a second, which a search in an article need not wait for

    with Project.open(task.path, by="", read_only=True) as project:
        everything = isinstance(task.act, Merge)  # a speaker who is gone must be named nowhere
        entries = [entry for entry in project.entries() if everything or entry.status is not Status.ASIDE]
        wanted = _candidates(project, task)
        chosen = [entry for entry in entries if wanted is None or entry.id in wanted]
        yield Looked(0, len(chosen))
        findings: list[Finding] = []
        count = 0
        for number, entry in enumerate(chosen, 1):
            spans = _hits(project, entry.id, task)
            if spans or isinstance(task.act, Attribute | Merge | SetAside):
                among = task.among.get(entry.id, frozenset()) if task.among is not None else None
                found = survey(project.document(entry.id), task.act, spans, among)
                if found.spans or found.affected:
                    findings.append(found)
                    count += len(found.spans)
            if count >= MOST_IN_PROJECT:
                break
            if number % _TELL_EVERY == 0:
                yield Looked(number, len(chosen))
        yield Surveyed(tuple(findings), count >= MOST_IN_PROJECT)


def _candidates(project: "Project", task: InProject) -> frozenset[str] | None:
    """The ids of the articles that can have hits, None where that is not known without searching them."""
    if task.places is not None:
        return frozenset(task.places)
    if isinstance(task.act, Attribute):
        return project.quoted(task.act.former)
    if isinstance(task.act, Merge):
        from annotator.store.documents import naming

        return frozenset(project.ask(naming, task.act.former))
    if isinstance(task.act, SetAside):
        return frozenset[str]().union(*map(project.holding, task.act.lines))
    return project.holding(task.sought) if isinstance(task.sought, str) else None


def _hits(project: "Project", document_id: str, task: InProject) -> tuple[Span, ...]:
    if task.places is not None:
        return task.places.get(document_id, ())
    if isinstance(task.sought, Search):
        search = task.sought
        return tuple(find(project.text(document_id), search.wanted, expression=search.expression, case=search.case))
    return tuple(mentions(project.document(document_id), task.sought)) if task.sought else ()


def survey(
    document: Document, act: Act | None, spans: tuple[Span, ...], among: Collection[str] | None = None
) -> Finding:
    """What an act would do to hits in a document; `among` see `affected`."""
    places = tuple(affected(document, act, spans, among)) if act is not None else ()
    shown = places if act is not None else tuple(Affected(span, Fate.FOUND) for span in spans[:SAMPLES])
    samples = tuple(_sample(document, place) for place in shown[:SAMPLES])
    return Finding(document.id, document.article.title, document.status, spans, places, samples)


def _sample(document: Document, place: Affected) -> Sample:
    there = document.by_id.get(place.annotation) if place.annotation is not None else None
    return Sample(
        place,
        *in_context(document.text, place.span),
        getattr(there, "label", ""),
        there.by if there is not None else None,
    )


def serve() -> None:
    """The child's whole life: answer tasks until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        _send(stream, Ready())
        while True:
            task = pickle.load(sys.stdin.buffer)
            _alarm(_LIFE)
            for answer in answers(task):
                _send(stream, answer)
                _alarm(_LIFE)
            _alarm(0)


def _alarm(seconds: int) -> None:
    # The parent ends a child that is silent for too long. Where the parent is gone, the system does, which needs no
    # interpreter that an expression may be holding.
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _send(stream: Any, answer: Answer) -> None:
    stream.write(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))
    stream.flush()
