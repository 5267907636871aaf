"""What may be wrong in an annotated article, found by rules.

A rule says where, what and how bad; it changes nothing. Rejected annotations are not looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from annotator.model.document import AnyAnnotation, Attribution, Document, Entity, Quote, Span, Status
from annotator.model.labels.labels import LabelSet
from annotator.model.labels.overlaps import Standing, in_the_way
from annotator.model.marks.marks import Stretch, all_stretches
from annotator.model.notes import Notable
from annotator.model.texts.boilerplate import counted
from annotator.model.tokens import tokens_of


class Rule(StrEnum):
    """What is wrong, in a word."""

    OFF_TOKENS = "off-tokens"
    WHITE_SPACE = "white-space"
    LONE_MARK = "lone-mark"
    UNBALANCED = "unbalanced-marks"
    OVERLAP = "overlap"
    TWO_LABELS = "two-labels"
    LEFT_OUT = "left-out"
    NO_SPEAKER = "no-speaker"
    SPEAKER_KIND = "speaker-kind"
    NOT_HELD = "not-held"
    REPEATS = "repeats"
    ACROSS_PARTS = "across-parts"
    COME_BACK = "come-back"
    NOT_DONE = "not-done"

    @property
    def severity(self) -> "Severity":
        """How bad what it finds is."""
        return Severity.ERROR if self in _ERRORS else Severity.WARNING


_MOST = 60
"""How many characters of a long content a message has."""


_OWN_WORDS = ("the ", "a ", "nobody ", "repeats ", "content:", "cue:", "source:")
"""What a message begins with that is neither a label nor words of the text."""


class Severity(StrEnum):
    """Whether data with it is wrong, or may be."""

    ERROR = "error"
    WARNING = "warning"


_ERRORS = frozenset(
    {Rule.OFF_TOKENS, Rule.WHITE_SPACE, Rule.OVERLAP, Rule.NO_SPEAKER, Rule.NOT_HELD, Rule.ACROSS_PARTS}
)


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or may be.

    article     the article's id
    message     what it is, in a sentence without a full stop
    span        where it stands in the text; None where that is the whole article
    annotation  the id of the entity or quote it is about, None where there is none
    """

    rule: Rule
    article: str
    message: str
    span: Span | None = None
    annotation: str | None = None

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.rule.severity

    @property
    def sentence(self) -> str:
        """The message where it stands by itself: with a capital, unless it begins with a label or the text's words."""
        return self.message[:1].upper() + self.message[1:] if self.message.startswith(_OWN_WORDS) else self.message


def check(document: Document, labels: LabelSet | None = None, *, boilerplate: bool = False) -> Iterator[Finding]:
    """What the rules find in one article by itself, in the order of the text as far as it has a place there.

    labels       the project's, which say what may overlap; None where nobody has forbidden any
    boilerplate  whether what is set aside is looked at too; an export leaves it out
    """
    aside = () if boilerplate else document.boilerplate
    document = document if boilerplate else counted(document)
    if document.status in (Status.NEW, Status.OPEN):
        yield Finding(Rule.NOT_DONE, document.id, "the article is not marked done")
    if document.flagged:
        yield Finding(Rule.COME_BACK, document.id, _to_come_back("the article", document))
    found = [*_borders(document), *_marks(document), *_speakers(document), *_flagged(document)]
    if labels is not None:
        found += _overlaps(document, labels)
    found = [each for each in found if each.span is None or not any(each.span.overlaps(span) for span in aside)]
    yield from sorted(found, key=lambda finding: finding.span or Span(0, 0))


def _parts(annotation: AnyAnnotation) -> Iterator[tuple[str, Span]]:
    """An annotation's spans, each with what it is called."""
    if isinstance(annotation, Entity):
        yield annotation.label, annotation.span
        return
    for content in annotation.contents:
        yield "content", content
    if annotation.cue is not None:
        yield "cue", annotation.cue
    if annotation.source is not None:
        yield "source", annotation.source


