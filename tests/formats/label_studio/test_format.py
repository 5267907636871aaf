import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import assume, given, settings

from annotator.formats.inputs import Given
from annotator.formats.label_studio.format import FORMAT
from annotator.model.document import Decision, Span, Status
from annotator.model.exchange import Lost
from tests.formats.documents import documents
from tests.formats.exchanging import articles, read, same, survives, write_folder


def region(start: int, end: int, label: str, text: str | None = None, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label], **({} if text is None else {"text": text})}
    return {"id": f"r{start}", "from_name": "l", "to_name": "t", "type": "labels", "value": value, **more}


def task(text: str, *results: dict[str, Any], **more: Any) -> bytes:
    return json.dumps([{"data": {"body": text}, "annotations": [{"id": 3, "result": [*results]}], **more}]).encode()


@given(documents())
@settings(deadline=None, max_examples=40)
def test_what_was_written_is_read_back_equal(pair):
    document, _ = pair
    assume(document.text and not document.text.startswith("\ufeff"))
    with TemporaryDirectory() as folder:
        write_folder(FORMAT, Path(folder), articles([pair, pair]), rejected=True)
        found, again = read(FORMAT, Path(folder, "tasks.json"))
    assert same(found.document, document)
    assert again.document == found.document
    assert {each.id for each in found.speakers} == document.speakers_used


def test_places_are_code_points_unless_the_words_show_utf16_units():
    text = "😀 Ana met Ro."
    (new,) = read(FORMAT, task(text, region(2, 5, "PER", "Ana"), region(10, 12, "PER", "Ro")), "a.json")
    (old,) = read(FORMAT, task(text, region(3, 6, "PER", "Ana"), region(11, 13, "PER", "Ro")), "a.json")
    (neither,) = read(FORMAT, task(text, region(2, 5, "PER", "Ana"), region(8, 11, "PER", "Ro")), "a.json")
    places = [[each.span for each in found.document.entities] for found in (new, old, neither)]
    assert places == [[Span(2, 5), Span(10, 12)], [Span(2, 5), Span(10, 12)], [Span(2, 5)]]
    assert [loss.what for loss in neither.losses] == [Lost.MISPLACED]


def test_a_note_is_what_its_panel_of_a_region_shows(document, tmp_path):
    noted = replace(document, entities=(replace(document.entities[0], note="who?\nask"),))
    losses = write_folder(FORMAT, tmp_path, articles([(noted, {})]))
    assert not [loss for loss in losses if loss.what is Lost.ATTRIBUTES]
    text = (tmp_path / "tasks.json").read_text()
    rows = [row for row in json.loads(text)[0]["predictions"][0]["result"] if "meta" in row]
    assert [(row["value"]["labels"], row["meta"]) for row in rows] == [(["PERSON"], {"text": ["who?\nask"]})]
    (tmp_path / "tasks.json").write_text(text.replace('"text":["who?\\nask"]', '"text":["no","one"]'))
    (found,) = read(FORMAT, tmp_path / "tasks.json")
    assert [each.note for each in found.document.entities] == ["no\none"]
    write_folder(FORMAT, tmp_path / "again", articles([(found.document, {})]))
    assert '"meta":{"text":["no\\none"]}' in (tmp_path / "again" / "tasks.json").read_text()


def test_the_text_is_where_the_configuration_says(tmp_path):
    data = {"note": "a note that is much longer than the text itself", "body": "Ana"}
    (tmp_path / "tasks.json").write_text(json.dumps([{"data": data, "predictions": []}]))
    (found,) = read(FORMAT, tmp_path / "tasks.json")
    assert found.document.text == data["note"]
    (tmp_path / "config.xml").write_text('<View><Text name="t" value="$body"/></View>')
    (found,) = read(FORMAT, tmp_path / "tasks.json")
    assert found.document.text == "Ana"
    assert found.document.extra == {"label-studio": {"data": {"note": data["note"]}}}


def test_predictions_are_suggestions_where_there_is_no_annotation(tmp_path):
    guess = {"model_version": "m 2", "result": [region(0, 3, "PER", score=0.5)]}
    (found,) = read(FORMAT, json.dumps([{"data": {"text": "Ana"}, "predictions": [guess]}]).encode(), "a.json")
    (entity,) = found.document.entities
    assert (entity.decision, entity.origin, entity.score) == (Decision.PENDING, "m 2", 0.5)
    (found,) = read(FORMAT, task("Ana", predictions=[guess]), "a.json")
    assert (found.document.entities, found.document.status) == ((), Status.DONE)
    assert [(loss.detail, loss.kept) for loss in found.losses] == [("predictions", True)]
    write_folder(FORMAT, tmp_path, articles([(found.document, {})]))
    assert json.loads((tmp_path / "tasks.json").read_text())[0]["predictions"] == [guess]
    (again,) = read(FORMAT, tmp_path / "tasks.json")
    assert again.document == found.document


