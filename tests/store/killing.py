"""A process that edits a project until it is killed, and what must be true of the project afterwards."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from annotator.model.document import Document
from annotator.store.project import Project
from tests.store.editor import BY, Editor, step

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    """After a kill: how many edits were acknowledged, and how many the reopened project holds."""

    acknowledged: int
    found: int


def edit_until_killed(path: Path, seed: int) -> None:
    """Makes a project and the steps of `seed`, and writes each transaction's id to standard output once it is saved."""
    random = Random(seed)
    print("making", flush=True)
    with Project.create(path, by=BY) as project:
        editor = Editor(project)
        while True:
            print(step(editor, random), flush=True)


def kill_once(folder: Path, seed: int, *, making: bool = False) -> Outcome:
    """Kills an editing process at a moment that `seed` chooses; raises AssertionError where anything is lost.

    With `making` the moment is about when the project is made, else it is after the first edit.
    """
    path = folder / f"{seed}.anno"
    arguments = [sys.executable, "-m", "tests.store.killing", str(path), str(seed)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "making\n"
        lines = [] if making else [process.stdout.readline()]
        try:
            process.wait(timeout=Random(seed).uniform(0, 0.05 if making else 0.6))
        except subprocess.TimeoutExpired:
            process.kill()
        lines += process.stdout.readlines()
    assert process.returncode == -9, f"the process ended by itself: {process.returncode}"
    acknowledged = [line.rstrip() for line in lines if line.endswith("\n")]
    if not path.exists():
        assert not acknowledged, "the project is gone"
        Project.create(path, by=BY).close()
    return Outcome(len(acknowledged), check_after(path, seed, acknowledged))


def check_after(path: Path, seed: int, acknowledged: list[str]) -> int:
    """How many transactions the project holds; raises AssertionError where it is not what the steps of `seed` made."""
    with Project.open(path, by=BY) as project:
        assert not project.read_only, "the killed process still holds the lock"
        assert project.check() == []
        found = sum(1 for _ in saved(project))
        # The last one may be on disk without its process having lived to say so.
        assert found - len(acknowledged) in (0, 1), f"{len(acknowledged)} edits acknowledged, {found} found"
        expected = Editor()
        random = Random(seed)
        made = [step(expected, random) for _ in range(found)]
        assert made[: len(acknowledged)] == acknowledged
        expected.project = project
        check_same(project, expected)
        while expected.history.done:
            expected.undo()
        check_same(project, expected)
    return found


def saved(project: Project) -> Iterator[str]:
    """The ids of the transactions that the project holds, in order, as `Editor` numbers them."""
    for number in count():
        try:
            yield project.transaction(f"{BY}-{number:04}")[0].id
        except KeyError:
            return


def check_same(project: Project, expected: Editor) -> None:
    """Raises AssertionError where the project holds anything else than the editor remembers."""
    documents: dict[str, Document] = {entry.id: project.document(entry.id) for entry in project.entries()}
    assert documents == dict(expected.state.documents)
    assert project.speakers() == dict(expected.state.speakers)
    assert project.history(BY) == expected.history
    for document in documents.values():
        source = project.source(document.id)
        assert source is not None
        assert source.data == document.text.encode()


if __name__ == "__main__":
    edit_until_killed(Path(sys.argv[1]), int(sys.argv[2]))
