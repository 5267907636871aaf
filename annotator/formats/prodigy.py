"""Prodigy's JSONL: tasks of `ner`, `spans` and `relations`, as https://prodi.gy/docs/api-interfaces describes them.

`token_end` is inclusive there, and a relation's `head` and `child` are the index of the last token of their spans.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from annotator.formats.fields import Fields
from annotator.formats.jsonl.reading import is_ours
from annotator.formats.jsontext import encoded, first_object, values
from annotator.formats.linked.attributing import Relation
from annotator.formats.linked.reading import Task, imported, other_than_facts
from annotator.formats.linked.spans import RECORD, Link, Linked, Node, facts, linked
from annotator.formats.sourcemap import to_text
from annotator.model.document import Document, Entity, Span, Status, Tokens
from annotator.model.exchange import Format, Imported, Input, Loss, Lost, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault
from annotator.model.tokens import covering, trim

FORM = "prodigy"
_HASHES = ("_input_hash", "_task_hash", "_view_id")
_TAKEN = ("text", "tokens", "spans", "relations", "answer", "flagged", "meta", RECORD)
_SPAN = ("start", "end", "token_start", "token_end", "label", "text", "score")
_RELATION = ("head", "child", "label", "head_span", "child_span")
_TOKEN = ("text", "start", "end", "id", "ws")
_ANSWERS = {"accept": Status.DONE, "ignore": Status.ASIDE}
_BARE = "between_tokens"
"""The key, in what is kept, of relations between tokens that are no spans: where both stand, and the relation."""


def recognises(given: Input) -> bool:
    """Whether the first task has what only Prodigy writes, and is not one of this program's own lines."""
    task = first_object(given)
    if not isinstance(task.get("text"), str) or is_ours(task):
        return False
    tokens = isinstance(task.get("tokens"), list)
    return any(key in task for key in _HASHES) or (tokens and ("answer" in task or "relations" in task))


