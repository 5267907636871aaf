"""What concerns a project's whole file, done where the n-th call to the system fails, and what must be true then.

Compacting, copying, backing up, putting back, migrating, salvaging, exporting and making a project: of each it is asked
that one message says what to do, nothing is lost or half written, and it can be done once that is mended.
"""

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest

from annotator.model.document import Document, Speaker, Status
from annotator.model.edits import SetStatus, SetTokens
from annotator.model.faults import Fault
from annotator.model.history import History
from annotator.model.tokens import tokens_of
from annotator.session.exchange.exporting import ExportOptions, export
from annotator.session.projects.keeping import backups_of
from annotator.session.projects.restoring import restore_here
from annotator.session.projects.wholefile import compact_here, copy_whole
from annotator.session.session import Session
from annotator.store.backups import Backup, check, restore_copy
from annotator.store.project import Project
from annotator.store.salvage.salvaging import salvage
from tests.session.failing import CODES, Breakage, Disk, impatient, make
from tests.store import versioned
from tests.store.boundary import Call, watching
from tests.store.editor import BY, article

PYTHON: Final = {
    "os.open": (errno.ENOSPC, errno.EACCES),
    "os.mkdir": (errno.ENOSPC,),
    "os.replace": (errno.EIO,),
    "os.fsync": (errno.EIO,),
}
"""What the system may answer to the program itself."""

LIMIT: Final = "limit"
"""The name of a breakage by which no file gets longer than `number` bytes."""
LIMITS: Final = (0, 600, 5_000, 40_000, 100_000, 150_000)

PROJECT: Final = "project.anno"
_NEW: Final = "new.anno"
_OUT: Final = "out.jsonl"
_FOLDER: Final = "out"

_BESIDE: Final = ("-wal", "-shm", "-journal", ".lock")
"""What SQLite and the lock keep beside a project, and leave there."""


@dataclass(frozen=True)
class Chore:
    """What is done in a folder, and what looks whether it is done, which raises AssertionError where it is not."""

    do: Callable[[Path], object]
    look: Callable[[Path], None]
    version: str = ""
    """Of which version of the schema the project is, "" for this one's."""


