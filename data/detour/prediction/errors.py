"""How far predictions miss: on rows kept apart, and on calibration rows when all of their source, or of their chip, are left out of the fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from detour.prediction import fitting, inference
from detour.prediction.batch import batch_of
from detour.prediction.efficiencies import GROUPS, Efficiencies, group_of, spread_over
from detour.prediction.fitting import Change, Pair, unchanged
from detour.prediction.scenario import Scenario
from detour.prediction.settings import load as settings_of

#: Share of measurements that an interval is to hold.
HELD = 0.8
#: What a row may leave to us that moves its prediction by more than the model errs.
LEFT_TO_US = frozenset({"batch", "length of the prompt", "size of the deployment"})
#: Fewest rows that a spread may rest on.
_ENOUGH = 8


@dataclass(frozen=True)
class Misses:
    """Logarithms of prediction over measurement, with the rows they belong to."""

    pairs: tuple[Pair, ...]
    logs: np.ndarray

    @property
    def shares(self) -> np.ndarray:
        """Return the absolute error of each as a share of the measurement."""
        return np.abs(np.expm1(self.logs))

    def of(self, chosen: Callable[[Pair], bool]) -> Misses:
        """Return the misses of the chosen rows."""
        here = np.array([chosen(pair) for pair in self.pairs], dtype=bool)
        return Misses(tuple(pair for pair, yes in zip(self.pairs, here, strict=True) if yes), self.logs[here])

    def coverage(self, factor: Callable[[Scenario], float]) -> float:
        """Return the share of measurements within a factor of their prediction."""
        return float(np.mean([abs(log) <= np.log(factor(asked)) for (_, asked), log in zip(self.pairs, self.logs, strict=True)]))


def misses(pairs: Sequence[Pair], by_group: dict[str, Efficiencies], change: Change = unchanged) -> Misses:
    """Return how far predictions with these efficiencies miss the measured values."""
    scenarios = [asked for _, asked in pairs]
    efficiencies = spread_over([each.maker for each in scenarios], by_group)
    return against(pairs, inference.values(*change(batch_of(scenarios), efficiencies), settings_of()))


def against(pairs: Sequence[Pair], predicted: np.ndarray) -> Misses:
    """Return how far predicted values miss the measured ones."""
    return Misses(tuple(pairs), np.log(predicted / np.array([fitting.observed(row) for row, _ in pairs])))


def fitted(pairs: Sequence[Pair], unseen: Sequence[Pair], change: Change = unchanged) -> Misses:
    """Return the misses of unseen rows by the model as it is fitted on `pairs`."""
    return misses(unseen, fitting.unfolded(fitting.fit(pairs, change=change)[0]), change)


def left_out(pairs: Sequence[Pair], key: Callable[[Pair], str], model: Callable[[Sequence[Pair], Sequence[Pair]], Misses] = fitted) -> Misses:
    """Return the misses of each row by a model that is fitted without any row of its key."""
    logs = np.empty(len(pairs))
    for value in sorted({key(pair) for pair in pairs}):
        unseen = [place for place, pair in enumerate(pairs) if key(pair) == value]
        logs[unseen] = model([pair for pair in pairs if key(pair) != value], [pairs[place] for place in unseen]).logs
    return Misses(tuple(pairs), logs)


def source(pair: Pair) -> str:
    """Return the source of a measured row."""
    return pair[0]["source"]


def chip(pair: Pair) -> str:
    """Return the chip of a measured row."""
    return pair[1].chip


def spread_key(asked: Scenario, seen: frozenset[str]) -> str:
    """Return which spread a scenario has: of rows that leave load or layout to us, of chips without a measurement, or of the maker."""
    if LEFT_TO_US & set(asked.assumed):
        return "unsaid"
    return group_of(asked.maker) if asked.chip in seen else "unmeasured"


SPREADS = (*GROUPS, "unsaid", "unmeasured")


def spreads(by_source: Misses, by_chip: Misses, aside: Misses, seen: frozenset[str]) -> dict[str, float]:
    """Return, for each kind of scenario, the factor within which four fifths of the measurements that a fit did not see lie.

    These are the calibration rows with their source left out, and `aside`, rows that no fit is given. Every source weighs as the square root of
    its rows. A kind with too few rows has the factor of chips without a measurement.
    """
    unseen = Misses(by_source.pairs + aside.pairs, np.concatenate([by_source.logs, aside.logs]))
    kinds = {kind: unseen.of(lambda pair, kind=kind: spread_key(pair[1], seen) == kind) for kind in (*GROUPS, "unsaid")}
    unmeasured = float(np.exp(reached(by_chip.of(lambda pair: spread_key(pair[1], seen) != "unsaid"))))
    found = {kind: float(np.exp(reached(some))) if len(some.pairs) >= _ENOUGH else unmeasured for kind, some in kinds.items()}
    return {**found, "unmeasured": max(unmeasured, *(found[group] for group in GROUPS))}


def reached(some: Misses, key: Callable[[Pair], str] = source) -> float:
    """Return the value that the sizes of four fifths of the logarithms, weighed by source or by another key, stay below."""
    sources = [key(pair) for pair in some.pairs]
    weights = np.array([sources.count(name) ** -0.5 for name in sources])
    order = np.argsort(np.abs(some.logs))
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(np.abs(some.logs)[order][np.searchsorted(reached, HELD)])
