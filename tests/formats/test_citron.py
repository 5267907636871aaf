import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given, settings

from annotator.formats.citron import FORMAT
from annotator.formats.inputs import Given
from annotator.model.document import Attribution, Decision, Document, Entity, Quote, Span
from annotator.model.exchange import Lost
from annotator.model.faults import Fault
from tests.formats.documents import documents
from tests.formats.exchanging import articles, read, same, survives, write_folder

TEXT = "Mara 😀 Lind\r\narrived. “We go,” she said, “now.” Nobody else, nor they, spoke."


def span(words: str, text: str = TEXT) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


THEIRS = {
    "text": TEXT,
    "url": "u",
    "quotes": [
        {
            "id": "a-1",
            "cue": span("said"),
            "sources": [span("she"), span("they")],
            "contents": [span("“We go,”"), span("“now.”")],
            "coreferences": [span("Mara 😀 Lind")],
            "note": "sure",
        },
        {"cue": span("spoke"), "sources": [span("Nobody")], "contents": [span("arrived")], "confidence": "0.7512"},
        {"cue": span("arrived"), "sources": [], "contents": []},
    ],
    "coreference_groups": [[span("Mara 😀 Lind"), span("she")]],
}


def written(folder: Path, document: Document, **speakers: Any) -> tuple[dict[str, Any], list[Any]]:
    losses = write_folder(FORMAT, folder, articles([(document, speakers)]))
    (path,) = folder.rglob("*.json")
    return json.loads(path.read_text("utf-8")), losses


@given(documents())
@settings(deadline=None, max_examples=80)
def test_what_was_written_is_read_back_equal_and_has_the_documented_shape(pair):
    document, _ = pair
    assume(not document.text.startswith("\ufeff"))
    with TemporaryDirectory() as folder:
        write_folder(FORMAT, Path(folder), articles([pair]), rejected=True)
        (path,) = Path(folder, "data").glob("*.json")
        data = json.loads(path.read_text("utf-8"))
        (found,) = read(FORMAT, path)
    for quote in data["quotes"]:
        assert {"cue", "sources", "contents", "coreferences"} <= quote.keys()
        for each in (quote["cue"], *quote["sources"], *quote["contents"], *quote["coreferences"]):
            assert data["text"][each["start"] : each["end"]] == each["text"]
    for group in data["coreference_groups"]:
        assert len(group) > 1
        assert all(data["text"][each["start"] : each["end"]] == each["text"] for each in group)
    assert same(found.document, document)


def test_quotes_are_in_citrons_shape_with_whom_a_pronoun_stands_for(tmp_path, document, speaker):
    text = document.text + " She left, she said."
    quote = replace(document.quotes[0], id="q2", contents=(Span(39, 47),), marked=(), cue=Span(53, 57))
    document = replace(
        document,
        article=replace(document.article, text=text),
        quotes=(*document.quotes, replace(quote, source=Span(49, 52), score=0.5)),
    )
    data, losses = written(tmp_path, document, s1=speaker)
    assert data["quotes"][1] == {
        "id": "q2",
        "confidence": 0.5,
        "cue": {"start": 53, "end": 57, "text": "said"},
        "sources": [{"start": 49, "end": 52, "text": "she"}],
        "contents": [{"start": 39, "end": 47, "text": "She left"}],
        "coreferences": [{"start": 9, "end": 17, "text": "Mira Sol"}],
    }
    assert [each["text"] for each in data["coreference_groups"][0]] == ["Mira Sol", "she"]
    assert (Lost.ENTITIES, 1, True) in {(loss.what, loss.count, loss.kept) for loss in losses}


def test_a_quote_without_a_cue_is_told_and_kept_beside(tmp_path, document, speaker):
    document = replace(document, quotes=(replace(document.quotes[0], cue=None),))
    data, losses = written(tmp_path, document, s1=speaker)
    assert data["quotes"] == []
    assert (Lost.QUOTES, 1, True) in {(loss.what, loss.count, loss.kept) for loss in losses}
    (found,) = read(FORMAT, next(tmp_path.rglob("*.json")))
    assert same(found.document, document)


