"""spaCy's own training data: a folder with a `DocBin` for each part of the data and a config for `spacy train`.

A `Doc` has the entities in `doc.ents` and the quotes' parts in `doc.spans`, as far as they begin and end at token
borders. All that has no place there is in `doc.user_data`, so that what was written is read back equal.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from annotator.model.document import Document, Quote, Span
from annotator.model.exchange import Format, Loss, Lost, Output, Portable, WriteOptions, Writer, chosen_contents
from annotator.model.plain import to_plain
from annotator.model.tokens import covering
from annotator.nlp import lean
from annotator.nlp.docbin.reading import OURS, QUOTE_GROUPS, columns_fit, read, recognises, without_overlaps

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin

    from annotator.nlp.docbin.reading import Row

SHARD = 60_000
"""How many tokens a file holds; a part of the data with more of them is a folder of files, which spaCy reads too.

So many take 30 MB of memory, which is spaCy's: it writes and reads a file whole.
"""
_ATTRS = ("ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START")
_REJECTED = "rejected"

USAGE = """\
Train a pipeline that finds the entities, from within this folder:

```sh
python -m spacy debug data config.cfg
python -m spacy train config.cfg --output model
```

Each article is a `spacy.tokens.Doc`, and `DocBin().from_disk("train.spacy").get_docs(nlp.vocab)` gives them. A part of
more than 60,000 tokens is a folder of such files, which spaCy reads as well.

- `doc.ents`: the entities, of overlapping ones the longest, then the first.
- `doc.spans["entities"]`: all entities, overlapping ones too. `span.id_` is the entity's id.
- `doc.spans["quotes"]`, `["cues"]`, `["sources"]`: the parts of the quotes, labelled with the quote's kind; those of
  one quote have its id as `span.id_`.
- `doc.spans["rejected"]`, where rejected suggestions were asked for: what is no entity. The config names it as
  `incorrect_spans_key`, so that training learns from it.
- `doc.user_data["relations"]`: from each content to its cue and source, as token offsets: `doc[slice(*head)]`.
- `doc.user_data["speakers"]`: who is behind the quotes; `["quotes"]`: by a quote's id its kind, speaker and
  attribution.
- `doc.user_data["annotator"]`: the whole article's annotations as JSON, for this program.
"""


@dataclass
class _Part:
    """The articles of one part of the data that are not written yet, and how many files there are of it."""

    docs: "DocBin"
    tokens: int = 0
    files: int = 0


@dataclass
class FolderWriter:
    """Writes a `.spacy` file for each part of the data, and `config.cfg`."""

    output: Output
    options: WriteOptions
    _parts: dict[str, _Part] = field(default_factory=dict)
    _languages: Counter[str | None] = field(default_factory=Counter)

    def write(self, article: Portable) -> Iterable[Loss]:
        """Adds the article's `Doc` to those of its part."""
        doc, losses = to_doc(article, self.options)
        part = self._part(article.split or _ONLY)
        if part.tokens and part.tokens + len(doc) > SHARD:
            self._flush(article.split or _ONLY, part)
        part.docs.add(doc)
        part.tokens += len(doc)
        self._languages[article.document.article.language] += 1
        return losses

    def _part(self, name: str) -> _Part:
        if name not in self._parts:
            self._parts[name] = _Part(_bin())
        return self._parts[name]

    def _flush(self, name: str, part: _Part) -> None:
        part.files += 1
        self.output.put(f"{name}/{part.files:05}.spacy", part.docs.to_bytes())
        part.docs, part.tokens = _bin(), 0

    def finish(self) -> None:
        """Writes what is left, and the config."""
        places = {}
        for name in self.options.splits or (_ONLY,):
            part = self._part(name)
            if part.files:
                self._flush(name, part)
                places[name] = name
            else:
                places[name] = f"{name}.spacy"
                self.output.put(places[name], part.docs.to_bytes())
        self.output.put("config.cfg", _config(self._language, places, rejected=self.options.rejected).encode())

    @property
    def _language(self) -> str | None:
        return min(self._languages, key=lambda language: (-self._languages[language], language or ""), default=None)


_ONLY = "articles"


def _bin() -> "DocBin":
    made: DocBin = lean.spacy().tokens.DocBin(attrs=_ATTRS, store_user_data=True)
    return made


