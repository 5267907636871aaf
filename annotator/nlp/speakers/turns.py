"""Whom "I" and "you" stand for where an article is an interview or a transcript: its turns are not in quote marks.

Either names lead the turns ("RUIZ: …"), or questions stand in paragraphs of their own and somebody answers them: the
person whom the paragraphs before the first question are about, until another one is addressed.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.model.document import Span
from annotator.model.marks.marks import Stretch
from annotator.nlp.lexicon import english
from annotator.nlp.speakers.identity import Cast, Chain
from annotator.nlp.speakers.reference import Reference

_LEAST = 3
_SHARE = 0.1
_LONG_QUESTION = 80
_SHORT = 25
_LEAD = 600
_LABELLED, _ANSWERS, _CALLED_ON = 0.9, 0.7, 0.6
_ON_THE_BENCH = frozenset({"judge", "justice", "chief"})
_I = frozenset({"i", "me", "my", "myself"})
_YOU = frozenset({"you", "your", "yourself"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_INTERVIEW = re.compile(r"\b[Ii]nterview(?:s|ed)?(?: with)?(?: [a-z/]+){0,6} ((?:[A-Z][\w.'’-]*\w ?){1,4})")
_LABEL = re.compile(r"\s*([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,4}?)\s?:\s")


@dataclass(frozen=True)
class _Turn:
    """A paragraph: its words outside quote marks and where they stand."""

    span: Span
    words: tuple[tuple[str, int], ...]
    asks: bool

    def has(self, some: frozenset[str]) -> bool:
        return any(word in some for word, _ in self.words)


def persons_of_turns(
    text: str, paragraphs: Sequence[Span], marked: Sequence[Stretch], cast: Cast
) -> dict[int, Reference]:
    """Whom "I" and "you" outside quote marks stand for, by the code point at which they begin."""
    turns = [_turn(text, span, marked) for span in paragraphs if text[span.start : span.end].strip()]
    return _labelled(text, turns, cast) or _answered(text, turns, cast)


def _turn(text: str, span: Span, marked: Sequence[Stretch]) -> _Turn:
    words = tuple(
        (found.group().lower(), found.start())
        for found in _WORD.finditer(text, span.start, span.end)
        if not _within(found.start(), marked)
    )
    asks = text[span.start : span.end].rstrip().endswith("?") and len(words) <= _LONG_QUESTION
    return _Turn(span, words, asks)


def _within(at: int, marked: Sequence[Stretch]) -> bool:
    k = bisect_right(marked, at, key=lambda stretch: stretch.span.start) - 1
    return k >= 0 and at < marked[k].span.end


# Names before the turns


def _labelled(text: str, turns: Sequence[_Turn], cast: Cast) -> dict[int, Reference]:
    labels = [_label(text, turn, cast) for turn in turns]
    if sum(chain is not None for chain in labels) < _LEAST:
        return {}
    two = len({id(chain) for chain in labels if chain is not None}) == 2
    found: dict[int, Reference] = {}
    speaker: Chain | None = None
    other: Chain | None = None
    for turn, chain in zip(turns, labels, strict=True):
        if chain is not None and chain is not speaker:
            speaker, other = chain, speaker
        found |= _meant(turn, _I, speaker, _LABELLED)
        if two:
            found |= _meant(turn, _YOU, other, _CALLED_ON)
    return found


def _label(text: str, turn: _Turn, cast: Cast) -> Chain | None:
    """The person whose name and a colon lead a turn."""
    label = _LABEL.match(text, turn.span.start, turn.span.end)
    return cast.called(label.group(1)) if label else None


# Questions and answers


def _answered(text: str, turns: Sequence[_Turn], cast: Cast) -> dict[int, Reference]:
    asked = sum(turn.asks and not after.asks for turn, after in pairwise(turns))
    answers = sum(turn.has(_I) for turn in turns if not turn.asks)
    mentions = sorted(((span, chain) for chain in cast.people for span in chain.mentions), key=lambda item: item[0])
    called_on = [_called_on(text, turn, mentions) if _asks_briefly(turn) else None for turn in turns]
    if "interview" not in text[:_LEAD].lower():
        least = 2 if any(called_on) else _LEAST
        if asked < max(least, _SHARE * len(turns)) or answers < least:
            return {}
    found: dict[int, Reference] = {}
    answerer, sure = (None, 0.0) if any(called_on) else (_introduced(text, turns, mentions, cast), _ANSWERS)
    for turn, other in zip(turns, called_on, strict=True):
        found |= _meant(turn, _YOU if turn.asks else _I, answerer, sure)
        if other is not None:
            answerer, sure = other, _CALLED_ON
    return found


def _asks_briefly(turn: _Turn) -> bool:
    return turn.asks or len(turn.words) <= _SHORT


def _introduced(text: str, turns: Sequence[_Turn], mentions: Sequence[tuple[Span, Chain]], cast: Cast) -> Chain | None:
    """Who is said to be interviewed, or else is mentioned most before the first turn of the talk."""
    for found in _INTERVIEW.finditer(text, 0, _LEAD):
        name = found.group(1)
        if (chain := cast.called(name) or cast.called(name.split()[-1])) is not None:
            return chain
    talk = next((n for n, turn in enumerate(turns) if turn.asks or turn.has(_I | _YOU)), 0)
    counts = Counter(id(mentions[n][1]) for turn in turns[:talk] for n, _ in _mentioned(turn, mentions))
    most = max(counts.values(), default=0)
    return next((chain for _, chain in mentions if most and counts[id(chain)] == most), None)


def _mentioned(turn: _Turn, mentions: Sequence[tuple[Span, Chain]]) -> Iterator[tuple[int, Span]]:
    for n in range(bisect_left(mentions, turn.span.start, key=lambda item: item[0].start), len(mentions)):
        if mentions[n][0].start >= turn.span.end:
            return
        yield n, mentions[n][0]


def _called_on(text: str, turn: _Turn, mentions: Sequence[tuple[Span, Chain]]) -> Chain | None:
    """Whom a turn calls upon: "Mr. Ruiz?"; "Well, Ms. Brook, please go on."; "What then, Ms. Brook?"."""
    for n, mention in _mentioned(turn, mentions):
        *before, title = ["", *text[turn.span.start : mention.start].split()]
        after = text[mention.end : turn.span.end].strip()
        if not english().is_title(title) or title.lower() in _ON_THE_BENCH:
            continue
        begins = before in ([], [""]) or before[-1].endswith((",", ".", "?"))
        if begins and (after[:1] == "," or len(after) < 2):
            return mentions[n][1]
    return None


def _meant(turn: _Turn, pronouns: frozenset[str], chain: Chain | None, sure: float) -> Iterator[tuple[int, Reference]]:
    if chain is not None:
        for word, at in turn.words:
            if word in pronouns:
                yield at, Reference(chain, sure)
