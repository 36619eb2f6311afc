"""Laws that any right model of a training step, of its memory and of lost time keeps, whatever its numbers."""

from __future__ import annotations

import numpy as np
import pytest
from detour.models import pipeline, reliability
from detour.models.training_memory import activation_memory, held_parameters, state_memory
from detour.models.training_step import Layout, Trainer, exposed, slot_time, slowest, training_step_time
from detour.models.training_work import model_flop_per_token, model_flop_utilisation
from detour.models.transformer import active_parameters, parameters
from detour.prediction import architectures

CHIP = Trainer(6e14, 4e14, 3e14, 2e12, 3e11, 3e11, 3e11, 3e10, 2.5e-6, 1000.0, 120.0, 10.0, 0.7, 0.008)
LAYOUT = Layout(4096.0, 4096.0, 32.0, 4.0, 4.0, 16.0, 2.0, 8.0, 4.0, 2.0, 4.0, 2.0, 0.0, 0.0)
MODEL = architectures.transformer_of("DeepSeek-R1")
DENSE = architectures.transformer_of("GPT-3 175B")
ALONE = LAYOUT._replace(tensor=1.0, stages=1.0, stage_layers=96.0, data=1.0, expert_ways=1.0, places=1.0, chunks=1.0)


def time(chip: Trainer = CHIP, layout: Layout = LAYOUT, model=MODEL) -> float:
    return training_step_time(model, chip, layout)


@pytest.mark.parametrize("name", [name for name in Trainer._fields if name.endswith(("rate", "link", "reuse", "overlap"))])
def test_a_better_chip_never_takes_longer(name):
    assert time(CHIP._replace(**{name: getattr(CHIP, name) * 1.2})) <= time()


@pytest.mark.parametrize("name", ["latency", "spread", "routing"])
def test_a_longer_wait_is_felt(name):
    assert time(CHIP._replace(**{name: getattr(CHIP, name) * 2})) > time()


@pytest.mark.parametrize("name", ["tokens", "length", "batches", "stage_layers"])
def test_more_to_do_takes_longer(name):
    assert time(layout=LAYOUT._replace(**{name: getattr(LAYOUT, name) * 2})) > time()


def test_weights_of_attention_that_pass_memory_cost_time_by_heads_and_pairs_of_tokens():
    """Hold what they add to the time of a chip alone against their bytes: for each layer, pass, head and pair."""
    added = slot_time(DENSE, CHIP, ALONE._replace(scores=13.0)) - slot_time(DENSE, CHIP, ALONE)
    assert added == pytest.approx(96 * 3 * 13.0 * 96 * ALONE.length * ALONE.tokens / CHIP.memory_rate, rel=1e-6)


def test_a_paired_schedule_hides_what_fits_beside_work_and_changes_nothing_without_experts():
    fast = CHIP._replace(expert_link=1e15)
    assert time(fast, LAYOUT._replace(paired=1.0)) < time(fast)
    assert time(layout=ALONE._replace(paired=1.0), model=DENSE) == time(layout=ALONE, model=DENSE)


def test_weights_are_read_beside_matrices_and_felt_only_where_tokens_are_few():
    """Hold a slot of few tokens against its share of one of many: beside matrices of many the same weights cost nothing."""
    few, many = (slot_time(MODEL, CHIP, LAYOUT._replace(tokens=tokens)) for tokens in (64.0, 65536.0))
    assert few > 1.5 * many * 64 / 65536


def test_a_pass_done_again_adds_at_most_a_third_to_the_work_of_a_chip_alone():
    again = slot_time(DENSE, CHIP, ALONE._replace(recomputed=1.0)) / slot_time(DENSE, CHIP, ALONE)
    assert 1.2 < again <= 4 / 3


def test_a_chip_alone_exchanges_nothing():
    links = {name: 1.0 for name in ("tensor_rate", "expert_link", "data_rate", "stage_rate")}
    assert time(CHIP._replace(latency=1.0, **links), ALONE, DENSE) == time(layout=ALONE, model=DENSE)


def test_no_step_is_faster_than_its_matrices():
    """Hold the step of a chip alone against six operations a parameter at the rate it reaches."""
    tokens = ALONE.tokens * ALONE.batches
    least = 6 * active_parameters(DENSE) * tokens / CHIP.compute_rate
    assert least < time(layout=ALONE, model=DENSE) < 1.6 * least


def test_a_chip_of_unbounded_links_and_memory_reaches_the_rate_of_its_matrices():
    boundless = CHIP._replace(memory_rate=np.inf, attention_rate=np.inf, spread=0.0)
    tokens = ALONE.tokens * ALONE.batches
    assert time(boundless, ALONE, DENSE) == pytest.approx(6 * active_parameters(DENSE) * tokens / CHIP.compute_rate, rel=1e-12)


