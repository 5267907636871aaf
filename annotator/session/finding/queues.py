"""Saved searches, and the queue that one of them is: articles are then gone through that it found, and no others."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from annotator.model.faults import Fault
from annotator.session.events import Asked, Listed
from annotator.store.project import Project
from annotator.store.queue import Entry

if TYPE_CHECKING:
    from annotator.session.session import Session

KEY: Final = "searches"
"""The project's setting that holds them: pairs of a name and a query, in order."""
LONGEST: Final = 60
"""How many characters a name may have."""


def saved_searches(project: Project) -> dict[str, str]:
    """The queries that were saved in a project by their names, in order. Raises Fault."""
    return {str(name): str(query) for name, query in project.get(KEY, [])}


class Queues:
    """The saved searches of a session's project, and which of them the queue follows.

    saved    the queries by their names, in order
    current  the name of the one that the queue follows; None for all articles
    """

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.saved = saved_searches(session.project)
        self.current: str | None = None
        self._ids: frozenset[str] = frozenset()

    @property
    def entries(self) -> Sequence[Entry]:
        """The articles that are gone through, in their order."""
        every = self._session.entries
        return every if self.current is None else [entry for entry in every if entry.id in self._ids]

    def choose(self, name: str | None, ids: Collection[str] = ()) -> None:
        """Follow a saved search, with the ids of the articles that it finds now, or all articles again.

        What is done to these articles takes none of them out, so that what is left can be counted.
        """
        self.current, self._ids = name, frozenset(ids)
        self._session.publish(Listed())

    def save(self, name: str, query: str) -> str:
        """Keep a query under a name that none has; returns the name. Raises Fault, and then nothing has changed."""
        name = self._free(name)
        self._put({**self.saved, name: query})
        return name

    def rename(self, name: str, new: str) -> None:
        """Give a saved search another name. Raises Fault, and then nothing has changed."""
        new = self._free(new, but=name)
        self._put({new if each == name else each: query for each, query in self.saved.items()})
        if self.current == name:
            self.current = new

    def delete(self, name: str) -> None:
        """Forget a saved search; where the queue follows it, it has all articles again. Raises Fault."""
        self._put({each: query for each, query in self.saved.items() if each != name})
        if self.current == name:
            self.choose(None)

    def follow(self, saved: dict[str, str]) -> None:
        """Take up what another process has saved; where what the queue follows is gone, it has all articles again."""
        if saved != self.saved:
            self.saved = saved
            if self.current not in saved:
                self.choose(None)
            self._session.publish(Asked("saved_searches"))

    def _free(self, name: str, but: str = "") -> str:
        name = " ".join(name.split())
        if not name:
            raise Fault("A saved search needs a name.", "Type one.")
        if len(name) > LONGEST:
            raise Fault(f"This name has {len(name)} characters; {LONGEST} are the most.", "Shorten it.")
        if any(each.casefold() == name.casefold() for each in self.saved if each != but):
            raise Fault(f"There is a saved search “{name}” already.", "Choose another name, or delete that one first.")
        return name

    def _put(self, saved: dict[str, str]) -> None:
        self._session.project.put(KEY, [list(each) for each in saved.items()])
        self.saved = saved
