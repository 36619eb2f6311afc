"""How many chips of a mix train a model as fast as a number of another: the least multiple of the mix that does, or why none does."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from detour.prediction import training_mixed
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_matching import MOST, Means, fastest, freed, means_of, rate_of, sides, sizes
from detour.prediction.training_mixed import Plan
from detour.prediction.training_mixed_groups import Job, Kind
from detour.prediction.training_scenario import Training
from detour.tables import DATA, Data


class MixMatch(NamedTuple):
    """The least chips of each kind that keep up together; `chips` is None where none do, and `limits` says what stands in the way."""

    chips: tuple[float, ...] | None
    ratio: float | None  #: chips of all kinds for each of the other
    wanted: float  #: tokens/s that get through of the chips to be matched
    reached: float  #: the same of the mix that matches, or of the best that does not
    plan: Plan | None
    limits: tuple[str, ...] = ()


def matching_mix(row: Mapping[str, str], mix: Sequence[tuple[Mapping[str, str], int]], factor: float = 1.0, data: Data = DATA) -> MixMatch:
    """Return how many chips of a mix train the job of a row as fast as the chips that it names.

    Arguments: `row` and `factor` as for `training_matching.matching`; `mix`, for each kind the columns of its chip and how many nodes of it there are in
    one part of the mix. The mix grows by whole parts, and a plan may leave a kind out where it would slow the others.

    >>> job = {"chip_id": "nvidia-a800", "chip_count": "64", "model": "Llama-2-7B", "input_len": "4096", "batch": "256"}
    >>> found = matching_mix(job, [({"chip_id": "nvidia-a800"}, 1), ({"chip_id": "nvidia-v100"}, 1)])
    >>> found.chips[0] <= 64 < sum(found.chips)
    True
    """
    pairs = [sides(row, chip, data) for chip, _ in mix]
    strong, means = pairs[0][1], means_of(data)
    wanted = factor * rate_of(strong, means)
    if not wanted:
        raise Unpredictable(f"{strong.chips:g} x {strong.chip} do not train it themselves; allowed: a job that fits", "chip_count")
    runs = [replace(run, chips=min(run.node, means.settings.node) * nodes) for (run, _), (_, nodes) in zip(pairs, mix, strict=True)]
    found = _least(runs, strong.chips, wanted, means)
    return found if found.chips else found._replace(limits=_limits(runs, strong.chips, wanted, means))


def _least(part: Sequence[Training], other: float, wanted: float, means: Means) -> MixMatch:
    """Return the least of the multiples tried that keeps up."""
    each = sum(run.chips for run in part)
    # What even the matrices alone would not do need not be tried.
    least = wanted / sum(run.chips * fastest(run, means) for run in part)
    best = MixMatch(None, None, wanted, 0.0, None)
    for parts in (parts for parts in sizes(1, MOST / each) if parts >= least):
        chips = tuple(parts * run.chips for run in part)
        plan = _plan(Job(tuple(Kind(replace(run, chips=count)) for run, count in zip(part, chips, strict=True)), math.inf, means))
        if plan and plan.rate >= wanted:
            return MixMatch(chips, sum(chips) / other, wanted, plan.rate, plan)
        best = best._replace(reached=max(best.reached, plan.rate if plan else 0.0))
    return best


def _plan(job: Job) -> Plan | None:
    try:
        return training_mixed.best(job)
    except Unpredictable:
        return None


def _limits(part: Sequence[Training], other: float, wanted: float, means: Means) -> tuple[str, ...]:
    """Return what stands in the way: each of memory, links and batch without whose bound, on every kind, some multiple would keep up, else all together."""
    without: dict[str, Callable[[Training], Training]] = {name: (lambda run, name=name: freed(run, other)[name]) for name in freed(part[0], other)}
    alone = tuple(name for name, free in without.items() if _least([free(run) for run in part], other, wanted, means).chips)
    return alone or tuple(without)
