"""Label Studio's tasks as articles.

Places are code points since its front end stores them so (label-studio-frontend #308). Earlier versions counted UTF-16
units, which shows by the words that a region has beside them. What somebody noted on a region is its `meta.text`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from annotator.formats.fields import Fields
from annotator.formats.jsontext import first_object, values
from annotator.formats.linked.attributing import Relation
from annotator.formats.linked.reading import Task, imported, other_than_facts
from annotator.formats.linked.spans import RECORD
from annotator.formats.noting import UNNOTED, as_note
from annotator.formats.outputs import MANIFEST
from annotator.model.document import ANALYST, Decision, Status
from annotator.model.exchange import Imported, Input, Loss, Lost
from annotator.model.faults import Fault

FORM = "label-studio"
CONFIG = "config.xml"
TEXT = "text"
"""What the configuration calls its text."""
REGION = ("id", "type", "value", "from_name", "to_name", "origin", "score")
RELATION = ("type", "from_id", "to_id", "labels")
_VALUE = re.compile(r"<Text\b[^>]*\bvalue\s*=\s*[\"']\$(\w+)[\"']")
_PLACEHOLDER = "annotations that are no spans of text"


def recognises(given: Input) -> bool:
    """Whether the first value is a task with annotations or predictions."""
    task = first_object(given)
    return isinstance(task.get("data"), dict) and any(
        isinstance(task.get(key), list) for key in ("annotations", "predictions", "completions")
    )


def read(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a file, and a Fault in place of each that cannot be read.

    Of several annotations of a task the one that is gold is taken, else the first that was not skipped; the others are
    kept. Predictions are suggestions where there is no annotation, and where this program has written them for what was
    pending, unless the annotation was made from one; else they are kept.
    """
    if given.name == MANIFEST:  # it lies beside the tasks that this program writes
        return
    key = _text_key(given)
    for found in values(given):
        try:
            yield found if isinstance(found, Fault) else _imported(*found, given.name, key)
        except Fault as fault:
            yield fault


def _text_key(given: Input) -> str:
    """Under which key of `data` the configuration beside the tasks has the text, "" where none says so."""
    config = given.beside(CONFIG)
    if config is None:
        return ""
    try:
        with config.open() as file:
            found = _VALUE.search(file.read(1_000_000).decode("utf-8", "replace"))
    except (Fault, OSError):
        return ""
    return found.group(1) if found else ""


def _imported(where: str, value: Any, file: str, key: str) -> Imported:
    fields = Fields(value, where)
    data, meta = fields.section("data").data, fields.section("meta").data
    key = key if isinstance(data.get(key), str) else _longest(data)
    if not key:
        raise Fault(f"{where} has no text in its data.", "Tasks for images or sounds have none; take them out.")
    task = Task(where, data[key], file)
    annotations = _objects(fields, "annotations") or _objects(fields, "completions")
    predictions = _objects(fields, "predictions")
    done = min(annotations, key=lambda each: (each.get("ground_truth") is not True, _skipped(each)), default=None)
    record = meta.get(RECORD)
    suggested = [each for each in predictions if done is None or _undecided(each, done, record)]
    regions: list[tuple[str | None, dict[str, Any]]] = [(None, each) for each in _results(done)]
    regions += [(str(each.get("model_version") or "import"), row) for each in suggested for row in _results(each)]
    task.relations = []
    others = _take(task, data[key], regions)
    kept = {
        "data": {name: each for name, each in other_than_facts(data).items() if name != key},
        "meta": {name: each for name, each in meta.items() if name != RECORD},
        "task": dict(fields.rest(("data", "meta", "annotations", "predictions", "completions"))),
        "regions": others,
        "annotations": [each for each in annotations if each is not done],
        "predictions": [each for each in predictions if each not in suggested],
    }
    told = {_PLACEHOLDER: others, "of other annotators": kept["annotations"], "predictions": kept["predictions"]}
    task.losses += [Loss(Lost.ATTRIBUTES, len(what), detail=name, kept=True) for name, what in told.items() if what]
    return imported(
        task,
        FORM,
        about=data,
        record=record,
        kept={name: each for name, each in kept.items() if each},
        status=_status(done, ours=record is not None, undecided=bool(suggested)),
    )


def _undecided(prediction: Mapping[str, Any], done: Mapping[str, Any], record: object) -> bool:
    """Whether a prediction beside an annotation holds what the record has as pending."""
    if not isinstance(record, dict) or done.get("parent_prediction") is not None:
        return False
    lists = (record.get("entities"), record.get("quotes"))
    rows = (row for each in lists if isinstance(each, list) for row in each if isinstance(row, dict))
    return any(
        row.get("decision", Decision.PENDING) == Decision.PENDING
        and row.get("origin", ANALYST) == prediction.get("model_version")
        for row in rows
    )