def _borders(document: Document) -> Iterator[Finding]:
    """Borders within a token, at white space, or at a mark whose other half is outside."""
    tokens, text = tokens_of(document), document.text
    starts, ends = set(tokens.starts), set(tokens.ends)
    runs_on = {stretch.span for stretch in _stretches(document) if not (stretch.opened and stretch.closed)}
    for annotation in document.annotations:
        for name, span in _parts(annotation):
            words = text[span.start : span.end]
            if words != words.strip() or not words:
                yield _about(
                    document, annotation, Rule.WHITE_SPACE, span, f"{name}: white space at a border of {words!r}"
                )
                continue
            if span.start not in starts or span.end not in ends:
                yield _about(document, annotation, Rule.OFF_TOKENS, span, f"{name}: {words!r} ends within a word")
            mark = lone_mark(words)
            if mark and not (isinstance(annotation, Quote) and span in runs_on):
                yield _about(
                    document,
                    annotation,
                    Rule.LONE_MARK,
                    span,
                    f"{name}: {mark} without its other half in {_short(words)!r}",
                )
            elif mark := _comma(words) if name != "content" else "":
                yield _about(document, annotation, Rule.LONE_MARK, span, f"{name}: {mark} at a border of {words!r}")


def _overlaps(document: Document, labels: LabelSet) -> Iterator[Finding]:
    """Entities that overlap one before them, though neither label allows it: suggestions and imports may."""
    if all(label.overlaps for label in labels.labels):
        return
    standing, places = Standing(document), {entity.id: place for place, entity in enumerate(document.entities)}
    for entity in document.entities:
        if entity.rejected or labels.of(entity.label).overlaps:
            continue
        before = [other for other in standing.at(entity.span) if places[other.id] < places[entity.id]]
        other = in_the_way(labels, entity.label, before)
        if other is not None:
            words, there = document.words(entity.span), document.words(other.span)
            message = f"{entity.label}: {words!r} overlaps {other.label} {there!r}, which neither label allows"
            yield _about(document, entity, Rule.OVERLAP, entity.span, message)


def _about(document: Document, annotation: AnyAnnotation, rule: Rule, span: Span, message: str) -> Finding:
    return Finding(rule, document.id, message, span, annotation.id)


_OTHER_HALF = {
    "“": '”"“',
    "”": "“„‟”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«",
    '"': '"“”',
    "(": ")",
    ")": "(",
    "[": "]",
    "]": "[",
}
"""Marks, and those of which one makes a pair with it. Single quote marks are apostrophes as well and not among them."""


def lone_mark(words: str) -> str:
    """The mark at a border of `words` whose other half is not within them, "" where there is none."""
    for mark, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        if mark in _OTHER_HALF and not any(half in rest for half in _OTHER_HALF[mark]):
            return mark
    return ""


def _short(words: str) -> str:
    return words if len(words) <= _MOST else f"{words[: _MOST - 1]}…"


def _comma(words: str) -> str:
    return next((mark for mark in (words[0], words[-1]) if mark in ",;:"), "") if len(words) > 1 else ""


def _stretches(document: Document) -> list[Stretch]:
    return all_stretches(document.text)


def _marks(document: Document) -> Iterator[Finding]:
    """Quotations that are opened and never closed, those apart that the next paragraph takes up again."""
    text, paragraphs = document.text, document.article.paragraphs
    found = [stretch for stretch in _stretches(document) if not stretch.depth]
    for stretch, after in zip(found, [*found[1:], None], strict=False):
        if stretch.closed or stretch.dash:
            continue
        if after is not None:
            between = text[paragraphs[stretch.paragraph].end : after.span.start]
            if not between.strip() and after.paragraph > stretch.paragraph:
                continue
        opening = Span(stretch.span.start, stretch.span.start + max(1, stretch.mark[0]))
        yield Finding(Rule.UNBALANCED, document.id, "a quotation is opened here and never closed", opening)


