"""The fit of training as rows of the assumptions: shares with their intervals, and the factors of the predictions' own."""

from __future__ import annotations

import math

import numpy as np

from detour.prediction import errors, training_errors, training_fitting
from detour.prediction.refit import EIGHTY, first_of_each_source, rounded
from detour.prediction.training_efficiencies import GROUPS, MAKERS, OTHERS, PER_MAKER, Shares, group_of, row_id
from detour.prediction.training_errors import spread_id

_COUNT = len(Shares._fields)


def rows() -> dict[str, dict[str, str]]:
    """Return, by id, the cells of every assumption that the fit of training decides."""
    pairs = training_fitting.measured(["calibration"])
    point, covariance = training_fitting.fit(pairs)
    return {**_shares(pairs, point, covariance), **_spreads(pairs, training_fitting.unfolded(point))}


def _shares(pairs, point: np.ndarray, covariance: np.ndarray) -> dict[str, dict[str, str]]:
    """Return the rows of the shares: those of each maker, and those that all have in common."""
    found, central = {}, training_fitting.unfolded(point)
    for place, name in enumerate(Shares._fields):
        for group in GROUPS if name in PER_MAKER else GROUPS[-1:]:
            way = np.eye(len(covariance))[place]
            if group != OTHERS:
                way[_COUNT + MAKERS.index(group) * len(PER_MAKER) + PER_MAKER.index(name)] = 1
            middle, factor = getattr(central[group], name), math.exp(EIGHTY * math.sqrt(way @ covariance @ way))
            own = [pair for pair in pairs if group == OTHERS or group_of(pair[1].maker) == group]
            found[row_id(name, group)] = {
                "low": rounded(middle / factor),
                "central": rounded(middle),
                "high": rounded(middle * factor),
                "informed_by": first_of_each_source(own),
            }
    return found


def _spreads(pairs, central: dict[str, Shares]) -> dict[str, dict[str, str]]:
    """Return the rows of the factors, each without an interval of its own."""
    by_source, by_chip = (errors.left_out(pairs, key, training_errors.fitted) for key in (errors.source, errors.chip))
    aside = training_errors.misses(training_fitting.measured(["context"]), central)
    factors = training_errors.spreads(by_source, by_chip, aside, frozenset(asked.chip for _, asked in pairs))
    middle = {kind: rounded(factors[kind]) for kind in training_errors.KINDS}
    return {spread_id(kind): {"low": value, "central": value, "high": value, "informed_by": ""} for kind, value in middle.items()}
