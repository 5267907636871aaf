"""Citron's JSON, as BBC Citron's *Annotation Format* has it: quotes with a cue, and who is who.

Places are code points. Citron reads every `.json` below a folder as a document; here they are in a folder of their own,
away from the manifest. A quote needs a cue there and an entity has no place: such stand beside, under the key
`annotator`, which Citron passes over.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.formats.fields import Fields
from annotator.formats.jsontext import dumped, first_object, values
from annotator.formats.linked.attributing import Relation
from annotator.formats.linked.reading import Task, imported
from annotator.formats.linked.spans import RECORD, Linked, facts, linked
from annotator.formats.naming import Names
from annotator.formats.outputs import MANIFEST
from annotator.formats.sourcemap import to_text
from annotator.model.document import Document, Quote, Span, Speaker
from annotator.model.exchange import Format, Imported, Input, Loss, Lost, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault
from annotator.model.marks.quoting import attribution_of, is_pronoun

FORM = "citron"
FOLDER = "data"
ORIGIN = "citron"
"""The origin of quotes that Citron has found: those with a confidence."""
_GROUPS = "coreference_groups"
_PARTS = ("cue", "sources", "contents", "coreferences")
_DOCUMENT = ("text", "quotes", _GROUPS, RECORD)
_WRONG = (KeyError, TypeError, ValueError, AttributeError)


def recognises(given: Input) -> bool:
    """Whether the first document has a quote with a cue and contents, or none but coreference or a record of ours."""
    document = first_object(given)
    quotes = document.get("quotes")
    if not isinstance(document.get("text"), str) or not isinstance(quotes, list):
        return False
    if not quotes:
        return set(document) <= {*_DOCUMENT} and len(document) > 2
    first = quotes[0]
    return isinstance(first, dict) and isinstance(first.get("cue"), dict) and isinstance(first.get("contents"), list)


def read(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a file, and a Fault in place of each that cannot be read."""
    if given.name == MANIFEST:  # it lies beside what this program writes
        return
    for found in values(given):
        try:
            yield found if isinstance(found, Fault) else _Reading(*found, given.name).imported()
        except Fault as fault:
            yield fault


