"""Laws that any right model of a step keeps, whatever its numbers."""

from __future__ import annotations

import numpy as np
import pytest
from detour.models import serving
from detour.models.experts import experts_hit
from detour.models.step import Chip, Load, prefill_time, step_time
from detour.models.transformer import active_parameters, parameters
from detour.prediction import architectures
from detour.prediction.chips import specifications

CHIP = Chip(6e14, 3e14, 2.5e12, 3e11, 2e-5, 2e-5, 2e-5, 1e-5)
LOAD = Load(32, 1, 2048, 4, 8, 2, 1, 2, 2, 1.2)
MODEL = architectures.transformer_of("DeepSeek-R1")
#: Parameters in billions as the publishers' names say them.
NAMED = {
    "llama-2-7b": 7,
    "llama-2-70b": 70,
    "llama-3-1-405b": 405,
    "qwen3-32b": 32,
    "qwen3-235b-a22b": 235,
    "deepseek-v3": 671,
    "glm-130b": 130,
    "gpt-3-175b": 175,
}
ACTIVE = {"qwen3-30b-a3b": 3, "qwen3-235b-a22b": 22, "deepseek-v3": 37, "qwen3-coder-480b-a35b": 35}


def time(chip: Chip = CHIP, load: Load = LOAD, model=MODEL) -> float:
    return step_time(model, chip, load, model.decode_width, load.tokens)


@pytest.mark.parametrize("name", ["compute_rate", "attention_rate", "memory_rate", "link_rate"])
def test_a_faster_chip_is_never_slower(name):
    assert time(CHIP._replace(**{name: getattr(CHIP, name) * 2})) <= time()


@pytest.mark.parametrize("name", ["latency", "layer_overhead", "expert_overhead", "sequence_overhead"])
def test_a_longer_delay_is_felt(name):
    assert time(CHIP._replace(**{name: getattr(CHIP, name) * 2})) > time()


@pytest.mark.parametrize("name", ["sequences", "tokens", "context", "weight_bytes", "cache_bytes", "imbalance"])
def test_more_to_do_is_never_faster(name):
    assert time(load=LOAD._replace(**{name: getattr(LOAD, name) * 2})) > time()


def test_two_sequences_at_once_are_faster_than_one_after_the_other():
    assert time(load=LOAD._replace(sequences=64)) < 2 * time()


def test_a_chip_twice_as_fast_in_everything_takes_half_the_time():
    twice = Chip(*(2 * rate for rate in CHIP[:4]), *(delay / 2 for delay in CHIP[4:]))
    assert time(twice) == pytest.approx(time() / 2)


@pytest.mark.parametrize(("model", "billions"), NAMED.items())
def test_parameters_are_those_in_the_name(model, billions):
    assert parameters(architectures.transformer(specifications()[model])) == pytest.approx(billions * 1e9, rel=0.05)


@pytest.mark.parametrize(("model", "billions"), ACTIVE.items())
def test_active_parameters_are_those_in_the_name(model, billions):
    assert active_parameters(architectures.transformer(specifications()[model])) == pytest.approx(billions * 1e9, rel=0.06)


def test_experts_woken_are_those_of_a_random_draw():
    draw = np.random.default_rng(1)
    woken = [len({expert for _ in range(20) for expert in draw.choice(64, 4, replace=False)}) for _ in range(400)]
    assert experts_hit(64, 4, 20) == pytest.approx(np.mean(woken), rel=0.01)


def test_no_split_serves_more_than_the_best():
    best = serving.split_rate(3.0, 5.0, serving.best_split(3.0, 5.0))
    assert all(serving.split_rate(3.0, 5.0, share) <= best for share in np.linspace(0, 1, 101))


def test_sending_costs_a_prefill_nothing_until_it_takes_longest():
    free, near, far = (prefill_time(MODEL, CHIP._replace(link_rate=rate, latency=0.0), LOAD._replace(tokens=4096, ways=1)) for rate in (1e15, 1e11, 1e8))
    assert near == pytest.approx(free)
    assert far > 2 * free
