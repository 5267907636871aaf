"""Fitting a logistic model: the weights that make the labels likeliest and stay near those given before.

Full-batch L-BFGS (Nocedal 1980) in double precision. Sums are made in a fixed order and by one thread, so the same
examples in the same order give the same bits.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int32] | NDArray[np.int64]

_KEPT = 10
_STEPS = 200
_NEAR = 1e-7
_SHORTEST = 1e-10
_ENOUGH = 1e-4


def fit(
    columns: Integers, lengths: Integers, labels: Sequence[float], prior: Sequence[float], pull: Sequence[float]
) -> Floats:
    """The weights of the columns.

    columns  of each example the columns that hold 1, none twice; one example's behind the other's
    lengths  how many each example has
    labels   how far each example is right, from 0 to 1
    prior    the weights that they are drawn to, and in `pull` how strongly each is (as in ridge regression)
    """
    loss = _Loss(columns, lengths, labels, prior, pull)
    weights = np.array(prior, dtype=np.float64)
    value, slope = loss(weights)
    moves: deque[tuple[Floats, Floats]] = deque(maxlen=_KEPT)
    for _ in range(_STEPS):
        direction = -_flattened(slope, moves)
        fall = _times(slope, direction)
        step = 1.0
        while True:
            tried = weights + step * direction
            value_there, slope_there = loss(tried)
            if value_there <= value + _ENOUGH * step * fall or step < _SHORTEST:
                break
            step /= 2
        move, bend = tried - weights, slope_there - slope
        if _times(move, bend) > 0:
            moves.append((move, bend))
        done = value - value_there <= _NEAR * max(1.0, abs(value))
        weights, value, slope = tried, value_there, slope_there
        if done:
            break
    return weights


class _Loss:
    """The negative log-likelihood of the labels and what it costs to leave the prior, with its slope."""

    def __init__(
        self,
        columns: Integers,
        lengths: Integers,
        labels: Sequence[float],
        prior: Sequence[float],
        pull: Sequence[float],
    ) -> None:
        self._columns = columns
        self._rows = np.repeat(np.arange(len(lengths)), lengths)
        self._labels = np.array(labels, dtype=np.float64)
        self._prior = np.array(prior, dtype=np.float64)
        self._pull = np.array(pull, dtype=np.float64)

    def __call__(self, weights: Floats) -> tuple[float, Floats]:
        odds = np.bincount(self._rows, weights=weights[self._columns], minlength=len(self._labels))
        wrong = 1 / (1 + np.exp(-odds)) - self._labels
        away = weights - self._prior
        loss = np.logaddexp(0, odds) - self._labels * odds
        slope = np.bincount(self._columns, weights=wrong[self._rows], minlength=len(weights)) + self._pull * away
        return float(loss.sum() + (self._pull * away * away).sum() / 2), slope


def _flattened(slope: Floats, moves: "deque[tuple[Floats, Floats]]") -> Floats:
    """The slope divided by how the loss bends, as far as the last moves tell."""
    flat = slope.copy()
    shares = []
    for move, bend in reversed(moves):
        share = _times(move, flat) / _times(move, bend)
        shares.append(share)
        flat -= share * bend
    if moves:
        move, bend = moves[-1]
        flat *= _times(move, bend) / _times(bend, bend)
    else:
        flat /= max(1.0, float(np.abs(slope).max(initial=0.0)))
    for (move, bend), share in zip(moves, reversed(shares), strict=True):
        flat += (share - _times(bend, flat) / _times(move, bend)) * move
    return flat


def _times(one: Floats, other: Floats) -> float:
    return float((one * other).sum())  # not `@`, whose threads add up in the order in which they end
