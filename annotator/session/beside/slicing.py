"""Driving gestures over many articles beside the window: a slice at a time, long articles read in a thread before."""

from collections.abc import Callable
from typing import Any

from annotator.model.document import Document
from annotator.model.faults import Fault
from annotator.model.history import Update
from annotator.session.beside.jobs import Job, JobDone, Jobs
from annotator.session.events import Told
from annotator.session.session import Session

VERY_LONG = 100_000
"""From how many characters on an article is read in a thread: some 20 ms."""
READING = "Reading"
"""The label of the jobs that read."""


class Slicing:
    """Calls the next slice of a session's works; `go_on` is to be called until there are none."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        self._session = session
        self._jobs = jobs
        self._fetching: str | None = None
        self._fetched: str | None = None  # the last one, which is not read so again: it may be gone
        self._outdated = False
        session.works.sliced = True

    def close(self) -> None:
        """What is under way is done at once from now on."""
        self._session.works.sliced = False

    def updated(self, update: Update) -> None:
        """Something has changed: what is being read may be out of date."""
        if self._fetching in update.transaction.documents:
            self._outdated = True

    def read(self, event: Any) -> None:
        """A job of the label READING has ended."""
        if isinstance(event, JobDone) and not self._outdated:
            self._session.adopt(event.value)
        self._fetching, self._outdated = None, False

    def go_on(self) -> bool:
        """Do a slice, or begin to read what it is about. Whether there is more to be done now; faults are told."""
        works = self._session.works
        if not works or self._fetching is not None:
            return False
        for document_id in works.needed():
            if self._is_long(document_id) and self._fetched != document_id:
                self._fetch(document_id)
                return False
        try:
            works.go_on()
        except Fault as fault:
            self._session.publish(Told(str(fault), fault=True))
        return True

    def _is_long(self, document_id: str) -> bool:
        """Whether reading an article keeps the window waiting: it is long, and not in memory."""
        if document_id in self._session.state.documents:
            return False
        entry = self._session.entry(document_id)
        return entry is not None and entry.characters > VERY_LONG

    def _fetch(self, document_id: str) -> None:
        project = self._session.project

        def read(report: Callable[[int, int | None], None], cancelled: Callable[[], bool]) -> Document:
            del report, cancelled
            with project.reader() as reader:
                return reader.document(document_id)

        self._fetching = self._fetched = document_id
        self._jobs.start(Job(READING, read))
