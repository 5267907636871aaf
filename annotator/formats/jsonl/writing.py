"""The project's JSONL, `annotator/1`: a document to one line. `from_line` reads it back.

The README describes the format; `resources/annotator-1.schema.json` is its JSON Schema.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.formats.jsonl.reading import from_line
from annotator.formats.jsonl.shape import FORMAT, quote_spans
from annotator.formats.jsontext import check_numbers, dumped, encoded
from annotator.model.cases import Case
from annotator.model.counting import how_many
from annotator.model.document import (
    Annotation,
    AnyAnnotation,
    Document,
    Entity,
    Extra,
    Quote,
    Span,
    Speaker,
    Status,
)
from annotator.model.exchange import Contents, chosen_contents
from annotator.model.faults import Fault
from annotator.model.tokens import covering

__all__ = ["Contents", "Line", "LineFault", "annotation_to_json", "from_line", "to_line"]

_ANSWERS = {Status.DONE: "accept", Status.ASIDE: "ignore"}
_MEND = "Open the article, put its borders right, and export again."


class LineFault(Fault):
    """A document cannot be written as a line; the message names the span that is wrong, and why."""


@dataclass(frozen=True)
class Line:
    """A document as a line.

    data        one JSON object in UTF-8, without a newline
    off_tokens  the ids of spans that do not begin and end at token borders ("e3", "q1.cue")
    left_out    the ids of quotes of which nothing stands in quote marks, where only that was asked for
    """

    data: bytes
    off_tokens: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The object as text."""
        return self.data.decode()


def to_line(
    document: Document,
    speakers: Mapping[str, Speaker],
    *,
    exported_by: str,
    contents: Contents = "clause",
    rejected: bool = False,
    source_map: bool = False,
) -> Line:
    """A document with those of `speakers` (by id) that it names, as a line of `annotator/1`.

    contents     "marked" gives only what stands in quote marks; speech without marks that is direct all the same (set
                 off by a dash) keeps its contents, an indirect quote is left out
    rejected     whether what was turned down is written too, under its own key
    source_map   whether the map to the decoded file is written
    exported_by  the program and its version

    Raises LineFault where a span is out of range or has white space at an edge, two spans have one id, a speaker is not
    among `speakers`, or the article has no tokens or ones that do not fit its text.
    """
    writer = _Writer(document)
    entities = [entity for entity in document.entities if not entity.rejected]
    quotes, left_out = chosen_contents((quote for quote in document.quotes if not quote.rejected), contents)
    turned_down = [entity for entity in document.entities if entity.rejected] if rejected else []
    down, down_left_out = chosen_contents((quote for quote in document.quotes if quote.rejected and rejected), contents)
    used: list[AnyAnnotation] = [*entities, *quotes]
    spans = [writer.entity(entity) for entity in entities]
    relations: list[dict[str, Any]] = []
    for quote in quotes:
        rows = [writer.span(*named) for named in quote_spans(quote)]
        spans += rows
        relations += _relations(rows, len(quote.contents))
    line: dict[str, Any] = {
        "text": document.text,
        "tokens": writer.tokens,
        "spans": spans,
        "relations": relations,
        "quotes": [writer.quote(quote) for quote in quotes],
        "speakers": [],
        "answer": _ANSWERS.get(document.status),
        "flagged": document.flagged,
        "meta": _meta(document, exported_by, source_map),
    }
    if rejected:
        line["rejected"] = {
            "spans": [writer.entity(entity) for entity in turned_down],
            "quotes": [writer.quote(quote) for quote in down],
        }
        used += [*turned_down, *down]
    line["speakers"] = list(_speakers(used, speakers))
    _check_ids(line)
    check_numbers(document, (speakers[row["id"]] for row in line["speakers"]))
    return Line(encoded(_with_extra(line, document.extra)), tuple(writer.off_tokens), left_out + down_left_out)


def annotation_to_json(document: Document, annotation: AnyAnnotation, speakers: Mapping[str, Speaker]) -> str:
    """One annotation by itself, on one line: its row, with words beside offsets and its speaker in full."""

    def stretch(span: Span | None) -> dict[str, Any] | None:
        return None if span is None else {"start": span.start, "end": span.end, "text": document.words(span)}

    speaker = speakers.get(annotation.speaker or "")
    row: dict[str, Any] = {"id": annotation.id, "article": document.id}
    if isinstance(annotation, Entity):
        row |= {**(stretch(annotation.span) or {}), "label": annotation.label}
    else:
        row |= {
            "kind": annotation.kind.value,
            "contents": [stretch(span) for span in annotation.contents],
            "cue": stretch(annotation.cue),
            "source": stretch(annotation.source),
            "attribution": None if annotation.attribution is None else annotation.attribution.value,
        }
    row["speaker"] = None if speaker is None else _speaker(speaker)
    return dumped(_with_extra({**row, **_decided(annotation)}, annotation.extra))