def _config(language: str | None, places: Mapping[str, str], *, rejected: bool) -> str:
    """A config for `spacy train`: spaCy's recommended one for a pipeline that finds entities on a processor."""
    from spacy.cli.init_config import init_config

    from annotator.nlp.tokenize import ANY_LANGUAGE, blank

    config = init_config(lang=blank(language).lang or ANY_LANGUAGE, pipeline=["ner"], silent=True)
    names = list(places)
    config["paths"]["train"] = places.get("train", places[names[0]])
    config["paths"]["dev"] = places.get("dev", places[names[min(1, len(names) - 1)]])
    if rejected:
        config["components"]["ner"]["incorrect_spans_key"] = _REJECTED
    text: str = config.to_str()
    return text


def to_doc(article: Portable, options: WriteOptions) -> tuple["Doc", list[Loss]]:
    """The article as a `Doc`, and what of it has no place in what spaCy trains on.

    Raises Fault where the article has no tokens, or ones that do not fit its text.
    """
    spacy = lean.spacy()
    asked_for = (each for each in article.document.quotes if options.rejected or not each.rejected)
    quotes, left_out = chosen_contents(asked_for, options.contents)
    document = replace(
        article.document,
        quotes=tuple(quotes),
        entities=tuple(each for each in article.document.entities if options.rejected or not each.rejected),
    )
    rows = list(covering(document))
    words = [document.text[start:end] for start, end, _ in rows]
    columns, losses = _columns(document, rows)
    doc = spacy.tokens.Doc(spacy.vocab.Vocab(), words=words, spaces=[space for _, _, space in rows], **columns)
    losses += [Loss(Lost.UNMARKED, detail=quote) for quote in left_out]
    made = _Made(doc, rows, losses)
    _add_entities(made, document, rejected=options.rejected)
    relations = _add_quotes(made, [quote for quote in document.quotes if not quote.rejected])
    _add_others(made, document)
    doc.user_data.update(_user_data(document, article, options, relations))
    return doc, losses


@dataclass
class _Made:
    """A `Doc` that is being made, with the places of its tokens."""

    doc: "Doc"
    rows: list["Row"]
    losses: list[Loss]

    def __post_init__(self) -> None:
        self.starts = {start: at for at, (start, _, _) in enumerate(self.rows)}
        self.ends = {end: at + 1 for at, (_, end, _) in enumerate(self.rows)}

    def span(self, place: Span, label: str, name: str, extra: Mapping[str, Any], detail: str) -> Any:
        """The `Span` there, None where it is off token borders, which is told."""
        first, last = self.starts.get(place.start), self.ends.get(place.end)
        if first is None or last is None:
            self.losses.append(Loss(Lost.OFF_TOKENS, span=place, detail=detail, kept=True))
            return None
        kept = extra.get("spacy")
        kb_id = kept.get("kb_id", "") if isinstance(kept, dict) else ""
        return lean.spacy().tokens.Span(self.doc, first, last, label=label, kb_id=str(kb_id), span_id=name)


def _add_entities(made: _Made, document: Document, *, rejected: bool) -> None:
    doc = made.doc
    spans: dict[str, Any] = {}
    for entity in document.entities:
        if not entity.rejected:
            span = made.span(entity.span, entity.label, entity.id, entity.extra, f"{entity.id} {entity.label}")
            if span is not None:
                spans[entity.id] = span
    flat = without_overlaps(document)
    doc.spans["entities"] = list(spans.values())
    doc.set_ents([spans[entity.id] for entity in flat if entity.id in spans])
    kept = {entity.id for entity in flat}
    for entity in document.entities:
        if entity.id in spans and entity.id not in kept:
            made.losses.append(Loss(Lost.OVERLAPS, span=entity.span, detail=f"{entity.id} {entity.label}", kept=True))
    if rejected:
        down = [made.span(e.span, e.label, e.id, {}, e.id) for e in document.entities if e.rejected]
        doc.spans[_REJECTED] = [span for span in down if span is not None]


