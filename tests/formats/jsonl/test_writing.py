import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.formats.jsonl.shape import CASE, ENTITY, LINE, META, QUOTE, SPEAKER
from annotator.formats.jsonl.writing import LineFault, from_line, to_line
from annotator.model.cases import Case
from annotator.model.document import Article, Decision, Document, Entity, Kind, Quote, Span, Status, Tokens, in_order
from annotator.model.faults import Fault
from tests.formats.documents import documents

BY = "annotator 9"


def written(document: Document, speakers=(), **options: Any) -> dict[str, Any]:
    line = to_line(document, {speaker.id: speaker for speaker in speakers}, exported_by=BY, **options)
    data: dict[str, Any] = json.loads(line.text)
    return data


def rows(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from rows(item)
    elif isinstance(value, list):
        for item in value:
            yield from rows(item)


@given(documents())
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back_equal(given_document):
    document, speakers = given_document
    line = to_line(document, speakers, exported_by=BY, rejected=True, source_map=True)
    imported = from_line(json.loads(line.text), "line 1")
    assert imported.document == document
    assert {speaker.id: speaker for speaker in imported.speakers} == {
        name: speakers[name] for name in document.speakers_used
    }
    assert imported.notes == ()
    again = to_line(imported.document, speakers, exported_by=BY, rejected=True, source_map=True)
    assert again == line


@given(documents())
@settings(max_examples=60, deadline=None)
def test_a_line_obeys_the_schema_in_every_form(schema, given_document):
    document, speakers = given_document
    for options in ({}, {"contents": "marked"}, {"rejected": True, "source_map": True}):
        line = to_line(document, speakers, exported_by=BY, **options)
        schema.validate(json.loads(line.text))
        assert len(line.text.splitlines()) == 1


@given(documents())
@settings(max_examples=60, deadline=None)
def test_tokens_and_spaces_give_the_text_and_spans_agree_with_them(given_document):
    document, speakers = given_document
    line = to_line(document, speakers, exported_by=BY)
    data = json.loads(line.text)
    tokens = data["tokens"]
    assert "".join(token["text"] + " " * token["ws"] for token in tokens) == data["text"]
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    off = set(line.off_tokens)
    for span in data["spans"]:
        assert data["text"][span["start"] : span["end"]] == span["text"]
        if span["id"] in off:
            assert (span["token_start"], span["token_end"]) == (None, None)
        else:
            first, last = tokens[span["token_start"]], tokens[span["token_end"]]
            assert (first["start"], last["end"]) == (span["start"], span["end"])
    for relation in data["relations"]:
        assert relation["head"] == relation["head_span"]["token_end"]
        assert relation["child"] == relation["child_span"]["token_end"]


def test_a_line_is_written_as_in_its_golden_file(document, speaker):
    document = document.put(Entity(id="e2", span=Span(1, 3), label="ORG", decision=Decision.REJECTED, by="mk"))
    line = to_line(document, {"s1": speaker}, exported_by=BY, rejected=True, source_map=True)
    golden = Path(__file__).parents[1] / "golden" / "line.jsonl"
    assert f"{line.text}\n" == golden.read_text(encoding="utf-8")


def test_keys_stand_in_the_order_of_the_format_and_none_is_absent(document, speaker):
    rejected = Entity(id="e2", span=Span(1, 3), label="ORG", decision=Decision.REJECTED)
    shown = replace(document.put(rejected), cases=(Case(id="c1", annotation="e1", sort="ORG", sentence="Sol."),))
    data = written(shown, [speaker], rejected=True, source_map=True)
    assert tuple(data) == LINE
    assert tuple(data["meta"]) == tuple(key for key in META if key != "boilerplate")  # there is none
    assert tuple(data["spans"][0]) == ENTITY
    assert tuple(data["spans"][1]) == ("id", "start", "end", "token_start", "token_end", "label", "text")
    assert tuple(data["rejected"]["spans"][0]) == ENTITY
    assert tuple(data["quotes"][0]) == QUOTE
    assert tuple(data["speakers"][0]) == SPEAKER
    assert tuple(data["meta"]["cases"][0]) == CASE
    assert data["meta"]["outlet"] is None


def test_what_an_option_did_not_ask_for_has_no_key(document, speaker):
    data = written(document, [speaker])
    assert "rejected" not in data
    assert "source_map" not in data["meta"]


def test_spans_are_entities_then_each_quotes_contents_cue_and_source(document, speaker):
    data = written(document, [speaker])
    assert [(span["id"], span["label"], span["text"]) for span in data["spans"]] == [
        ("e1", "PERSON", "Mira Sol"),
        ("q1.content.0", "CONTENT", '"We go,"'),
        ("q1.content.1", "CONTENT", '"Now" it is'),
        ("q1.cue", "CUE", "said"),
        ("q1.source", "SOURCE", "Mira Sol"),
    ]


def test_each_content_is_the_head_of_its_own_relations_by_last_tokens(document, speaker):
    data = written(document, [speaker])
    assert [(r["label"], r["head"], r["child"]) for r in data["relations"]] == [
        ("SOURCE", 4, 6),
        ("CUE", 4, 7),
        ("SOURCE", 14, 6),
        ("CUE", 14, 7),
    ]
    assert data["relations"][0]["head_span"] == {
        "start": 0,
        "end": 8,
        "token_start": 0,
        "token_end": 4,
        "label": "CONTENT",
    }


def test_white_space_that_no_token_covers_becomes_a_token_and_leaves_again():
    tokens = Tokens("t", (2, 6), (4, 8), (True, False))
    document = Document(article=Article(id="1" * 16, text="\n\nHi \nyo\n"), tokens=tokens)
    data = written(document)
    assert [(t["text"], t["ws"]) for t in data["tokens"]] == [
        ("\n\n", False),
        ("Hi", True),
        ("\n", False),
        ("yo", False),
        ("\n", False),
    ]
    assert from_line(data, "x").document.tokens == tokens


def test_a_span_off_token_borders_is_written_without_tokens_and_named(document, speaker):
    line = to_line(document.put(replace(document.entities[0], span=Span(9, 12))), {"s1": speaker}, exported_by=BY)
    assert line.off_tokens == ("e1",)
    assert json.loads(line.text)["spans"][0]["token_start"] is None


@pytest.mark.parametrize(
    ("span", "why"),
    [
        (Span(8, 13), "white space"),
        (Span(9, 14), "white space"),
        (Span(30, 39), "out of range"),
        (Span(5, 5), "out of range"),
        (Span(-1, 3), "out of range"),
    ],
)
def test_a_span_that_is_wrong_is_named_with_the_reason(document, speaker, span, why):
    for wrong, name in (
        (replace(document.entities[0], span=span), "e1"),
        (replace(document.quotes[0], cue=span), "q1.cue"),
        (replace(document.quotes[0], marked=(span,)), "q1.marked.0"),
    ):
        with pytest.raises(LineFault, match=rf"{name} .*{why}") as caught:
            to_line(document.put(wrong), {"s1": speaker}, exported_by=BY)
        assert caught.value.remedy


def test_an_article_without_tokens_cannot_be_written(document, speaker):
    with pytest.raises(LineFault, match="no tokens"):
        to_line(replace(document, tokens=None), {"s1": speaker}, exported_by=BY)


@pytest.mark.parametrize("column", ["starts", "ends", "spaces"])
def test_tokens_that_do_not_fit_the_text_are_refused(document, speaker, column):
    values = list(getattr(document.tokens, column))
    values[3] = True if column == "spaces" else values[3] + 1
    wrong = replace(document, tokens=replace(document.tokens, **{column: tuple(values)}))
    with pytest.raises(LineFault, match="token"):
        to_line(wrong, {"s1": speaker}, exported_by=BY)


def test_a_speaker_whom_nobody_knows_is_refused(document):
    with pytest.raises(LineFault, match=r"e1 names the speaker s1"):
        to_line(document, {}, exported_by=BY)


def test_two_spans_with_one_id_are_refused(document, speaker):
    with pytest.raises(LineFault, match=r"q1\.cue"):
        to_line(document.put(Entity(id="q1.cue", span=Span(1, 3), label="ORG")), {"s1": speaker}, exported_by=BY)


def test_only_what_stands_in_marks_is_written_when_asked_for(document, speaker):
    said = document.put(Quote(id="q2", kind=Kind.INDIRECT, contents=(Span(32, 37),)))
    said = said.put(Quote(id="q3", kind=Kind.DIRECT, contents=(Span(35, 37),)))
    line = to_line(said, {"s1": speaker}, exported_by=BY, contents="marked")
    quotes = {quote["id"]: quote["contents"] for quote in json.loads(line.text)["quotes"]}
    assert quotes == {"q1": [[0, 8], [26, 31]], "q3": [[35, 37]]}
    assert line.left_out == ("q2",)


def test_rejected_ones_are_left_out_with_the_speakers_that_only_they_name(document, speaker):
    turned_down = document.put(replace(document.entities[0], decision=Decision.REJECTED))
    turned_down = turned_down.put(replace(document.quotes[0], decision=Decision.REJECTED))
    data = written(turned_down, [speaker])
    assert (data["spans"], data["quotes"], data["relations"], data["speakers"]) == ([], [], [], [])
    data = written(turned_down, [speaker], rejected=True)
    assert [row["id"] for row in data["rejected"]["spans"] + data["rejected"]["quotes"]] == ["e1", "q1"]
    assert [row["id"] for row in data["speakers"]] == ["s1"]
    assert from_line(data, "x").document == turned_down


@pytest.mark.parametrize(("status", "answer"), [("done", "accept"), ("aside", "ignore"), ("new", None), ("open", None)])
def test_the_answer_follows_the_status(document, speaker, status, answer):
    data = written(replace(document, status=Status(status)), [speaker])
    assert (data["answer"], data["meta"]["status"]) == (answer, status)


def test_keys_that_are_not_known_come_out_as_they_came_in(document, speaker):
    data = written(document, [speaker])
    data["mine"] = {"deep": [1, None]}
    data["meta"]["desk"] = "foreign"
    data["spans"][0]["colour"] = "red"
    data["quotes"][0]["sure"] = True
    data["speakers"][0]["party"] = None
    imported = from_line(data, "x")
    assert written(imported.document, imported.speakers) == data


def test_a_wrong_row_is_told_from_a_right_one_by_the_schema(schema, document, speaker):
    data = written(document, [speaker])
    assert schema.is_valid(data)
    for row in list(rows(data)):
        for key, value in list(row.items()):
            del row[key]
            assert not schema.is_valid(data), f"{key} may be absent"
            row[key] = {"no": "such"}
            assert not schema.is_valid(data) or key == "meta", f"{key} may be anything"
            row[key] = value
    assert schema.is_valid(data)


def changed(data: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    *path, last = [int(key) if key.isdigit() else key for key in place.split(".")]
    at: Any = data
    for key in path:
        at = at[key]
    at[last] = value
    return data


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("text", 7, '"text" is a number'),
        ("text", None, 'no "text"'),
        ("text", "short", "out of range"),
        ("spans", {}, '"spans" is an object'),
        ("spans.0", "e1", "span 1: this is text"),
        ("spans.0.start", 8, "white space"),
        ("spans.0.start", 10, "it says 'Mira Sol'"),
        ("spans.0.start", True, '"start" is true or false'),
        ("spans.0.end", None, 'no "end"'),
        ("spans.0.label", None, "span e1"),
        ("spans.0.speaker", "s9", "s9, who is not in the line"),
        ("spans.0.decision", "maybe", "none of pending, accepted"),
        ("spans.1.end", 3, "it says"),
        ("quotes.0.contents", [], "no contents"),
        ("quotes.0.contents", [[0, 8], [7, 8]], "overlap"),
        ("quotes.0.contents", [[0, "8"]], "not \\[start, end\\]"),
        ("quotes.0.cue", [23, 24], "white space"),
        ("quotes.0.kind", None, 'no "kind"'),
        ("quotes.0.id", "e1", "it stands|the id e1"),
        ("quotes.0.score", "high", '"score" is text'),
        ("speakers.0.aliases", ["a", 1], "nothing but texts"),
        ("meta.status", "finished", '"status" is "finished"'),
        ("meta.source_map", [[1, 2]], "source_map"),
        ("meta.headings", [[0, 7]], "headings"),
        ("meta.headings", [[10_000, 1]], "headings"),
        ("meta.cases", [dict.fromkeys(CASE[:4], "c")] * 2, "cases have one id"),
        ("meta.cases", [{**dict.fromkeys(CASE[:4], "c"), "marks": [[0, 2]]}], "case c: .*marks"),
        ("meta.cases", [{"id": "c"}], 'case c: it has no "annotation"'),
        ("meta.format", "annotator/2", "annotator/2"),
    ],
)
def test_a_line_that_breaks_the_format_is_a_fault_that_says_where(document, speaker, place, value, message):
    with pytest.raises(Fault, match=message) as caught:
        from_line(changed(written(document, [speaker]), place, value), "a.jsonl, line 3")
    assert caught.value.message.startswith("a.jsonl, line 3")
    assert caught.value.remedy


