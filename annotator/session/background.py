"""What goes on beside the person's own work: suggestions for the articles ahead, imports, exports, searches."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.model.document import Status
from annotator.model.faults import Fault
from annotator.model.history import Update
from annotator.model.mistakes import Mistake
from annotator.session.beside.apart import Order, carry_out
from annotator.session.beside.fetching import READING, Fetching
from annotator.session.beside.jobs import Job, JobBroken, JobCancelled, JobDone, JobFailed, JobProgress, Jobs
from annotator.session.beside.looks import Look, Looks
from annotator.session.beside.slicing import Slicing
from annotator.session.commands.registry import attempt
from annotator.session.events import Asked, LabelsChanged, ModeChanged, Opened, Told, Worked
from annotator.session.exchange.labelmaps import StrangeLabels, wish
from annotator.session.finding.seeking import Seeker
from annotator.session.news import Exported, Imported, Working
from annotator.session.projects.following import Follower, catch_up
from annotator.session.projects.keeping import Compacted, Keeper, Restored, Unkept, backups_of
from annotator.session.session import Session
from annotator.session.suggesting.answers import Event, Failed, Progress, SuggestionsReady, TokensReady
from annotator.session.suggesting.preparing import SPACY
from annotator.session.suggesting.suggesting import suggested, tokenized
from annotator.session.suggesting.worker import SuggestionService
from annotator.session.visiting import visit
from annotator.store.queue import SUGGESTIONS, Entry

if TYPE_CHECKING:  # what goes in and out is loaded when something does: the window is up sooner without
    from annotator.session.beside.errands import Errand
    from annotator.session.exchange.exporting import ExportOptions
    from annotator.session.exchange.importing import Found, ReadOptions
    from annotator.session.exchange.intake import Intake
    from annotator.session.finding.searching import Task

IMPORTING, EXPORTING = "Importing", "Exporting"
"""The labels of the jobs that do."""
AHEAD = 5
"""How many articles after the one on the desk are prepared while it is read."""
LONG = 20_000
"""From how many characters on an article's tokens do not wait for its suggestions: some 0.6 s of reading."""
AT_ONCE = 1
"""How many imported articles are saved before the window may answer again; some 10 ms each."""