def _longest(data: Mapping[str, Any]) -> str:
    texts = {key: len(each) for key, each in data.items() if isinstance(each, str)}
    return TEXT if TEXT in texts else max(texts, key=lambda key: texts[key], default="")


def _objects(fields: Fields, key: str) -> list[dict[str, Any]]:
    return [each for each in fields.items(key) if isinstance(each, dict)]


def _results(annotation: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    rows = annotation.get("result") if annotation is not None else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _skipped(annotation: Mapping[str, Any]) -> bool:
    return annotation.get("was_cancelled") is True


def _status(done: Mapping[str, Any] | None, *, ours: bool, undecided: bool) -> Status | None:
    """How far a task is.

    One that nobody has touched in Label Studio, or of which something is still undecided, is as far as the record says:
    a task that is done has nothing pending, and an annotation accepts no prediction that it does not repeat.
    """
    if done is None or (ours and ("id" not in done or undecided)):
        return None
    return Status.ASIDE if _skipped(done) else Status.DONE


def _take(task: Task, text: str, regions: Iterable[tuple[str | None, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Gives a task its spans and relations; what is neither comes out."""
    rows = list(regions)
    spans = [(by, row, names) for by, row in rows if (names := _names(row))]
    points = _units(text, [row["value"] for _, row, _ in spans])
    others: list[dict[str, Any]] = []
    seen: set[object] = set()
    for number, (by, row, names) in enumerate(spans):
        place = row["value"]
        start, end = (points.get(place[key], -1) if points else place[key] for key in ("start", "end"))
        region = row.get("id") if isinstance(row.get("id"), str) and row["id"] not in seen else None
        seen.add(region)
        value = {key: each for key, each in place.items() if key not in ("start", "end", "text", "labels", row["type"])}
        note, row = _parted(row, names)
        extra = {key: each for key, each in row.items() if key not in REGION} | ({"value": value} if value else {})
        for place_of, name in enumerate(names):
            task.add(
                (number, place_of) if region is None or place_of else region,
                name,
                start,
                end,
                words=_words(place, text),
                score=row.get("score"),
                suggested_by=by,
                extra=({"id": region} if region is not None and not place_of else {}) | extra,
                note=None if place_of else note,
            )
    for _, row in rows:
        if row.get("type") == "relation":
            _relate(task, row)
        elif not _names(row):
            others.append(row)
    return others


def _names(row: Mapping[str, Any]) -> list[Any]:
    """The labels of a region of text; none where it is something else."""
    value, kind = row.get("value"), row.get("type")
    if not isinstance(value, dict) or not isinstance(kind, str) or type(value.get("start")) is not int:
        return []
    names = value.get(kind, value.get("labels"))
    return names if kind.endswith("labels") and type(value.get("end")) is int and isinstance(names, list) else []


def _parted(row: dict[str, Any], names: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """What somebody noted on a region, and the region without it; a part of a quote keeps its own."""
    meta = row.get("meta")
    lines = meta.get("text") if isinstance(meta, dict) else None
    note = as_note("\n".join(lines)) if isinstance(lines, list) and all(isinstance(each, str) for each in lines) else ""
    if not note or not isinstance(meta, dict) or str(names[0]).casefold() in UNNOTED:
        return "", row
    rest = {key: each for key, each in meta.items() if key != "text"}
    return note, {**{key: each for key, each in row.items() if key != "meta"}, **({"meta": rest} if rest else {})}


def _relate(task: Task, row: Mapping[str, Any]) -> None:
    head, child, labels = row.get("from_id"), row.get("to_id"), row.get("labels")
    names = labels if isinstance(labels, list) and labels else [""]
    extra = {key: each for key, each in row.items() if key not in RELATION}
    for name in names:
        if isinstance(head, str) and isinstance(child, str) and isinstance(name, str) and task.relations is not None:
            task.relations.append(Relation(head, child, name, {} if extra == {"direction": "right"} else extra))
        else:
            task.losses.append(Loss(Lost.RELATIONS, detail="without a label or ends"))


def _words(value: Mapping[str, Any], text: str) -> str | None:
    """The words that a region says it has; old versions wrote a line end in them as backslash and n."""
    words = value.get("text")
    if not isinstance(words, str):
        return None
    return words if "\\n" in text else words.replace("\\n", "\n")


def _units(text: str, places: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """The code point of each UTF-16 unit, where the words of regions stand there and not where code points say."""
    if not text or max(text) <= "\uffff" or all(_stands(text, each, {}) for each in places):
        return {}
    borders = accumulate((1 + (letter > "\uffff") for letter in text), initial=0)
    points = {unit: point for point, unit in enumerate(borders)}
    return points if all(_stands(text, each, points) for each in places) else {}


def _stands(text: str, value: Mapping[str, Any], points: Mapping[int, int]) -> bool:
    words = _words(value, text)
    start, end = (points.get(value[key], -1) if points else value[key] for key in ("start", "end"))
    return words is None or (start >= 0 and words.split() == text[start:end].split())
