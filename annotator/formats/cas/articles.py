"""Articles as CAS and back, with the types of DKPro Core that INCEpTION has, and custom layers for quotes.

Entities are `NamedEntity`. The parts of quotes are spans of one custom layer, because a relation layer of INCEpTION's
joins spans of one layer: each content is the Governor of a relation to its cue and to its source. What neither says
is in a structure of its own, which INCEpTION keeps where the project has a document layer of that name.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.formats.cas.structures import ANNOTATION, BASE, DOCUMENT, STRING, Cas, Feature, Refs, Structure, Type
from annotator.formats.jsonl.shape import quote_spans
from annotator.formats.jsontext import dumped
from annotator.formats.linked.attributing import Relation
from annotator.formats.linked.reading import Task, imported
from annotator.formats.linked.spans import Linked, Node, facts, linked
from annotator.formats.sentences import sentences
from annotator.formats.sourcemap import Runs
from annotator.model.counting import how_many
from annotator.model.document import Document, Entity, Quote, Span, Tokens
from annotator.model.exchange import Imported, Loss, Lost, Portable, WriteOptions
from annotator.model.plain import from_plain, to_plain
from annotator.model.tokens import trim

FORM = "cas"
_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
TOKEN, SENTENCE = f"{_DKPRO}.segmentation.type.Token", f"{_DKPRO}.segmentation.type.Sentence"
NAMED_ENTITY = f"{_DKPRO}.ner.type.NamedEntity"
META = f"{_DKPRO}.metadata.type.DocumentMetaData"
QUOTE_PART, QUOTE_LINK = "webanno.custom.QuotePart", "webanno.custom.QuoteLink"
RECORD = "webanno.custom.AnnotatorRecord"
ENDS = ("Governor", "Dependent")
"""The features of a relation: what it comes from, and what it leads to."""
_ABOUT = {"title": "documentTitle", "url": "documentUri", "file": "documentId"}
_PART = ("part", "quote", "kind", "speaker", "attribution", "decision")
_NO_XML = re.compile("[\ufffe\uffff]")
"""What JSON has as it is, and XML has no place for."""
_UNLABELLED = "ENTITY"
"""The label of a named entity that has none."""
_BARE = "unlabelled"
"""The key, in what an entity keeps, of its having had none."""


def _type(base: str, *texts: str, **others: str) -> Type:
    return Type(base, {**{each: Feature(STRING) for each in texts}, **{key: Feature(of) for key, of in others.items()}})


TYPES: Mapping[str, Type] = {
    TOKEN: _type(ANNOTATION),
    SENTENCE: _type(ANNOTATION),
    NAMED_ENTITY: _type(ANNOTATION, "value", "identifier"),
    META: _type(DOCUMENT, *_ABOUT.values()),
    QUOTE_PART: _type(ANNOTATION, *_PART),
    QUOTE_LINK: _type(ANNOTATION, "label", Governor=QUOTE_PART, Dependent=QUOTE_PART),
    RECORD: _type(BASE, "record"),
}
"""The types that are written."""


def merged(types: Mapping[str, Type], others: Mapping[str, Type]) -> dict[str, Type]:
    """Types together: what both have has the features of both, and of one feature the other's type."""
    found = dict(types)
    for name, kind in others.items():
        known = found.get(name)
        found[name] = kind if known is None else Type(known.base, {**known.features, **kind.features})
    return found


