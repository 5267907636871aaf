"""Everything that can be done to a project, in any order, against what a naive model of it says must be there."""

import re
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, TypeVar

import msgspec  # noqa: F401  # annotations are read by it where it is loaded, as in a window that has worked
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from annotator.model.document import Document, Entity, Span, Speaker, Status
from annotator.model.edits import AddDocument, AddSpeaker, Edit, RemoveDocument, RemoveSpeaker, SetStatus, State
from annotator.model.faults import Fault
from annotator.model.finding.everywhere import Attribute, GiveLabel, NameSpeaker, Order, SetAside, Settle
from annotator.model.finding.folding import words_of
from annotator.model.finding.query import Query, Term
from annotator.model.history import History, Transaction, Update
from annotator.model.labels.labeldraft import Draft
from annotator.model.texts.correcting import corrected
from annotator.model.texts.wrapping import Wrapped
from annotator.session.commands import COMMANDS, run
from annotator.session.events import LabelsChanged, Told
from annotator.session.finding.everywhere import carry_out
from annotator.session.labels import labels_of
from annotator.session.relabelling import know_label, set_letter
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.session.suggesting.suggesting import suggested
from annotator.session.texts.aligning import aligned
from annotator.session.texts.correcting import correct
from annotator.session.texts.unwrapping import join_lines
from annotator.store.project import Project
from annotator.store.queue import SUGGESTIONS
from annotator.store.search import searching
from tests.model.strategies import LABELS, SPEAKERS, TEXTS, edits, pieces, spans
from tests.session.drawing import NAMES, WIRES, brought, redrafted, stand_in
from tests.session.flat import GONE, Flat, flat, hueless, orders
from tests.session.flat import LABELS as LABEL_SET
from tests.session.letters import Letters, check_corrected
from tests.session.naive import Naive, Unfit

T = TypeVar("T")
BY = "mk"
MOST_ARTICLES = 6
"""One less than a session keeps in memory with the one on the desk."""
HELD = 5
"""How many of the steps that can be undone are in memory here: few, so that older ones are read again and again."""
MANY = 8
"""How many steps lie between two reopenings at least: one takes as long as several others."""
_COMMANDS = sorted(
    name
    for name in COMMANDS
    if name.partition(".")[0] in ("annotation", "article", "border", "go", "guideline", "label", "quote", "speaker")
)
_FASTEST = Path("/dev/shm")
"""Memory where there is some, as what a disk does is no part of this."""


