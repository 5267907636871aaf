import json
from dataclasses import replace
from time import process_time
from typing import Any

import pytest
from hypothesis import assume, given, settings

from annotator.formats.inputs import Given
from annotator.formats.prodigy import FLAT, FORMAT
from annotator.model.document import Decision, Kind, Span, Status
from annotator.model.exchange import Lost
from tests.formats.documents import documents
from tests.formats.exchanging import articles, read, same, settled, survives, write

GUARDIAN = '"We go," Mira Sol said. 😀 "Now."\r\nAt noon Ro Tal added: "I stay." She left, "sad".'


def lines(*values: Any) -> bytes:
    return b"\n".join(json.dumps(value).encode() for value in values)


def span(text: str, words: str, label: str, **more: Any) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "label": label, **more}


def task(text: str, spans: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"text": text, "spans": spans, "_task_hash": 5, **more}


@given(documents())
@settings(deadline=None, max_examples=60)
def test_what_was_written_is_read_back_equal(pair):
    document, speakers = pair
    assume(not document.text.startswith("\ufeff"))
    data, _ = write(FORMAT, articles([(document, speakers)]), rejected=True)
    (found,) = read(FORMAT, data, name=document.article.file or "a.jsonl")
    assert same(found.document, settled(document))
    assert {each.id: each for each in found.speakers} == {
        name: each for name, each in speakers.items() if name in document.speakers_used
    }


def test_quotes_are_known_by_relations_where_nothing_else_tells_them():
    text = '"A b," she said. "C d," Ro. Tall words by Mo.'
    spans = [span(text, '"A b,"', "CONTENT"), span(text, '"C d,"', "CONTENT"), span(text, "she", "SOURCE")]
    spans += [span(text, "said", "CUE"), span(text, "Ro", "SOURCE", token_end=9), span(text, "Tall", "ORG")]
    ends = {each["label"] + str(number): each for number, each in enumerate(spans)}
    relations = [
        {"head": 0, "child": 0, "label": label, "head_span": ends[head], "child_span": ends[child]}
        for label, head, child in (
            ("SOURCE", "CONTENT0", "SOURCE2"),
            ("CUE", "CONTENT0", "CUE3"),
            ("source", "CONTENT1", "SOURCE4"),
            ("OWNS", "ORG5", "SOURCE4"),
        )
    ]
    (found,) = read(FORMAT, lines(task(text, spans, relations=relations)))
    first, second = found.document.quotes
    words = found.document.words
    assert [words(each) for each in first.contents] == ['"A b,"']
    assert (words(first.source), words(first.cue), first.kind) == ("she", "said", Kind.DIRECT)
    assert (words(second.source), second.cue) == ("Ro", None)
    assert [each.label for each in found.document.entities] == ["ORG"]
    assert [(loss.what, loss.count, loss.kept) for loss in found.losses] == [(Lost.RELATIONS, 1, True)]
    assert found.document.extra["prodigy"]["relations"] == [["e1", "q2.source", "OWNS", {}]]


def test_flat_labels_of_the_guardians_kind_become_quotes():
    spans = [
        span(GUARDIAN, words, label)
        for words, label in (
            ('"We go,"', "CONTENT"),
            ("Mira Sol", "SOURCE"),
            ("said", "CUE"),
            ('"Now."', "CONTENT"),
            ("Ro Tal", "Source"),
            ("added", "Cue"),
            ('"I stay."', "Content"),
        )
    ]
    (found,) = read(FORMAT, lines(task(GUARDIAN, spans)))
    document = found.document
    assert document.entities == ()
    assert [
        ([document.words(each) for each in quote.contents], document.words(quote.source), document.words(quote.cue))
        for quote in document.quotes
    ] == [(['"We go,"', '"Now."'], "Mira Sol", "said"), (['"I stay."'], "Ro Tal", "added")]
    assert {(quote.kind, quote.decision) for quote in document.quotes} == {(Kind.DIRECT, Decision.ADDED)}


def test_cue_alone_is_a_label_as_any_other():
    (found,) = read(FORMAT, lines(task("No way.", [span("No way.", "No", "CUE")])))
    assert [each.label for each in found.document.entities] == ["CUE"]


@pytest.mark.parametrize(
    ("answer", "status", "decision"),
    [
        ("accept", Status.DONE, Decision.ADDED),
        ("ignore", Status.ASIDE, Decision.ADDED),
        ("reject", Status.NEW, Decision.REJECTED),
        (None, Status.NEW, Decision.ADDED),
    ],
)
def test_an_answer_says_how_far_an_article_is(answer, status, decision):
    (found,) = read(FORMAT, lines(task("Ana left.", [span("Ana left.", "Ana", "PERSON")], answer=answer)))
    assert found.document.status is status
    assert [each.decision for each in found.document.entities] == [decision]


def test_spans_that_do_not_fit_are_told_and_not_moved():
    text = "\ufeffAna \r\nleft."
    spans = [
        {"start": 1, "end": 5, "label": "PERSON"},
        {"start": 0, "end": 99, "label": "A"},
        {"start": 3, "end": 2, "label": "B"},
        {"start": 4, "end": 6, "label": "C"},
        {"start": 1, "end": 4, "label": 7},
        {"start": 7, "end": 11, "label": "D", "text": "gone"},
        {"start": True, "end": 3, "label": "E"},
        "x",
    ]
    (found,) = read(FORMAT, lines(task(text, spans)))
    assert [(each.span, each.label) for each in found.document.entities] == [(Span(0, 3), "PERSON")]
    assert [loss.what for loss in found.losses] == [Lost.MISPLACED] * 7
    assert "D 7 to 11 'gone'" in found.losses[4].detail
    assert found.notes == ("white space at the edges of 1 span left out",)


