"""How far predictions of training miss: on rows kept apart, and on calibration rows when all of their source, or of their chip, are left out of the fit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detour.models.training_work import model_flop_per_token
from detour.prediction import errors, fitting, training, training_fitting
from detour.prediction.errors import Misses
from detour.prediction.training_efficiencies import Shares, spread_over
from detour.prediction.training_fitting import Change, Pair, unchanged
from detour.prediction.training_losses import run_share
from detour.prediction.training_scenario import Training
from detour.prediction.training_settings import load as settings_of

#: Kinds of rows with an interval of their own: whole runs, chips that were never fitted, rows that leave the batch to us, all others.
KINDS = ("said", "unsaid", "unmeasured", "run")
_ENOUGH = 8


def spread_id(kind: str) -> str:
    """Return the id of the assumption that holds the factor of a kind of row.

    >>> spread_id("unsaid")
    'a-train-spread-unsaid'
    """
    return f"a-train-spread-{kind}"


def predicted(runs: Sequence[Training], by_group: dict[str, Shares], change: Change = unchanged) -> np.ndarray:
    """Return what the model predicts of runs with these shares."""
    space = training.space_of(runs)
    shares = spread_over([asked.maker for asked in runs], by_group)
    times = training.best_times(*change(space, Shares(*(each[space.run] for each in shares))), settings_of())
    return training.read(runs, times, run_share(np.array([asked.chips for asked in runs])))


def misses(pairs: Sequence[Pair], by_group: dict[str, Shares], change: Change = unchanged) -> Misses:
    """Return how far predictions with these shares miss the measured values."""
    return errors.against(pairs, predicted([asked for _, asked in pairs], by_group, change))


def fitted(pairs: Sequence[Pair], unseen: Sequence[Pair], change: Change = unchanged) -> Misses:
    """Return the misses of unseen rows by the model as it is fitted on `pairs`."""
    return misses(unseen, training_fitting.unfolded(training_fitting.fit(pairs, change)[0]), change)


def constant(pairs: Sequence[Pair], unseen: Sequence[Pair]) -> Misses:
    """Return the misses of the rule to beat: one MFU for all, the middle of those of `pairs`."""
    logs, ways = _at_peak(pairs)
    truth = np.log([fitting.observed(row) for row, _ in pairs])
    middle = np.median((truth - logs) * ways)
    logs, ways = _at_peak(unseen)
    return errors.against(unseen, np.exp(logs + ways * middle))


def _at_peak(pairs: Sequence[Pair]) -> tuple[np.ndarray, np.ndarray]:
    """Return the logarithm of each metric of chips that reach their peak, and whether it grows or falls with MFU."""
    runs = [asked for _, asked in pairs]
    work = np.array([float(model_flop_per_token(asked.model, asked.length)) * asked.batch * asked.length for asked in runs])
    times = work / np.array([asked.chips * asked.wide_peak for asked in runs])
    ways = np.array([-1.0 if asked.metric in ("step_time", "accelerator_hours") else 1.0 for asked in runs])
    return np.log(training.read(runs, times)), ways


def kind(asked: Training, seen: frozenset[str]) -> str:
    """Return which interval a run has."""
    if asked.metric == "accelerator_hours":
        return "run"
    if asked.chip not in seen:
        return "unmeasured"
    return "unsaid" if "batch" in asked.assumed else "said"


def spreads(by_source: Misses, by_chip: Misses, aside: Misses, seen: frozenset[str]) -> dict[str, float]:
    """Return, for each kind, the factor within which four fifths of the measurements that a fit did not see lie.

    These are the calibration rows with their source left out, for chips without a measurement with their chip left out, and `aside`, rows that no
    fit is given. Every source weighs as the square root of its rows; of chips without a measurement, every chip does. Neither such a chip nor a row
    that leaves its batch to us is better known than the others.
    """
    unseen = Misses(by_source.pairs + aside.pairs, np.concatenate([by_source.logs, aside.logs]))
    found = {name: unseen.of(lambda pair, name=name: kind(pair[1], seen) == name) for name in KINDS}
    known = found["unmeasured"]
    found["unmeasured"] = Misses(by_chip.pairs + known.pairs, np.concatenate([by_chip.logs, known.logs]))
    units = {"unmeasured": errors.chip}
    some = {name: each if len(each.pairs) >= _ENOUGH else unseen for name, each in found.items()}
    factors = {name: float(np.exp(errors.reached(each, units.get(name, errors.source)))) for name, each in some.items()}
    factors["unsaid"] = max(factors["unsaid"], factors["said"])
    return factors | {"unmeasured": max(factors["unmeasured"], factors["unsaid"])}
