"""Running a pipeline again over any number of articles: a look at what would change, and doing it as one step."""

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from annotator.model.counting import how_many
from annotator.model.document import Document, Span, Speaker
from annotator.model.edits import AddSpeaker, Edit, EditError, SetTokens
from annotator.model.faults import Fault
from annotator.model.renewal import Change, Counts, counted, done, renewed
from annotator.model.suggestions import Suggestions, Wish
from annotator.session.beside.works import Work
from annotator.session.session import Session
from annotator.session.stamps import new_id
from annotator.session.suggesting.preparing import Failure, Reader, Suggested, Task, make_reader, prepare
from annotator.session.suggesting.suggesting import fresh, tokenized
from annotator.store.project import Project
from annotator.store.queue import RENEWED

MOST_CHANGES = 40
"""How many changes are done in one slice: some 15 ms, saving included."""
SUMMARY = "Take new suggestions"
"""What the step is called in the list of what can be undone."""


@dataclass(frozen=True)
class Extent:
    """Where a pipeline is to be run again: the articles, and the stretch of text, where that is only part of one."""

    articles: tuple[str, ...]
    within: Span | None = None


@dataclass(frozen=True)
class Proposal:
    """What would change in an article.

    first  what else it gets where it has no tokens or no language yet
    """

    changes: tuple[Change, ...]
    first: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Changed:
    """An article with changes.

    counts    how many, by label and sort
    first     whether the proposal has more for it than changes
    packed    the `Proposal`, for a `Spool`
    speakers  those whom it names and the project has not, unless an article before it names them too
    """

    document_id: str
    title: str
    counts: Counts
    first: bool = False
    packed: bytes = b""
    speakers: tuple[Speaker, ...] = ()

    @property
    def bare(self) -> "Changed":
        """Without what a `Spool` keeps."""
        return replace(self, packed=b"", speakers=())


@dataclass(frozen=True)
class Installed:
    """The pipelines that are installed, by name."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Unread:
    """An article that the pipeline could not read."""

    document_id: str
    title: str
    fault: Fault


class Spool:
    """Proposals in a file that nobody else sees, so that ten thousand articles' do not fill memory.

    speakers  those whom proposals name and the project had not, by their ids
    """

    def __init__(self) -> None:
        self.speakers: dict[str, Speaker] = {}
        self._file = TemporaryFile()  # noqa: SIM115  # it is closed by `close`, when the last change is done
        self._places: dict[str, tuple[int, int]] = {}
        self._changed: dict[str, Changed] = {}

    def put(self, changed: Changed) -> None:
        """Keeps an article's proposal. Raises Fault where the disk is full."""
        try:
            at = self._file.seek(0, 2)
            self._file.write(changed.packed)
            self._file.flush()
        except OSError as error:
            raise Fault(f"What would change cannot be kept: {error.strerror}.", "Free some space, or choose fewer "
                        "articles.") from error  # fmt: skip
        self._places[changed.document_id] = at, len(changed.packed)
        self._changed[changed.document_id] = changed.bare
        self.speakers.update({speaker.id: speaker for speaker in changed.speakers})

    def get(self, document_id: str) -> Proposal:
        """An article's proposal."""
        at, size = self._places[document_id]
        self._file.seek(at)
        proposal: Proposal = pickle.loads(self._file.read(size))
        return proposal

    def slices(self, document_id: str, left_out: frozenset[str]) -> int:
        """In how many slices an article's proposal is done but for the changes of these labels."""
        changed = self._changed[document_id]
        wanted = sum(number for (label, _), number in changed.counts.items() if label not in left_out)
        return ceil(wanted / MOST_CHANGES) + changed.first if wanted else 0

    def close(self) -> None:
        """Lets go of the file, which is gone then."""
        self._file.close()


def installed_here(
    progress: Callable[[int, int | None], None], wanted: Callable[[], bool], hand: Callable[[Any], None]
) -> None:
    """Hands over the `Installed`, as a `looks.Look`; it takes a tenth of a second, most of which waits for the disk."""
    del progress, wanted
    from annotator.nlp.pipelines import installed

    hand(Installed(tuple(name for name, _ in installed())))


def look_again(
    path: Path,
    extent: Extent,
    wish: Wish,
    reader: str,
    progress: Callable[[int, int | None], None],
    wanted: Callable[[], bool],
    hand: Callable[[Any], None],
) -> None:
    """Hands over a `Changed` or `Unread` for each article that would change or cannot be read, as a `looks.Look`.

    reader  what reads in this process, as `preparing.make_reader` takes it
    """
    made = make_reader(reader)
    with Project.open(path, by="", read_only=True) as project:
        speakers = project.speakers()
        for number, document_id in enumerate(extent.articles):
            progress(number, len(extent.articles))
            if not wanted():
                return
            try:
                document = project.document(document_id)
            except KeyError:  # it was removed meanwhile
                continue
            found = _looked_at(made, document, extent.within, wish, speakers)
            if isinstance(found, Unread) or (found is not None and found.counts):
                hand(found)


