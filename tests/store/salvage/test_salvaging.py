import resource
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Status
from annotator.model.edits import AddDocument, RemoveDocument, SetStatus
from annotator.model.faults import Fault
from annotator.model.texts.coverage import Seen
from annotator.store.coverage import Looked
from annotator.store.project import Project
from annotator.store.salvage.salvaging import SalvagingStopped, salvage
from annotator.store.sqlite.pages import File
from tests.store.editor import BY, Editor, article, source, step, suggestions

LOOKED = Looked("a", BY, ((0, "digest"),), 1.0, 2.5, "then")


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """A project's file after 100 steps, and what must be in it."""
    path = tmp_path_factory.mktemp("salvage") / "news.anno"
    random = Random(5)
    with Project.create(path, by=BY) as project:
        editor = Editor(project)
        for _ in range(100):
            step(editor, random)
        project.put("labels", ["PERSON", "ORG"])
        project.reading.keep([LOOKED])
        for text in ("One.", "Two."):
            project.guideline.write(text, writing=text, by=BY, at="2026-11-23T09:14:05Z")
    editor.project = None
    return path.read_bytes(), editor


def hit(data: bytes, pages, with_=bytes(4096)) -> bytes:
    damaged = bytearray(data)
    for page in pages:
        damaged[(page - 1) * 4096 : page * 4096] = with_
    return bytes(damaged)


def pages_of(data: bytes, *tables: str) -> set[int]:
    found = File(data).rows()
    return {row.pages[0] for name in tables for row in found.tables[name]}


def documents(project: Project) -> dict:
    return {entry.id: project.document(entry.id) for entry in project.entries()}


def salvaged(tmp_path, data: bytes):
    path = tmp_path / "damaged.anno"
    path.write_bytes(data)
    report = salvage(path, tmp_path / "out.anno", by=BY)
    assert path.read_bytes() == data
    return report, Project.open(tmp_path / "out.anno", by=BY)


def check_whole(project: Project, editor: Editor) -> None:
    assert documents(project) == dict(editor.state.documents)
    assert project.speakers() == dict(editor.state.speakers)
    assert project.history(BY) == editor.history
    assert project.check() == []


def test_a_sound_project_is_salvaged_without_a_loss(edited, tmp_path):
    data, editor = edited
    report, project = salvaged(tmp_path, data)
    with project:
        check_whole(project, editor)
        assert project.get("labels") == ["PERSON", "ORG"]
        assert project.reading.of("a") == [Seen(0, "digest", BY, "then", "then")]
        assert [project.guideline.text(each.seq) for each in project.guideline.versions()] == ["Two.", "One."]
        assert [entry.id for entry in project.entries()] == list(editor.state.documents)
        first = next(iter(editor.state.documents.values()))
        assert project.source(first.id).data == first.text.encode()
    assert report.undo
    assert not report.losses


@pytest.mark.parametrize("tables", [("entities", "quotes"), ("documents", "texts", "tokens"), ("speakers", "queue")])
def test_what_the_tables_lost_is_done_again_from_the_log(edited, tmp_path, tables):
    data, editor = edited
    report, project = salvaged(tmp_path, hit(data, pages_of(data, *tables)))
    with project:
        check_whole(project, editor)
        undone = editor.history.done
        assert project.history(BY).done == undone
    assert report.damaged
    assert report.undo


def test_what_the_log_lost_is_in_the_tables_but_cannot_be_undone(edited, tmp_path):
    data, editor = edited
    pages = sorted(pages_of(data, "transactions"))
    for lost in (pages[:1], pages[-1:], pages):
        report, project = salvaged(tmp_path, hit(data, lost))
        with project:
            assert documents(project) == dict(editor.state.documents)
            assert project.speakers() == dict(editor.state.speakers)
            assert not project.history(BY).done
        assert not report.undo
        assert any(loss.what == "undo" for loss in report.losses)
        (tmp_path / "out.anno").unlink()


def test_a_file_whose_beginning_is_gone_is_salvaged_all_the_same(edited, tmp_path):
    data, editor = edited
    report, project = salvaged(tmp_path, hit(data, [1]))
    with project:
        assert documents(project) == dict(editor.state.documents)
    assert report.articles == len(editor.state.documents)


def test_what_is_lost_in_both_is_named_and_the_rest_is_there(tmp_path):
    path = tmp_path / "news.anno"
    with Project.create(path, by=BY) as project:
        editor = Editor(project)
        for name in "abcdef":
            made = article(name, 60)
            editor.do(AddDocument(made), origin="import.text", sources={name: source(made)})
            editor.do(*suggestions(made), origin="nlp.suggestions")
    data = path.read_bytes()
    log, texts = File(data).rows().tables["transactions"], File(data).rows().tables["texts"]
    lost = {log[4].pages[-1], next(row for row in texts if row.values[0] == "c").pages[-1]}
    report, project = salvaged(tmp_path, hit(data, lost, b"\xff" * 4096))
    with project:
        left = {k: v for k, v in editor.state.documents.items() if k in documents(project)}
        assert documents(project) == left
        assert set("abdef") >= set(left) >= set("abde") - {"a"}
    assert any("On c" in str(loss) or "rows" in str(loss) for loss in report.losses)