class States(RuleBasedStateMachine):
    """A session on a project of a few short articles, and the model."""

    steps: ClassVar[int] = 0
    """How many steps all machines have done."""
    refused: ClassVar[int] = 0
    """How many of them did not fit, which both said."""

    def __init__(self) -> None:
        super().__init__()
        self._most, History.most = History.most, HELD
        self._folder = TemporaryDirectory(dir=_FASTEST if _FASTEST.is_dir() else None)
        self._path = Path(self._folder.name) / "fuzz.anno"
        self._numbers = count(1)
        self._model = Naive()
        self._last: list[Edit] = []
        self._faults: list[str] = []
        self._changed: set[str] = set()
        self._replaying = False
        self._since = 0
        self._updated = True
        self._session = self._opened(Project.create(self._path, by=BY))
        self._model.now[LABEL_SET] = hueless(self._session.label_set.labels)
        people = [AddSpeaker(Speaker(id=name, name=f"Person {name}", aliases=(name,))) for name in ("s1", "s2")]
        self._session.dispatch("import.people", people)

    def _opened(self, project: Project) -> Session:
        session = Session(project, BY, clock=lambda: "2026-11-23T09:14:05Z", new_id=self._new_id)
        session.subscribe(self._hear)
        return session

    def _new_id(self, prefix: str = "") -> str:
        return f"{prefix}x{next(self._numbers)}"

    def _hear(self, event: Any) -> None:
        if isinstance(event, Told) and event.fault:
            self._faults.append(event.message)
        if isinstance(event, LabelsChanged):
            self._updated = True
            self._changed.update(self._ids)
        if isinstance(event, Update):
            self._updated = True
            self._changed.update(event.transaction.documents)
            if not self._replaying:
                self._model.follow(event.transaction)

    @property
    def _ids(self) -> list[str]:
        return [entry.id for entry in self._session.entries]

    # What is done

    @rule(data=st.data())
    def bring_an_article(self, data: st.DataObject) -> None:
        if len(self._ids) < MOST_ARTICLES:
            name = self._new_id("a")
            document = brought(name, data.draw(TEXTS | WIRES))
            if data.draw(st.booleans()):
                document = document.put(Entity(id="i1", span=data.draw(spans(document.text)), label="ORG"))
            self._dispatch([AddDocument(document)], "import.text")

    @precondition(lambda self: self._ids)
    @rule(data=st.data(), number=st.integers(1, 3))
    def edit(self, data: st.DataObject, number: int) -> None:
        name = data.draw(st.sampled_from(self._ids))
        state = State({name: self._session.load(name)}, self._session.state.speakers)
        chosen = []
        for _ in range(number):
            chosen.append(data.draw(edits(state, name, texts=False)))
            try:
                state = chosen[-1].apply(state)
            except ValueError:  # its speaker has been removed
                break
        self._dispatch(chosen)

    @precondition(lambda self: self._ids)
    @rule(data=st.data())
    def correct_the_text(self, data: st.DataObject) -> None:
        before = self._session.load(data.draw(st.sampled_from(self._ids)))
        if data.draw(st.booleans()):
            chosen = data.draw(pieces(before.text))
        else:
            text = data.draw(TEXTS)
            chosen = aligned(before.text, text)
            assert Letters.of(before.text, chosen).new == text
        correct(self._session, corrected(before, chosen))
        check_corrected(before, chosen, self._session.load(before.id))

    @precondition(lambda self: self._ids)
    @rule()
    def join_the_lines_of_all(self) -> None:
        before = {name: self._session.load(name) for name in self._ids}
        joined: dict[str, Wrapped] = {}
        join_lines(self._session, list(before), lambda document, found: joined.update({document.id: found}))
        for name, document in before.items():
            after = self._session.load(name)
            if name in joined:
                assert "".join(document.text.split()) == "".join(after.text.split())
                check_corrected(document, joined[name].pieces, after)
            else:
                assert after == document

    @precondition(lambda self: self._ids)
    @rule(data=st.data(), decided=st.booleans())
    def set_a_line_aside_everywhere(self, data: st.DataObject, decided: bool) -> None:
        document = self._session.load(data.draw(st.sampled_from(self._ids)))
        line = data.draw(st.sampled_from([document.words(span) for span in document.article.paragraphs]))
        if line:
            carry_out(
                self._session, Order(SetAside((line,)), line, decided=decided), [(name, ()) for name in self._ids]
            )

    @rule(origin=st.sampled_from(["user.test", "import.test"]))
    def do_the_last_edits_again(self, origin: str) -> None:
        self._dispatch(self._last, origin)

    @precondition(lambda self: self._ids)
    @rule(data=st.data())
    def remove_an_article(self, data: st.DataObject) -> None:
        self._dispatch([RemoveDocument(data.draw(st.sampled_from(self._ids)))])

    @rule(speaker=SPEAKERS)
    def remove_a_speaker(self, speaker: str) -> None:
        self._dispatch([RemoveSpeaker(speaker)])

    @precondition(lambda self: self._ids)
    @rule(data=st.data(), turn=st.integers(0, 5))
    def suggest_again(self, data: st.DataObject, turn: int) -> None:
        document = self._session.load(data.draw(st.sampled_from(self._ids)))
        made = suggested(document, stand_in(document, turn), self._session.state.speakers, self._new_id)
        self._dispatch(made, SUGGESTIONS)

    @precondition(lambda self: self._ids)
    @rule(
        data=st.data(),
        act=st.one_of(
            st.builds(GiveLabel, LABELS),
            st.builds(Settle, LABELS, st.booleans()),
            st.builds(NameSpeaker, SPEAKERS, LABELS),
            st.builds(Attribute, SPEAKERS, SPEAKERS),
        ),
        words=st.sampled_from(["a", "b", "ab", "“"]),
        decided=st.booleans(),
    )
    def do_it_everywhere(self, data: st.DataObject, act: Any, words: str, decided: bool) -> None:
        places = [
            (name, tuple(Span(*m.span()) for m in re.finditer(words, self._session.load(name).text)))
            for name in self._ids
        ]
        if getattr(act, "speaker", None) in (None, *self._session.state.speakers):
            carry_out(self._session, Order(act, words, decided=decided), places)

    @precondition(lambda self: self._ids)
    @rule(data=st.data(), name=st.sampled_from(_COMMANDS))
    def do_a_command(self, data: st.DataObject, name: str) -> None:
        session = self._session
        session.open(data.draw(st.sampled_from(self._ids)))
        document = session.document
        assert document is not None
        place = st.integers(0, len(document.text))
        chosen = [a.id for a in document.by_id.values() if not a.rejected]
        caret = data.draw(place)
        session.select(
            Selection(
                caret=caret,
                anchor=data.draw(place | st.just(caret)),
                annotation=data.draw(st.sampled_from([None, *chosen])),
                border=data.draw(st.sampled_from([None, "start", "end"])),
            )
        )
        run(session, name)

    @rule(draft=st.data(), times=st.integers(1, 3))
    def change_the_labels(self, draft: st.DataObject, times: int) -> None:
        changed = Draft.of(self._session.label_set).knowing(self._session.project.usage())
        for _ in range(times):
            changed = redrafted(changed, draft)
        if not changed.wrongs({}):
            self._model.relabel(changed.edit, self._session.relabelling.change(changed.edit, "Change the labels"))

    @rule(name=st.sampled_from(NAMES), letter=st.sampled_from([None, "P", "1"]))
    def keep_a_label(self, name: str, letter: str | None) -> None:
        know_label(self._session, name)
        if letter is not None:
            set_letter(self._session, name, letter)
        self._model.now[LABEL_SET] = hueless(self._session.label_set.labels)

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self._replay("undo")

    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self._replay("redo")

    @precondition(lambda self: self._since >= MANY)
    @rule()
    def reopen(self) -> None:
        self._since = 0
        self._session.close()
        self._session = self._opened(Project.open(self._path, by=BY))
        self._changed.update(self._ids)
        self._updated = True
        _check_found(self._session)

    def _dispatch(self, chosen: list[Edit], origin: str = "user.test") -> None:
        """Have edits done; where they do not fit, the model has to say so too."""
        self._last = chosen
        transaction = Transaction(id="", origin=origin, edits=tuple(chosen), by=BY, at="")
        fits = _fits(self._model.now, transaction)
        update, error = _outcome(lambda: self._session.dispatch(origin, chosen))
        if error is not None:
            assert not fits, f"the model says that it fits: {error}"
            type(self).refused += 1
            return
        assert fits, "the model says that it does not fit"
        if update is not None:
            opening = update.transaction.edits[len(chosen) :]
            assert update.transaction.edits[: len(chosen)] == tuple(chosen)
            assert all(isinstance(edit, SetStatus) and edit.status is Status.OPEN for edit in opening)

    def _replay(self, verb: str) -> None:
        steps = self._model.done if verb == "undo" else self._model.undone
        there = bool(steps)
        fits = True
        if there:
            try:
                self._model.undo() if verb == "undo" else self._model.redo()
            except Unfit:
                fits = False
        self._replaying = True
        did, error = _outcome(self._session.undo if verb == "undo" else self._session.redo)
        self._replaying = False
        if error is None:
            assert fits, f"the model says that {verb} does not fit"
            assert did is there
            return
        assert not fits, f"the model says that {verb} fits: {error}"
        self._updated = True
        type(self).refused += 1

    # What must be so

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        type(self).steps += 1
        self._since += 1
        session, project, model = self._session, self._session.project, self._model
        assert not self._faults
        if self._updated:
            assert session.entries == project.entries()
            assert session.history == project.history(BY)
            assert dict(session.state.speakers) == project.speakers()
            assert session.label_set == labels_of(project)
            self._updated = False
        assert session.history.done == tuple(name for name, _ in model.done)[-HELD:]
        assert session.history.undone == tuple(name for name, _ in model.undone)[-HELD:]
        assert set(self._ids) == {key[0] for key in model.now if key[-1] == "text"}
        for name in self._changed & set(self._ids):
            assert session.load(name) == project.document(name)
        self._changed.clear()
        documents = [session.load(name) for name in self._ids]
        there = flat(documents, session.state.speakers.values(), session.label_set)
        assert there == model.now, _differences(there, model.now)
        found = {(d.id, "entity"): [e.id for e in d.entities] for d in documents if d.entities}
        found |= {(d.id, "quote"): [q.id for q in d.quotes] for d in documents if d.quotes}
        assert found == orders(model.now)
        listed = {(each.document_id, each.case) for each in project.guideline.cases()}
        assert listed == {(d.id, case) for d in documents for case in d.cases}
        assert all(list(d.cases) == sorted(d.cases, key=lambda case: (case.at, case.id)) for d in documents)
        assert all(dict(d.by_id) == {a.id: a for a in (*d.entities, *d.quotes)} for d in documents)
        _check_counts(session)

    def teardown(self) -> None:
        try:
            self.reopen()
            self.it_is_as_the_model_says()
            assert self._session.project.check() == []
        finally:
            History.most = self._most
            self._session.close()
            self._folder.cleanup()


