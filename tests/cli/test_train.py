"""Learning from annotated articles: the same weights every time, and every fault before time is spent."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.nlp.quotes.learned import load

CLAIMS = (
    "The mayor|gloated|that the boats were late",
    "Ilse Tarrant|gloated|that the pier was sound",
    "The board|gloated|that nobody had paid",
)


def gold(number: int) -> str:
    """A gold record of an article in which two claims are gold and a hum is not."""
    text, quotes = f"Sarrow, part {number}\n\n", []
    for claim in (CLAIMS[number % 3], CLAIMS[(number + 1) % 3]):
        source, cue, content = claim.split("|")
        at = len(text)
        starts = (at, at + len(source) + 1, at + len(source) + len(cue) + 2)
        text += f"{source} {cue} {content}. Amund Reiss hummed a song about the harbour.\n\n"
        spans = [[start, start + len(words)] for start, words in zip(starts, (source, cue, content), strict=True)]
        start, end = spans[2]
        quote = {"start": start, "end": end, "kind": "indirect", "speaker_spans": spans[:1], "cue_spans": spans[1:2]}
        quotes.append(quote)
    return json.dumps({"id": str(number), "text": text, "quotes": quotes}) + "\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(map(gold, range(6))), "utf-8")
    return path


def test_weights_are_the_same_bytes_every_time_and_find_what_they_learned(
    file: Path, tmp_path: Path, annotator: Any
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    ended = annotator("train", "quotes", file, "--output", one, "--bare", "--seed", 3)
    assert ended.code == 0, ended.err
    rows = [row.split() for row in ended.out.splitlines()]
    joint = next(row for row in rows if row[:2] == ["joint", "all"])
    assert float(joint[2]) < 50 < 90 < float(joint[3])
    command = [sys.executable, "-m", "annotator", "train", "quotes", file, "-o", other, "--bare", "--seed", "3"]
    subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "1"}, check=True, capture_output=True)
    assert [path.name for path in one.iterdir()] == ["weights.json"]
    assert (one / "weights.json").read_bytes() == (other / "weights.json").read_bytes()

    article = tmp_path / "new.txt"
    article.write_text("The baker gloated that the flour was dry.\n", "utf-8")
    found = tmp_path / "found.jsonl"
    assert annotator("prelabel", article, "-o", found, "--quotes", "all", "--quote-weights", one).code == 0
    (quote,) = json.loads(found.read_text("utf-8"))["quotes"]
    assert [article.read_text("utf-8")[slice(*content)] for content in quote["contents"]] == ["that the flour was dry"]


def test_what_cannot_be_read_is_named_and_the_rest_is_learned_from(file: Path, tmp_path: Path, annotator: Any) -> None:
    file.write_text(file.read_text("utf-8") + '{"text": "A", "quotes": [{"start": 0, "end": 9}]}\n', "utf-8")
    ended = annotator("train", "quotes", file, "-o", tmp_path / "out", "--threshold", 0.6)
    assert ended.code == 1
    assert "gold.jsonl, line 7" in ended.err
    assert "out of range" in ended.err
    assert load(tmp_path / "out").threshold == 0.6


def test_what_leaves_nothing_to_learn_from_is_said_and_no_folder_is_made(tmp_path: Path, annotator: Any) -> None:
    pending = tmp_path / "pending.jsonl"
    line = {"text": "She said no.", "spans": [], "quotes": [], "meta": {"format": "annotator/1", "status": "new"}}
    pending.write_text(json.dumps(line) + "\n", "utf-8")
    ended = annotator("train", "quotes", pending, "-o", tmp_path / "out")
    assert ended.code == 1
    assert "Mark articles done" in ended.err
    project = annotator("train", "quotes", tmp_path / "news.anno", "-o", tmp_path / "out")
    assert "annotator export" in project.err
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_to_is_told_before_anything_is_read(
    file: Path, tmp_path: Path, annotator: Any
) -> None:
    ended = annotator("train", "quotes", tmp_path / "missing.jsonl", "-o", file / "weights")
    assert ended.code == 1
    assert "is a file" in ended.err


def test_an_interrupted_training_leaves_nothing(
    file: Path, tmp_path: Path, annotator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("annotator.nlp.learning.fitting.fit", interrupted)
    assert annotator("train", "quotes", file, "-o", tmp_path / "out").code == 130
    assert not (tmp_path / "out").exists()
