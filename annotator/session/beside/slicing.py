"""Driving gestures over many articles beside the window: a slice at a time, long articles read in a thread before."""

from annotator.model.faults import Fault
from annotator.session.beside.fetching import Fetching
from annotator.session.events import Told
from annotator.session.session import Session


class Slicing:
    """Calls the next slice of a session's works; `go_on` is to be called until there are none."""

    def __init__(self, session: Session, fetching: Fetching) -> None:
        self._session = session
        self._fetching = fetching
        self._fetched: str | None = None  # the last one, which is not read so again: it may be gone
        self._waiting = False
        session.works.sliced = True

    def close(self) -> None:
        """What is under way is done at once from now on, with what is read for it."""
        self._session.works.sliced = False
        self._fetching.close()

    def go_on(self) -> bool:
        """Do a slice, or begin to read what it is about. Whether there is more to be done now; faults are told."""
        works = self._session.works
        if not works or self._waiting:
            return False
        for document_id in works.needed():
            if document_id != self._fetched and self._fetching.fetch(document_id, self._on_fetched):
                self._fetched, self._waiting = document_id, True
                return False
        try:
            works.go_on()
        except Fault as fault:
            self._session.publish(Told(str(fault), fault=True))
        return True

    def _on_fetched(self) -> None:
        self._waiting = False
