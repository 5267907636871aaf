"""labelbuddy's JSONL and JSON, as its documentation's *Documents and labels file formats* has them.

Places are code points (`start_char`) and bytes of the text in UTF-8 (`start_byte`); where both are there, the former
count. Relations it has none: parts of one quote have one text as their `extra_data`, which has an entity's note.
"""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from hashlib import md5
from itertools import accumulate
from typing import Any

from annotator.formats.fields import Fields
from annotator.formats.jsontext import encoded, first_object, values
from annotator.formats.linked.attributing import Found, Relation
from annotator.formats.linked.reading import Task, imported, other_than_facts
from annotator.formats.linked.spans import PARTS, RECORD, Node, facts, linked
from annotator.formats.noting import as_note
from annotator.model.document import AnyAnnotation, Quote
from annotator.model.exchange import Format, Imported, Input, Loss, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault

FORM = "labelbuddy"
_CHECKSUM = "utf8_text_md5_checksum"
_TAKEN = ("text", "annotations", "metadata", _CHECKSUM)
_ANNOTATION = ("start_char", "end_char", "start_byte", "end_byte", "label_name")
_TITLES = ("list_title", "display_title")
_NOTE = "extra_data"


def recognises(given: Input) -> bool:
    """Whether the first document has labelbuddy's checksum or annotations."""
    document = first_object(given)
    annotations = document.get("annotations")
    first = annotations[0] if isinstance(annotations, list) and annotations else None
    return _CHECKSUM in document or (isinstance(first, dict) and "label_name" in first)


def read(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a file, and a Fault in place of each that cannot be read."""
    for found in values(given):
        try:
            yield found if isinstance(found, Fault) else _imported(*found, given.name)
        except Fault as fault:
            yield fault


def _imported(where: str, value: Any, file: str) -> Imported:
    fields = Fields(value, where)
    text = fields.text_or_none("text")
    if text is None:
        raise Fault(f"{where} has annotations, but not the text.", "Export it from labelbuddy with the text.")
    task = Task(where, text, file)
    borders: list[int] = []
    for number, row in enumerate(fields.items("annotations")):
        each = row if isinstance(row, dict) else {}
        start, end = each.get("start_char"), each.get("end_char")
        if start is None or end is None:
            borders = borders or list(_bytes(text))
            start, end = (_at(borders, each.get(key)) for key in ("start_byte", "end_byte"))
        extra = {key: what for key, what in each.items() if key not in _ANNOTATION}
        label, note = each.get("label_name"), ""
        if str(label).upper() not in PARTS and (note := as_note(extra.get(_NOTE))):
            del extra[_NOTE]
        task.add(number, label, start, end, extra=extra, note=note)
    task.relations = list(_relations(task.found)) or None
    metadata = fields.section("metadata").data
    told = metadata.get("title")
    title = told if isinstance(told, str) and told else next(filter(None, map(fields.text_or_none, _TITLES)), "")
    kept = {
        "document": {key: each for key, each in fields.rest(_TAKEN).items() if not (key in _TITLES and each == title)},
        "metadata": {key: each for key, each in other_than_facts(metadata).items() if key != RECORD},
    }
    found = imported(
        task,
        FORM,
        about={**metadata, "title": title},
        record=metadata.get(RECORD),
        kept={key: each for key, each in kept.items() if each},
    )
    if fields.text_or_none(_CHECKSUM) in (None, _md5(text)):
        return found
    return replace(found, notes=(*found.notes, "the text is not the one that was annotated: its checksum differs"))


def _relations(found: Iterable[Found]) -> Iterator[Relation]:
    """Which cues and sources belong to which contents, by what they have as `extra_data`."""
    groups: dict[Hashable, list[Found]] = {}
    for each in found:
        note = each.extra.get(_NOTE)
        if isinstance(note, str) and note and each.label.upper() in PARTS:
            groups.setdefault(note, []).append(each)
    for group in groups.values():
        ends = {part: next((each for each in group if each.part == part), None) for part in ("source", "cue")}
        for content in group:
            for part, end in ends.items():
                if content.part == "content" and end is not None:
                    yield Relation(content.key, end.key, part)


def _bytes(text: str) -> Iterator[int]:
    """At which byte of its UTF-8 form each code point of a text begins, and where the last one ends."""
    return accumulate((len(letter.encode()) for letter in text), initial=0)


def _at(borders: list[int], byte: object) -> int | None:
    """The code point that begins at a byte, None where none does."""
    if type(byte) is not int:
        return None
    at = bisect_left(borders, byte)
    return at if at < len(borders) and borders[at] == byte else None


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


class DocumentWriter:
    """Writes a document a line."""

    def __init__(self, output: Output, options: WriteOptions) -> None:
        self._file = output.binary()
        self._options = options

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes the article's line."""
        document = article.document
        if not document.text:
            raise Fault("The article is empty, and labelbuddy takes none that is.", "Leave it out.")
        task = linked(article, self._options, FORM, shown=_shown)
        borders = list(_bytes(document.text)) if task.nodes else []
        title = document.article.title
        metadata, rest = task.kept.get("metadata"), task.kept.get("document")
        line = {
            "text": document.text,
            _CHECKSUM: _md5(document.text),
            "metadata": {
                **(metadata if isinstance(metadata, dict) else {}),
                **facts(document),
                RECORD: task.record,
            },
            **(dict.fromkeys(_TITLES, title) if title else {}),
            **(rest if isinstance(rest, dict) else {}),
            "annotations": [_annotation(node, borders, task.notes.get(node.id, "")) for node in task.nodes],
        }
        self._file.write(encoded(line) + b"\n")
        return task.losses

    def finish(self) -> None:
        """Nothing comes after the last line."""


def _shown(annotation: AnyAnnotation) -> str:
    """Its field of extra data has an entity's note; a quote's has the quote's id."""
    is_part = isinstance(annotation, Quote) or annotation.label.upper() in PARTS
    return "" if is_part else annotation.note or ""


def _annotation(node: Node, borders: list[int], note: str) -> dict[str, Any]:
    start, end = node.span
    return {
        "label_name": node.label,
        "start_char": start,
        "end_char": end,
        "start_byte": borders[start],
        "end_byte": borders[end],
        **({_NOTE: node.of.id} if isinstance(node.of, Quote) else {_NOTE: note} if note else {}),
        **{key: each for key, each in node.extra.items() if key not in _ANNOTATION},
    }


def _writer(output: Output, options: WriteOptions) -> Writer:
    return DocumentWriter(output, options)


FORMAT = Format(
    name=FORM,
    title="labelbuddy JSONL",
    suffixes=(".jsonl",),
    recognises=recognises,
    read=read,
    write=_writer,
    carries="Spans with code points and bytes; extra data has notes on entities, and which quote a part is of.",
)