def from_cas(cas: Cas, name: str, where: str) -> Imported:
    """The article of a CAS. Raises Fault where its text cannot be an article's.

    Structures of other types are kept as they came, with what is known of their types.
    """
    task = Task(where, cas.text, name)
    task.relations = []
    envelope: dict[str, Any] = {}
    others: list[Structure] = []
    for each in cas.structures:
        if _is_entity(each):
            rest = {key: value for key, value in each.features.items() if key != "value" and _is_plain(value)}
            label, bare = _label(each), _label(each) == _UNLABELLED != each.features.get("value")
            extra = {**({"features": rest} if rest else {}), **({_BARE: True} if bare else {})}
            task.add(each.id, label, each.begin, each.end, extra=extra)
        elif each.type == QUOTE_PART:
            task.add(each.id, each.features.get("part"), each.begin, each.end)
        elif each.type == QUOTE_LINK and (ends := ends_of(each)):
            task.relations.append(Relation(*ends, str(each.features.get("label", ""))))
        elif each.type == RECORD:
            envelope = envelope or _envelope(each.features.get("record"))
        else:
            others.append(each)
    places = {each.key: each.place for each in task.found}
    kept = _Kept(task, others, envelope.get("made"))
    meta = next((each for each in others if each.type == META), None)
    about = envelope.get("about")
    if not isinstance(about, dict):
        told = {} if meta is None else {key: meta.features.get(feature) for key, feature in _ABOUT.items()}
        about = {key: value for key, value in told.items() if isinstance(value, str) and key != "file"}
        language = None if meta is None else meta.features.get("language")
        about |= {"language": language} if isinstance(language, str) and language != "x-unspecified" else {}
    notes = _notes(sum(_BARE in each.extra for each in task.found))
    if cas.elsewhere:
        task.losses.append(Loss(Lost.ATTRIBUTES, cas.elsewhere, detail="of other texts in the same file"))
    result = imported(task, FORM, about=about, record=envelope.get("record"))
    plain = kept.plain(_nodes(result.document, places), cas.types)
    document = result.document
    if plain:
        own = document.extra.get(FORM)
        extra = {**document.extra, FORM: {**(own if isinstance(own, dict) else {}), **plain}}
        document = replace(document, extra=extra)
    document = replace(document, tokens=_tokens(task, cas))
    return replace(result, document=document, losses=(*result.losses, *kept.losses), notes=(*result.notes, *notes))


def _notes(bare: int) -> Iterator[str]:
    if bare:
        yield f"{how_many(bare, 'named entity', 'named entities')} without a label, called {_UNLABELLED} here"


def _is_entity(each: Structure) -> bool:
    return each.type.startswith(NAMED_ENTITY.removesuffix("NamedEntity")) and each.begin is not None


def _label(each: Structure) -> str:
    value = each.features.get("value")
    if isinstance(value, str) and value.strip():
        return value
    kind = each.type.rpartition(".")[2]
    return _UNLABELLED if each.type == NAMED_ENTITY else kind


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


def ends_of(each: Structure) -> tuple[int | str, int | str] | None:
    """The ids of what a relation comes from and leads to; None where it is no relation."""
    ends = [each.features.get(key) for key in ENDS]
    found = [end.ids[0] for end in ends if isinstance(end, Refs) and end.ids]
    return (found[0], found[1]) if len(found) == 2 else None


def _envelope(value: object) -> dict[str, Any]:
    """What this program wrote beside the annotations; empty where there is nothing, or it is damaged."""
    try:
        found = json.loads(value) if isinstance(value, str) else {}
    except (ValueError, RecursionError):
        return {"record": {}}  # which is told as damaged
    return found if isinstance(found, dict) else {}


def _nodes(document: Document, places: Mapping[Any, tuple[str, Span]]) -> dict[Any, str]:
    """The ids of the entities and parts of quotes that the structures with these ids have become."""
    ids: dict[tuple[str, Span], str] = {}
    for quote in document.quotes:
        ids |= {(label, span): node for node, label, span in quote_spans(quote)}
    ids |= {(each.label, each.span): each.id for each in document.entities}
    return {key: ids[place] for key, place in places.items() if place in ids}


def _tokens(task: Task, cas: Cas) -> Tokens | None:
    """The file's tokens, None where they do not make up the text."""
    places: list[Span] = []
    for each in cas.structures:
        if each.type == TOKEN and each.begin is not None and each.end is not None:
            span = trim(task.text, Span(border(task.runs, each.begin), border(task.runs, each.end)))
            places += [span] if span is not None else []
    places.sort()
    reached = 0
    for span in places:
        if span.start < reached or task.text[reached : span.start].strip():
            return None
        reached = span.end
    if not places or task.text[reached:].strip():
        return None
    starts, ends = (tuple(column) for column in zip(*places, strict=True))
    return Tokens(FORM, starts, ends, tuple(task.text[end : end + 1] == " " for end in ends))


