"""Power cuts in the middle of a session: what it did to the disk, cut off anywhere, and what must be true then."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from annotator.formats.files import bytes_beside
from annotator.model.edits import RemoveDocument, State
from annotator.model.history import Update
from annotator.session.events import LabelsChanged
from annotator.session.exchange.importing import read_paths
from annotator.session.exchange.intake import bring_in
from annotator.session.session import Session
from annotator.store.backups import Backup, Backups, restore_copy, restore_in_place
from annotator.store.project import Project
from annotator.store.sqlite import connection
from annotator.store.sqlite.compacting import compact
from annotator.store.sqlite.copying import Snapshot
from annotator.store.sqlite.places import place_file
from tests.session.killing import (
    acknowledgements,
    acknowledging,
    act,
    bring_first,
    check,
    check_kept,
    write_inputs,
)
from tests.store import versioned
from tests.store.disk import Disk, Event, Recording, recording
from tests.store.editor import BY

PROJECT = "Zeitung.anno"
COPY = "Kopie.anno"


@dataclass(frozen=True)
class Story:
    """What a session did to the disk and said, by a seed; `kind` is the name of the function that it follows."""

    kind: str
    seed: int
    events: list[Event]

    @property
    def said(self) -> list[str]:
        return [event.to for event in self.events if event.name == "said"]


def record(folder: Path, kind: str, seed: int, acts: int = 25) -> Story:
    """Lets a session of one of the STORIES go its way, of about so many acts; `folder` is empty."""
    write_inputs(folder)
    root = folder / "disk"
    root.mkdir()
    with recording(root) as recorded:
        STORIES[kind][0](root, acts, Random(seed), recorded)
    return Story(kind, seed, recorded.events)


def moments(story: Story, count: int) -> list[int]:
    """So many moments of a story at which to cut: anywhere, and every second right after something was said."""
    random = Random(story.seed)
    said = [number for number, event in enumerate(story.events, 1) if event.name == "said"]
    return sorted(random.choice(said) if n % 2 else random.randrange(len(story.events) + 1) for n in range(count))


def cuts(story: Story, at: Iterable[int]) -> Iterator[tuple[int, Disk, list[str]]]:
    """The disk after each so many events, in order, and what the session had said by then."""
    disk = Disk()
    said: list[str] = []
    done = 0
    for moment in at:
        for event in story.events[done:moment]:
            disk.do(event)
            if event.name == "said":
                said.append(event.to)
        done = moment
        yield moment, disk, said


def cut_and_check(folder: Path, story: Story, moment: int, disk: Disk, said: list[str]) -> int:
    """Cuts the power and opens what is left, in an empty folder; how many of the things said are there.

    Raises AssertionError where anything is lost.
    """
    disk.cut(folder, Random(f"{story.seed} {moment}"))
    return STORIES[story.kind][1](folder, said, story)


# Editing: every kind of edit, in bulk, undone and redone, with imports; closed and opened on the way


def _edit(root: Path, acts: int, random: Random, recorded: Recording, synchronous: str = "EXTRA") -> None:
    def ready(project: Project) -> Session:
        with closing(project._database._engine.raw_connection()) as raw:
            # The log enters the file after 1,000 pages, which a short session has not.
            raw.cursor().execute(f"PRAGMA wal_autocheckpoint = {random.choice((20, 100, 1000))}")
            raw.cursor().execute(f"PRAGMA synchronous = {synchronous}")
        return acknowledging(project, recorded.say, random)

    session = ready(Project.create(root / PROJECT, by=BY))
    recorded.say("made")
    bring_first(session)
    found = list(read_paths([root.parent / "inputs"]))
    for number in range(acts):
        if number in (acts // 3, 2 * acts // 3):
            session.close()
            session = ready(Project.open(root / PROJECT, by=BY))
        if found and random.random() < 0.2:
            bring_in(session, [found.pop()])
        act(session, random, f"n{number}", recorded.say)
    session.close()


def _edit_on_the_network(*given: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "network", lambda _: "nfs4")
        _edit(*given)


def _check_edited(folder: Path, said: list[str], _: Story) -> int:
    acknowledged = acknowledgements(line for line in said if line != "made")
    if not (folder / PROJECT).exists():
        assert not said, "the project is gone"
        Project.create(folder / PROJECT, by=BY).close()
    outcome = check(folder / PROJECT, State(), [], acknowledged)
    check_kept(folder / PROJECT, said)
    return outcome.acknowledged


# Backups: taken, put back, and copied


def _keep(root: Path, acts: int, random: Random, recorded: Recording) -> None:
    path = root / PROJECT
    kept = Backups(root / "backups", path)
    with Project.create(path, by=BY) as project:
        session = Session(project, BY)
        recorded.say(f"now {_mark(project)}")
        session.subscribe(partial(_say_now, project, recorded))
        bring_first(session)
        for number in range(acts // 5):
            act(session, random, f"n{number}")
        backup = _take(kept, project, recorded)
        session.works.finish()
        session.dispatch("import.test", [RemoveDocument(document_id) for document_id in project.ids()])
        _take(kept, project, recorded)
    restore_in_place(path, backup.path)
    with Project.open(path, by=BY, read_only=True) as project:
        recorded.say(f"now {_mark(project)}")
        recorded.say(f"copy {_mark(project)}")
    restore_copy(backup.path, root / COPY)
    recorded.say("copied")


def _compact(root: Path, acts: int, random: Random, recorded: Recording) -> None:
    """Edits, gives free room back, saves a copy, and edits again."""
    path = root / PROJECT
    Project.create(path, by=BY).close()
    for part in range(2):
        with Project.open(path, by=BY) as project:
            session = Session(project, BY)
            recorded.say(f"now {_mark(project)}")
            session.subscribe(partial(_say_now, project, recorded))
            if not part:
                bring_first(session)
            for number in range(acts // 5):
                act(session, random, f"n{part}{number}")
            session.works.finish()
            last = _mark(project)
        compact(path)
        if not part:
            recorded.say(f"copy {last}")
            with Snapshot(path) as snapshot:
                snapshot.copy_to(root / COPY)
            recorded.say("copied")


def _say_now(project: Project, recorded: Recording, event: object) -> None:
    if isinstance(event, Update | LabelsChanged):
        recorded.say(f"now {_mark(project)}")


def _take(kept: Backups, project: Project, recorded: Recording) -> Backup:
    backup = kept.take("asked", anyway=True)
    assert backup is not None
    recorded.say(f"backup {_mark(project)}")
    return backup


def _mark(project: Project) -> str:
    """A short name for all that a project holds."""
    documents = [project.document(document_id) for document_id in sorted(project.ids())]
    held = (documents, sorted(project.speakers().items()), project.history(BY), project.last())
    return sha256(repr(held).encode()).hexdigest()[:16]


def _check_kept(folder: Path, said: list[str], story: Story) -> int:
    def of(what: str, lines: list[str]) -> list[str]:
        return [line.split(" ")[1] for line in lines if line.startswith(what)]

    states, reached = of("now", story.said), len(of("now", said))
    found = _found(folder / PROJECT)
    assert found in ([None] if not reached else []) + states[max(0, reached - 1) : reached + 1], "an edit is lost"
    backups = [_found(backup) for backup in sorted(folder.glob("backups/*/*.anno"))]
    assert of("backup", said) == backups[: len(of("backup", said))], "a backup is lost"
    assert backups == of("backup", story.said)[: len(backups)], "a backup is none"
    assert _found(folder / COPY) in ([] if "copied" in said else [None]) + of("copy", said), "the copy is lost"
    return len(said)


def _found(path: Path) -> str | None:
    """What a sound project holds, None where there is none."""
    if not path.exists():
        return None
    with Project.open(path, by=BY) as project:
        assert project.check() == []
        return _mark(project)


# A project of an older version: opened, after a backup of it


def _migrate(root: Path, _: int, __: Random, recorded: Recording) -> None:
    versioned.write(root / PROJECT, "1")
    place_file(root / PROJECT, root / PROJECT)  # SQLite does not sync that the journal has gone
    recorded.say("written")
    kept = Backups(root / "backups", root / PROJECT)
    with Project.open(root / PROJECT, by=BY, before_migrating=lambda: kept.take("migration")) as project:
        recorded.say(f"now {_mark(project)}")


def _check_migrated(folder: Path, said: list[str], story: Story) -> int:
    if said:
        assert f"now {_found(folder / PROJECT)}" == story.said[-1], "an edit is lost"
    return len(said)


# A file exported again and again to the same place


def _export(root: Path, acts: int, random: Random, recorded: Recording) -> None:
    for number in range(acts // 2):
        with bytes_beside(root / "out.jsonl") as file:
            file.write(_exported(number, random.randrange(20_000)))
        recorded.say(f"exported {number}")


def _exported(number: int, length: int) -> bytes:
    return f"{number} {length} ".encode() + bytes([number]) * length


def _check_exported(folder: Path, said: list[str], _: Story) -> int:
    file = folder / "out.jsonl"
    if not file.exists():
        assert not said, "an export is lost"
        return 0
    number, length, _rest = file.read_bytes().split(b" ", 2)
    assert file.read_bytes() == _exported(int(number), int(length)), "half an export is there"
    assert int(number) in (len(said) - 1, len(said)), "an export is lost"
    return len(said)


STORIES: Final[dict[str, tuple[Callable[..., None], Callable[[Path, list[str], Story], int]]]] = {
    "edit": (_edit, _check_edited),
    "edit on the network": (_edit_on_the_network, _check_edited),
    "keep": (_keep, _check_kept),
    "compact": (_compact, _check_kept),
    "export": (_export, _check_exported),
    "migrate": (_migrate, _check_migrated),
    "careless": (partial(_edit, synchronous="NORMAL"), _check_edited),
}
"""What sessions do, and what looks at what is left of it. The careless one does not sync what it says is saved."""
