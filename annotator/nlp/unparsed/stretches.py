"""Acts of saying in a text that no parser has read: stretches in marks, and the words beside them."""

import logging
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from annotator.model.document import Kind, Span
from annotator.model.marks.marks import Stretch
from annotator.model.marks.quoting import kind_by
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.lexicon import Lexicon
from annotator.nlp.quotes.acts import Act
from annotator.nlp.quotes.carriers import Shape
from annotator.nlp.quotes.sieves import Said
from annotator.nlp.unparsed.beside import Attribution, Beside
from annotator.nlp.unparsed.dialogue import turn
from annotator.nlp.unparsed.mentions import ENDS, Mentions, Word

log = logging.getLogger(__name__)

_SCARE = 2
_NEAR = 60  # characters
_WINDOW = 120  # words
_LONG = 6
_CARRIES_ON = 0.3
_NOBODY = 0.3
_CLAUSE = 0.6
_BARE_CLAUSE = 0.45
_LOOSE = ("cue beside it", "cue before it", "according to")
_APART = 0.7
_SENTENCE_BEFORE = 0.4
_SUBJECT_BEFORE = 0.3
_COLON = 0.7


def unparsed_acts(
    text: str,
    lines: Sequence[Span],
    marked: Sequence[Stretch],
    shapes: Sequence[Shape],
    words: Sequence[Sequence[Word]],
    lexicon: Lexicon,
    mentions: Mentions,
    kinds: QuoteKinds,
) -> list[Act]:
    """The acts of a text, paragraph by paragraph: direct ones, and of others those whose clause the words show.

    lines    the text's paragraphs, and in `words` the words of each
    marked   its stretches in quote marks or behind dashes, and in `shapes` how each sits in its paragraph
    """
    reader = _Reader(text, lines, marked, shapes, words, lexicon, mentions)
    by_paragraph: dict[int, list[int]] = {}
    for k, stretch in enumerate(marked):
        by_paragraph.setdefault(stretch.paragraph, []).append(k)
    for paragraph, here in by_paragraph.items():
        so_far = list(reader.acts)
        try:
            reader.read(paragraph, here)
        except Exception:
            log.exception("The quotes of paragraph %d could not be read", paragraph + 1)
            reader.acts = so_far
            reader.marks_only(here)
    return [act for act in reader.acts if kinds is not QuoteKinds.DIRECT or act.kind is Kind.DIRECT]


