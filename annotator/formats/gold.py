"""Gold records: an article's quotes as they should be, as corpora of quotes are prepared for scoring.

`{"id", "text", "quotes": [{"start", "end", "kind", "nested", "speaker_spans", "speaker_type", "cue_spans",
"speaker_cluster_spans"}]}`, one a line; offsets are code points, a quote of several parts or paragraphs is several.
"""

from dataclasses import dataclass
from typing import Any

from annotator.formats.fields import Fields
from annotator.formats.jsonl.reading import is_ours
from annotator.formats.text import check_text
from annotator.model.counting import how_many
from annotator.model.document import Kind, Span
from annotator.model.scores.values import GoldQuote, SourceType

LONGEST_MENTION = 80
"""Code points from which on a phrase with all that hangs on it is no mention that a quote could be attributed to."""


@dataclass(frozen=True)
class GoldRecord:
    """A text and its gold quotes, in the order of the record."""

    id: str
    text: str
    quotes: tuple[GoldQuote, ...]


def is_gold_record(data: object) -> bool:
    """Whether a JSON value is a gold record and not a line of ours, which has quotes of another shape."""
    return isinstance(data, dict) and "quotes" in data and not is_ours(data)


def from_gold_record(data: Any, name: str) -> GoldRecord:
    """A gold record; `name` says in messages where it stands. Raises Fault where a value is not as it must be."""
    record = Fields(data, name)
    text = record.text("text")
    check_text(text, name)
    quotes = tuple(_quote(fields, len(text)) for fields in record.objects("quotes", "quote"))
    return GoldRecord(record.text_or_none("id") or name, text, quotes)


def _quote(fields: Fields, length: int) -> GoldQuote:
    span = Span(fields.integer("start"), fields.integer("end"))
    if not 0 <= span.start < span.end <= length:
        raise fields.fault(f"{span.start} to {span.end} is out of range: the text has {how_many(length, 'character')}.")
    kind = fields.choice("kind", Kind)
    if kind is None:
        raise fields.fault('it has no "kind".')
    mentions = fields.spans("speaker_cluster_spans")
    said = fields.text_or_none("speaker_type") or SourceType.NAME
    return GoldQuote(
        span=span,
        kind=kind,
        sources=fields.spans("speaker_spans"),
        source_type=SourceType(said) if said in set(SourceType) else SourceType.OTHER,
        cues=fields.spans("cue_spans"),
        chain=tuple(s for s in mentions if s.end - s.start < LONGEST_MENTION) if mentions else None,
        nested=fields.flag("nested", False),
    )
