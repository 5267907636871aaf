"""What is to be painted, as values: made from the document and the selection, without Qt.

`decorate` sorts the annotations into blocks (see `blocks`) and works a block out when it is first asked for; an edit
works out the blocks it touches and no other.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from annotator.model.document import AnyAnnotation, Attribution, Decision, Document, Entity, Quote, Span, Speaker
from annotator.model.suggestions import doubtful
from annotator.session.selection import Selection
from annotator.ui.textview.blocks import Block
from annotator.ui.textview.lanes import lanes


class Look(StrEnum):
    """How far an annotation is to be trusted, as it is shown."""

    PENDING = "pending"
    DOUBTFUL = "doubtful"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"


def look_of(annotation: AnyAnnotation) -> Look:
    """How an annotation that is not rejected is shown; one added by hand counts as accepted."""
    if annotation.decision is Decision.CORRECTED:
        return Look.CORRECTED
    if not annotation.pending:
        return Look.ACCEPTED
    return Look.DOUBTFUL if doubtful(annotation) else Look.PENDING


def alike(old: AnyAnnotation | None, new: AnyAnnotation | None) -> bool:
    """Whether an entity is shown as it was: whom it names is not."""
    if not isinstance(old, Entity) or not isinstance(new, Entity):
        return False
    return (old.span, old.label, old.rejected, look_of(old), signs_of(old)) == (
        *(new.span, new.label, new.rejected, look_of(new), signs_of(new)),
    )


def signs_of(annotation: AnyAnnotation) -> str:
    """What a chip shows of what somebody keeps in mind: "⚑" for the flag, "≡" for a note."""
    return ("⚑" if annotation.flagged else "") + ("≡" if annotation.note is not None else "")


@dataclass(frozen=True)
class Wording:
    """The words in the margin that no article and no registry gives."""

    undecided: str = "speaker?"
    nobody: str = "nobody"
    aside: str = "set aside"


@dataclass(frozen=True, slots=True)
class Mark:
    """An entity, as far as it lies in a block; `begins` where its start does. Lane 0 lies next to the text.

    signs  as `signs_of` has them
    """

    id: str
    span: Span
    label: str
    lane: int
    look: Look
    begins: bool
    signs: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A content of a quote, as far as it lies in a block.

    part    the index of the content
    begins  whether the quote does so here
    chip    the words of the quote's margin chip
    named   whether a speaker, or that there is none, has been decided
    signs   as `signs_of` has them
    """

    id: str
    part: int
    span: Span
    look: Look
    begins: bool
    chip: str
    named: bool
    signs: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """That the quote whose contents are `contents` is attributed to the mention `source`, which stands for `who`."""

    id: str
    contents: tuple[Span, ...]
    source: Span
    who: str


@dataclass(frozen=True, slots=True)
class BlockDecoration:
    """All that is painted in a block: marks from the outermost inwards; links that begin or end in it.

    aside  whether it is boilerplate, and `opens` whether what stands before it is not
    """

    marks: tuple[Mark, ...] = ()
    bands: tuple[Band, ...] = ()
    links: tuple[Link, ...] = ()
    aside: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the selected annotation that has borders: "entity", "content.0", "cue" or "source"."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Emphasis:
    """The selected annotation: its parts, and which of them the border keys mean."""

    id: str
    parts: tuple[Part, ...]
    main: str

    def part(self, name: str) -> Span | None:
        """The span of a part, None where the annotation has none of that name."""
        return next((part.span for part in self.parts if part.name == name), None)


def parts_of(annotation: AnyAnnotation) -> tuple[Part, ...]:
    """The parts of an annotation whose borders can be moved; those of a quote begin with its contents."""
    if isinstance(annotation, Entity):
        return (Part("entity", annotation.span),)
    parts = [Part(f"content.{i}", span) for i, span in enumerate(annotation.contents)]
    if annotation.cue is not None:
        parts.append(Part("cue", annotation.cue))
    if annotation.source is not None:
        parts.append(Part("source", annotation.source))
    return tuple(parts)


def with_part(annotation: AnyAnnotation, name: str, span: Span) -> AnyAnnotation:
    """The annotation with another span for the part of that name."""
    if isinstance(annotation, Entity):
        return replace(annotation, span=span)
    if name == "cue":
        return replace(annotation, cue=span)
    if name == "source":
        return replace(annotation, source=span)
    at = int(name.removeprefix("content."))
    return replace(annotation, contents=(*annotation.contents[:at], span, *annotation.contents[at + 1 :]))


