"""`annotator find` prints what the window lists, and says what is wrong with a query."""

import json

import pytest

from annotator.cli.app import run
from annotator.model.document import Article, Document, Entity, Span
from annotator.model.edits import AddDocument
from annotator.session.session import Session
from annotator.store.project import Project
from tests.store.fresh import fresh


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "news.anno"
    text = "Kim Lund spoke. Then Kim left."
    kim = Entity(id="kim", span=Span(0, 8), label="PERSON")
    session = Session(fresh(path, by="mk"), "mk")
    session.dispatch(
        "import.text", [AddDocument(Document(article=Article(id="a", text=text, title="T"), entities=(kim,)))]
    )
    session.close()
    return path


def test_what_is_found_is_printed_a_line_each(path, capsys):
    assert run(["find", str(path), "KIM"]) == 0
    printed = capsys.readouterr()
    assert printed.out == "T:0-3: »Kim« Lund spoke. Then Kim left.\nT:21-24: Kim Lund spoke. Then »Kim« left.\n"
    assert printed.err == f"{path}: 2 places in 1 article\n"
    assert run(["find", str(path), "--json", "label:person", "lund"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {
        "article": "a", "title": "T", "status": "new", "start": 0, "end": 8, "before": "", "text": "Kim Lund",
        "after": " spoke. Then Kim left.", "annotation": "kim", "sort": "PERSON", "decision": "pending",
    }  # fmt: skip
    assert run(["find", str(path), "--", "status:new", "-mara"]) == 0
    assert capsys.readouterr().out == "T\n"


def test_a_query_that_says_nothing_is_told_with_exit_code_1(path, capsys):
    assert run(["find", str(path), "lable:PERSON"]) == 1
    assert "Did you mean label:?" in capsys.readouterr().err


def test_a_saved_search_is_found_by_its_name_and_they_are_listed_without_a_query(path, capsys):
    with Project.open(path, by="mk") as project:
        project.put("searches", [["People", "label:PERSON"], ["Left", "left"]])
    assert run(["find", str(path)]) == 0
    assert capsys.readouterr().out == "People\tlabel:PERSON\nLeft\tleft\n"
    assert run(["find", str(path), "--saved", "people", "lund"]) == 0
    assert capsys.readouterr().out == "T:0-8: »Kim Lund« spoke. Then Kim left. [PERSON]\n"
    assert run(["find", str(path), "--saved", "Nobody"]) == 1
    assert "“People”, “Left”" in capsys.readouterr().err
