import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.session.exchange import prelabelling

ARTICLES = {
    "bridge.txt": 'The bridge stays shut. "We found cracks," said Ilse Tarrant on Monday.\n',
    "ferry.md": "# Ferries\n\nAmund Reiss said the boats were “full by noon”.\n",
    "school.txt": "Nothing was said by anybody in the little town of Sarrow on Tuesday.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for name, text in ARTICLES.items():
        (made / name).write_text(text, "utf-8")
    return made


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.shared
def test_the_real_article_gets_its_entities_quotes_and_speakers(shared: Path, tmp_path: Path, annotator: Any) -> None:
    output = tmp_path / "out.jsonl"
    ended = annotator("prelabel", shared / "articles" / "waltz-ukraine-aid.md", "--output", output)
    assert ended.code == 0, ended.err
    check = [sys.executable, shared / "score" / "check_article.py"]
    gold = shared / "articles" / "waltz-ukraine-aid.gold.json"
    checked = subprocess.run([*check, gold, output], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_folder_becomes_a_line_an_article_all_of_it_pending(folder: Path, tmp_path: Path, annotator: Any) -> None:
    ended = annotator("prelabel", folder, "--output", tmp_path / "out.jsonl")
    assert ended.code == 0, ended.err
    assert not ended.out
    assert "3 articles" in ended.err
    written = lines(tmp_path / "out.jsonl")
    assert [line["meta"]["file"] for line in written] == sorted(ARTICLES)
    assert {line["meta"]["status"] for line in written} == {"new"}
    decisions = {
        row["decision"] for line in written for key in ("spans", "quotes") for row in line[key] if "decision" in row
    }
    assert decisions == {"pending"}
    tarrant = next(speaker for speaker in written[0]["speakers"] if speaker["name"] == "Ilse Tarrant")
    assert tarrant["id"].startswith(written[0]["meta"]["text_sha256"][:12])
    assert written[0]["quotes"][0]["speaker"] == tarrant["id"]


def test_standard_output_holds_the_lines_and_nothing_else(folder: Path, annotator: Any) -> None:
    ended = annotator("prelabel", folder / "bridge.txt", folder / "ferry.md", "--output", "-")
    assert ended.code == 0, ended.err
    assert [json.loads(line)["meta"]["file"] for line in ended.out.splitlines()] == ["bridge.txt", "ferry.md"]


def test_standard_output_is_utf_8_whatever_the_terminal_is_set_to(folder: Path) -> None:
    command = [sys.executable, "-X", "utf8=0", "-m", "annotator", "prelabel", folder / "ferry.md", "--output", "-"]
    ended = subprocess.run(command, capture_output=True, check=True, timeout=120, env=_ascii_environment())
    assert "“full by noon”" in json.loads(ended.stdout.decode())["text"]


def _ascii_environment() -> dict[str, str]:
    import os

    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHONIOENCODING"))}
    return {**kept, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}


def test_without_output_the_file_is_among_the_exports_and_named_and_nothing_is_written_over(
    folder: Path, home: Path, annotator: Any
) -> None:
    first = annotator("prelabel", folder / "bridge.txt")
    second = annotator("prelabel", folder / "bridge.txt")
    assert str(home / "exports" / "bridge.jsonl") in first.err
    assert str(home / "exports" / "bridge-2.jsonl") in second.err
    assert lines(home / "exports" / "bridge.jsonl") == lines(home / "exports" / "bridge-2.jsonl")


def test_one_bad_input_among_many_is_named_and_the_others_are_done(
    folder: Path, tmp_path: Path, annotator: Any
) -> None:
    (folder / "broken.txt").write_bytes(bytes(range(256)) * 40)
    ended = annotator("prelabel", folder, tmp_path / "missing.md", "--output", tmp_path / "out.jsonl")
    assert ended.code == 1
    assert "broken.txt" in ended.err
    assert "missing.md" in ended.err
    assert len(lines(tmp_path / "out.jsonl")) == len(ARTICLES)


def test_several_processes_write_the_same_lines_in_the_order_of_the_input(
    folder: Path, tmp_path: Path, annotator: Any
) -> None:
    (folder / "broken.txt").write_bytes(bytes(range(256)) * 40)
    alone = annotator("prelabel", folder, "--output", tmp_path / "alone.jsonl")
    shared_out = annotator("prelabel", folder, "--output", tmp_path / "two.jsonl", "--jobs", "2")
    assert (tmp_path / "two.jsonl").read_bytes() == (tmp_path / "alone.jsonl").read_bytes()
    assert alone.code == shared_out.code == 1
    assert "broken.txt" in shared_out.err


def test_a_pipeline_that_is_missing_is_said_once_and_leaves_the_old_output_alone(
    folder: Path, tmp_path: Path, annotator: Any
) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("what was here\n")
    ended = annotator("prelabel", folder, "--output", output, "--pipeline", "en_core_web_huge")
    assert ended.code == 1
    assert ended.err.count("en_core_web_huge is not installed") == 1
    assert output.read_text() == "what was here\n"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.jsonl"]


def test_an_output_that_cannot_be_written_is_named(folder: Path, tmp_path: Path, annotator: Any) -> None:
    ended = annotator("prelabel", folder / "bridge.txt", "--output", tmp_path / "nowhere" / "out.jsonl")
    assert ended.code == 1
    assert "nowhere" in ended.err


def test_a_bug_met_in_one_article_is_reported_with_its_name_and_costs_no_other(
    folder: Path, tmp_path: Path, annotator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = prelabelling.prelabelled

    def stumbling(document: Any, *rest: Any) -> Any:
        if document.article.file == "ferry.md":
            raise IndexError("off by one")
        return whole(document, *rest)

    monkeypatch.setattr(prelabelling, "prelabelled", stumbling)
    ended = annotator("prelabel", folder, "--output", tmp_path / "out.jsonl")
    assert ended.code == 1
    assert "ferry.md: IndexError: off by one" in ended.err
    assert [line["meta"]["file"] for line in lines(tmp_path / "out.jsonl")] == ["bridge.txt", "school.txt"]


@pytest.mark.parametrize(("kinds", "found"), [("direct", {"direct"}), ("marked", {"direct", "mixed"})])
def test_the_kinds_of_quotes_asked_for_are_those_written(
    kinds: str, found: set[str], folder: Path, tmp_path: Path, annotator: Any
) -> None:
    annotator("prelabel", folder, "--output", tmp_path / "out.jsonl", "--quotes", kinds)
    assert {quote["kind"] for line in lines(tmp_path / "out.jsonl") for quote in line["quotes"]} == found


@pytest.mark.parametrize(("options", "kept"), [((), True), (("--afresh",), False)])
def test_afresh_leaves_out_what_was_annotated_before(
    options: tuple[str, ...], kept: bool, tmp_path: Path, annotator: Any
) -> None:
    spans = [{"start": 4, "end": 10, "label": "BY HAND"}]
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": ARTICLES["bridge.txt"], "spans": spans}), "utf-8")
    annotator("prelabel", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl", *options)
    (written,) = lines(tmp_path / "out.jsonl")
    labels = {span["label"] for span in written["spans"]}
    assert "PERSON" in labels
    assert ("BY HAND" in labels) is kept
