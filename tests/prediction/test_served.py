"""Laws of what chips serve: the relations that show their inputs say what a prediction says, and their intervals and swings hold together."""

from __future__ import annotations

import math

import pytest
from detour import registry
from detour.prediction import answers, served
from detour.registry import Entry
from detour.results import engine, huawei_inference_flip, swings
from detour.results.huawei_inference_served import CHIPS, MODELS, given

ACCELERATORS = [chip for chip in CHIPS if chip != "xeon"]
LAYOUTS = {
    "dense": {"model": "Llama 3.1 70B", "precision": "BF16", "chip_count": "8"},
    "experts": {"model": "DeepSeek-R1", "precision": "FP8", "chip_count": "32", "expert_parallel": "32", "tensor_parallel": "1"},
}
LOADS = {
    "prefill": {"metric": "prefill_throughput_per_chip", "input_len": "4096", "batch": "16384"},
    "decode": {"metric": "decode_throughput_per_chip", "input_len": "4096", "output_len": "256", "batch": "64"},
    "serve": {"metric": "output_throughput_per_chip", "input_len": "1024", "output_len": "256", "batch": "128"},
}
SCOPES = {"dense": "system", "experts": "chip"}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("phase", LOADS)
def test_a_result_is_what_predict_answers_with_its_interval_inside(model, phase):
    chips = [chip for chip in ACCELERATORS if f"r-hi-{phase}-{model}-{chip}" in engine.definitions()]
    scope = {} if phase == "prefill" else {"batch_scope": SCOPES[model]}
    rows = [{"chip_id": CHIPS[chip][0]} | LAYOUTS[model] | LOADS[phase] | scope for chip in chips]
    assert chips
    for chip, answer in zip(chips, answers.answer(rows), strict=True):
        found = registry.find(f"r-hi-{phase}-{model}-{chip}")
        assert found.value == pytest.approx(answer.prediction, rel=1e-9)
        # Rival specifications only widen what the factor of the prediction says.
        assert found.low <= answer.low * (1 + 1e-9) and found.high >= answer.high * (1 - 1e-9)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("chip", ACCELERATORS)
def test_every_chip_has_room_for_the_stated_load(chip, model):
    load = given(chip, model, "decode")
    assert served.room(load | given(chip, model, "serve") | {name: load[name] for name in ("input", "output")}) >= load["sequences"]


def test_half_as_many_chips_have_no_room_for_the_load_on_the_smallest():
    load = given("910b", "experts", "decode")
    both = load | given("910b", "experts", "serve") | {"input": load["input"], "output": load["output"]}
    assert served.room(both | {"chips": load["chips"] / 2}) < load["sequences"]


def test_squares_add_in_logarithms_and_settled_inputs_add_nothing():
    a, b = Entry("x", "claim", "", 4.0, 2.0, 8.0), Entry("a-fit-spread-x", "assumption", "", 3.0)
    settled = Entry("a-load-x", "assumption", "", 5.0, 1.0, 25.0)
    value, low, high = engine.quadrature(lambda x, k, s: x * k * s, {"x": a, "k": b, "s": settled})
    reach = math.exp(math.hypot(math.log(2), math.log(3)))
    assert (value, low, high) == (pytest.approx(20), pytest.approx(20 / reach), pytest.approx(20 * reach))


@pytest.mark.parametrize("id", ["r-hi-worth-decode-experts-910c-h20", "r-hi-cost-dense-910c", "r-shift-day-dense-910b"])
def test_no_counted_swing_leaves_the_interval_and_the_widest_come_first(id):
    found, (low, high) = swings.swings(id), registry.find(id).ends()
    widths = [abs(math.log(each.high / each.low)) for each in found]
    assert widths == sorted(widths, reverse=True)
    for each in found:
        if each.counted == "counted":
            assert low * (1 - 1e-9) <= min(each.low, each.high) and max(each.low, each.high) <= high * (1 + 1e-9), each.leaf.id


def test_a_thing_that_both_chips_share_moves_both_at_once():
    factor = registry.find("a-fit-spread-nvidia")
    assert swings.evaluated("r-hi-worth-decode-dense-910c-h20", {factor.id: factor.value}) == pytest.approx(
        engine.value("r-hi-worth-decode-dense-910c-h20") / factor.value
    )
    years = {each.leaf.id: each for each in swings.swings("r-hi-worth-money-dense-910c-h100")}["a-cost-years"]
    assert abs(math.log(years.high / years.low)) < 0.1


@pytest.mark.parametrize("model", MODELS)
def test_the_chips_are_level_where_the_order_turns(model):
    prompt = registry.find("a-load-prompt").value
    load = engine.value(f"r-hi-turn-{model}-910c")
    below, at, above = (huawei_inference_flip.cell(model, "910c", "h20", load * by, prompt).ratio for by in (0.8, 1.0, 1.05))
    assert below < 1 < above or above != above
    assert at == pytest.approx(1, abs=1e-6)


def test_tokens_a_day_are_chips_times_rate_times_busy_seconds():
    rate = engine.value("r-hi-total-dense-h20")
    assert engine.value("r-shift-day-dense-h20") == pytest.approx(1_000_000 * rate * 86400 * 0.4)


def test_the_cost_of_an_hour_is_as_reckoned_by_hand():
    assert engine.value("r-hi-hour-h20") == pytest.approx(12000 * 1.5 / (5 * 8766) + 0.4 * 1.3 * 0.088)