def border(runs: Runs, at: int) -> int:
    """Where a border in the file's text lies in the article's, in code points of each."""
    number = bisect_right(runs, at, key=lambda run: run.file_start) - 1
    if number < 0:
        return 0
    run = runs[number]
    return run.text_start + min(at - run.file_start, run.length)


class _Kept:
    """The structures of other types, as far as they are kept.

    made  the types of which this program had made all structures: those that say nothing more are made again
    """

    def __init__(self, task: Task, others: Sequence[Structure], made: object) -> None:
        ours = set(made) if isinstance(made, list) and all(isinstance(each, str) for each in made) else set()
        wanted = {ref for each in others for ref in each.refs if each.type not in ours}
        self.losses: list[Loss] = []
        self._structures: list[Structure] = []
        lost = 0
        for each in others:
            if each.type in ours and each.id not in wanted and (each.type == META or not each.features):
                continue
            if each.begin is not None and each.end is not None:
                if not 0 <= each.begin <= each.end:
                    lost += 1
                    continue
                each = replace(each, begin=border(task.runs, each.begin), end=border(task.runs, each.end))
            self._structures.append(each)
        layers = [each for each in self._structures if each.type not in (TOKEN, SENTENCE, META, DOCUMENT)]
        relations = sum(ends_of(each) is not None for each in layers)
        for what, count in ((Lost.RELATIONS, relations), (Lost.ATTRIBUTES, len(layers) - relations)):
            if count:
                self.losses.append(Loss(what, count, detail="of other layers", kept=True))
        if lost:
            self.losses.append(Loss(Lost.MISPLACED, lost, detail="of other layers"))

    def plain(self, nodes: Mapping[Any, str], types: Mapping[str, Type]) -> dict[str, Any]:
        """What is kept as JSON, with references to entities and parts of quotes by their ids in the document."""
        if not self._structures:
            return {}
        rows = [row_of(each, nodes) for each in self._structures]
        used = {each.type for each in self._structures}
        known: dict[str, Any] = {}
        while used:
            name = used.pop()
            if name in types and name not in known:
                known[name] = to_plain(types[name])
                used |= {types[name].base, *(each.element for each in types[name].features.values())}
        return {"structures": rows, **({"types": known} if known else {})}


def row_of(each: Structure, nodes: Mapping[Any, str]) -> dict[str, Any]:
    """A structure as it is kept in JSON; `nodes` are the ids in the document of what it refers to."""
    features = {
        key: {"refs": [nodes.get(ref, ref) for ref in value.ids], "many": value.many}
        if isinstance(value, Refs)
        else value
        for key, value in each.features.items()
    }
    return {"id": each.id, "type": each.type, "features": features, "begin": each.begin, "end": each.end,
            "in_text": each.in_text}  # fmt: skip


def structure_of(row: Any, length: int) -> Structure:
    """A kept structure again. Raises ValueError, TypeError or KeyError where it is damaged."""
    features = {
        str(key): Refs(tuple(value["refs"]), value["many"]) if isinstance(value, dict) else value
        for key, value in row["features"].items()
    }
    begin, end = row["begin"], row["end"]
    if begin is not None and not 0 <= begin <= end <= length:
        raise ValueError(begin)
    return Structure(
        from_plain(int, row["id"]), from_plain(str, row["type"]), features, begin, end, bool(row["in_text"])
    )


def to_cas(article: Portable, options: WriteOptions) -> tuple[Cas, tuple[Loss, ...]]:
    """The CAS of an article, and what of it there is no place for."""
    document = article.document
    task = linked(article, options, FORM)
    kept, types, damaged = _again(task.kept, len(document.text))
    made = _Made(document, kept)
    ids = {node.id: made.node(article, node) for node in task.nodes}
    spans = {node.id: node.span for node in task.nodes}
    for link in task.links:
        refs = {key: Refs((ids[end],)) for key, end in zip(ENDS, (link.head, link.child), strict=True)}
        made.add(QUOTE_LINK, spans[link.child], {"label": link.label, **refs})
    made.surroundings(task)
    whole, gone = _resolved([*made.structures, *kept], ids)
    losses = [*task.losses]
    if gone or damaged:
        losses.append(Loss(Lost.ATTRIBUTES, gone + damaged, detail="of other layers, an end of them is gone"))
    return Cas(document.text, whole, merged(TYPES, types)), tuple(losses)


