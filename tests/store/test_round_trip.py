import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Article, Document, Entity, Heading, Kind, MapRun, Quote, Span, Speaker, Tokens
from annotator.model.edits import (
    AddDocument,
    AddEntity,
    AddQuote,
    AddSpeaker,
    EditError,
    Remove,
    RemoveDocument,
    RemoveSpeaker,
    SetSpeaker,
    SetStatus,
    State,
)
from annotator.store import allowed
from annotator.store.project import Project
from tests.model.strategies import edits, states
from tests.store.editor import BY, Editor, article, source
from tests.store.fresh import fresh

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
extras = st.dictionaries(st.text(max_size=4), json_values, max_size=3)


@st.composite
def tokens(draw, text):
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    starts, ends = tuple(cuts[:-1:2]), tuple(cuts[1::2])
    return Tokens("blank en", starts, ends, tuple(draw(st.booleans()) for _ in starts))


@st.composite
def full_states(draw) -> State:
    """Like `states`, with everything else that a document and a speaker can hold."""
    state = draw(states())
    document = state.documents["a"]
    document = replace(
        document,
        article=replace(
            document.article,
            title=draw(st.text(alphabet="ab\u00a0😀ع", max_size=5)),
            outlet=draw(st.none() | st.just("The Harbour Post")),
            published=draw(st.none() | st.just("2026-11-23")),
            file=draw(st.none() | st.just("a.md")),
            source_map=tuple(draw(st.lists(st.builds(MapRun, *[st.integers(0, 99)] * 3), max_size=3))),
            headings=tuple(draw(st.lists(st.builds(Heading, st.integers(0, 99), st.integers(1, 6)), max_size=2))),
        ),
        tokens=draw(st.none() | tokens(document.text)),
        entities=tuple(replace(e, extra=draw(extras)) for e in document.entities),
        quotes=tuple(replace(q, marked=q.contents[:1]) for q in document.quotes),
        annotator=draw(st.none() | st.just(BY)),
        extra=draw(extras),
        meta_extra=draw(extras),
    )
    speakers = {key: replace(s, role="mayor", extra=draw(extras)) for key, s in state.speakers.items()}
    return State({"a": document}, speakers)


def brought_in(state: State) -> tuple[AddSpeaker | AddDocument, ...]:
    return (*map(AddSpeaker, state.speakers.values()), *map(AddDocument, state.documents.values()))


