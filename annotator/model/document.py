"""What a person works with: an article, its entities and quotes, and the speakers behind them.

Every value is frozen; a change makes a new one (`dataclasses.replace`). Offsets are Python code points into the
article's text, end exclusive.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias, TypeVar

from annotator.model.cases import Case

ANALYST = "analyst"
"""The origin of an annotation that a person made by hand."""


class Span(NamedTuple):
    """The code points `start` to `end` of a text, end exclusive."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies within this span; a span contains itself."""
        return self.start <= other.start and other.end <= self.end


class Status(StrEnum):
    """How far an article is."""

    NEW = "new"
    OPEN = "open"
    DONE = "done"
    ASIDE = "aside"


class Decision(StrEnum):
    """What has been decided about an annotation."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    ADDED = "added"
    REJECTED = "rejected"


class AcceptedBy(StrEnum):
    """Whether a person accepted this very annotation, or the article was marked done with it pending."""

    PERSON = "person"
    ARTICLE = "article"


class Kind(StrEnum):
    """How a quote reports what was said: in quote marks, partly in quote marks, without any."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Attribution(StrEnum):
    """How the article attributes a quote to its speaker; see the format's description in the README."""

    EXPLICIT = "explicit"
    ANAPHORIC = "anaphoric"
    UNNAMED = "unnamed"
    IMPLICIT = "implicit"
    NONE = "none"


Extra: TypeAlias = Mapping[str, Any]
"""Keys of an imported line that this program does not know; they are written out again as they came."""


@dataclass(frozen=True, kw_only=True)
class Annotation:
    """What an entity and a quote have in common: where it came from and what was decided.

    origin       `ANALYST`, or the pipeline and its version ("en_core_web_sm 3.8.0")
    score        the pipeline's confidence from 0 to 1, None where it has none
    reason       the rule that made it, in a few words a person can read
    accepted_by  None unless `decision` is accepted
    by, at       who decided and when (ISO 8601, UTC); None while pending
    note         a person's words about it, None where there are none
    flagged      whether somebody wants to come back to it
    """

    id: str
    origin: str = ANALYST
    score: float | None = None
    reason: str | None = None
    decision: Decision = Decision.PENDING
    accepted_by: AcceptedBy | None = None
    by: str | None = None
    at: str | None = None
    note: str | None = None
    flagged: bool = False
    extra: Extra = field(default_factory=dict)

    @property
    def pending(self) -> bool:
        """Whether this is still a suggestion."""
        return self.decision is Decision.PENDING

    @property
    def rejected(self) -> bool:
        """Whether a person turned it down; it is kept as a hard negative."""
        return self.decision is Decision.REJECTED


@dataclass(frozen=True, kw_only=True)
class Entity(Annotation):
    """A labelled span; `speaker` is the id of the speaker it names, where that is known."""

    span: Span
    label: str
    speaker: str | None = None

    @property
    def extent(self) -> Span:
        """The stretch of text the entity lies in."""
        return self.span


@dataclass(frozen=True, kw_only=True)
class Quote(Annotation):
    """One act of saying.

    contents     what was said: one span or more, in the order of the text, none overlapping another
    marked       the stretches of the contents that stand in quote marks, marks included
    cue          the words that report it ("said"), None where there are none
    source       the mention it is attributed to ("he"), wherever that stands, None where the article has none
    speaker      the id of who is behind the source; None with `Attribution.NONE` is a decision, else undecided
    """

    kind: Kind
    contents: tuple[Span, ...]
    marked: tuple[Span, ...] = ()
    cue: Span | None = None
    source: Span | None = None
    speaker: str | None = None
    attribution: Attribution | None = None

    @property
    def extent(self) -> Span:
        """From the first content's start to the last one's end."""
        return Span(self.contents[0].start, self.contents[-1].end)


AnyAnnotation: TypeAlias = Entity | Quote
_A = TypeVar("_A", bound=AnyAnnotation)


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """An identity that outlives one article; `named` is False for "a spokesman" and his like."""

    id: str
    name: str
    named: bool = True
    aliases: tuple[str, ...] = ()
    role: str | None = None
    wikidata: str | None = None
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Tokens:
    """A text's tokens as three columns of one length, and the tokenizer that made them.

    starts, ends  code points, end exclusive, ascending
    spaces        whether a space follows the token
    """

    tokenizer: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    spaces: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Span]:
        return map(Span, self.starts, self.ends)


def paragraphs(text: str) -> tuple[Span, ...]:
    """The maximal runs without a newline, empty ones included: one more than there are newlines."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)


class MapRun(NamedTuple):
    """`length` code points of the text at `text_start` stood at `file_start` of the decoded file."""

    text_start: int
    file_start: int
    length: int


class Heading(NamedTuple):
    """The paragraph that begins at `start` is a heading, of level 1, the highest, to 6."""

    start: int
    level: int


@dataclass(frozen=True, kw_only=True)
class Article:
    """A text and where it comes from. A correction of it makes another article of the same id.

    headings  in the order of the text; one of several lines has one for each of them
    """

    id: str
    text: str
    title: str = ""
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    file: str | None = None
    source_map: tuple[MapRun, ...] = ()
    headings: tuple[Heading, ...] = ()

    @cached_property
    def text_sha256(self) -> str:
        """The hash of the text's UTF-8 form, by which the same article is recognised."""
        return sha256(self.text.encode()).hexdigest()

    def paragraphs_of(self, *spans: Span) -> tuple[Span, ...]:
        """The paragraphs that share a code point with one of the spans, in order."""
        found: dict[Span, None] = {}
        for span in spans:
            at = max(0, bisect_right(self.paragraphs, (span.start, len(self.text))) - 1)
            while at < len(self.paragraphs) and self.paragraphs[at].start < span.end:
                if self.paragraphs[at].overlaps(span):
                    found[self.paragraphs[at]] = None
                at += 1
        return tuple(sorted(found))

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The text's paragraphs, as the function of that name gives them."""
        return paragraphs(self.text)