class _Writer:
    """Makes the rows of one document, and collects the ids of spans that are off token borders."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.tokens = list(_tokens(document))
        self.starts = {token["start"]: token["id"] for token in self.tokens}
        self.ends = {token["end"]: token["id"] for token in self.tokens}
        self.off_tokens: list[str] = []

    def span(self, span_id: str, label: str, span: Span) -> dict[str, Any]:
        """A span's row, up to what only an entity has; checks it."""
        start, end = self._checked(span_id, span)
        first, last = self.starts.get(start), self.ends.get(end)
        if first is None or last is None:
            first = last = None
            self.off_tokens.append(span_id)
        return {
            "id": span_id,
            "start": start,
            "end": end,
            "token_start": first,
            "token_end": last,
            "label": label,
            "text": self.text[start:end],
        }

    def entity(self, entity: Entity) -> dict[str, Any]:
        """An entity's row."""
        row = self.span(entity.id, entity.label, entity.span)
        row["speaker"] = entity.speaker
        row.update(_decided(entity))
        return _with_extra(row, entity.extra)

    def quote(self, quote: Quote) -> dict[str, Any]:
        """A quote's row."""
        for span_id, _, span in quote_spans(quote):
            self._checked(span_id, span)
        for number, span in enumerate(quote.marked):
            self._checked(f"{quote.id}.marked.{number}", span)
        row = {
            "id": quote.id,
            "kind": quote.kind.value,
            "contents": quote.contents,
            "marked": quote.marked,
            "cue": quote.cue,
            "source": quote.source,
            "speaker": quote.speaker,
            "attribution": None if quote.attribution is None else quote.attribution.value,
            **_decided(quote),
        }
        return _with_extra(row, quote.extra)

    def _checked(self, span_id: str, span: Span) -> Span:
        start, end = span
        if not 0 <= start < end <= len(self.text):
            raise LineFault(
                f"The span {span_id} ({start} to {end}) is out of range: "
                f"the text has {how_many(len(self.text), 'character')}.",
                _MEND,
            )
        if self.text[start].isspace() or self.text[end - 1].isspace():
            words = self.text[start:end]
            raise LineFault(f"The span {span_id} ({start} to {end}, {words!r}) has white space at an edge.", _MEND)
        return span


def _decided(annotation: Annotation) -> dict[str, Any]:
    accepted_by = annotation.accepted_by
    return {
        "origin": annotation.origin,
        "score": annotation.score,
        "reason": annotation.reason,
        "decision": annotation.decision.value,
        "accepted_by": None if accepted_by is None else accepted_by.value,
        "by": annotation.by,
        "at": annotation.at,
        "note": annotation.note,
        "flagged": annotation.flagged,
    }


def _tokens(document: Document) -> Iterator[dict[str, Any]]:
    """The rows of tokens, those of white space included."""
    text = document.text
    try:
        for number, (start, end, space) in enumerate(covering(document)):
            yield {"text": text[start:end], "start": start, "end": end, "id": number, "ws": space}
    except Fault as fault:
        raise LineFault(fault.message, fault.remedy) from fault


def _relations(rows: list[dict[str, Any]], contents: int) -> Iterator[dict[str, Any]]:
    """Each content of a quote as the head of its own relations to the source and to the cue."""
    keys = ("start", "end", "token_start", "token_end", "label")
    for head in rows[:contents]:
        for child in reversed(rows[contents:]):  # the source's before the cue's
            yield {
                "head": head["token_end"],
                "child": child["token_end"],
                "label": child["label"],
                "head_span": {key: head[key] for key in keys},
                "child_span": {key: child[key] for key in keys},
            }


def _speakers(used: Iterable[AnyAnnotation], speakers: Mapping[str, Speaker]) -> Iterator[dict[str, Any]]:
    named: dict[str, str] = {}
    for annotation in used:
        if annotation.speaker is not None:
            named.setdefault(annotation.speaker, annotation.id)
    for speaker_id, annotation_id in named.items():
        speaker = speakers.get(speaker_id)
        if speaker is None:
            raise LineFault(
                f"{annotation_id} names the speaker {speaker_id}, whom the project does not know.",
                "Give it another speaker, and export again.",
            )
        yield _speaker(speaker)


def _speaker(speaker: Speaker) -> dict[str, Any]:
    row = {
        "id": speaker.id,
        "name": speaker.name,
        "named": speaker.named,
        "aliases": speaker.aliases,
        "role": speaker.role,
        "wikidata": speaker.wikidata,
    }
    return _with_extra(row, speaker.extra)


def _meta(document: Document, exported_by: str, source_map: bool) -> dict[str, Any]:
    article = document.article
    meta: dict[str, Any] = {
        "format": FORMAT,
        "id": article.id,
        "title": article.title or None,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published,
        "language": article.language,
        "file": article.file,
        "text_sha256": article.text_sha256,
        "annotator": document.annotator,
        "status": document.status.value,
        "exported_by": exported_by,
        "tokenizer": None if document.tokens is None else document.tokens.tokenizer,
        "headings": article.headings,
        "note": document.note,
    }
    if source_map:
        meta["source_map"] = article.source_map
    if document.boilerplate:
        meta["boilerplate"] = document.boilerplate
    if document.cases:
        meta["cases"] = [_case(case) for case in document.cases]
    return _with_extra(meta, document.meta_extra)


def _case(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "annotation": case.annotation,
        "sort": case.sort,
        "sentence": case.sentence,
        "marks": list(zip(case.marks[::2], case.marks[1::2], strict=True)),
        "why": case.why or None,
        "by": case.by or None,
        "at": case.at or None,
    }


def _check_ids(line: Mapping[str, Any]) -> None:
    seen: set[str] = set()
    down = line.get("rejected", {"spans": ()})
    for row in (*line["spans"], *down["spans"]):
        if row["id"] in seen:
            raise LineFault(f"Two spans have the id {row['id']}.", "Remove one of them, and export again.")
        seen.add(row["id"])


def _with_extra(row: dict[str, Any], extra: Extra) -> dict[str, Any]:
    return {**row, **{key: value for key, value in extra.items() if key not in row}} if extra else row
