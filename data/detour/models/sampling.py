"""Samples of uncertain inputs from points of the unit cube: values between three numbers, points that move together, and weights of samples by what was observed."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

#: A point at the edge of the cube would lie infinitely far out.
_EDGE = 1e-9


def between(points: np.ndarray, low: float, central: float, high: float) -> np.ndarray:
    """Return values for points between 0 and 1: half of them lie on either side of the centre, even in the logarithm, and none outside of the ends.

    `low`, `central` and `high` are 0 or more and do not fall. From an end at 0, which has no logarithm, values are even as they are.

    >>> between(np.array([0.0, 0.25, 0.5, 1.0]), 1.0, 4.0, 9.0).tolist()
    [1.0, 2.0, 4.0, 9.0]
    >>> between(np.array([0.0, 0.25, 0.5, 0.75, 1.0]), 0.0, 0.0, 8.0).tolist()
    [0.0, 0.0, 0.0, 4.0, 8.0]
    """
    return np.where(points < 0.5, _even(2 * points, low, central), _even(2 * points - 1, central, high))


def _even(part: np.ndarray, start: float, end: float) -> np.ndarray:
    """Return what lies a part of the way from one end to the other, by the logarithm where both have one."""
    return start * (end / start) ** part if start > 0 else end * part


def together(points: np.ndarray, correlations: dict[tuple[int, int], float]) -> np.ndarray:
    """Return points of the unit cube whose normal scores have the correlations given, by pairs of columns: a Gaussian copula.

    `points` has a row for each sample and a column for each input, independent and even. Each correlation is from -1 to 1; raises
    `numpy.linalg.LinAlgError` where no distribution has all of them. Source of the form: Iman and Conover, Communications in Statistics 11, 1982.

    >>> even = (np.arange(64) + 0.5) / 64
    >>> cube = np.array([(a, b) for a in even for b in even])
    >>> found = norm.ppf(together(cube, {(0, 1): 0.5}))
    >>> round(float(np.corrcoef(found.T)[0, 1]), 3)
    0.5
    """
    matrix = np.eye(points.shape[1])
    for (first, second), value in correlations.items():
        matrix[first, second] = matrix[second, first] = value
    scores = norm.ppf(np.clip(points, _EDGE, 1 - _EDGE)) @ np.linalg.cholesky(matrix).T
    return norm.cdf(scores)


def matched(modelled: np.ndarray, observed: np.ndarray, spread: float) -> np.ndarray:
    r"""Return a weight for each sample, which sum to 1: $w \propto \exp(-\frac{1}{2}\sum_j (\ln\frac{m_j}{o_j})^2 / \sigma^2)$.

    Arguments: `modelled`, a row for each sample and a column for each observation, above 0; `observed`, above 0; `spread` $\sigma$, above 0, the
    standard deviation of the logarithm by which an observation and a sound model may differ. Without observations all samples weigh the same.
    Source of the form: sampling importance resampling, Rubin, Journal of the American Statistical Association 82, 1987.

    >>> matched(np.array([[1.0], [2.0]]), np.array([1.0]), 0.5).round(3).tolist()
    [0.723, 0.277]
    """
    squares = (np.log(modelled / observed) ** 2).sum(axis=1) / spread**2
    weights = np.exp(-0.5 * (squares - squares.min()))
    return weights / weights.sum()


def effective_size(weights: np.ndarray) -> float:
    r"""Return how many samples of equal weight say as much: $1 / \sum w^2$, for weights that sum to 1 (Kish, Survey Sampling, 1965).

    >>> effective_size(np.array([0.5, 0.5, 0.0]))
    2.0
    """
    return float(1 / (weights**2).sum())


def quantiles(values: np.ndarray, weights: np.ndarray, shares) -> np.ndarray:
    """Return the values below which the shares of the weight lie.

    >>> quantiles(np.array([1.0, 2.0, 3.0]), np.array([0.2, 0.2, 0.6]), [0.1, 0.5]).tolist()
    [1.0, 3.0]
    """
    return np.quantile(values, shares, weights=weights, method="inverted_cdf")


def explained(inputs: np.ndarray, told: np.ndarray, weights: np.ndarray, slices: int = 10) -> float:
    r"""Return the part of a quantity's variance, 0 to 1, that one input explains in weighed samples: $\operatorname{Var}(E[Y | X]) / \operatorname{Var}(Y)$.

    The mean of `told` $Y$ is taken in slices of `inputs` $X$ that weigh about the same; few samples of much weight raise it by about
    `slices` over their number. Of inputs that move together each explains what they share. Source of the form: Plischke, Borgonovo and
    Smith, European Journal of Operational Research 226, 2013.

    >>> even = np.arange(1000) / 1000
    >>> round(explained(even, 3 * even, np.full(1000, 0.001)), 2), explained(even, np.tile([0.0, 1.0], 500), np.full(1000, 0.001)) < 0.01
    (0.99, True)
    """
    edges = quantiles(inputs, weights, np.arange(1, slices) / slices)
    place = np.searchsorted(edges, inputs)
    held = np.bincount(place, weights, slices)
    sums = np.bincount(place, weights * told, slices)
    mean = sums.sum()
    return float((sums[held > 0] ** 2 / held[held > 0]).sum() - mean**2) / float((weights * (told - mean) ** 2).sum())
