"""A process that edits a project by every means there is until it is killed, and what must be true afterwards."""

import multiprocessing
import multiprocessing.context
import re
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from threading import Thread

from annotator.model.document import Span
from annotator.model.edits import AddDocument, EditError, RemoveDocument, SetLabels, SetTokens, State
from annotator.model.faults import Fault
from annotator.model.finding.everywhere import GiveLabel, Order, Settle
from annotator.model.history import Update
from annotator.model.labels.labeldraft import Draft
from annotator.model.texts.correcting import corrected
from annotator.model.tokens import tokens_of
from annotator.session import relabelling
from annotator.session.beside import apart
from annotator.session.events import LabelsChanged
from annotator.session.exchange.importing import Found, read_paths
from annotator.session.exchange.intake import bring_in
from annotator.session.finding.everywhere import carry_out
from annotator.session.finding.queues import saved_searches
from annotator.session.labels import default_set, labels_of
from annotator.session.session import Session
from annotator.store.coverage import Looked
from annotator.store.project import Project
from annotator.store.sqlite.compacting import compact
from tests.store.editor import BY, SENTENCE, article, gesture, source, suggestions

FILES = 12
"""How many files are imported beside the edits."""
MOST_SAID = 20
"""After at most so many things that it said a process is killed."""
PATIENCE = 60.0
"""How many seconds the next of them is waited for."""


@dataclass(frozen=True)
class Acknowledged:
    """A transaction that was said to be saved, and what the documents it is about were then, as `marks` gives them."""

    transaction: str
    marks: str


@dataclass(frozen=True)
class Outcome:
    """After a kill: how many transactions were acknowledged, how many the project holds, the kinds of their edits.

    imported  how many articles were brought in
    """

    acknowledged: int
    found: int
    kinds: frozenset[str]
    imported: int


def mark(document: object) -> str:
    """A short name for all that a document, or anything else, is."""
    return sha256(repr(document).encode()).hexdigest()[:16]


def marks(state: State, update_of: tuple[str, ...]) -> str:
    """Short names for what documents are in a state; of one that is not there, too."""
    return ",".join(mark(state.documents.get(document_id)) for document_id in sorted(update_of))


def marks_of_all(state: State) -> str:
    """The same for all documents, and the label set."""
    return f"{marks(state, tuple(state.documents))},{mark(state.labels)}"


# In the process that is killed


def edit_until_killed(path: Path, inputs: Path, seed: int, say: Callable[[str], object]) -> None:
    """Makes a project, imports `inputs` into it and edits it beside; says each transaction once it is saved."""
    random = Random(seed)
    session = acknowledging(Project.create(path, by=BY), say, Random())
    bring_first(session)
    found: deque[Found | Fault] = deque()
    carried: deque[object] = deque()
    Thread(target=lambda: found.extend(read_paths([inputs])), daemon=True).start()
    relabelling.SMALL = random.choice([0, relabelling.SMALL])
    apart.LONG = random.choice([0, apart.LONG])
    session.apart.carry = partial(_carry_out_beside, carried)
    for number in range(1_000_000):
        if carried:
            ended = carried.popleft()
            session.apart.ended(*((None, ended) if isinstance(ended, Fault) else (ended,)))
        if random.random() < 0.01 and session.apart.order is None:
            session.close()
            compact(path)
            session = acknowledging(Project.open(path, by=BY), say, Random())
            session.apart.carry = partial(_carry_out_beside, carried)
        if found and random.random() < 0.2 and session.apart.order is None:
            bring_in(session, [found.popleft()])
        act(session, random, f"n{number}", say)


def _carry_out_beside(carried: deque[object], order: apart.Order) -> None:
    """Carries out an order by a connection of its own while the session goes on."""

    def work() -> None:
        try:
            carried.append(apart.carry_out(order, lambda done, total: None, lambda: True, lambda handed: None))
        except Fault as fault:
            carried.append(fault)

    Thread(target=work, daemon=True).start()


def acknowledging(project: Project, say: Callable[[str], object], random: Random) -> Session:
    """A session that says each transaction once it is saved, with what `marks` gives; `random` names things."""
    session = Session(project, BY, new_id=lambda prefix="": f"{prefix}{random.getrandbits(40):010x}")

    def acknowledge(event: object) -> None:
        if isinstance(event, Update):
            say(f"{event.transaction.id} {marks(event.after, event.transaction.documents)}")
        elif isinstance(event, LabelsChanged):
            documents = {entry.id: project.document(entry.id) for entry in session.entries}
            say(f"{transactions(project.path)[-1]} {marks_of_all(State(documents, {}, session.label_set))}")

    session.subscribe(acknowledge)
    return session


