"""doccano's JSONL: of sequence labelling, `label` with spans, and with relations, `entities` and `relations`.

Shapes and names are those of doccano 1.8's `data_import` and `data_export`. Offsets are code points. What else a line
has doccano keeps as its `meta` and exports beside the text again.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from annotator.formats.fields import Fields
from annotator.formats.jsonl.reading import is_ours
from annotator.formats.jsontext import encoded, first_object, values
from annotator.formats.linked.attributing import Relation
from annotator.formats.linked.reading import Task, imported, other_than_facts
from annotator.formats.linked.spans import RECORD, facts, linked
from annotator.model.exchange import Format, Imported, Input, Loss, Lost, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault

FORM = "doccano"
_TAKEN = ("text", "label", "labels", "entities", "relations", RECORD)
_ENTITY = ("id", "label", "start_offset", "end_offset")
_RELATION = ("id", "from_id", "to_id", "type")


def recognises(given: Input) -> bool:
    """Whether the first line has spans as doccano writes them; a class of the whole text is none."""
    line = first_object(given)
    if not isinstance(line.get("text"), str) or is_ours(line):
        return False
    entities, relations, spans = (line.get(key) for key in ("entities", "relations", "label"))
    if isinstance(entities, list) and isinstance(relations, list):
        return all(isinstance(each, dict) and "start_offset" in each for each in entities)
    return isinstance(spans, list) and all(_is_span(each) for each in spans)


def _is_span(value: object) -> bool:
    match value:
        case [int(), int(), str()]:
            return True
    return False


def read(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a file, and a Fault in place of each that cannot be read."""
    for found in values(given):
        try:
            yield found if isinstance(found, Fault) else _imported(*found, given.name)
        except Fault as fault:
            yield fault


def _imported(where: str, value: Any, file: str) -> Imported:
    fields = Fields(value, where)
    task = Task(where, fields.text("text"), file)
    for number, row in enumerate(fields.items("label" if value.get("label") is not None else "labels")):
        start, end, label, *_ = [*row, None, None, None] if isinstance(row, list) else (None, None, row)
        task.add(("label", number), label, start, end)
    seen = set()
    for number, row in enumerate(fields.items("entities")):
        each = row if isinstance(row, dict) else {}
        extra = {key: what for key, what in each.items() if key not in _ENTITY}
        key = each.get("id")
        key = key if type(key) is int and key not in seen else ("entity", number)
        seen.add(key)
        task.add(key, each.get("label"), each.get("start_offset"), each.get("end_offset"), extra=extra)
    if value.get("relations") is not None:
        task.relations = []
    for row in fields.items("relations"):
        each = row if isinstance(row, dict) else {}
        head, child, label = (each.get(key) for key in ("from_id", "to_id", "type"))
        if type(head) is int and type(child) is int and isinstance(label, str) and task.relations is not None:
            extra = {key: what for key, what in each.items() if key not in _RELATION}
            task.relations.append(Relation(head, child, label, extra))
        else:
            task.losses.append(Loss(Lost.RELATIONS, detail="without a type or ends"))
    rest = {key: each for key, each in value.items() if key not in _TAKEN and each is not None}
    kept = other_than_facts(rest)
    return imported(task, FORM, about=rest, record=value.get(RECORD), kept={"line": kept} if kept else None)


class LineWriter:
    """Writes an article a line; `relations` tells which of the two shapes it has."""

    def __init__(self, output: Output, options: WriteOptions, *, relations: bool) -> None:
        self._file = output.binary()
        self._options = options
        self._relations = relations

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes the article's line."""
        document = article.document
        if not document.text:
            raise Fault("The article is empty, and doccano takes none that is.", "Leave it out.")
        task = linked(article, self._options, FORM)
        numbers = {node.id: number for number, node in enumerate(task.nodes)}
        losses, record = task.losses, task.record
        annotations: dict[str, Any]
        if self._relations:
            annotations = {
                "entities": [
                    {"id": numbers[node.id], "start_offset": node.span.start, "end_offset": node.span.end,
                     "label": node.label, **{k: v for k, v in node.extra.items() if k not in _ENTITY}}
                    for node in task.nodes
                ],
                "relations": [
                    {"id": number, "from_id": numbers[link.head], "to_id": numbers[link.child], "type": link.label,
                     **{k: v for k, v in link.extra.items() if k not in _RELATION}}
                    for number, link in enumerate(task.links)
                ],
            }  # fmt: skip
        else:
            annotations = {"label": [[*node.span, node.label] for node in task.nodes]}
            record = task.record_without((), task.links)
            if task.links:
                losses = (*losses, Loss(Lost.RELATIONS, len(task.links), kept=True))
        line = {"text": document.text, **annotations, **facts(document), RECORD: record}
        rest = task.kept.get("line")
        self._file.write(encoded({**(rest if isinstance(rest, dict) else {}), **line}) + b"\n")
        return losses

    def finish(self) -> None:
        """Nothing comes after the last line."""


def _writer(output: Output, options: WriteOptions, *, relations: bool) -> Writer:
    return LineWriter(output, options, relations=relations)


_PROJECT = "The project must allow overlapping spans"
FORMAT = Format(
    name=FORM,
    title="doccano JSONL with relations",
    suffixes=(".jsonl",),
    recognises=recognises,
    read=read,
    write=partial(_writer, relations=True),
    carries=f"Spans and relations, of quotes too; the rest lies beside them. {_PROJECT} and relations.",
)
SPANS = Format(
    name="doccano-spans",
    title="doccano JSONL of spans",
    suffixes=(".jsonl",),
    write=partial(_writer, relations=False),
    carries=f"Spans without relations; the rest lies beside them. {_PROJECT}.",
)
