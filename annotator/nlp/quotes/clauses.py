"""Reported clauses: what stands beside a cue without marks around all of it, and how sure that is.

A clause with stretches in marks is a mixed quote, one without an indirect one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.model.document import Span
from annotator.model.marks.marks import Stretch
from annotator.nlp.quotes.candidates import Candidate, candidates
from annotator.nlp.quotes.carriers import Carrier
from annotator.nlp.quotes.features import cue_class, features
from annotator.nlp.quotes.learned import Weights
from annotator.nlp.quotes.sources import Mention, Name

_LEAST = 0.05
"""A candidate less probable than this is not worth keeping."""

_REPORTED, _PUT_IN, _ACCORDING = "reported clause", "cue put in", "according to"
_NOUN, _OBJECT = "noun of saying", "object of cue"
REASONS = frozenset({_REPORTED, _PUT_IN, _ACCORDING, _NOUN, _OBJECT})
"""What a suggestion that the weights made gives as its reason."""

_VERBS = ("VERB", "AUX")

_OUTER = 0.4
_NEARLY = 0.05
"""How probable a clause must be, and how much less than one within it, to be taken before that one."""

_OWN_WORDS = frozenset({"i", "we", "you"})
_ENOUGH_OF_OWN = 0.5
"""What part of the threshold is enough for what "I", "we" or "you" say and think.

In GUM's interviews, hearings and papers, held out in five turns, such a candidate of 0.175 to 0.35 is right as often as
another one of 0.35 to 0.5 (10 % and 9 %, span and source), and 78.9 % instead of 73.3 % of quotes by a pronoun get the
right person.
"""


@dataclass(frozen=True)
class Clause:
    """A reported clause: its parts in the order of the text, the cue, the mention behind it.

    probability  that it is a quote, by the weights
    speech       whether it is something said, as opposed to a thought, a wish, or a mere topic
    """

    contents: tuple[Span, ...]
    cue: Span
    source: Mention
    reason: str
    probability: float
    speech: bool = True

    def overlaps(self, spans: Iterable[Span]) -> bool:
        """Whether any of the spans and it have something in common."""
        return any(content.overlaps(span) for span in spans for content in self.contents)


def reported(carrier: Carrier, names: Sequence[Name], weights: Weights) -> list[Clause]:
    """What may be reported in a paragraph, the most probable first; many of them overlap.

    A clause that is nearly as probable as one reported within it comes before that one: a thought that the article
    reports as said is a part of what was said.
    """
    found = []
    for candidate in candidates(carrier, names, weights.cues):
        probability = weights.probability(features(candidate, carrier))
        if probability >= _LEAST:
            found.append(_clause(candidate, probability))
    found.sort(key=lambda clause: (-clause.probability, clause.contents))
    return list(_outer_first(found))


def _outer_first(found: Sequence[Clause]) -> Iterator[Clause]:
    holding = [clause for clause in found if clause.probability >= _OUTER]
    given: set[int] = set()
    for clause in found:
        outer = next((h for h in holding if id(h) not in given and _is_within(clause, h)), None)
        for each in (clause,) if outer is None or id(clause) in given else (outer, clause):
            if id(each) not in given:
                given.add(id(each))
                yield each


def _is_within(clause: Clause, outer: Clause) -> bool:
    """Whether `outer` reports a clause and is nearly as probable; what is put in (", we say,") it does not report."""
    if clause.reason == _PUT_IN or clause.cue == outer.cue or outer.probability < clause.probability - _NEARLY:
        return False
    return all(any(o.contains(part) for o in outer.contents) for part in (clause.cue, *clause.contents))


def probable(probability: float, source: str | None, threshold: float) -> bool:
    """Whether a clause is probable enough to be suggested; `source` is the words of who says or thinks it."""
    own = source is not None and source.lower() in _OWN_WORDS
    return probability >= (threshold * _ENOUGH_OF_OWN if own else threshold)


def _clause(candidate: Candidate, probability: float) -> Clause:
    reason = _reason(candidate)
    says = reason == _ACCORDING or (cue_class(candidate.cue) == "say" and candidate.head.pos_ in _VERBS)
    return Clause(candidate.contents, candidate.cue_span, candidate.source, reason, probability, says)


def _reason(candidate: Candidate) -> str:
    if candidate.shape.startswith("according"):
        return _ACCORDING
    if candidate.cue.pos_ in ("NOUN", "PROPN"):
        return _NOUN
    if "put in" in candidate.shape:
        return _PUT_IN
    return _REPORTED if candidate.head.pos_ in _VERBS else _OBJECT


def grown(contents: Iterable[Span], stretches: Iterable[Stretch]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Contents that hold every stretch in marks which they touch, marks included, and these stretches."""
    spans, marked = list(contents), []
    for stretch in stretches:
        for number, content in enumerate(spans):
            if content.overlaps(stretch.inner):
                spans[number] = Span(min(content.start, stretch.span.start), max(content.end, stretch.span.end))
                marked.append(stretch.span)
                break
    return _merged(spans), tuple(sorted(marked))


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
