import json
from hashlib import md5
from typing import Any

from hypothesis import assume, given, settings

from annotator.formats.inputs import Given
from annotator.formats.labelbuddy import FORMAT
from annotator.model.document import Span
from annotator.model.exchange import Lost
from annotator.model.faults import Fault
from tests.formats.documents import documents
from tests.formats.exchanging import articles, read, same, survives, write


def lines(*values: Any) -> bytes:
    return b"\n".join(json.dumps(value).encode() for value in values)


@given(documents())
@settings(deadline=None, max_examples=40)
def test_what_was_written_is_read_back_equal_and_bytes_and_checksum_are_right(pair):
    document, _ = pair
    assume(document.text and not document.text.startswith("\ufeff"))
    data, _ = write(FORMAT, articles([pair]), rejected=True)
    line = json.loads(data)
    raw = document.text.encode()
    assert line["utf8_text_md5_checksum"] == md5(raw, usedforsecurity=False).hexdigest()
    for each in line["annotations"]:
        words = document.text[each["start_char"] : each["end_char"]]
        assert raw[each["start_byte"] : each["end_byte"]].decode() == words
    (found,) = read(FORMAT, data)
    assert same(found.document, document)


def test_bytes_count_where_there_are_no_code_points():
    text = "😀 né\r\nAna"
    annotations = [
        {"label_name": "PER", "start_byte": 10, "end_byte": 13, "extra_data": "sure"},
        {"label_name": "A", "start_byte": 1, "end_byte": 4},
        {"label_name": "W", "start_char": 2, "end_char": 4, "start_byte": 99, "end_byte": 7},
    ]
    document = {"text": text, "annotations": annotations, "list_title": "T", "metadata": {"url": "u", "doi": 3}}
    (found,) = read(FORMAT, lines([document]), name="a.json")
    assert [(found.document.words(each.span), each.label) for each in found.document.entities] == [
        ("né", "W"),
        ("Ana", "PER"),
    ]
    assert [loss.what for loss in found.losses] == [Lost.MISPLACED]
    assert (found.document.article.title, found.document.article.url) == ("T", "u")
    again = json.loads(write(FORMAT, articles([(found.document, {})]))[0])
    assert again["metadata"]["doi"] == 3
    assert [each.get("extra_data") for each in again["annotations"]] == [None, "sure"]
    assert [each.note for each in found.document.entities] == [None, "sure"]


def test_parts_with_the_same_extra_data_are_one_quote(document, speaker):
    line = json.loads(write(FORMAT, articles([(document, {"s1": speaker})]))[0])
    del line["metadata"]["annotator"]
    (found,) = read(FORMAT, lines(line))
    (quote,) = found.document.quotes
    assert (quote.contents, quote.cue, quote.source) == (document.quotes[0].contents, Span(18, 22), Span(9, 17))


def test_a_document_without_its_text_is_a_fault_that_says_what_to_do():
    (fault,) = FORMAT.read(Given("a.jsonl", lines({"utf8_text_md5_checksum": "0" * 32, "annotations": []})))
    assert isinstance(fault, Fault)
    assert "with the text" in fault.remedy


def test_another_text_than_the_annotated_one_is_told():
    (found,) = read(FORMAT, lines({"utf8_text_md5_checksum": "0" * 32, "text": "Ana"}))
    assert "checksum differs" in found.notes[0]


def test_only_labelbuddys_files_are_recognised(document, speaker):
    data = write(FORMAT, articles([(document, {"s1": speaker})]))[0]
    assert FORMAT.recognises(Given("a.jsonl", data))
    assert not FORMAT.recognises(Given("a.jsonl", lines({"text": "a", "annotations": [{"result": []}]})))
    survives(FORMAT, data)
