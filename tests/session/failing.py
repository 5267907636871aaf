"""A short session in which the n-th call that SQLite makes on its files fails, and what must be true then."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import pytest

from annotator.model.document import Decision, Entity, Span, Status
from annotator.model.edits import (
    AddDocument,
    AddEntity,
    Decide,
    Edit,
    RemoveDocument,
    SetBoilerplate,
    SetFlag,
    SetLabels,
    SetNote,
    SetStatus,
)
from annotator.model.faults import Fault
from annotator.model.labels.labeldraft import Draft
from annotator.model.texts.correcting import corrected
from annotator.session.relabelling import know_label
from annotator.session.session import Session
from annotator.store.coverage import Looked
from annotator.store.project import Project
from annotator.store.sqlite import connection
from tests.store.boundary import Call, watching
from tests.store.editor import BY, article, source, suggestions

_T = TypeVar("_T")

CODES: Final = {
    "open": (sqlite3.SQLITE_CANTOPEN,),
    "delete": (sqlite3.SQLITE_IOERR_DELETE,),
    "read": (sqlite3.SQLITE_IOERR_READ,),
    "write": (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE),
    "truncate": (sqlite3.SQLITE_IOERR_TRUNCATE,),
    "sync": (sqlite3.SQLITE_IOERR_FSYNC,),
    "lock": (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR_LOCK),
    "map": (sqlite3.SQLITE_IOERR_SHMMAP,),
    "share": (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR_SHMLOCK),
}
"""What the system may answer, by the call: a full disk, a broken one, somebody else's lock."""

_UNLOCKS: Final = 1
"""SQLITE_SHM_UNLOCK: letting go cannot fail."""


@dataclass(frozen=True)
class Breakage:
    """The `number`-th call fails with one of SQLite's codes; where it `lasts`, so does every later one of that name."""

    number: int
    name: str
    code: int
    lasts: bool


