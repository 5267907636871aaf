"""A spaCy `DocBin` read back: ours as it was written, anybody's as far as articles have a place for it."""

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from annotator.model.document import Article, Decision, Document, Entity, Quote, Span, Speaker, Tokens, in_order
from annotator.model.exchange import Imported, Input, Loss, Lost
from annotator.model.faults import Fault
from annotator.model.imported import IMPORTED, article_id, title_of
from annotator.model.marks.quoting import kind_of
from annotator.model.plain import from_plain
from annotator.model.texts.sourcemap import Runs, canonical, to_text
from annotator.model.tokens import covering, trim
from annotator.nlp.docbin.file import MAGIC, RawDoc, docs_of, unpacked

Row: TypeAlias = tuple[int, int, bool]
"""A token: its start, its end, whether a space follows."""

OURS = "annotator"
"""The key of `doc.user_data` under which an article of this program is written whole."""
QUOTE_GROUPS = ("quotes", "cues", "sources")
OUR_GROUPS = (*QUOTE_GROUPS, "entities", "rejected")
OUR_USER_DATA = (OURS, "relations", "speakers", "quotes")

_LARGEST_TEXT = 20_000_000
_COLUMNS = {"TAG": "tags", "POS": "pos", "MORPH": "morphs", "LEMMA": "lemmas", "DEP": "deps"}
"""What tokens may have besides entities, by spaCy's name for it in files and for `Doc`."""
_REMEDY = "Look whether spaCy reads it, and write it anew."
_WRONG = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, struct.error)


def recognises(given: Input) -> bool:
    """Whether an input is a `DocBin`: zlib's mark, and its first key behind it."""
    try:
        with given.open() as file:
            head = file.read(256)
        return head.startswith(MAGIC) and b"version" in zlib.decompressobj().decompress(head, 64)
    except (Fault, OSError, zlib.error):
        return False


