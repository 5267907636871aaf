"""Weights are read back as they were written, and a folder that holds none is named."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.faults import Fault
from annotator.nlp.quotes import learned
from annotator.nlp.quotes.learned import BIAS, FILE, Weights, load, shipped, to_json
from annotator.nlp.quotes.worth import rated, worth

WEIGHTS = Weights(
    {BIAS: -1.0, "cue=say": 2.5}, frozenset({"hunch"}), 0.4, {"reported clause": ((0.4, 0.5), (0.7, 0.8))}
)


def test_weights_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(to_json(WEIGHTS), "utf-8")
    assert load(tmp_path) == WEIGHTS


def test_weights_that_are_written_anew_are_read_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(to_json(WEIGHTS), "utf-8")
    load(tmp_path)
    (tmp_path / FILE).write_text(to_json(replace(WEIGHTS, threshold=0.25)), "utf-8")
    assert load(tmp_path).threshold == 0.25


def test_a_property_that_is_told_twice_counts_once_and_an_unknown_one_not_at_all() -> None:
    assert WEIGHTS.probability(["cue=say", "cue=say", "cue=sing"]) == pytest.approx(0.8176, abs=1e-4)
    assert Weights({}).probability(["cue=say"]) == 0.5


def test_those_that_come_with_the_program_are_small_and_know_their_origin() -> None:
    weights = shipped()
    assert {gold["file"] for gold in weights.learned_from["gold"]} == {"training.jsonl", "gum_other_quotes.jsonl"}
    assert learned.BIAS in weights.weights
    assert len(to_json(weights)) < 2_000_000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "other/1"}, "format"),
        ({"threshold": 1.5}, "threshold"),
        ({"weights": {"cue=say": "much"}}, "number"),
        ({"weights": {"cue=say": float("nan")}}, "number"),
        ({"scores": {"reported clause": [[0.7, 0.8], [0.4, 0.9]]}}, "rise"),
        ({"cues": "say"}, "cues"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, change: dict[str, object], said: str) -> None:
    (tmp_path / FILE).write_text(json.dumps(json.loads(to_json(WEIGHTS)) | change), "utf-8")
    with pytest.raises(Fault, match=said):
        load(tmp_path)


def test_a_folder_without_weights_and_a_file_that_is_no_json_are_named(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="no weights"):
        load(tmp_path)
    (tmp_path / FILE).write_text("{", "utf-8")
    with pytest.raises(Fault, match="cannot be read"):
        load(tmp_path)


def test_a_score_is_worth_what_its_step_is() -> None:
    steps = WEIGHTS.scores["reported clause"]
    assert [worth(steps, score) for score in (0.1, 0.4, 0.69, 0.7, 1.0)] == [0.5, 0.5, 0.5, 0.8, 0.8]
    assert rated([], WEIGHTS.scores) == []
