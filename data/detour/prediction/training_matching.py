"""How many chips of one kind train a model as fast as a number of another: the least that do, or why none do."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from detour.models.training_step import Layout
from detour.models.training_work import model_flop_per_token
from detour.prediction import training
from detour.prediction.chips import OVERRIDES
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_efficiencies import Shares, group_of, spread_over
from detour.prediction.training_efficiencies import load as shares_of
from detour.prediction.training_layouts import layouts
from detour.prediction.training_losses import Losses, losses_of, share_of
from detour.prediction.training_losses import load as losses_assumed
from detour.prediction.training_scenario import CLUSTER, Training, scenario
from detour.prediction.training_settings import Settings
from detour.prediction.training_settings import load as settings_of
from detour.tables import DATA, Data

#: Most chips that are tried, and how many sizes are computed together.
MOST = 131_072
_TOGETHER = 4
#: Columns that say a layout or specifications, which are those of other chips.
_OTHERS = ("tensor_parallel", "pipeline_parallel", "data_parallel", "expert_parallel", "notes", "workload", *OVERRIDES, *CLUSTER)
_DAY = 86400.0
#: Bytes or bytes/s beyond what any run needs.
_BOUNDLESS = 1e30


class Match(NamedTuple):
    """The least number of chips that keep up, and the best rate of a job; `chips` is None where none do, and `limits` says what stands in the way."""

    chips: float | None
    ratio: float | None  #: chips for each of the other kind
    wanted: float  #: tokens/s that get through, failures counted in, of the chips to be matched
    reached: float  #: the same of those that match, or of the best that do not
    layout: Layout | None
    limits: tuple[str, ...] = ()  #: of memory, links and batch, those without which some number would do


class Means(NamedTuple):
    """What a match is computed with beside the job and its chips."""

    shares: tuple[tuple[str, Shares], ...]  #: what is fitted, for each group of makers
    settings: Settings
    losses: Losses


def means_of(data: Data = DATA) -> Means:
    """Return them as the tables have them."""
    return Means(tuple(shares_of(data).items()), settings_of(data), losses_assumed(data))


def sizes(node: float, most: float = MOST) -> list[int]:
    """Return whole nodes whose number has only the factors 2, 3 and 5, so that chips can be laid out in many ways; from eight nodes, steps are a quarter at most.

    >>> sizes(8, 100)
    [8, 16, 24, 32, 40, 48, 64, 72, 80, 96]
    """
    nodes = {2**a * 3**b * 5**c for a in range(18) for b in range(8) for c in range(6)}
    return sorted(int(node * each) for each in nodes if node * each <= most)


def rates(runs: Sequence[Training], means: Means) -> tuple[np.ndarray, list[Layout | None]]:
    """Return the tokens/s that get through of each run, failures counted in, and its layout; nought and None where memory or batch allow none."""
    rate, best = speeds(runs, means)
    return rate * share_of(np.array([asked.chips for asked in runs]), losses_of(runs, means.losses)), best


def speeds(runs: Sequence[Training], means: Means, found: Sequence[Layout | None] | None = None) -> tuple[np.ndarray, list[Layout | None]]:
    """Return the tokens/s of the steps of each run and its layout, searched for among those `found` for it, or all; nought and None where there is none."""
    found = [layouts_of(asked) for asked in runs] if found is None else found
    known = [place for place, each in enumerate(found) if each is not None]
    rate, best = np.zeros(len(runs)), [None] * len(runs)
    if known:
        some = [runs[place] for place in known]
        space, settings = training.space_of(some, [found[place] for place in known]), means.settings
        shares = Shares(*(each[space.run] for each in spread_over([asked.maker for asked in some], dict(means.shares))))
        chosen, times = training.best(space, shares, settings)
        tokens = np.array([asked.batch * asked.length for asked in some])
        rate[known] = tokens / times
        for row, place in enumerate(known):
            best[place] = Layout(*(float(column[row]) for column in chosen))
    return rate, best


def layouts_of(asked: Training) -> Layout | None:
    """Return the layouts of a run, None where memory or batch allow none."""
    try:
        return layouts(asked, lean=False)
    except Unpredictable:
        return None


def matching(row: Mapping[str, str], chip: Mapping[str, str], factor: float = 1.0, data: Data = DATA) -> Match:
    """Return how many of `chip` train the job of a row as fast as the chips that it names.

    Arguments: `row`, shaped like a measurement of training, with `chip_id`, `chip_count`, `model`, and `batch` or `global_batch_tokens`; `chip`, the
    columns of the other chip: `chip_id`, and overrides where there are any; `factor`, by which the speed to be matched is multiplied, for intervals.
    The batch is kept: more chips do not change what is trained. What the row says of its chips, their nodes and failures is not said of the others.

    >>> job = {"chip_id": "nvidia-h100", "chip_count": "256", "model": "Llama-2-70B", "input_len": "4096", "batch": "1024"}
    >>> found = matching(job, {"chip_id": "nvidia-h800"})
    >>> found.ratio >= 1, found.reached >= found.wanted
    (True, True)
    """
    return match_of(*sides(row, chip, data), factor, means_of(data))


def sides(row: Mapping[str, str], chip: Mapping[str, str], data: Data = DATA) -> tuple[Training, Training]:
    """Return the job of a row on another chip, and as the row has it."""
    strong = scenario({**row, "metric": "training_throughput"}, data)
    bare = {name: value for name, value in row.items() if name not in _OTHERS}
    return replace(scenario({**bare, **chip, "metric": "training_throughput"}, data), batch=strong.batch, length=strong.length), strong


def together(factors: Sequence[float]) -> float:
    """Return the factor of a ratio of two predictions that err each for itself: the root of the squared logarithms.

    >>> round(together([2.0, 2.0]), 3)
    2.665
    """
    return math.exp(math.hypot(*(math.log(each) for each in factors)))


def match_of(weak: Training, strong: Training, factor: float, means: Means, *, reasons: bool = True) -> Match:
    """Return the match of two runs of one job, the chips of the first as many as it takes; why none do is left out where `reasons` are not wanted."""
    wanted = factor * rate_of(strong, means)
    if not wanted:
        raise Unpredictable(f"{strong.chips:g} x {strong.chip} do not train it themselves; allowed: a job that fits", "chip_count")
    match = _least(weak, strong.chips, wanted, means)
    return match if match.chips or not reasons else match._replace(limits=_limits(weak, strong, wanted, means))


def in_time(run: Training, tokens: float, days: float, factor: float, means: Means) -> Match:
    """Return how many of a run's chips train so many tokens in so many days, times a factor; its batch is kept.

    >>> row = {"chip_id": "nvidia-h800", "chip_count": "8", "model": "Llama-2-70B", "input_len": "4096", "batch": "1024", "metric": "training_throughput"}
    >>> fast, slow = (in_time(scenario(row), 2e12, days, 1.0, means_of()).chips for days in (30, 120))
    >>> 3 < fast / slow < 6
    True
    """
    wanted = factor * tokens / days / _DAY
    match = soonest_of(run, wanted, means)
    return match if match.chips else match._replace(limits=_limits(run, replace(run, chips=1.0), wanted, means))


def pace_of(weak: Training, strong: Training, means: Means) -> float:
    """Return the speed of as many chips of one kind over that of the other, on one job; nought where they do not train it."""
    return rate_of(replace(weak, chips=strong.chips), means) / rate_of(strong, means)


def soonest_of(run: Training, wanted: float, means: Means) -> Match:
    """Return the least number of chips on which a run passes so many tokens/s; its ratio is that number."""
    return _least(run, 1.0, wanted, means)


@lru_cache(maxsize=1024)
def rate_of(run: Training, means: Means) -> float:
    """Return the tokens/s that get through of one run; nought where its chips do not train it."""
    return float(rates([run], means)[0][0])


@lru_cache(maxsize=1024)
def _tried(weak: Training, some: tuple[int, ...], means: Means) -> tuple[np.ndarray, list[Layout | None]]:
    """Return the rates of a run on some numbers of chips, kept for the next rate that is to be matched."""
    return rates([replace(weak, chips=float(count)) for count in some], means)


def fastest(run: Training, means: Means) -> float:
    """Return the tokens/s of one chip that did nothing but multiply matrices."""
    return run.peak * dict(means.shares)[group_of(run.maker)].compute_share / float(model_flop_per_token(run.model, 0.0))


def _least(weak: Training, other: float, wanted: float, means: Means) -> Match:
    """Return the least of the sizes tried that keeps up, also over another number of chips."""
    tried, best = sizes(min(weak.node, means.settings.node)), 0.0
    # What even its matrices alone would not do is tried last, to say how far the chips get where none keep up.
    least = wanted / fastest(weak, means)
    blocks = [tuple(tried[start : start + _TOGETHER]) for start in range(0, len(tried), _TOGETHER)]
    for some in sorted(blocks, key=lambda block: block[-1] < least):
        reached, laid = _tried(replace(weak, chips=0.0, record="", flop=0.0, run=0.0), some, means)
        if (reached >= wanted).any():
            place = int(np.argmax(reached >= wanted))
            return Match(float(some[place]), some[place] / other, wanted, float(reached[place]), laid[place])
        best = max(best, float(reached.max()))
    return Match(None, None, wanted, best, None)


def freed(weak: Training, other: float) -> dict[str, Training]:
    """Return a run without each of the bounds that may stand in the way of matching another number of chips, by what bounds it."""
    return {
        "memory": replace(weak, memory=_BOUNDLESS),
        "links": replace(weak, link=_BOUNDLESS, network=_BOUNDLESS),
        "batch": replace(weak, batch=weak.batch * MOST / other),
    }


def _limits(weak: Training, strong: Training, wanted: float, means: Means) -> tuple[str, ...]:
    """Return what stands in the way: each of memory, links and batch without whose bound some number would keep up, else all of them together."""
    runs = freed(weak, strong.chips)
    alone = tuple(name for name, each in runs.items() if _least(each, strong.chips, wanted, means).chips)
    return alone or tuple(runs)


def matching_range(row: Mapping[str, str], chip: Mapping[str, str], factor: float, data: Data = DATA) -> tuple[Match, Match, Match]:
    """Return the match at a speed lower by a factor, as predicted, and higher by it: the interval of how the two kinds compare.

    >>> job = {"chip_id": "nvidia-h100", "chip_count": "64", "model": "Llama-2-70B", "input_len": "4096", "batch": "512"}
    >>> low, middle, high = matching_range(job, {"chip_id": "nvidia-a100"}, 1.2)
    >>> low.ratio <= middle.ratio <= high.ratio
    True
    """
    low, middle, high = (matching(row, chip, each, data) for each in (1 / factor, 1.0, factor))
    return low, middle, high
