"""Answers to rows of training: the prediction in the best layout, its interval, that layout, and what had to be assumed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from detour import tables
from detour.models.training_step import Layout
from detour.prediction import training
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_efficiencies import Shares, spread_over
from detour.prediction.training_efficiencies import load as shares_of
from detour.prediction.training_errors import KINDS, kind, spread_id
from detour.prediction.training_layouts import layouts, needed
from detour.prediction.training_losses import load as losses_assumed
from detour.prediction.training_losses import losses_of, share_of
from detour.prediction.training_scenario import METRICS, Training
from detour.prediction.training_settings import load as settings_of
from detour.tables import DATA, Data

#: Runs whose layouts are computed together: more make arrays for which memory is asked anew each time, and that leave the cache.
_BLOCK = 4


class Told(NamedTuple):
    """What is said of one run."""

    prediction: float
    low: float
    high: float
    unit: str
    note: str


@lru_cache(maxsize=4)
def calibrated(data: Data = DATA) -> frozenset[str]:
    """Return the chips of which a measurement of training is marked for calibration."""
    rows = tables.load("measurements", data)
    chosen = rows[(rows["role"] == "calibration") & (rows["area"] == "training") & rows["metric"].isin(METRICS)]
    return frozenset(chosen["chip_id"].dropna())


@lru_cache(maxsize=4)
def spreads_of(data: Data = DATA) -> dict[str, float]:
    """Return the factor within which four fifths of measurements lie, for each kind of row."""
    central = tables.load("assumptions", data).set_index("id")["central"]
    return {each: float(central[spread_id(each)]) for each in KINDS}


def answers(runs: Sequence[Training], data: Data = DATA) -> list[Told | Unpredictable]:
    """Return the answer to each run, or why there is none, in their order.

    >>> from detour.prediction.training_scenario import scenario
    >>> row = {"chip_id": "nvidia-h100", "chip_count": "1024", "model": "GPT-3 175B", "metric": "mfu", "input_len": "2048", "batch": "1024"}
    >>> found = answers([scenario(row), scenario(row | {"chip_count": "1"})])
    >>> 30 < found[0].low < found[0].prediction < found[0].high < 70, "does not fit" in str(found[1])
    (True, True)
    """
    return [each for start in range(0, len(runs), _BLOCK) for each in _block(runs[start : start + _BLOCK], data)]


def _block(runs: Sequence[Training], data: Data) -> list[Told | Unpredictable]:
    """Return the answers to some runs, computed at once."""
    found = [_layouts(asked) for asked in runs]
    known = [(asked, each) for asked, each in zip(runs, found, strict=True) if isinstance(each, Layout)]
    told = iter(_told([asked for asked, _ in known], [each for _, each in known], data) if known else ())
    return [next(told) if isinstance(each, Layout) else each for each in found]


def _layouts(asked: Training) -> Layout | Unpredictable:
    try:
        return layouts(asked)
    except Unpredictable as reason:
        return reason


def _told(runs: Sequence[Training], found: Sequence[Layout], data: Data) -> list[Told]:
    """Return what is said of runs with a layout."""
    space, settings = training.space_of(runs, found), settings_of(data)
    shares = spread_over([asked.maker for asked in runs], shares_of(data))
    shares = Shares(*(each[space.run] for each in shares))
    best, times = training.best(space, shares, settings)
    useful = share_of(np.array([asked.chips for asked in runs]), losses_of(runs, losses_assumed(data)))
    values = training.read(runs, times, useful)
    seen, factors = calibrated(data), spreads_of(data)
    answers = []
    for place, (asked, value) in enumerate(zip(runs, values, strict=True)):
        factor = factors[kind(asked, seen)]
        notes = [f"layout: {described(Layout(*(float(column[place]) for column in best)))}"]
        notes += [f"{value / asked.chips / 24:.4g} days"] if asked.metric == "accelerator_hours" else []
        notes += ["gradients and moments in sixteen bits, for it does not fit otherwise"] if needed(asked, found[place]).min() > asked.memory else []
        notes += [f"assumed: {', '.join(asked.assumed)}"] if asked.assumed else []
        notes += [] if asked.chip in seen else ["no measurement of this chip was fitted"]
        high = min(value * factor, max(value, 100.0)) if asked.metric == "mfu" else value * factor
        unit = METRICS[asked.metric] if asked.scale == 1 else "tokens/day"
        answers.append(Told(float(value), float(value / factor), float(high), unit, "; ".join(notes)))
    return answers


def described(layout: Layout) -> str:
    """Return a layout in the words of the field.

    >>> described(Layout(8192, 4096, 16, 8, 4, 20, 2, 2, 1, 1, 4, 2, 1, 0))
    'TP8 PP4 DP2, 2 sequences x 16 micro-batches, VPP2, 100% of layers recomputed'
    """
    parts = [f"TP{layout.tensor:g} PP{layout.stages:g} DP{layout.data:g}" + (f" EP{layout.expert_ways:g}" if layout.expert_ways > 1 else "")]
    parts += [f"{layout.tokens / layout.length:g} sequences x {layout.batches:g} micro-batches"]
    parts += [f"VPP{layout.chunks:g}"] if layout.chunks > 1 else []
    parts += [f"{layout.recomputed:.0%} of layers recomputed"] if layout.recomputed else []
    return ", ".join(parts + (["ZeRO-3"] if layout.sharded else []))
