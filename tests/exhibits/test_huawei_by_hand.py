"""Laws of the worked example and of where the order of two chips turns."""

import math

import pytest
from detour import registry
from detour.prediction import served
from detour.results import huawei_inference_flip as flip
from detour.results.huawei_inference_hand import PARTS
from detour.results.huawei_inference_served import given


def value(ref):
    return registry.find(ref).value


def test_the_parts_of_the_step_make_the_prediction():
    step = value("r-hi-hand-step")
    assert step == pytest.approx(sum(value(f"r-hi-hand-{name}") for name in PARTS.values()))
    assert value("a-load-sequences-dense") / value("a-serve-node") / step * 1e3 == pytest.approx(value("r-hi-decode-dense-h20"), rel=1e-12)


def test_the_matrices_of_the_h20_wait_for_arithmetic():
    reading = value("r-hi-read-weights-dense") / 8 / (4000 * value("a-fit-memory-share-nvidia")) * 1e3
    computing = value("r-hi-read-weights-dense") * 64 / 8 / (148 * value("a-fit-compute-share-nvidia"))
    assert value("r-hi-hand-weights") == pytest.approx(computing) and computing > reading


@pytest.mark.parametrize("chip", ["910b", "mlu590", "p800"])
def test_no_other_chip_draws_level_with_the_h20_on_the_dense_model(chip):
    assert math.isnan(flip.turning("dense", chip, "h20"))


@pytest.mark.parametrize("model", ["dense", "experts"])
@pytest.mark.parametrize("chip", ["910c", "910b", "mlu590", "p800"])
def test_one_chip_alone_draws_level_with_the_h100_and_in_one_corner_of_the_grid(model, chip):
    loads = [(sequences, prompt) for prompt in flip.PROMPTS for sequences in flip.SEQUENCES[model]]
    ratios = {load: flip.cell(model, chip, "h100", *load).ratio for load in loads}
    corner = {(max(flip.SEQUENCES[model]), min(flip.PROMPTS))} if (model, chip) == ("experts", "910c") else set()
    assert sum(not math.isnan(ratio) for ratio in ratios.values()) > 15
    assert {load for load, ratio in ratios.items() if ratio >= 1} == corner
    assert all(0.98 < ratios[load] < 1.02 for load in corner) and math.isnan(flip.turning(model, chip, "h100"))


@pytest.mark.parametrize("model", ["dense", "experts"])
@pytest.mark.parametrize(("end", "suffix"), [("", ""), ("@low", "-few")])
def test_answers_for_a_dollar_are_equal_where_the_order_turns(model, end, suffix):
    prompt = value(f"r-hi-turn-money-{model}{suffix}")
    load = {"sequences": value(f"a-load-service-sequences{end}"), "input": prompt}
    bought = [served.served(given(chip, model, "serve") | load) / value(f"r-hi-hour-{chip}") for chip in ("910c", "h20")]
    assert bought[0] == pytest.approx(bought[1], rel=1e-9)
    assert value("r-hi-turn-money-dense") < value("r-hi-turn-money-dense-few")