def emphasis(document: Document, selection: Selection) -> Emphasis | None:
    """What is selected in the document, None where no annotation is, or one that is gone or rejected."""
    annotation = document.by_id.get(selection.annotation or "")
    if annotation is None or annotation.rejected:
        return None
    if isinstance(annotation, Entity):
        return Emphasis(annotation.id, parts_of(annotation), "entity")
    part = min(selection.part, len(annotation.contents) - 1)
    return Emphasis(annotation.id, parts_of(annotation), f"content.{part}")


def chip_text(quote: Quote, document: Document, speakers: Mapping[str, Speaker], wording: Wording) -> str:
    """What the margin says beside a quote: who, and the word that reports it ("Mike Waltz · said")."""
    if quote.speaker is not None and quote.speaker in speakers:
        who = speakers[quote.speaker].name
    else:
        who = wording.nobody if quote.attribution is Attribution.NONE else wording.undecided
    return f"{who} · {' '.join(document.words(quote.cue).split())}" if quote.cue is not None else who


def _spans(annotation: AnyAnnotation) -> tuple[Span, ...]:
    """Where an annotation leaves a trace: an entity's span; a quote's contents and its source."""
    if isinstance(annotation, Entity):
        return (annotation.span,)
    return annotation.contents if annotation.source is None else (*annotation.contents, annotation.source)


