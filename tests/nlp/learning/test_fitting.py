"""The logistic model has a best fit, and the fit is it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.nlp.learning.fitting import fit

COLUMNS = 4
examples = st.lists(
    st.tuples(st.sets(st.integers(0, COLUMNS - 1), min_size=1), st.floats(0, 1)), min_size=1, max_size=12
)
priors = st.lists(st.floats(-2, 2), min_size=COLUMNS, max_size=COLUMNS)
PULL = [0.5] * COLUMNS


def loss(weights: list[float], rows: list[tuple[set[int], float]], prior: list[float]) -> float:
    odds = [sum(weights[column] for column in columns) for columns, _ in rows]
    said = sum(np.logaddexp(0, odd) - right * odd for odd, (_, right) in zip(odds, rows, strict=True))
    away = (p * (w - b) ** 2 / 2 for p, w, b in zip(PULL, weights, prior, strict=True))
    return float(said) + sum(away)


@given(examples, priors)
@settings(max_examples=40, deadline=None)
def test_no_weights_near_the_fitted_ones_fit_better(rows: list[tuple[set[int], float]], prior: list[float]) -> None:
    columns = np.array([column for row, _ in rows for column in sorted(row)])
    lengths = np.array([len(row) for row, _ in rows])
    fitted = list(fit(columns, lengths, [right for _, right in rows], prior, PULL))
    least = loss(fitted, rows, prior)
    for column in range(COLUMNS):
        for step in (-0.05, 0.05):
            moved = [w + step * (at == column) for at, w in enumerate(fitted)]
            assert loss(moved, rows, prior) >= least


def test_a_strong_pull_holds_a_weight_where_it_was() -> None:
    fitted = fit(np.array([0, 1]), np.array([1, 1]), [1.0, 1.0], [0.0, 0.0], [100.0, 0.1])
    assert abs(fitted[0]) < 0.01
    assert fitted[1] > 1
