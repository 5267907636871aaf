"""Entities and quotes as what most tools have: labelled spans, and relations between them.

A quote is a span CONTENT for each of its contents, one CUE and one SOURCE. Each content is the head of a relation CUE
to its cue and of a relation SOURCE to its source. Speakers, kinds, decisions and ids have no place in that; they go
into a record, a JSON value that a format lays where its tool keeps what it does not know. `reading` reads both.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.formats.jsonl.shape import quote_spans
from annotator.formats.jsontext import check_numbers
from annotator.formats.noting import LISTED, Shown, placed
from annotator.model.document import AnyAnnotation, Document, Entity, Extra, Quote, Span, Status
from annotator.model.exchange import Loss, Lost, Portable, WriteOptions, chosen_contents, untold
from annotator.model.faults import Fault
from annotator.model.plain import to_plain

RECORD = "annotator"
"""The key under which a format keeps a record."""
VERSION = 1
PARTS = ("CONTENT", "CUE", "SOURCE")
KEPT = "relations"
"""The key, in what a document keeps for a format, of that format's own relations: [head's id, child's id, relation]."""

ABSENT = "absent"
"""The key, in a record, of the ids of nodes that do not stand in the file."""
TOLD = (Lost.ENTITIES, Lost.QUOTES)

FACTS = ("title", "outlet", "url", "published", "language", "file")
"""What is known of an article and goes where a tool shows what is known of a text."""


@dataclass(frozen=True)
class Node:
    """A labelled span: of an entity, or of a part of a quote.

    id     the entity's, or the quote's with the part's name ("q1.content.0")
    of     the entity or quote
    extra  what the format had besides when it was read
    """

    id: str
    label: str
    span: Span
    of: AnyAnnotation
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """A relation from one node to another, by their ids; `extra` is as in `Node`.

    own  whether it is one that a quote is told by, and none of the format's own
    """

    head: str
    child: str
    label: str
    extra: Extra = field(default_factory=dict)
    own: bool = False


