"""A window whose process is killed while it edits, and what must be true of the project afterwards."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from annotator.model.document import Document
from annotator.model.edits import State
from annotator.model.history import History, Update
from annotator.session.session import Session
from annotator.store.project import Project

ROOT = Path(__file__).resolve().parents[2]
BY = "mk"
PLAIN = "tests.session.readers:Plain"

ACTS = (
    *("label.1", "label.2", "label.3", "annotation.accept", "annotation.reject", "annotation.again"),
    *("border.right", "border.left", "speaker.1", "quote.kind", "article.done", "article.next", "go.next"),
    *("edit.undo", "edit.undo", "edit.redo"),
)
"""What the window is asked to do; what cannot be done at the moment does nothing."""


@dataclass(frozen=True)
class Acknowledged:
    """A transaction that the window showed, and what the project's documents were then, as `mark` gives it."""

    transaction: str
    mark: str


def mark(document: Document | None) -> str:
    """A short name for all that a document is."""
    return sha256(repr(document).encode()).hexdigest()[:16]


def edit_until_killed(path: Path, seed: int) -> None:
    """Opens the window on a project and edits in it; writes what is acknowledged to standard output, a line each."""
    from PySide6.QtCore import QTimer

    from annotator.session.selection import Selection
    from annotator.ui.app import make_application, make_window

    application = make_application(["annotator"])
    window = make_window([path], reader=PLAIN)
    session, random = window.session, Random(seed)

    def acknowledge(event: object) -> None:
        if isinstance(event, Update):
            touched = (event.after.documents[i] for i in sorted(event.transaction.documents))
            print(event.transaction.id, ",".join(map(mark, touched)), flush=True)

    def act() -> None:
        here = sorted(a.id for a in session.document.by_id.values() if not a.rejected) if session.document else []
        if here and random.random() < 0.6:
            chosen = random.choice(here)
            span = session.document.by_id[chosen].extent  # type: ignore[union-attr]
            session.select(Selection(span.start, span.start, chosen))
        window.run(random.choice(ACTS))

    session.subscribe(acknowledge)
    timer = QTimer(window)
    timer.timeout.connect(act)
    window.show()
    timer.start(0)
    application.exec()


def kill_once(path: Path, seed: int) -> int:
    """Kills a window that edits the project at `path`; how many edits it had acknowledged.

    Raises AssertionError where one of them is lost or cannot be undone, or where a process stays behind.
    """
    with Project.open(path, by=BY) as project:
        state = State({e.id: project.document(e.id) for e in project.entries()}, project.speakers())
    known = set(_saved(path))
    command = [sys.executable, "-m", "tests.ui.killing", str(path), str(seed)]
    home = {**os.environ, "ANNOTATOR_HOME": str(path.parent / "home"), "QT_QPA_PLATFORM": "offscreen", "LOGNAME": BY}
    with subprocess.Popen(
        command, cwd=ROOT, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        try:
            process.wait(timeout=Random(seed).uniform(0, 0.5))
        except subprocess.TimeoutExpired:
            process.kill()
        out, said = process.communicate(timeout=30)  # the process that reads has the pipe too, and must end
    assert process.returncode == -9, f"the window ended by itself: {said}"
    acknowledged = [
        Acknowledged(*line.split()) for line in [*lines, *out.splitlines(keepends=True)] if line.endswith("\n")
    ]
    _check(path, state, known, acknowledged)
    return len(acknowledged)


def _saved(path: Path) -> list[str]:
    """The ids of all transactions in the project, oldest first."""
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM transactions ORDER BY seq")]


def _check(path: Path, state: State, known: set[str], acknowledged: list[Acknowledged]) -> None:
    with Project.open(path, by=BY) as project:
        assert not project.read_only, "the killed process still holds the lock"
        assert project.check() == []
    saved = [transaction for transaction in _saved(path) if transaction not in known]
    # The last one may be on disk without the window having lived to say so.
    assert [a.transaction for a in acknowledged] in (saved, saved[:-1])
    session = Session(Project.open(path, by=BY), BY)
    try:
        for number, transaction_id in enumerate(saved):
            transaction, _ = session.project.transaction(transaction_id)
            state, _ = transaction.apply(state)
            if number < len(acknowledged):
                touched = (state.documents[i] for i in sorted(transaction.documents))
                assert ",".join(map(mark, touched)) == acknowledged[number].mark
        for document_id, document in state.documents.items():
            assert session.load(document_id) == document
        assert dict(session.project.speakers()) == dict(state.speakers)
        before: History = session.history
        assert sum(session.undo() for _ in range(len(before.done) + 1)) == len(before.done)
        assert sum(session.redo() for _ in range(len(before.done))) == len(before.done)
        for document_id, document in state.documents.items():
            assert session.load(document_id) == document
    finally:
        session.close()


if __name__ == "__main__":
    edit_until_killed(Path(sys.argv[1]), int(sys.argv[2]))
