"""brat's standoff: a folder with a `.txt` and an `.ann` for each article, and the types they have.

A quote is spans CONTENT, CUE and SOURCE with relations SOURCE and CUE, which people draw in brat as they drew the
others, and which a quote without a cue has as well. As in PolNeAR it is an event Attribution at the cue, with the same
spans as its ends. Either is read; what came as an event goes back as one. What lines have no place for is a note about
nothing: brat keeps it in the file and does not show it.
"""

import re
from collections import Counter, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import Any, TypeAlias

from annotator.formats.brat.conf import Types
from annotator.formats.brat.reading import DOCUMENT, EVENT, FORM, NOTES, SPEAKER, TRIGGER, read_article, shown
from annotator.formats.brat.standoff import Row, TextBound, fragments, on_a_line, safe_type
from annotator.formats.inputs import LARGEST_ARTICLE, head, too_large
from annotator.formats.jsontext import dumped
from annotator.formats.linked.spans import PARTS, RECORD, Linked, Node, facts, linked
from annotator.formats.naming import Names
from annotator.formats.noting import NOTE
from annotator.formats.sourcemap import BOM
from annotator.formats.text import Decoded, decode
from annotator.model.document import Quote, Span
from annotator.model.exchange import Format, Imported, Input, Loss, Lost, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault

