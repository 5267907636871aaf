import json
from pathlib import Path
from textwrap import fill
from typing import Any
from zipfile import ZipFile

import pytest

from annotator.formats.inputs import LARGEST_ARTICLE
from annotator.store.project import Project
from tests.formats.layered import LAYERED, PERSON, TOWN


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text("The bridge is shut.\n", "utf-8")
    (folder / "two.md").write_text("# Ferries\n\n![](https://example.org/a.png)\nFerries run.\n", "utf-8")
    return folder


def test_import_makes_the_project_and_says_what_it_left_out(tmp_path: Path, articles: Path, annotator: Any) -> None:
    project = tmp_path / "news.anno"
    ended = annotator("import", project, articles)
    assert ended.code == 0, ended.err
    assert "2 articles added" in ended.err
    assert "image" in ended.err
    with Project.open(project, by="t") as opened:
        assert [entry.status.value for entry in opened.entries()] == ["new", "new"]


def test_an_article_that_is_there_already_is_not_added_again(tmp_path: Path, articles: Path, annotator: Any) -> None:
    project = tmp_path / "news.anno"
    annotator("import", project, articles / "one.txt")
    ended = annotator("import", project, articles)
    assert ended.code == 0, ended.err
    assert "1 article added, 1 here already" in ended.err


def test_one_bad_input_among_many_is_named_and_the_others_are_imported(
    tmp_path: Path, articles: Path, annotator: Any
) -> None:
    project = tmp_path / "news.anno"
    (articles / "broken.txt").write_bytes(bytes(range(256)) * 40)
    ended = annotator("import", project, articles, tmp_path / "missing.md")
    assert ended.code == 1
    assert "broken.txt" in ended.err
    assert "missing.md" in ended.err
    with Project.open(project, by="t") as opened:
        assert len(opened.entries()) == 2


def test_a_folder_of_many_forms_is_imported_and_labels_have_proposals(tmp_path: Path, annotator: Any) -> None:
    folder, project = tmp_path / "mixed", tmp_path / "news.anno"
    folder.mkdir()
    (folder / "a.html").write_text("<html><title>Rain</title><body><p>It rains on Tallis.</p></body></html>", "utf-8")
    (folder / "b.csv").write_text("headline,body\nSnow,It snows.\n", "utf-8")
    (folder / "c.csv").write_text("name,age\nAna,3\n", "utf-8")
    (folder / "d.jsonl").write_text(
        '{"text": "Ana went.", "spans": [{"start": 0, "end": 3, "label": "PER"}]}\n', "utf-8"
    )
    ended = annotator("import", project, folder)
    assert ended.code == 1
    assert "3 articles added" in ended.err
    assert "c.csv is not what its name says: Table of articles" in ended.err
    assert "with --label PER=PERSON" in ended.err
    other = annotator("import", tmp_path / "mapped.anno", folder / "d.jsonl", "--label", "PER=PERSON")
    assert "Labels kept" not in other.err
    (folder / "e.jsonl").write_text('{"text": "Bo.", "spans": [{"start": 0, "end": 2, "label": "PER"}]}\n', "utf-8")
    again = annotator("import", tmp_path / "mapped.anno", folder / "e.jsonl")  # what was said is remembered
    assert "Labels kept" not in again.err
    assert "PERSON" in annotator("stats", tmp_path / "mapped.anno", "--figure", "labels").out.split()
    assert annotator("import", project, folder / "c.csv", "--format", "table").err.startswith("c.csv has no column of")
    with ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.writestr("e/a.ser", b"x" * (LARGEST_ARTICLE + 1))
    ended = annotator("import", project, tmp_path / "e.zip")
    assert (ended.code, "nothing that can be read here" in ended.err) == (1, True)


def test_import_into_a_project_that_is_open_elsewhere_says_who_has_it(
    tmp_path: Path, articles: Path, annotator: Any
) -> None:
    project = tmp_path / "news.anno"
    annotator("import", project, articles / "one.txt")
    with Project.open(project, by="Mary"):
        ended = annotator("import", project, articles / "two.md")
    assert ended.code == 1
    assert "Mary" in ended.err