class _Reading:
    """A document of Citron's on its way into a task."""

    def __init__(self, where: str, value: Any, file: str) -> None:
        self._fields = Fields(value, where)
        text = self._fields.text_or_none("text")
        if text is None:
            raise Fault(f"{where} has quotes, but not the text.", "Import files in Citron's annotation format.")
        self._length = len(text)
        self._task = Task(where, text, file)
        self._task.relations = []
        self._others: list[dict[str, Any]] = []
        record = self._fields.data.get(RECORD)
        self._record = record if isinstance(record, dict) else {}

    def imported(self) -> Imported:
        """The article; what it has no place for is kept."""
        for number, row in enumerate(self._fields.items("quotes")):
            self._take(number, row if isinstance(row, dict) else {"quote": row})
        self._take_record()
        groups = [self._spans(group) for group in self._fields.items(_GROUPS)]
        own = self._record.get("groups")
        kept = {
            "document": dict(self._fields.rest(_DOCUMENT)),
            "groups": [list(map(list, each)) for each in (groups[:-own] if type(own) is int and own > 0 else groups)],
            "quotes": self._others,
        }
        if self._others:
            self._task.losses.append(Loss(Lost.QUOTES, len(self._others), detail="without contents", kept=True))
        if kept["groups"]:
            self._task.losses.append(Loss(Lost.RELATIONS, len(kept["groups"]), detail="of coreference", kept=True))
        about = self._record.get("article")
        found = imported(
            self._task,
            FORM,
            about=about if isinstance(about, dict) else {},
            record=self._fields.data.get(RECORD),
            kept={name: each for name, each in kept.items() if each},
        )
        document = replace(found.document, quotes=tuple(map(_scored, found.document.quotes)))
        return _with_speakers(replace(found, document=document), groups)

    def _take(self, number: int, row: Mapping[str, Any]) -> None:
        """A quote of the file: its first source is the source, and all else of it is kept with its cue."""
        plain = self._plain(row)
        more = {name: each for name, each in plain.items() if name not in ("cue", "contents", "sources") and each}
        sources = _list(row.get("sources", [row["source"]] if "source" in row else []))
        if len(sources) > 1:
            more["sources"] = plain["sources"][1:]
            self._task.losses.append(Loss(Lost.PARTS, len(sources) - 1, detail="further sources", kept=True))
        by = ORIGIN if "confidence" in row else None
        contents = [
            key
            for at, each in enumerate(_list(row.get("contents")))
            if (key := self._add((number, "content", at), "CONTENT", each, by, {} if at or row.get("cue") else more))
        ]
        if not contents:
            self._others.append(plain)
            return
        cue = self._add((number, "cue"), "CUE", row["cue"], by, more) if "cue" in row else None
        source = self._add((number, "source"), "SOURCE", sources[0], by, {}) if sources else None
        self._relate(contents, {"CUE": cue, "SOURCE": source})

    def _relate(self, contents: Iterable[Hashable], ends: Mapping[str, Hashable]) -> None:
        assert self._task.relations is not None
        for content in contents:
            self._task.relations += [Relation(content, end, part) for part, end in ends.items() if end is not None]

    def _add(self, key: Hashable, label: str, place: Any, by: str | None, extra: Mapping[str, Any]) -> Hashable:
        """The key of a span of the file, None where it does not fit the text."""
        row = place if isinstance(place, dict) else {}
        before = len(self._task.found)
        of = key[0] if isinstance(key, tuple) else None
        start, end, words = (row.get(name) for name in ("start", "end", "text"))
        self._task.add(key, label, start, end, words=words, suggested_by=by, extra=extra, of=("quote", of))
        return key if len(self._task.found) > before else None

    def _plain(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A quote with `[start, end]` in the article's text for each of its spans; other keys as they are."""
        spans = {name: [list(span) for span in self._spans(row[name])] for name in _PARTS[1:] if name in row}
        rest = {name: each for name, each in row.items() if name not in _PARTS}
        cue = self._spans([row.get("cue")])
        return {**rest, **({"cue": list(cue[0])} if cue else {}), **spans}

    def _spans(self, value: Any) -> list[Span]:
        found = []
        for each in _list(value):
            start, end = (each.get("start"), each.get("end")) if isinstance(each, dict) else (None, None)
            if type(start) is int and type(end) is int and 0 <= start < end <= self._length:
                found.append(to_text(self._task.runs, Span(start, end)))
        return [span for span in found if span is not None]

    def _take_record(self) -> None:
        """What Citron has no place for: entities, and quotes without a cue. They stand in the record alone."""
        for number, row in enumerate(_list(self._record.get("entities"))):
            if isinstance(row, dict) and row.get("decision") != "rejected":
                self._own(("entity", number), row.get("label"), row.get("span"))
        for number, row in enumerate(_list(self._record.get("quotes"))):
            if isinstance(row, dict) and row.get("cue") is None and row.get("decision") != "rejected":
                keys = [
                    self._own(("own", number, at), "CONTENT", each)
                    for at, each in enumerate(_list(row.get("contents")))
                ]
                source = self._own(("own", number), "SOURCE", row["source"]) if row.get("source") else None
                self._relate(filter(None, keys), {"SOURCE": source})

    def _own(self, key: Hashable, label: Any, span: Any) -> Hashable:
        match span:
            case [start, end]:
                return self._add(key, label, {"start": start, "end": end}, None, {})
        return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _said(quote: Quote) -> Mapping[str, Any]:
    """What a quote keeps of the one it was in Citron."""
    extra = quote.extra.get(FORM)
    parts = extra if isinstance(extra, dict) else {}
    said = parts.get("cue", parts.get("content.0"))
    return said if isinstance(said, dict) else {}


def _scored(quote: Quote) -> Quote:
    """With the confidence that it has in Citron, which writes it as a text, as its score."""
    try:
        score = float(_said(quote)["confidence"])
    except _WRONG:
        return quote
    return replace(quote, score=score) if quote.score is None and 0 <= score <= 1 else quote


def _with_speakers(found: Imported, groups: Iterable[Iterable[Span]]) -> Imported:
    """With speakers for quotes whose source stands for a name elsewhere, as far as coreference says so."""
    document = found.document
    known = {speaker.name: speaker for speaker in found.speakers}
    others: dict[Span, set[Span]] = {}
    for group in groups:
        members = set(group)
        for span in members:
            others.setdefault(span, set()).update(members)
    quotes = []
    for quote in document.quotes:
        told = _places(document, _said(quote).get("coreferences"))
        if quote.speaker is None and quote.attribution is None and quote.source is not None:
            mentions = {quote.source, *told, *others.get(quote.source, ())}
            name = _name(document, mentions) if len(mentions) > 1 else ""
            if name:
                speaker = known.setdefault(name, Speaker(id=f"s{len(known) + 1}", name=name))
                how = attribution_of(document, quote.source, speaker, quote.cue)
                quote = replace(quote, speaker=speaker.id, attribution=how)
        quotes.append(quote)
    return replace(found, document=replace(document, quotes=tuple(quotes)), speakers=tuple(known.values()))


def _name(document: Document, mentions: Iterable[Span]) -> str:
    """The longest mention that begins with a capital and is no pronoun; "" where none is."""
    words = (" ".join(document.words(span).split()) for span in sorted(mentions))
    return max((each for each in words if each[:1].isupper() and not is_pronoun(each)), key=len, default="")


@dataclass(frozen=True)
class _Mentions:
    """Where an article mentions each of its speakers: entities, and sources of quotes."""

    entities: Mapping[str, list[Span]]
    all: Mapping[str, list[Span]]


def _mentions(document: Document) -> _Mentions:
    entities: dict[str, list[Span]] = {}
    everywhere: dict[str, list[Span]] = {}
    for entity in document.entities:
        if entity.speaker is not None and not entity.rejected:
            entities.setdefault(entity.speaker, []).append(entity.span)
            everywhere.setdefault(entity.speaker, []).append(entity.span)
    for quote in document.quotes:
        if quote.speaker is not None and quote.source is not None and not quote.rejected:
            everywhere.setdefault(quote.speaker, []).append(quote.source)
    return _Mentions(entities, {speaker: sorted({*spans}) for speaker, spans in everywhere.items()})


class FolderWriter:
    """Writes a file for each article."""

    def __init__(self, output: Output, options: WriteOptions) -> None:
        self._output, self._options = output, options
        self._names = Names()

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes the article's file."""
        document = article.document
        task = linked(article, self._options, FORM)
        mentions = _mentions(document)
        quotes = [*{node.of.id: node.of for node in task.nodes if isinstance(node.of, Quote)}.values()]
        theirs = [_places(document, group) for group in _list(task.kept.get("groups"))]
        known = {span for group in theirs for span in group}
        ours = [spans for spans in mentions.all.values() if len(spans) > 1 and not known & {*spans}]
        kept = task.kept.get("document")
        line = {
            **(kept if isinstance(kept, dict) else {}),
            "text": document.text,
            "quotes": [
                *(_quote(document, quote, quote.cue, mentions.entities) for quote in quotes if quote.cue is not None),
                *(_again(document, each) for each in _list(task.kept.get("quotes")) if isinstance(each, dict)),
            ],
            _GROUPS: [[_span(document, span) for span in group] for group in (*theirs, *ours)],
            RECORD: {**task.record, "article": facts(document), "groups": len(ours)},
        }
        name = self._names.take(document.article)
        self._output.put(f"{FOLDER}/{name}.json", (dumped(line) + "\n").encode())
        return (*task.losses, *_untold(task, sum(quote.cue is None for quote in quotes)))

    def finish(self) -> None:
        """Nothing comes after the last file."""


def _untold(task: Linked, quotes: int) -> Iterator[Loss]:
    entities = sum(not isinstance(node.of, Quote) for node in task.nodes)
    if entities:
        yield Loss(Lost.ENTITIES, entities, kept=True)
    if quotes:
        yield Loss(Lost.QUOTES, quotes, detail="without a cue", kept=True)


def _quote(document: Document, quote: Quote, cue: Span, entities: Mapping[str, list[Span]]) -> dict[str, Any]:
    said = _said(quote)
    stands_for = _places(document, said.get("coreferences")) or _stands_for(quote, entities)
    sources = [*([quote.source] if quote.source is not None else []), *_places(document, said.get("sources"))]
    rest = {name: each for name, each in said.items() if name not in _PARTS}
    return {
        "id": quote.id,
        **({"confidence": round(quote.score, 4)} if quote.score is not None else {}),
        **rest,
        "cue": _span(document, cue),
        "sources": [_span(document, each) for each in sources],
        "contents": [_span(document, each) for each in quote.contents],
        "coreferences": [_span(document, each) for each in stands_for],
    }


def _stands_for(quote: Quote, entities: Mapping[str, list[Span]]) -> list[Span]:
    """The mention of the speaker nearest to a source that does not name them itself."""
    source = quote.source
    if source is None or quote.speaker is None:
        return []
    named = entities.get(quote.speaker, [])
    if any(span.overlaps(source) for span in named):
        return []
    return [min(named, key=lambda span: abs(span.start - source.start))] if named else []


def _again(document: Document, plain: Mapping[str, Any]) -> dict[str, Any]:
    """A quote that was kept, as it came."""
    row = {name: each for name, each in plain.items() if name not in _PARTS}
    spans = {
        name: [_span(document, span) for span in _places(document, plain[name])] for name in _PARTS[1:] if name in plain
    }
    cue = _places(document, [plain.get("cue")])
    return {**row, **({"cue": _span(document, cue[0])} if cue else {}), **spans}


def _places(document: Document, value: Any) -> list[Span]:
    """Spans of the text that were kept as `[start, end]`."""
    found = []
    for each in _list(value):
        match each:
            case [int(start), int(end)] if 0 <= start < end <= len(document.text):
                found.append(Span(start, end))
    return found


def _span(document: Document, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": document.words(span)}


def _writer(output: Output, options: WriteOptions) -> Writer:
    return FolderWriter(output, options)


FORMAT = Format(
    name=FORM,
    title="Citron JSON",
    suffixes=(".json",),
    recognises=recognises,
    read=read,
    write=_writer,
    folder=True,
    carries="Quotes with a cue, and which mentions are of one speaker; the rest lies beside them for this program.",
    usage=f"Give Citron's scripts the folder `{FOLDER}` as their input.",
)