def _outcome(act: Callable[[], T]) -> tuple[T | None, Fault | None]:
    """What an act returns, or why it could not be done."""
    try:
        return act(), None
    except Fault as fault:
        return None, fault


def _differences(there: Flat, wanted: Flat) -> str:
    keys = [key for key in {**there, **wanted} if there.get(key, GONE) != wanted.get(key, GONE)]
    return "\n".join(f"{key}:\n  there  {there.get(key, GONE)}\n  wanted {wanted.get(key, GONE)}" for key in keys)


def _fits(now: Mapping[Any, Any], transaction: Transaction) -> bool:
    try:
        Naive(dict(now)).do(transaction.edits)
    except Unfit:
        return False
    return True


def _check_found(session: Session) -> None:
    """The search has to find what articles, notes and reasons say, and nothing that they said before."""
    documents = [session.load(entry.id) for entry in session.entries]
    words = {document.id: set(words_of(" ".join(_said(document)))) for document in documents}
    some = sorted(frozenset[str]().union(*words.values()) - {"a", "ab"})[:2]
    for word in ("a", "ab", *some):
        with searching(session.project, Query((Term((word,)),))) as search:
            assert set(search.candidates) == {name for name, said in words.items() if word in said}


def _said(document: Document) -> list[str]:
    notes = [each.note or "" for each in (document, *document.by_id.values())]
    return [document.article.title, document.text, *notes, *(case.why for case in document.cases)]


def _check_counts(session: Session) -> None:
    for entry in session.entries:
        annotations = session.load(entry.id).by_id.values()
        pending = [a for a in annotations if a.pending]
        scores = [a.score for a in pending if a.score is not None]
        assert (entry.pending, entry.decided) == (len(pending), len(annotations) - len(pending))
        assert entry.doubtful == min(scores, default=None)