@dataclass(frozen=True)
class Decorations:
    """The decorations of a document, a block at a time.

    starts  where the blocks begin
    bins    the ids of the annotations that leave a trace in a block, by its index
    """

    document: Document
    speakers: Mapping[str, Speaker]
    blocks: Sequence[Block]
    starts: Sequence[int]
    bins: Mapping[int, tuple[str, ...]]
    wording: Wording
    emphasis: Emphasis | None = None
    _done: dict[int, BlockDecoration] = field(default_factory=dict, repr=False, compare=False)

    def block_at(self, offset: int) -> int:
        """The index of the block that an offset stands in; a block's end is its own, unless another begins there."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def of(self, index: int) -> BlockDecoration:
        """What is painted in a block."""
        done = self._done.get(index)
        if done is None:
            done = self._done[index] = self._make(index)
        return done

    def annotations_at(self, offset: int) -> tuple[str, ...]:
        """The ids of the entities, then the quotes, over the code point at an offset, innermost first."""
        here = self.of(self.block_at(offset))
        spans: list[Mark | Band] = [*reversed(here.marks), *sorted(here.bands, key=lambda b: b.span.end - b.span.start)]
        return tuple(dict.fromkeys(item.id for item in spans if item.span.start <= offset < item.span.end))

    def with_selection(self, selection: Selection) -> "Decorations":
        """The same with another selection."""
        return replace(self, emphasis=emphasis(self.document, selection))

    def changed(self, document: Document, speakers: Mapping[str, Speaker]) -> set[str]:
        """The ids of the annotations that `document` and `speakers` show otherwise than this does."""
        old, new = self.document.by_id, document.by_id
        ids = {id_ for id_, annotation in new.items() if old.get(id_) is not annotation}
        ids.update(old.keys() - new.keys())
        return ids | self._renamed(document, speakers)

    def _renamed(self, document: Document, speakers: Mapping[str, Speaker]) -> set[str]:
        """The ids of the quotes whose speaker `speakers` has another value for."""
        if speakers is self.speakers:
            return set()
        known = self.speakers
        moved = {id_ for id_ in speakers.keys() | known.keys() if speakers.get(id_) is not known.get(id_)}
        return {quote.id for quote in document.quotes if quote.speaker in moved} if moved else moved

    def updated(
        self,
        document: Document,
        speakers: Mapping[str, Speaker],
        selection: Selection,
        changed: Iterable[str] | None = None,
    ) -> tuple["Decorations", frozenset[int]]:
        """The decorations after an edit of the same article, and the indexes of the blocks that look different.

        changed  the ids of the annotations that differ, found where it is None; quotes of other `speakers` always are
        """
        ids = self.changed(document, speakers) if changed is None else {*changed, *self._renamed(document, speakers)}
        bins, done, touched = dict(self.bins), dict(self._done), set()
        for id_ in ids:
            old, new = self.document.by_id.get(id_), document.by_id.get(id_)
            for index in _indexes(old, self.starts):
                bins[index] = tuple(other for other in bins[index] if other != id_)
                touched.add(index)
            for index in _indexes(new, self.starts):
                bins[index] = (*bins.get(index, ()), id_)
                touched.add(index)
        turned = set(self.document.boilerplate) ^ set(document.boilerplate)
        touched |= {index for span in turned for index in self._around(span)}
        for index in touched:
            done.pop(index, None)
        after = replace(
            self,
            document=document,
            speakers=speakers,
            bins=bins,
            emphasis=emphasis(document, selection),
            _done=done,
        )
        return after, frozenset(touched)

    def _around(self, span: Span) -> range:
        """The blocks of a paragraph and the ones after it, as far as the next that is not empty."""
        last = self.block_at(max(span.start, span.end - 1)) + 1
        while last < len(self.blocks) and self.blocks[last].start == self.blocks[last].end:
            last += 1
        return range(self.block_at(span.start), min(last + 1, len(self.blocks)))

    def is_aside(self, offset: int) -> bool:
        """Whether an offset stands in a paragraph that is boilerplate."""
        spans = self.document.boilerplate
        at = bisect_right(spans, offset, key=lambda span: span.start) - 1
        return at >= 0 and offset <= spans[at].end

    def _opens(self, index: int) -> bool:
        before = index - 1
        while before >= 0 and self.blocks[before].start == self.blocks[before].end:
            before -= 1
        return before < 0 or not self.is_aside(self.blocks[before].start)

    def _make(self, index: int) -> BlockDecoration:
        ids = self.bins.get(index, ())
        block = self.blocks[index]
        within = Span(block.start, block.end)
        found = [self.document.by_id[id_] for id_ in ids]
        entities = sorted((a for a in found if isinstance(a, Entity)), key=lambda e: (e.span.start, -e.span.end, e.id))
        quotes = sorted((a for a in found if isinstance(a, Quote)), key=lambda q: (q.extent.start, -q.extent.end, q.id))
        return BlockDecoration(
            _marks(entities, within),
            tuple(band for quote in quotes for band in self._bands(quote, within, index)),
            tuple(self._link(quote, quote.source) for quote in quotes if quote.source is not None),
            aside := block.end > block.start and self.is_aside(block.start),
            aside and self._opens(index),
        )

    def _link(self, quote: Quote, source: Span) -> Link:
        speaker = self.speakers.get(quote.speaker or "")
        who = speaker.name if speaker is not None else " ".join(self.document.words(source).split())
        return Link(quote.id, quote.contents, source, who)

    def _bands(self, quote: Quote, within: Span, index: int) -> list[Band]:
        bands = []
        for part, span in enumerate(quote.contents):
            here = Span(max(span.start, within.start), min(span.end, within.end))
            if here.start < here.end or (span.start == span.end == here.start):
                begins = part == 0 and self.block_at(span.start) == index
                chip = chip_text(quote, self.document, self.speakers, self.wording)
                named = quote.speaker is not None or quote.attribution is Attribution.NONE
                bands.append(Band(quote.id, part, here, look_of(quote), begins, chip, named, signs_of(quote)))
        return bands


def _marks(entities: Sequence[Entity], within: Span) -> tuple[Mark, ...]:
    spans = [Span(max(e.span.start, within.start), min(e.span.end, within.end)) for e in entities]
    marks = [
        Mark(entity.id, span, entity.label, lane, look_of(entity), entity.span.start >= within.start, signs_of(entity))
        for entity, span, lane in zip(entities, spans, lanes(spans), strict=True)
        if span.start <= span.end
    ]
    return tuple(sorted(marks, key=lambda mark: -mark.lane))


def decorate(
    document: Document,
    speakers: Mapping[str, Speaker],
    selection: Selection,
    blocks: Sequence[Block],
    wording: Wording | None = None,
) -> Decorations:
    """What is to be painted for a document; `blocks` are those of its text."""
    starts = [block.start for block in blocks]
    return Decorations(
        document,
        speakers,
        blocks,
        starts,
        _sort_in(document, starts),
        wording or Wording(),
        emphasis(document, selection),
    )


def _sort_in(document: Document, starts: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The ids of the annotations of each block, in one pass over each column, which are in the order of the text."""
    bins: dict[int, list[str]] = {}
    stops = [*starts[1:], len(document.text) + 1]
    rejected = Decision.REJECTED
    index = 0
    for entity in document.entities:
        if entity.decision is rejected:
            continue
        start, end = entity.span
        while stops[index] <= start:
            index += 1
        at = index
        bins.setdefault(at, []).append(entity.id)
        while stops[at] < end:
            at += 1
            bins.setdefault(at, []).append(entity.id)
    for quote in document.quotes:
        for at in _indexes(quote, starts):
            bins.setdefault(at, []).append(quote.id)
    return {at: tuple(ids) for at, ids in bins.items()}


def _indexes(annotation: AnyAnnotation | None, starts: Sequence[int]) -> list[int]:
    """The blocks that an annotation leaves a trace in."""
    if annotation is None or annotation.rejected:
        return []
    found: dict[int, None] = {}
    for start, end in _spans(annotation):
        at = max(0, bisect_right(starts, start) - 1)
        found[at] = None
        while at + 1 < len(starts) and starts[at + 1] < end:
            at += 1
            found[at] = None
    return list(found)
