"""Reading very long articles in a thread, before they are put on the desk or changed in a slice of something longer."""

from collections.abc import Callable
from typing import Any

from annotator.model.document import Document
from annotator.model.history import Update
from annotator.session.beside.jobs import Job, JobDone, Jobs
from annotator.session.session import Session

VERY_LONG = 100_000
"""From how many characters on an article is read in a thread: some 15 ms."""
READING = "Reading"
"""The label of the jobs that read."""


class Fetching:
    """Reads articles that a session does not hold, and has it adopt them; each is read once, whoever asks meanwhile."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        self._session = session
        self._jobs = jobs
        self._waiting: dict[str, list[Callable[[], object]]] = {}
        self._ids: dict[int, str] = {}  # what the jobs read
        self._outdated: set[str] = set()
        self._in_vain: set[str] = set()
        session.fetch = self.fetch

    def close(self) -> None:
        """What is asked for is read at once from now on."""
        self._session.fetch = None

    def fetch(self, document_id: str, then: Callable[[], object] = lambda: None) -> bool:
        """Begin to read an article, and call `then` when it is held; False where it is as well read at once.

        Where it could not be read, or was changed meanwhile, `then` is called nevertheless.
        """
        if document_id in self._waiting:
            self._waiting[document_id].append(then)
            return True
        if not self._is_long(document_id) or document_id in self._in_vain:
            self._in_vain.discard(document_id)
            return False
        project = self._session.project

        def read(report: Callable[[int, int | None], None], cancelled: Callable[[], bool]) -> Document:
            del report, cancelled
            with project.reader() as reader:
                document = reader.document(document_id)
            _ = document.by_id, document.article.paragraphs  # are kept with it, and are wanted first
            return document

        self._waiting[document_id] = [then]
        self._ids[self._jobs.start(Job(READING, read))] = document_id
        return True

    def _is_long(self, document_id: str) -> bool:
        """Whether reading an article keeps the window waiting: it is long, and not in memory."""
        if document_id in self._session.state.documents:
            return False
        entry = self._session.entry(document_id)
        return entry is not None and entry.characters > VERY_LONG

    def updated(self, update: Update) -> None:
        """Something has changed: what is being read may be out of date."""
        self._outdated.update(self._waiting.keys() & set(update.transaction.documents))

    def ended(self, event: Any) -> None:
        """A job of the label READING has ended."""
        document_id = self._ids.pop(event.job_id)
        if isinstance(event, JobDone) and document_id not in self._outdated:
            self._session.adopt(event.value)
        else:
            self._in_vain.add(document_id)
        self._outdated.discard(document_id)
        for then in self._waiting.pop(document_id):
            then()
