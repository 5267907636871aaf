"""A line of plain JSONL, as Prodigy and many others write it: `text`, perhaps `meta`, perhaps `spans` with labels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.articles.prose import left_out
from annotator.formats.fields import Fields
from annotator.formats.imported import IMPORTED, Imported, article_id, title_of
from annotator.formats.jsonl.shape import ENTITY, LINE, META
from annotator.formats.sourcemap import Runs, canonical, to_text
from annotator.formats.text import check_text
from annotator.model.document import Article, Decision, Document, Entity, Span, in_order
from annotator.model.tokens import trim

_TAKEN = ("text", "meta", "spans", "flagged")
_META = ("title", "outlet", "url", "published", "language", "file", "note")


def from_plain_line(data: Mapping[str, Any], name: str, file: str | None) -> Imported:
    """The article of a line's JSON object; `name` says in messages where it stands, `file` is the file it came in.

    The text is taken as it is, but for newlines and BOM; its map leads to the code points of the line's `text`. Of
    `meta`, what an article has is taken and the rest kept; what our own lines have under the same key moves to
    `meta.imported`. Labelled spans become entities with the origin "import", without white space at their edges. Other
    keys are kept, but for those that an export writes itself, which are left out with a note. Raises Fault where there
    is no text.
    """
    line = Fields(data, name)
    text, source_map = canonical(line.text("text"))
    check_text(text, name)
    meta = line.data.get("meta")
    fields = meta if isinstance(meta, dict) else {}
    known = {key: fields[key] for key in _META if isinstance(fields.get(key), str)}
    note = known.pop("note", None)
    spans = _Spans(text, source_map)
    for item in line.items("spans"):
        spans.add(item)
    article = Article(
        id=article_id(text),
        text=text,
        title=known.pop("title", None) or title_of(text),
        file=known.pop("file", file),
        source_map=source_map,
        **known,
    )
    document = Document(
        article=article,
        entities=in_order(spans.entities),
        note=note or None,
        flagged=line.data.get("flagged") is True,
        extra=_extra(line.data),
        meta_extra=_meta_extra(fields, meta),
    )
    dropped = [key for key in LINE if key in line.data and key not in _TAKEN]
    notes = tuple(f'"{key}" left out: it is not in this program\'s format' for key in dropped)
    bad = left_out(
        spans.bad, "span without a label or a place in the text", "spans without a label or a place in the text"
    )
    return Imported(document=document, notes=notes + bad)


def _extra(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in data.items() if key not in LINE}


def _meta_extra(fields: Mapping[str, Any], meta: object) -> Mapping[str, Any]:
    """What of `meta` no article has; under "imported" what an export writes itself or what is no object at all."""
    extra = {key: value for key, value in fields.items() if key not in META}
    clash = {
        key: value
        for key, value in fields.items()
        if key in META and value is not None and not (key in _META and isinstance(value, str))
    }
    if meta is not None and not isinstance(meta, dict):
        return {"imported": meta}
    return {**extra, "imported": clash} if clash else extra


@dataclass
class _Spans:
    """Gathers entities, with ids of their own where the line's are missing or taken."""

    text: str
    source_map: Runs
    entities: list[Entity] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    bad: int = 0

    def add(self, item: object) -> None:
        """Takes a span, or counts it as bad."""
        place, label = self._place(item), item.get("label") if isinstance(item, dict) else None
        if place is None or not isinstance(item, dict) or not isinstance(label, str) or not label:
            self.bad += 1
            return
        entity_id = item.get("id")
        if not isinstance(entity_id, str) or entity_id in self.ids:
            number = len(self.entities) + 1
            while f"e{number}" in self.ids:
                number += 1
            entity_id = f"e{number}"
        self.ids.add(entity_id)
        extra = {key: value for key, value in item.items() if key not in ENTITY}
        note = item.get("note")
        self.entities.append(
            Entity(
                id=entity_id,
                span=place,
                label=label,
                origin=IMPORTED,
                decision=Decision.ADDED,
                note=note if isinstance(note, str) and note else None,
                flagged=item.get("flagged") is True,
                extra=extra,
            )
        )

    def _place(self, item: object) -> Span | None:
        if not isinstance(item, dict):
            return None
        start, end = item.get("start"), item.get("end")
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            return None
        if not self.source_map or end > self.source_map[-1].file_start + self.source_map[-1].length:
            return None
        span = to_text(self.source_map, Span(start, end))
        return span and trim(self.text, span)