def read(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a file, and a Fault in place of each that cannot be read.

    One that this program wrote is what it was, but for entities that somebody has changed in `doc.ents` since. Of
    others the entities are taken, quotes where there are `doc.spans["quotes"]`, and the rest is kept for this format.
    Raises Fault where the file is no `DocBin`.
    """
    try:
        content = unpacked(given)
        docs = docs_of(content)
    except (*_WRONG, zlib.error) as error:
        raise Fault(f"{given.name} is no DocBin that can be read: {_said(error)}.", _REMEDY) from error
    for number in range(len(docs.lengths)):
        where = f"{given.name}, article {number + 1}"
        try:
            yield _imported(docs.raw(number), where, given.name)
        except Fault as fault:
            yield fault
        except _WRONG as error:
            yield Fault(f"{where} cannot be read: {_said(error)}.", _REMEDY)


def _said(error: Exception) -> str:
    return str(error).rstrip(".").split("\n")[0][:200] or type(error).__name__


def _imported(raw: RawDoc, where: str, file: str) -> Imported:
    whole = "".join(word + " " * space for word, space in zip(raw.words, raw.spaces, strict=True))
    if len(whole) > _LARGEST_TEXT or "\0" in whole:
        raise Fault(f"{where}: the text is too long, or holds a NUL character.", "Split it, or take it out.")
    text, runs = canonical(whole)
    places = list(_places(raw, runs, text))
    ours = _ours(raw, text, places)
    if ours is None:
        return _theirs(raw, text, runs, places, file)
    document, speakers = ours
    return Imported(document=_with_changed_entities(document, raw, places), speakers=speakers)


def _places(raw: RawDoc, runs: Runs, text: str) -> Iterator[Span | None]:
    """Where each token stands in the text; None for one of nothing but white space."""
    at = 0
    for word, space in zip(raw.words, raw.spaces, strict=True):
        place = None if word.isspace() or not word else to_text(runs, Span(at, at + len(word)))
        yield place and trim(text, place)
        at += len(word) + space


def _tokens(tokenizer: str, raw: RawDoc, text: str, places: list[Span | None]) -> Tokens:
    kept = [place for place in places if place is not None]
    starts, ends = tuple(place.start for place in kept), tuple(place.end for place in kept)
    spaces = tuple(
        space and text[place.end : place.end + 1] == " "
        for place, space in zip(places, raw.spaces, strict=True)
        if place is not None
    )
    return Tokens(tokenizer, starts, ends, spaces)


def _found(raw: RawDoc, places: list[Span | None]) -> Iterator[tuple[Span, str, str, str]]:
    """The entities in `doc.ents`: place, label, id and knowledge-base id."""
    codes, labels = raw.ints.get("ENT_IOB", []), raw.texts.get("ENT_TYPE", [])
    ids, kb_ids = raw.texts.get("ENT_ID", []), raw.texts.get("ENT_KB_ID", [])
    at, count = 0, min(len(codes), len(labels))
    while at < count:
        first = at
        at += 1
        if codes[first] not in (1, 3) or not labels[first]:
            continue
        while at < count and codes[at] == 1 and labels[at] == labels[first]:
            at += 1
        place = _stretch(places, first, at)
        if place is not None:
            yield place, labels[first], ids[first] if ids else "", kb_ids[first] if kb_ids else ""


def _stretch(places: list[Span | None], first: int, last: int) -> Span | None:
    """The text of tokens, without white space at its edges."""
    kept = [place for place in places[first:last] if place is not None]
    return Span(kept[0].start, kept[-1].end) if kept else None


def _ours(raw: RawDoc, text: str, places: list[Span | None]) -> tuple[Document, tuple[Speaker, ...]] | None:
    """What this program wrote of the article, None where it did not, or the text is another one now.

    Raises ValueError or the like where it has been damaged.
    """
    written = raw.user_data.get(OURS)
    data = json.loads(written) if isinstance(written, str) else None
    if not isinstance(data, dict) or data.get("version") != 1:
        return None
    bare: Document = from_plain(Document, data["document"])
    article = replace(bare.article, text=text)
    if article.text_sha256 != data.get("text_sha256"):
        return None
    tokens = _tokens(str(data["tokenizer"]), raw, text, places)
    document = replace(bare, article=article, tokens=tokens)
    speakers: tuple[Speaker, ...] = from_plain(tuple[Speaker, ...], data["speakers"])
    _check(document, speakers)
    return document, speakers


def _check(document: Document, speakers: tuple[Speaker, ...]) -> None:
    """Raises ValueError where an annotation does not fit the text, or names a speaker that is not there."""
    if len(document.by_id) != len(document.entities) + len(document.quotes):
        raise ValueError("two annotations have one id")
    if not document.speakers_used <= {speaker.id for speaker in speakers}:
        raise ValueError("an annotation names an unknown speaker")
    for annotation in document.by_id.values():
        spans: tuple[Span | None, ...] = (
            (annotation.span,)
            if isinstance(annotation, Entity)
            else (*annotation.contents, *annotation.marked, annotation.cue, annotation.source)
        )
        if isinstance(annotation, Quote) and not annotation.contents:
            raise ValueError(f"{annotation.id} has no contents")
        for span in spans:
            if span is not None and not 0 <= span.start < span.end <= len(document.text):
                raise ValueError(f"{annotation.id} ({span.start} to {span.end}) is out of range")


def without_overlaps(document: Document) -> list[Entity]:
    """The entities for `doc.ents`, in the order of the text: of overlapping ones the longest, then the first.

    The same as `spacy.util.filter_spans` does; those off token borders and those rejected are left out.
    """
    rows = list(covering(document))
    starts, ends = (
        {start: at for at, (start, _, _) in enumerate(rows)},
        {end: at for at, (_, end, _) in enumerate(rows)},
    )
    placed = [
        (starts[e.span.start], ends[e.span.end], e)
        for e in document.entities
        if not e.rejected and e.span.start in starts and e.span.end in ends
    ]
    taken: set[int] = set()
    kept = []
    for first, last, entity in sorted(placed, key=lambda each: (each[0] - each[1], each[0], each[2].id)):
        if first not in taken and last not in taken:  # nothing longer can lie between the two
            taken.update(range(first, last + 1))
            kept.append(entity)
    return sorted(kept, key=lambda entity: entity.span)


def _with_changed_entities(document: Document, raw: RawDoc, places: list[Span | None]) -> Document:
    """The document with the entities that `doc.ents` has now: those taken out there go, those put in there come."""
    there = {(place, label) for place, label, _, _ in _found(raw, places)}
    for entity in without_overlaps(document):
        if (entity.span, entity.label) in there:
            there.discard((entity.span, entity.label))
        else:
            document = document.drop(entity.id)
    for number, (place, label) in enumerate(sorted(there)):
        document = document.put(_entity(f"spacy{number}", place, label, {}))
    return document


def _entity(name: str, span: Span, label: str, kept: Mapping[str, str]) -> Entity:
    extra = {"spacy": dict(kept)} if kept else {}
    return Entity(id=name, span=span, label=label, origin=IMPORTED, decision=Decision.ADDED, extra=extra)


def _theirs(raw: RawDoc, text: str, runs: Runs, places: list[Span | None], file: str) -> Imported:
    """An article of another program."""
    article = Article(id=article_id(text), text=text, title=title_of(text), file=file, source_map=runs)
    entities = []
    for number, (place, label, _, kb_id) in enumerate(_found(raw, places), 1):
        entities.append(_entity(f"e{number}", place, label, {"kb_id": kb_id} if kb_id else {}))
    quotes = list(_quotes(raw, article, places))
    document = Document(
        article=article,
        tokens=_tokens("spacy", raw, text, places),
        entities=in_order(entities),
        quotes=in_order(quotes),
    )
    kept, losses = _kept(raw, document, places, quotes=bool(quotes))
    return Imported(document=replace(document, extra={"spacy": kept} if kept else {}), losses=tuple(losses))


def _quotes(raw: RawDoc, article: Article, places: list[Span | None]) -> Iterator[Quote]:
    """The quotes of `doc.spans["quotes"]`, whose parts have one id; a span without an id is a quote by itself."""
    parts: dict[str, list[Span]] = {}
    for number, (first, last, _, span_id) in enumerate(raw.groups.get("quotes", ())):
        place = _stretch(places, first, last)
        if place is not None:
            parts.setdefault(span_id or f"\0{number}", []).append(place)
    others: dict[str, dict[str, Span]] = {"cues": {}, "sources": {}}
    for name, by_id in others.items():
        for first, last, _, span_id in raw.groups.get(name, ()):
            place = _stretch(places, first, last)
            if place is not None and span_id:
                by_id.setdefault(span_id, place)
    for number, (span_id, spans) in enumerate(parts.items(), 1):
        contents: list[Span] = []
        for span in sorted(spans):
            if not contents or span.start >= contents[-1].end:
                contents.append(span)
        kind, marked = kind_of(article, contents)
        yield Quote(
            id=f"q{number}",
            kind=kind,
            contents=tuple(contents),
            marked=marked,
            cue=others["cues"].get(span_id),
            source=others["sources"].get(span_id),
            origin=IMPORTED,
            decision=Decision.ADDED,
        )


def _kept(
    raw: RawDoc, document: Document, places: list[Span | None], *, quotes: bool
) -> tuple[dict[str, Any], list[Loss]]:
    """What else there is, as JSON, to be written to this format again; and what of it is told."""
    kept: dict[str, Any] = {}
    losses = [Loss(Lost.MISPLACED, raw.misplaced, detail="spans of groups")] if raw.misplaced else []
    columns = _columns(raw)
    if columns:
        fits = columns_fit(columns, len(list(covering(document))))
        losses.append(Loss(Lost.ATTRIBUTES, len(columns), detail=f"of tokens: {', '.join(columns)}", kept=fits))
        if fits:
            kept["tokens"] = columns
    groups: dict[str, list[list[Any]]] = {}
    for name, spans in raw.groups.items():
        if name not in QUOTE_GROUPS or not quotes:
            placed = [(_stretch(places, first, last), label, name_) for first, last, label, name_ in spans]
            groups[name] = [[*place, label, span_id] for place, label, span_id in placed if place is not None]
            losses.append(Loss(Lost.ATTRIBUTES, len(spans), detail=f"spans of the group {name}", kept=True))
    if groups:
        kept["spans"] = groups
    if raw.cats:
        kept["cats"] = dict(raw.cats)
        losses.append(Loss(Lost.ATTRIBUTES, len(raw.cats), detail="categories of the text", kept=True))
    for key, value in raw.user_data.items():
        plain = isinstance(key, str) and key not in OUR_USER_DATA and _is_plain(value)
        losses.append(Loss(Lost.ATTRIBUTES, detail=f"user data {key!r}"[:200], kept=plain))
        if plain:
            kept.setdefault("user_data", {})[key] = value
    return kept, losses


def _is_plain(value: object) -> bool:
    """Whether a value is the same once it has been JSON and read again, but for tuples."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return not isinstance(value, bytes)


def _columns(raw: RawDoc) -> dict[str, list[Any]]:
    """What the tokens have besides entities, by the names that `Doc` takes them with."""
    columns: dict[str, list[Any]] = {
        ours: raw.texts[name] for name, ours in _COLUMNS.items() if any(raw.texts.get(name, ()))
    }
    if "deps" in columns and "HEAD" in raw.ints:
        columns["heads"] = [at + _signed(head) for at, head in enumerate(raw.ints["HEAD"])]
    elif any(raw.ints.get("SENT_START", ())):
        columns["sent_starts"] = [_signed(each) for each in raw.ints["SENT_START"]]
    return columns


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number


def columns_fit(columns: object, count: int) -> bool:
    """Whether such columns fit so many tokens: kept ones may have been changed by hand since."""
    if not isinstance(columns, dict) or not set(columns) <= {*_COLUMNS.values(), "heads", "sent_starts"}:
        return False
    for name, column in columns.items():
        if not isinstance(column, list) or len(column) != count:
            return False
        if name == "heads":
            sound = all(type(each) is int and 0 <= each < count for each in column)
        elif name == "sent_starts":
            sound = all(each in (-1, 0, 1) for each in column)
        else:
            sound = all(isinstance(each, str) for each in column)
        if not sound:
            return False
    return True