def test_what_had_been_taken_away_does_not_come_back(tmp_path):
    path = tmp_path / "news.anno"
    with Project.create(path, by=BY) as project:
        editor = Editor(project)
        editor.do(AddDocument(article("a", 100)), AddDocument(article("b", 100)))
        for _ in range(40):
            editor.do(SetStatus("a", Status.DONE, BY))
        editor.do(RemoveDocument("b"))
    data = path.read_bytes()
    last = max(pages_of(data, "transactions"))
    report, project = salvaged(tmp_path, hit(data, [last]))
    with project:
        assert set(documents(project)) == {"a"}
    assert not report.undo


def test_a_bit_that_flipped_in_a_row_is_found_by_what_the_row_says_twice(edited, tmp_path):
    data, editor = edited
    at = data.index(b'"label":"GPE"') + len(b'"label":"')
    flipped = bytearray(data)
    flipped[at] ^= 1
    _, project = salvaged(tmp_path, bytes(flipped))
    with project:
        check_whole(project, editor)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_whatever_pages_are_damaged_it_ends_well_and_articles_on_undamaged_ones_are_as_they_were(
    edited, tmp_path_factory, data
):
    whole, editor = edited
    tmp_path = tmp_path_factory.mktemp("any")
    count = len(whole) // 4096
    lost = data.draw(st.sets(st.integers(1, count), min_size=1, max_size=count // 2))
    noise = data.draw(st.sampled_from((bytes(4096), b"\xff" * 4096, Random(1).randbytes(4096))))
    damaged = hit(whole, lost, noise)
    path = tmp_path / "damaged.anno"
    path.write_bytes(damaged)
    try:
        report = salvage(path, tmp_path / "out.anno", by=BY)
    except Fault:
        return  # nothing of it was left
    found = File(whole).rows()
    touched = {
        row.values[0]
        for name in ("documents", "texts", "tokens", "entities", "quotes")
        for row in found.tables[name]
        if lost & set(row.pages)
    }
    speakers_lost = any(lost & set(row.pages) for row in found.tables["speakers"])
    with Project.open(tmp_path / "out.anno", by=BY) as project:
        left = documents(project)
        for document_id, document in editor.state.documents.items():
            if document_id not in touched and not speakers_lost:
                assert left[document_id] == document
        assert report.undo is bool(project.history(BY).done) or not report.undo
    assert path.read_bytes() == damaged


@pytest.mark.parametrize("data", [b"", b"x", bytes(100_000), b"SQLite format 3\0" + bytes(5000)])
def test_a_file_with_nothing_in_it_is_refused(tmp_path, data):
    path = tmp_path / "damaged.anno"
    path.write_bytes(data)
    with pytest.raises(Fault, match="Nothing in"):
        salvage(path, tmp_path / "out.anno", by=BY)
    assert not (tmp_path / "out.anno").exists()


def test_a_project_that_is_open_is_not_salvaged_from_under_its_writer(editor, tmp_path):
    with pytest.raises(Fault, match="open elsewhere"):
        salvage(editor.project.path, tmp_path / "out.anno", by=BY)


def test_edits_that_are_still_in_the_log_of_a_killed_process_are_salvaged(editor, tmp_path):
    editor.do(AddDocument(article("a")))
    for ending in ("", "-wal"):
        path = editor.project.path
        (tmp_path / f"killed.anno{ending}").write_bytes(path.with_name(path.name + ending).read_bytes())
    salvage(tmp_path / "killed.anno", tmp_path / "out.anno", by=BY)
    with Project.open(tmp_path / "out.anno", by=BY) as project:
        check_whole(project, editor)


def test_one_that_is_stopped_leaves_nothing_and_says_how_far_it_is(edited, tmp_path):
    path, output = tmp_path / "damaged.anno", tmp_path / "out.anno"
    path.write_bytes(edited[0])
    told = []
    with pytest.raises(SalvagingStopped):
        salvage(path, output, by=BY, going=lambda done, total: told.append((done, total)) or total is None)
    assert told == [(0, None), (0, len(edited[1].log) // 40 + 1)]
    assert list(tmp_path.glob("out*")) == []
    assert salvage(path, output, by=BY).undo


def test_a_disk_that_takes_no_more_is_told_and_leaves_nothing(edited, tmp_path):
    path, output = tmp_path / "damaged.anno", tmp_path / "out.anno"
    path.write_bytes(edited[0])
    had = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(edited[0]) // 2, had[1]))
    try:
        with pytest.raises(Fault, match=r"out\.anno could not be") as told:
            salvage(path, output, by=BY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, had)
    assert "as it was" in told.value.remedy
    assert ".part" not in told.value.message
    assert list(tmp_path.glob("out*")) == []
    assert salvage(path, output, by=BY).undo
