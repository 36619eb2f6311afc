"""Laws of mixed jobs: one kind is what it was, kinds alike gain nothing, leaving out is allowed, and whole layers are those that trying all finds."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from detour.models.training_mixed import most_layers
from detour.prediction import training_mixed as mixed
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_matching import means_of, rates
from detour.prediction.training_mixed_groups import Job, Kind, settle, through
from detour.prediction.training_scenario import scenario

MEANS = means_of()
ROW = {"model": "Llama-2-7B", "input_len": "4096", "global_batch_tokens": "1048576", "metric": "training_throughput"}


def kind(chip: str, chips: int = 16, **more: str) -> Kind:
    return Kind(scenario({**ROW, "chip_id": f"nvidia-{chip}", "chip_count": str(chips), **more}))


def job(*kinds: Kind, between: float = math.inf) -> Job:
    return Job(kinds, between, MEANS)


STRONG, OLD = kind("a800"), kind("v100")
BOTH = job(STRONG, OLD)


def chips(plan: mixed.Plan) -> int:
    return sum(stages.tensor * len(stages.layers) * group.pipelines for group in plan.groups for stages in group.stages)


@pytest.mark.parametrize("place", [0, 1])
def test_one_kind_trains_as_it_does_without_others(place):
    alone, best = BOTH.kinds[place], mixed.best(BOTH, [((place,),)])
    assert best.rate == pytest.approx(float(rates([alone.run], MEANS)[0][0]), rel=1e-9)
    assert [mixed.best(job(alone)).rate, mixed.naive(job(alone)).rate] == pytest.approx([best.rate] * 2, rel=1e-12)


def test_kinds_alike_gain_nothing_over_as_many_of_one():
    whole = float(rates([replace(STRONG.run, chips=32.0)], MEANS)[0][0])
    assert mixed.best(job(STRONG, STRONG)).rate <= whole * (1 + 1e-9)
    assert mixed.naive(job(STRONG, STRONG)).rate == pytest.approx(whole, rel=1e-9)


def test_leaving_out_never_makes_the_best_slower_nor_does_a_kind_more():
    both, alone = mixed.best(BOTH), mixed.best(job(STRONG))
    crawling = kind("p100", 16, peak_tflops="0.01", memory_bandwidth_gb_s="1")
    assert both.rate >= alone.rate * (1 - 1e-12)
    assert mixed.best(job(STRONG, OLD, crawling)).rate == pytest.approx(both.rate, rel=1e-12)


def test_the_best_is_between_naive_and_the_sum_of_the_kinds():
    both, parts = mixed.best(BOTH), [float(rates([each.run], MEANS)[0][0]) for each in BOTH.kinds]
    assert max(mixed.naive(BOTH).rate, max(parts)) < both.rate < sum(parts)
    assert mixed.naive(BOTH).rate < parts[0]


@pytest.mark.parametrize("groups", list(mixed.partitions(range(3))))
def test_every_plan_does_the_whole_job_on_the_chips_that_it_names(groups):
    three = job(STRONG, OLD, kind("p100"))
    plan = mixed.best(three, [groups])
    assert sum(group.pipelines * group.micro * group.rounds for group in plan.groups) >= STRONG.run.batch
    assert chips(plan) == sum(three.kinds[place].run.chips for block in groups for place in block)
    for group in plan.groups:
        if len(group.stages) > 1:
            assert sum(sum(each.layers) for each in group.stages) == STRONG.run.model.layers


def test_a_plan_fits_into_the_memory_of_every_stage():
    plan = mixed.best(BOTH, [((0, 1),)])
    (group,) = plan.groups
    position, total = 0, sum(len(each.layers) for each in group.stages)
    for stages in group.stages:
        run = BOTH.kinds[stages.kind].run
        for layers in stages.layers:
            flying = min(group.rounds, total - position)
            way = (group.micro * run.length, stages.tensor, total, group.pipelines, flying, stages.recomputed)
            assert layers <= most_layers(run.model, run.memory, *way)
            position += 1


@pytest.mark.parametrize(("chips", "every"), [(("a800", "v100"), 1), (("a800", "v100", "p100"), 11)])
def test_a_bound_is_never_above_what_is_found_and_the_best_is_that_of_settling_all(chips, every):
    """Settle every layout of two kinds, and one in eleven of three, which take long."""
    mix, members = job(*(kind(chip, 4) for chip in chips), between=1e9), tuple(range(len(chips)))
    options = through(members, mix)
    places = np.arange(0, len(options.each), every)
    rounds = np.ceil(STRONG.run.batch / options.size)
    bounds = (options.each * rounds + options.rest)[places]
    for place in places:
        settle(options, place, mix, rounds[place])
    found = (options.each * rounds + options.rest)[places]
    assert (found >= bounds * (1 - 1e-9)).all() and np.isfinite(found).any()
    best = mixed.best(mix, [(members,)]).step / (4 * len(chips)) ** float(MEANS.shares[0][1].spread)
    assert best == pytest.approx(found.min(), rel=1e-9) if every == 1 else best <= found.min() * (1 + 1e-9)


def test_a_slower_link_between_kinds_never_makes_it_faster_and_at_last_leaves_the_old_chips_out():
    speeds = [mixed.best(BOTH._replace(between=between)).rate for between in (1e6, 1e8, 1e9, 1e10, math.inf)]
    assert all(before <= after * (1 + 1e-12) for before, after in itertools.pairwise(speeds))
    assert speeds[0] == pytest.approx(mixed.best(job(STRONG)).rate, rel=1e-12) and speeds[0] < speeds[-1]


def test_slower_old_chips_take_fewer_micro_batches():
    def share(wait: float) -> float:
        plan = mixed.best(BOTH._replace(kinds=(STRONG, OLD._replace(wait=wait))), [((0,), (1,))])
        done = {group.stages[0].kind: group.pipelines * group.micro * group.rounds for group in plan.groups}
        return done[1] / sum(done.values())

    assert share(2.0) < share(1.0) < share(0.5)


def test_matrices_are_split_among_chips_of_one_kind_and_one_node():
    plan = mixed.best(BOTH, [((0, 1),)])
    assert all(stages.tensor <= 8 for group in plan.groups for stages in group.stages)


def test_chips_too_small_for_the_model_alone_help_in_a_pipeline_with_larger_ones():
    small = kind("v100", 16, memory_gb="6")
    with pytest.raises(Unpredictable, match="fits into none"):
        mixed.best(job(small))
    shared = job(kind("a800"), small)
    assert mixed.naive(shared) is None or mixed.naive(shared).rate < mixed.best(shared).rate
    best = mixed.best(shared)
    assert best.rate > mixed.best(job(STRONG)).rate and len(best.groups[0].stages) == 2


def test_models_with_experts_are_not_put_through_several_kinds():
    experts = [kind(chip, 256, model="DeepSeek-V3") for chip in ("a800", "h800")]
    assert through((0, 1), job(*experts)) is None