def bring_first(session: Session) -> None:
    """Brings in an article with suggestions."""
    first = article("first", 40)
    # Of every word, as a tokenizer's are: only so does undoing a corrected text give the very same ones back.
    bring = [AddDocument(first), *suggestions(first), SetTokens(first.id, tokens_of(first))]
    session.dispatch("import.text", bring, sources={first.id: source(first)})


def act(session: Session, random: Random, new: str, say: Callable[[str], object] = lambda line: None) -> None:
    """One more gesture of any kind, in bulk, or undone or redone; `new` names what it brings.

    What is no transaction is said as `kept`, with what it was and its name, once it is saved.
    """
    chance = random.random()
    try:
        if chance < 0.2:
            session.undo()
        elif chance < 0.3:
            session.redo()
        elif chance < 0.36:
            _bulk(session, random)
        elif chance < 0.41:
            _relabel(session, random)
        elif chance < 0.44 and session.entries:
            _correct(session, random)
        elif chance < 0.48:
            say(f"kept {_keep(session, random, new)} {new}")
        else:
            _edit(session, random, new)
    except (EditError, Fault) as error:  # an edit that does not fit, or comes too soon; nothing has changed then
        if not isinstance(error, EditError) and not re.search("does not fit|being changed just now", str(error)):
            raise


def _edit(session: Session, random: Random, new: str) -> None:
    """A gesture in one article, or the article is removed."""
    ids = [entry.id for entry in session.entries]
    if not ids:
        session.undo()
        return
    chosen = random.choice(ids)
    if len(ids) > 1 and random.random() < 0.05:
        session.dispatch("user.remove", [RemoveDocument(chosen)])
        return
    session.load(chosen)
    one = State({chosen: session.state.documents[chosen]}, session.state.speakers)
    session.dispatch("user.test", gesture(one, random, new))


def _keep(session: Session, random: Random, new: str) -> str:
    """Saves something that is no transaction; what it was."""
    what = random.choice(["guideline", "reading", "search"])
    if what == "guideline":
        session.project.guideline.write(new, writing=new, by=BY, at=new)
    elif what == "search":
        session.queues.save(new, "label:ORG")
    else:
        session.project.reading.keep([Looked("first", BY, ((0, new),), 0.5, 1.0, new)])
    return what


def _bulk(session: Session, random: Random) -> None:
    """The same label, or the same decision, in every article."""
    act = random.choice([GiveLabel("ORG"), GiveLabel("PERSON"), Settle("ORG", accept=True)])
    places = []
    for entry in session.entries:
        text = session.load(entry.id).text
        starts = range(0, len(text) - len(SENTENCE) + 1, len(SENTENCE))
        places.append((entry.id, tuple(Span(start, start + 9) for start in starts)))
    carry_out(session, Order(act, "Mara Lind", decided=True), places)


def _relabel(session: Session, random: Random) -> None:
    """Another label set: names, two of which may become one, order, and what is hidden."""
    draft = Draft.of(session.label_set).knowing(("ORG", "PERSON", "GPE"))
    count = len(draft.rows)
    place, other = random.randrange(count), random.randrange(count)
    label = draft.rows[place].label
    if random.random() < 0.3 and place != other:
        draft = draft.merged(place, other)
    elif random.random() < 0.7:
        draft = draft.with_label(place, replace(label, name=f"{label.name[:6]}{random.randrange(10)}"))
    else:
        draft = draft.with_label(place, replace(label, hidden=not label.hidden)).moved(place, other)
    if not draft.wrongs({}):
        session.relabelling.change(draft.edit, "Change the labels")


def _correct(session: Session, random: Random) -> None:
    """Another text for an article: a stretch of it gone, and words in its place."""
    document = session.load(random.choice(session.entries).id)
    first = random.randrange(len(document.text))
    last = min(len(document.text), first + random.randrange(9))
    pieces = (Span(0, first), "corrected ", Span(last, len(document.text)))
    session.apart.dispatch("user.text", [corrected(document, pieces).edit], "")


# In the process that kills


def write_inputs(folder: Path) -> Path:
    """Files to import beside the edits."""
    inputs = folder / "inputs"
    inputs.mkdir()
    for number in range(FILES):
        (inputs / f"{number}.txt").write_text(f"Number {number}.\n" + SENTENCE * 20, encoding="utf-8")
    return inputs


@cache
def server() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    # Imported once; each process is a fork of that one. Nothing is opened there: no connection goes through a fork.
    context.set_forkserver_preload(["tests.session.killing", "tests.session.preloaded"])
    return context


def _child(path: Path, inputs: Path, seed: int, pipe: Connection) -> None:
    pipe.send("making")
    edit_until_killed(path, inputs, seed, pipe.send)