_SPEAKS = frozenset({"PERSON", "PER", "ORG", "ORGANIZATION", "ORGANISATION"})


def _speakers(document: Document) -> Iterator[Finding]:
    """Quotes of which nobody has decided who said them, and speakers that are neither people nor organisations."""
    labels: dict[str, set[str]] = {}
    for entity in document.entities:
        if entity.speaker is not None and not entity.rejected:
            labels.setdefault(entity.speaker, set()).add(entity.label.upper())
    for quote in document.quotes:
        if quote.rejected:
            continue
        span = quote.source or quote.extent
        if quote.speaker is None:
            if quote.attribution is not Attribution.NONE:
                yield _about(document, quote, Rule.NO_SPEAKER, quote.extent, "nobody has decided who said this")
        elif (of := labels.get(quote.speaker)) and not of & _SPEAKS:
            told = ", ".join(sorted(of))
            yield _about(
                document, quote, Rule.SPEAKER_KIND, span, f"the speaker is no person or organisation but {told}"
            )


def _flagged(document: Document) -> Iterator[Finding]:
    """Entities and quotes that somebody wanted to come back to."""
    for annotation in document.annotations:
        if annotation.flagged:
            name = annotation.label if isinstance(annotation, Entity) else "the quote"
            message = _to_come_back(name, annotation)
            yield _about(document, annotation, Rule.COME_BACK, annotation.extent, message)


def _to_come_back(name: str, thing: Notable) -> str:
    """What is said of what is flagged, with its note on the same line."""
    note = " ".join((thing.note or "").split())
    return f"{name} is flagged to come back to" + (f": {note}" if note else "")


PLACES = 20
"""How many places of a label are named at most for each words: a word may stand in every article."""


@dataclass
class Labels:
    """Finds words that have one label here and another there, over all articles that are added.

    Keeps what grows with the number of different words, not with that of articles.
    """

    _seen: dict[str, dict[str, "_Use"]] = field(default_factory=dict)

    def add(self, document: Document) -> None:
        """Takes an article's entities."""
        for entity in document.entities:
            if not entity.rejected:
                uses = self._seen.setdefault(document.words(entity.span), {})
                uses.setdefault(entity.label, _Use()).add(document.id, entity)

    def findings(self, right: Callable[[str, Iterable[str]], bool]) -> Iterator[Finding]:
        """The entities whose label is not the one that their words have most often, up to 20 for each label.

        right  whether somebody has said that words may have all these labels
        """
        for words, uses in self._seen.items():
            if len(uses) > 1 and not right(words, uses):
                yield from _rarer(words, uses)


@dataclass
class _Use:
    count: int = 0
    places: list[tuple[str, str, Span]] = field(default_factory=list)

    def add(self, article: str, entity: Entity) -> None:
        """Counts an entity, and keeps where the first ones are."""
        self.count += 1
        if len(self.places) < PLACES:
            self.places.append((article, entity.id, entity.span))


def _rarer(words: str, uses: Mapping[str, _Use]) -> Iterator[Finding]:
    usual = max(uses, key=lambda label: uses[label].count)  # of equals the one that came first
    for label, use in uses.items():
        if label != usual:
            message = f"{words!r} is {label} here ({_times(use.count)} in all) and {usual} {_times(uses[usual].count)}"
            for article, annotation, span in use.places:
                yield Finding(Rule.TWO_LABELS, article, message, span, annotation)


def left_out(article: str, words: str, span: Span, counts: Iterable[tuple[str, int]]) -> Finding:
    """What is said of words that are marked elsewhere, so often with each label, and stand unmarked here."""
    elsewhere = ", ".join(f"{label} {_times(number)}" for label, number in counts)
    return Finding(Rule.LEFT_OUT, article, f"{words!r} is not marked here, and elsewhere {elsewhere}", span)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
