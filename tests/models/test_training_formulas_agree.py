"""The formulas of training, too, have three readers: a float, an array and an expression in the page give the same number to twelve digits."""

from __future__ import annotations

import math

import altair as alt
import numpy as np
import pytest
from detour.models import pipeline, reliability
from detour.models.training_memory import activation_memory, held_parameters, state_memory
from detour.models.training_mixed import crossing_time, kinds_sum_time, layer_and_rest, most_layers, uneven_pipeline_time
from detour.models.training_step import Layout, Trainer, slot_time, training_step_time, weights_time
from detour.models.training_work import model_flop_per_token, model_flop_utilisation, values_per_token
from detour.models.transformer import Transformer
from in_the_page import evaluated

CASES = 500
#: The range of each input, as the logarithms of its ends, base ten.
MODEL = dict.fromkeys(Transformer._fields, (0, 3)) | dict.fromkeys(("attention_parameters", "dense_parameters", "expert_parameters"), (6, 9))
MODEL |= {"experts": (1, 2.5), "chosen": (0, 1)}
CHIP = dict.fromkeys(Trainer._fields, (10, 15)) | {
    "latency": (-6, -5),
    "reuse": (2, 4),
    "attention_reuse": (1, 3),
    "routing": (0, 2),
    "overlap": (-1, 0),
    "spread": (-3, -1),
}
LAYOUT = dict.fromkeys(Layout._fields, (0, 2)) | {"tokens": (3, 5), "length": (3, 5), "recomputed": (-2, 0), "sharded": (-2, 0), "paired": (-2, 0)}
RANGES = {**{f"m_{k}": v for k, v in MODEL.items()}, **{f"c_{k}": v for k, v in CHIP.items()}, **{f"l_{k}": v for k, v in LAYOUT.items()}}
RANGES |= {"rate": (-10, -8), "chips": (1, 5), "saving": (0, 2), "lost": (1, 3), "slot": (-1, 1)}


def formulas(pick, least):
    """Return every formula of training over the picked inputs."""
    model = Transformer(*(pick(f"m_{name}") for name in Transformer._fields))
    chip = Trainer(*(pick(f"c_{name}") for name in Trainer._fields))
    layout = Layout(*(pick(f"l_{name}") for name in Layout._fields))
    shared, own = held_parameters(model, layout.tensor, layout.stages, layout.expert_ways)
    way = (layout.tensor, layout.stages, layout.chunks, layout.batches, layout.recomputed)
    return {
        "model_flop_per_token": model_flop_per_token(model, layout.length),
        "model_flop_utilisation": model_flop_utilisation(pick("chips"), pick("m_attention_parameters"), pick("c_compute_rate")),
        "values_per_token": values_per_token(model),
        "state_memory": state_memory(shared, own, layout.data, layout.expert_ways, layout.sharded),
        "activation_memory": activation_memory(model, layout.tokens, *way, minimum=least),
        "bubble_share": pipeline.bubble_share(layout.batches, layout.stages, layout.chunks),
        "slot_time": slot_time(model, chip, layout, minimum=least),
        "weights_time": weights_time(model, chip, layout, pick("slot"), minimum=least),
        "training_step_time": training_step_time(model, chip, layout, minimum=least),
        "uneven_pipeline_time": uneven_pipeline_time(pick("lost"), pick("slot"), layout.batches),
        "layer_and_rest": layer_and_rest(model, chip, layout, minimum=least)[0],
        "crossing_time": crossing_time(model, layout.tokens, layout.tensor, chip.stage_rate, chip.data_rate),
        "most_layers": most_layers(model, pick("c_memory_rate"), layout.tokens, layout.tensor, layout.stages, layout.data, layout.batches, layout.recomputed),
        "kinds_sum_time": kinds_sum_time(model, layout.data, pick("chips"), chip.data_rate, chip.latency, minimum=least),
        "best_interval": reliability.best_interval(pick("saving"), 1 / pick("rate") / pick("chips")),
        "best_useful_share": reliability.best_useful_share(pick("rate"), pick("chips"), pick("saving"), pick("lost")),
    }


@pytest.fixture(scope="module")
def inputs():
    """Return many inputs, each a place on a logarithmic scale."""
    draw = np.random.default_rng(20260115)
    return {name: 10 ** draw.uniform(*ends, CASES) for name, ends in RANGES.items()}


@pytest.fixture(scope="module")
def arrays(inputs):
    return formulas(inputs.__getitem__, np.minimum)


def agree(found: float, expected: float) -> bool:
    return math.isclose(found, expected, rel_tol=1e-11)


def test_a_float_and_an_array_of_training_agree(inputs, arrays):
    for place in range(CASES):
        floats = formulas(lambda name, place=place: float(inputs[name][place]), min)
        for name, value in floats.items():
            assert agree(value, arrays[name][place]), (name, place)


def test_the_page_and_an_array_of_training_agree(inputs, arrays, tmp_path):
    expressions = {name: str(found) for name, found in formulas(lambda name: alt.datum[name], alt.expr.min).items()}
    found = evaluated(expressions, inputs, tmp_path)
    assert set(found) == set(arrays)
    for name, values in found.items():
        assert all(agree(value, expected) for value, expected in zip(values, arrays[name], strict=True)), name
