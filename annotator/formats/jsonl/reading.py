"""A line of the project's JSONL, `annotator/1`, back to a document."""

from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from typing import Any

from annotator.formats.fields import Fields
from annotator.formats.imported import IMPORTED, Imported, article_id
from annotator.formats.jsonl.shape import ENTITY, FORMAT, LINE, META, QUOTE, SPEAKER, quote_spans
from annotator.formats.text import check_text
from annotator.model import cases
from annotator.model.cases import Case
from annotator.model.counting import how_many
from annotator.model.document import (
    AcceptedBy,
    AnyAnnotation,
    Article,
    Attribution,
    Decision,
    Document,
    Entity,
    Heading,
    Kind,
    MapRun,
    Quote,
    Span,
    Speaker,
    Status,
    Tokens,
    in_order,
    paragraphs,
)
from annotator.model.faults import Fault


def is_ours(data: object) -> bool:
    """Whether a JSON value claims to be a line of this format, in whichever version."""
    meta = data.get("meta") if isinstance(data, dict) else None
    form = meta.get("format") if isinstance(meta, dict) else None
    return isinstance(form, str) and form.startswith("annotator/")


def from_line(data: Mapping[str, Any], name: str) -> Imported:
    """The document of a line's JSON object; `name` says in messages where it stands ("a.jsonl, line 3").

    Keys may be absent; unknown ones are kept, but for those on tokens, relations and the spans of quotes, which an
    export makes anew. Tokens that are white space are left out, as in every document. Raises Fault where a value is not
    what the format says, a span's text is not the text at its place, or the line is of a later version.
    """
    line = Fields(data, name)
    meta = line.section("meta")
    if meta.text("format") != FORMAT:
        raise Fault(
            f"{name} is in the format {meta.text('format')}, and this version reads {FORMAT} only.",
            "Update this program, or export the articles again with the version you have.",
        )
    text = line.text("text")
    check_text(text, name)
    quotes = [_quote(fields, text) for fields in line.objects("quotes", "quote")]
    made = {span_id: span for quote in quotes for span_id, _, span in quote_spans(quote)}
    entities = list(_entities(line, text, made))
    turned_down = line.section("rejected")
    entities += _entities(turned_down, text, {})
    quotes += [_quote(fields, text) for fields in turned_down.objects("quotes", "quote")]
    speakers = tuple(_speaker(fields) for fields in line.objects("speakers", "speaker"))
    _check(line, [*entities, *quotes], speakers)
    tokens, notes = _tokens(line, text, meta.text_or_none("tokenizer"))
    document = Document(
        article=_article(meta, text),
        tokens=tokens,
        entities=in_order(entities),
        quotes=in_order(quotes),
        status=meta.choice("status", Status) or Status.NEW,
        annotator=meta.text_or_none("annotator"),
        boilerplate=_boilerplate(meta, text),
        cases=_cases(meta),
        note=meta.text_or_none("note"),
        flagged=line.flag("flagged", False),
        extra=line.rest(LINE),
        meta_extra=meta.rest(META),
    )
    if meta.text_or_none("text_sha256") not in (None, document.article.text_sha256):
        notes = (*notes, "the text is not the one that was exported: its hash differs")
    return Imported(document=document, speakers=speakers, notes=notes)


def _article(meta: Fields, text: str) -> Article:
    runs, headings = meta.rows("source_map", 3), meta.rows("headings", 2)
    if runs is None:
        raise meta.fault('"source_map" must hold [text_start, file_start, length] and nothing else.')
    if headings is None or not all(0 <= start <= len(text) and 1 <= level <= 6 for start, level in headings):
        raise meta.fault('"headings" must hold [start, level] and nothing else: a place in the text, and 1 to 6.')
    return Article(
        id=meta.text_or_none("id") or article_id(text),
        text=text,
        title=meta.text_or_none("title") or "",
        outlet=meta.text_or_none("outlet"),
        url=meta.text_or_none("url"),
        published=meta.text_or_none("published"),
        language=meta.text_or_none("language"),
        file=meta.text_or_none("file"),
        source_map=tuple(MapRun(*run) for run in runs),
        headings=tuple(sorted(Heading(*heading) for heading in headings)),
    )


def _boilerplate(meta: Fields, text: str) -> tuple[Span, ...]:
    rows, whole = meta.rows("boilerplate", 2), paragraphs(text)
    if rows is None or not {Span(*row) for row in rows} <= {span for span in whole if span.start < span.end}:
        raise meta.fault('"boilerplate" must hold [start, end] and nothing else: paragraphs of the text, each whole.')
    return tuple(sorted({Span(*row) for row in rows}))


def _cases(meta: Fields) -> tuple[Case, ...]:
    found = [_case(fields) for fields in meta.objects("cases", "case")]
    if len({case.id for case in found}) < len(found):
        raise meta.fault("two of its cases have one id.")
    return cases.in_order(found)


