"""What a document says, fact by fact, and what of it a format loses: what it tells, and what does not come back."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from annotator.formats.jsonl.shape import quote_spans
from annotator.formats.linked.spans import KEPT
from annotator.formats.outputs import KeptOutput
from annotator.model.document import AnyAnnotation, Document, Entity, Speaker, Status
from annotator.model.exchange import Format, Imported, Loss, Lost, Portable, WriteOptions, chosen_contents
from annotator.model.notes import noted
from annotator.session.exchange.formats import format_named
from tests.formats.damaging import Lying

Facts: TypeAlias = Counter[tuple[str, str]]
"""How often each thing is said, as JSON with its kind before it."""

ABOUT = ("title", "outlet", "url", "published", "language", "file", "headings")
COUNTED = {
    "entity": Lost.ENTITIES,
    "quote": Lost.QUOTES,
    "speaker": Lost.SPEAKERS,
    "relation": Lost.RELATIONS,
    "attributes": Lost.ATTRIBUTES,
    "decided": Lost.DECISIONS,
    **dict.fromkeys(
        (*ABOUT, "status", "annotator", "note", "flagged", "boilerplate", "case", "extra", "extra of meta"), Lost.META
    ),
}
"""The kinds of facts that losses count."""
PARTS = {
    **dict.fromkeys(("content", "cue", "source", "link", "kind"), Lost.QUOTES),
    **dict.fromkeys(("speaker of", "alias", "role", "extra of speaker"), Lost.SPEAKERS),
}
"""Facts that are lost with others, which are counted."""


def facts(document: Document, speakers: Mapping[str, Speaker], form: str = "") -> Facts:
    """All that a document and its speakers say, but for tokens, and where the text stood in a file.

    form  the name under which the document keeps relations of a format's own
    """
    return Counter((kind, json.dumps(fact, sort_keys=True)) for kind, fact in _said(document, speakers, form))


def _said(document: Document, speakers: Mapping[str, Speaker], form: str) -> Iterator[tuple[str, Any]]:
    article = document.article
    yield "text", article.text
    yield "id", ["article", article.id]
    yield from ((name, value) for name in ABOUT if (value := getattr(article, name)))
    yield from [("status", document.status)] if document.status is not Status.NEW else []
    yield from [("annotator", document.annotator)] if document.annotator is not None else []
    yield from [("note", document.note)] if document.note is not None else []
    yield from [("flagged", True)] if document.flagged else []
    yield from (("boilerplate", span) for span in document.boilerplate)
    yield from (("case", vars(case)) for case in document.cases)
    yield from (("extra", each) for each in document.extra.items() if each[0] != form)
    yield from (("extra of meta", each) for each in document.meta_extra.items())
    places = {node: [label, span] for quote in document.quotes for node, label, span in quote_spans(quote)}
    places |= {each.id: [each.label, each.span] for each in document.entities}
    for head, child, label, _ in document.extra.get(form, {}).get(KEPT, ()):
        yield "relation", [label, places.get(head), places.get(child)]
    for each in (*document.entities, *document.quotes):
        yield from _of_annotation(each)
    for name in document.speakers_used:
        yield from _of_speaker(speakers[name])


def _of_annotation(each: AnyAnnotation) -> Iterator[tuple[str, Any]]:
    more = {**each.extra, **({"note": each.note, "flagged": each.flagged} if noted(each) else {})}
    if isinstance(each, Entity):
        place: Any = [each.label, each.span]
        yield "entity", place
    else:
        place = [row[1:] for row in quote_spans(each)]
        yield "quote", place
        yield "kind", [place, each.kind, each.marked]
        yield from ((label.lower(), span) for _, label, span in quote_spans(each))
        for label, span in (("CUE", each.cue), ("SOURCE", each.source)):
            yield from (("link", [content, label, span]) for content in each.contents if span is not None)
        more |= {"attribution": each.attribution} if each.attribution is not None else {}
    yield "id", [place, each.id]
    about = [each.decision, each.accepted_by, each.by, each.at, each.origin, each.score, each.reason]
    yield "decided", [place, *about]
    yield from [("speaker of", [place, each.speaker])] if each.speaker is not None else []
    yield from [("attributes", [place, more])] if more else []


def _of_speaker(speaker: Speaker) -> Iterator[tuple[str, Any]]:
    yield "speaker", [speaker.id, speaker.name, speaker.named]
    yield from (("alias", [speaker.id, alias]) for alias in speaker.aliases)
    yield "role", [speaker.id, speaker.role, speaker.wikidata]
    yield from (("extra of speaker", [speaker.id, *row]) for row in speaker.extra.items())


@dataclass(frozen=True)
class Journey:
    """An article that was written and read again.

    losses    what the format said it lost when it wrote it
    told      those of the losses that are not kept, in sums
    missing   what did not come back
    invented  what came back and was not there
    back      what was read
    """

    losses: list[Loss]
    told: Counter[Lost]
    missing: Facts
    invented: Facts
    back: Imported

    @property
    def lost(self) -> Counter[Lost]:
        """What did not come back, in sums as losses have them."""
        counts: Counter[Lost] = Counter()
        for (kind, _), number in self.missing.items():
            if kind in COUNTED:
                counts[COUNTED[kind]] += number
        return counts

    def check(self) -> None:
        """Nothing was lost but what was told, nothing told was not lost, and nothing came that was not there."""
        assert self.lost == self.told, (self.lost, self.told, self.missing)
        gone = {kind for kind, _ in self.missing}
        assert all(PARTS[kind] in self.told for kind in gone & PARTS.keys()), (gone, self.told)
        assert gone <= {*COUNTED, *PARTS, *(["id"] if self.told else [])}, self.missing
        came = {kind for kind, _ in self.invented}
        assert came <= {"title", "file", *(gone if self.told else ())}, (self.invented, self.missing)
        assert not [loss for loss in self.back.losses if not loss.kept], self.back.losses
        assert all(loss.count > 0 and str(loss) for loss in self.losses)


def journey(form: Format, article: Portable, kept_for: str = "", **options: Any) -> Journey:
    """An article on its way out and in again; `kept_for` is the name that it keeps relations of the format under.

    Raises Fault where it cannot be written.
    """
    output = KeptOutput("out")
    assert form.write is not None
    writer = form.write(output, WriteOptions(**options))
    losses = [*writer.write(article)]
    writer.finish()
    (back,) = _read(form, output)
    unmarked = [loss.detail for loss in losses if loss.what is Lost.UNMARKED]
    there = facts(_chosen(article.document, unmarked, **options), article.speakers, kept_for)
    came = facts(back.document, {each.id: each for each in back.speakers}, kept_for)
    told = Counter[Lost]()
    for loss in losses:
        if not loss.kept and loss.what is not Lost.UNMARKED:
            told[loss.what] += loss.count
    return Journey(losses, told, there - came, came - there, back)


def _read(form: Format, output: KeptOutput) -> list[Imported]:
    """What is read of a format's files, by another of the same kind where it is only written."""
    reader = format_named(form.name, to_write=False)
    assert reader.read is not None
    files = {name or f"out{form.suffixes[0]}": data for name, data in output.files.items()}
    found = []
    for name in (name for name in files if name.endswith(reader.suffixes)):
        found += [*reader.read(Lying(name, files[name], files))]
    assert all(isinstance(each, Imported) for each in found), found
    return found


def _chosen(document: Document, unmarked: list[str], *, contents: Any = "clause", rejected: bool = False) -> Document:
    """What of a document options ask for; `unmarked` are the quotes that were told to be left out."""
    asked_for = [each for each in document.quotes if rejected or not each.rejected]
    quotes, left_out = chosen_contents(asked_for, contents)
    assert sorted(unmarked) == sorted(left_out)
    entities = tuple(each for each in document.entities if rejected or not each.rejected)
    return replace(document, entities=entities, quotes=tuple(quotes))