EVENTS = "brat-events"
_ATTRIBUTION = "Attribution"
_KeptRow: TypeAlias = tuple[str, str, list[tuple[str, Any]], str]
"""A line that is kept: id, type, ends with their roles, rest."""
_KEPT_SPANS, _LINES, _EVENTS = "spans", "lines", "events"
_FIRST_BOUND = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*T\d+\t\S+ \d+ \d+(;\d+ \d+)*(\t|\r?\n|\Z)")
_FIRST_ROW = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(\Z|[TREAMN#]\w*\t|\*\t)")
_WORD = re.compile(r"[^\s:]+")
_KEPT_ID = re.compile(r"[REAMN#][A-Za-z]{0,9}\d{1,9}\S{0,9}|[*E]")
_NUMBERED = re.compile(r"[TREAMN#][A-Za-z]{0,9}(\d{1,9})\S{0,9}")


def recognises(given: Input) -> bool:
    """Whether the first line is brat's: any of them in an `.ann`, else a span with its places."""
    begins = _FIRST_ROW if PurePath(given.name).suffix.lower() == ".ann" else _FIRST_BOUND
    return begins.match(head(given, 4096)) is not None


def part_of(given: Input) -> bool:
    """Whether an input is a text that lies beside its annotations."""
    name = PurePath(given.name)
    return name.suffix.lower() == ".txt" and given.beside(f"{name.stem}.ann") is not None


def read(given: Input) -> Iterator[Imported | Fault]:
    """The article of an `.ann` and the text beside it, or in the folder `text` beside its own, as PolNeAR has them."""
    beside = _text_of(given)
    text, how = _decoded(beside)
    ann, _ = _decoded(given)
    found = read_article(text, ann.removeprefix(BOM), beside.name, given.name)
    yield replace(found, encoding=how.encoding, notes=(*how.notes, *found.notes))


def _text_of(given: Input) -> Input:
    """The text file; its name may lack the annotator's code that the annotations' name ends in."""
    stem = PurePath(given.name).stem
    for name in dict.fromkeys((stem, stem.rpartition("_")[0])):
        for folder in ("", "text") if name else ():
            found = given.beside(f"{name}.txt", folder)
            if found is not None:
                return found
    raise Fault(f"{given.name} has annotations, but there is no {stem}.txt beside it.", "Put the two in one folder.")


def _decoded(given: Input) -> tuple[str, Decoded]:
    """The text of a file as it lies there, with its carriage returns, and how it was told."""
    with given.open() as file:
        data = file.read(LARGEST_ARTICLE + 1)
    if len(data) > LARGEST_ARTICLE:
        raise too_large(given.name, len(data), LARGEST_ARTICLE)
    how = decode(data, given.name)
    return data.decode(how.encoding), how


class FolderWriter:
    """Writes two files for each article, and those that say which types there are behind the last."""

    def __init__(self, output: Output, options: WriteOptions, *, events: bool) -> None:
        self._output, self._options, self._events = output, options, events
        self._names = Names()
        self._types = Types()

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes the article's text as it is, and its lines."""
        document = article.document
        task = linked(article, self._options, FORM, shown=shown)
        lines = _Lines(article, task, events=self._events)
        name = self._names.take(document.article)
        self._types.add(lines.bounds, lines.rows, lines.labels)
        self._output.put(f"{name}.txt", document.text.encode())
        whole = (*lines.bounds, *lines.rows, *lines.notes)
        self._output.put(f"{name}.ann", "".join(f"{line}\n" for line in whole).encode())
        return (*task.losses, *lines.losses)

    def finish(self) -> None:
        """Writes the collection's configuration."""
        self._output.put("annotation.conf", self._types.annotation.encode())
        self._output.put("visual.conf", self._types.visual.encode())


class _Lines:
    """The lines of an article: spans, rows about them, notes of this program's own, and what is lost."""

    def __init__(self, article: Portable, task: Linked, *, events: bool) -> None:
        self._article, self._task, self._events = article, task, events
        self._text = article.document.text
        self.labels: dict[str, str] = {}
        self._types: dict[str, str] = {}
        self.bounds: list[TextBound] = []
        self.rows: list[Row] = []
        self.losses: list[Loss] = []
        self._lines = [row for each in task.kept.get(_LINES, ()) if (row := _kept_row(each)) is not None]
        kept = (_kept_bound(each, self._text) for each in task.kept.get(_KEPT_SPANS, ()))
        self._kept = [bound for bound in kept if bound is not None]
        self._ids = _Ids(self._theirs())
        self._node_ids: dict[str, str] = {}
        self._event_ids: dict[tuple[str, str], str] = {}
        self._spans()
        self._quotes()
        self._foreign()
        self.notes = [*self._noted(), *self._speakers(), self._record()]

    def _theirs(self) -> Iterator[str]:
        """The ids that lines had when they were read."""
        yield from (bound.id for bound in self._kept)
        yield from (row[0] for row in self._lines)
        yield from (str(link.extra.get("id")) for link in self._task.links)
        for node in self._task.nodes:
            event = _event(node)
            theirs = (node.extra.get("id"), node.extra.get(NOTE), event.get("id"), event.get("trigger"))
            yield from map(str, theirs)

    def _spans(self) -> None:
        """A line for each node, but one for contents that were one, and for what was part of several quotes."""
        together: dict[Hashable, list[Node]] = {}
        for node in self._task.nodes:
            theirs = str(node.extra.get("id", ""))
            of = node.of.id if node.label == "CONTENT" else node.span
            joined = bool(theirs) and isinstance(node.of, Quote)
            together.setdefault((theirs, node.label, of) if joined else node.id, []).append(node)
        for nodes in together.values():
            first = nodes[0]
            spans = [*dict.fromkeys(node.span for node in nodes)]
            rest = first.extra.get("rest")
            if first.label != "CONTENT" and isinstance(rest, list):
                spans += [span for each in rest if (span := _span(each, self._text)) and span.start >= spans[-1].end]
            bound_id = self._ids.take("T", first.extra.get("id"))
            self._node_ids |= {node.id: bound_id for node in nodes}
            self.bounds.append(self._bound(bound_id, self._type(first), spans))
        self.bounds += (self._bound(bound.id, bound.type, bound.spans) for bound in self._kept)

    def _bound(self, bound_id: str, kind: str, spans: Iterable[Span]) -> TextBound:
        places = fragments(self._text, spans)
        return TextBound(bound_id, kind, places, " ".join(self._text[slice(*place)] for place in places))

    def _type(self, node: Node) -> str:
        came = node.extra.get("type")
        if isinstance(came, str) and came.upper() == node.label and _WORD.fullmatch(came):
            return came
        if isinstance(node.of, Quote):
            return node.label.capitalize() if self._events or self._task.kept.get(_EVENTS) is True else node.label
        if node.label in self._types:
            return self._types[node.label]
        theirs = bool(node.extra.get("id")) and _WORD.fullmatch(node.label) is not None
        plain = kind = node.label if theirs else safe_type(node.label)
        number = 1
        while kind in self.labels or (kind.upper() in PARTS and node.label not in PARTS):
            number += 1
            kind = f"{plain}_{number}"
        self._types[node.label] = kind
        self.labels[kind] = node.label
        return kind

    def _quotes(self) -> None:
        """The quotes that are events, and the relations of the others."""
        of = {node.id: node.of for node in self._task.nodes if isinstance(node.of, Quote)}
        quotes: dict[str, list[Node]] = {}
        for node in self._task.nodes:
            if isinstance(node.of, Quote):
                quotes.setdefault(node.of.id, []).append(node)
        as_events = {quote for quote, nodes in quotes.items() if self._is_event(nodes)}
        for quote_id, nodes in quotes.items():
            if quote_id in as_events:
                self._event(quote_id, nodes)
        drawn: set[tuple[str, str, str]] = set()
        for link in self._task.links:
            quote = of.get(link.head)
            own = not link.extra and link.label in PARTS and quote is not None
            ends = self._node_ids[link.head], self._node_ids[link.child], link.label
            if own and (ends in drawn or (quote is not None and quote.id in as_events)):
                continue
            drawn.add(ends)
            roles = link.extra.get("roles")
            names = roles if isinstance(roles, list) and _is_end(roles) and _is_end(roles[::-1]) else ["Arg1", "Arg2"]
            row_id = self._ids.take("R", link.extra.get("id"))
            kind = link.label if _WORD.fullmatch(link.label) else safe_type(link.label)
            self.rows.append(Row(row_id, kind, tuple(zip(names, ends[:2], strict=True))))

    def _is_event(self, nodes: Iterable[Node]) -> bool:
        """Whether a quote is an event: where all are, where it came as one, and where others did and it is new."""
        came = self._task.kept.get(_EVENTS) is True and not any(node.extra.get("id") for node in nodes)
        return self._events or came or any(map(_event, nodes))

    def _event(self, quote: str, nodes: list[Node]) -> None:
        extra: Mapping[str, Any] = next(filter(None, map(_event, nodes)), {})
        kind = extra.get("type")
        kind = kind if isinstance(kind, str) and _WORD.fullmatch(kind) else _ATTRIBUTION
        parts = {node.id[len(quote) + 1 :].partition(".")[0]: node for node in nodes}
        trigger = extra.get("trigger")
        theirs = next((each for node in nodes if (each := self._node_ids[node.id]) == trigger), "")
        if not theirs:
            place = _span(extra.get("at"), self._text) or (parts.get("cue") or parts.get("source") or nodes[0]).span
            theirs = self._ids.take("T", trigger)
            self.bounds.append(self._bound(theirs, kind, [place]))
        contents = dict.fromkeys(self._node_ids[node.id] for node in nodes if node.label == "CONTENT")
        ends = [("Content" + (str(n) if n > 1 else ""), content) for n, content in enumerate(contents, 1)]
        ends += [(part.capitalize(), self._node_ids[parts[part].id]) for part in ("cue", "source") if part in parts]
        event_id = self._ids.take("E", extra.get("id"))
        first = f"{quote}.content.0"
        self._event_ids |= {(first, EVENT): event_id, (first, TRIGGER): theirs}
        self.rows.append(Row(event_id, kind, (("", theirs), *ends)))

    def _foreign(self) -> None:
        """The rows of others whose ends are all there, and further ends of events; those that have none are lost."""
        there = {*(bound.id for bound in self.bounds), *(row.id for row in self.rows)}
        events = {row.id: at for at, row in enumerate(self.rows) if row.id[0] == "E"}
        waiting: dict[str, list[_KeptRow]] = {}
        lost: list[_KeptRow] = []
        left = deque(self._lines)
        while left:
            line = left.popleft()
            row_id, kind, told, rest = line
            missing = next((end for _, end in told if isinstance(end, str) and end not in there), None)
            ends = tuple((role, self._end(end)) for role, end in told)
            if missing is not None:
                waiting.setdefault(missing, []).append(line)
            elif not all(end for _, end in ends) or (row_id == "E" and ends[0][1] not in events):
                lost.append(line)
            elif row_id == "E":
                row = self.rows[events[ends[0][1]]]
                self.rows[events[row.id]] = replace(row, ends=(*row.ends, *ends[1:]))
            else:
                row_id = row_id if row_id == "*" else self._ids.take(row_id[0], row_id)
                self.rows.append(Row(row_id, kind, ends, rest))
                there.add(row_id)
                left.extend(waiting.pop(row_id, ()))
        lost += (line for lines in waiting.values() for line in lines)
        for what, number in Counter(row_id[0] in "ER*" for row_id, *_ in lost).items():
            self.losses.append(
                Loss(Lost.RELATIONS if what else Lost.ATTRIBUTES, number, detail="what they are about is gone")
            )

    def _end(self, end: Any) -> str:
        """The id of what a kept line is about, "" where it is gone."""
        match end:
            case str():
                return end
            case [str(node)]:
                return self._node_ids.get(node, "")
            case [str(node), str(what)]:
                return self._event_ids.get((node, what)) or self._node_ids.get(node, "")
        return ""

    def _noted(self) -> Iterator[Row]:
        """A note for each of a person's, which brat shows at the entity, at the quote's event, or at its content."""
        for node in self._task.nodes:
            if node.id in self._task.notes:
                event = self._event_ids.get((f"{node.of.id}.content.0", EVENT))
                about = event if isinstance(node.of, Quote) and event else self._node_ids[node.id]
                note_id = self._ids.take("#", node.extra.get(NOTE))
                yield Row(note_id, NOTES, (("", about),), f"\t{self._task.notes[node.id]}")

    def _speakers(self) -> Iterator[Row]:
        """A note for each source, entity, and quote without a source that says who it is: brat shows it at the span."""
        done = set()
        for node in self._task.nodes:
            name = self._article.speakers.get(node.of.speaker or "")
            shown = not isinstance(node.of, Quote) or (
                node.label == ("CONTENT" if node.of.source is None else "SOURCE")
            )
            if name is not None and shown and (bound_id := self._node_ids[node.id]) not in done:
                done.add(bound_id)
                words = " ".join(on_a_line(name.name).split())
                if not words:  # of such a name only the record tells: brat's readers refuse a note that says nothing
                    continue
                yield Row(self._ids.take("#"), SPEAKER, (("", bound_id),), f"\t{words}")

    def _record(self) -> Row:
        labels = {kind: label for kind, label in self.labels.items() if kind != label}
        events = {_EVENTS: True} if self._task.kept.get(_EVENTS) is True else {}
        record = {**self._task.record, **({"labels": labels} if labels else {}), **events}
        told = {**facts(self._article.document), RECORD: record}
        return Row(self._ids.take("#"), RECORD, (("", DOCUMENT),), f"\t{dumped(told)}")


class _Ids:
    """Ids that are free; `theirs` are kept for the lines that had them."""

    def __init__(self, theirs: Iterable[str]) -> None:
        self._next: Counter[str] = Counter()
        self._taken: set[str] = set()
        for each in theirs:
            found = _NUMBERED.fullmatch(each)
            if found is not None:
                self._next[each[0]] = max(self._next[each[0]], int(found.group(1)))

    def take(self, letter: str, wanted: object = None) -> str:
        """The id that is wanted, if it is one with that letter and free; else a new one."""
        is_one = isinstance(wanted, str) and wanted[:1] == letter and _NUMBERED.fullmatch(wanted) is not None
        if isinstance(wanted, str) and is_one and wanted not in self._taken:
            self._taken.add(wanted)
            return wanted
        self._next[letter] += 1
        return f"{letter}{self._next[letter]}"


def _event(node: Node) -> Mapping[str, Any]:
    """What a quote's first content keeps of the event it came as."""
    event = node.extra.get(EVENT)
    return event if isinstance(event, dict) and isinstance(node.of, Quote) else {}


def _span(value: object, text: str) -> Span | None:
    match value:
        case [int(start), int(end)] if 0 <= start < end <= len(text):
            return Span(start, end)
    return None


def _kept_bound(value: object, text: str) -> TextBound | None:
    match value:
        case [str(id_), str(kind), list(places)] if _NUMBERED.fullmatch(id_) and _WORD.fullmatch(kind):
            spans = tuple(span for each in places if (span := _span(each, text)) is not None)
            return TextBound(id_, kind, spans, "") if spans else None
    return None


def _kept_row(value: object) -> _KeptRow | None:
    match value:
        case [str(id_), str(kind), list(told), str(rest)] if _KEPT_ID.fullmatch(id_) and _WORD.fullmatch(kind):
            ends = [(each[0], each[1]) for each in told if _is_end(each)]
            return (id_, kind, ends, rest) if len(ends) == len(told) and not re.search(r"[\r\n]", rest) else None
    return None


def _is_end(value: object) -> bool:
    return (
        isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and not re.search(r"[\s:]", value[0])
    )


def _writer(output: Output, options: WriteOptions, *, events: bool) -> Writer:
    return FolderWriter(output, options, events=events)


_USAGE = "Put the folder below brat's `data` folder; `annotation.conf` and `visual.conf` are those that it needs."
FORMAT = Format(
    name=FORM,
    title="brat standoff",
    suffixes=(".ann",),
    recognises=recognises,
    part_of=part_of,
    read=read,
    write=partial(_writer, events=False),
    folder=True,
    carries="Spans and relations, of quotes too, and who speaks as notes; the rest is a note that brat does not show.",
    usage=_USAGE,
)
AS_EVENTS = Format(
    name=EVENTS,
    title="brat standoff with attributions as events",
    suffixes=(".ann",),
    read=read,
    write=partial(_writer, events=True),
    folder=True,
    carries="The same, with each quote as an event Attribution with Content, Cue and Source, as PolNeAR has them.",
    usage=_USAGE,
)
