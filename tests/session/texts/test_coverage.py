"""What is noted of reading: by whom, written in batches, kept by place and words, and never where it is not wanted."""

import sys
from itertools import count
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from annotator.model.document import Article, Document, Entity, Span
from annotator.model.edits import AddDocument
from annotator.model.figures import tables
from annotator.session.commands import run
from annotator.session.events import Asked, Told
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.session.texts.coverage import EVERY
from annotator.store.project import Project
from tests.store.fresh import fresh

TEXT = "A harbour wakes.\nIt rains.\nNobody sails."
FIRST, SECOND, THIRD = Article(id="x", text=TEXT).paragraphs
WHOLE = Span(0, len(TEXT))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.anno"


@pytest.fixture
def session(path: Path):
    made = Session(fresh(path, by="mk"), "mk", clock=lambda: "2026-11-23T09:14:05Z")
    entity = Entity(id="e", span=Span(2, 9), label="GPE", origin="p 1")
    made.dispatch(
        "import.x", [AddDocument(Document(article=Article(id="a", text=TEXT, title="A"), entities=(entity,)))]
    )
    made.dispatch("import.x", [AddDocument(Document(article=Article(id="b", text="One.\nTwo.", title="B")))])
    made.open("a")
    made.coverage.on = True
    made.said = []
    made.subscribe(lambda event: made.said.append(event))
    yield made
    made.close()


def read(session: Session) -> list[tuple[int, str]]:
    return sorted((each.start, each.by) for each in session.project.reading.of("a"))


def test_it_is_written_after_some_seconds_and_on_closing_and_is_there_the_next_time(session, path):
    session.coverage.attend(Span(*FIRST), 1)
    assert session.coverage.unread == (SECOND, THIRD)
    assert read(session) == []
    session.coverage.attend(WHOLE, EVERY)
    assert session.coverage.unread == ()
    assert [start for start, _ in read(session)] == [0, SECOND.start, THIRD.start]
    assert session.entries[0].read == 1
    session.open("b")
    session.coverage.attend(Span(0, 4), 1)
    session.close()
    again = Session(Project.open(path, by="jo"), "jo")
    assert [entry.read for entry in again.entries] == [1, 0.5]
    again.open("b")
    again.coverage.on = True
    assert again.coverage.unread == (Span(5, 9),)
    again.coverage.attend(Span(0, 4), 2)
    again.coverage.flush()
    known = {each.by: each.first for each in again.project.reading.of("b")}
    assert sorted(known) == ["jo", "mk"]
    assert known["mk"] == "2026-11-23T09:14:05Z"
    again.close()


def test_what_is_selected_or_decided_is_read_and_what_is_only_opened_or_gone_to_is_not(session):
    assert session.coverage.unread == (FIRST, SECOND, THIRD)
    assert run(session, "go.unread")
    assert session.selection.caret == SECOND.start  # the caret stood at the article's start
    assert session.said[-1] == Asked("reveal", SECOND)
    assert session.coverage.unread == (FIRST, SECOND, THIRD)
    session.select(Selection(THIRD.start, THIRD.end))
    assert session.coverage.unread == (FIRST, SECOND)
    with session.coverage.passing():
        session.select(Selection(0, 0, "e"))
    run(session, "annotation.accept")
    assert session.coverage.unread == (SECOND,)
    session.select(Selection(SECOND.start, SECOND.start))
    run(session, "go.unread")
    assert session.said[-1] == Told("All of this article was read.")


def test_done_says_what_was_not_read_and_asks_where_that_is_wanted(session):
    session.coverage.attend(Span(*FIRST), 1)
    session.coverage.asks = True
    assert run(session, "article.done")
    assert session.said[-1] == Asked("unread", 2)
    assert session.current == "a"
    session.coverage.asks = False
    run(session, "article.done")
    assert session.said[-1] == Told("In “A” 2 paragraphs were not read.")
    assert session.current == "b"


def test_the_pace_is_that_of_reading_where_it_was_noted(session):
    session.coverage.attend(WHOLE, 90)
    run(session, "article.done")
    session.coverage.flush()
    counts = session.project.counts()
    assert counts.timed == (1, 0, 90)
    assert counts.read == 1
    (pace,) = (dict(table.rows) for table in tables(counts) if table.name == "pace")
    assert (pace["minutes per article"], pace["articles read whole"]) == (1.5, 1)


def test_where_it_is_not_wanted_or_may_not_be_written_nothing_is_noted(session, path):
    session.coverage.on = False
    session.coverage.attend(WHOLE, 60)
    session.select(Selection(3, 3))
    run(session, "article.done")
    assert not any(isinstance(event, Told) for event in session.said)
    session.close()
    reader = Session(Project.open(path, by="mk", read_only=True), "mk")
    assert [reader.project.reading.of(name) for name in ("a", "b")] == [[], []]
    reader.open("a")
    reader.coverage.on = True
    reader.coverage.attend(WHOLE, 60)
    reader.close()
    with Project.open(path, by="mk", read_only=True) as project:
        assert project.reading.of("a") == []


def read_on(path: str) -> None:
    """Reads two articles in turn, half a second at a time, and says each paragraph once it is read; without end."""
    session = Session(Project.open(Path(path), by="mk"), "mk")
    session.coverage.on = True
    seconds = 0.0
    for turn in count():
        entry = session.entries[turn % len(session.entries)]
        session.open(entry.id)
        for paragraph in session.document.article.paragraphs[turn // 2 :: 3]:
            session.coverage.attend(paragraph, 0.5)
            seconds += 0.5
            if paragraph not in session.coverage.unread:
                print(entry.id, paragraph.start, seconds, flush=True)


def test_a_reader_killed_at_any_moment_loses_the_last_seconds_and_no_article(tmp_path):
    path = tmp_path / "news.anno"
    text = "\n".join(f"Paragraph {n}." for n in range(90))
    with fresh(path, by="mk") as project:
        session = Session(project, "mk")
        for name in ("a", "b"):
            session.dispatch("import.x", [AddDocument(Document(article=Article(id=name, text=f"{name}\n{text}")))])
    code = f"from tests.session.texts.test_coverage import read_on; read_on({str(path)!r})"
    with Popen([sys.executable, "-c", code], stdout=PIPE, text=True, cwd=Path(__file__).parents[3]) as process:
        said = [process.stdout.readline().split() for _ in range(40)]
        process.kill()
    last = float(said[-1][2])
    with Project.open(path, by="mk") as project:
        kept = {(name, each.start) for name in ("a", "b") for each in project.reading.of(name)}
        shares = {entry.id: entry.read for entry in project.entries()}
    due = {(name, int(start)) for name, start, at in said if float(at) <= last - EVERY}
    assert due <= kept
    assert all(shares[name] > 0 for name, _ in due)
    assert due