class Disk:
    """Counts the calls, and has some fail until it is mended.

    names   of the calls, in order
    failed  how many of them failed
    """

    def __init__(self, breakage: Breakage | None) -> None:
        self.names: list[str] = []
        self.failed = 0
        self._breakage = breakage

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is done in here does not count and does not fail."""
        broken, names, self._breakage = self._breakage, list(self.names), None
        yield
        self._breakage, self.names = broken, names

    def mend_after(self, fault: Fault) -> None:
        assert self.failed, "nothing was broken"
        assert fault.remedy
        self._breakage = None

    def before(self, call: Call) -> int:
        if call.name == "share" and call.flags & _UNLOCKS:
            return 0
        self.names.append(call.name)
        broken = self._breakage
        if broken is None or call.name != broken.name or len(self.names) <= broken.number:
            return 0
        if self.failed and not broken.lasts:
            return 0
        self.failed += 1
        return broken.code


def make(path: Path) -> None:
    """A project with an article in it, to begin with."""
    with Project.create(path, by=BY) as project:
        session = Session(project, BY)
        first = article("a")
        session.dispatch("import.text", [AddDocument(first), *suggestions(first)], sources={"a": source(first)})


def breakages(folder: Path) -> list[Breakage]:
    """Everything that can fail in the session, each once and for good; `folder` is empty, or is made."""
    folder.mkdir(exist_ok=True)
    make(folder / "made.anno")
    names = _go(folder / "made.anno", None)
    every = [(number, name, code) for number, name in enumerate(names) for code in CODES[name]]
    return [Breakage(*each, lasts) for each in every for lasts in (False, True)]


def break_once(made: Path, path: Path, breakage: Breakage) -> None:
    """Lets the session go its way in a copy of a project; raises AssertionError where something is lost or lies."""
    shutil.copyfile(made, path)
    _go(path, breakage)


_STEPS: Final[tuple[Callable[[Session], object], ...]] = (
    lambda session: session.dispatch("import.text", [AddDocument(article("b"))], sources={"b": source(article("b"))}),
    lambda session: session.dispatch(
        "user.test", [AddEntity("b", Entity(id="n", span=Span(0, 4), label="ORG", decision=Decision.ADDED, by=BY))]
    ),
    lambda session: session.undo(),
    lambda session: session.redo(),
    lambda session: session.dispatch(
        "user.test", [Decide("a", "e0", Decision.REJECTED, None, BY, "now"), SetStatus("a", Status.DONE, BY)]
    ),
    lambda session: know_label(session, "VESSEL"),
    lambda session: session.dispatch("user.note", [SetNote("a", "e0", "Ask Ana."), SetFlag("a", None, flagged=True)]),
    lambda session: session.dispatch("user.text", [_corrected(session)]),
    lambda session: session.dispatch("user.boilerplate", [SetBoilerplate("b", session.load("b").article.paragraphs)]),
    lambda session: session.relabelling.change(_renamed(session), "Change the labels"),
    lambda session: session.dispatch("user.remove", [RemoveDocument("b")]),
    lambda session: session.undo(),
    lambda session: session.queues.save("Vessels", "label:VESSEL"),
    lambda session: session.project.guideline.write("Vessels.", writing="w", by=BY, at="2026-11-23T09:14:05Z"),
    lambda session: session.project.reading.keep([Looked("a", BY, ((0, "digest"),), 1.0, 1.0, "then")]),
)


def _corrected(session: Session) -> Edit:
    document = session.load("a")
    return corrected(document, ("Late: ", Span(0, len(document.text)))).edit


def _renamed(session: Session) -> SetLabels:
    draft = Draft.of(session.label_set).knowing(("ORG", "PERSON"))
    at = next(number for number, row in enumerate(draft.rows) if row.label.name == "ORG")
    return draft.with_label(at, replace(draft.rows[at].label, name="FIRM")).edit


def _go(path: Path, breakage: Breakage | None) -> list[str]:
    """The names of the calls that were made."""
    disk = Disk(breakage)
    with watching(disk.before), impatient():
        project = _insist(lambda: Project.open(path, by=BY), disk)
        assert not project.read_only, "a fault made it one to read only"
        session = _insist(lambda: Session(project, BY), disk)
        _insist(lambda: session.load("a"), disk)
        for number, step in enumerate(_STEPS):
            had = _on_screen(session)
            if not _done(partial(step, session), disk):
                now = _on_screen(session)
                assert _saved(path, session, disk) == now, f"step {number} failed, on the screen or on the disk only"
                if now == had:  # else it was saved, and then what came of it could not be read
                    step(session)
            assert _saved(path, session, disk) == _on_screen(session), f"step {number} is on the screen only"
        if not _done(session.close, disk):
            session.close()
    assert breakage is None or disk.failed, "the session took another way than the one that was counted"
    with Project.open(path, by=BY) as again:
        assert not again.read_only
        assert again.check() == []
        assert {entry.id: entry.decided for entry in again.entries()} == {"a": 1, "b": 1}
        assert (again.guideline.text(), [seen.words for seen in again.reading.of("a")]) == ("Vessels.", ["digest"])
    return disk.names


def _on_screen(session: Session) -> object:
    # What was read is written here behind its back; whether suggestions are still to be made is on no screen.
    entries = [replace(entry, read=0.0, prepared=False) for entry in session.entries]
    return dict(session.state.documents), entries, session.history, session.label_set, session.queues.saved


def _saved(path: Path, session: Session, disk: Disk) -> object:
    """The same as it is in the file, read by a means that works."""
    with disk.aside(), Project.open(path, by=BY, read_only=True) as project:
        fresh = Session(project, BY)
        for document_id in session.state.documents:
            fresh.load(document_id)
        return _on_screen(fresh)


def _done(do: Callable[[], object], disk: Disk) -> bool:
    """Whether something could be done; where a person is told that it could not, the disk is mended."""
    try:
        do()
    except Fault as fault:
        disk.mend_after(fault)
        return False
    return True


def _insist(do: Callable[[], _T], disk: Disk) -> _T:
    """What something gives, at the second time where it could not be done at the first."""
    try:
        return do()
    except Fault as fault:
        disk.mend_after(fault)
        return do()


@contextmanager
def impatient() -> Iterator[None]:
    """Nobody else's lock is waited for in here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "PATIENCE", 0.0)
        yield
