"""One formula, three readers: a float, an array and an expression in the page give the same number to twelve digits."""

from __future__ import annotations

import math

import altair as alt
import numpy as np
import pytest
from detour.models import money, serving
from detour.models.collectives import all_reduce_time, exchange_time
from detour.models.experts import experts_hit
from detour.models.roofline import operation_time, ridge_point
from detour.models.speculation import tokens_per_step
from detour.models.step import Chip, Load, prefill_time, service_step_time, step_time
from detour.models.transformer import Transformer, active_parameters, parameters
from in_the_page import evaluated

CASES = 2000
#: The range of each input, as the logarithms of its ends, base ten; those of a share or a count of chips by themselves.
MODEL = dict.fromkeys(Transformer._fields, (0, 3)) | dict.fromkeys(("attention_parameters", "dense_parameters", "expert_parameters"), (6, 9))
MODEL |= {"experts": (1, 2.5), "chosen": (0, 1)}
CHIP = {"compute_rate": (13, 16), "attention_rate": (13, 15), "memory_rate": (11, 13), "link_rate": (10, 12), "latency": (-6, -4)}
CHIP |= dict.fromkeys(("layer_overhead", "expert_overhead", "sequence_overhead"), (-6, -3))
LOAD = dict.fromkeys(Load._fields, (0, 2)) | {"tokens": (0, 3), "context": (1, 5), "imbalance": (0, 0.5)}
LOAD |= dict.fromkeys(("weight_bytes", "cache_bytes", "activation_bytes"), (-0.3, 0.6))
RANGES = {**{f"m_{k}": v for k, v in MODEL.items()}, **{f"c_{k}": v for k, v in CHIP.items()}, **{f"l_{k}": v for k, v in LOAD.items()}}
RANGES |= {"prompt": (1, 4), "arriving": (-2, 1), "acceptance": (-1, -0.1), "money": (0, 5), "asked": (0, 2)}


def models(pick):
    """Return model, chip and load made of the inputs that `pick` returns by name."""
    return (
        Transformer(*(pick(f"m_{name}") for name in Transformer._fields)),
        Chip(*(pick(f"c_{name}") for name in Chip._fields)),
        Load(*(pick(f"l_{name}") for name in Load._fields)),
    )


def formulas(pick, least, most):
    """Return every formula of the models over the picked inputs."""
    model, chip, load = models(pick)
    kinds = {"minimum": least, "maximum": most}
    return {
        "operation_time": operation_time(pick("money"), pick("prompt"), pick("c_compute_rate"), pick("c_memory_rate"), maximum=most),
        "ridge_point": ridge_point(pick("c_compute_rate"), pick("c_memory_rate")),
        "experts_hit": experts_hit(pick("m_experts"), pick("m_chosen"), pick("l_tokens")),
        "all_reduce_time": all_reduce_time(pick("prompt"), pick("l_ways"), pick("c_link_rate"), pick("c_latency"), minimum=least),
        "exchange_time": exchange_time(pick("prompt"), pick("l_ways"), pick("c_link_rate"), pick("c_latency"), minimum=least),
        "tokens_per_step": tokens_per_step(pick("arriving"), pick("acceptance")),
        "parameters": parameters(model),
        "active_parameters": active_parameters(model),
        "step_time": step_time(model, chip, load, model.decode_width, pick("asked"), **kinds),
        "prefill_time": prefill_time(model, chip, load, **kinds),
        "service_step_time": service_step_time(model, chip, load, pick("prompt"), pick("arriving"), **kinds),
        "request_latency": serving.request_latency(pick("c_latency"), pick("money"), pick("prompt"), pick("arriving")),
        "partly_together": serving.partly_together(pick("money"), pick("prompt"), pick("acceptance")),
        "split_rate": serving.split_rate(pick("money"), pick("prompt"), pick("acceptance"), minimum=least),
        "best_split": serving.best_split(pick("money"), pick("prompt")),
        "sequences_in_memory": serving.sequences_in_memory(pick("c_memory_rate"), pick("money"), pick("prompt"), pick("l_context")),
        "chip_hour_cost": money.chip_hour_cost(pick("money"), pick("acceptance"), pick("l_ways"), pick("arriving"), 1.3, 0.1),
        "cost_per_million_tokens": money.cost_per_million_tokens(pick("arriving"), pick("money"), pick("acceptance")),
    }


@pytest.fixture(scope="module")
def inputs():
    """Return many inputs, each a place on a logarithmic scale; a chosen number of experts is at most that of all."""
    draw = np.random.default_rng(20260114)
    found = {name: 10 ** draw.uniform(*ends, CASES) for name, ends in RANGES.items()}
    found["l_expert_ways"] = np.maximum(found["l_expert_ways"], found["l_ways"])
    return found


@pytest.fixture(scope="module")
def arrays(inputs):
    return formulas(inputs.__getitem__, np.minimum, np.maximum)


def agree(found: float, expected: float) -> bool:
    return math.isclose(found, expected, rel_tol=1e-12)


def test_a_float_and_an_array_agree(inputs, arrays):
    for place in range(CASES):
        floats = formulas(lambda name, place=place: float(inputs[name][place]), min, max)
        for name, value in floats.items():
            assert agree(value, arrays[name][place]), (name, place)


def test_the_page_and_an_array_agree(inputs, arrays, tmp_path):
    expressions = {name: str(found) for name, found in formulas(lambda name: alt.datum[name], alt.expr.min, alt.expr.max).items()}
    found = evaluated(expressions, inputs, tmp_path)
    assert set(found) == set(arrays)
    for name, values in found.items():
        assert all(agree(value, expected) for value, expected in zip(values, arrays[name], strict=True)), name