def _again(own: Mapping[str, Any], length: int) -> tuple[list[Structure], dict[str, Type], int]:
    """What was kept, and how many structures of it are damaged."""
    found: list[Structure] = []
    damaged = 0
    rows = own.get("structures")
    for row in rows if isinstance(rows, list) else ():
        try:
            found.append(structure_of(row, length))
        except (ValueError, TypeError, KeyError, AttributeError):
            damaged += 1
    try:
        types = {
            name: Type(each["base"], {key: from_plain(Feature, one) for key, one in each.get("features", {}).items()})
            for name, each in own.get("types", {}).items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        types = {}
    return found, types, damaged


class _Made:
    """The structures that are made for an article, with ids that those kept do not have."""

    def __init__(self, document: Document, kept: Iterable[Structure]) -> None:
        self.structures: list[Structure] = []
        self._document = document
        self._there = {each.type for each in kept}
        self._next = max((each.id for each in kept), default=0) + 1

    def add(self, kind: str, span: Span | None, features: Mapping[str, Any]) -> int:
        begin, end = (None, None) if span is None else span
        there = {key: value for key, value in features.items() if value is not None}
        self.structures.append(Structure(self._next, kind, there, begin, end))
        self._next += 1
        return self._next - 1

    def node(self, article: Portable, node: Node) -> int:
        if isinstance(node.of, Entity):
            rest = node.extra.get("features")
            label = None if node.label == _UNLABELLED and node.extra.get(_BARE) is True else node.label
            return self.add(NAMED_ENTITY, node.span, {**(rest if isinstance(rest, dict) else {}), "value": label})
        quote: Quote = node.of
        speaker = article.speakers.get(quote.speaker or "")
        about = (
            node.label,
            quote.id,
            quote.kind.value,
            None if speaker is None else speaker.name,
            quote.attribution and quote.attribution.value,
            quote.decision.value,
        )
        return self.add(QUOTE_PART, node.span, dict(zip(_PART, about, strict=True)))

    def surroundings(self, task: Linked) -> None:
        """Adds what an article has besides annotations, unless the file it was read from had it."""
        document, made = self._document, []
        about = facts(document)
        whole = Span(0, len(document.text))
        if not self._there & {META, DOCUMENT}:
            made.append(META)
            told = {feature: about.get(key) for key, feature in _ABOUT.items()}
            self.add(META, whole, {**told, "language": about.get("language", "x-unspecified")})
        tokens = [*document.tokens] if document.tokens is not None else []
        if tokens and TOKEN not in self._there:
            made.append(TOKEN)
            for token in tokens:
                self.add(TOKEN, token, {})
        if tokens and SENTENCE not in self._there:
            made.append(SENTENCE)
            for first, end in sentences(document.text, tokens):
                self.add(SENTENCE, Span(tokens[first].start, tokens[end - 1].end), {})
        record = dumped({"record": task.record, "about": about, "made": made})
        self.add(RECORD, None, {"record": _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", record)})


def _resolved(structures: Sequence[Structure], nodes: Mapping[Any, int]) -> tuple[list[Structure], int]:
    """The structures with references that lead somewhere, and how many are left out because theirs do not.

    A list of references loses those that lead nowhere.
    """
    there: set[int | str] = {each.id for each in structures}
    whole = [*structures]
    while True:
        solid = [each for each in whole if all(_leads(value, nodes, there) for value in each.features.values())]
        there = {each.id for each in solid}
        if len(solid) == len(whole):
            break
        whole = solid
    found = []
    for each in whole:
        refs = {
            key: replace(value, ids=tuple(each for each in (nodes.get(ref, ref) for ref in value.ids) if each in there))
            for key, value in each.features.items()
            if isinstance(value, Refs)
        }
        found.append(replace(each, features={**each.features, **refs}) if refs else each)
    return found, len(structures) - len(whole)


def _leads(value: object, nodes: Mapping[Any, int], there: set[int | str]) -> bool:
    return not isinstance(value, Refs) or value.many or all(nodes.get(ref, ref) in there for ref in value.ids)
