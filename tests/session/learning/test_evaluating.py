import json
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from annotator.model.document import Span
from annotator.model.faults import Fault
from annotator.model.scores.spans import marked
from annotator.model.scores.values import Match
from annotator.model.tokens import trim
from annotator.session.learning.evaluating import evaluate

NEWS = "“No fish,” Ilse Tarrant said.\nThe boats stay in port, she said."


def line(text: str = NEWS, **more: Any) -> dict[str, Any]:
    """A line of ours with two quotes of one speaker, both added by hand."""
    quotes = [
        {"id": "q1", "kind": "direct", "contents": [[0, 10]], "marked": [[0, 10]], "cue": [24, 28], "source": [11, 23]},
        {"id": "q2", "kind": "indirect", "contents": [[30, 52]], "cue": [58, 62], "source": [54, 57]},
    ]
    return {
        "text": text,
        "spans": [{"id": "e1", "start": 11, "end": 23, "label": "PERSON", "speaker": "s1"}],
        "quotes": [{**quote, "speaker": "s1", "decision": "added"} for quote in quotes],
        "speakers": [{"id": "s1", "name": "Ilse Tarrant"}],
        "meta": {"format": "annotator/1", "title": "The boats", "status": "done", **more},
    }


def written(path: Path, *values: object) -> Path:
    path.write_text("".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values), "utf-8")
    return path


def test_gold_against_itself_in_whatever_order_its_quotes_stand(tmp_path: Path) -> None:
    turned = line()
    turned["quotes"].reverse()
    evaluation = evaluate(written(tmp_path / "gold.jsonl", line()), written(tmp_path / "pred.jsonl", turned))
    figures = evaluation.quotes.figures()
    assert [figures[name] for name in ("exact", "joint", "joint_all", "chain", "pronoun_chain", "cue")] == [100.0] * 6
    assert evaluation.entities["PERSON"].match == evaluation.all_entities.match == Match(1, 1, 1)
    assert (evaluation.missing, evaluation.beside, evaluation.notes, evaluation.faults) == ((), (), (), ())
    assert evaluation.worst(9) == []


def test_articles_are_matched_by_text_and_those_on_one_side_are_named(tmp_path: Path) -> None:
    other, third = line(NEWS + "\nMore.", title="More"), line(NEWS + "\nLess.", title="Less")
    evaluation = evaluate(
        written(tmp_path / "gold.jsonl", line(), other), written(tmp_path / "pred.jsonl", third, line())
    )
    assert evaluation.missing == ("gold.jsonl, line 2 ('More')",)
    assert evaluation.beside == ("pred.jsonl, line 1 ('Less')",)
    assert evaluation.quotes.joint_all == Match(2, 4, 2)
    assert evaluation.all_entities.match == Match(1, 2, 1)
    assert evaluation.quotes.empty == 1
    assert [article.name for article in evaluation.worst(5)] == ["gold.jsonl, line 2 ('More')"]


def test_of_one_text_the_last_line_counts_on_either_side(tmp_path: Path) -> None:
    old = {**line(), "quotes": []}
    once = written(tmp_path / "once.jsonl", line())
    twice = written(tmp_path / "twice.jsonl", old, line())
    for gold, found in ((once, twice), (twice, once)):
        evaluation = evaluate(gold, found)
        assert evaluation.quotes.joint_all == Match(2, 2, 2)
        assert evaluation.notes == ("twice.jsonl: 1 article again further down; the last counts.",)


def test_notes_say_where_what_was_decided_and_what_was_not_are_mixed(tmp_path: Path) -> None:
    mixed = line()
    mixed["quotes"][0]["decision"] = "pending"
    gold, found = written(tmp_path / "gold.jsonl", mixed), written(tmp_path / "pred.jsonl", mixed)
    assert [note.split(":")[0] for note in evaluate(gold, found).notes] == ["gold.jsonl", "pred.jsonl"]


def test_articles_set_aside_and_rejected_quotes_are_not_gold(tmp_path: Path) -> None:
    aside = line(NEWS + "\nMore.", status="aside")
    rejecting = line()
    rejecting["rejected"] = {"quotes": [{**rejecting["quotes"].pop(), "decision": "rejected"}]}
    gold = written(tmp_path / "gold.jsonl", aside, rejecting)
    evaluation = evaluate(gold, written(tmp_path / "pred.jsonl", line(), aside))
    assert evaluation.quotes.joint_all == Match(1, 1, 2)
    assert not evaluation.beside
    assert len(evaluation.notes) == 1