def kill_once(folder: Path, inputs: Path, seed: int, *, making: bool = False) -> Outcome:
    """Kills an editing process after what `seed` chooses it to have done; raises AssertionError where anything is lost.

    With `making` the moment is about when the project is made, else it is after the first edit.
    """
    path = folder / f"{seed}.anno"
    context = server()
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(path, inputs, seed, theirs))
    process.start()
    theirs.close()
    assert mine.recv() == "making"
    said: list[str] = [] if making else [mine.recv()]
    random = Random(seed)
    most = 0 if making else random.randrange(MOST_SAID)
    while len(said) < most and mine.poll(PATIENCE):  # by what it did, not by the clock: a busy machine is slower
        said.append(mine.recv())
    process.join(timeout=random.uniform(0, 0.05))
    alive = process.is_alive()
    process.kill()
    process.join()
    assert alive, f"the process ended by itself: {process.exitcode}"
    said += _rest(mine)
    process.close()
    acknowledged = acknowledgements(said)
    if not path.exists():
        assert not acknowledged, "the project is gone"
        Project.create(path, by=BY).close()
    outcome = check(path, State(), [], acknowledged)
    check_kept(path, said)
    return outcome


def acknowledgements(said: Iterable[str]) -> list[Acknowledged]:
    """Those of transactions among what was said."""
    return [Acknowledged(*line.split(" ")) for line in said if not line.startswith("kept ")]


def check_kept(path: Path, said: Iterable[str]) -> None:
    """Raises AssertionError where something is not there that was said to be kept and is no transaction."""
    with Project.open(path, by=BY) as project:
        there = {("guideline", str(project.guideline.text(each.seq))) for each in project.guideline.versions()}
        there |= {("reading", seen.words) for seen in project.reading.of("first")}
        there |= {("search", name) for name in saved_searches(project)}
    kept = {tuple(line.split(" ")[1:]) for line in said if line.startswith("kept ")}
    assert kept <= there, "what was written beside the articles is lost"


def _rest(pipe: Connection) -> list[str]:
    """What a process had said before it was killed; what it was saying then does not count."""
    said = []
    try:
        while True:
            said.append(pipe.recv())
    except (EOFError, OSError):
        pipe.close()
    return said


def check(path: Path, state: State, known: list[str], acknowledged: list[Acknowledged]) -> Outcome:
    """Raises AssertionError where a project is not what was acknowledged of it, or cannot be undone and redone.

    state  what it held before, with the `known` transactions
    """
    with Project.open(path, by=BY) as project:
        assert not project.read_only, "the killed process still holds the lock"
        assert project.check() == []
    if not known:
        state = replace(state, labels=default_set())
    saved = [transaction for transaction in transactions(path) if transaction not in known]
    # The last one may be on disk without its process having lived to say so.
    assert [a.transaction for a in acknowledged] in (saved, saved[:-1]), "an acknowledged transaction is lost"
    session = Session(Project.open(path, by=BY), BY)
    try:
        kinds: set[str] = set()
        imported = 0
        brought = state  # with what no person did, which undoing leaves there
        for number, transaction_id in enumerate(saved):
            transaction, _ = session.project.transaction(transaction_id)
            state, _ = transaction.apply(state)
            if not transaction.origin.startswith(("user.", "undo.", "redo.")):
                brought, _ = transaction.apply(brought)
            kinds |= {type(edit).__name__ for edit in transaction.edits}
            if transaction.origin.startswith("import."):
                imported += sum(isinstance(edit, AddDocument) for edit in transaction.edits)
            if number < len(acknowledged):
                everywhere = any(isinstance(edit, SetLabels) for edit in transaction.edits)
                found = marks_of_all(state) if everywhere else marks(state, transaction.documents)
                assert found == acknowledged[number].marks, "half a transaction is there"
        _check_same(session, state)
        _there_and_back(session, state, brought if not known else None)
    finally:
        session.close()
    return Outcome(len(acknowledged), len(saved), frozenset(kinds), imported)


def transactions(path: Path) -> list[str]:
    """The ids of all transactions in the project, oldest first."""
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM transactions ORDER BY seq")]


def _there_and_back(session: Session, state: State, brought: State | None) -> None:
    """Undoes and redoes everything."""
    before = session.history
    steps = len(before.done)
    assert sum(session.undo() for _ in range(steps + 1)) == steps, "something cannot be undone"
    if brought is not None:
        _check_same(session, brought)
    assert sum(session.redo() for _ in range(steps)) == steps, "something cannot be redone"
    if not set(before.done) & set(before.undone):  # none was cut in the middle of undoing it
        _check_same(session, state)


def _check_same(session: Session, state: State) -> None:
    assert {entry.id for entry in session.entries} == set(state.documents)
    for document_id, document in state.documents.items():
        assert session.project.document(document_id) == document
        source = session.project.source(document_id)
        assert source is not None, "what was imported is lost"
        assert sha256(source.data).hexdigest() == source.sha256, "what was imported has changed"
    assert dict(session.project.speakers()) == dict(state.speakers)
    assert labels_of(session.project) == state.labels