def _add_quotes(made: _Made, quotes: list[Quote]) -> list[dict[str, Any]]:
    """Puts the quotes' parts into their groups, and gives the relations between them."""
    groups: dict[str, list[Any]] = {name: [] for name in QUOTE_GROUPS}
    relations = []
    for quote in quotes:
        kind = quote.kind.value
        contents = [made.span(c, kind, quote.id, {}, f"{quote.id}.content") for c in quote.contents]
        others = [("cues", "CUE", quote.cue), ("sources", "SOURCE", quote.source)]
        groups["quotes"] += [span for span in contents if span is not None]
        for group, label, place in others:
            span = None if place is None else made.span(place, kind, quote.id, {}, f"{quote.id}.{label.lower()}")
            if span is None:
                continue
            groups[group].append(span)
            relations += [
                {"quote": quote.id, "label": label, "head": [c.start, c.end], "child": [span.start, span.end]}
                for c in contents
                if c is not None
            ]
    for name, spans in groups.items():
        made.doc.spans[name] = spans
    return relations


def _columns(document: Document, rows: list["Row"]) -> tuple[dict[str, Any], list[Loss]]:
    """What else was known of the tokens when they came from spaCy."""
    kept = document.extra.get("spacy")
    columns = kept.get("tokens") if isinstance(kept, dict) else None
    if columns is None:
        return {}, []
    if not columns_fit(columns, len(rows)):
        return {}, [Loss(Lost.ATTRIBUTES, detail="tags of tokens: the article has other tokens now")]
    return dict(columns), []


def _add_others(made: _Made, document: Document) -> None:
    """Writes again what came from spaCy and has no place here: further groups of spans, categories, user data."""
    kept = document.extra.get("spacy")
    if not isinstance(kept, dict):
        return
    for name, spans in _items(kept.get("spans")):
        if name not in made.doc.spans or not made.doc.spans[name]:
            group = [made.span(place, label, span_id, {}, f"{name}: {label}") for place, label, span_id in _kept(spans)]
            made.doc.spans[name] = [span for span in group if span is not None]
    made.doc.cats = {name: float(value) for name, value in _items(kept.get("cats")) if isinstance(value, int | float)}
    for name, value in _items(kept.get("user_data")):
        if _packable(value):
            made.doc.user_data[name] = value
        else:
            made.losses.append(Loss(Lost.ATTRIBUTES, detail=f"user data {name!r}"))


def _items(value: object) -> Iterator[tuple[str, Any]]:
    return iter(value.items() if isinstance(value, dict) else ())


def _kept(spans: object) -> Iterator[tuple[Span, str, str]]:
    """Spans as the reader keeps them; what has been made of them by hand since may be anything."""
    for row in spans if isinstance(spans, list) else ():
        match row:
            case [int(start), int(end), str(label), str(span_id)]:
                yield Span(start, end), label, span_id


def _packable(value: object) -> bool:
    """Whether msgpack knows such a value: it has no whole numbers of more than 64 bits."""
    from srsly import msgpack_dumps

    try:
        msgpack_dumps(value)
    except (OverflowError, TypeError, ValueError, RecursionError):
        return False
    return True


def _user_data(
    document: Document, article: Portable, options: WriteOptions, relations: list[dict[str, Any]]
) -> dict[str, Any]:
    about = document.article
    bare = replace(
        document,
        tokens=None,
        article=replace(about, text="", source_map=about.source_map if options.source_map else ()),
    )
    speakers = [article.speakers[name] for name in sorted(document.speakers_used & article.speakers.keys())]
    ours = {
        "version": 1,
        "text_sha256": about.text_sha256,
        "tokenizer": document.tokens.tokenizer if document.tokens is not None else "",
        "document": to_plain(bare),
        "speakers": to_plain(speakers),
    }
    return {
        OURS: json.dumps(ours, ensure_ascii=False),  # JSON knows numbers of any size, msgpack does not
        "relations": relations,
        "speakers": [
            {"id": s.id, "name": s.name, "named": s.named, "aliases": list(s.aliases), "role": s.role} for s in speakers
        ],
        "quotes": {
            q.id: {"kind": str(q.kind), "speaker": q.speaker, "attribution": q.attribution and str(q.attribution)}
            for q in document.quotes
            if not q.rejected
        },
    }


def _write(output: Output, options: WriteOptions) -> Writer:
    return FolderWriter(output, options)


FORMAT = Format(
    name="spacy",
    title="spaCy training data",
    suffixes=(".spacy",),
    recognises=recognises,
    read=read,
    write=_write,
    folder=True,
    by_split=True,
    carries="Everything: entities in doc.ents, quotes in doc.spans, speakers in user_data; with a config.",
    usage=USAGE,
)