def test_what_came_from_citron_goes_back_as_it_came(tmp_path):
    (found,) = read(FORMAT, json.dumps(THEIRS).encode(), name="a.json")
    document = found.document
    first, second = document.quotes[::-1]
    assert [document.words(each) for each in first.contents] == ["“We go,”", "“now.”"]
    assert (document.words(first.cue), document.words(first.source)) == ("said", "she")
    (speaker,) = found.speakers
    assert (speaker.name, first.speaker, first.attribution) == ("Mara 😀 Lind", speaker.id, Attribution.ANAPHORIC)
    assert (second.score, second.decision, second.origin) == (0.7512, Decision.PENDING, "citron")
    assert [(loss.what, loss.detail, loss.kept) for loss in found.losses] == [
        (Lost.PARTS, "further sources", True),
        (Lost.QUOTES, "without contents", True),
        (Lost.RELATIONS, "of coreference", True),
    ]
    data, _ = written(tmp_path, document, **{speaker.id: speaker})
    (back,) = read(FORMAT, next(tmp_path.rglob("*.json")))
    assert same(back.document, document)

    def words(value: Any) -> Any:
        if isinstance(value, dict) and "start" in value:
            return value["text"]
        if isinstance(value, dict):
            return {key: words(each) for key, each in value.items() if each not in ([], None)}
        return [words(each) for each in value] if isinstance(value, list) else value

    assert data["text"] == TEXT.replace("\r\n", "\n")
    assert data["url"] == "u"
    assert words(data["coreference_groups"]) == words(THEIRS["coreference_groups"])
    second, first, third = words(data["quotes"])
    assert [first, {key: each for key, each in second.items() if key != "id"}, third] == words(THEIRS["quotes"])
    for quote in data["quotes"]:
        for each in (quote["cue"], *quote["sources"], *quote["contents"], *quote.get("coreferences", ())):
            assert data["text"][each["start"] : each["end"]] == each["text"]


def test_places_that_do_not_fit_are_told():
    quote = {"cue": span("said"), "sources": [{"start": 5, "end": 10**20}], "contents": [span("arrived"), {"start": 1}]}
    wrong = {"start": 0, "end": 4, "text": "Anna"}
    (found,) = read(FORMAT, json.dumps({"text": TEXT, "quotes": [quote, {"cue": wrong}]}).encode())
    assert [loss.what for loss in found.losses] == [Lost.MISPLACED, Lost.MISPLACED, Lost.QUOTES]
    (only,) = found.document.quotes
    assert (only.contents, only.source) == ((Span(12, 19),), None)


def test_quotes_without_their_text_are_a_fault_that_says_what_to_do():
    (fault,) = FORMAT.read(Given("a.json", b'{"quotes": [], "source": "Citron"}'))
    assert isinstance(fault, Fault)
    assert "annotation format" in fault.remedy


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (THEIRS, True),
        ({"text": "a", "quotes": [], "coreference_groups": []}, True),
        ({"text": "a", "quotes": []}, False),
        ({"text": "a", "quotes": [{"start": 0, "end": 1}]}, False),
        ({"text": "a", "quotes": [{"id": "q1", "contents": [[0, 1]], "cue": [0, 1]}], "meta": {}}, False),
    ],
)
def test_only_citrons_files_are_recognised(data, is_one):
    assert FORMAT.recognises(Given("a.json", json.dumps(data).encode())) is is_one


def test_changed_files_are_articles_or_faults(tmp_path, document, speaker):
    survives(FORMAT, json.dumps(THEIRS).encode() + b"\n", "a.json")
    written(tmp_path, document, s1=speaker)
    survives(FORMAT, next(tmp_path.rglob("*.json")).read_bytes(), "a.json")


def test_what_was_kept_may_be_anything(tmp_path, document, speaker):
    odd = {"groups": [1, [[0, 99999]]], "quotes": [{"contents": [[1], "x"], "cue": 3}, 1], "document": 3}
    entity = Entity(id="e1", span=Span(9, 17), label="PERSON", extra={"citron": 7})
    quote: Quote = replace(document.quotes[0], extra={"citron": {"cue": {"coreferences": [3], "sources": "x"}}})
    document = replace(document, extra={"citron": odd}, entities=(entity,), quotes=(quote,))
    data, _ = written(tmp_path, document, s1=speaker)
    assert len(data["quotes"]) == 2
