import json
from pathlib import Path
from typing import Any

import pytest

TEXT = "“No fish,” Ilse Tarrant said in Kell.\nThe council of Kell met on Monday to talk about the old pier."
QUOTE = {
    "id": "q1",
    "kind": "direct",
    "contents": [[0, 10]],
    "marked": [[0, 10]],
    "source": [11, 23],
    "cue": [24, 28],
}


def line(title: str, *spans: tuple[int, int, str], text: str = TEXT, spoken: bool = True, status: str = "done") -> str:
    speaker = {"speaker": "s1"} if spoken else {}
    value = {
        "text": text,
        "spans": [{"id": f"e{n}", "start": s, "end": e, "label": label} for n, (s, e, label) in enumerate(spans)],
        "quotes": [{**QUOTE, **speaker}] if text.startswith(TEXT) else [],
        "speakers": [{"id": "s1", "name": "Ilse Tarrant"}],
        "meta": {"format": "annotator/1", "title": title, "status": status},
    }
    return json.dumps(value) + "\n"


@pytest.fixture
def project(tmp_path: Path, annotator: Any) -> Any:
    """Makes a project of lines."""

    def made(*lines: str) -> Path:
        (tmp_path / "in.jsonl").write_text("".join(lines), "utf-8")
        ended = annotator("import", tmp_path / "news.anno", tmp_path / "in.jsonl")
        assert ended.code == 0, ended.err
        return tmp_path / "news.anno"

    return made


def test_a_project_with_nothing_wrong_ends_with_0_and_no_line(project: Any, annotator: Any) -> None:
    path = project(line("Fish", (11, 23, "PERSON")))
    ended = annotator("lint", path)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"{path}: 1 article looked at: 0 errors, 0 warnings.\n"


def test_a_warning_is_told_and_is_no_failure(project: Any, annotator: Any) -> None:
    ended = annotator("lint", project(line("Fish", (11, 23, "PERSON"), (32, 36, "GPE"), (53, 57, "ORG"))))
    assert ended.code == 0
    assert ended.out.startswith("Fish:53-57: warning: 'Kell' is ORG here (once in all) and GPE once [two-labels]")
    assert "0 errors, 1 warning." in ended.err


def test_an_error_is_told_with_its_place_and_ends_with_1(project: Any, annotator: Any) -> None:
    ended = annotator("lint", project(line("Fish", (11, 21, "PERSON"), spoken=False)))
    assert ended.code == 1
    assert ended.out.splitlines() == [
        "Fish:0-10: error: nobody has decided who said this [no-speaker]",
        "Fish:11-21: error: PERSON: 'Ilse Tarra' ends within a word [off-tokens]",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--status", "some"], "--status"),
        (["--split", "train=0.5,test=0.9"], "--split"),
        (["--split", "train=0.5,test=0.5", "--seed", "x"], "'x' is no whole number"),
        (["--no-such-option"], "--no-such-option"),
    ],
)
def test_wrong_use_ends_with_2_and_says_which_option(
    project: Any, annotator: Any, arguments: list[str], said: str
) -> None:
    ended = annotator("lint", project(line("Fish")), *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_a_project_or_format_that_there_is_not_ends_with_1_and_no_traceback(
    project: Any, annotator: Any, tmp_path: Path
) -> None:
    ended = annotator("lint", tmp_path / "none.anno")
    assert ended.code in (1, 2)
    assert "none.anno" in ended.err
    ended = annotator("lint", project(line("Fish")), "--format", "prodgy")
    assert (ended.code, ended.out) == (1, "")
    assert "Did you mean prodigy?" in ended.err


def test_json_has_counts_and_each_finding_with_its_place(project: Any, annotator: Any) -> None:
    path = project(line("Fish", (11, 21, "PERSON")), line("Ice", text=TEXT + " It rained.", status="open"))
    ended = annotator("lint", path, "--json")
    assert ended.code == 1
    found = json.loads(ended.out)
    assert set(found) == {"articles", "errors", "findings"}
    assert (found["articles"], found["errors"]) == (1, 1)
    off, *others = found["findings"]
    assert off == {
        "rule": "off-tokens",
        "severity": "error",
        "article": off["article"],
        "title": "Fish",
        "start": 11,
        "end": 21,
        "annotation": off["annotation"],
        "message": "PERSON: 'Ilse Tarra' ends within a word",
    }
    assert TEXT[off["start"] : off["end"]] == "Ilse Tarra"
    assert {each["rule"] for each in others} == {"not-done", "repeats"}
    assert all((each["start"], each["end"], each["annotation"]) == (None, None, None) for each in others)
    assert {each["title"] for each in others} == {"Ice"}


def test_all_looks_into_articles_that_are_not_done(project: Any, annotator: Any) -> None:
    path = project(line("Ice", (11, 21, "PERSON"), status="open"))
    assert "off-tokens" not in annotator("lint", path).out
    assert "[off-tokens]" in annotator("lint", path, "--status", "all").out


def test_what_a_format_cannot_hold_is_an_error_of_that_format_only(project: Any, annotator: Any) -> None:
    path = project(line("Fish", (11, 23, "PERSON"), (16, 23, "PERSON")))
    assert annotator("lint", path, "--format", "annotator").code == 0
    ended = annotator("lint", path, "--format", "conll")
    assert ended.code == 1
    assert "Fish:16-23: error: the format conll cannot hold overlapping spans" in ended.out
    assert ended.out.rstrip().endswith("[not-held]")


def test_an_article_that_repeats_others_of_two_parts_is_an_error_of_that_split(project: Any, annotator: Any) -> None:
    words = [f"word{n}" for n in range(90)]
    texts = {title: " ".join(words[at : at + 60]) for title, at in (("L", 0), ("R", 30), ("M", 15))}
    path = project(*(line(title, text=text) for title, text in texts.items()))
    seeds = [annotator("lint", path, "--split", "train=0.5,test=0.5", "--seed", seed) for seed in range(8)]
    assert {("[across-parts]" in ended.out, ended.code) for ended in seeds} == {(True, 1), (False, 0)}
    assert annotator("lint", path).code == 0
