"""What the score of a suggestion is worth: of those that are as sure, how many are right, in span and source.

A rule's own figure puts suggestions of one paragraph in order; weights give probabilities that hold for the text they
were learned from. `resources/quotes/en/scores.toml` says what either came to in news.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from annotator.nlp.words import table

if TYPE_CHECKING:
    from annotator.nlp.quotes.acts import Act

Steps: TypeAlias = tuple[tuple[float, float], ...]
"""From which score on how many are right; both rise."""


def rated(acts: Iterable["Act"], learned: Mapping[str, Steps]) -> "list[Act]":
    """Acts with the share of right ones among those of their reason that are as sure.

    learned  the steps of reasons that weights brought with them; the others are the measured ones
    """
    steps = {**measured(), **learned}
    return [replace(act, score=worth(steps[act.reason], act.score)) if act.reason in steps else act for act in acts]


def worth(steps: Sequence[tuple[float, float]], score: float) -> float:
    """The share of right ones on the step of a score; below the first step, that of the first."""
    at = bisect_right(steps, score, key=lambda step: step[0])
    return steps[max(at - 1, 0)][1]


@cache
def measured() -> Mapping[str, Steps]:
    """The steps of every reason that was measured, by its name."""
    return {
        reason: tuple((float(least), float(share)) for least, share in steps)
        for reason, steps in table("en", "scores").items()
    }