def test_a_pipeline_of_many_batches_does_not_wait():
    assert pipeline.bubble_share(1e9, 16, 1) == pytest.approx(0, abs=1e-7)
    assert pipeline.pipeline_time(1.0, 8, 4, 1) == 11
    assert [pipeline.bubble_share(8, 4, chunks) for chunks in (1, 2, 4)] == sorted((pipeline.bubble_share(8, 4, c) for c in (1, 2, 4)), reverse=True)


def test_the_pipeline_is_that_of_a_schedule_played_out():
    """Play one forward, one backward out, micro-batch by micro-batch, a pass back taking twice one forward."""
    stages, batches = 4, 9
    forward, ends = np.zeros((stages, batches)), np.zeros((stages, batches))
    free = [0.0] * stages
    order = []
    for stage in range(stages):
        warm = min(stages - stage, batches)
        order.append([("f", i) for i in range(warm)] + [step for i in range(batches - warm) for step in (("b", i), ("f", i + warm))])
        order[-1] += [("b", i) for i in range(batches - warm, batches)]
    done: set[tuple[int, str, int]] = set()
    while any(order):
        for stage in range(stages):
            while order[stage]:
                way, i = order[stage][0]
                before = (stage - 1, "f", i) if way == "f" else (stage + 1, "b", i)
                if 0 <= before[0] < stages and before not in done:
                    break
                start = max(free[stage], (forward if way == "f" else ends)[before[0], i] if 0 <= before[0] < stages else 0.0)
                free[stage] = start + (1.0 if way == "f" else 2.0)
                (forward if way == "f" else ends)[stage, i] = free[stage]
                done.add((stage, way, i))
                order[stage].pop(0)
    assert ends.max() == pytest.approx(pipeline.pipeline_time(3.0, batches, stages, 1))


def test_all_chips_together_hold_the_model():
    shared, own = held_parameters(MODEL, 2, 1, 8)
    assert 2 * shared + 16 * own == pytest.approx(parameters(MODEL) - MODEL.head_parameters, rel=1e-12)


def test_memory_falls_with_every_split_and_with_recomputation():
    whole = state_memory(1e9, 1e9, 1, 1, 0)
    assert whole == 2e9 * 18
    assert whole > state_memory(1e9, 1e9, 8, 1, 0) > state_memory(1e9, 1e9, 8, 1, 1)
    kept = [activation_memory(DENSE, 2048, 8, 8, 1, 64, share) for share in (0, 0.25, 0.5, 1)]
    assert kept == sorted(kept, reverse=True) and kept[-1] < kept[0] / 5
    assert activation_memory(DENSE, 2048, 8, 8, 1, 64, 0) > activation_memory(DENSE, 2048, 16, 8, 1, 64, 0)


@pytest.mark.parametrize(("time", "window"), [(1.0, 3.0), (3.0, 1.0), (0.0, 1.0)])
def test_what_is_hidden_is_never_more_than_the_work_beside_it(time, window):
    assert max(time - window, 0) <= exposed(time, window, 1.0) <= exposed(time, window, 0.5) <= exposed(time, window, 0.0) == time


def test_the_slowest_of_more_chips_is_later():
    waits = [slowest(0.01, chips) for chips in (1, 8, 1000, 100_000)]
    assert waits[0] == 1 and waits == sorted(waits)


def test_mfu_is_the_share_that_its_definition_says():
    flop = model_flop_per_token(DENSE, 2048)
    assert flop == pytest.approx(6 * 175e9, rel=0.04)
    assert model_flop_utilisation(1e15 / flop, flop, 1e15) == pytest.approx(1)


def test_no_interval_between_checkpoints_gets_on_faster_than_the_best():
    between = reliability.time_between_failures(2e-9, 16384)
    best = reliability.useful_share(reliability.best_interval_again(30, between), 30, 600, between)
    others = reliability.useful_share(np.geomspace(10, 1e5, 2000), 30, 600, between)
    assert best >= others.max() * (1 - 1e-4)


def test_useful_time_falls_with_chips_failures_and_repair_and_never_leaves_its_bounds():
    def share(rate=2e-9, chips=16384.0, saving=30.0, lost=600.0):
        return reliability.best_useful_share(rate, chips, saving, lost)

    assert share() > share(rate=4e-9) and share() > share(chips=32768) and share() > share(lost=1200) and share() > share(saving=60)
    found = share(chips=np.geomspace(1, 1e6, 50))
    assert (np.diff(found) < 0).all() and found[0] < 1 and found[-1] > 0


def test_lost_time_is_that_of_runs_played_out():
    """Play many runs with failures at random and hold what they take against the formula."""
    draw, between, saving, lost = np.random.default_rng(7), 9000.0, 30.0, 600.0
    work = float(reliability.best_interval_again(saving, between))
    segments, spent = 40_000, 0.0
    for _ in range(segments):
        while (failure := draw.exponential(between)) < work + saving:
            spent += failure
            while (again := draw.exponential(between)) < lost:
                spent += again
            spent += lost
        spent += work + saving
    assert reliability.useful_share(work, saving, lost, between) == pytest.approx(segments * work / spent, rel=0.01)