def test_export_of_what_is_not_done_writes_nothing_and_of_all_everything(
    tmp_path: Path, articles: Path, annotator: Any
) -> None:
    project = tmp_path / "news.anno"
    annotator("import", project, articles)
    done = annotator("export", project, "--output", "-")
    assert (done.code, done.out) == (0, "")
    assert "0 articles written, 2 left out that are not marked done.\n--status all writes" in done.err
    every = annotator("export", project, "--output", "-", "--status", "all")
    assert [json.loads(line)["meta"]["file"] for line in every.out.splitlines()] == ["one.txt", "two.md"]


def test_export_goes_to_the_exports_under_the_projects_name_and_says_so(
    tmp_path: Path, articles: Path, annotator: Any, home: Path
) -> None:
    project = tmp_path / "news.anno"
    annotator("import", project, articles)
    ended = annotator("export", project, "--status", "all")
    assert str(home / "exports" / "news.jsonl") in ended.err
    assert len((home / "exports" / "news.jsonl").read_text("utf-8").splitlines()) == 2


def test_a_map_to_the_files_offsets_is_written_where_it_is_asked_for(
    tmp_path: Path, articles: Path, annotator: Any
) -> None:
    project = tmp_path / "news.anno"
    annotator("import", project, articles / "two.md")
    without = annotator("export", project, "--status", "all", "--output", "-")
    mapped = annotator("export", project, "--status", "all", "--output", "-", "--source-map")
    assert "source_map" not in json.loads(without.out)["meta"]
    assert json.loads(mapped.out)["meta"]["source_map"]


def test_a_project_open_in_a_window_can_be_exported_meanwhile(tmp_path: Path, articles: Path, annotator: Any) -> None:
    project = tmp_path / "news.anno"
    annotator("import", project, articles)
    with Project.open(project, by="Mary"):
        ended = annotator("export", project, "--status", "all", "--output", "-")
    assert ended.code == 0, ended.err
    assert len(ended.out.splitlines()) == 2


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00" + bytes(200)])
@pytest.mark.parametrize("command", ["export", "import"])
def test_a_file_that_is_no_project_is_one_message_and_stays_as_it_is(
    content: bytes, command: str, tmp_path: Path, articles: Path, annotator: Any
) -> None:
    project = tmp_path / "news.anno"
    project.write_bytes(content)
    ended = annotator(command, project, *([articles] if command == "import" else []))
    assert ended.code == 1
    assert "news.anno" in ended.err
    assert "Traceback" not in ended.err
    assert project.read_bytes() == content


def test_a_project_that_is_missing_is_named(tmp_path: Path, annotator: Any) -> None:
    ended = annotator("export", tmp_path / "none.anno")
    assert ended.code == 1
    assert "none.anno" in ended.err


def test_what_an_import_would_lose_is_told_before_it_is_done_and_listed_beside_the_project_then(
    tmp_path: Path, annotator: Any
) -> None:
    project, tasks = tmp_path / "news.anno", tmp_path / "tasks.jsonl"
    rows = [{"text": f"Ana went {n}.", "label": [[0, 3, "PER"], [50, 60, "ORG"]]} for n in range(2)]
    tasks.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    dry = annotator("import", project, tasks, "--dry-run")
    assert dry.code == 0, dry.err
    assert "Ana went 0.: 1 place that does not fit the text (ORG 50 to 60)" in dry.err
    assert "2 articles would be added, not carried over whole: 2 places that do not fit the text." in dry.err
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["tasks.jsonl"]
    done = annotator("import", project, tasks)
    assert "(listed in news.tasks.jsonl.losses.tsv)" in done.err
    header, *listed = (tmp_path / "news.tasks.jsonl.losses.tsv").read_text("utf-8").splitlines()
    assert header.split("\t") == ["article", "title", "what", "count", "start", "end", "detail", "kept"]
    assert [row.split("\t")[1:4] for row in listed] == [
        [f"Ana went {n}.", "places that do not fit the text", "1"] for n in range(2)
    ]
    again = annotator("import", project, tasks, "--dry-run")
    assert "0 articles would be added, 2 here already" in again.err