def read(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a file, and a Fault in place of each that cannot be read.

    A task that was accepted is done, an ignored one aside; the annotations of a rejected one are rejected. Spans
    CONTENT, CUE and SOURCE are quotes, by their relations or, where there are none, by where they stand.
    """
    for found in values(given):
        try:
            yield found if isinstance(found, Fault) else _imported(*found, given.name)
        except Fault as fault:
            yield fault


def _imported(where: str, value: Any, file: str) -> Imported:
    fields = Fields(value, where)
    task = Task(where, fields.text("text"), file)
    ends: dict[object, int] = {}
    for number, span in enumerate(fields.items("spans")):
        row = span if isinstance(span, dict) else {}
        start, end, label, last = (row.get(key) for key in ("start", "end", "label", "token_end"))
        extra = {key: each for key, each in row.items() if key not in _SPAN}
        task.add(number, label, start, end, words=row.get("text"), score=row.get("score"), extra=extra)
        if type(start) is int and type(end) is int:
            ends.setdefault((start, end, str(label)), number)
        if type(last) is int:
            ends.setdefault(last, number)
    bare = _relate(task, fields, ends)
    tokens = _tokens(task, fields)
    meta = value.get("meta")
    about = meta if isinstance(meta, dict) else {}
    kept = {
        "task": dict(fields.rest(_TAKEN)),
        "meta": other_than_facts(about) if isinstance(meta, dict) else meta,
        _BARE: bare,
    }
    answer = value.get("answer")
    result = imported(
        task,
        FORM,
        about=about,
        record=value.get(RECORD),
        kept={key: each for key, each in kept.items() if each},
        status=_ANSWERS.get(answer) if isinstance(answer, str) else None,
        rejected=answer == "reject",
    )
    flagged = value.get("flagged") is True  # as its own button says, which a record cannot know
    return replace(result, document=replace(result.document, tokens=tokens, flagged=flagged))


def _relate(task: Task, fields: Fields, ends: Mapping[object, int]) -> list[list[Any]]:
    """Gives the task its relations; those with an end that is no span come out, as [head, child, relation]."""
    task.relations, bare, lost = [], [], 0
    for relation in fields.items("relations"):
        row = relation if isinstance(relation, dict) else {}
        head, child = (_end(row, key, ends) for key in ("head", "child"))
        extra = {key: each for key, each in row.items() if key not in _RELATION}
        label = row.get("label")
        if not isinstance(label, str):
            lost += 1
        elif type(head) is int and type(child) is int:
            task.relations.append(Relation(head, child, label, extra))
        else:
            places = [_place(task, row.get(f"{key}_span")) for key in ("head", "child")]
            if None in places:
                lost += 1
            else:
                bare.append([*places, {"label": label, **extra}])
    if bare:
        task.losses.append(Loss(Lost.RELATIONS, len(bare), detail="between tokens", kept=True))
    if lost:
        task.losses.append(Loss(Lost.RELATIONS, lost, detail="without a label or ends"))
    return bare


def _end(row: Mapping[str, Any], key: str, ends: Mapping[object, int]) -> int | None:
    """The number of the span at an end of a relation: by where it stands, else by its last token."""
    span = row.get(f"{key}_span")
    if isinstance(span, dict):
        place = (span.get("start"), span.get("end"), str(span.get("label")))
        return ends.get(place) if all(type(at) is int for at in place[:2]) else None
    last = row.get(key)
    return ends.get(last) if type(last) is int else None


def _place(task: Task, span: object) -> list[int] | None:
    """Where a token stands in the article's text."""
    start, end = (span.get("start"), span.get("end")) if isinstance(span, dict) else (None, None)
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        return None
    place = to_text(task.runs, Span(start, end))
    return None if place is None else list(place)


def _tokens(task: Task, fields: Fields) -> Tokens | None:
    """The task's tokens but those of white space, None where they do not make up its text."""
    places: list[Span] = []
    attributes = 0
    for token in fields.items("tokens"):
        row = token if isinstance(token, dict) else {}
        attributes += bool(row.keys() - set(_TOKEN))
        place = _place(task, row)
        span = None if place is None else trim(task.text, Span(*place))
        if span is not None:
            places.append(span)
    if attributes:
        task.losses.append(Loss(Lost.ATTRIBUTES, attributes, detail="of tokens"))
    reached = 0
    for span in places:
        if span.start < reached or task.text[reached : span.start].strip():
            return None
        reached = span.end
    if not places or task.text[reached:].strip():
        return None
    spaces = tuple(task.text[span.end : span.end + 1] == " " for span in places)
    return Tokens(FORM, tuple(span.start for span in places), tuple(span.end for span in places), spaces)


class TaskWriter:
    """Writes a task a line.

    flat  only spans that do not overlap, which is what `rel.manual` can show: the parts of quotes before entities, the
          longer before the shorter, the earlier before the later
    """

    def __init__(self, output: Output, options: WriteOptions, *, flat: bool) -> None:
        self._file = output.binary()
        self._options = options
        self._flat = flat

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes the article's task. A token that a span begins or ends within is divided there."""
        document = article.document
        task = linked(article, self._options, FORM, tells_end=True)
        nodes, losses = _without_overlaps(task) if self._flat else (task.nodes, ())
        rows = list(covering(_divided(document, nodes)))
        first = {start: number for number, (start, _, _) in enumerate(rows)}
        last = {end: number for number, (_, end, _) in enumerate(rows)}
        spans = {node.id: _span(node, first, last) for node in nodes}
        links = [link for link in task.links if link.head in spans and link.child in spans]
        left = [link for link in task.links if link not in links]
        bare, gone = _between_tokens(task, first, last)
        losses = (*task.losses, *losses, *_gone(len(left), kept=True), *_gone(gone, kept=False))
        answer = {status: answer for answer, status in _ANSWERS.items()}.get(document.status)
        line = {
            "text": document.text,
            "tokens": [
                {"text": document.text[start:end], "start": start, "end": end, "id": number, "ws": space}
                for number, (start, end, space) in enumerate(rows)
            ],
            "spans": [{**spans[node.id], **_without(node.extra, _SPAN)} for node in nodes],
            "relations": [*(_relation(spans[link.head], spans[link.child], link) for link in links), *bare],
            **({"answer": answer} if answer is not None else {}),
            **({"flagged": True} if document.flagged else {}),
            "meta": _meta(document, task),
            RECORD: task.record_without((node for node in task.nodes if node.id not in spans), left),
        }
        rest = task.kept.get("task")
        self._file.write(encoded({**_without(rest, tuple(line)), **line} if isinstance(rest, dict) else line) + b"\n")
        return losses

    def finish(self) -> None:
        """Nothing comes after the last task."""


def _without(extra: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: value for key, value in extra.items() if key not in keys}


def _gone(count: int, *, kept: bool) -> tuple[Loss, ...]:
    return (Loss(Lost.RELATIONS, count, detail="an end of them is left out", kept=kept),) if count else ()


def _meta(document: Document, task: Linked) -> Any:
    meta = task.kept.get("meta", {})
    return {**facts(document), **meta} if isinstance(meta, dict) else {**facts(document), "imported": meta}


def _divided(document: Document, nodes: Iterable[Node]) -> Document:
    """The document with tokens that begin and end wherever a node does."""
    tokens = document.tokens
    if tokens is None:
        return document
    borders = sorted({at for node in nodes for at in node.span} - set(tokens.starts) - set(tokens.ends))
    if not borders:
        return document
    spans: list[Span] = []
    for token in tokens:
        cuts = borders[bisect_right(borders, token.start) : bisect_left(borders, token.end)]
        spans += [Span(start, end) for start, end in zip((token.start, *cuts), (*cuts, token.end), strict=True)]
    spaces = dict(zip(tokens.ends, tokens.spaces, strict=True))
    divided = Tokens(
        tokens.tokenizer,
        tuple(span.start for span in spans),
        tuple(span.end for span in spans),
        tuple(spaces.get(span.end, False) for span in spans),
    )
    return replace(document, tokens=divided)


def _span(node: Node, first: Mapping[int, int], last: Mapping[int, int]) -> dict[str, Any]:
    start, end = node.span
    if start not in first or end not in last:
        raise Fault(f"There is no token at the span {node.id}.", "Run the pipeline on the article again.")
    row = {"start": start, "end": end, "token_start": first[start], "token_end": last[end], "label": node.label}
    scored = isinstance(node.of, Entity) and node.of.score is not None
    return {**row, "score": node.of.score} if scored else row


def _relation(head: Mapping[str, Any], child: Mapping[str, Any], link: Link) -> dict[str, Any]:
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "label": link.label,
        "head_span": {key: head[key] for key in _SPAN[:5]},
        "child_span": {key: child[key] for key in _SPAN[:5]},
        **_without(link.extra, _RELATION),
    }


