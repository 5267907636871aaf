import json
from typing import Any

import pytest
from hypothesis import assume, given, settings

from annotator.formats.doccano import FORMAT, SPANS
from annotator.formats.inputs import Given
from annotator.model.document import Span
from annotator.model.exchange import Lost
from tests.formats.documents import documents
from tests.formats.exchanging import articles, read, same, survives, write


def lines(*values: Any) -> bytes:
    return b"\n".join(json.dumps(value).encode() for value in values)


@pytest.mark.parametrize("form", [FORMAT, SPANS])
@given(pair=documents())
@settings(deadline=None, max_examples=40)
def test_what_was_written_is_read_back_equal(form, pair):
    document, _ = pair
    assume(document.text and not document.text.startswith("\ufeff"))
    data, _ = write(form, articles([pair]), rejected=True)
    (found,) = read(FORMAT, data)
    assert same(found.document, document)
    assert {each.id for each in found.speakers} == document.speakers_used


def test_spans_of_sequence_labelling_are_entities():
    text = "😀 Ana\r\nmet Ro."
    line = {
        "id": 7,
        "text": text,
        "label": [[2, 5, "PER"], [11, 13, "PER"], [4, 99, "X"], [2, 5]],
        "Comments": ["odd"],
        "outlet": "O",
    }
    (found,) = read(FORMAT, lines(line))
    assert [(found.document.words(each.span), each.label) for each in found.document.entities] == [
        ("Ana", "PER"),
        ("Ro", "PER"),
    ]
    assert [loss.what for loss in found.losses] == [Lost.MISPLACED] * 2
    assert found.document.article.outlet == "O"
    assert found.document.extra == {"doccano": {"line": {"id": 7, "Comments": ["odd"]}}}


def test_relations_of_other_sorts_come_back_as_they_came():
    entities = [
        {"id": 40, "label": "PER", "start_offset": 0, "end_offset": 3},
        {"id": 41, "label": "ORG", "start_offset": 11, "end_offset": 14},
        {"id": 41, "label": "CONTENT", "start_offset": 4, "end_offset": 10},
    ]
    relations = [{"id": 9, "from_id": 40, "to_id": 41, "type": "owns"}, {"from_id": 40, "to_id": 77, "type": "x"}]
    (found,) = read(FORMAT, lines({"text": "Ana bought Tor.", "entities": entities, "relations": relations}))
    assert [(loss.what, loss.count, loss.kept) for loss in found.losses] == [
        (Lost.RELATIONS, 1, True), (Lost.RELATIONS, 1, False),
    ]  # fmt: skip
    assert [quote.contents for quote in found.document.quotes] == [(Span(4, 10),)]
    again = json.loads(write(FORMAT, articles([(found.document, {})]))[0])
    ids = {each["label"]: each["id"] for each in again["entities"]}
    assert again["relations"] == [{"id": 0, "from_id": ids["PER"], "to_id": ids["ORG"], "type": "owns"}]


def test_the_spans_alone_tell_that_relations_lie_beside_them(document, speaker):
    data, losses = write(SPANS, articles([(document, {"s1": speaker})]))
    assert json.loads(data)["label"][0] == [0, 8, "CONTENT"]
    assert [(loss.count, loss.kept) for loss in losses if loss.what is Lost.RELATIONS] == [(4, True)]


def test_only_what_is_doccanos_is_recognised(document, speaker):
    for form in (FORMAT, SPANS):
        assert FORMAT.recognises(Given("a.jsonl", write(form, articles([(document, {"s1": speaker})]))[0]))
    assert not FORMAT.recognises(Given("a.jsonl", lines({"text": "a", "label": ["sport"]})))
    assert not FORMAT.recognises(Given("a.jsonl", lines({"text": "a", "spans": []})))


def test_changed_bytes_are_articles_or_faults(document, speaker):
    survives(FORMAT, write(FORMAT, articles([(document, {"s1": speaker})]))[0])
