"""brat's standoff as articles: spans and relations as `linked` takes them, events of quotes, and all else kept.

What is kept of a document is `{"events": true, "spans": [[id, type, [[start, end], …]]], "lines": [[id, type, [[role,
end], …], rest]]}`: whether its quotes came as events, and what is no entity or quote, at places in the article's text.
The end of a line is the id of another kept one, or [node] for what became an entity or a part of a quote, or [node,
"event"] and [node, "trigger"] for the event that a quote came as.
"""

import json
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.formats.brat.standoff import Row, TextBound, on_a_line, parsed, whole
from annotator.formats.linked.attributing import Relation
from annotator.formats.linked.reading import Nodes, Task, imported
from annotator.formats.linked.spans import PARTS, RECORD
from annotator.formats.noting import NOTE, UNNOTED
from annotator.formats.sourcemap import canonical, to_text
from annotator.model.document import AnyAnnotation, Span, Speaker
from annotator.model.exchange import Imported, Loss, Lost
from annotator.model.tokens import trim

FORM = "brat"
DOCUMENT = "document"
"""What the note with the record is about: brat shows no note that is about none of its lines, and keeps it."""
SPEAKER = "Speaker"
"""The type of the notes that say who is behind a source."""
NOTES = "AnnotatorNotes"
"""The type of the notes that people write in brat."""
EVENT, TRIGGER = "event", "trigger"
_ROLES = {part.lower() for part in PARTS}
_NAMED = {
    "E": (Lost.RELATIONS, "events"),
    "R": (Lost.RELATIONS, "between other things than two spans"),
    "*": (Lost.RELATIONS, "equivalences"),
    "A": (Lost.ATTRIBUTES, "attributes"),
    "M": (Lost.ATTRIBUTES, "attributes"),
    "N": (Lost.ATTRIBUTES, "normalisations"),
    "#": (Lost.ATTRIBUTES, "notes"),
}


def shown(annotation: AnyAnnotation) -> str:
    """What a line has of an annotation's note."""
    return on_a_line(annotation.note or "")


@dataclass(frozen=True)
class _Event:
    """An event that is a quote: what has a part of one as a role, by the spans' ids, and its further ends."""

    row: Row
    contents: tuple[str, ...]
    cue: str | None
    source: str | None
    others: tuple[tuple[str, str], ...]

    @property
    def trigger(self) -> str:
        """The id of the span that says there is an event."""
        return self.row.ends[0][1]

    @property
    def parts(self) -> Iterator[tuple[str, str]]:
        """The spans of the quote, each with which part it is."""
        yield from (("content", content) for content in self.contents)
        yield from ((part, end) for part, end in (("cue", self.cue), ("source", self.source)) if end is not None)


def read_article(text: str, ann: str, text_name: str, ann_name: str) -> Imported:
    """The article of a text file and its standoff. Raises Fault where a line is none of brat's."""
    bounds, rows = parsed(ann, ann_name)
    plain, runs = canonical(text)
    if "\r" in text and _fitting(plain, bounds) > _fitting(text, bounds):  # annotated with its line ends made one
        made = _Reading(plain, bounds, rows, text_name, ann_name).imported()
        return replace(made, document=replace(made.document, article=replace(made.document.article, source_map=runs)))
    return _Reading(text, bounds, rows, text_name, ann_name).imported()


def _fitting(text: str, bounds: Iterable[TextBound]) -> int:
    return sum(bool(bound.words) and _fits(text, bound) for bound in bounds)


def _fits(text: str, bound: TextBound) -> bool:
    """Whether the words that a span says it has stand there, white space aside."""
    if not all(0 <= start < end <= len(text) for start, end in bound.spans):
        return False
    if not bound.words.strip():  # brat fills them in
        return True
    words = "".join(text[start:end] for start, end in bound.spans)
    return "".join(words.split()) == "".join(bound.words.split())


