"""Acts of saying: stretches and clauses put together, each with its cue and the mention behind it."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from annotator.model.document import Kind, Span
from annotator.model.marks.marks import Stretch
from annotator.model.marks.quoting import kind_by
from annotator.model.suggestions import QuoteKinds
from annotator.model.tokens import trim
from annotator.nlp.quotes.carriers import Carrier, Shape
from annotator.nlp.quotes.clauses import Clause, grown, probable, reported
from annotator.nlp.quotes.context import Context, from_context
from annotator.nlp.quotes.learned import Weights
from annotator.nlp.quotes.sieves import Said, attribute, called, reports
from annotator.nlp.quotes.sources import Mention, Name

log = logging.getLogger(__name__)

_LONG = 6
_SCARE = 2
_DOUBTFUL = 0.2
_SENTENCE_ENDS = (".", "!", "?", "…", "—", "–", "-")
_HOLDS = 0.25
"""How probable a clause has to be to be taken for what the marks in it belong to."""

_KINDS = {
    QuoteKinds.DIRECT: {Kind.DIRECT},
    QuoteKinds.MARKED: {Kind.DIRECT, Kind.MIXED},
    QuoteKinds.SPEECH: set(Kind),
    QuoteKinds.ALL: set(Kind),
}
_UNMARKED = (QuoteKinds.SPEECH, QuoteKinds.ALL)


@dataclass(frozen=True)
class Act:
    """A quote before it is known who is behind its source.

    carried    whether the source is carried on from an earlier quote, or taken from the context
    open_end   whether its last mark is still open at the end of `paragraph`, the last one it stands in
    """

    contents: tuple[Span, ...]
    marked: tuple[Span, ...]
    kind: Kind
    paragraph: int
    cue: Span | None = None
    source: Mention | None = None
    reason: str = "quote marks"
    score: float = 0.15
    carried: bool = False
    open_end: bool = False

    def said(self, said: Said | None) -> "Act":
        """With what a sieve found; unchanged where it found nothing, or a cue that stands within the marks itself."""
        if said is None or (said.cue is not None and any(span.contains(said.cue) for span in self.marked)):
            return self
        return replace(self, cue=said.cue, source=said.source, reason=said.reason, score=said.score, carried=False)


def acts_of(
    text: str,
    lines: Sequence[Span],
    marked: Sequence[Stretch],
    shapes: Sequence[Shape],
    made: Sequence[Carrier],
    names: Sequence[Name],
    kinds: QuoteKinds,
    weights: Weights,
) -> list[Act]:
    """The acts of a text, paragraph by paragraph; one that cannot be read is logged and keeps its marks only.

    lines    the text's paragraphs
    marked   its stretches in quote marks, and in `shapes` how each sits in its paragraph
    made     the parses of its paragraphs; without one, marks are all there is
    weights  by which reported clauses are told
    """
    carriers = {carrier.paragraph: carrier for carrier in made}
    reader = _Reader(text, lines, marked, shapes, names, kinds, weights)
    for index, line in enumerate(lines):
        if text[line.start : line.end].strip():
            reader.read(index, carriers.get(index))
    return [act for act in reader.acts if act.kind in _KINDS[kinds]]


@dataclass
class _Reader:
    """Reads paragraph after paragraph; `acts` are those found so far."""

    text: str
    lines: Sequence[Span]
    marked: Sequence[Stretch]
    shapes: Sequence[Shape]
    names: Sequence[Name]
    kinds: QuoteKinds
    weights: Weights
    acts: list[Act] = field(default_factory=list)
    before: Carrier | None = None

    @cached_property
    def _by_paragraph(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for k, stretch in enumerate(self.marked):
            found.setdefault(stretch.paragraph, []).append(k)
        return found

    def read(self, index: int, carrier: Carrier | None) -> None:
        """Adds the acts of paragraph `index`."""
        here = self._by_paragraph.get(index, [])
        if carrier is None:
            self._marks_only(here)
            return
        so_far = list(self.acts)
        try:
            direct = set(carrier.stands_in.values())
            self._direct([k for k in here if k in direct], carrier)
            self._clauses([k for k in here if k not in direct], carrier)
        except Exception:
            log.exception("The quotes of paragraph %d could not be read", index + 1)
            self.acts = so_far
            self._marks_only(here)
        self.before = carrier

    def _marks_only(self, here: Sequence[int]) -> None:
        """Takes every stretch that could be speech as a direct quote that is attributed to nobody."""
        for k in here:
            if self._continues(k):
                self.acts[-1] = self._joined(k)
            elif self.shapes[k].words > _SCARE and not self.shapes[k].titled:
                self.acts.append(self._act(k))

    # Quotations that stand alone

    def _direct(self, here: Sequence[int], carrier: Carrier) -> None:
        found = [attribute(k, carrier, self.names) for k in here]
        if here and self.shapes[here[0]].first and not self._continues(here[0]):
            found = _lead(found)
        for k, said in zip(here, found, strict=True):
            last = self.acts[-1] if self.acts else None
            ours = last is not None and last.paragraph == carrier.paragraph
            if last is not None and not ours and self._continues(k) and (said is None or last.cue is None):
                self.acts[-1] = self._joined(k).said(said)
            elif last is not None and not ours and said is not None and self._continues(k) and self._begun_anew(last):
                self.acts[-1:] = _without_last(last), _last_alone(last)
                self.acts[-1] = self._joined(k).said(said)
            elif last is not None and ours and said is None:
                self._carry_on(k, carrier)
            elif last is not None and ours and said is not None and (said.cue, said.source) == (last.cue, last.source):
                self.acts[-1] = self._joined(k)
            elif said is not None:
                self.acts.append(self._act(k).said(said))
            else:
                act = self._from_context(k, carrier)
                if act.score > _DOUBTFUL or self.shapes[k].words >= _LONG or self._whole(k):
                    self.acts.append(act)

    def _whole(self, k: int) -> bool:
        """Whether a stretch is all that its paragraph has, and reads like a sentence; or a dash sets it off."""
        stretch, line = self.marked[k], self.lines[self.marked[k].paragraph]
        said = self.text[stretch.inner.start : stretch.inner.end].rstrip()
        alone = stretch.dash or trim(self.text, line) == stretch.span
        return alone and said[-1:] in _SENTENCE_ENDS and not self.shapes[k].titled

    def _act(self, k: int) -> Act:
        stretch = self.marked[k]
        in_marks = () if stretch.dash else (stretch.span,)
        return Act((stretch.span,), in_marks, Kind.DIRECT, stretch.paragraph, open_end=not stretch.closed)

    def _joined(self, k: int) -> Act:
        """The last act with a stretch more."""
        act, stretch = self.acts[-1], self.marked[k]
        return replace(
            act,
            contents=(*act.contents, stretch.span),
            marked=act.marked if stretch.dash else (*act.marked, stretch.span),
            paragraph=stretch.paragraph,
            open_end=not stretch.closed,
        )

    def _continues(self, k: int) -> bool:
        """Whether a stretch carries on what the paragraph before left open."""
        if not self.acts or not self.acts[-1].open_end or self.acts[-1].paragraph >= self.marked[k].paragraph:
            return False
        return not self.text[self.acts[-1].contents[-1].end : self.marked[k].span.start].strip()

    def _begun_anew(self, act: Act) -> bool:
        """Whether the last stretch of an act, still open, begins behind a sentence that ended outside the marks."""
        if len(act.contents) < 2 or len(act.marked) != len(act.contents):
            return False
        between = self.text[act.contents[-2].end : act.contents[-1].start].rstrip()
        return "\n" not in between and between.endswith((".", "!", "?"))

    def _carry_on(self, k: int, carrier: Carrier) -> None:
        """Adds a stretch to the paragraph's last act, unless a sentence between says somebody else spoke."""
        act, stretch = self.acts[-1], self.marked[k]
        between = [
            token
            for token in carrier.tokens()
            if token.i not in carrier.stands_in
            and act.contents[-1].end <= carrier.span(token.i, token.i).start < stretch.span.start
        ]
        ends = [at for at, token in enumerate(between) if token.text in (".", "!", "?")]
        said = reports(between[ends[0] + 1 :], carrier, self.names, "sentence before", 0.5) if len(ends) > 1 else None
        if said is None:
            self.acts[-1] = self._joined(k)
        else:
            self.acts.append(replace(self._act(k).said(said), cue=None, carried=True))

    def _from_context(self, k: int, carrier: Carrier) -> Act:
        last = self.acts[-1] if self.acts else None
        first = carrier.tokens_of(k)[0]
        leading = [carrier.doc[i] for i in range(carrier.start, first) if i not in carrier.stands_in]
        follows = last is not None and self.before is not None and last.paragraph == self.before.paragraph
        source = last.source if last is not None else None
        said = from_context(Context(leading, carrier, self.before, source, follows), self.names)
        act = self._act(k).said(said)
        return replace(act, carried=said is not None and said.cue is None)

    # Clauses

    def _clauses(self, rest: Sequence[int], carrier: Carrier) -> None:
        if not rest and self.kinds not in _UNMARKED:
            return
        found = reported(carrier, self.names, self.weights)
        acts: list[Act] = []
        for k in rest:
            if not any(self.marked[k].span in act.marked for act in acts):
                acts += self._of_stretch(k, found, rest, carrier)
        taken = [span for act in acts for span in act.contents]
        for clause in found if self.kinds in _UNMARKED else ():
            wanted = clause.speech or self.kinds is QuoteKinds.ALL
            source = self.text[clause.source.span.start : clause.source.span.end]
            enough = probable(clause.probability, source, self.weights.threshold)
            if wanted and enough and not clause.overlaps(taken):
                acts.append(self._reported(clause, rest, carrier.paragraph))
                taken += acts[-1].contents
        self.acts += acts

    def _of_stretch(self, k: int, found: Sequence[Clause], rest: Sequence[int], carrier: Carrier) -> Iterator[Act]:
        """The act that a stretch within a sentence belongs to; none where it is a title, a name or a scare quote."""
        stretch, shape = self.marked[k], self.shapes[k]
        line = self.lines[stretch.paragraph]
        if shape.titled or called(self.text[line.start : stretch.span.start]):
            return
        holding = next((clause for clause in found if clause.overlaps([stretch.inner])), None)
        if holding is not None and holding.probability >= _HOLDS:
            yield self._reported(holding, rest, carrier.paragraph)
        elif shape.words >= _LONG:
            act = self._from_context(k, carrier)
            if act.score > _DOUBTFUL:
                yield act

    def _reported(self, clause: Clause, rest: Sequence[int], paragraph: int) -> Act:
        """A clause as an act, grown to hold the stretches in marks that it touches."""
        contents, marked = grown(clause.contents, [self.marked[k] for k in rest])
        return Act(contents, marked, kind_by(self.text, contents, marked), paragraph).said(
            Said(clause.cue, clause.source, clause.reason, clause.probability)
        )


def _without_last(act: Act) -> Act:
    return replace(act, contents=act.contents[:-1], marked=act.marked[:-1], open_end=False)


def _last_alone(act: Act) -> Act:
    return replace(act, contents=act.contents[-1:], marked=act.marked[-1:])


def _lead(found: Sequence[Said | None]) -> list[Said | None]:
    """With the first attribution for what stands before it too: "A." "B," she said."""
    at = next((n for n, said in enumerate(found) if said is not None), 0)
    return [*[found[at]] * at, *found[at:]]
