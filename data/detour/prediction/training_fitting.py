"""How the shares of training are found: on rows marked for calibration, by the same search as those of inference, the best layout taken anew each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from detour.prediction import fitting, training
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_efficiencies import GROUPS, MAKERS, OTHERS, PER_MAKER, Shares, group_of
from detour.prediction.training_layouts import layouts
from detour.prediction.training_losses import run_share
from detour.prediction.training_scenario import METRICS, Training, scenario
from detour.prediction.training_settings import Settings
from detour.prediction.training_settings import load as settings_of

#: Where the search begins, and towards what it is pulled where rows say nothing: shares usual in the field.
START = Shares(0.8, 0.7, 1000.0, 0.7, 10.0, 120.0, 0.7, 0.6, 0.7, 0.004)
#: Standard deviations, in logarithms: of a share around its start, of a maker around what all share.
_PRIOR = Shares(0.3, 0.3, 0.5, 0.3, 0.7, 0.4, 0.3, 0.4, 0.3, 0.5)
_POOL = 0.2
_COUNT = len(Shares._fields)
#: Layouts that at the start take this much longer than the best are not tried again while the shares are searched for.
_SLOW = 1.4
Pair = tuple[dict[str, str], Training]
Change = Callable[[training.Space, Shares], tuple[training.Space, Shares]]


def unchanged(space: training.Space, shares: Shares) -> tuple[training.Space, Shares]:
    """Return layouts and shares as they are: the model with all that it has."""
    return space, shares


def measured(roles: Sequence[str]) -> list[Pair]:
    """Return every measured row of the given roles that the model can answer, with its scenario."""
    found = []
    for row in fitting.rows("training"):
        if row["role"] in roles and row["metric"] in METRICS:
            try:
                asked = scenario(row)
                layouts(asked)
            except Unpredictable:
                continue
            found.append((row, asked))
    return found


def unfolded(point: np.ndarray) -> dict[str, Shares]:
    """Return the shares of each group at a point of the search: logarithms over the start, then of each maker over what all share."""
    shared, own = point[:_COUNT], point[_COUNT:].reshape(len(MAKERS), len(PER_MAKER))
    start = np.array(START)
    found = {OTHERS: Shares(*(start * np.exp(shared)))}
    for maker, difference in zip(MAKERS, own, strict=True):
        found[maker] = Shares(*(start * np.exp(shared + np.concatenate([difference, np.zeros(_COUNT - len(PER_MAKER))]))))
    return {group: found[group] for group in GROUPS}


def quick(space: training.Space, settings: Settings) -> training.Space:
    """Return the layouts that are not far from the best of their run at the start of the search."""
    times = training.step_times(space, START, settings)
    return space.part(np.flatnonzero(times <= _SLOW * np.minimum.reduceat(times, space.starts)[space.run]))


def fit(pairs: Sequence[Pair], change: Change = unchanged) -> tuple[np.ndarray, np.ndarray]:
    """Return the best point of the search and its covariance; `unfolded` turns the point into shares."""
    settings, runs = settings_of(), [asked for _, asked in pairs]
    space = quick(training.space_of(runs), settings)
    hours = run_share(np.array([asked.chips for asked in runs]))
    which = np.array([GROUPS.index(group_of(asked.maker)) for asked in runs])[space.run]

    def predicted(points: np.ndarray) -> np.ndarray:
        by_group = np.array([list(unfolded(point).values()) for point in points])
        shares = Shares(*np.moveaxis(by_group[:, which], -1, 0))
        times = training.best_times(*change(space, shares), settings)
        return np.array([training.read(runs, each, hours) for each in times])

    pulls = np.concatenate([np.array(_PRIOR), np.full(len(MAKERS) * len(PER_MAKER), _POOL)])
    return fitting.search(pairs, predicted, pulls)
