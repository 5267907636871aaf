"""Label Studio's JSON of tasks, with the labelling configuration that they need.

Shapes are those of its *Label Studio JSON format of annotated tasks* and of `label-studio-sdk`.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from annotator.formats.jsontext import encoded
from annotator.formats.label_studio.reading import CONFIG, FORM, REGION, RELATION, TEXT, read, recognises
from annotator.formats.linked.spans import PARTS, RECORD, Link, Linked, Node, facts, linked
from annotator.formats.noting import in_full
from annotator.model.document import Document, Entity, Status
from annotator.model.exchange import Format, Loss, Lost, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault

TASKS = "tasks.json"
_LABELS = "label"
"""What the configuration calls its labels."""


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
        task = linked(article, self._options, FORM, tells_end=True, shown=in_full)
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

    def __init__(self, notes: Mapping[str, str]) -> None:
        self.nodes: list[Node] = []
        self.links: list[Link] = []
        self._notes = notes

    def rows(self, text: str) -> list[dict[str, Any]]:
        """Its regions and relations as Label Studio has them."""
        ids: dict[str, str] = {}
        taken = {node.id for node in self.nodes}
        for node in self.nodes:
            theirs = node.extra.get("id")
            ids[node.id] = theirs if isinstance(theirs, str) and theirs and theirs not in taken else node.id
            taken.add(ids[node.id])
        return [
            *(
                _region(node, ids[node.id], text[slice(*node.span)], self._notes.get(node.id, ""))
                for node in self.nodes
            ),
            *(
                {
                    "type": "relation",
                    "from_id": ids[link.head],
                    "to_id": ids[link.child],
                    "direction": "right",
                    "labels": [link.label] if link.label else [],
                    **{key: each for key, each in link.extra.items() if key not in RELATION},
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
        results.setdefault(of[node.id], _Result(task.notes)).nodes.append(node)
    for link in task.links:
        if of[link.head] == of[link.child]:
            results[of[link.head]].links.append(link)
    return results


def _region(node: Node, region: str, words: str, note: str) -> dict[str, Any]:
    start, end = node.span
    extra = {key: each for key, each in node.extra.items() if key not in REGION}
    if note:  # where its panel of a region shows it
        meta = extra.get("meta")
        extra["meta"] = {**(meta if isinstance(meta, dict) else {}), "text": [note]}
    value = node.extra.get("value")
    scored = isinstance(node.of, Entity) and node.of.score is not None
    return {
        "id": region,
        "from_name": _LABELS,
        "to_name": TEXT,
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

    done = results.get(None, _Result({}))
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
        f'  <Labels name="{_LABELS}" toName="{TEXT}">',
        *(f"    <Label value={quoteattr(label)}/>" for label in labels),
        "  </Labels>",
        f'  <Text name="{TEXT}" value="$text"/>',
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