def holds(project: Project, state: State) -> bool:
    entries = {entry.id: entry for entry in project.entries()}
    documents = {name: project.document(name) for name in entries}
    said = {(d.id, None): (d.note, d.flagged) for d in state.documents.values()}
    said |= {(d.id, a.id): (a.note, a.flagged) for d in state.documents.values() for a in d.by_id.values()}
    kept = {(each.document, each.annotation): (each.note, each.flagged) for each in project.notes()}
    assert kept == {key: value for key, value in said.items() if value != (None, False)}
    assert all(said[name, None] == (entry.note, entry.flagged) for name, entry in entries.items())
    said = project.ask(allowed.read)
    return documents == dict(state.documents) and project.speakers() == dict(state.speakers) and said == state.allowed


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_what_was_saved_is_read_back_and_undone(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.anno"
        brought = data.draw(full_states())
        with fresh(path, by=BY) as project:
            editor = Editor(project)
            editor.do(*brought_in(brought), origin="import.test")
            seen = [editor.state]
            for _ in range(3):
                chosen, state = [], editor.state
                for _ in range(data.draw(st.integers(1, 3))):
                    chosen.append(data.draw(edits(state)))
                    state = chosen[-1].apply(state)
                editor.do(*chosen)
                seen.append(editor.state)
        with Project.open(path, by=BY) as project:
            assert holds(project, seen[-1])
            assert project.history(BY) == editor.history
            editor.project = project
            for state in reversed(seen[:-1]):
                editor.undo()
                assert holds(project, state)
            for state in seen[1:]:
                editor.redo()
                assert holds(project, state)
            assert project.check() == []


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_transaction_is_read_back_with_its_inverse(data):
    state = data.draw(full_states())
    chosen = data.draw(edits(state))
    with tempfile.TemporaryDirectory() as folder, fresh(Path(folder) / "p.anno", by=BY) as project:
        editor = Editor(project)
        editor.do(*brought_in(state), origin="import.test")
        made = editor.do(chosen)
        assert project.transaction(made) == editor.log[made]


@pytest.mark.parametrize(
    "text", ["", "👩‍👩‍👧 said “no”.", "a\u00a0b\u2028c", "قال الوزير «لا».", "\ufeffe\u0301\r", "one\ntwo\n"]
)
def test_any_text_comes_back_as_it_was(editor, text):
    made = Document(article=Article(id="a", text=text, title=text))
    editor.do(AddDocument(made), origin="import.test")
    assert editor.project.document("a") == made


def test_lone_surrogates_in_unknown_keys_come_back(editor):
    made = Document(article=Article(id="a", text="x"), extra={"note": "\ud83d"})
    editor.do(AddDocument(made), origin="import.test")
    assert editor.project.document("a") == made


def test_only_the_rows_an_edit_touched_are_written(editor, path):
    made = replace(
        article("a", 2000), entities=tuple(Entity(id=f"e{i:04}", span=Span(i, i + 1), label="ORG") for i in range(2000))
    )
    editor.do(AddDocument(made), origin="import.test")
    written = path.with_name(f"{path.name}-wal").stat().st_size
    editor.do(Remove("a", "e1000"))
    editor.do(SetStatus("a", made.status, BY))
    # The log is written in pages of 4 kB; the entities alone are 300 kB, the text 80 kB.
    assert path.with_name(f"{path.name}-wal").stat().st_size - written < 120_000


def test_an_annotation_may_change_its_kind_under_one_id(editor):
    editor.do(AddDocument(article("a")), AddEntity("a", Entity(id="x", span=Span(0, 4), label="ORG")))
    quote = Quote(id="x", kind=Kind.DIRECT, contents=(Span(0, 4),))
    editor.do(Remove("a", "x"), AddQuote("a", quote))
    assert editor.project.document("a") == editor.state.documents["a"]
    editor.undo()
    assert editor.project.document("a") == editor.state.documents["a"]


def test_a_document_removed_and_brought_back_in_one_gesture_is_the_new_one(editor):
    editor.do(AddDocument(article("a")), AddEntity("a", Entity(id="x", span=Span(0, 4), label="ORG")))
    editor.do(RemoveDocument("a"), AddDocument(article("a")))
    assert editor.project.document("a") == article("a")


def test_a_removed_document_comes_back_in_its_place_with_its_source(editor):
    for name in "abc":
        made = article(name)
        editor.do(AddDocument(made), origin="import.test", sources={name: source(made)})
    editor.do(RemoveDocument("b"))
    assert [entry.id for entry in editor.project.entries()] == ["a", "c"]
    with pytest.raises(KeyError):
        editor.project.document("b")
    editor.undo()
    assert [entry.id for entry in editor.project.entries()] == ["a", "b", "c"]
    assert editor.project.document("b") == article("b")
    assert editor.project.source("b") == source(article("b"))


def test_a_speaker_named_in_a_document_that_is_not_at_hand_cannot_be_removed(editor):
    speaker = Speaker(id="s", name="Mara Lind")
    entity = Entity(id="x", span=Span(0, 4), label="PERSON", speaker="s")
    editor.do(AddSpeaker(speaker), AddDocument(replace(article("a"), entities=(entity,))))
    everything = editor.state
    editor.state = State(speakers=everything.speakers)
    with pytest.raises(EditError, match="names them"):
        editor.do(RemoveSpeaker("s"))
    assert holds(editor.project, everything)
    editor.state = everything
    editor.do(SetSpeaker("a", "x", None), RemoveSpeaker("s"))
    assert editor.project.speakers() == {}


def test_an_annotation_cannot_name_a_speaker_that_the_project_does_not_have(editor):
    editor.do(AddDocument(article("a")), AddEntity("a", Entity(id="x", span=Span(0, 4), label="ORG")))
    before = editor.state
    editor.state = before.with_speaker(Speaker(id="unsaved", name="Bo"))
    with pytest.raises(EditError, match="do not fit"):
        editor.do(SetSpeaker("a", "x", "unsaved"))
    assert holds(editor.project, before)


def test_an_article_of_an_id_that_the_project_has_is_not_written_over(editor):
    editor.do(AddDocument(article("a")))
    editor.state = State()
    with pytest.raises(EditError):
        editor.do(AddDocument(article("a", 5)))
    assert editor.project.document("a") == article("a")
