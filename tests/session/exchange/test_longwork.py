from pathlib import Path

import pytest

from annotator.model.document import Article, Document, Entity, Span
from annotator.model.edits import AddDocument
from annotator.model.faults import Fault
from annotator.session.beside import errands
from annotator.session.exchange.exporting import ExportOptions, export
from annotator.session.exchange.importing import read_paths
from annotator.session.exchange.longwork import Exporting, Reading


def never():
    return False


def nothing(done, total):
    pass


@pytest.fixture
def no_process(monkeypatch):
    monkeypatch.setattr(errands, "Child", lambda *_: pytest.fail("a process was started"))


@pytest.fixture
def folder(session, tmp_path: Path) -> Path:
    """Articles of several sorts, several in one file among them, and one file that is none."""
    folder = tmp_path / "news"
    folder.mkdir()
    export(session.project, folder / "lines.jsonl", ExportOptions(status="all"))
    (folder / "plain.txt").write_text("Rain.\nMore rain.", encoding="utf-8")
    (folder / "title.md").write_text("# Rain\n\n“Well,” she [said](http://127.0.0.1:9/x). 😀", encoding="utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    return folder


def told(found):
    """What can be compared: new articles have an id of their own each time they are read."""
    if isinstance(found, Fault):
        return str(found)
    document = found.imported.document
    return (
        document.text,
        document.entities,
        document.quotes,
        found.imported.speakers,
        found.imported.notes,
        found.source,
    )


def test_files_read_in_another_process_are_read_as_here(folder):
    found = []
    Reading([folder], found.append).run(nothing, never)
    assert [told(item) for item in found] == [told(item) for item in read_paths([folder])]
    assert len(found) == 5
    first, second = (item.source.data for item in found if not isinstance(item, Fault) and "lines" in item.source.name)
    assert first is second  # the bytes of a file come once, however many articles are in it


def test_one_small_file_starts_no_process(folder, no_process):
    found = []
    Reading([folder / "plain.txt"], found.append).run(nothing, never)
    assert [item.imported.document.text for item in found] == ["Rain.\nMore rain."]


def test_an_export_from_another_process_is_the_same(session, tmp_path):
    text = "Rain in Berlin."
    halves = [Entity(id=f"h{n}", span=Span(n, n + 1), label="X") for n in range(4)]
    session.dispatch("import.x", [AddDocument(Document(article=Article(id="odd", text=text), entities=tuple(halves)))])
    options = ExportOptions(status="all")
    here = export(session.project, tmp_path / "here.jsonl", options)
    apart = Exporting(session.project.path, tmp_path / "apart.jsonl", options).run(nothing, never)
    assert (tmp_path / "apart.jsonl").read_bytes() == (tmp_path / "here.jsonl").read_bytes()
    assert (apart.written, apart.losses, apart.lost) == (3, here.losses, here.lost)
    assert len(apart.losses) >= 4
    assert apart.listed == tmp_path / "apart.jsonl.losses.tsv"


def test_a_cancelled_export_leaves_what_was_there_and_nothing_else(session, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "out.jsonl"
    target.write_text("as it was")
    with pytest.raises(Fault, match="cancelled"):
        Exporting(session.project.path, target, ExportOptions(status="all")).run(nothing, lambda: True)
    assert list(folder.iterdir()) == [target]
    assert target.read_text() == "as it was"