def test_what_is_pending_is_written_as_a_prediction(document, speaker, tmp_path):
    entity = replace(document.entities[0], origin="pipe 1", score=0.25)
    quote = replace(document.quotes[0], decision=Decision.ACCEPTED)
    done = replace(document, entities=(entity,), quotes=(quote,))
    write_folder(FORMAT, tmp_path, articles([(done, {"s1": speaker})]))
    (one,) = json.loads((tmp_path / "tasks.json").read_text())
    (guess,) = one["predictions"]
    assert (guess["model_version"], [row["value"]["labels"] for row in guess["result"]]) == ("pipe 1", [["PERSON"]])
    rows = one["annotations"][0]["result"]
    assert [row["value"]["text"] for row in rows if row["type"] == "labels"] == [
        '"We go,"',
        "Mira Sol",
        "said",
        '"Now" it is',
    ]
    assert len([row for row in rows if row["type"] == "relation"]) == 4


def test_what_is_pending_stays_so_until_an_annotation_is_made_of_the_prediction(document, speaker, tmp_path):
    guess = replace(document.entities[0], origin="pipe 1")
    quote = replace(document.quotes[0], decision=Decision.ADDED)
    opened = replace(document, entities=(guess,), quotes=(quote,), status=Status.OPEN)
    write_folder(FORMAT, tmp_path, articles([(opened, {"s1": speaker})]))
    (one,) = json.loads((tmp_path / "tasks.json").read_text())
    one["annotations"][0]["id"] = 7  # as every annotation has one that was in Label Studio
    (found,) = read(FORMAT, json.dumps([one]).encode(), "a.json")
    assert (found.document.status, found.document.entities[0].decision) == (Status.OPEN, Decision.PENDING)
    one["annotations"][0]["parent_prediction"] = 8
    (found,) = read(FORMAT, json.dumps([one]).encode(), "a.json")
    assert (found.document.status, found.document.entities) == (Status.DONE, ())
    one["annotations"][0]["result"] += one["predictions"][0]["result"]
    (found,) = read(FORMAT, json.dumps([one]).encode(), "a.json")
    assert [each.decision for each in found.document.entities] == [Decision.ACCEPTED]


def test_what_is_no_span_other_annotations_and_relations_come_back(tmp_path):
    choice = {"id": "c", "type": "choices", "from_name": "mood", "to_name": "t", "value": {"choices": ["glad"]}}
    bound = {"type": "relation", "from_id": "r0", "to_id": "r8", "direction": "bi", "labels": ["owns"]}
    other = {"id": 4, "result": [region(0, 3, "X")]}
    first = {
        "id": 3,
        "ground_truth": True,
        "result": [region(0, 3, "PER", meta={"text": ["sure"]}), region(8, 10, "ORG"), choice, bound],
    }
    data = [{"data": {"text": "Ana has Ro."}, "annotations": [other, first]}]
    (found,) = read(FORMAT, json.dumps(data).encode(), "a.json")
    assert [each.label for each in found.document.entities] == ["PER", "ORG"]
    assert sum(loss.count for loss in found.losses if loss.kept) == 3
    write_folder(FORMAT, tmp_path, articles([(found.document, {})]))
    (again,) = json.loads((tmp_path / "tasks.json").read_text())
    mine, theirs = again["annotations"]
    assert theirs == other
    assert [row.get("id") for row in mine["result"]] == ["r0", "r8", None, "c"]
    assert mine["result"][0]["meta"] == {"text": ["sure"]}
    assert mine["result"][2] == bound


def test_an_exports_manifest_is_no_task(tmp_path):
    (tmp_path / "manifest.json").write_text('{"format": "annotator-export/1"}')
    assert read(FORMAT, tmp_path / "manifest.json") == []


def test_only_tasks_are_recognised_and_changed_ones_are_articles_or_faults(document, speaker, tmp_path):
    write_folder(FORMAT, tmp_path, articles([(document, {"s1": speaker})]))
    data = (tmp_path / "tasks.json").read_bytes()
    assert FORMAT.recognises(Given("tasks.json", data))
    assert not FORMAT.recognises(Given("a.json", b'[{"data": {"text": "a"}}]'))
    survives(FORMAT, data, "tasks.json")