def test_what_came_with_another_tools_file_goes_back_to_it_through_a_project(tmp_path: Path, annotator: Any) -> None:
    task = {
        "text": "Ana Ruiz went to Kell.",
        "_input_hash": 7,
        "spans": [{"start": 0, "end": 8, "label": "PERSON", "note": "sure"}, {"start": 17, "end": 21, "label": "GPE"}],
        "relations": [
            {
                "head": 1,
                "child": 4,
                "label": "WENT_TO",
                "color": "#fff",
                "head_span": {"start": 0, "end": 8, "label": "PERSON"},
                "child_span": {"start": 17, "end": 21, "label": "GPE"},
            }
        ],
        "tokens": [],
        "answer": "accept",
    }
    (tmp_path / "tasks.jsonl").write_text(json.dumps(task) + "\n", "utf-8")
    first = annotator("import", tmp_path / "news.anno", tmp_path / "tasks.jsonl", "--format", "prodigy")
    assert "not carried over whole: kept for this format: 1 relation" in first.err
    annotator("export", tmp_path / "news.anno", "--format", "prodigy", "--output", tmp_path / "back.jsonl")
    back = json.loads((tmp_path / "back.jsonl").read_text("utf-8"))
    (relation,) = back["relations"]
    assert (relation["label"], relation["color"], back["_input_hash"]) == ("WENT_TO", "#fff", 7)
    assert back["spans"][0]["note"] == "sure"


def test_layers_are_entities_where_that_is_said_and_remembered(tmp_path: Path, annotator: Any) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(LAYERED, "utf-8")
    bare = annotator("import", tmp_path / "bare.anno", path)
    assert "with --layer Person= or the like" in bare.err
    wrong = annotator("import", tmp_path / "wrong.anno", path, "--layer", "Persons=kind")
    assert (
        f"There is no Persons=kind in what was read, but: {PERSON} (comment, kind), {TOWN} (no features)" in wrong.err
    )
    assert (bare.code, wrong.code) == (0, 1)
    assert annotator("import", tmp_path / "n.anno", path, "--layer", "Town").code == 2
    annotator("import", tmp_path / "a.anno", path, "--layer", "Person=kind", "--layer", "Town=", "--label", "Town=GPE")
    path.write_text(LAYERED.replace("knows", "found"), "utf-8")
    assert "--layer" not in annotator("import", tmp_path / "a.anno", path).err
    lines = annotator("export", tmp_path / "a.anno", "--status", "all", "--output", "-").out.splitlines()
    labels = [[span["label"] for span in json.loads(line)["spans"]] for line in lines]
    assert labels == [["politician", "farmer", "GPE"]] * 2


def test_lines_that_were_cut_are_told_and_joined_where_that_is_asked_for(tmp_path: Path, annotator: Any) -> None:
    wire, project = tmp_path / "wire.txt", tmp_path / "news.anno"
    wire.write_text(fill("The ferries will not sail before Friday, as she said, and nobody waits. " * 9, 70), "utf-8")
    ended = annotator("import", project, wire)
    assert "1 article with lines that are cut at a width: --join-lines" in ended.err
    ended = annotator("import", tmp_path / "joined.anno", wire, "--join-lines")
    assert "lines joined that were cut at" in ended.err
    ended = annotator("export", tmp_path / "joined.anno", "--status", "all", "--source-map", "--output", "-")
    row = json.loads(ended.out)
    assert "\n" not in row["text"]
    for text_start, file_start, length in row["meta"]["source_map"]:
        assert row["text"][text_start:][:length] == wire.read_text("utf-8")[file_start:][:length]
    ended = annotator("import", tmp_path / "joined.anno", wire, "--join-lines")
    assert "0 articles added, 1 here already" in ended.err
