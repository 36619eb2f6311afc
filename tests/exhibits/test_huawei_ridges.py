"""Laws of what phases ask of a chip: operations for each byte, by the formulas that predict throughput."""

import pytest
from detour import registry
from detour.exhibits import huawei_inference_chips, huawei_inference_ridges
from detour.models.roofline import ridge_point
from detour.prediction import served
from detour.results.huawei_inference_ridges import asked, intensity
from detour.results.huawei_inference_served import MODELS, given

CHIPS = ("nvidia-h20", "nvidia-h100", "nvidia-h800", "nvidia-a800", "huawei-ascend-910b", "huawei-ascend-910c", "kunlunxin-p800", "cambricon-mlu590")


def value(ref):
    return registry.find(ref).value


def test_decode_of_the_dense_model_by_hand():
    weights, cache = value("r-hi-read-weights-dense"), value("r-hi-read-cache-dense")
    assert weights == pytest.approx(2 * (70.55e9 - 128256 * 8192) / 1e9, rel=1e-3)
    assert cache == pytest.approx(64 * (4096 + 128) * 80 * 2 * 8 * 128 * 2 / 1e9)
    # Two operations for each request and parameter; eight for each byte of a cache that eight query heads share.
    mean = (2 * 64 / 2 * weights + 8 * cache) / (weights + cache)
    assert value("r-hi-ridge-decode-dense") == pytest.approx(mean)


def test_prefill_of_the_dense_model_by_hand():
    tokens, prompt, parameters = 16384, 4096, 70.55e9 - 2 * 128256 * 8192
    pairs = 4 * 80 * 64 * 128 * tokens * prompt / 2
    head = 128256 * 8192
    work = 2 * parameters * tokens + pairs + 2 * head * tokens / prompt
    read = 2 * (parameters + head) + tokens / 2 * 80 * 2 * 8 * 128 * 2
    assert value("r-hi-ridge-prefill-dense") == pytest.approx(work / read, rel=1e-3)


@pytest.mark.parametrize("phase", ["prefill", "decode"])
@pytest.mark.parametrize("model", MODELS)
def test_no_number_of_a_chip_enters(model, phase):
    found = {intensity(model, phase, given(chip, model, phase)) for chip in ("h20", "910b", "p800")}
    assert found == {value(f"r-hi-ridge-{phase}-{model}")}
    assert not [ref for ref in asked(model, phase).values() if ref.startswith(CHIPS)]


def test_a_chip_of_that_balance_takes_as_long_for_arithmetic_as_for_memory():
    ideal = given("h100", "dense", "decode") | dict(compute_share=1, memory_share=1, layer_overhead=0, exchange_latency=0, link_rate=1e30)
    balance = ridge_point(value("r-hi-ridge-decode-dense") * 1e12, 1e12)
    compute, memory = {"peak": balance, "memory_bandwidth": 1e30}, {"peak": 1e30, "memory_bandwidth": 1e3}
    assert served.decoded(ideal | compute) == pytest.approx(served.decoded(ideal | memory))


def test_the_h20_alone_of_the_chips_compared_waits_for_arithmetic_when_it_decodes():
    chips = huawei_inference_chips.field_frame().set_index("subject").loc[list(CHIPS)]
    assert (chips["waits_prefill"] == "arithmetic").all()
    for column in ("waits_decode_dense", "waits_decode_experts"):
        assert chips.index[chips[column] == "arithmetic"].tolist() == ["nvidia-h20"]


def test_the_strip_shows_every_phase_with_its_ends_within_the_axis():
    frame = huawei_inference_ridges.ridge_frame()
    low, high = huawei_inference_ridges.ENDS
    assert len(frame) == 4 and (frame["flop_per_byte_low"] > low).all() and (frame["flop_per_byte_high"] < high).all()
    assert (frame["flop_per_byte_low"] < frame["flop_per_byte"]).all() and (frame["flop_per_byte"] < frame["flop_per_byte_high"]).all()
    assert huawei_inference_chips.field_frame()["flop_per_byte"].between(low, high).all()