def place(annotation: AnyAnnotation) -> tuple[int, int, str]:
    """What annotations are in order by: their start, outer before inner, then their id."""
    extent = annotation.extent
    return extent.start, -extent.end, annotation.id


_START = attrgetter("span.start")  # ten times as fast as `place`, which is no built-in


def in_order(annotations: Iterable[_A]) -> tuple[_A, ...]:
    """In the order a document keeps them: by start, outer before inner, then by id."""
    return tuple(sorted(annotations, key=place))


def _without(annotations: tuple[_A, ...], annotation: _A) -> tuple[_A, ...]:
    at = bisect_left(annotations, place(annotation), key=place)
    return annotations[:at] + annotations[at + 1 :]


def _with(annotations: tuple[_A, ...], annotation: _A, known: AnyAnnotation | None) -> tuple[_A, ...]:
    at = bisect_left(annotations, place(annotation), key=place)
    if at < len(annotations) and annotations[at] is known:  # most edits move nothing
        return (*annotations[:at], annotation, *annotations[at + 1 :])
    if isinstance(known, type(annotation)):
        annotations = _without(annotations, known)
        at = bisect_left(annotations, place(annotation), key=place)
    return (*annotations[:at], annotation, *annotations[at:])


@dataclass(frozen=True, kw_only=True)
class Document:
    """An article's annotated state.

    entities, quotes  as `in_order` has them, rejected ones included
    tokens            None until a tokenizer has run
    annotator         who marked it done
    note, flagged     as those of an annotation, for the article
    boilerplate       paragraphs that are set aside ("Read more"), each whole, in the order of the text
    cases             what of it the project's guideline shows, in the order in which it was made
    extra, meta_extra unknown keys of the imported line and of its "meta"
    """

    article: Article
    tokens: Tokens | None = None
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    status: Status = Status.NEW
    annotator: str | None = None
    note: str | None = None
    flagged: bool = False
    boilerplate: tuple[Span, ...] = ()
    cases: tuple[Case, ...] = ()
    extra: Extra = field(default_factory=dict)
    meta_extra: Extra = field(default_factory=dict)

    @classmethod
    def empty(cls) -> "Document":
        """A document without a text, for where none is."""
        return cls(article=Article(id="", text=""))

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @property
    def _all(self) -> tuple[AnyAnnotation, ...]:
        return (*self.entities, *self.quotes)

    @cached_property
    def by_id(self) -> Mapping[str, AnyAnnotation]:
        """Entities and quotes by their ids, which are unique within a document."""
        return {annotation.id: annotation for annotation in self._all}

    @cached_property
    def annotations(self) -> tuple[AnyAnnotation, ...]:
        """Entities and quotes that are not rejected, in the order of the text."""
        return tuple(a for a in sorted(self._all, key=place) if not a.rejected)

    def entities_at(self, span: Span) -> tuple[Entity, ...]:
        """The entities of exactly this span, rejected ones included."""
        found = []
        for at in range(bisect_left(self.entities, span.start, key=_START), len(self.entities)):
            entity = self.entities[at]
            if entity.span.start != span.start:
                break
            if entity.span.end == span.end:
                found.append(entity)
        return tuple(found)

    @property
    def speakers_used(self) -> frozenset[str]:
        """The ids of the speakers that its entities and quotes name."""
        return frozenset(a.speaker for a in self._all if a.speaker is not None)

    def put(self, annotation: AnyAnnotation) -> "Document":
        """With `annotation` in its place, instead of the one with its id if there is one."""
        known = self.by_id.get(annotation.id)
        document = self if known is None or isinstance(known, type(annotation)) else self.drop(annotation.id)
        if isinstance(annotation, Entity):
            changed = replace(document, entities=_with(document.entities, annotation, known))
        else:
            changed = replace(document, quotes=_with(document.quotes, annotation, known))
        return changed._knowing({**document.by_id, annotation.id: annotation})

    def with_values(self, changed: Mapping[str, AnyAnnotation]) -> "Document":
        """With other annotations in the places of those of their ids, which have the same spans and sorts."""
        entities, quotes = list(self.entities), list(self.quotes)
        for id_, annotation in changed.items():
            here = place(self.by_id[id_])
            if isinstance(annotation, Entity):
                entities[bisect_left(entities, here, key=place)] = annotation
            else:
                quotes[bisect_left(quotes, here, key=place)] = annotation
        document = replace(self, entities=tuple(entities), quotes=tuple(quotes))
        return document._knowing({**self.by_id, **changed})

    def drop(self, annotation_id: str) -> "Document":
        """Without the annotation of that id; raises KeyError where there is none."""
        rest = dict(self.by_id)
        annotation = rest.pop(annotation_id)
        if isinstance(annotation, Entity):
            changed = replace(self, entities=_without(self.entities, annotation))
        else:
            changed = replace(self, quotes=_without(self.quotes, annotation))
        return changed._knowing(rest)

    def _knowing(self, by_id: Mapping[str, AnyAnnotation]) -> "Document":
        # Copying the index is ten times as fast as making it from thousands of annotations.
        self.__dict__["by_id"] = by_id
        return self

    def words(self, span: Span) -> str:
        """The text of `span`."""
        return self.text[span.start : span.end]
