"""Laws of sharing work out in whole pieces: what is found is what trying everything finds."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from detour.models.balance import done_by, layers_by_stage, least_time
from detour.models.pipeline import pipeline_time
from detour.models.training_mixed import uneven_pipeline_time


def taken(layer, rest, layers, batches):
    """Return the seconds of a step of these layers."""
    slots = layer * layers + rest
    return uneven_pipeline_time(slots.sum(), slots.max(), batches)


def tried(layer, rest, most, total, batches):
    """Try every way to lay whole layers over stages."""
    ways = itertools.product(*(range(1, min(int(each), total) + 1) for each in most))
    found = [taken(layer, rest, np.array(way), batches) for way in ways if sum(way) == total]
    return min(found, default=None)


@pytest.mark.parametrize("seed", range(25))
def test_layers_are_those_that_trying_all_finds(seed):
    draw = np.random.default_rng(seed)
    stages, total, batches = int(draw.integers(2, 5)), int(draw.integers(4, 13)), int(draw.integers(1, 40))
    layer, rest = draw.uniform(0.2, 3.0, stages), draw.uniform(0.0, 0.5, stages)
    most = draw.integers(1, 9, stages)
    found, best = layers_by_stage(layer, rest, most, total, batches), tried(layer, rest, most, total, batches)
    assert (found is None) == (best is None)
    if best is not None:
        assert found.sum() == total and (found >= 1).all() and (found <= most).all()
        assert taken(layer, rest, found, batches) == pytest.approx(best, rel=1e-9)


def test_stages_that_are_alike_have_layers_alike():
    found = layers_by_stage(np.ones(8), np.zeros(8), np.full(8, 80), 80, 100)
    assert found.tolist() == [10] * 8
    assert taken(np.ones(8), np.zeros(8), found, 100) == pipeline_time(10.0, 100, 8, 1)


def test_more_memory_never_takes_longer():
    layer, rest = np.array([1.0, 1.0, 4.0, 4.0]), np.zeros(4)
    times = [taken(layer, rest, layers_by_stage(layer, rest, np.array([most, most, 9, 9]), 24, 50), 50) for most in (4, 6, 8, 12)]
    assert times == sorted(times, reverse=True) and times[0] > times[-1]


@pytest.mark.parametrize("seed", range(25))
def test_rounds_are_those_that_trying_all_finds(seed):
    draw = np.random.default_rng(100 + seed)
    groups = [(draw.uniform(0.5, 3.0, 3), draw.uniform(0.0, 4.0, 3), draw.integers(1, 5, 3).astype(float)) for _ in range(int(draw.integers(1, 4)))]
    amount = int(draw.integers(3, 30))
    best = np.inf
    for options in itertools.product(range(3), repeat=len(groups)):
        picked = [tuple(column[place] for column in group) for group, place in zip(groups, options, strict=True)]
        for rounds in itertools.product(range(amount + 1), repeat=len(groups)):
            if sum(size * count for (_, _, size), count in zip(picked, rounds, strict=True)) >= amount:
                best = min(best, max(rest + each * count for (each, rest, _), count in zip(picked, rounds, strict=True) if count))
                if len(groups) == 1:
                    break
    time, chosen, rounds = least_time(groups, amount)
    assert time == pytest.approx(best, rel=1e-9)
    assert sum(group[2][place] * count for group, place, count in zip(groups, chosen, rounds, strict=True)) >= amount


def test_a_group_that_has_no_time_for_a_round_does_nothing():
    assert done_by(1.0, np.array([2.0]), np.array([0.5]), np.array([4.0])).tolist() == [0.0]
    assert least_time([(np.ones(1), np.zeros(1), np.ones(1)), (np.ones(1), np.full(1, 99.0), np.ones(1))], 6)[2] == [6, 0]


def test_the_time_of_unequal_stages_is_that_of_micro_batches_played_out():
    """Play micro-batches through stages that each take their own time, every one in order and one at a time."""
    slots, batches = np.array([1.0, 2.5, 0.5, 2.0]), 12
    ends = np.zeros((len(slots), batches))
    for batch in range(batches):
        for stage, slot in enumerate(slots):
            ready = max(ends[stage - 1, batch] if stage else 0.0, ends[stage, batch - 1] if batch else 0.0)
            ends[stage, batch] = ready + slot
    assert ends.max() == uneven_pipeline_time(slots.sum(), slots.max(), batches)