class Workshop:
    """A folder in which chores are done again and again, each from the same beginning."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.work = folder / "work"  # the same for all: by where a project is, its backups are known

    def breakages(self, name: str) -> list[Breakage]:
        """Everything that can fail in a chore, each once and for good."""
        disk = Disk(None)
        with self._begun(name) as chore, _failing(disk, self.work):
            chore.do(self.work)
        every = [(number, name, code) for number, name in enumerate(disk.names) for code in (CODES | PYTHON)[name]]
        calls = [Breakage(*each, lasts) for each in every for lasts in (False, True)]
        return [*calls, *(Breakage(limit, LIMIT, 0, lasts=True) for limit in LIMITS)]

    def break_once(self, name: str, breakage: Breakage) -> bool:
        """Does a chore where something fails; raises AssertionError where something is lost, or left half done.

        Whether a person was told; where not, it was done all the same.
        """
        with self._begun(name) as chore, impatient():
            before = _held(self.work)
            told = self._told(chore, breakage)
            if told is not None:
                assert told.remedy, told
                left = _held(self.work)
                assert left[PROJECT] == before[PROJECT], "the project is not what it was"
                new = {name for name in left.keys() | before.keys() if left.get(name) != before.get(name)}
                for each in new:
                    assert "backups" in each, f"{each} was left"
                    check(self.work / each, self.work / each)
                chore.do(self.work)
            chore.look(self.work)
        return told is not None

    def _told(self, chore: Chore, breakage: Breakage) -> Fault | None:
        disk = Disk(breakage)
        try:
            with _limited(breakage.number) if breakage.name == LIMIT else _failing(disk, self.work):
                chore.do(self.work)
        except Fault as fault:
            return fault
        return None

    @contextmanager
    def _begun(self, name: str) -> Iterator[Chore]:
        """The chore of that name, in a folder in which it has not been done."""
        chore = CHORES[name]
        made = self._folder / f"made {chore.version}"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ANNOTATOR_HOME", str(self.work / "home"))
            shutil.rmtree(self.work, ignore_errors=True)
            if made.exists():
                shutil.copytree(made, self.work)
            else:
                self.work.mkdir()
                _begin(self.work, chore.version)
                shutil.copytree(self.work, made)
            yield chore


def _begin(work: Path, version: str) -> None:
    """A project that was backed up and edited since, and an earlier export."""
    if version:
        versioned.write(work / PROJECT, version)
    else:
        make(work / PROJECT)
        backups_of(work / PROJECT).take("asked")
        with Project.open(work / PROJECT, by=BY) as project:
            session = Session(project, BY)
            tokens = tokens_of(article("a"))
            session.dispatch("user.done", [SetTokens("a", tokens), SetStatus("a", Status.DONE, BY)])
        _export(work, _FOLDER, "brat")
    (work / _OUT).write_text("What was exported before.\n", encoding="utf-8")


def _export(work: Path, to: str, form: str) -> None:
    with Project.open(work / PROJECT, by=BY, read_only=True) as project:
        export(project, work / to, ExportOptions(status="all", format=form))


def _held(work: Path) -> dict[str, str]:
    """A short name for what each file holds, a database as SQL."""
    found = {}
    for path in sorted(each for each in work.rglob("*") if each.is_file() and not each.name.endswith(_BESIDE)):
        data = _dumped(path) if path.suffix == ".anno" else path.read_bytes()
        found[path.relative_to(work).as_posix()] = sha256(data).hexdigest()
    return found


def _dumped(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump()).encode()


@dataclass(frozen=True)
class Holds:
    """What a project holds."""

    documents: list[Document]
    speakers: dict[str, Speaker]
    history: History

    @property
    def statuses(self) -> list[Status]:
        return [document.status for document in self.documents]


def _sound(path: Path) -> Holds:
    """What a project holds that is not damaged and can be worked on."""
    with Project.open(path, by=BY) as project:
        assert not project.read_only
        assert project.check() == []
        documents = [project.document(document_id) for document_id in sorted(project.ids())]
        return Holds(documents, dict(project.speakers()), project.history(BY))


def _newest(work: Path) -> Path:
    return backups_of(work / PROJECT).list()[0].path


def _oldest(work: Path) -> Backup:
    return backups_of(work / PROJECT).list()[-1]


def _migrate(work: Path) -> None:
    Project.open(work / PROJECT, by=BY, before_migrating=lambda: backups_of(work / PROJECT).take("migration")).close()


def _look_at_made(work: Path) -> None:
    assert not _sound(work / _NEW).documents


def _look_at_compacted(work: Path) -> None:
    held = _sound(work / PROJECT)
    assert (held.statuses, len(held.history.done)) == ([Status.DONE], 1)


def _look_at_copy(work: Path) -> None:
    assert _sound(work / _NEW) == _sound(work / PROJECT)


def _look_at_backup(work: Path) -> None:
    assert _sound(_newest(work)) == _sound(work / PROJECT)


def _look_at_restored(path: Path) -> None:
    held = _sound(path)
    assert (held.statuses, held.history.done) == ([Status.NEW], ())


def _look_at_migrated(work: Path) -> None:
    assert len(_sound(work / PROJECT).documents) == 2
    assert (_oldest(work).reason, _oldest(work).contents().version) == ("migration", 3)


def _look_at_exported(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert (json.loads(written)["text"] if path.suffix == ".jsonl" else written) == article("a").text
    assert not list(path.parent.glob(".*"))


CHORES: Final[dict[str, Chore]] = {
    "make": Chore(lambda work: Project.create(work / _NEW, by=BY).close(), _look_at_made),
    "compact": Chore(lambda work: compact_here(work / PROJECT), _look_at_compacted),
    "copy": Chore(lambda work: copy_whole(work / PROJECT, work / _NEW), _look_at_copy),
    "back up": Chore(lambda work: backups_of(work / PROJECT).take("asked", anyway=True), _look_at_backup),
    "restore": Chore(
        lambda work: restore_here(work / PROJECT, _oldest(work)), lambda work: _look_at_restored(work / PROJECT)
    ),
    "restore a copy": Chore(
        lambda work: restore_copy(_oldest(work).path, work / _NEW), lambda work: _look_at_restored(work / _NEW)
    ),
    "migrate": Chore(_migrate, _look_at_migrated, version="3"),
    "salvage": Chore(lambda work: salvage(work / PROJECT, work / _NEW, by=BY), _look_at_copy),
    "export": Chore(lambda work: _export(work, _OUT, "annotator"), lambda work: _look_at_exported(work / _OUT)),
    "export a folder": Chore(
        lambda work: _export(work, _FOLDER, "brat"),
        lambda work: _look_at_exported(next((work / _FOLDER).glob("*.txt"))),
    ),
}


@contextmanager
def _failing(disk: Disk, root: Path) -> Iterator[None]:
    """Has calls of SQLite fail, and those of the program on what lies below a folder."""

    def failing(name: str, does: Callable[..., Any]) -> Callable[..., Any]:
        def done(first: Any, *given: Any, **named: Any) -> Any:
            ours = isinstance(first, int) or Path(os.fsdecode(first)).is_relative_to(root)
            code = disk.before(Call(f"os.{name}", "")) if ours else 0
            if code:
                raise OSError(code, os.strerror(code), None if isinstance(first, int) else os.fsdecode(first))
            return does(first, *given, **named)

        return done

    with pytest.MonkeyPatch.context() as patch, watching(disk.before):
        for name in ("open", "mkdir", "replace", "fsync"):
            patch.setattr(os, name, failing(name, getattr(os, name)))
        yield


@contextmanager
def _limited(length: int) -> Iterator[None]:
    """Lets no file of this process become longer than so many bytes."""
    resource = pytest.importorskip("resource", reason="limits are POSIX's")
    had = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, had[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, had)
