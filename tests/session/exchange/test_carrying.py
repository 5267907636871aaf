import json

import pytest

from annotator.model.document import Article, Document
from annotator.model.edits import AddDocument
from annotator.model.faults import Fault
from annotator.session.exchange import carrying
from annotator.session.exchange.carrying import check_clipboard, quick_jsonl, write_jsonl


@pytest.fixture
def imported(session):
    """Articles that nobody has opened yet: they have no tokens."""
    texts = {"x": "The ferry came.", "y": "Nobody — nobody! — left."}
    added = [AddDocument(Document(article=Article(id=name, text=text))) for name, text in texts.items()]
    session.dispatch("import.text", added)
    return session


def test_articles_that_were_never_opened_are_left_to_be_written_beside_the_window(imported, tmp_path):
    assert quick_jsonl(imported, ["y", "x"]) is None
    told = []
    path, count = write_jsonl(
        imported.project.path,
        ["y", "gone", "x"],
        tmp_path / "o.jsonl",
        lambda *far: told.append(far),
        lambda: True,
        told.append,
    )
    assert (count, told) == (2, [(1, 3), (2, 3), (3, 3)])
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["Nobody — nobody! — left.", "The ferry came."]


def test_what_is_cancelled_leaves_no_file_and_a_clipboard_holds_no_whole_project(imported, tmp_path, monkeypatch):
    with pytest.raises(Fault, match="cancelled"):
        write_jsonl(imported.project.path, ["x"], tmp_path / "o.jsonl", lambda *_: None, lambda: False, print)
    assert list(tmp_path.glob("*.jsonl*")) == []
    monkeypatch.setattr(carrying, "MOST_COPIED", 20)
    check_clipboard(imported, ["x"])
    with pytest.raises(Fault, match="too much for the clipboard"):
        check_clipboard(imported, ["x", "y"])