def _between_tokens(
    task: Linked, first: Mapping[int, int], last: Mapping[int, int]
) -> tuple[list[dict[str, Any]], int]:
    """The relations that were between tokens, and how many have none there any more."""
    made, gone = [], 0
    for row in task.kept.get(_BARE, ()):
        match row:
            case [[int(), int()] as head, [int(), int()] as child, {"label": str(label)} as relation]:
                ends = [_token(place, first, last) for place in (head, child)]
            case _:
                ends = [{}]
        if all(ends):
            made.append(_relation(ends[0], ends[1], Link("", "", label, _without(relation, ("label",)))))
        else:
            gone += 1
    return made, gone


def _token(place: Sequence[int], first: Mapping[int, int], last: Mapping[int, int]) -> dict[str, Any]:
    """The end of a relation that is no span; empty where no token stands there."""
    start, end = place
    if start not in first or end not in last:
        return {}
    return {"start": start, "end": end, "token_start": first[start], "token_end": last[end], "label": None}


def _without_overlaps(task: Linked) -> tuple[tuple[Node, ...], tuple[Loss, ...]]:
    """The nodes that can stand side by side, and a loss for each of the others."""
    order = sorted(
        task.nodes, key=lambda node: (isinstance(node.of, Entity), node.span.start - node.span.end, node.span.start)
    )
    taken: list[Span] = []
    kept: set[str] = set()
    losses = []
    for node in order:
        at = bisect_left(taken, node.span)
        beside = taken[max(at - 1, 0) : at + 1]
        if any(node.span.overlaps(other) for other in beside):
            losses.append(Loss(Lost.OVERLAPS, span=node.span, detail=f"{node.id}, {node.label}", kept=True))
        else:
            insort(taken, node.span)
            kept.add(node.id)
    return tuple(node for node in task.nodes if node.id in kept), tuple(losses)


def _writer(output: Output, options: WriteOptions, *, flat: bool) -> Writer:
    return TaskWriter(output, options, flat=flat)


_DIVIDED = "Tokens are divided where a span begins or ends within one."
FORMAT = Format(
    name=FORM,
    title="Prodigy JSONL",
    suffixes=(".jsonl",),
    recognises=recognises,
    read=read,
    write=partial(_writer, flat=False),
    carries=f"Spans and relations, of quotes too; the rest lies beside them for this program. {_DIVIDED}",
)
FLAT = Format(
    name="prodigy-flat",
    title="Prodigy JSONL for rel.manual",
    suffixes=(".jsonl",),
    write=partial(_writer, flat=True),
    carries=f"The same without overlaps, which lie beside: quotes go before entities, longer spans first. {_DIVIDED}",
)
