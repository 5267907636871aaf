"""Pairing quote marks: the cheapest reading of all signs of a text.

A text is read from left to right; what is open so far is a stack of opening marks, and every sign may open, close or
mean nothing, at the cost it has where it stands. A paragraph's end closes what is open, or lets it run on into the
next, at a cost as well; so one odd mark spoils as little as it can. The cheapest way through is found by dynamic
programming (Viterbi), in time linear in the number of signs. The costs were chosen on news (PolNeAR's training part).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from annotator.model.marks.signs import Reader, Sign

_DEEPEST = 2
_NESTED, _NESTED_ALIKE, _DROPPED = 0.3, 1.2, 1.5
_SKIPPED = 0.8
_LEFT_OPEN, _OPENED_AGAIN = 2.0, 0.4
_RUNS_ON, _OVER_A_GAP = 0.4, 2.0


@dataclass(frozen=True)
class Pair:
    """An opening mark with the one that closes it.

    closing    None where the end of its last paragraph does
    last       the index of that paragraph
    depth      0 for a stretch of its own, 1 for one within another
    """

    opening: Sign
    closing: Sign | None
    last: int
    depth: int


class _Step(NamedTuple):
    """An act of a reading and the step before it: `sign` opens, or closes what `depth` marks are open around.

    Without a sign, what is open ends with paragraph `paragraph`.
    """

    sign: Sign | None
    opens: bool
    depth: int
    paragraph: int
    before: "_Step | None"


_Stack: TypeAlias = tuple[str, ...]
_Readings: TypeAlias = dict[_Stack, tuple[float, _Step | None]]
"""The cheapest reading so far for each stack of marks that may be open, with its cost."""


def pairs(signs: Sequence[Sequence[Sign]], gaps: Sequence[bool], reader: Reader, *, singles: bool) -> list[Pair]:
    """The pairs of a text, in the order of their opening marks.

    signs    those of each paragraph
    gaps     for each paragraph whether a blank line stands before it
    singles  whether single marks may stand outside of double ones
    """
    following = _following(signs, singles=singles)
    readings: _Readings = {(): (0.0, None)}
    for index, paragraph in enumerate(signs):
        for sign in paragraph:
            readings = _read(sign, readings, reader, singles=singles)
        if len(readings) > 1:
            gap = index + 1 < len(gaps) and gaps[index + 1]
            readings = _end(index, readings, following[index], gap=gap)
    return sorted(_retraced(readings[()][1]), key=lambda pair: pair.opening.start)


def _offer(readings: _Readings, stack: _Stack, cost: float, step: _Step | None) -> None:
    if stack not in readings or cost < readings[stack][0]:
        readings[stack] = cost, step


def _read(sign: Sign, readings: _Readings, reader: Reader, *, singles: bool) -> _Readings:
    """The readings behind a sign."""
    best: _Readings = {}
    for stack, (cost, before) in readings.items():
        if sign.single and not singles and not stack:
            _offer(best, stack, cost, before)
            continue
        _offer(best, stack, cost + (min(sign.skip, _SKIPPED) if sign.single and not singles else sign.skip), before)
        if sign.opens is not None and (extra := _nesting(stack, sign)) is not None:
            opened = _Step(sign, True, len(stack), sign.paragraph, before)
            _offer(best, (*stack, sign.text), cost + sign.opens + extra, opened)
        for depth, opening in enumerate(stack):
            fits = reader.may_close(opening, sign.text)
            if fits is not None and sign.closes is not None:
                dropped = _DROPPED * (len(stack) - 1 - depth)
                closed = _Step(sign, False, depth, sign.paragraph, before)
                _offer(best, stack[:depth], cost + sign.closes + fits + dropped, closed)
    return best


def _nesting(stack: _Stack, sign: Sign) -> float | None:
    """What it costs to open a mark within what is open, None where that cannot be."""
    if not stack:
        return 0.0
    if len(stack) == _DEEPEST or (stack[-1] == sign.text and sign.closes is not None):
        return None
    return _NESTED if sign.single != Sign.is_single(stack[-1]) else _NESTED_ALIKE


def _following(signs: Sequence[Sequence[Sign]], *, singles: bool) -> list[Sign | None]:
    """For each paragraph the next sign behind it that could be a mark of its own."""
    found: list[Sign | None] = []
    following: Sign | None = None
    for paragraph in reversed(signs):
        found.append(following)
        following = next((sign for sign in paragraph if singles or not sign.single), following)
    return found[::-1]


def _end(index: int, readings: _Readings, following: Sign | None, *, gap: bool) -> _Readings:
    """The readings behind a paragraph: what is open ends with it, or runs on."""
    again = (
        following is not None and following.paragraph == index + 1 and following.first and following.opens is not None
    )
    best: _Readings = {}
    for stack, (cost, before) in readings.items():
        if not stack:
            _offer(best, (), cost, before)
            continue
        left = _Step(None, False, 0, index, before)
        _offer(best, (), cost + (_OPENED_AGAIN if again else _LEFT_OPEN), left)
        if following is not None:
            over = (_OVER_A_GAP if gap else _RUNS_ON) + _DROPPED * (len(stack) - 1)
            _offer(best, stack[:1], cost + over, before)
    return best


def _retraced(step: _Step | None) -> list[Pair]:
    """The pairs of the reading that `step` ends."""
    steps = []
    while step is not None:
        steps.append(step)
        step = step.before
    found: list[Pair] = []
    opened: list[Sign] = []
    for step in reversed(steps):
        if step.sign is not None and step.opens:
            opened = [*opened[: step.depth], step.sign]
        elif step.depth < len(opened):
            found.append(Pair(opened[step.depth], step.sign, step.paragraph, step.depth))
            opened = opened[: step.depth]
    return found
