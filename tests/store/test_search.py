"""What a query finds is what stands in the articles, after every edit, undo and migration; and indices answer it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, event

from annotator.model.about import About
from annotator.model.cases import Case
from annotator.model.document import Article, Decision, Document, Entity, Kind, Quote, Span, Speaker, Status
from annotator.model.edits import AddDocument, AddSpeaker, RemoveDocument, SetAbout
from annotator.model.finding.folding import Places, words_of
from annotator.model.finding.query import Term, parse
from annotator.store.project import Project
from annotator.store.salvage.salvaging import salvage
from annotator.store.search import searching
from annotator.store.sqlite import fulltext
from tests.store import versioned
from tests.store.editor import BY, Editor, step
from tests.store.fresh import fresh

TEXT = "Mara Lind said “the harbour is shut”. Lind, of Øst, left 👍 東京都.\nThe cafe\u0301 in Ost is open, she said."


def span(words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return Span(at, at + len(words))


def entity(name: str, words: str, label: str = "PERSON", **rest) -> Entity:
    return Entity(id=name, span=span(words), label=label, **{"origin": "en_core_web_sm 3.8.0", **rest})


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Iterator[Project]:
    with fresh(tmp_path_factory.mktemp("search") / "news.anno", by=BY) as project:
        fill(Editor(project))
        yield project


def fill(editor: Editor) -> None:
    quote = Quote(
        id="q", kind=Kind.DIRECT, contents=(span("“the harbour is shut”"),), speaker="s", score=0.9, note="Who says so?"
    )
    said = Quote(
        id="r",
        kind=Kind.INDIRECT,
        contents=(span("The cafe\u0301 in Ost is open"),),
        score=0.4,
        origin="rules 1",
        flagged=True,
    )
    article = Article(id="a", text=TEXT, title="Harbour shut", outlet="The Øst Times", published="2026-03-09")
    parts = (
        entity("e", "Mara Lind", score=0.5, speaker="s", flagged=True),
        entity("f", "Øst", "GPE", decision=Decision.ACCEPTED),
        entity("g", "Lind,", "ORG", decision=Decision.REJECTED),
    )
    shown = (
        Case(id="c1", annotation="e", sort="PERSON", sentence="Mara Lind said", at="1"),
        Case(id="c2", annotation="r", sort="indirect", sentence="is open", why="Nobody's own words.", at="2"),
    )
    first = Document(article=article, entities=parts, quotes=(quote, said), cases=shown, status=Status.OPEN)
    second = Document(
        article=Article(id="b", text="Nothing of it.", title="<b>Café</b>", published="2025"),
        note="Ask Kim.",
        flagged=True,
        cases=(Case(id="c1", annotation="gone", sort="GPE", sentence="Øst acts", why="Øst acts as a state."),),
    )
    editor.do(
        AddSpeaker(Speaker(id="s", name="Mara Lind", aliases=("Lindgrén",))), AddDocument(first), AddDocument(second)
    )


def found(project: Project, typed: str) -> list[str]:
    """The ids of what was found: of annotations, else of articles with how many hits they have."""
    with searching(project, parse(typed)) as search:
        articles = search.found(search.candidates)
        counts = search.counts()
    if counts is not None:
        assert counts == {each.document_id: len(each.hits) for each in articles}
    assert not search.exact or search.candidates == [each.document_id for each in articles]
    return [
        name
        for each in articles
        for name in ([hit.annotation for hit in each.hits if hit.annotation] or [f"{each.document_id}{len(each.hits)}"])
    ]


@pytest.mark.parametrize(
    ("typed", "there"),
    {
        "": [],
        "HARBOUR": ["a1"],
        '"the harbour" lind': ["a3"],
        "harb": [],
        "harb*": ["a1"],
        "ost": ["a2", "b1"],
        "cafe": ["a1", "b0"],
        "cafe -harbour": ["b0"],
        "👍 京": ["a2"],
        "title:cafe": ["b0"],
        "-title:cafe": ["a0"],
        "status:open": ["a0"],
        "-status:open": ["b0"],
        "outlet:ost": ["a0"],
        "outlet:times date:2026-01..2026-04": ["a0"],
        "date:<2026": ["b0"],
        "date:2025": ["b0"],
        "label:person": ["e"],
        "label:PERSON label:GPE": ["e", "f"],
        "-label:PERSON is:entity": ["f"],
        "label:PERSON outlet:other": [],
        "decision:rejected": ["g"],
        "is:pending -kind:direct": ["r"],
        "decision:accepted": ["f"],
        "kind:direct": ["q"],
        "is:quote": ["q", "r"],
        "is:entity lind": ["e"],
        "is:entity -lind": ["f"],
        "is:quote harbour": ["q"],
        "score:<0.6": ["e", "r"],
        "-score:<0.6 is:quote": ["q"],
        "score:0.4..0.5": ["e", "r"],
        "speaker:lind": ["e", "q"],
        "speaker:Lindgren is:quote": ["q"],
        "-speaker:lind": ["f", "r"],
        "speaker:none": ["r"],
        "origin:rules": ["r"],
        "origin:en_core": ["e", "f"],
        "origin:analyst": ["q"],
        "-origin:en_core": ["q", "r"],
        "is:flagged": ["e", "r", "b1"],
        "is:flagged label:PERSON": ["e"],
        "has:note": ["q", "b1"],
        "note:'ask kim'": ["b1"],
        'note:"ask KIM"': ["b1"],
        "has:note is:flagged": ["b1"],
        "is:quote -has:note": ["r"],
        "-is:flagged": ["a0"],
        "is:example": ["e"],
        "is:case": ["r", "b1"],
        "is:case is:example": ["e", "r", "b1"],
        "is:case open": ["r"],
        'why:"OWN words"': ["r"],
        "why:ost": ["b1"],
        "why:ost is:example": [],
        "is:case is:flagged is:quote": ["r"],
        "is:quote -is:case": ["q"],
        "is:quote -why:own": ["q"],
        "-is:case": ["a0"],
        "is:noted": ["e", "q", "r", "b1"],
        "is:noted is:quote": ["q", "r"],
        "is:noted -is:flagged": ["q"],
        "is:entity -is:noted": ["f"],
        "says so": ["q"],
        "own -nobody": [],
        "ask": ["b1"],
        "-is:noted says": ["a0"],
        "is:noted says": ["q"],
        "is:quote says": ["q"],
        "is:quote -says": ["r"],
        "state -is:flagged": [],
        "-origin:rules is:quote": ["q"],
        "origin:elsewhere": [],
        "date:2026-03 status:open -outlet:moon": ["a0"],
    }.items(),
)  # fmt: skip
def test_every_filter_finds_what_it_says(filled, typed, there):
    assert found(filled, typed) == there


def test_what_is_found_is_given_in_its_context(filled):
    with searching(filled, parse("label:GPE")) as search:
        (there,) = search.found(search.candidates)
    assert (there.title, there.status) == ("Harbour shut", Status.OPEN)
    (hit,) = there.hits
    assert (hit.before[-4:], hit.words, hit.after[:5], hit.sort) == (" of ", "Øst", ", lef", "GPE")
    assert TEXT[hit.span.start : hit.span.end] == "Øst"
    with searching(filled, parse("cafe")) as search:
        hit = search.found(["a"])[0].hits[0]
    assert (hit.words, hit.before[-9:]) == ("cafe\u0301", "東京都. The ")


WORDS = st.lists(st.sampled_from(["Øst", "ost", "👍", "東京", "cafe\u0301", "café", "it's", "ﬁn", "a"]), max_size=4)


@settings(max_examples=40)
@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=4), WORDS.filter(bool), st.booleans())
def test_the_index_has_what_stands_in_the_texts(texts, wanted, begins):
    words = words_of(" ".join(wanted))
    term = Term((*words[:-1], words[-1][:1]) if begins else words, begins)
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        fulltext.make(connection)
        fulltext.put(connection, enumerate(texts))
        held = [number for number, text in enumerate(texts) if any(Places(text).of(term.words, begins=begins))]
        assert sorted(connection.execute(fulltext.holding(term)).scalars()) == held
        fulltext.take(connection, enumerate(texts[:1]))
        assert sorted(connection.execute(fulltext.holding(term)).scalars()) == [number for number in held if number]
    engine.dispose()


def test_whatever_is_done_the_index_follows(editor, tmp_path):
    random = Random(3)
    for number in range(60):
        step(editor, random)
        if number % 15 == 14:
            check(editor)
    kept = next(iter(editor.state.documents))
    before = About.of(editor.state.documents[kept])
    editor.do(SetAbout(kept, replace(before, title="Ünder new management")))
    assert found(editor.project, "title:under") == [f"{kept}0"]
    check(editor)
    editor.do(RemoveDocument(kept))
    check(editor)
    editor.undo()
    check(editor)
    had = found(editor.project, "harbour")
    editor.project.close()
    salvage(editor.project.path, tmp_path / "out.anno", by=BY)
    with Project.open(tmp_path / "out.anno", by=BY, read_only=True) as salvaged:
        assert found(salvaged, "harbour") == had


def check(editor: Editor) -> None:
    for word in ("harbour", "on", "under", "note", "nowhere"):
        with searching(editor.project, parse(word)) as search:
            held = {each.id for each in editor.state.documents.values() if word in words_of(said_in(each))}
            assert set(search.candidates) == held
            assert set(search.first(len(held) + 1)) == held
            assert [each.document_id for each in search.found(search.candidates)] == search.candidates


def said_in(document: Document) -> str:
    notes = [each.note or "" for each in (document, *document.annotations)]
    return "\n".join((document.text, document.article.title, *notes, *(case.why for case in document.cases)))


def test_an_older_version_s_project_is_searched_too(path, filled, tmp_path):
    versioned.write(path, "3")
    with Project.open(path, by=BY) as project:
        assert found(project, "harbour") == ["a3", "b2"]
        assert found(project, "title:b") == ["b0"]
        assert found(project, "origin:p decision:rejected") == ["e0"]
    fourth = tmp_path / "fourth.anno"
    with closing(sqlite3.connect(filled.path)) as had, closing(sqlite3.connect(fourth)) as connection:
        had.backup(connection)  # and then as version 4 had it
        gone = "what IN ('note', 'why')"
        connection.executescript(
            f"DROP TABLE origins; DROP INDEX ix_transactions_origin; DELETE FROM passages WHERE {gone};"
            "ALTER TABLE passages DROP COLUMN part; DELETE FROM schema WHERE version = 5; DROP TABLE words;"
        )
        connection.execute(fulltext.STATEMENT)
    with Project.open(fourth, by=BY) as project:
        assert found(project, "says so") == ["q"]
        assert found(project, "own") == ["r"]
        assert found(project, "origin:rules") == ["r"]


def test_filters_are_answered_by_indices(filled):
    statements = []
    engine = filled._database._engine

    def note(_connection, _cursor, statement, parameters, *_rest):
        statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    for typed in ("label:PERSON", "kind:direct", "speaker:lind", "decision:pending", "score:<0.6", "is:quote"):
        statements.clear()
        with searching(filled, parse(typed)) as search:
            search.counts()
            search.found(["a"])
            plans = [
                row[3]
                for statement, parameters in list(statements)
                if "entities" in statement or "quotes" in statement
                for row in search._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ]
        assert plans
        assert not [plan for plan in plans if plan.startswith("SCAN") and "INDEX" not in plan], typed
