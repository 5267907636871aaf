"""The articles that wait to be read, and which of them is next."""

from dataclasses import dataclass
from itertools import count


@dataclass
class Request:
    """An article to be read, and what has become of it so far.

    language   ISO 639-1, None where it is to be detected
    tokenize   whether its tokens are wanted
    rank       the least is read first
    tokenized  its tokens have been delivered
    deaths     how many children have died over it
    dropped    cancelled or replaced: nothing of it is delivered any more
    stale      to be read again, the settings have changed
    """

    document_id: str
    text: str
    language: str | None
    tokenize: bool
    rank: tuple[int, int]
    tokenized: bool = False
    deaths: int = 0
    dropped: bool = False
    stale: bool = False

    def covers(self, other: "Request") -> bool:
        """Whether its answers are those that `other` asks for."""
        same = (self.document_id, self.text, self.language) == (other.document_id, other.text, other.language)
        return same and not self.dropped and (self.tokenize or not other.tokenize)


class WaitingList:
    """Requests, at most one per document: the urgent ones, newest first, then the others, oldest first.

    The newest urgent one is the article on screen now; the urgent ones before it the analyst has left meanwhile.
    A request can be held: it waits, but is not next, until `release`.
    """

    def __init__(self) -> None:
        self._order = count(1)
        self._waiting: dict[str, Request] = {}
        self._held: dict[str, Request] = {}

    def __len__(self) -> int:
        """How many wait, without those held."""
        return len(self._waiting)

    @property
    def held(self) -> int:
        """How many are held."""
        return len(self._held)

    def make(self, document_id: str, text: str, language: str | None, *, urgent: bool, tokenize: bool) -> Request:
        """A request with its rank; it does not wait yet."""
        order = next(self._order)
        return Request(document_id, text, language, tokenize, (0, -order) if urgent else (1, order))

    def put(self, request: Request) -> None:
        """Let a request wait, in place of one for the same document."""
        self.drop(request.document_id)
        self._waiting[request.document_id] = request

    def hold(self, request: Request) -> None:
        """Keep a request for later, in place of one for the same document."""
        self.drop(request.document_id)
        self._held[request.document_id] = request

    def release(self) -> None:
        """Let the held ones wait again, each by its rank."""
        self._waiting.update(self._held)
        self._held.clear()

    def drop(self, document_id: str) -> None:
        """Forget a document's request, if there is one."""
        self._waiting.pop(document_id, None)
        self._held.pop(document_id, None)

    def clear(self) -> None:
        """Forget all requests."""
        self._waiting.clear()
        self._held.clear()

    def pop(self) -> Request:
        """Take out the next one; raises ValueError where none waits."""
        request = min(self._waiting.values(), key=lambda waiting: waiting.rank)
        return self._waiting.pop(request.document_id)
