"""Weights by which words are told to be reported speech: a logistic model over the properties of candidates.

They lie in a folder as one small JSON file. `annotator train quotes` learns such weights from annotated articles; those
that come with the program were learned so from the corpora that the README credits.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise
from math import exp, isfinite
from pathlib import Path
from typing import Any

from annotator import paths
from annotator.model.faults import Fault
from annotator.nlp.quotes.worth import Steps

FILE = "weights.json"
FORMAT = "annotator/quote-weights/1"
BIAS = "bias"

_REMEDY = "Name a folder that annotator train quotes has written, or none: then those of the program are used."


@dataclass(frozen=True)
class Weights:
    """What each property adds to the log-odds that a candidate is a quote.

    weights       by the names that `annotator.nlp.quotes.features` gives
    cues          base forms of words that were seen to report something, besides those in the lists
    threshold     how probable a candidate without marks has to be to be suggested; see `probable` in `clauses`
    scores        what probabilities were worth on held-out articles, by reason; empty where nothing told
    learned_from  what they were learned from, for people
    """

    weights: Mapping[str, float]
    cues: frozenset[str] = frozenset()
    threshold: float = 0.4
    scores: Mapping[str, Steps] = field(default_factory=dict)
    learned_from: Mapping[str, Any] = field(default_factory=dict)

    def probability(self, properties: Iterable[str]) -> float:
        """How probable a candidate with these properties is a quote, by the weights alone; repeats count once."""
        known = self.weights
        odds = known.get(BIAS, 0.0) + sum(sorted(known[name] for name in set(properties) if name in known))
        return 1 / (1 + exp(-max(-50.0, min(50.0, odds))))


@cache
def shipped() -> Weights:
    """The weights that come with the program; what their probabilities are worth was measured in news (`worth`)."""
    return replace(load(paths.resources() / "quotes" / "en"), scores={})


def load(folder: Path) -> Weights:
    """The weights in a folder, read again where they were written anew. Raises Fault where it holds none."""
    path = folder / FILE
    try:
        status = path.stat()
    except OSError as error:
        raise Fault(f"There are no weights in {folder}: {error.strerror}, {FILE}.", _REMEDY) from error
    return _read(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, written: int, size: int) -> Weights:  # noqa: ARG001 (what it is kept by)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Fault(f"The weights in {path} cannot be read: {error}", _REMEDY) from error
    try:
        return _weights(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Fault(f"{path} does not hold weights for quotes: {error}", _REMEDY) from error


def _weights(data: Any) -> Weights:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"its format is not {FORMAT}")
    weights = {str(name): _number(value) for name, value in data["weights"].items()}
    scores = {str(reason): _steps(steps) for reason, steps in data["scores"].items()}
    threshold = _number(data["threshold"])
    if not 0 <= threshold <= 1:
        raise ValueError("its threshold is not between 0 and 1")
    if not isinstance(data["cues"], list) or not all(isinstance(cue, str) for cue in data["cues"]):
        raise TypeError("its cues are no list of words")
    learned_from = data.get("learned_from", {})
    return Weights(weights, frozenset(data["cues"]), threshold, scores, learned_from)


def _steps(data: Any) -> Steps:
    steps = tuple((_number(least), _number(share)) for least, share in data)
    if not steps or not all(0 <= number <= 1 for step in steps for number in step):
        raise ValueError("a score in it is not between 0 and 1")
    if any(a >= c or b > d for (a, b), (c, d) in pairwise(steps)):
        raise ValueError("its scores do not rise")
    return steps


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        raise TypeError(f"{value!r} in it is no number")
    return float(value)


def to_json(weights: Weights) -> str:
    """The text of a weights file: the same for the same weights, and in an order that people can read."""
    data = {
        "format": FORMAT,
        "learned_from": dict(weights.learned_from),
        "threshold": weights.threshold,
        "scores": {reason: [list(step) for step in steps] for reason, steps in sorted(weights.scores.items())},
        "cues": sorted(weights.cues),
        "weights": dict(sorted(weights.weights.items())),
    }
    return json.dumps(data, ensure_ascii=False, indent=0, allow_nan=False) + "\n"
