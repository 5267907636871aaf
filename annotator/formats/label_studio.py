"""Label Studio's JSON of tasks, with the labelling configuration that they need.

Shapes are those of its *Label Studio JSON format of annotated tasks* and of `label-studio-sdk`. Places are code points
since its front end stores them so (label-studio-frontend #308). Earlier versions counted UTF-16 units, which shows by
the words that a region has beside them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any
from xml.sax.saxutils import quoteattr

from annotator.formats.attributing import Relation
from annotator.formats.fields import Fields
from annotator.formats.jsontext import encoded, first_object, values
from annotator.formats.linked import PARTS, RECORD, Link, Linked, Node, facts, linked
from annotator.formats.linked_reading import Task, imported, other_than_facts
from annotator.formats.outputs import MANIFEST
from annotator.model.document import ANALYST, Decision, Document, Entity, Status
from annotator.model.exchange import Format, Imported, Input, Loss, Lost, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault

FORM = "label-studio"
TASKS, CONFIG = "tasks.json", "config.xml"
_LABELS, _TEXT = "label", "text"
"""What the configuration calls its labels and its text."""
_TAKEN = ("id", "type", "value", "from_name", "to_name", "origin", "score")
_RELATION = ("type", "from_id", "to_id", "labels")
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
    return _TEXT if _TEXT in texts else max(texts, key=lambda key: texts[key], default="")


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
        extra = {key: each for key, each in row.items() if key not in _TAKEN} | ({"value": value} if value else {})
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


def _relate(task: Task, row: Mapping[str, Any]) -> None:
    head, child, labels = row.get("from_id"), row.get("to_id"), row.get("labels")
    names = labels if isinstance(labels, list) and labels else [""]
    extra = {key: each for key, each in row.items() if key not in _RELATION}
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


class TaskWriter:
    """Writes a task for each article into one list, and the configuration behind them."""

    def __init__(self, output: Output, options: WriteOptions) -> None:
        self._output = output
        self._options = options
        self._file = output.binary(TASKS)
        self._file.write(b"[")
        self._count = 0
        self._labels = dict.fromkeys(options.labels)
        self._relations = {"SOURCE": None, "CUE": None}

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes the article's task: what is pending as predictions, all else as an annotation."""
        document = article.document
        if not document.text:
            raise Fault("The article is empty, and there is nothing to annotate in it.", "Leave it out.")
        task = linked(article, self._options, FORM, tells_end=True)
        results = _divided(task)
        links = [link for each in results.values() for link in each.links]
        left = [link for link in task.links if link not in links]
        line = encoded(_task(document, task, results, task.record_without((), left)))
        self._file.write((b",\n" if self._count else b"\n") + line)
        self._count += 1
        self._labels |= dict.fromkeys(node.label for node in task.nodes)
        self._relations |= dict.fromkeys(link.label for link in task.links if link.label)
        detail = "between what is decided and what is pending"
        return (*task.losses, *([Loss(Lost.RELATIONS, len(left), detail=detail, kept=True)] if left else []))

    def finish(self) -> None:
        """Ends the list, and writes the configuration with every label and relation."""
        self._file.write(b"\n]\n")
        entities = sorted(self._labels.keys() - set(PARTS))
        self._output.text(CONFIG).write(_config((*entities, *PARTS), tuple(self._relations)))


class _Result:
    """The nodes and links of one annotation or prediction."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.links: list[Link] = []

    def rows(self, text: str) -> list[dict[str, Any]]:
        """Its regions and relations as Label Studio has them."""
        ids: dict[str, str] = {}
        taken = {node.id for node in self.nodes}
        for node in self.nodes:
            theirs = node.extra.get("id")
            ids[node.id] = theirs if isinstance(theirs, str) and theirs and theirs not in taken else node.id
            taken.add(ids[node.id])
        return [
            *(_region(node, ids[node.id], text[slice(*node.span)]) for node in self.nodes),
            *(
                {
                    "type": "relation",
                    "from_id": ids[link.head],
                    "to_id": ids[link.child],
                    "direction": "right",
                    "labels": [link.label] if link.label else [],
                    **{key: each for key, each in link.extra.items() if key not in _RELATION},
                }
                for link in self.links
            ),
        ]


def _divided(task: Linked) -> dict[str | None, _Result]:
    """What is decided, under None, and what is pending by its origin."""
    results: dict[str | None, _Result] = {}
    of: dict[str, str | None] = {}
    for node in task.nodes:
        of[node.id] = node.of.origin if node.of.pending else None
        results.setdefault(of[node.id], _Result()).nodes.append(node)
    for link in task.links:
        if of[link.head] == of[link.child]:
            results[of[link.head]].links.append(link)
    return results


def _region(node: Node, region: str, words: str) -> dict[str, Any]:
    start, end = node.span
    extra = {key: each for key, each in node.extra.items() if key not in _TAKEN}
    value = node.extra.get("value")
    scored = isinstance(node.of, Entity) and node.of.score is not None
    return {
        "id": region,
        "from_name": _LABELS,
        "to_name": _TEXT,
        "type": "labels",
        "origin": "prediction" if node.of.pending else "manual",
        "value": {
            **(value if isinstance(value, dict) else {}),
            "start": start,
            "end": end,
            "text": words,
            "labels": [node.label],
        },
        **({"score": node.of.score} if scored else {}),
        **extra,
    }


def _task(
    document: Document, task: Linked, results: Mapping[str | None, _Result], record: Mapping[str, Any]
) -> dict[str, Any]:
    def kept(key: str, kind: type) -> Any:
        value = task.kept.get(key)
        return value if isinstance(value, kind) else kind()

    done = results.get(None, _Result())
    annotation = {
        "result": [*done.rows(document.text), *kept("regions", list)],
        "was_cancelled": document.status is Status.ASIDE,
    }
    has_one = bool(annotation["result"]) or document.status in (Status.DONE, Status.ASIDE)
    predictions = [
        {"model_version": origin, "result": result.rows(document.text)}
        for origin, result in results.items()
        if origin is not None
    ]
    return {
        **kept("task", dict),
        "data": {**kept("data", dict), "text": document.text, **facts(document)},
        "meta": {**kept("meta", dict), RECORD: record},
        "annotations": [*([annotation] if has_one else []), *kept("annotations", list)],
        "predictions": [*predictions, *kept("predictions", list)],
    }


def _config(labels: Iterable[str], relations: Iterable[str]) -> str:
    """The labelling configuration: one text, whose white space is shown, its labels and relations."""
    rows = [
        "<View>",
        "  <Style>.htx-text { white-space: pre-wrap; }</Style>",
        "  <Relations>",
        *(f"    <Relation value={quoteattr(relation)}/>" for relation in relations),
        "  </Relations>",
        f'  <Labels name="{_LABELS}" toName="{_TEXT}">',
        *(f"    <Label value={quoteattr(label)}/>" for label in labels),
        "  </Labels>",
        f'  <Text name="{_TEXT}" value="$text"/>',
        "</View>",
    ]
    return "\n".join(rows) + "\n"


def _writer(output: Output, options: WriteOptions) -> Writer:
    return TaskWriter(output, options)


FORMAT = Format(
    name=FORM,
    title="Label Studio JSON",
    suffixes=(".json",),
    recognises=recognises,
    read=read,
    write=_writer,
    folder=True,
    carries="Spans and relations, of quotes too; pending ones as predictions; the rest lies in the tasks' meta.",
    usage=f"Make a project with `{CONFIG}` as its labelling configuration, and import `{TASKS}` into it.",
)
