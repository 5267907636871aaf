"""Articles as CAS and back, with the types of DKPro Core that INCEpTION has, and custom layers for quotes.

Entities are `NamedEntity`. The parts of quotes are spans of one custom layer, because a relation layer of INCEpTION's
joins spans of one layer: each content is the Governor of a relation to its cue and to its source. What neither says
is in a structure of its own, which INCEpTION keeps where the project has a document layer of that name.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.formats.cas.dkpro import (
    ABOUT,
    ENDS,
    FORM,
    META,
    PARTS,
    QUOTE_LINK,
    QUOTE_PART,
    RECORD,
    SENTENCE,
    TOKEN,
    TYPES,
    ends_of,
    merged,
)
from annotator.formats.cas.kept import Kept, border, kept_again
from annotator.formats.cas.layers import UNLABELLED, Entities, Layering
from annotator.formats.cas.structures import DOCUMENT, Cas, Refs, Structure
from annotator.formats.jsonl.shape import quote_spans
from annotator.formats.jsontext import dumped
from annotator.formats.linked.attributing import Found, Relation
from annotator.formats.linked.reading import Task, imported
from annotator.formats.linked.spans import Linked, Node, facts, linked
from annotator.formats.sentences import sentences
from annotator.model.counting import how_many
from annotator.model.document import Document, Entity, Quote, Span, Tokens
from annotator.model.exchange import Imported, Loss, Lost, Portable, WriteOptions
from annotator.model.labels.layers import Layers
from annotator.model.tokens import trim

_NO_XML = re.compile("[\ufffe\uffff]")
"""What JSON has as it is, and XML has no place for."""


def from_cas(cas: Cas, name: str, where: str, layers: Layers | None = None) -> Imported:
    """The article of a CAS. Raises Fault where its text cannot be an article's.

    layers  those whose spans are entities, None for the usual ones

    Structures of other types are kept as they came, with what is known of their types.
    """
    task = Task(where, cas.text, name)
    task.relations = []
    envelope = next((_envelope(each.features.get("record")) for each in cas.structures if each.type == RECORD), {})
    entities = Entities(cas, layers, envelope)
    others: list[Structure] = []
    for each in cas.structures:
        if (label := entities.take(each)) is not None:
            task.add(each.id, label, each.begin, each.end)
        elif each.type == QUOTE_PART:
            task.add(each.id, each.features.get("part"), each.begin, each.end)
        elif each.type == QUOTE_LINK and (ends := ends_of(each)):
            task.relations.append(Relation(*ends, str(each.features.get("label", ""))))
        elif each.type != RECORD:
            others.append(each)
    if cas.elsewhere:
        task.losses.append(Loss(Lost.ATTRIBUTES, cas.elsewhere, detail="of other texts in the same file"))
    kept = Kept(task, others, entities.structures, envelope.get("made"))
    result = imported(task, FORM, about=_about(others, envelope), record=envelope.get("record"))
    nodes = _nodes(result.document, task.found)
    document = entities.kept(result.document, nodes)
    layered = entities.layers
    plain = {**kept.plain(nodes, cas.types), **({"layers": layered} if layered else {})}
    if plain:
        own = document.extra.get(FORM)
        extra = {**document.extra, FORM: {**(own if isinstance(own, dict) else {}), **plain}}
        document = replace(document, extra=extra)
    return replace(
        result,
        document=replace(document, tokens=_tokens(task, cas)),
        losses=(*result.losses, *kept.losses),
        notes=(*result.notes, *_notes(entities)),
        layers=entities.possible,
    )


def _about(others: Iterable[Structure], envelope: Mapping[str, Any]) -> dict[str, Any]:
    """What the file says about the article."""
    about = envelope.get("about")
    if isinstance(about, dict):
        return about
    meta = next((each for each in others if each.type == META), None)
    if meta is None:
        return {}
    told = {key: meta.features.get(feature) for key, feature in ABOUT.items() if key != "file"}
    language = meta.features.get("language")
    told["language"] = None if language == "x-unspecified" else language
    return {key: value for key, value in told.items() if isinstance(value, str)}


def _notes(entities: Entities) -> Iterator[str]:
    for label, count in Counter(entities.unlabelled).items():
        sort = ("named entity", "named entities") if label == UNLABELLED else ("span", "spans")
        yield f"{how_many(count, *sort)} without a label, called {label} here"


def _envelope(value: object) -> dict[str, Any]:
    """What this program wrote beside the annotations; empty where there is nothing, or it is damaged."""
    try:
        found = json.loads(value) if isinstance(value, str) else {}
    except (ValueError, RecursionError):
        return {"record": {}}  # which is told as damaged
    return found if isinstance(found, dict) else {}


def _nodes(document: Document, found: Iterable[Found]) -> dict[Any, str]:
    """The ids of the entities and parts of quotes that spans have become, by their keys; of alike ones in order."""
    ids: dict[tuple[str, Span], list[str]] = {}
    for quote in document.quotes:
        for node, label, span in quote_spans(quote):
            ids.setdefault((label, span), []).append(node)
    for entity in document.entities:
        ids.setdefault((entity.label, entity.span), []).append(entity.id)
    nodes = {}
    for each in found:
        there = ids.get(each.place, ())
        if there:
            nodes[each.key] = there.pop(0) if len(there) > 1 else there[0]
    return nodes


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


def to_cas(article: Portable, options: WriteOptions) -> tuple[Cas, tuple[Loss, ...]]:
    """The CAS of an article, and what of it there is no place for."""
    document = article.document
    task = linked(article, options, FORM)
    kept, types, damaged = kept_again(task.kept, len(document.text))
    made = _Made(document, kept, Layering.of(task.nodes, task.kept, types))
    ids = {node.id: made.node(article, node) for node in task.nodes}
    spans = {node.id: node.span for node in task.nodes}
    for link in task.links:
        refs = {key: Refs((ids[end],)) for key, end in zip(ENDS, (link.head, link.child), strict=True)}
        made.add(QUOTE_LINK, spans[link.child], {"label": link.label, **refs})
    made.surroundings(task)
    whole, gone = _resolved([*made.structures, *kept], ids)
    losses = [*task.losses]
    if made.layering.labels:
        losses.append(
            Loss(Lost.LABELS, len(made.layering.labels), detail="of layers without a feature for them", kept=True)
        )
    if gone or damaged:
        losses.append(Loss(Lost.ATTRIBUTES, gone + damaged, detail="of other layers, an end of them is gone"))
    return Cas(document.text, whole, merged(TYPES, types)), tuple(losses)


class _Made:
    """The structures that are made for an article, with ids that those kept do not have."""

    def __init__(self, document: Document, kept: Iterable[Structure], layering: Layering) -> None:
        self.structures: list[Structure] = []
        self._document, self.layering = document, layering
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
            kind, features = self.layering.structure(node)
            return self.add(kind, node.span, features)
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
        return self.add(QUOTE_PART, node.span, dict(zip(PARTS, about, strict=True)))

    def surroundings(self, task: Linked) -> None:
        """Adds what an article has besides annotations, unless the file it was read from had it."""
        document, made = self._document, []
        about = facts(document)
        whole = Span(0, len(document.text))
        if not self._there & {META, DOCUMENT}:
            made.append(META)
            told = {feature: about.get(key) for key, feature in ABOUT.items()}
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
        layered = {"layers": self.layering.layers, "labels": self.layering.labels}
        there = {key: value for key, value in layered.items() if value}
        record = dumped({"record": task.record, "about": about, "made": made, **there})
        self.add(RECORD, None, {"record": _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", record)})


def _resolved(structures: Sequence[Structure], nodes: Mapping[Any, int]) -> tuple[list[Structure], int]:
    """The structures with references that lead somewhere, and how many are left out because theirs do not.

    A list of references loses those that lead nowhere, and an entity the feature that does.
    """
    own = {*nodes.values()}
    there: set[int | str] = {each.id for each in structures}
    whole = [*structures]
    while True:
        solid = [each for each in whole if each.id in own or all(_lead(each.features.values(), nodes, there))]
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
        led = {key: value for key, value in refs.items() if value.ids or value.many}
        plain = {key: value for key, value in each.features.items() if key not in refs}
        found.append(replace(each, features={**plain, **led}) if refs else each)
    return found, len(structures) - len(whole)


def _lead(values: Iterable[object], nodes: Mapping[Any, int], there: set[int | str]) -> Iterator[bool]:
    """Of each value whether it leads somewhere, if it is a reference."""
    for value in values:
        yield not isinstance(value, Refs) or value.many or all(nodes.get(ref, ref) in there for ref in value.ids)