class Background:
    """Keeps the suggestions coming and runs long jobs; what they bring enters through the session.

    wake     called in any thread when there is something for `drain`
    reader   what reads articles, see `SuggestionService`; None for spaCy
    """

    def __init__(self, session: Session, wake: Callable[[], None], reader: str | None = None) -> None:
        self._session = session
        session.project.hurry()
        self._wake = wake
        self._service: SuggestionService | None = None
        if not session.project.read_only:
            self._service = SuggestionService(wish(session), wake, reader=reader or SPACY, long=LONG)
        self.keeper = Keeper(backups_of(session.project.path), wake, watch=not session.project.read_only)
        session.works.before = partial(self.keeper.before, "bulk")
        session.apart.carry = self._carry
        self._carried = 0  # the job that carries something out apart
        self._follower: Follower | None = None
        self._restoring = False
        self._jobs = Jobs(wake)
        self._seeker = Seeker(wake)
        self._looks = Looks(wake)
        self._fetching = Fetching(session, self._jobs)
        self._slicing = Slicing(session, self._fetching)
        self._found: deque[Found | Fault] = deque()
        self._answers: deque[Event] = deque()
        self._intake: Intake | None = None
        self._import_ended = False
        self._open_first = False
        self._started = False
        self._closed = False
        self._requested: set[str] = set()
        self._strange = StrangeLabels(session)
        self._working = Working()
        self._told = ""
        self._end = session.subscribe(self._heard)

    def start(self) -> None:
        """Begin to prepare articles; before, they are only noted. The window calls it when it shows the text."""
        if self._closed:
            return
        self._started = True
        if self._service is not None:
            self._service.start()
        self.keeper.start()
        if self._session.project.held_by is not None and self._follower is None:
            self._follower = Follower(self._session.project, self._wake)
        self._look_ahead()

    def close(self) -> None:
        """End everything that goes on; what has not entered the project is dropped."""
        self._closed = True
        self._end()
        self._slicing.close()
        self._session.works.before = lambda: None
        self._session.apart.carry = None
        self.keeper.close()
        if self._follower is not None:
            self._follower.close()
        self._jobs.close()
        self._seeker.close()
        self._looks.close()
        if self._service is not None:
            self._service.close()

    # Asking

    def _heard(self, event: Any) -> None:
        if isinstance(event, Opened):
            self._look_ahead()
        elif event == Asked("prepare"):
            self.prepare_again()
        elif isinstance(event, ModeChanged | LabelsChanged) and self._service is not None:
            self._service.configure(wish(self._session))
        elif isinstance(event, Update):
            self._fetching.updated(event)
        elif isinstance(event, Worked):
            self._show(Working(event.label, event.done, event.total))
            if self._session.works:
                self._wake()

    def prepare_again(self, *, ahead: bool = False) -> None:
        """Make suggestions for the article on the desk anew, also where the pipeline had failed and may be mended.

        ahead  for those after it too, as far as they have been prepared
        """
        if self._session.current is not None:
            if self._service is not None:
                self._service.configure(wish(self._session))
            self._told = ""
            self._request(self._session.current, urgent=True)
            for entry in self._ahead() if ahead else ():
                if entry.prepared and entry.id != self._session.current:
                    self._request(entry.id, urgent=False)

    def _look_ahead(self) -> None:
        for entry in self._ahead() if self._started else ():
            if not entry.prepared:
                self._request(entry.id, urgent=entry.id == self._session.current)
        for entry in self._ahead()[1:2] if self._started else ():
            self._fetching.fetch(entry.id)

    def _ahead(self) -> list[Entry]:
        """The article on the desk and those after it, as far as suggestions are of use to them."""
        entries = self._session.queues.entries
        at = next((i for i, entry in enumerate(entries) if entry.id == self._session.current), len(entries))
        return [entry for entry in entries[at : at + AHEAD + 1] if entry.status in (Status.NEW, Status.OPEN)]

    def _request(self, document_id: str, *, urgent: bool) -> None:
        again = partial(self._request, document_id, urgent=urgent)
        if self._service is not None and not self._fetching.fetch(document_id, again):
            document = self._session.load(document_id)
            self._requested.add(document_id)
            self._service.request(
                document_id, document.text, document.article.language, urgent=urgent, tokenize=document.tokens is None
            )

    def import_paths(
        self, paths: Sequence[Path], *, open_first: bool = False, options: "ReadOptions | None" = None
    ) -> None:
        """Read files and folders in another process and add their articles to the project as they come.

        open_first  put the first of them on the desk, also if it was here already
        options     as for `importing.read_paths`
        """
        from annotator.session.exchange.intake import beside_project
        from annotator.session.exchange.longwork import Reading

        self._open_first = open_first
        if self._session.entries:
            self.keeper.before("import")
        self.import_found((), beside_project(self._session.project.path, paths))
        self._import_ended = False
        self._do_apart(IMPORTING, Reading(paths, self._found.append, options))

    def import_found(self, found: "Iterable[Found | Fault]", listed: Path | None = None) -> None:
        """Add articles that have been read to the project; what is lost of them is listed in a file."""
        self._found.extend(found)
        self._intake = self._intake or self._new_intake(listed)
        self._import_ended = True
        self._wake()

    def export_to(self, path: Path, options: "ExportOptions") -> None:
        """Write the project's articles in another process."""
        from annotator.session.exchange.longwork import Exporting

        self._do_apart(EXPORTING, Exporting(self._session.project.path, path, options))

    def _do_apart(self, label: str, errand: "Errand[Any]") -> int:
        self._show(Working(label))  # the other process may take its time to start
        return self._jobs.start(Job(label, errand.run, errand.stop))

    def _carry(self, order: Order) -> None:
        """Has something done to the project in another process; until it is there nothing else enters it."""
        from annotator.session.beside.errands import Errand

        self._carried = self._do_apart(order.label, Errand(partial(carry_out, order)))

    def alone(self, do: Callable[[Keeper], None]) -> None:
        """Have the keeper do something to the whole file: until that is published nothing else enters the project."""
        self._session.works.stop()
        self._session.works.finish()
        self._restoring = True
        self._session.project.lend(lent=True)
        do(self.keeper)

    def seek(self, task: "Task") -> int:
        """Have something searched in another process; its answers are published as `Sought` of this number."""
        return self._seeker.ask(task)

    def stop_seeking(self) -> None:
        """What is sought is not wanted any more."""
        self._seeker.drop()

    def look(self, sort: str, look: Look, *, apart: bool = True) -> int:
        """Look at something, in place of an earlier look of this sort, see `Looks`; it is published as `Seen`.

        Returns the number of the look, -1 after `close`: what asks may have waited for a moment's rest.
        """
        return -1 if self._closed else self._looks.ask(sort, look, apart=apart)

    def stop_looking(self, sort: str) -> None:
        """What a look of this sort finds is not wanted any more."""
        self._looks.drop(sort)

    def cancel(self) -> None:
        """End what can be cancelled: a gesture over many articles, jobs, else suggestions."""
        if self._session.works:
            if self._session.works.stop():
                self._session.tell("Stopped. What is done already can be undone in one step.")
        elif self._jobs.running:
            for job_id in self._jobs.running:
                self._jobs.cancel(job_id)
        elif self._service is not None:
            self._service.cancel_all()
            self._requested.clear()
        self._show(Working())

    # Taking

    def drain(self) -> None:
        """Let in what has come since the last call; a long import in slices, so that the caller is soon back."""
        if self._closed:  # woken before the end, called after it
            return
        if not self._take_kept():
            return
        self._take_found()
        if self._session.apart.order is not None:
            return
        if self._slicing.go_on() or self._take_answers():
            self._wake()  # what else has come has its turn after this
        elif self._found:
            self._bring_in(islice_out(self._found, AT_ONCE))
            self._wake()
        elif self._import_ended and self._intake is not None:
            self._finish_import(self._intake)

    def _take_found(self) -> None:
        """What others have found or done that changes nothing here by itself."""
        if self._follower is not None and (followed := self._follower.take()) is not None:
            catch_up(self._session, followed)
        for event in self._jobs.take():
            self._job_event(event)
        for sought in self._seeker.take():
            self._session.publish(sought)
        for seen in self._looks.take():
            self._session.publish(seen)

    def _take_kept(self) -> bool:
        """What the keeper has done; whether anything else may enter the project now."""
        for kept in self.keeper.take():
            if isinstance(kept, Restored | Compacted) or (isinstance(kept, Unkept) and kept.asked and self._restoring):
                self._restoring = False
                self._session.project.lend(lent=False)
                self._wake()
            self._session.publish(kept)  # upon which the window may have put another session in this one's place
        return not self._closed and not self._restoring

    def _take_answers(self) -> bool:
        """What the service has found; True after one article's suggestions, which are enough for a turn (20 ms)."""
        if self._service is not None:
            self._answers.extend(self._service.take())
        while self._answers:
            answer = self._answers.popleft()
            self._service_event(answer)
            if isinstance(answer, SuggestionsReady):
                return True
        return False

    def _new_intake(self, listed: Path | None = None) -> "Intake":
        from annotator.session.exchange.intake import intake

        return intake(self._session, listed)

    def _bring_in(self, found: "Iterable[Found | Fault]") -> None:
        taking = self._intake = self._intake or self._new_intake()
        try:
            taking.take(found)
        except Fault as fault:
            taking.report.faults.append(fault)
            self._found.clear()

    def _finish_import(self, taking: "Intake") -> None:
        self._intake = None
        report = taking.report
        try:
            taking.finish()
        except Fault as fault:  # of the list of losses
            report.faults.append(fault)
        self._session.publish(Imported(report))
        first = next(iter((*report.added, *report.known)), None)
        if first is not None and (self._open_first or self._session.current is None):
            visit(self._session, first)
        else:
            self._look_ahead()

    def _job_event(self, event: Any) -> None:
        if isinstance(event, JobProgress):
            self._show(Working(event.label, event.done, event.total))
            return
        if event.label == READING:
            self._fetching.ended(event)
            return
        self._show(Working())
        if event.job_id == self._carried:
            found = event.value if isinstance(event, JobDone) else None
            self._session.apart.ended(found, event.fault if isinstance(event, JobFailed) else None)
            self._wake()  # what has come meanwhile
        self._import_ended = self._import_ended or event.label == IMPORTING
        if isinstance(event, JobDone) and event.label == EXPORTING:
            self._session.publish(Exported(event.value))
        elif isinstance(event, JobFailed):
            self._session.publish(Told(str(event.fault), fault=True))
        elif isinstance(event, JobBroken):
            mistake = Mistake.of(event.error, event.label)
            words = f"{event.label} stopped at a mistake of the program ({mistake.kind})."
            self._session.publish(Told(words, fault=True, mistake=mistake))
        elif isinstance(event, JobCancelled):
            self._session.tell(f"{event.label} was cancelled.")

    def _service_event(self, event: Any) -> None:
        if isinstance(event, Progress):
            words = {"loading": "Loading the pipeline", "reading": "Looking for entities and quotes"}
            preparing = frozenset(self._requested)
            busy = event.stage != "idle"
            self._show(Working(words[event.stage] if busy else "", preparing=preparing))
            return
        if isinstance(event, Failed):
            if event.document_id is None:  # none will be prepared
                self._requested.clear()
            self._requested.discard(event.document_id or "")
            if str(event.fault) != self._told:  # once for all the articles ahead
                self._told = str(event.fault)
                self._session.publish(Told(self._told, fault=True, mistake=event.mistake))
            return
        attempt(self._session, lambda: self._enter(event))

    def _enter(self, event: TokensReady | SuggestionsReady) -> None:
        session = self._session
        if event.document_id not in session.rows:
            return
        document = session.load(event.document_id)
        fits = event.text_sha256 == document.article.text_sha256  # it may have been corrected meanwhile
        if isinstance(event, TokensReady):
            session.dispatch("nlp.tokens", tokenized(document, event.tokens, event.language) if fits else ())
            return
        self._requested.discard(event.document_id)
        self._told = ""
        if fits:
            edits = suggested(document, event.suggestions, session.state.speakers, session.new_id)
            session.apart.dispatch(SUGGESTIONS, edits, "Suggestions")
            self._strange.meet(event.suggestions)
        else:
            self._request(event.document_id, urgent=event.document_id == session.current)

    def _show(self, working: Working) -> None:
        if working != self._working:
            self._working = working
            self._session.publish(working)


def islice_out(found: "deque[Found | Fault]", most: int) -> "Iterator[Found | Fault]":
    """Up to `most` from the left of a deque that another thread may be adding to."""
    for _ in range(min(most, len(found))):
        yield found.popleft()