@dataclass(frozen=True)
class Linked:
    """A document as nodes, in the order of the text, and links.

    record  what they do not say
    kept    what the document keeps for the format, but for its relations, which are links
    losses  what the format has no place for, as far as it is the same for all such formats
    notes   what the format shows of notes, by the ids of the nodes at which they stand
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    record: Mapping[str, Any]
    kept: Mapping[str, Any]
    losses: tuple[Loss, ...]
    notes: Mapping[str, str] = field(default_factory=dict)

    def record_without(self, nodes: Iterable[Node], links: Iterable[Link]) -> Mapping[str, Any]:
        """The record of a file that has not these nodes and links in it: what there is of them stands here alone."""
        rows = [[link.head, link.child, link.label, dict(link.extra)] for link in links if not link.own]
        alone = {ABSENT: [node.id for node in nodes], KEPT: rows}
        return {**self.record, **{key: value for key, value in alone.items() if value}}


def linked(
    article: Portable, options: WriteOptions, form: str, *, tells_end: bool = False, shown: Shown | None = None
) -> Linked:
    """An article's annotations that are not rejected, for the format called `form`.

    tells_end  whether the format says itself which articles are done or set aside
    shown      what it shows of an annotation's note, None where it has no place for notes

    Rejected ones are in the record if they are asked for. Raises Fault where a span does not fit the text, or a number
    is none that JSON has.
    """
    document = article.document
    entities = [entity for entity in document.entities if not entity.rejected]
    quotes, left_out = chosen_contents((quote for quote in document.quotes if not quote.rejected), options.contents)
    nodes = sorted(
        (*_entities(entities, form), *_parts(quotes, form)),
        key=lambda node: (node.span.start, -node.span.end, node.id),
    )
    for node in nodes:
        _check(document, node)
    check_numbers(document, article.speakers.values())
    own = document.extra.get(form)
    kept = own if isinstance(own, dict) else {}
    links, dropped = _links(quotes, kept, {node.id for node in nodes})
    used: list[AnyAnnotation] = [*entities, *quotes]
    written = replace(article, document=replace(document, entities=tuple(entities), quotes=tuple(quotes)))
    turned_down = (quote for quote in document.quotes if quote.rejected and options.rejected)
    down, down_left_out = chosen_contents(turned_down, options.contents)
    down_too = [each for each in document.entities if each.rejected and options.rejected]
    told = (*FACTS, "status") if tells_end and document.status in (Status.DONE, Status.ASIDE) else FACTS
    notes = placed(nodes, shown) if shown is not None else {}
    noted = {node.of.id: notes[node.id] == node.of.note for node in nodes if node.id in notes}
    return Linked(
        nodes=tuple(nodes),
        links=links,
        record={**_record(article, [*used, *down_too, *down], form), **({LISTED: [*noted]} if noted else {})},
        kept={key: value for key, value in kept.items() if key != KEPT},
        losses=(
            *(Loss(Lost.UNMARKED, detail=quote) for quote in (*left_out, *down_left_out)),
            *((Loss(Lost.RELATIONS, dropped, detail="an end of them is gone"),) if dropped else ()),
            *untold(
                written, TOLD, shown=told, form=form, notes=[each for each, whole in noted.items() if whole], kept=True
            ),
        ),
        notes=notes,
    )


def _entities(entities: Iterable[Entity], form: str) -> Iterator[Node]:
    for entity in entities:
        yield Node(entity.id, entity.label, entity.span, entity, _object(entity.extra.get(form)))


def _parts(quotes: Iterable[Quote], form: str) -> Iterator[Node]:
    for quote in quotes:
        extra = _object(quote.extra.get(form))
        for node_id, label, span in quote_spans(quote):
            yield Node(node_id, label, span, quote, _object(extra.get(node_id[len(quote.id) + 1 :])))


def _object(value: object) -> Extra:
    return value if isinstance(value, dict) else {}


def _check(document: Document, node: Node) -> None:
    start, end = node.span
    words = document.words(node.span)
    if not 0 <= start < end <= len(document.text) or words != words.strip():
        raise Fault(
            f"The span {node.id} ({start} to {end}) does not fit the text, or has white space at an edge.",
            "Open the article, put its borders right, and export again.",
        )


def _links(quotes: Iterable[Quote], kept: Mapping[str, Any], there: set[str]) -> tuple[tuple[Link, ...], int]:
    """The links, and how many of the format's own are no more because an end of theirs is gone."""
    links = [
        Link(content, f"{quote.id}.{label.lower()}", label, own=True)
        for quote in quotes
        for content, is_content, _ in quote_spans(quote)
        if is_content == "CONTENT"
        for label, span in (("SOURCE", quote.source), ("CUE", quote.cue))
        if span is not None
    ]
    dropped = 0
    for row in kept.get(KEPT, ()):
        match row:
            case [str(head), str(child), str(label), dict(extra)] if head in there and child in there:
                links.append(Link(head, child, label, extra))
            case _:
                dropped += 1
    return tuple(links), dropped


def _record(article: Portable, annotations: Iterable[AnyAnnotation], form: str) -> Mapping[str, Any]:
    document = article.document
    rows = list(annotations)
    used = dict.fromkeys(a.speaker for a in rows if a.speaker is not None)
    record = {
        "version": VERSION,
        "id": document.id,
        "status": document.status.value,
        "annotator": document.annotator,
        "note": document.note,
        "flagged": document.flagged,
        "headings": to_plain(document.article.headings),
        "boilerplate": to_plain(document.boilerplate),
        "cases": to_plain(document.cases),
        "entities": [to_plain(a) for a in rows if isinstance(a, Entity)],
        "quotes": [to_plain(a) for a in rows if isinstance(a, Quote)],
        "speakers": [to_plain(article.speakers[each]) for each in used if each in article.speakers],
        "extra": {key: value for key, value in document.extra.items() if key != form or not isinstance(value, dict)},
        "meta_extra": dict(document.meta_extra),
    }
    return {key: value for key, value in record.items() if value not in (None, False, [], {})}


def facts(document: Document) -> dict[str, str]:
    """What is known of an article, under the names `FACTS`."""
    return {name: value for name in FACTS if (value := getattr(document.article, name))}
