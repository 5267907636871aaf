"""Acts of saying: stretches and clauses put together, each with its cue and the mention behind it."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.model.document import Kind, Span
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.carriers import Carrier, Shape
from annotator.nlp.clauses import Clause, object_of, reported
from annotator.nlp.marks import Stretch
from annotator.nlp.sieves import Said, attribute, called, reports
from annotator.nlp.sources import Mention, Name, mention

log = logging.getLogger(__name__)

_LONG = 6
_SCARE = 2


@dataclass(frozen=True)
class Act:
    """A quote before it is known who is behind its source.

    carried  whether the source is carried on from an earlier quote, or taken from the context
    """

    contents: tuple[Span, ...]
    marked: tuple[Span, ...]
    kind: Kind
    cue: Span | None = None
    source: Mention | None = None
    reason: str = "quote marks"
    score: float = 0.3
    carried: bool = False
    open_end: bool = False
    paragraph: int = 0


def acts_of(
    text: str,
    lines: Sequence[Span],
    marked: Sequence[Stretch],
    shapes: Sequence[Shape],
    made: Sequence[Carrier],
    names: Sequence[Name],
    kinds: QuoteKinds,
) -> list[Act]:
    """The acts of a text, paragraph by paragraph; one that cannot be read is logged and keeps its marks only."""
    by_paragraph: dict[int, list[int]] = {}
    for k, stretch in enumerate(marked):
        by_paragraph.setdefault(stretch.paragraph, []).append(k)
    carriers = {carrier.paragraph: carrier for carrier in made}
    acts: list[Act] = []
    before: Carrier | None = None
    for index, line in enumerate(lines):
        if not text[line.start : line.end].strip():
            continue
        here = by_paragraph.get(index, [])
        carrier = carriers.get(index)
        reader = _Paragraph(text, line, index, marked, shapes, here, carrier, before, names, acts)
        try:
            if carrier is None:
                raise LookupError("no parse")
            found = reader.read(kinds)
        except LookupError:
            found = reader.marks_only()
        except Exception:
            log.exception("The quotes of paragraph %d could not be read", index + 1)
            found = reader.marks_only()
        acts = found
        before = carrier
    wanted = {
        QuoteKinds.DIRECT: {Kind.DIRECT},
        QuoteKinds.MARKED: {Kind.DIRECT, Kind.MIXED},
        QuoteKinds.ALL: set(Kind),
    }[kinds]
    return [act for act in acts if act.kind in wanted]


@dataclass(frozen=True)
class _Paragraph:
    text: str
    line: Span
    index: int
    marked: Sequence[Stretch]
    shapes: Sequence[Shape]
    here: Sequence[int]
    carrier: Carrier | None
    before: Carrier | None
    names: Sequence[Name]
    acts: Sequence[Act]

    def marks_only(self) -> list[Act]:
        """Every stretch that could be speech, as a direct quote that is attributed to nobody."""
        acts = list(self.acts)
        for k in self.here:
            stretch = self.marked[k]
            if self._continues(acts, k):
                acts[-1] = self._joined(acts[-1], k)
            elif self.shapes[k].words > _SCARE and not self.shapes[k].titled:
                acts.append(self._act(k, None))
                del stretch
        return acts

    def read(self, kinds: QuoteKinds) -> list[Act]:
        """All acts so far and those of this paragraph."""
        assert self.carrier is not None
        acts, ours = list(self.acts), []
        waiting: list[int] = []
        direct = set(self.carrier.stands_in.values())
        for k in self.here:
            if k not in direct:
                continue
            said = attribute(k, self.carrier, self.names)
            if self._continues(acts, k) and not ours and (said is None or acts[-1].cue is None):
                acts[-1] = self._joined(acts[-1], k, said)
                ours.append(len(acts) - 1)
            elif ours and (said is None or said.cue == acts[-1].cue):
                acts[-1] = self._joined(acts[-1], k)
            elif said is None and not ours and not waiting and not self.shapes[k].first:
                if (act := self._from_context(k, acts)) is not None:
                    acts.append(act)
                    ours.append(len(acts) - 1)
            elif said is None and not ours:
                waiting.append(k)
            else:
                for early in waiting:
                    ours.append(len(acts))
                    acts.append(self._act(early, said))
                    acts[-2:] = (
                        [acts[-1]]
                        if len(ours) == 1
                        else [
                            replace(
                                acts[-2],
                                contents=(*acts[-2].contents, *acts[-1].contents),
                                marked=(*acts[-2].marked, *acts[-1].marked),
                            )
                        ]
                    )
                if waiting:
                    waiting = []
                    acts[-1] = self._joined(acts[-1], k)
                else:
                    acts.append(self._act(k, said))
                    ours.append(len(acts) - 1)
        for number, k in enumerate(waiting):
            if number:
                acts[-1] = self._joined(acts[-1], k)
            elif (act := self._from_context(k, acts)) is not None:
                acts.append(act)
            else:
                acts.append(self._act(k, None))
        return acts + self._clauses(kinds, direct)

    # Direct ones

    def _act(self, k: int, said: Said | None) -> Act:
        span = self.marked[k].span
        act = Act((span,), (span,), Kind.DIRECT, open_end=not self.marked[k].closed, paragraph=self.index)
        return (
            act
            if said is None
            else replace(act, cue=said.cue, source=said.source, reason=said.reason, score=said.score)
        )

    def _joined(self, act: Act, k: int, said: Said | None = None) -> Act:
        span = self.marked[k].span
        act = replace(
            act,
            contents=(*act.contents, span),
            marked=(*act.marked, span),
            open_end=not self.marked[k].closed,
            paragraph=self.index,
        )
        if said is not None:
            act = replace(act, cue=said.cue, source=said.source, reason=said.reason, score=said.score, carried=False)
        return act

    def _continues(self, acts: Sequence[Act], k: int) -> bool:
        """Whether a stretch carries on what the paragraph before left open."""
        if not acts or not acts[-1].open_end or acts[-1].paragraph >= self.index or acts[-1].kind is not Kind.DIRECT:
            return False
        between = self.text[acts[-1].contents[-1].end : self.marked[k].span.start]
        return not between.strip()

    def _from_context(self, k: int, acts: Sequence[Act]) -> Act | None:
        """A stretch that nothing in its sentence attributes; the sentences and paragraphs before it may."""
        assert self.carrier is not None
        act = self._act(k, None)
        own = self.carrier.tokens_of(k)
        leading = [self.carrier.doc[i] for i in range(self.carrier.start, own[0]) if i not in self.carrier.stands_in]
        if found := reports(leading, self.carrier, self.names, "sentence before", 0.7):
            return replace(act, source=found.source, reason=found.reason, score=found.score, carried=True)
        if leading and (who := _last_subject(leading, self.carrier)) is not None:
            found_mention = mention(self.carrier.doc[who], self.carrier, self.names)
            return replace(act, source=found_mention, reason="subject of the sentence before", score=0.45, carried=True)
        if leading:
            return act
        last = acts[-1] if acts else None
        if self.before is not None:
            tokens = self.before.tokens()
            ends = next((t for t in reversed(tokens) if not t.is_space), None)
            if (
                ends is not None
                and ends.text == ":"
                and (found := reports(tokens, self.before, self.names, "cue and colon before", 0.85))
            ):
                return replace(act, cue=found.cue, source=found.source, reason=found.reason, score=found.score)
            if last is not None and last.paragraph == self.before.paragraph and last.source is not None:
                return replace(act, source=last.source, reason="carries on", score=0.8, carried=True)
            if found := reports(tokens, self.before, self.names, "paragraph before", 0.6):
                return replace(act, source=found.source, reason=found.reason, score=found.score, carried=True)
            if (who := _last_subject(tokens, self.before)) is not None:
                found_mention = mention(self.before.doc[who], self.before, self.names)
                return replace(
                    act, source=found_mention, reason="subject of the sentence before", score=0.35, carried=True
                )
        if last is not None and last.source is not None:
            return replace(act, source=last.source, reason="last speaker", score=0.3, carried=True)
        return None

    # Clauses

    def _clauses(self, kinds: QuoteKinds, direct: set[int]) -> list[Act]:
        assert self.carrier is not None
        rest = [k for k in self.here if k not in direct]
        if not rest and kinds is not QuoteKinds.ALL:
            return []
        found = list(reported(self.carrier, self.names))
        acts: list[Act] = []
        for k in rest:
            if not any(self.marked[k].span in act.marked for act in acts):
                acts += self._of_stretch(k, found, rest)
        if kinds is QuoteKinds.ALL:
            for clause in _outermost(found):
                if not any(c.overlaps(d) for c in clause.contents for act in acts for d in act.contents):
                    acts.append(self._reported(clause, rest))
        return acts

    def _of_stretch(self, k: int, found: Sequence[Clause], rest: Sequence[int]) -> Iterator[Act]:
        assert self.carrier is not None
        stretch, shape = self.marked[k], self.shapes[k]
        if shape.titled or called(self.text[self.line.start : stretch.span.start]):
            return
        holding = [c for c in found if any(span.overlaps(stretch.inner) for span in c.contents)]
        holding.sort(key=lambda c: (not c.speech, -sum(s.end - s.start for s in c.contents)))
        if holding:
            yield self._reported(holding[0], rest)
        elif shape.words > 1 and (clause := object_of(k, self.carrier, self.names)) is not None:
            yield replace(
                self._act(k, None), cue=clause.cue, source=clause.source, reason=clause.reason, score=clause.score
            )
        elif shape.words >= _LONG:
            yield self._from_context(k, self.acts) or self._act(k, None)

    def _reported(self, clause: Clause, rest: Sequence[int]) -> Act:
        contents = list(clause.contents)
        marked = []
        for k in rest:
            span = self.marked[k].span
            for number, content in enumerate(contents):
                if content.overlaps(self.marked[k].inner):
                    contents[number] = Span(min(content.start, span.start), max(content.end, span.end))
                    marked.append(span)
                    break
        contents = _merged(contents)
        bare = "".join(self._outside(content, marked) for content in contents)
        kind = Kind.INDIRECT if not marked else Kind.MIXED if any(c.isalnum() for c in bare) else Kind.DIRECT
        return Act(
            tuple(contents),
            tuple(marked),
            kind,
            clause.cue,
            clause.source,
            clause.reason,
            clause.score,
            paragraph=self.index,
        )

    def _outside(self, content: Span, marked: Sequence[Span]) -> str:
        kept = self.text[content.start : content.end]
        for span in reversed(marked):
            if content.contains(span):
                kept = kept[: span.start - content.start] + kept[span.end - content.start :]
        return kept


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _outermost(found: Sequence[Clause]) -> list[Clause]:
    """Clauses that lie in no other."""
    kept: list[Clause] = []
    for clause in sorted(found, key=lambda c: (-sum(s.end - s.start for s in c.contents), c.contents[0])):
        if not any(c.overlaps(d) for c in clause.contents for other in kept for d in other.contents):
            kept.append(clause)
    return kept


def _last_subject(tokens: Sequence, carrier: Carrier) -> int | None:  # type: ignore[type-arg]
    for token in reversed(tokens):
        if (
            token.dep_ in ("nsubj", "nsubjpass")
            and token.pos_ in ("PROPN", "PRON")
            and token.lower_ not in ("it", "that", "which", "this", "there", "i", "we", "you", "who")
        ):
            return int(token.i)
    return None
