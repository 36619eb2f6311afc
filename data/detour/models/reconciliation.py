r"""What several counts of one market say together: one value a counter, the spread between counters, and parts that sum to totals.

Hardly any counter states an error of its own, so that each count is taken to err by the same factor, and what separates counters of one thing measures it:
the random-effects model with equal variances, whose between-counter variance is the one-way analysis of variance's (W. G. Cochran, "The Combination of
Estimates from Different Experiments", Biometrics 10, 1954, 101-129; with stated errors it becomes that of R. DerSimonian and N. Laird, "Meta-analysis
in clinical trials", Controlled Clinical Trials 7, 1986, 177-188). Parts and totals are then adjusted to each other by generalised least squares, as national
accounts are (R. Stone, D. G. Champernowne and J. E. Meade, "The Precision of National Income Estimates", Review of Economic Studies 9, 1942, 111-125).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares
from scipy.stats import t

#: Standard deviations of a normal variable between the ends of an interval of 90 percent.
_ENDS = 2 * 1.6448536269514722
#: A part of which nothing but a sum is counted starts as this share of the sums that hold it.
_START = 0.1


@dataclass(frozen=True)
class Count:
    """One published count: its id, who made it, when it was published (a date sorts as text), and whether it is a projection."""

    id: str
    root: str
    published: str
    projected: bool = False


@dataclass(frozen=True)
class Measure:
    r"""What counters say of a sum of parts, or of one sum over another: $\ln(\sum_A n_i / \sum_B n_i)$ by root; without `under`, of the sum itself."""

    over: tuple[str, ...]
    logs: Mapping[str, float]
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reconciled:
    """Parts that fit all measures best: their logarithms in the order of `parts`, and the covariance of those."""

    parts: tuple[str, ...]
    logs: np.ndarray
    covariance: np.ndarray

    def amount(self, over: Iterable[str]) -> float:
        """Return the sum of some parts, in the unit of the measures."""
        return float(sum(np.exp(self.logs[self.parts.index(part)]) for part in set(over)))


def one_per_root(counts: Iterable[Count]) -> list[str]:
    """Return the ids of the counts that stand for their roots: of each the latest, and no projection where the same root counted later.

    >>> asked = [Count("july", "semianalysis", "2024-07", True), Count("january", "semianalysis", "2025-01"), Count("csc", "csc", "2025-08")]
    >>> one_per_root(asked)
    ['january', 'csc']
    """
    latest: dict[str, Count] = {}
    for each in counts:
        held = latest.get(each.root)
        if held is None or (not each.projected, each.published) > (not held.projected, held.published):
            latest[each.root] = each
    return [each.id for each in latest.values()]


def spread(groups: Iterable[Sequence[float]]) -> tuple[float, int]:
    r"""Return the standard deviation of logarithms of counts of one thing, pooled, and its degrees of freedom: $s^2 = \sum_{gi} (y_{gi} - \bar y_g)^2 / \sum_g (n_g - 1)$.

    Argument: counts of one thing each, positive, a group a thing; groups of one say nothing. Raises ValueError where no group has two.

    >>> found, freedom = spread([[1.0, 2.0], [5.0], [3.0, 3.0, 3.0]])
    >>> round(found, 4), freedom
    (0.283, 3)
    """
    logs = [np.log(np.asarray(group, dtype=float)) for group in groups]
    freedom = sum(len(each) - 1 for each in logs)
    if freedom < 1:
        raise ValueError("no two counts of one thing")
    return float(np.sqrt(sum(((each - each.mean()) ** 2).sum() for each in logs) / freedom)), freedom


@dataclass(frozen=True)
class LeftOut:
    """A count held against those of its group: its group and place, itself, their centre, and the factors of the range of that and of one further count."""

    group: int
    place: int
    value: float
    centre: float
    range_factor: float
    count_factor: float

    def within(self, factor: float) -> bool:
        """Return whether the count lies within a factor of the centre of the others."""
        return self.centre / factor <= self.value <= self.centre * factor


def left_out(groups: Sequence[Sequence[float]], level: float = 0.9) -> list[LeftOut]:
    r"""Return every count of a group of two or more against the others, with the spread of all groups without it.

    The range of what is counted is $\bar n e^{\pm q s / \sqrt m}$ for $m$ others, and that in which one further count is expected
    $\bar n e^{\pm q s \sqrt{1 + 1/m}}$, with $q$ of Student's distribution for the `level`.

    >>> found = left_out([[1.0, 1.1], [5.0, 9.0, 6.0], [2.0, 2.1]])
    >>> len(found), [each.value for each in found if not each.within(each.count_factor)]
    (7, [9.0])
    """
    found = []
    for group, counts in enumerate(groups):
        for place, value in enumerate(counts if len(counts) > 1 else ()):
            others = [each for number, each in enumerate(counts) if number != place]
            deviation, freedom = spread([others if number == group else each for number, each in enumerate(groups)])
            wide = quantile(freedom, level) * deviation
            factors = (float(np.exp(wide * np.sqrt(each))) for each in (1 / len(others), 1 + 1 / len(others)))
            found.append(LeftOut(group, place, value, float(np.exp(np.mean(np.log(others)))), *factors))
    return found


def covariance(measures: Sequence[Measure], deviation: float, correlation: float, common: float = 0.0) -> np.ndarray:
    r"""Return the covariance of the means of measures.

    Each count errs with $s$; the errors of one root in two measures correlate with $\rho$, so that a counter who counts widely does so throughout; those
    of two roots do not. `deviation` $s$ and `common`, an error shared by all, are standard deviations of logarithms; `correlation` $\rho$ from 0 to below 1.

    >>> covariance([Measure(("a",), {"x": 0.0, "y": 0.0}), Measure(("b",), {"x": 0.0})], 0.2, 0.5).round(4).tolist()
    [[0.02, 0.01], [0.01, 0.04]]
    """
    found = np.full((len(measures), len(measures)), common**2)
    for row, one in enumerate(measures):
        for column, other in enumerate(measures):
            shared = len(set(one.logs) & set(other.logs)) / (len(one.logs) * len(other.logs))
            found[row, column] += deviation**2 * shared * (1.0 if row == column else correlation)
    return found


def reconciled(parts: Sequence[str], measures: Sequence[Measure], deviation: float, correlation: float, common: float = 0.0) -> Reconciled:
    r"""Return the parts that fit the measures best, by $\min_x (g(x) - \bar y)^T V^{-1} (g(x) - \bar y)$ over $x = \ln n$; sums hold by construction.

    Arguments: `parts`, names; `measures` of sums of them, at least as many as parts; the others as in :func:`covariance`. The covariance of what is
    found is $(J^T V^{-1} J)^{-1}$ with $J$ the Jacobian of $g$. Raises ValueError where the measures leave a part open or no positive parts fit.

    A total of 100 and parts of 60 and 50, each equally good: the parts give way.

    >>> log = lambda value, root: {root: float(np.log(value))}
    >>> found = reconciled("ab", [Measure(("a",), log(60, "x")), Measure(("b",), log(50, "y")), Measure(("a", "b"), log(100, "z"))], 0.2, 0.0)
    >>> round(found.amount("a"), 1), round(found.amount("b"), 1), round(found.amount("ab"), 1)
    (58.0, 48.6, 106.5)
    """
    means = np.array([np.mean(list(each.logs.values())) for each in measures])
    root = np.linalg.cholesky(covariance(measures, deviation, correlation, common))
    over, under = (np.array([[part in getattr(each, side) for part in parts] for each in measures], dtype=float) for side in ("over", "under"))

    def model(logs: np.ndarray) -> np.ndarray:
        amounts = np.exp(logs)
        return np.log(over @ amounts) - np.where(under.any(axis=1), np.log(np.maximum(under @ amounts, np.finfo(float).tiny)), 0.0)

    def slopes(logs: np.ndarray) -> np.ndarray:
        amounts = np.exp(logs)
        return over * amounts / (over @ amounts)[:, None] - under * amounts / np.maximum(under @ amounts, np.finfo(float).tiny)[:, None]

    found = least_squares(
        lambda logs: np.linalg.solve(root, model(logs) - means),
        _start(parts, measures, means),
        jac=lambda logs: np.linalg.solve(root, slopes(logs)),
        method="lm",
        xtol=1e-12,
        ftol=1e-12,
        gtol=1e-12,
    )
    if not found.success or np.linalg.matrix_rank(found.jac) < len(parts) or np.ptp(found.x) > 20:
        raise ValueError("the measures leave a part open, or no positive parts fit them")
    return Reconciled(tuple(parts), found.x, np.linalg.inv(found.jac.T @ found.jac))


def _start(parts: Sequence[str], measures: Sequence[Measure], means: np.ndarray) -> np.ndarray:
    """Return where the search starts: a part counted alone at its count, another at a tenth of the least sum that holds it."""
    start = []
    for part in parts:
        alone = [mean for each, mean in zip(measures, means, strict=True) if each.over == (part,) and not each.under]
        sums = [mean for each, mean in zip(measures, means, strict=True) if part in each.over and not each.under]
        start.append(alone[0] if alone else min(sums, default=float(np.max(means))) + np.log(_START))
    return np.array(start)


def quantile(freedom: int, level: float = 0.9) -> float:
    """Return the standard errors from the centre to either end of an interval that holds a level, of Student's distribution.

    >>> round(quantile(8), 2), round(quantile(10**6), 2)
    (1.86, 1.64)
    """
    return float(t.ppf((1 + level) / 2, freedom))


def amount(found: Reconciled, over: Sequence[str], errors: float, left: bool = False) -> tuple[float, float, float]:
    r"""Return a sum of parts and its range: $N e^{\pm e \sigma}$ with $\sigma^2 = h^T C h$, $h_i = n_i / N$; `errors` $e$, standard errors to either end.

    What nobody counts and a sum only leaves, `left`, has its upper end in units, $N (1 + e \sigma)$: a difference errs as its terms do, and its
    logarithm has no such end.
    """
    weight = np.array([np.exp(log) * (part in over) for part, log in zip(found.parts, found.logs, strict=True)])
    value = float(weight.sum())
    wide = errors * _deviation(found, weight / value)
    return value, value * float(np.exp(-wide)), value * float(1 + wide if left else np.exp(wide))


def share(found: Reconciled, over: Sequence[str], of: Sequence[str], errors: float) -> tuple[float, float, float]:
    r"""Return the share of some parts in others that hold them, in percent, and its range: one of the odds $N_A / N_{\bar A}$, so that it stays between 0 and 100."""
    amounts = np.exp(found.logs)
    inside, outside = (amounts * [part in of and (part in over) == held for part in found.parts] for held in (True, False))
    odds = float(inside.sum() / outside.sum())
    factor = float(np.exp(errors * _deviation(found, inside / inside.sum() - outside / outside.sum())))
    value, low, high = (100 * each / (1 + each) for each in (odds, odds / factor, odds * factor))
    return value, low, high


def _deviation(found: Reconciled, slope: np.ndarray) -> float:
    return float(np.sqrt(slope @ found.covariance @ slope))


def error_of(low: float, high: float) -> float:
    """Return the standard deviation of the logarithm that an interval of 90 percent stands for.

    >>> round(error_of(1.0, 4.0), 3)
    0.421
    """
    return float(np.log(high / low)) / _ENDS