class _Reading:
    """One article's lines on their way into a task."""

    def __init__(self, text: str, bounds: Sequence[TextBound], rows: Sequence[Row], text_name: str, name: str) -> None:
        self._text, self._name = text, name
        self._task = Task(text_name, text, text_name, shown)
        self._told = _told(rows)
        self._record = self._told.get(RECORD)
        record = self._record if isinstance(self._record, dict) else {}
        labels = record.get("labels")
        self._labels = labels if isinstance(labels, dict) else {}
        self._own = _contents(record)
        self._bounds = {bound.id: bound for bound in bounds if self._placed(bound)}
        speakers = {row.ends[0][1]: row.rest.strip() for row in rows if _is_note(row, SPEAKER)}
        self._speakers = {} if record else speakers
        self._rows = [row for row in rows if not _is_note(row, SPEAKER) and not _is_record(row)]
        self._events = {row.id: each for row in self._rows if (each := self._event(row)) is not None}
        self._notes = {row.ends[0][1]: row for row in reversed(self._rows) if _is_note(row, NOTES)}
        self._noted: set[int] = set()
        self._keys: dict[Hashable, list[Hashable]] = {}
        self._first: dict[str, Hashable] = {}
        self._room = 1000 + 2 * (len(bounds) + text.count("\n"))
        self._kept_spans: list[TextBound] = []

    def imported(self) -> Imported:
        """The article, with what it has no place for kept."""
        self._take_spans()
        self._task.relations = []
        for event in self._events.values():
            for content in event.contents:
                self._relate_parts(event, content)
        rows = (row for row in self._rows if row.id not in self._events and row.line not in self._noted)
        self._lines = [row for row in rows if not self._relate(row)]
        for what, number in Counter(_NAMED[row.id[0]] for row in self._lines).items():
            self._task.losses.append(Loss(what[0], number, detail=what[1], kept=True))
        found = imported(self._task, FORM, about=self._told, record=self._record, kept=self._kept)
        return self._with_speakers(found)

    def _placed(self, bound: TextBound) -> bool:
        if _fits(self._text, bound):
            return True
        places = ";".join(f"{start} {end}" for start, end in bound.spans)
        detail = f"{self._name}, line {bound.line}: {bound.id} {bound.type} {places:.40} {bound.words!r:.80}"
        self._task.losses.append(Loss(Lost.MISPLACED, detail=detail))
        return False

    def _event(self, row: Row) -> _Event | None:
        """A row as a quote, None where it is none: it needs a content in the text."""
        if row.id[0] != "E" or row.ends[0][1] not in self._bounds:
            return None
        parts: dict[str, list[str]] = {role: [] for role in _ROLES}
        others = []
        for role, end in row.ends[1:]:
            name = role.rstrip("0123456789").casefold()
            if name in _ROLES and end in self._bounds and (name == "content" or not parts[name]):
                parts[name].append(end)
            else:
                others.append((role, end))
        if not parts["content"]:
            return None
        cue, source = (next(iter(parts[name]), None) for name in ("cue", "source"))
        return _Event(row, tuple(dict.fromkeys(parts["content"])), cue, source, tuple(others))

    def _take_spans(self) -> None:
        used = {end for event in self._events.values() for _, end in event.parts}
        triggers = {row.ends[0][1] for row in self._rows if row.id[0] == "E"} - used
        for event in self._events.values():
            for part, end in event.parts:
                first = end == event.contents[0]
                extra = {"event": self._event_extra(event)} if first else {}
                noted = event.row.id if first else ""
                self._add(self._bounds[end], part.upper(), (event.row.id, end), extra, of=event.row.id, noted=noted)
        parts = 0
        for bound in self._bounds.values():
            plain = bound.type.upper() if bound.type.casefold() in _ROLES else bound.type
            label = self._labels.get(bound.type, plain)
            several = len(whole(self._text, bound.spans)) > 1
            if bound.id in triggers or (several and label != "CONTENT" and bound.id not in used):
                self._kept_spans.append(bound)
                parts += several and bound.id not in triggers
            elif bound.id not in used:
                noted = "" if str(label).casefold() in UNNOTED else bound.id
                self._add(bound, label, bound.id, {}, of=None, noted=noted)
        own = {event.trigger for event in self._events.values()}
        self._kept_spans = [bound for bound in self._kept_spans if bound.id not in own]
        if parts:
            self._task.losses.append(Loss(Lost.PARTS, parts, kept=True))

    def _event_extra(self, event: _Event) -> dict[str, Any]:
        """What a quote keeps of the event it came as; where the trigger stands if not at the cue."""
        trigger = self._bounds[event.trigger]
        at = whole(self._text, trigger.spans)
        beside = event.cue is None or at != whole(self._text, self._bounds[event.cue].spans)
        place = self._in_text(Span(at[0].start, at[-1].end)) if beside else None
        return {
            "id": event.row.id,
            "type": event.row.type,
            "trigger": event.trigger,
            **({"at": list(place)} if place is not None else {}),
        }

    def _in_text(self, span: Span) -> Span | None:
        place = to_text(self._task.runs, span)
        return place and trim(self._task.text, place)

    def _add(
        self, bound: TextBound, label: Any, key: Hashable, extra: Mapping[str, Any], of: Hashable, noted: str
    ) -> None:
        """Gives the task what a span is; a note about the line `noted` is its own."""
        spans = self._contents(bound) if label == "CONTENT" else whole(self._text, bound.spans)
        rest = [list(place) for each in spans[1:] if (place := self._in_text(each)) is not None]
        more: dict[str, Any] = {"id": bound.id, **({"type": bound.type} if bound.type != label else {})}
        if label != "CONTENT":
            more |= {"rest": rest} if rest else {}
            spans = spans[:1]
            if rest:
                self._task.losses.append(Loss(Lost.PARTS, len(rest), detail=f"{bound.id} {bound.type}", kept=True))
        of = bound.id if of is None and len(spans) > 1 else of
        note = self._notes.get(noted)
        extra = extra if note is None else {**extra, NOTE: note.id}
        self._first.setdefault(bound.id, key)
        self._keys[key] = [(key, number) for number in range(len(spans))]
        for number, span in enumerate(spans):
            mine = {**more, **(extra if not number else {})}
            said = None if note is None or number else note.rest
            self._task.add((key, number), label, *span, extra=mine, of=of, note=said)
        if note is not None and (key, 0) in self._task.notes:
            self._noted.add(note.line)

    def _contents(self, bound: TextBound) -> list[Span]:
        """The contents that a span is: one for each paragraph, unless the record has it as one.

        Contents that between them have more paragraphs than the text, which only a file made to do harm has, are whole.
        """
        joined = whole(self._text, bound.spans)
        parts = sum(self._text.count("\n", *span) for span in bound.spans) + len(bound.spans)
        if parts > self._room or all(span in self._own for span in joined):
            return joined
        self._room -= parts
        lines = (
            trim(self._text, Span(start + each.start(), start + each.end()))
            for start, end in sorted(bound.spans)
            for each in re.finditer(r"[^\r\n]+", self._text[start:end])
        )
        return [span for span in lines if span is not None]

    def _relate_parts(self, event: _Event, content: str) -> None:
        assert self._task.relations is not None
        heads = self._keys[(event.row.id, content)]
        for part, end in event.parts:
            if part != "content":
                child = (event.row.id, end), 0
                self._task.relations += [Relation(head, child, part.upper()) for head in heads]

    def _relate(self, row: Row) -> bool:
        """Takes a relation between two spans; whether it was one."""
        assert self._task.relations is not None
        if row.id[0] != "R" or len(row.ends) != 2 or row.rest.strip():
            return False
        ends = [self._keys[self._first[end]] if end in self._first else [] for _, end in row.ends]
        roles = [role for role, _ in row.ends]
        single = [keys[0] for keys in ends if len(keys) == 1]
        if row.type.casefold() in _ROLES - {"content"} and all(ends) and 1 in map(len, ends):
            self._task.relations += [Relation(head, child, row.type.upper()) for head in ends[0] for child in ends[1]]
            return True
        if len(single) == 2:
            extra = {"id": row.id, **({"roles": roles} if roles != ["Arg1", "Arg2"] else {})}
            self._task.relations.append(Relation(single[0], single[1], row.type, extra))
        return len(single) == 2

    def _kept(self, nodes: Nodes) -> Mapping[str, Any]:
        """What is kept for brat, once it is known what its spans have become."""
        ends: dict[str, Any] = {}
        for bound_id, first in self._first.items():
            ends[bound_id] = next(([nodes[key]] for key in self._keys[first] if key in nodes), bound_id)
        further = []
        for event in self._events.values():
            node = nodes.get(((event.row.id, event.contents[0]), 0))
            if node is not None:
                ends[event.row.id] = [node, EVENT]
                ends.setdefault(event.trigger, [node, TRIGGER])
                further += [Row("E", event.row.type, (("", event.row.id), *event.others))] if event.others else []
        spans = [
            [each.id, each.type, [list(at) for span in whole(self._text, each.spans) if (at := self._in_text(span))]]
            for each in self._kept_spans
        ]
        lines = [
            [row.id, row.type, [[role, ends.get(end, end)] for role, end in row.ends], row.rest]
            for row in (*self._lines, *further)
        ]
        events = self._record.get("events") is True if isinstance(self._record, dict) else bool(self._events)
        kept = {"events": events, "spans": spans, "lines": lines}
        return {name: each for name, each in kept.items() if each}

    def _with_speakers(self, found: Imported) -> Imported:
        """With the speakers that notes name, where there is no record."""
        if not self._speakers:
            return found
        document = found.document
        by_span: dict[Span, str] = {}
        speakers: dict[str, Speaker] = {}
        for bound_id, name in self._speakers.items():
            if bound_id in self._bounds and name:
                speaker = speakers.setdefault(name, Speaker(id=f"s{len(speakers) + 1}", name=name))
                places = whole(self._text, self._bounds[bound_id].spans)
                by_span |= {place: speaker.id for at in places if (place := self._in_text(at)) is not None}
        quotes = [
            replace(each, speaker=by_span.get(each.source or each.contents[0], each.speaker))
            for each in document.quotes
        ]
        entities = [replace(each, speaker=by_span.get(each.span, each.speaker)) for each in document.entities]
        return replace(
            found,
            document=replace(document, quotes=tuple(quotes), entities=tuple(entities)),
            speakers=(*found.speakers, *speakers.values()),
        )


def _is_note(row: Row, kind: str) -> bool:
    return row.id[0] == "#" and row.type == kind


def _is_record(row: Row) -> bool:
    return _is_note(row, RECORD) and row.ends[0][1] == DOCUMENT


def _told(rows: Iterable[Row]) -> dict[str, Any]:
    """What this program wrote about the article; a record that cannot be read is there, but empty."""
    for row in rows:
        if _is_record(row):
            try:
                value = json.loads(row.rest)
            except (ValueError, RecursionError):
                value = None
            return value if isinstance(value, dict) else {RECORD: {}}
    return {}


def _contents(record: Mapping[str, Any]) -> set[Span]:
    """The contents of a record's quotes, as far as they can be read."""
    quotes = record.get("quotes")
    found = set()
    for quote in quotes if isinstance(quotes, list) else ():
        contents = quote.get("contents") if isinstance(quote, dict) else None
        for each in contents if isinstance(contents, list) else ():
            if isinstance(each, list) and len(each) == 2 and all(type(at) is int for at in each):
                found.add(Span(*each))
    return found
