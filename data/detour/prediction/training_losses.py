"""The share of its hours in which a whole run gets on: failures and checkpoints by formula, and what else a published run spends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from detour import tables
from detour.models.reliability import best_useful_share, failures_a_second
from detour.prediction.training_scenario import Training
from detour.tables import DATA, Data


class Losses(NamedTuple):
    """Central values of the assumptions on time that is lost."""

    failure_rate: float  #: failures of a chip a second
    saving: float  #: seconds that a checkpoint holds a run up
    lost: float  #: seconds from a failure until work goes on
    run_share: float  #: share of the hours of a published run that its steps on the stated tokens take, failures apart


_IDS = {"failure_rate": "a-train-failure-rate", "saving": "a-train-saving", "lost": "a-train-recovery", "run_share": "a-train-run-share"}
#: A rate is assumed for a year of a hundred chips.
_SCALED = {"failure_rate": failures_a_second(1)}


@lru_cache(maxsize=4)
def load(data: Data = DATA) -> Losses:
    """Return the assumptions on lost time, in seconds.

    >>> 0 < load().failure_rate < 1e-7
    True
    """
    central = tables.load("assumptions", data).set_index("id")["central"]
    return Losses(**{name: float(central[row]) * _SCALED.get(name, 1) for name, row in _IDS.items()})


def run_share(chips: np.ndarray, data: Data = DATA) -> np.ndarray:
    """Return the share of the hours of a whole run on so many chips that its steps take.

    >>> found = run_share(np.array([8.0, 16384.0]))
    >>> bool(found[0] > found[1] > 0.5)
    True
    """
    return share_of(chips, load(data))


def losses_of(runs: Sequence[Training], losses: Losses) -> Losses:
    """Return losses as arrays, one value for each run: what the run says of itself, else what is assumed of all."""
    said = {name: [getattr(asked, name) for asked in runs] for name in ("failure_rate", "saving", "lost")}
    return losses._replace(**{name: np.array([getattr(losses, name) if one is None else one for one in each]) for name, each in said.items()})


def share_of(chips: np.ndarray, losses: Losses) -> np.ndarray:
    """Return the same for losses of one's own."""
    return losses.run_share * best_useful_share(losses.failure_rate, chips, losses.saving, losses.lost)