def _case(fields: Fields) -> Case:
    try:
        return Case(
            id=fields.text("id"),
            annotation=fields.text("annotation"),
            sort=fields.text("sort"),
            sentence=fields.text("sentence"),
            marks=tuple(chain.from_iterable(fields.spans("marks"))),
            why=fields.text_or_none("why") or "",
            by=fields.text_or_none("by") or "",
            at=fields.text_or_none("at") or "",
        )
    except ValueError:
        raise fields.fault('its "marks" are not places in its sentence, in order.') from None


def _decided(fields: Fields) -> dict[str, Any]:
    return {
        "origin": fields.text_or_none("origin") or IMPORTED,
        "score": fields.number_or_none("score"),
        "reason": fields.text_or_none("reason"),
        "decision": fields.choice("decision", Decision) or Decision.ADDED,
        "accepted_by": fields.choice("accepted_by", AcceptedBy),
        "by": fields.text_or_none("by"),
        "at": fields.text_or_none("at"),
        "note": fields.text_or_none("note"),
        "flagged": fields.flag("flagged", False),
    }


def _entities(line: Fields, text: str, made: Mapping[str, Span]) -> Iterable[Entity]:
    """The entities among `spans`; those that quotes made are only checked."""
    for fields in line.objects("spans", "span"):
        span_id, span = fields.text("id"), _within(fields, text, _place(fields))
        words = fields.text_or_none("text")
        if words is not None and words != text[span.start : span.end]:
            raise fields.fault(f"it says {words!r}, but the text there is {text[span.start : span.end]!r}.")
        if span_id in made:
            if span != made[span_id]:
                raise fields.fault(f"it stands at {span.start} to {span.end}, but its quote has {made[span_id]}.")
            continue
        yield Entity(
            id=span_id,
            span=span,
            label=fields.text("label"),
            speaker=fields.text_or_none("speaker"),
            extra=fields.rest(ENTITY),
            **_decided(fields),
        )


def _place(fields: Fields) -> Span:
    return Span(fields.integer("start"), fields.integer("end"))


def _within(fields: Fields, text: str, span: Span) -> Span:
    if not 0 <= span.start < span.end <= len(text):
        raise fields.fault(
            f"{span.start} to {span.end} is out of range: the text has {how_many(len(text), 'character')}."
        )
    if text[span.start].isspace() or text[span.end - 1].isspace():
        raise fields.fault(f"{span.start} to {span.end} has white space at an edge.")
    return span


def _quote(fields: Fields, text: str) -> Quote:
    kind = fields.choice("kind", Kind)
    if kind is None:
        raise fields.fault('it has no "kind".')
    quote = Quote(
        id=fields.text("id"),
        kind=kind,
        contents=fields.spans("contents"),
        marked=fields.spans("marked"),
        cue=fields.span_or_none("cue"),
        source=fields.span_or_none("source"),
        speaker=fields.text_or_none("speaker"),
        attribution=fields.choice("attribution", Attribution),
        extra=fields.rest(QUOTE),
        **_decided(fields),
    )
    if not quote.contents:
        raise fields.fault("it has no contents.")
    for span in chain((span for _, _, span in quote_spans(quote)), quote.marked):
        _within(fields, text, span)
    if any(before.end > after.start for before, after in pairwise(quote.contents)):
        raise fields.fault("its contents overlap or are not in the order of the text.")
    return quote


def _speaker(fields: Fields) -> Speaker:
    return Speaker(
        id=fields.text("id"),
        name=fields.text("name"),
        named=fields.flag("named", True),
        aliases=fields.texts("aliases"),
        role=fields.text_or_none("role"),
        wikidata=fields.text_or_none("wikidata"),
        extra=fields.rest(SPEAKER),
    )


def _check(line: Fields, annotations: Iterable[AnyAnnotation], speakers: Iterable[Speaker]) -> None:
    known = [speaker.id for speaker in speakers]
    seen: set[str] = set()
    if len(set(known)) < len(known):
        raise line.fault("two of its speakers have one id.")
    for annotation in annotations:
        if annotation.id in seen:
            raise line.fault(f"two of its spans or quotes have the id {annotation.id}.")
        if annotation.speaker is not None and annotation.speaker not in known:
            raise line.fault(f"{annotation.id} names the speaker {annotation.speaker}, who is not in the line.")
        seen.add(annotation.id)


def _tokens(line: Fields, text: str, tokenizer: str | None) -> tuple[Tokens | None, tuple[str, ...]]:
    """The tokens without those of white space; none, and a note, where they do not fit the text or nobody made them."""
    if tokenizer is None:
        return None, ()
    starts, ends, spaces, reached = [], [], [], 0
    for token in line.items("tokens"):
        try:
            start, end, space = token["start"], token["end"], token["ws"]
        except (TypeError, KeyError):
            start, end, space = -1, -1, False
        typed = type(start) is int and type(end) is int and type(space) is bool
        fits = typed and reached <= start < end <= len(text) and not text[reached:start].strip()
        if not fits or (space and text[end : end + 1] != " "):
            return None, ("its tokens do not fit its text and were left out",)
        if not text[start:end].isspace():
            starts.append(start)
            ends.append(end)
            spaces.append(space)
        reached = end + space
    if text[reached:].strip():
        return None, ("its tokens do not cover its text and were left out",)
    return Tokens(tokenizer, tuple(starts), tuple(ends), tuple(spaces)), ()
