"""What a cut of one specification costs a step of training, from numbers alone: as many chips before and after it, each in their best layout."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
from scipy.optimize import brentq

from detour.models.training_step import Layout
from detour.prediction import training
from detour.prediction.training_efficiencies import Shares
from detour.prediction.training_layouts import layouts
from detour.prediction.training_matched import run_of, settings_of
from detour.prediction.training_scenario import Training

#: Bytes/s beyond what any run waits for, and the least share of its links that a chip is tried with.
_BOUNDLESS, _LEAST = 1e30, 1e-3
#: Shares that a job or a comparison does without: no experts, and a wait for the slowest that is the same for as many chips.
_WITHOUT = {"expert_share": 1.0, "routing": 0.0, "spread": 0.0}
#: Parts of the layout that values may hold, by what they are called there; the others are searched for.
HELD = {"split": "tensor", "in_stages": "stages", "sequences": "micro", "gathered": "sharded"}


def step_time(values: dict[str, float], chip: tuple[str, str]) -> float:
    """Return the seconds of a step, the wait for the slowest chip apart; raise `Unpredictable` where no layout fits.

    `values` are those of rows, in the units of the tables, by what the model calls them, with `chips`, and parts of the layout that are
    not to be sought, see `HELD`. `chip` is entity and maker.
    """
    return float(_times(_asked(values, chip), values).min())


def kept(before: dict[str, float], after: dict[str, float], chip: tuple[str, str]) -> float:
    """Return the speed after a cut over that before it, from the values of both; layouts are sought anew.

    >>> chip = {"fp16_peak": 989, "memory_bandwidth": 3350, "memory_capacity": 80, "interconnect_bandwidth": 900, "network": 50, "node": 8, "latency": 2.5}
    >>> model = dict(layer_count=32, hidden_size=4096, attention_heads=32, key_value_heads=8, feedforward_size=14336, vocabulary_size=128256)
    >>> job = dict(chips=64, tokens=2**20, length=4096, usable_memory=1.0, compute_share=0.8, memory_share=0.7, reuse=1000, attention_reuse=120)
    >>> before = chip | model | job | dict(exchange_share=0.7, network_share=0.6, overlap=0.7)
    >>> 0.9 < kept(before, before | {"interconnect_bandwidth": 450}, ("nvidia-h100", "nvidia")) <= 1
    True
    """
    return step_time(before, chip) / step_time(after, chip)


def ways(values: dict[str, float], chip: tuple[str, str]) -> float:
    """Return the number of chips over which the best layout splits matrices."""
    run = _asked(values, chip)
    return float(_laid(_rateless(run)).tensor[np.argmin(_times(run, values))])


def waiting(values: dict[str, float], chip: tuple[str, str]) -> float:
    """Return the share of a step in its best layout that would go if the links inside a node took no time but that of their latency."""
    run = _asked(values, chip)
    times = _times(run, values)
    best = np.argmin(times)
    return float(1 - _times(replace(run, link=_BOUNDLESS), values)[best] / times[best])


def links_for(values: dict[str, float], chip: tuple[str, str], least: float) -> float:
    """Return the share of its links with which a chip still trains at `least` of its speed, below 1; `_LEAST` where less would do."""
    link = values["interconnect_bandwidth"]

    def over(log_share: float) -> float:
        return kept(values, values | {"interconnect_bandwidth": link * math.exp(log_share)}, chip) - least

    lowest = math.log(_LEAST)
    return _LEAST if over(lowest) >= 0 else math.exp(brentq(over, lowest, 0.0, xtol=1e-3))


def _asked(values: dict[str, float], chip: tuple[str, str]) -> Training:
    return replace(run_of(values, chip), **{part: values.get(name) for name, part in HELD.items()})


def _times(run: Training, values: dict[str, float]) -> np.ndarray:
    """Return the seconds of a step in every layout."""
    shares = Shares(*((_WITHOUT | values)[name] for name in Shares._fields))
    return training.step_times(training.space_of([run], [_laid(_rateless(run))]), shares, settings_of(values))


def _rateless(run: Training) -> Training:
    """Return a run without what its layouts do not depend on."""
    return replace(run, maker="", chip="chips", peak=0.0, wide_peak=0.0, memory_bandwidth=0.0, link=0.0, network=0.0)


@lru_cache(maxsize=64)
def _laid(run: Training) -> Layout:
    """Return the layouts of a run, kept for the next of the same memory."""
    return layouts(run, lean=False)
