"""Taking turns: who speaks where a dialogue does not say so.

In a dialogue people speak by turns, and only some turns are attributed. The likeliest course of a whole text is found
by dynamic programming over who speaks and who else spoke last. It weighs the signs that readers go by: speech in a new
paragraph is an answer, who is spoken to does not speak, a sentence about somebody leads to their words.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import exp
from typing import TypeAlias

from annotator.model.document import Kind, Span
from annotator.nlp.quotes.acts import Act
from annotator.nlp.quotes.sources import Mention, Name
from annotator.nlp.speakers.scene import People, implicit

REASON = "taking turns"

_BEFORE, _BEHIND = 4, 2
_FAR = 6
_ONE_SENTENCE = 0.15
_SENTENCES = re.compile(r"[a-z]{4} ?[.!?] ?[”\"’']?[ \t]+[“\"‘']?[A-Z]")
_CUT = re.compile(r"[!?”\"’']\s*\n[ (]*[a-z]")
_CALLED = re.compile(r"(?:^|[,;:.!?—–-]|\b(?:[Oo]h|[Oo]|[Aa]h|[Ww]ell|[Dd]ear|[Mm]y|[Yy]es|[Nn]o))\W*$")
_CALLED_AFTER = re.compile(r"\W*?(?:[,;:.!?—–-]|$)")
_SIR = {"m": re.compile(r"\b[Ss]ir\b"), "f": re.compile(r"\b(?:[Mm]adam|[Mm]a'am|[Mm]iss\b(?! [A-Z]))")}

_Who: TypeAlias = str
_State: TypeAlias = tuple[_Who, _Who | None]
"""Who speaks, and who else spoke last."""


@dataclass(frozen=True)
class Costs:
    """What speaks against a course, as negative logarithms; pairs are for the same speaker again and for another.

    answer      a turn right behind the last, with nothing between
    line        a turn on the line behind an attribution, where every sentence has its line
    paragraph   a turn in the paragraph behind an attribution
    again       the same, where the turn has an attribution of its own
    between     a turn behind sentences between
    led         a turn with words before it in its paragraph
    third       somebody else than the last two, and `later` behind a long passage
    addressed   speaks who is addressed in the turn, or `named` in it
    asked       what speaks for whoever was addressed in the turn before
    subject     what speaks for whom the sentence right before is about; `far` further before; `beat`
    silent      speaks who is never said to speak
    another     a pronoun means another one than it was taken for; `bare` one that was taken for nobody; `noun` a noun
    sir         somebody of the other gender than that addressed
    unknown     nobody known speaks
    """

    answer: tuple[float, float] = (3.0, 0.05)
    line: tuple[float, float] = (0.25, 1.5)
    paragraph: tuple[float, float] = (2.3, 0.1)
    again: tuple[float, float] = (3.0, 0.05)
    between: tuple[float, float] = (0.7, 0.7)
    led: tuple[float, float] = (1.0, 0.5)
    third: float = 1.8
    later: float = 0.5
    addressed: float = 3.0
    named: float = 1.0
    asked: float = 1.5
    subject: float = 1.5
    far: float = 0.7
    silent: float = 1.5
    another: float = 1.0
    bare: float = 0.8
    noun: float = 1.5
    sir: float = 1.5
    unknown: float = 3.0


COSTS = Costs()


def take_turns(text: str, lines: Sequence[Span], acts: Sequence[Act], people: People) -> list[Act]:
    """The acts of a dialogue, in the order of the text, with the speakers that its course gives them.

    lines  the text's paragraphs
    """
    return _Dialogue(text, lines, acts, people).decided()


@dataclass(frozen=True)
class _Gap:
    """What stands between two turns.

    words  whether anything does
    tail   whether some of it is in the paragraph of the first, `lead` in that of the second
    lines  how many paragraphs lie between
    same   whether both are in one paragraph
    """

    words: bool
    tail: bool
    lead: bool
    lines: int
    same: bool


class _Dialogue:
    """The turns of a text; they are counted from 0, whatever other acts lie between."""

    def __init__(self, text: str, lines: Sequence[Span], acts: Sequence[Act], people: People) -> None:
        self._text = text
        self._lines = lines
        self._acts = acts
        self._turns = turns = [n for n, act in enumerate(acts) if act.kind is Kind.DIRECT]
        self._people = people
        self._gaps = [self._gap(acts[a], acts[b]) for a, b in pairwise(turns)]
        self._who = [None if implicit(acts[n]) else people.who.get(n) for n in turns]
        self._explicit = {who for who in self._who if who is not None}
        self._starts = [m.span.start for m, _ in people.subjects]
        self._sources = {act.source.span for act in acts if act.source is not None and act.cue is not None}

    def _act(self, turn: int) -> Act:
        return self._acts[self._turns[turn]]

    def _gap(self, first: Act, second: Act) -> _Gap:
        start, end = first.contents[-1].end, second.contents[0].start
        block, other = self._block(start - 1), self._block(end)
        if block == other:
            return _Gap(self._worded(start, end), False, False, 0, same=True)
        tail, lead = self._worded(start, self._lines[block].end), self._worded(self._lines[other].start, end)
        between = sum(self._worded(line.start, line.end) for line in self._lines[block + 1 : other])
        return _Gap(tail or lead or between > 0, tail, lead, between, same=False)

    def _block(self, offset: int) -> int:
        return bisect_right(self._lines, offset, key=lambda line: line.start) - 1

    def _worded(self, start: int, end: int) -> bool:
        return any(c.isalnum() for c in self._text[start:end])

    @cached_property
    def _by_sentence(self) -> bool:
        """Whether the text has a line for each sentence, so that paragraphs cannot be told."""
        if "\n\n" in self._text or not (_CUT.search(self._text) or any(map(self._runs_on, self._acts))):
            return False
        return len(_SENTENCES.findall(self._text)) < _ONE_SENTENCE * len(self._lines)

    def _runs_on(self, act: Act) -> bool:
        """Whether an act goes on in a line that has no mark of its own at its start."""
        return any(
            self._text[b.start].isalnum() and not self._text[a.end : b.start].strip() for a, b in pairwise(act.contents)
        )

    # Costs

    def _change(self, turn: int) -> tuple[float, float]:
        """The costs of the same person, and of another one, as the speaker of a turn and the one before it."""
        gap = self._gaps[turn - 1]
        if not gap.words:
            return COSTS.between if self._act(turn - 1).open_end else COSTS.answer
        if gap.same:
            return 0.0, 0.0
        if gap.lead:
            return COSTS.led
        if gap.tail and not gap.lines:
            if self._who[turn] is not None:
                return COSTS.again
            return COSTS.line if self._by_sentence else COSTS.paragraph
        return COSTS.between

    def _candidates(self, turn: int) -> dict[_Who, float]:
        """Who may speak in a turn, each with a cost."""
        before = self._first(range(turn - 1, -1, -1), _BEFORE)
        explicit = list(dict.fromkeys([*before, *self._first(range(turn + 1, len(self._turns)), _BEHIND)]))
        if self._who[turn] is not None:
            return self._meant(turn, explicit)
        found = dict.fromkeys(explicit, 0.0)
        for who in [*self._told(turn), *self._addressed(turn - 1), *self._addressed(turn + 1)]:
            found.setdefault(who, 0.0 if who in self._explicit else COSTS.silent)
        for who, cost in self._signs(turn):
            if who in found:
                found[who] += cost
        for who in found:
            found[who] += self._sir(turn, who)
        return {**found, "": COSTS.unknown}

    def _first(self, turns: Iterable[int], most: int) -> list[_Who]:
        """The first people that some turns are attributed to."""
        found: list[_Who] = []
        for n in turns:
            who = self._who[n]
            if who is not None and who not in found:
                found.append(who)
                if len(found) == most:
                    break
        return found

    def _meant(self, turn: int, explicit: Sequence[_Who]) -> dict[_Who, float]:
        """Who may be meant by the source of a turn."""
        known, source = self._who[turn] or "", self._act(turn).source
        if source is None or source.name is not None:
            return {known: 0.0}
        words = self._text[source.span.start : source.span.end].lower()
        gender = self._people.genders.get(known) or self._people.genders.get(words)
        alike = [who for who in explicit if gender is not None and self._people.genders.get(who, gender) == gender]
        other = COSTS.another if words in self._people.genders else COSTS.noun
        return {**dict.fromkeys(alike, other), known: COSTS.bare if known == words else 0.0}

    def _signs(self, turn: int) -> Iterator[tuple[_Who, float]]:
        """What speaks against somebody as the speaker of a turn; negative where it speaks for them."""
        subject = self._subject_before(turn)
        if subject is not None:
            yield subject
        if turn and not self._gaps[turn - 1].words:
            for who in dict.fromkeys(self._addressed(turn - 1)):
                yield who, -COSTS.asked
        addressed = set(self._addressed(turn))
        for who in dict.fromkeys(self._named(turn)):
            yield who, COSTS.addressed if who in addressed else COSTS.named

    def _sir(self, turn: int, who: _Who) -> float:
        """Whether somebody in a turn next to this one is addressed as a man, or as a woman, and `who` is not."""
        gender, cost = self._people.genders.get(who), 0.0
        if gender is None:
            return 0.0
        for other, gap in ((turn - 1, turn - 1), (turn + 1, turn)):
            if 0 <= other < len(self._turns) and not self._gaps[gap].words:
                said = " ".join(self._text[c.start : c.end] for c in self._act(other).contents)
                cost += COSTS.sir * (_SIR["f" if gender == "m" else "m"].search(said) is not None)
        return cost

    def _between(self, turn: int) -> list[tuple[Mention, _Who]]:
        """The subjects between a turn and the one before it."""
        if not 0 <= turn < len(self._turns):
            return []
        before = self._act(turn - 1).contents[-1].end if turn else 0
        found = self._people.subjects[
            bisect_left(self._starts, before) : bisect_left(self._starts, self._act(turn).contents[0].start)
        ]
        return [(m, who) for m, who in found if m.span not in self._sources]

    def _told(self, turn: int) -> Iterator[_Who]:
        """Whom the sentences on both sides of a turn are about."""
        for m, who in [*self._between(turn), *self._between(turn + 1)]:
            narrator = self._text[m.span.start : m.span.end] == "I"
            if narrator or who in self._people.genders or who in self._explicit:
                yield who

    def _subject_before(self, turn: int) -> tuple[_Who, float] | None:
        """Whom the last sentence before a turn is about, and what that is worth."""
        found = self._between(turn)
        if not found:
            return None
        last, who = found[-1]
        between = self._text[last.span.end : self._act(turn).contents[0].start]
        return who, -COSTS.subject if between.count("\n") < 2 else -COSTS.far

    def _named(self, turn: int) -> Iterator[_Who]:
        """Who is named within a turn."""
        for span, who in self._people.names.items():
            if any(content.contains(span) for content in self._act(turn).contents):
                yield who

    def _addressed(self, turn: int) -> Iterator[_Who]:
        """Who is spoken to by name in a turn."""
        if not 0 <= turn < len(self._turns):
            return
        for span, who in self._people.names.items():
            for content in self._act(turn).contents:
                if content.contains(span):
                    before, after = self._text[content.start : span.start], self._text[span.end : content.end]
                    if _CALLED.search(before) and _CALLED_AFTER.match(after):
                        yield who

    # The likeliest course

    def decided(self) -> list[Act]:
        """The acts with the speakers of the likeliest course."""
        costs = [self._candidates(turn) for turn in range(len(self._turns))]
        course = self._best(costs, self._swept(costs))
        acts = list(self._acts)
        for turn, (who, sure) in enumerate(course):
            if self._who[turn] is None and who and (source := self._mention(turn, who, course)) is not None:
                n = self._turns[turn]
                acts[n] = replace(acts[n], source=source, reason=REASON, score=round(0.95 * sure, 2), carried=True)
        return acts

    def _step(self, turn: int, state: _State, who: _Who) -> tuple[_State, float]:
        """The state in which `who` speaks in a turn after `state`, and what the change costs."""
        same, other = self._change(turn)
        current, before = state
        if who == current:
            return state, same
        third = 0.0
        if before is not None and who != before:
            third = COSTS.later if self._gaps[turn - 1].lines >= _FAR else COSTS.third
        return (who, current), other + third

    def _swept(self, costs: Sequence[Mapping[_Who, float]]) -> list[dict[_State, float]]:
        """For each turn and state what the cheapest course up to there costs."""
        found: list[dict[_State, float]] = [{(who, None): cost for who, cost in costs[0].items()}]
        for turn in range(1, len(costs)):
            best: dict[_State, float] = {}
            for state, total in found[-1].items():
                for who, cost in costs[turn].items():
                    after, change = self._step(turn, state, who)
                    reached = total + change + cost
                    if reached < best.get(after, reached + 1):
                        best[after] = reached
            found.append(best)
        return found

    def _best(
        self, costs: Sequence[Mapping[_Who, float]], forward: Sequence[Mapping[_State, float]]
    ) -> list[tuple[_Who, float]]:
        """For each turn who speaks on the cheapest course, and how sure that is."""
        behind = dict.fromkeys(forward[-1], 0.0)
        course: list[tuple[_Who, float]] = []
        for turn in range(len(costs) - 1, -1, -1):
            least: dict[_Who, float] = {}
            for (who, before), total in forward[turn].items():
                whole = total + behind[who, before]
                least[who] = min(whole, least.get(who, whole))
            best = min(least, key=lambda who: least[who])
            course.append((best, 1 / sum(exp(least[best] - total) for total in least.values())))
            if turn:
                behind = {state: self._rest(turn, state, costs[turn], behind) for state in forward[turn - 1]}
        return course[::-1]

    def _rest(self, turn: int, state: _State, costs: Mapping[_Who, float], behind: Mapping[_State, float]) -> float:
        """What the cheapest course from `state` before a turn to the end costs."""
        found = []
        for who, cost in costs.items():
            after, change = self._step(turn, state, who)
            found.append(change + cost + behind[after])
        return min(found)

    def _mention(self, turn: int, who: _Who, course: Sequence[tuple[_Who, float]]) -> Mention | None:
        """The mention to point at: the last one that a turn of theirs was attributed to, else the next, else any."""
        attributed = [n for n, known in enumerate(self._who) if known is not None and course[n][0] == who]
        behind = [n for n in attributed if n > turn]
        before = [n for n in attributed if n < turn]
        for n in [*before[-1:], *behind[:1]]:
            return self._act(n).source
        told = [m for m, known in self._people.subjects if known == who]
        start = self._act(turn).contents[0].start
        if told:
            return min(told, key=lambda m: (m.span.start > start, abs(m.span.start - start)))
        spans = [span for span, known in self._people.names.items() if known == who]
        if not spans:
            return None
        span = min(spans, key=lambda s: abs(s.start - start))
        return Mention(span, span, Name(span, "PERSON"))
