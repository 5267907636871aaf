"""`annotator articles` and `notes` say a line each of what a project has."""

import json

import pytest

from annotator.model.document import Article, Decision, Document, Entity, Span, Status
from annotator.model.edits import AddDocument, SetFlag, SetNote, SetStatus
from annotator.session.session import Session
from tests.store.fresh import fresh


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("listing") / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    kim = Entity(id="kim", span=Span(0, 8), label="PERSON", decision=Decision.ADDED)
    then = Entity(id="then", span=Span(16, 20), label="DATE")
    text = "Kim Lund spoke. Then Kim left."
    first = Document(article=Article(id="a", text=text, title="First"), entities=(kim, then))
    session.dispatch("import.x", [AddDocument(first), AddDocument(Document(article=Article(id="b", text="Left.")))])
    session.dispatch("user.x", [SetNote("a", "then", "a date?\nor not"), SetNote("a", "kim", "who?")])
    session.dispatch("user.x", [SetFlag("a", "kim", True), SetFlag("b", None, True), SetStatus("b", Status.DONE)])
    session.close()
    return path


def test_articles_are_listed_with_what_is_left_of_them(annotator, path):
    ended = annotator("articles", path)
    assert ended.out.splitlines() == [
        "STATUS   READ  PENDING  DECIDED  TITLE",
        "new        0%        1        1  First",
        "done       0%        0        0  b",
    ]
    assert ended.err == f"{path}: 2 articles, 1 done, 0% of the text read\n"
    (line,) = annotator("articles", path, "--status", "new", "--json").out.splitlines()
    found = json.loads(line)
    assert (found["article"], found["pending"], found["decided"], found["read"]) == ("a", 1, 1, 0)


def test_notes_and_flags_are_listed_with_what_they_are_about(annotator, path):
    ended = annotator("notes", path)
    assert ended.out.splitlines() == [
        "First:0-8: »Kim Lund« [PERSON]: to come back to — who?",
        "First:16-20: »Then« [DATE]: a date? or not",
        "b: to come back to",
    ]
    assert ended.err == f"{path}: 3 notes and flags, 2 to come back to\n"
    first, _, last = map(json.loads, annotator("notes", path, "--json").out.splitlines())
    assert first == {
        "article": "a", "title": "First", "annotation": "kim", "sort": "PERSON", "start": 0, "end": 8,
        "text": "Kim Lund", "note": "who?", "flagged": True,
    }  # fmt: skip
    assert last == {"article": "b", "title": "", "note": None, "flagged": True}
