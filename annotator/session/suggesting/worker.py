"""Suggestions for articles, made in a child process while the analyst reads.

The owner asks for articles and takes events; both happen in the owner's thread. A thread of the service keeps the
child: it starts it, hands it one article at a time, waits for the answers, and starts another child when one dies.
"""

import logging
from collections import deque
from collections.abc import Callable
from hashlib import sha256
from threading import Condition, Thread

from annotator.child import Child, Gone
from annotator.model.faults import Fault
from annotator.model.suggestions import Wish
from annotator.session.suggesting.answers import Event, Failed, Progress, Stage, SuggestionsReady, TokensReady
from annotator.session.suggesting.preparing import PREPARING, SPACY, Failure, Loading, Suggested, Task, Tokenized
from annotator.session.suggesting.waiting import Request, WaitingList

_log = logging.getLogger(__name__)

MOST_DEATHS = 2
"""How many children may die over one article before it is given up."""
MOST_STARTS = 3
"""How many children in a row may die before any has answered anything."""


class SuggestionService:
    """Reads articles in a child process, the most urgent first.

    wish      what suggestions are made with
    on_event  called in another thread whenever there is something to `take`
    reader    what reads in the child, as `module:name` (see `preparing.Reader`)
    long      from how many characters on an article's tokens, where they are asked for, come before its suggestions; a
              shorter one's come by themselves only if there will be no suggestions

    Every request ends in exactly one `SuggestionsReady` or `Failed`, unless it is cancelled, replaced by another one
    for the same document, or the service is closed; before it comes one `TokensReady` where that was asked for. An
    article over which the child dies is tried once more in another child.
    """

    def __init__(self, wish: Wish, on_event: Callable[[], None], *, reader: str = SPACY, long: int = 0) -> None:
        self._wish = wish
        self._on_event = on_event
        self._reader = reader
        self._long = long
        # Everything below is shared by the owner's thread and the service's own, and touched under this lock only.
        self._changed = Condition()
        self._waiting = WaitingList()  # held in it: those whose pipeline could not be loaded
        self._current: Request | None = None
        self._child: Child | None = None
        self._ended: list[Child] = []  # killed, to be reaped by the service's thread
        self._events: deque[Event] = deque()
        self._progress = Progress(0, None, "idle")
        self._starts = 0  # children started since one last answered
        self._wanted = False  # a child is to be started although no article waits
        self._stuck = False  # no child can be started
        self._closed = False
        self._thread = Thread(target=self._run, name="suggestions", daemon=True)
        self._thread.start()

    # For the owner's thread

    @property
    def process_id(self) -> int | None:
        """The child's process id, None while there is no child."""
        with self._changed:
            return self._child.pid if self._child is not None else None

    def start(self) -> None:
        """Start the child now, so that it has imported what it needs when the first request comes."""
        with self._changed:
            self._wanted = self._child is None
            self._unstick()

    def request(
        self, document_id: str, text: str, language: str | None, *, urgent: bool = False, tokenize: bool = True
    ) -> None:
        """Ask for an article's tokens and suggestions.

        language  ISO 639-1, None to have it detected
        urgent    it is on screen: it comes before all others, earlier urgent ones among them; those that are not
                  urgent come in the order of their requests
        tokenize  whether its tokens are wanted

        A request takes the place of an earlier one for the same document; what is being read already goes on.
        """
        with self._changed:
            request = self._waiting.make(document_id, text, language, urgent=urgent, tokenize=tokenize)
            if self._current is not None and self._current.covers(request):
                self._current.rank = request.rank
                return
            self._drop(document_id)
            self._waiting.put(request)
            self._changed.notify()

    def cancel(self, document_id: str) -> None:
        """Take nothing of this document any more. If it is being read, that is finished and thrown away."""
        with self._changed:
            self._drop(document_id)
            self._changed.notify()

    def cancel_all(self) -> None:
        """Forget all requests, and end the child at once if it is reading; the next request starts another."""
        with self._changed:
            self._waiting.clear()
            self._events = deque(e for e in self._events if isinstance(e, Progress))
            if self._current is not None:
                self._current.dropped = True
                self._discard()
            self._unstick()

    def configure(self, wish: Wish) -> None:
        """Read by another wish from now on.

        What waits or is being read is read with them. So are, again, the articles whose pipeline could not be loaded,
        even if the wish is the same as before, since it may have been installed meanwhile. Suggestions made before
        stand; the owner asks for those again that it wants anew.
        """
        with self._changed:
            if wish != self._wish and self._current is not None:
                self._current.stale = True
            if wish.pipeline != self._wish.pipeline or self._waiting.held:
                self._wanted = self._wanted or self._child is not None
                self._discard()  # for the memory of the other pipeline, and to see what has been installed
            self._wish = wish
            self._waiting.release()
            self._unstick()

    def take(self) -> list[Event]:
        """What has happened since the last call, oldest first; each event is handed out once."""
        with self._changed:
            events = list(self._events)
            self._events.clear()
            return events

    def close(self) -> None:
        """End the child and the service, and wait for both; nothing is delivered any more."""
        with self._changed:
            self._closed = True
            self._discard()
            self._events.clear()
            self._changed.notify()
        self._thread.join()

    # Under the lock, in either thread

    def _drop(self, document_id: str) -> None:
        self._waiting.drop(document_id)
        if self._current is not None and self._current.document_id == document_id:
            self._current.dropped = True
        self._events = deque(e for e in self._events if isinstance(e, Progress) or e.document_id != document_id)

    def _unstick(self) -> None:
        self._stuck = False
        self._starts = 0
        self._changed.notify()

    def _discard(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._ended.append(self._child)
            self._child = None
            self._changed.notify()

    def _can_work(self) -> bool:
        return not self._stuck and bool(self._waiting or (self._wanted and self._child is None))

    def _append(self, event: Event) -> None:
        if self._events and isinstance(event, Progress) and isinstance(self._events[-1], Progress):
            self._events.pop()
        if not self._closed:
            self._events.append(event)

    # In the service's thread

    def _run(self) -> None:
        while self._await_work():
            child = self._child_at_hand()
            picked = self._pick() if child is not None else None
            if child is None or picked is None:
                continue
            request, task = picked
            try:
                self._read(child, request, task)
            except Gone:
                self._bury(child, request)
        self._reap()

    def _await_work(self) -> bool:
        """Wait for something to do; False once the service is closed."""
        while True:
            self._reap()
            with self._changed:
                if self._closed or self._can_work():
                    return not self._closed
            self._note(None, "idle")
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._ended or self._can_work())

    def _reap(self) -> None:
        with self._changed:
            ended, self._ended = self._ended, []
        for child in ended:
            child.reap()

    def _child_at_hand(self) -> Child | None:
        """The child, a new one if need be; None where none could be started."""
        with self._changed:
            if self._child is not None and self._child.alive:
                return self._child
            self._discard()
            self._starts += 1
        self._note(None, "loading")
        try:
            child = Child(PREPARING, self._reader)
        except OSError as error:
            self._give_up(Fault(f"The process that reads articles cannot be started: {error}", "Free some memory."))
            return None
        with self._changed:
            self._child = child
            self._wanted = False
            if self._closed:
                self._discard()
        try:
            answer = child.receive()
        except Gone:
            if not self._end(child) and self._starts >= MOST_STARTS:
                self._give_up(_ended_fault(f"{MOST_STARTS} times before it had read anything", child))
            return None
        if isinstance(answer, Failure):
            self._log_bug(answer)
            if not self._end(child):
                self._give_up(answer.fault)
            return None
        return child

    def _pick(self) -> tuple[Request, Task] | None:
        """The most urgent request and its task."""
        with self._changed:
            if not self._waiting:
                return None
            request = self._current = self._waiting.pop()
            tokenize, long = request.tokenize and not request.tokenized, len(request.text) >= self._long
            return request, Task(request.text, request.language, tokenize, self._wish, first=long)

    def _read(self, child: Child, request: Request, task: Task) -> None:
        """Have one article read; raises Gone where the child dies over it."""
        self._note(request.document_id, "reading")
        child.send(task)
        text_sha256 = sha256(request.text.encode()).hexdigest()
        while True:
            answer = child.receive()
            if isinstance(answer, Tokenized):
                self._deliver(request, TokensReady(request.document_id, answer.tokens, answer.language, text_sha256))
            elif isinstance(answer, Suggested):
                return self._finish(request, SuggestionsReady(request.document_id, answer.suggestions, text_sha256))
            elif isinstance(answer, Failure):
                self._log_bug(answer)
                failed = Failed(request.document_id, answer.fault, answer.mistake)
                return self._finish(request, failed, hold=answer.pipeline)
            else:
                self._note(request.document_id, "loading" if isinstance(answer, Loading) else "reading")

    def _deliver(self, request: Request, event: TokensReady) -> None:
        with self._changed:
            if request.dropped:
                return
            request.tokenized = True
            self._append(event)
        self._on_event()

    def _finish(self, request: Request, event: Event, *, hold: bool = False) -> None:
        with self._changed:
            self._current = None
            self._starts = 0
            if request.dropped:
                return
            if request.stale:
                self._again(request)
                return
            if hold:
                self._waiting.hold(request)
            self._append(event)
        self._on_event()

    def _again(self, request: Request) -> None:
        request.stale = False
        self._waiting.put(request)

    def _bury(self, child: Child, request: Request) -> None:
        """After the child is gone: try its article again, unless it is no longer wanted or has cost too many."""
        by_us = self._end(child)
        if not by_us:
            _log.warning(
                "The process that reads articles has ended over article %s (%s).", request.document_id, child.ending
            )
        with self._changed:
            self._current = None
            if request.dropped:
                return
            request.deaths += 0 if by_us else 1
            if request.deaths < MOST_DEATHS:
                self._again(request)
                return
            self._starts = 0
            self._append(Failed(request.document_id, _ended_fault("twice while it read this article", child)))
        self._on_event()

    def _end(self, child: Child) -> bool:
        """See to it that the child has ended and is reaped; whether the owner had ended it."""
        child.kill()
        child.reap()
        with self._changed:
            by_us = self._child is not child
            if not by_us:
                self._child = None
        return by_us

    def _give_up(self, fault: Fault) -> None:
        """Start no further child until the owner says so."""
        with self._changed:
            self._stuck = True
            self._append(Failed(None, fault))
        self._on_event()

    def _note(self, current: str | None, stage: Stage) -> None:
        with self._changed:
            progress = Progress(len(self._waiting), current, stage)
            if progress == self._progress:
                return
            self._progress = progress
            self._append(progress)
        self._on_event()

    @staticmethod
    def _log_bug(failure: Failure) -> None:
        if failure.mistake is not None:
            _log.error("In the process that reads articles:\n%s", failure.mistake.report())


def _ended_fault(when: str, child: Child) -> Fault:
    return Fault(
        f"The process that reads articles ended {when} (last with {child.ending}).",
        "There may be too little memory for the pipeline: close other programs, or let the project name a smaller "
        "pipeline. The article can be annotated by hand.",
    )