def _looked_at(
    reader: Reader, document: Document, within: Span | None, wish: Wish, speakers: dict[str, Speaker]
) -> Changed | Unread | None:
    title, language = document.article.title, document.article.language
    for answer in prepare(reader, Task(document.text, language, tokenize=False, wish=wish)):
        if isinstance(answer, Failure):
            return Unread(document.id, title, answer.fault)
        if isinstance(answer, Suggested):
            proposal, entered = proposed(document, answer.suggestions, within, speakers)
            # A speaker who is new to one article is known to the next.
            speakers.update({speaker.id: speaker for speaker in entered})
            packed = pickle.dumps(proposal, protocol=pickle.HIGHEST_PROTOCOL)
            return Changed(document.id, title, counted(proposal.changes), bool(proposal.first), packed, entered)
    return None


def proposed(
    document: Document, suggestions: Suggestions, within: Span | None, speakers: Mapping[str, Speaker]
) -> tuple[Proposal, tuple[Speaker, ...]]:
    """What would change in a document, and whom to enter for it.

    speakers  the project's and those entered for the articles before it, by their ids
    """
    entities, quotes, added = fresh(document, suggestions, speakers, new_id)
    changes = renewed(document, entities, quotes, within)
    used = {change.after.speaker for change in changes if change.after is not None}
    first = tokenized(document, suggestions.tokens, suggestions.language)
    return Proposal(changes, tuple(first)), tuple(speaker for speaker in added if speaker.id in used)


# Doing it


@dataclass
class _Outcome:
    begun: bool = False
    done: int = 0
    left: int = 0
    articles: set[str] = field(default_factory=set)


def carry_out(session: Session, spool: Spool, articles: Sequence[str], left_out: frozenset[str] = frozenset()) -> None:
    """Do what was proposed for these articles, the one on the desk first, as one step; tells what came of it.

    left_out  the labels whose changes are not wanted, "" for those of quotes

    The spool is closed when all is done. Raises Fault where it cannot be saved.
    """
    order = sorted(articles, key=lambda each: each != session.current)
    plan = [each for each in order for _ in range(spool.slices(each, left_out))]
    slices = _carried_out(session, spool, plan, left_out)
    session.works.begin(Work("Suggesting", len(plan), slices, needs=lambda n: [plan[n]]))


def _carried_out(session: Session, spool: Spool, plan: Sequence[str], left_out: frozenset[str]) -> Iterator[None]:
    step, outcome, number = session.new_id("t"), _Outcome(), 0
    try:
        for document_id in dict.fromkeys(plan):
            for piece in _pieces(spool.get(document_id), left_out):
                _do(session, document_id, piece, spool.speakers, step, outcome)
                number += 1
                if number == len(plan):
                    session.tell(_told(outcome))
                yield
    finally:
        spool.close()


def _pieces(proposal: Proposal, left_out: frozenset[str]) -> Iterator[Proposal]:
    """A proposal in as many pieces as `Spool.slices` says."""
    if proposal.first:
        yield replace(proposal, changes=())
    wanted = [change for change in proposal.changes if change.label not in left_out]
    for at in range(0, len(wanted), MOST_CHANGES):
        yield Proposal(tuple(wanted[at : at + MOST_CHANGES]))


def _do(
    session: Session,
    document_id: str,
    proposal: Proposal,
    speakers: Mapping[str, Speaker],
    step: str,
    outcome: _Outcome,
) -> None:
    """Does a proposal, as far as it still fits."""
    try:
        document = session.load(document_id)
    except EditError:  # it was removed meanwhile
        outcome.left += len(proposal.changes)
        return
    known = session.state.speakers
    changes = [change for change in proposal.changes if _names_somebody(change, (known, speakers))]
    edit, left = done(document, changes)
    outcome.left += left + len(proposal.changes) - len(changes)
    edits: list[Edit] = [each for each in proposal.first if not _has(document, each)]
    if edit is not None:
        named = {e.speaker for e in edit.entities} | {q.speaker for q in edit.quotes}
        entering = [AddSpeaker(speakers[name]) for name in sorted(filter(None, named)) if name not in known]
        if entering and not outcome.begun:
            # Undo begins with what was done first and ends with what was saved before it: speakers whom others name
            # until they are undone.
            session.dispatch(RENEWED, entering, SUMMARY, step=step)
            entering = []
        edits += [*entering, edit]
        outcome.done += len(changes) - left
        outcome.articles.add(document_id)
    if edits:
        session.dispatch(RENEWED, edits, SUMMARY, step=step)
        outcome.begun = True


def _names_somebody(change: Change, speakers: tuple[Mapping[str, Speaker], ...]) -> bool:
    """Whether there still is whom the change names, if it names anybody."""
    name = change.after.speaker if change.after is not None else None
    return name is None or any(name in each for each in speakers)


def _has(document: Document, edit: Edit) -> bool:
    """Whether a document has got meanwhile what the edit would give it."""
    return document.tokens is not None if isinstance(edit, SetTokens) else document.article.language is not None


def _told(outcome: _Outcome) -> str:
    if not outcome.done and not outcome.left:
        return "There is nothing to change."
    words = f"Changed {how_many(outcome.done, 'suggestion')} in {how_many(len(outcome.articles), 'article')}"
    if outcome.left:
        words += f"; {outcome.left:,} left, where something was changed meanwhile"
    return f"{words}."
