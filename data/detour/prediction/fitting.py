"""How the efficiencies are found: least squares of logarithms over rows marked for calibration, makers pulled towards what they share.

A residual counts at first as its square and, beyond a quarter, as its size, so that a run that went wrong does not bend the rest. Every source
weighs as the square root of its rows, because rows of one source err together.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

from detour import tables
from detour.prediction import inference
from detour.prediction.batch import batch_of
from detour.prediction.efficiencies import GROUPS, MAKERS, OTHERS, PER_MAKER, Efficiencies, group_of
from detour.prediction.refusal import Unpredictable
from detour.prediction.scenario import Scenario, scenario
from detour.prediction.settings import Settings
from detour.prediction.settings import load as settings_of
from detour.tables import DATA

#: Where the search begins, and towards what it is pulled where rows say nothing: shares and delays usual in the field.
START = Efficiencies(0.6, 0.7, 20e-6, 20e-6, 0.9, 0.7, 15e-6, 0.8, 0.3, 1.3)
#: Standard deviations, in logarithms: of a measurement, of an efficiency around its start, of a maker around what all share.
_NOISE, _PRIOR, _POOL = 0.2, 0.5, 0.35
_COUNT = len(Efficiencies._fields)


def rows(area: str = "inference") -> list[dict[str, str]]:
    """Return the measured rows of one area as text, as a file of rows to be predicted has them."""
    with open(Path(tables.folder(DATA)) / "evidence" / "measurements.csv", encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["area"] == area and row["value"]]


def measured(roles: Sequence[str]) -> list[tuple[dict[str, str], Scenario]]:
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


def fit(pairs: Sequence[tuple[dict[str, str], Scenario]], settings: Settings | None = None, held: Sequence[str] = ()) -> tuple[np.ndarray, np.ndarray]:
    """Return the best point of the search and its covariance; efficiencies named in `held` stay at their start.

    `unfolded` turns the point into efficiencies.
    """
    settings = settings or settings_of()
    scenarios = [asked for _, asked in pairs]
    batch = batch_of(scenarios)
    truth = np.log([observed(row) for row, _ in pairs])
    which = np.array([GROUPS.index(group_of(each.maker)) for each in scenarios])
    many = Counter(row["source"] for row, _ in pairs)
    weights = np.array([many[row["source"]] ** -0.25 for row, _ in pairs])

    def residuals(point: np.ndarray) -> np.ndarray:
        by_group = np.array(list(unfolded(point).values()))
        off = (np.log(inference.values(batch, Efficiencies(*by_group[which].T), settings)) - truth) / _NOISE
        soft = np.sign(off) * np.sqrt(2 * (np.sqrt(1 + off**2) - 1))
        free = np.array([0.0 if name in held else 1.0 for name in Efficiencies._fields])
        pull = np.where(free > 0, _PRIOR, 1e-6)
        return np.concatenate([soft * weights, point[:_COUNT] / pull, point[_COUNT:] / _POOL])

    found = least_squares(residuals, np.zeros(_COUNT + len(MAKERS) * len(PER_MAKER)))
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