def test_plain_lines_are_gold_for_entities_only(tmp_path: Path) -> None:
    plain = {"text": NEWS, "spans": [{"start": 11, "end": 23, "label": "ORG"}]}
    evaluation = evaluate(written(tmp_path / "gold.jsonl", plain), written(tmp_path / "pred.jsonl", line()))
    assert evaluation.all_entities.match == Match(0, 1, 1)
    assert evaluation.entities["ORG"].mislabelled == 1
    assert evaluation.quotes.joint_all == Match(0, 0, 0)
    assert evaluate(tmp_path / "gold.jsonl", tmp_path / "pred.jsonl", ["DATE"]).entities == {}


def test_what_cannot_be_read_costs_no_other_line(tmp_path: Path) -> None:
    gold = written(tmp_path / "gold.jsonl", {"text": 5}, line())
    found = written(tmp_path / "pred.jsonl", line(), {"text": NEWS, "quotes": []})
    evaluation = evaluate(gold, found)
    assert [fault.message.split(":")[0].split(" is ")[0] for fault in evaluation.faults] == [
        "gold.jsonl, line 1",
        "pred.jsonl, line 2",
    ]
    assert evaluation.quotes.joint_all == Match(2, 2, 2)


def test_files_without_an_article_in_common_cannot_be_compared(tmp_path: Path) -> None:
    gold, found = written(tmp_path / "a.jsonl", line()), written(tmp_path / "b.jsonl", line(NEWS + "\nMore."))
    with pytest.raises(Fault, match="No article is in both"):
        evaluate(gold, found)
    with pytest.raises(Fault, match="There is no"):
        evaluate(gold, tmp_path / "missing.jsonl")
    with pytest.raises(Fault, match="is a project"):
        evaluate(tmp_path / "news.anno", found)


def spoilt(record: dict[str, Any], random: Random) -> dict[str, Any]:
    """A line of ours whose quotes are those of a gold record, some of them lost, moved, cut, joined or given away."""
    text, quotes = record["text"], []
    mentions = [tuple(span) for quote in record["quotes"] for span in quote["speaker_spans"]]
    for quote in record["quotes"]:
        if random.random() < 0.15:
            continue
        start, end = quote["start"], quote["end"]
        if random.random() < 0.3:
            start, end = start - random.randrange(9), end + random.randrange(-9, 60)
        source = quote["speaker_spans"][0] if quote["speaker_spans"] else None
        if random.random() < 0.2:
            source = random.choice([None, *mentions])
        cue = quote["cue_spans"][0] if quote["cue_spans"] and random.random() < 0.8 else None
        if cue and random.random() < 0.1:
            cue = [cue[0] + 40, cue[1] + 40]
        quotes.append((Span(start, end), source, cue))
    quotes += [(span, None, None) for span in marked(text) if random.random() < 0.3]
    rows = []
    for content, *others in quotes:
        within = trim(text, Span(max(0, content.start), min(len(text), content.end)))
        source, cue = (span and trim(text, Span(*span)) for span in others)
        if within:
            rows.append({"kind": "direct", "contents": [within], "source": source, "cue": cue})
    rows.sort(key=lambda row: (row["contents"][0][0], -row["contents"][0][1]))  # as every document has them
    named = [{"id": f"q{number:04}", **row} for number, row in enumerate(rows)]
    return {"text": text, "quotes": named, "meta": {"format": "annotator/1"}}


def records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.mark.shared
@pytest.mark.parametrize("corpus", ["gum_wikinews", "gum_other", "litbank"])
def test_on_gold_records_the_figures_are_the_scorer_s(corpus: str, shared: Path, tmp_path: Path) -> None:
    gold, found, predictions = shared / "corpora" / f"{corpus}_quotes.jsonl", tmp_path / "f.jsonl", tmp_path / "p.jsonl"
    random = Random(corpus)
    written(found, *(spoilt(record, random) for record in records(gold) if random.random() < 0.9))
    convert = shared / "score" / "predictions_from_jsonl.py"
    subprocess.run([sys.executable, convert, gold, found, predictions], check=True, timeout=60)
    scorer = runpy.run_path(str(shared / "score" / "score_quotes.py"))
    by_id = {record["id"]: record["quotes"] for record in records(predictions)}
    expected = scorer["report"](scorer["score"](list(records(gold)), by_id))
    evaluation = evaluate(gold, found)
    figures = evaluation.quotes.figures()
    assert {name: figures[name] for name in expected} == expected
    assert len(evaluation.missing) == sum(1 for _ in records(gold)) - len(by_id) > 0
    assert 20 < expected["joint_all"] < 95
