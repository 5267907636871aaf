"""Reading along while another process writes: queue, speakers and the article on the desk follow what it saves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Final

from annotator.model.document import Speaker
from annotator.model.edits import State
from annotator.model.faults import Fault
from annotator.model.finding.allowed import Allowed
from annotator.model.labels.labels import LabelSet
from annotator.session.events import LabelsChanged, Listed, Reread
from annotator.session.finding.queues import saved_searches
from annotator.session.labels import labels_of
from annotator.session.session import Session
from annotator.store.allowed import read as read_allowed
from annotator.store.lock import holder_of
from annotator.store.project import Project
from annotator.store.queue import Entry

EVERY: Final = 1.0
"""Seconds from one look to the next."""


@dataclass(frozen=True)
class Followed:
    """What another process has saved, and whether it has let go of the project since."""

    entries: list[Entry]
    speakers: Mapping[str, Speaker]
    labels: LabelSet
    searches: dict[str, str]
    allowed: Mapping[str, Allowed]
    free: bool


class Follower:
    """Looks again and again in a thread of its own whether another process has changed a project.

    wake  called in that thread whenever there is something to `take`
    """

    def __init__(self, project: Project, wake: Callable[[], None], every: float = EVERY) -> None:
        self._project = project
        self._wake = wake
        self._every = every
        self._changed = Condition()
        self._found: Followed | None = None
        self._closed = False
        self._thread = Thread(target=self._run, name="following", daemon=True)
        self._thread.start()

    def take(self) -> Followed | None:
        """The newest of what was found since the last call, None where nothing was."""
        with self._changed:
            found, self._found = self._found, None
            return found

    def close(self) -> None:
        """End the thread, and wait for it."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        try:
            with self._project.reader() as reader:
                self._follow(reader)
        except Fault:
            return  # the file is gone: whatever is done next in the window says so

    def _follow(self, reader: Project) -> None:
        version, free = reader.version(), False
        while True:
            with self._changed:
                if self._changed.wait_for(lambda: self._closed, self._every):
                    return
            now = reader.version(), holder_of(reader.path) is None
            if now == (version, free):
                continue
            version, free = now
            with self._changed:
                self._found = Followed(
                    reader.entries(),
                    reader.speakers(),
                    labels_of(reader),
                    saved_searches(reader),
                    reader.ask(read_allowed),
                    free,
                )
            self._wake()


def catch_up(session: Session, followed: Followed) -> None:
    """Show what another process has saved; what is selected stays so where it is still there."""
    session.entries = followed.entries
    session.state = State({}, followed.speakers, followed.labels, followed.allowed)
    session.publish(Listed())
    session.publish(LabelsChanged())
    session.queues.follow(followed.searches)
    known = {entry.id for entry in session.entries}
    if session.current not in known:
        session.open(session.entries[0].id if session.entries else None)
        return
    assert session.current is not None
    session.selection = session.selection.fitting(session.load(session.current))
    session.publish(Reread())
    if followed.free:
        session.tell("Nobody has this project open any more: “Edit the project here” in the menu File does that.")
