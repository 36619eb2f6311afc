"""How the efficiencies are found: least squares of logarithms over rows marked for calibration, makers pulled towards what they share.

A residual counts at first as its square and, beyond a quarter, as its size, so that a run that went wrong does not bend the rest. Every source
weighs as the square root of its rows, because rows of one source err together.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

from detour import tables
from detour.prediction import inference
from detour.prediction.batch import Batch, batch_of
from detour.prediction.efficiencies import GROUPS, MAKERS, OTHERS, PER_MAKER, Efficiencies, group_of
from detour.prediction.refusal import Unpredictable
from detour.prediction.scenario import Scenario, scenario
from detour.prediction.settings import Settings
from detour.prediction.settings import load as settings_of
from detour.tables import DATA

#: Where the search begins, and towards what it is pulled where rows say nothing: shares and delays usual in the field.
START = Efficiencies(0.6, 0.7, 20e-6, 20e-6, 0.9, 0.7, 15e-6, 0.8, 0.3, 10e-6, 1.3)
#: Standard deviations, in logarithms: of a measurement, of an efficiency around its start, of a maker around what all share.
_NOISE, _PRIOR, _POOL = 0.2, 0.5, 0.35
_COUNT = len(Efficiencies._fields)
#: Step of a logarithm over which its slope is taken.
_STEP = 1.5e-8
#: A measured row with its scenario, and what takes a mechanism out of the model.
Pair = tuple[dict[str, str], Scenario]
Change = Callable[[Batch, Efficiencies], tuple[Batch, Efficiencies]]


def rows(area: str = "inference") -> list[dict[str, str]]:
    """Return the measured rows of one area as text, as a file of rows to be predicted has them."""
    with open(Path(tables.folder(DATA)) / "evidence" / "measurements.csv", encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["area"] == area and row["value"]]


def measured(roles: Sequence[str]) -> list[Pair]:
    """Return every measured row of the given roles that the model can answer, with its scenario."""
    found = []
    for row in rows():
        if row["role"] in roles:
            try:
                asked = scenario(row)
            except Unpredictable:
                continue
            if (asked.metric, asked.phase) in inference.ALLOWED:
                found.append((row, asked))
    return found


def observed(row: dict[str, str]) -> float:
    """Return the measured value in the unit of its metric: seconds for a latency given in milliseconds."""
    return float(row["value"]) * (1e-3 if row["metric"] == "request_latency" and row["unit"] == "ms" else 1.0)


def unfolded(point: np.ndarray) -> dict[str, Efficiencies]:
    """Return the efficiencies of each group at a point of the search: logarithms over the start, then of each maker over what all share."""
    shared, own = point[:_COUNT], point[_COUNT:].reshape(len(MAKERS), len(PER_MAKER))
    start = np.array(START)
    found = {OTHERS: Efficiencies(*(start * np.exp(shared)))}
    for maker, difference in zip(MAKERS, own, strict=True):
        found[maker] = Efficiencies(*(start * np.exp(shared + np.concatenate([difference, np.zeros(_COUNT - len(PER_MAKER))]))))
    return {group: found[group] for group in GROUPS}


def unchanged(batch: Batch, efficiencies: Efficiencies) -> tuple[Batch, Efficiencies]:
    """Return scenarios and efficiencies as they are: the model with all that it has."""
    return batch, efficiencies


def fit(pairs: Sequence[Pair], settings: Settings | None = None, change: Change = unchanged) -> tuple[np.ndarray, np.ndarray]:
    """Return the best point of the search and its covariance; `change` takes a mechanism out of the model that is fitted.

    `unfolded` turns the point into efficiencies. An efficiency that the changed model does not use stays at its start.
    """
    settings = settings or settings_of()
    batch = batch_of([asked for _, asked in pairs])
    which = np.array([GROUPS.index(group_of(asked.maker)) for _, asked in pairs])

    def predicted(points: np.ndarray) -> np.ndarray:
        by_group = np.array([list(unfolded(point).values()) for point in points])
        efficiencies = Efficiencies(*by_group[:, which].reshape(-1, _COUNT).T)
        repeated = batch.part(np.tile(np.arange(len(pairs)), len(points)))
        return inference.values(*change(repeated, efficiencies), settings).reshape(len(points), -1)

    pulls = np.concatenate([np.full(_COUNT, _PRIOR), np.full(len(MAKERS) * len(PER_MAKER), _POOL)])
    return search(pairs, predicted, pulls)


def search(pairs: Sequence[Pair], predicted: Callable[[np.ndarray], np.ndarray], pulls: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the point whose predictions are nearest to the measured values, and its covariance.

    `predicted` takes many points, a row each, and returns a row of predictions for each; `pulls` are the deviations that draw a point to nought.
    """
    truth = np.log([observed(row) for row, _ in pairs])
    many = Counter(row["source"] for row, _ in pairs)
    weights = np.array([many[row["source"]] ** -0.25 for row, _ in pairs])

    def residuals(points: np.ndarray) -> np.ndarray:
        off = (np.log(predicted(points)) - truth) / _NOISE
        soft = np.sign(off) * np.sqrt(2 * (np.sqrt(1 + off**2) - 1))
        return np.hstack([soft * weights, points / pulls])

    def slopes(point: np.ndarray) -> np.ndarray:
        # All steps at once: the formulas take arrays, and a row costs less than a call.
        found = residuals(np.vstack([point, point + _STEP * np.eye(len(point))]))
        return (found[1:] - found[0]).T / _STEP

    found = least_squares(lambda point: residuals(point[None])[0], np.zeros(len(pulls)), slopes)
    return found.x, np.linalg.inv(found.jac.T @ found.jac)


def deviations(covariance: np.ndarray) -> dict[str, Efficiencies]:
    """Return the standard deviation of the logarithm of each efficiency, by group."""
    found = {}
    for group in GROUPS:
        ways = np.eye(_COUNT, len(covariance))
        if group != OTHERS:
            first = _COUNT + MAKERS.index(group) * len(PER_MAKER)
            ways[np.arange(len(PER_MAKER)), first + np.arange(len(PER_MAKER))] = 1
        found[group] = Efficiencies(*np.sqrt(np.diag(ways @ covariance @ ways.T)))
    return found