class _Reader:
    """Reads paragraph after paragraph; `acts` are those found so far."""

    def __init__(
        self,
        text: str,
        lines: Sequence[Span],
        marked: Sequence[Stretch],
        shapes: Sequence[Shape],
        words: Sequence[Sequence[Word]],
        lexicon: Lexicon,
        mentions: Mentions,
    ) -> None:
        self.acts: list[Act] = []
        self._text = text
        self._lines = lines
        self._marked = marked
        self._shapes = shapes
        self._words = words
        self._lexicon = lexicon
        self._attribution = Attribution(lexicon, mentions)
        self._at, self._known = -1, list[int]()

    def read(self, paragraph: int, here: Sequence[int]) -> None:
        """Adds the acts of a paragraph that has stretches `here`."""
        if self._marked[here[0]].dash:
            self._turn(here[0])
            return
        found = {k: self._said(k, here) for k in here if not self._named(k)}
        self._lead(found)
        for k, said in found.items():
            if self._shapes[k].alone or self._continues(k):
                self._alone(k, said)
            else:
                self._within(k, said, here)

    def marks_only(self, here: Sequence[int]) -> None:
        """Takes every stretch that could be speech as a direct quote that is attributed to nobody."""
        self.acts += [self._act(k) for k in here if self._shapes[k].words > _SCARE and not self._shapes[k].titled]

    # One stretch

    def _named(self, k: int) -> bool:
        """Whether a stretch is a title or a name, not speech."""
        line = self._lines[self._marked[k].paragraph]
        near = max(line.start, self._marked[k].span.start - _NEAR)
        before = self._text[near : self._marked[k].span.start].rstrip(" ,:\u00a0\u202f").rsplit(maxsplit=1)
        called = bool(before) and before[-1].lower().strip("(") in self._lexicon.naming
        return called or (self._shapes[k].titled and not self._shapes[k].alone)

    def _beside(self, k: int, here: Sequence[int]) -> Beside:
        """The words of the sentence around a stretch, up to the next stretches."""
        stretch, at = self._marked[k], bisect_left(here, k)
        line = self._lines[stretch.paragraph]
        start = self._marked[here[at - 1]].span.end if at else line.start
        end = self._marked[here[at + 1]].span.start if at + 1 < len(here) else line.end
        before, after = deque[Word](), list[Word]()
        for word in reversed(self._words_in(stretch.paragraph, start, stretch.span.start)[-_WINDOW:]):
            if word.text in ENDS:
                break
            before.appendleft(word)
        for word in self._words_in(stretch.paragraph, stretch.span.end, end)[:_WINDOW]:
            if word.text in ENDS and after:
                break
            after.append(word)
        final = self._text[stretch.inner.start : stretch.inner.end].rstrip()[-1:]
        return Beside(list(before), after if stretch.closed else (), runs_on=final != ".")

    def _said(self, k: int, here: Sequence[int]) -> Said | None:
        return self._attribution(self._beside(k, here))

    def _act(self, k: int) -> Act:
        stretch = self._marked[k]
        return Act((stretch.span,), (stretch.span,), Kind.DIRECT, stretch.paragraph, open_end=not stretch.closed)

    # Stretches that stand alone

    def _lead(self, found: dict[int, Said | None]) -> None:
        """Gives what opens a paragraph the attribution of what follows it: "A." "B," she said."""
        keys = list(found)
        if not keys or not self._shapes[keys[0]].first or self._continues(keys[0]):
            return
        at = next((n for n, k in enumerate(keys) if found[k] is not None), 0)
        for n in range(at - 1, -1, -1):
            gap = self._text[self._marked[keys[n]].span.end : self._marked[keys[n + 1]].span.start]
            if gap.strip():
                return
            found[keys[n]] = found[keys[n + 1]]

    def _alone(self, k: int, said: Said | None) -> None:
        last = self.acts[-1] if self.acts else None
        ours = last is not None and last.paragraph == self._marked[k].paragraph
        if last is not None and not ours and self._continues(k) and (said is None or last.cue is None):
            self.acts[-1] = self._completed(self._joined(k), said)
        elif last is not None and ours and (said is None or (said.cue, said.source) == (last.cue, last.source)):
            between = self._sentence_between(k) if said is None else None
            self.acts[-1:] = (
                [last, replace(self._act(k).said(between), cue=None, carried=True)] if between else [self._joined(k)]
            )
        elif said is not None:
            self.acts.append(self._completed(self._act(k), said))
        elif self._shapes[k].words > _SCARE:
            self.acts.append(self._from_context(k))

    def _completed(self, act: Act, said: Said | None) -> Act:
        """With what was found; where the verb has no subject of its own, whoever spoke last."""
        act = act.said(said)
        if said is None or said.cue is None or said.source is not None or not self.acts:
            return act
        if self._lexicon.is_plural(self._text[said.cue.start : said.cue.end]):
            return replace(act, score=_NOBODY)
        return replace(act, source=self.acts[-1].source)

    def _joined(self, k: int) -> Act:
        """The last act with a stretch more."""
        act, stretch = self.acts[-1], self._marked[k]
        return replace(
            act,
            contents=(*act.contents, stretch.span),
            marked=(*act.marked, stretch.span),
            paragraph=stretch.paragraph,
            open_end=not stretch.closed,
        )

    def _continues(self, k: int) -> bool:
        """Whether a stretch carries on what the paragraph before left open."""
        if not self.acts or not self.acts[-1].open_end or self.acts[-1].paragraph >= self._marked[k].paragraph:
            return False
        return not self._text[self.acts[-1].contents[-1].end : self._marked[k].span.start].strip()

    def _sentence_between(self, k: int) -> Said | None:
        """Who a sentence of its own between the last act and a stretch says speaks."""
        stretch = self._marked[k]
        between = self._words_in(stretch.paragraph, self.acts[-1].contents[-1].end, stretch.span.start)[-_WINDOW:]
        ends = [n for n, word in enumerate(between) if word.text in ENDS]
        if len(ends) < 2:
            return None
        return self._reported(between[ends[0] + 1 : ends[-1]], "sentence before", _SENTENCE_BEFORE)

    def _words_in(self, paragraph: int, start: int, end: int) -> Sequence[Word]:
        """The words of a paragraph between two offsets."""
        words, starts = self._words[paragraph], self._starts(paragraph)
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        while last > first and words[last - 1].span.end > end:
            last -= 1
        return words[first:last]

    def _starts(self, paragraph: int) -> Sequence[int]:
        if paragraph != self._at:
            self._at, self._known = paragraph, [word.span.start for word in self._words[paragraph]]
        return self._known

    def _reported(self, words: Sequence[Word], reason: str, score: float) -> Said | None:
        """Who a sentence that reports speech says speaks, for a quotation behind it."""
        said = self._attribution.reports(words)
        return replace(said, reason=reason, score=score) if said is not None and said.source is not None else None

    def _from_context(self, k: int) -> Act:
        """A stretch that nothing in its own sentence attributes, with what stands before it."""
        act, stretch = self._act(k), self._marked[k]
        line = self._lines[stretch.paragraph]
        leading = self._words_in(stretch.paragraph, line.start, stretch.span.start)[-_WINDOW:]
        if leading:
            ends = [n for n, word in enumerate(leading) if word.text in ENDS]
            sentence = leading[ends[-2] + 1 if len(ends) > 1 else 0 : ends[-1]] if ends else []
            said = self._reported(sentence, "sentence before", _SENTENCE_BEFORE)
            if said is None and sentence and (who := self._attribution.opens(sentence)) is not None:
                said = Said(None, who, "subject of the sentence before", _SUBJECT_BEFORE)
            return replace(act.said(said), cue=None, carried=said is not None)
        before = next((n for n in range(stretch.paragraph - 1, -1, -1) if self._words[n]), None)
        if before is not None and self._words[before][-1].text == ":":
            return act.said(self._reported(self._words[before], "cue and colon before", _COLON))
        last = self.acts[-1] if self.acts else None
        if last is not None and last.source is not None and last.paragraph == before:
            return replace(act.said(Said(None, last.source, "carries on", _CARRIES_ON)), carried=True)
        return act

    # Stretches within a sentence

    def _within(self, k: int, said: Said | None, here: Sequence[int]) -> None:
        stretch, words = self._marked[k], self._shapes[k].words
        if said is None or said.source is None:
            if words >= _LONG:
                self.acts.append(self._act(k))
            return
        if said.cue is not None and said.reason == "cue before it" and words > 1:
            behind = max(said.cue.end, said.source.span.end if said.source.span.start > said.cue.start else 0)
            clause, led = self._clause(stretch, behind)
            marks = tuple(self._marked[n].span for n in here if clause.contains(self._marked[n].span))
            act = Act((clause,), marks, kind_by(self._text, (clause,), marks), stretch.paragraph)
            self.acts.append(act.said(replace(said, score=_CLAUSE if led else min(said.score, _BARE_CLAUSE))))
            return
        if words > _SCARE:
            apart = said.reason in _LOOSE
            self.acts.append(self._act(k).said(replace(said, score=said.score * (_APART if apart else 1.0))))

    def _clause(self, stretch: Stretch, behind: int) -> tuple[Span, bool]:
        """The reported clause that a stretch stands in, to the sentence's end, and whether a "that" leads to it.

        behind  where it may begin, if nothing leads to it
        """
        line = self._lines[stretch.paragraph]
        words = self._words_in(stretch.paragraph, behind, line.end)[: 2 * _WINDOW]
        before = [word for word in words if word.span.end <= stretch.span.start and word.spoken]
        that = [word for word in before if word.lower in self._lexicon.grammar.complementizers]
        if all(word.lower in self._lexicon.grammar.prepositions for word in before):
            before = []
        start = next((word.span.start for word in (*that, *before)), stretch.span.start)
        end = stretch.span.end
        for word in words:
            if word.span.start >= stretch.span.end:
                if word.text in ENDS:
                    break
                end = word.span.end if word.spoken else end
        return Span(start, end), bool(that)

    # Dialogue behind dashes

    def _turn(self, k: int) -> None:
        stretch = self._marked[k]
        contents, said = turn(self._text, stretch.span, self._words[stretch.paragraph], self._attribution)
        if contents:
            act = Act(tuple(contents), (), Kind.DIRECT, stretch.paragraph)
            self.acts.append(self._completed(act, said or self._said(k, [k])))
