"""Values of uncertain inputs, drawn so that a sample is the same whoever computes it, and however many are drawn beside it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.stats import norm, qmc

from detour import tables
from detour.models import sampling
from detour.prediction import efficiencies, fitting, training_efficiencies, training_fitting

#: What predictions assume where a row does not say it. Shares that are fitted are drawn together, see `_fitted`.
_ASSUMED = ("a-serve-", "a-train-")
_ALSO = ("a-hi-cache-width",)
#: Units of what comes in powers of two.
_COUNTED = ("chips", "sequences", "server", "tokens")
#: Both models: where their shares are, and how they are fitted.
_MODELS = ((efficiencies, fitting, efficiencies.Efficiencies), (training_efficiencies, training_fitting, training_efficiencies.Shares))
SEED = 20250


def draws(samples: int, seed: int = SEED) -> pd.DataFrame:
    """Return values of every uncertain assumption that predictions read: a row for each sample, from 0, a column for each id, in the unit of the table.

    Points are those of a scrambled Sobol sequence, of which a longer one begins with the shorter. Half of the values of an assumption lie on either
    side of its centre, even in the logarithm, and none outside of its interval; chips, tokens and sequences are the centre times powers of two. Shares
    that are fitted together are drawn together, from the normal distribution of the fit's logarithms, so that what rows fix only as a product stays
    fixed; no share of a peak exceeds it, except where its interval does.

    >>> found = draws(8)
    >>> found.equals(draws(64).head(8)), found.shape[0], found["a-train-usable-memory"].between(0.93, 1.05).all()
    (True, 8, np.True_)
    """
    table = tables.load("assumptions").set_index("id")
    fits = [_fit(*model) for model in _MODELS]
    fitted = {id for ids, _, _ in fits for id in ids}
    free = [id for id in table.index if (id.startswith(_ASSUMED) or id in _ALSO) and id not in fitted and table.at[id, "low"] < table.at[id, "high"]]
    normals = [len(factor) for _, _, factor in fits]
    points = qmc.Sobol(len(free) + sum(normals), rng=seed).random_base2(max(math.ceil(math.log2(max(samples, 1))), 0))[:samples]
    columns = {id: _between(points[:, place], *table.loc[id, ["low", "central", "high", "unit"]]) for place, id in enumerate(free)}
    # A point at the edge of the cube would lie infinitely far out.
    deviates, start = norm.ppf(np.clip(points[:, len(free) :], 1e-9, 1 - 1e-9)), 0
    for (ids, moved, factor), count in zip(fits, normals, strict=True):
        shifts = moved(deviates[:, start : start + count] @ factor.T)
        columns |= {id: _limited(shifts[:, place], *table.loc[id, ["central", "high", "unit"]]) for place, id in enumerate(ids)}
        start += count
    return pd.DataFrame(columns, index=pd.RangeIndex(samples, name="sample"))


def _between(points: np.ndarray, low: float, central: float, high: float, unit: str) -> np.ndarray:
    """Return values for points between nought and one."""
    values = sampling.between(points, low, central, high)
    # The centre of what is counted need not be a power of two itself, yet must stay whole.
    return np.clip(np.round(central * 2.0 ** np.round(np.log2(values / central))), low, high) if unit in _COUNTED else values


def _fit(shares, fit, kind):
    """Return the ids of fitted assumptions, what turns deviations of the search's point into logarithms of theirs, and a root of the covariance."""
    point, covariance = fit.fit(fit.measured(["calibration"]))
    places = [(name, group) for name in kind._fields for group in (shares.GROUPS if name in shares.PER_MAKER else shares.GROUPS[-1:])]

    def logs(at: np.ndarray) -> np.ndarray:
        found = fit.unfolded(at)
        return np.log([getattr(found[group], name) for name, group in places])

    def moved(deviations: np.ndarray) -> np.ndarray:
        return np.array([logs(point + each) - logs(point) for each in deviations]).reshape(len(deviations), len(places))

    return [shares.row_id(name, group) for name, group in places], moved, np.linalg.cholesky(covariance)


def _limited(logs: np.ndarray, central: float, high: float, unit: str) -> np.ndarray:
    """Return values at logarithms over the centre; what is a share stays one."""
    values = central * np.exp(logs)
    return np.minimum(values, max(1.0, high)) if unit == "ratio" and central < 1 else values
