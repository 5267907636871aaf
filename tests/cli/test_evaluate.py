import json
from pathlib import Path
from typing import Any

import pytest

TEXT = "“No fish,” Ilse Tarrant said.\n“No ice,” she said."
QUOTES = [
    {"id": "q1", "kind": "direct", "contents": [[0, 10]], "marked": [[0, 10]], "source": [11, 23], "cue": [24, 28]},
    {"id": "q2", "kind": "direct", "contents": [[30, 39]], "marked": [[30, 39]], "source": [40, 43], "cue": [44, 48]},
]


def line(*, score: float | None = None, label: str = "PERSON", text: str = TEXT) -> str:
    value = {
        "text": text,
        "spans": [{"id": "e1", "start": 11, "end": 23, "label": label, "speaker": "s1"}],
        "quotes": [{**quote, "speaker": "s1", "score": score} for quote in QUOTES],
        "speakers": [{"id": "s1", "name": "Ilse Tarrant"}],
        "meta": {"format": "annotator/1", "title": "Fish", "status": "done"},
    }
    return json.dumps(value) + "\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    gold, found = tmp_path / "gold.jsonl", tmp_path / "pred.jsonl"
    gold.write_text(line(), "utf-8")
    found.write_text(line(score=0.92, label="ORG"), "utf-8")
    return gold, found


def test_the_table_is_for_people(files: tuple[Path, Path], annotator: Any) -> None:
    ended = annotator("evaluate", *files, "--worst", 3)
    assert (ended.code, ended.err) == (0, "")
    rows = {row.split("  ")[0]: row.split() for row in ended.out.splitlines() if row}
    assert rows["exact"][1] == rows["chain"][1] == "100.0"
    assert rows["empty"][1] == "0"
    assert rows["PERSON"][1:] == ["1", "0", "0", "–", "0.0", "0.0", "1"]
    assert rows["all"][1:] == ["1", "1", "0", "0.0", "0.0", "0.0", "1"]
    assert rows["0.90–0.95"][1:] == ["2", "92.0", "100.0"]
    assert rows["gold.jsonl, line 1 ('Fish')"][-3:] == ["3", "3", "2"]
    table = [row for row in ended.out.splitlines() if row.startswith(("entities", "ORG", "PERSON", "all"))]
    assert len({len(row) for row in table}) == 1


def test_json_is_for_machines(files: tuple[Path, Path], annotator: Any) -> None:
    found = json.loads(annotator("evaluate", *files, "--json", "--label", "PERSON").out)
    assert (found["articles"], found["missing"], found["beside"], found["worst"]) == (1, [], [], [])
    assert (found["quotes"]["joint"], found["quotes"]["gold_all"], found["quotes"]["pronoun_chain"]) == (
        100.0,
        2,
        100.0,
    )
    assert (found["entities"]["f1"], found["entities"]["labels"]["PERSON"]["recall"]) == (0.0, 0.0)
    assert set(found["entities"]["labels"]) == {"PERSON"}
    assert found["calibration"] == [{"from": 0.9, "to": 0.95, "quotes": 2, "said": 92.0, "right": 100.0}]


def test_what_is_on_one_side_only_is_said_and_is_no_fault(files: tuple[Path, Path], annotator: Any) -> None:
    gold, found = files
    with found.open("a", encoding="utf-8") as more:
        more.write(line(text=TEXT + "\nMore."))
    ended = annotator("evaluate", gold, found)
    assert ended.code == 0
    assert "pred.jsonl, line 2 ('Fish') is not in" in ended.err
    assert annotator("evaluate", found, gold).err.strip().endswith("and counts as empty")


def test_an_unreadable_line_is_named_and_ends_with_1_after_the_figures(
    files: tuple[Path, Path], annotator: Any
) -> None:
    with files[1].open("a", encoding="utf-8") as more:
        more.write("{\n")
    ended = annotator("evaluate", *files)
    assert ended.code == 1
    assert "pred.jsonl, line 2 is not JSON" in ended.err
    assert "100.0" in ended.out


def test_nothing_in_common_ends_with_1_and_says_what_to_do(files: tuple[Path, Path], annotator: Any) -> None:
    files[1].write_text(line(text=TEXT + "!"), "utf-8")
    ended = annotator("evaluate", *files)
    assert (ended.code, ended.out) == (1, "")
    assert "No article is in both" in ended.err
    assert "matched by their text" in ended.err