def test_a_quotes_span_that_stands_elsewhere_than_its_quote_says_is_a_fault(document, speaker):
    data = written(document, [speaker])
    data["quotes"][0]["cue"] = [9, 13]
    with pytest.raises(Fault, match=r"q1\.cue: it stands at 18 to 22"):
        from_line(data, "x")


def test_tokens_that_do_not_fit_are_left_out_with_a_note(document, speaker):
    for place, value in (("tokens.2.start", 2), ("tokens.2", 5), ("tokens.0.ws", True), ("tokens", [])):
        imported = from_line(changed(written(document, [speaker]), place, value), "x")
        assert imported.document == replace(document, tokens=None)
        assert len(imported.notes) == 1


def test_a_text_that_was_changed_since_is_noted(document, speaker):
    data = written(document, [speaker])
    data["text"] = data["text"][:-1] + "!"
    assert any("hash" in note for note in from_line(data, "x").notes)


def test_a_long_article_with_many_spans_is_written_in_well_under_a_second():
    words = 100_000
    starts = tuple(range(0, 5 * words, 5))
    ends = tuple(start + 4 for start in starts)
    tokens = Tokens("t", starts, ends, (*[True] * (words - 1), False))
    entities = [Entity(id=f"e{n}", span=Span(starts[n * 14], ends[n * 14 + 1]), label="ORG") for n in range(7000)]
    document = Document(
        article=Article(id="2" * 16, text=" ".join(["word"] * words)), tokens=tokens, entities=in_order(entities)
    )
    began = time.process_time()
    line = to_line(document, {}, exported_by=BY)
    assert time.process_time() - began < 1.5  # half a second here; the rest is for a slower machine
    assert line.off_tokens == ()