def test_what_prodigy_has_besides_is_kept_and_written_again():
    text = "Ana met Ro."
    tokens = [
        {"text": word, "start": start, "end": start + len(word), "id": number, "ws": ws}
        for number, (word, start, ws) in enumerate(
            [("Ana", 0, True), ("met", 4, True), ("Ro", 8, False), (".", 10, False)]
        )
    ]
    ana = {**span(text, "Ana", "PERSON"), "token_start": 0, "token_end": 0, "pattern": 3}
    met, ro = (
        {"start": at, "end": end, "token_start": n, "token_end": n, "label": None}
        for at, end, n in ((4, 7, 1), (8, 10, 2))
    )
    relation = {"head": 1, "child": 2, "head_span": met, "child_span": ro, "color": "red", "label": "OBJ"}
    one = task(
        text, [ana], tokens=tokens, relations=[relation], meta={"desk": 4, "outlet": "The Post"}, answer="accept"
    )
    (found,) = read(FORMAT, lines({**one, "_input_hash": 9, "_view_id": "relations"}))
    assert found.document.article.outlet == "The Post"
    data, losses = write(FORMAT, articles([(found.document, {})]))
    again = json.loads(data)
    assert not losses
    assert (again["_input_hash"], again["_view_id"], again["_task_hash"]) == (9, "relations", 5)
    assert again["meta"]["desk"] == 4
    assert (again["spans"], again["relations"], again["tokens"]) == ([ana], [relation], tokens)


def test_a_token_is_divided_where_a_span_ends(document, speaker):
    inside = replace(document.entities[0], span=Span(9, 11))
    data, _ = write(FORMAT, articles([(replace(document, entities=(inside,)), {"s1": speaker})]))
    one = json.loads(data)
    assert [token["text"] for token in one["tokens"]][5:8] == ["Mi", "ra", "Sol"]
    assert "".join(token["text"] + " " * token["ws"] for token in one["tokens"]) == document.text
    row = next(each for each in one["spans"] if each["label"] == "PERSON")
    assert (row["token_start"], row["token_end"]) == (5, 5)


def test_the_flat_file_has_no_overlap_and_tells_what_it_leaves_out(document, speaker):
    data, losses = write(FLAT, articles([(document, {"s1": speaker})]))
    one = json.loads(data)
    assert [(each["start"], each["end"], each["label"]) for each in one["spans"]] == [
        (0, 8, "CONTENT"), (9, 17, "SOURCE"), (18, 22, "CUE"), (26, 37, "CONTENT"),
    ]  # fmt: skip
    assert len(one["relations"]) == 4
    assert [loss.detail for loss in losses if loss.what is Lost.OVERLAPS] == ["e1, PERSON"]
    (found,) = read(FORMAT, data)
    assert found.document.quotes == document.quotes


def test_a_quote_whose_relations_were_changed_is_what_they_say_now(document, speaker):
    data, _ = write(FORMAT, articles([(document, {"s1": speaker})]))
    one = json.loads(data)
    one["relations"] = [each for each in one["relations"] if each["label"] == "SOURCE"]
    (found,) = read(FORMAT, lines(one))
    (quote,) = found.document.quotes
    assert (quote.contents, quote.source, quote.cue) == (document.quotes[0].contents, Span(9, 17), None)
    assert found.document.entities[0] == document.entities[0]


def test_only_what_is_prodigys_is_recognised(document, speaker):
    ours = json.dumps({"text": "a", "tokens": [], "answer": "accept", "meta": {"format": "annotator/1"}}).encode()
    assert FORMAT.recognises(Given("a.jsonl", lines(task("a", []))))
    assert FORMAT.recognises(Given("a.json", lines([task("a", [])])))
    assert FORMAT.recognises(Given("a.jsonl", write(FORMAT, articles([(document, {"s1": speaker})]))[0]))
    for data in (ours, b'{"text": "a", "spans": []}', b"", b"[", b"plain", b'{"text": {}, "_task_hash": 1}', b"\xff{"):
        assert not FORMAT.recognises(Given("a.jsonl", data))


def test_changed_bytes_are_articles_or_faults(document, speaker):
    survives(FORMAT, write(FORMAT, articles([(document, {"s1": speaker})]))[0])


def test_a_paragraph_of_nothing_but_quotes_takes_no_quadratic_time():
    text = '"a" b c. ' * 6000
    labels = ("CONTENT", "CUE", "SOURCE")
    places = ((0, 3), (4, 5), (6, 7))
    spans = [
        {"start": at + start, "end": at + end, "label": label}
        for at in range(0, len(text), 9)
        for (start, end), label in zip(places, labels, strict=True)
    ]
    data = lines(task(text, spans))
    began = process_time()
    (found,) = read(FORMAT, data)
    assert process_time() - began < len(data) / 100_000
    assert len(found.document.quotes) == 6000
