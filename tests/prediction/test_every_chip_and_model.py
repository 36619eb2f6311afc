"""Laws of what `predict` answers: every chip with a specification with every model with an architecture, or a reason that names what is allowed."""

from __future__ import annotations

import itertools
import math

import pytest
from detour.prediction import answers, architectures, chips
from detour.prediction.scenario import METRICS, Scenario, scenario

MODELS = sorted(subject for subject, rows in chips.specifications().items() if "layer_count" in rows)
CHIPS = sorted(subject for subject, rows in chips.specifications().items() if subject in chips.makers() and {*chips.PEAKS, "memory_bandwidth"} & set(rows))
#: What rows say beside chip, model and metric: nothing, what a benchmark of one system does, what a large deployment does, what cannot be.
SETTINGS = {
    "nothing": {},
    "system": {"chip_count": "8", "precision": "FP8", "input_len": "1024", "output_len": "1024", "batch": "64"},
    "deployment": {"chip_count": "64", "precision": "W8A8", "input_len": "4096", "batch": "96", "batch_scope": "chip", "expert_parallel": "64"},
    "pipeline": {"chip_count": "16", "precision": "BF16", "tensor_parallel": "8", "pipeline_parallel": "2", "batch": "1"},
}
#: The beginnings of reasons, each of which tells the reader what to give.
REASONS = ("give ", "allowed: ")


def answered(row: dict[str, str]) -> answers.Answer:
    return next(answers.answer([row]))


def test_there_are_chips_and_models_to_answer_for():
    assert len(CHIPS) > 90 and len(MODELS) > 25


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_chip_and_model_is_answered_or_told_why(setting):
    kinds = itertools.cycle(METRICS)
    rows = [{"chip_id": chip, "model": model, "metric": next(kinds)} | SETTINGS[setting] for chip in CHIPS for model in MODELS]
    refused = 0
    for row, found in zip(rows, answers.answer(rows), strict=True):
        if found.prediction is None:
            refused += 1
            assert any(reason in found.note for reason in REASONS), (row, found)
            assert found.low is found.high is None
        else:
            assert 0 < found.low < found.prediction < found.high < math.inf, (row, found)
    assert refused < (0.3 if setting == "nothing" else 0.7) * len(rows)


@pytest.mark.parametrize("metric", METRICS)
def test_a_row_of_three_cells_is_answered_for_each_chip_that_lists_enough(metric):
    enough = [chip for chip in CHIPS if {"memory_bandwidth"} <= set(chips.specifications()[chip]) and set(chips.PEAKS) & set(chips.specifications()[chip])]
    rows = [{"chip_id": chip, "model": model, "metric": metric} for chip in enough for model in ("llama-2-70b", "mixtral-8x7b", "deepseek-r1")]
    for row, found in zip(rows, answers.answer(rows), strict=True):
        assert found.prediction is not None and 0 < found.low < found.prediction < found.high < math.inf, (row, found.note)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Llama-3.1-70B-Instruct", "llama-3-1-70b"),
        ("meta-llama/Llama-2-70b-hf", "llama-2-70b"),
        ("meta-llama/Meta-Llama-3-70B-Instruct", "llama-3-1-70b"),
        ("Llama-3.3-70B-Instruct-FP8", "llama-3-1-70b"),
        ("Llama2 70B", "llama-2-70b"),
        ("neuralmagic/Meta-Llama-3.1-405B-Instruct-FP8-dynamic", "llama-3-1-405b"),
        ("DeepSeek-V3-0324", "deepseek-v3"),
        ("deepseek-ai/DeepSeek-R1-0528", "deepseek-r1"),
        ("DeepSeek R1", "deepseek-r1"),
        ("deepseek_r1", "deepseek-r1"),
        ("Qwen3-235B-A22B-Instruct-2507", "qwen3-235b-a22b"),
        ("Qwen/Qwen3-30B-A3B-FP8", "qwen3-30b-a3b"),
        ("mistralai/Mixtral-8x7B-Instruct-v0.1", "mixtral-8x7b"),
        ("openai/gpt-oss-120b", "gpt-oss-120b"),
        ("GLM-130B", "glm-130b"),
    ],
)
def test_models_are_known_by_their_usual_spellings(written, meant):
    assert architectures.rows_of(written) == chips.specifications()[meant]


@pytest.mark.parametrize("written", ["DeepSeek-V3.2", "Qwen3-Next-80B-A3B", "Llama-4-Scout", "DeepSeek-R1-Distill-Llama-70B", ""])
def test_a_model_of_another_architecture_is_not_taken_for_a_known_one(written):
    assert f"no architecture of model '{written}'" in answered({"chip_id": "nvidia-h100", "model": written, "metric": "tpot"}).note


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NVIDIA H100", "nvidia-h100"),
        ("H100-SXM5-80GB", "nvidia-h100"),
        ("H100 PCIe", "nvidia-h100-pcie"),
        ("NVIDIA-A100-SXM4-40GB", "nvidia-a100-40gb"),
        ("nvidia_h200", "nvidia-h200"),
        ("Ascend 910B", "huawei-ascend-910b"),
        ("910C", "huawei-ascend-910c"),
        ("MI300X", "amd-mi300x"),
        ("AMD Instinct MI325X", "amd-mi325x"),
        ("Gaudi 2", "intel-gaudi2"),
        ("l40s", "nvidia-l40s"),
    ],
)
def test_chips_are_known_by_their_usual_spellings(written, meant):
    assert chips.named(written) == meant


def asked(**cells: str) -> Scenario:
    return scenario({"chip_id": "nvidia-h100", "chip_count": "8", "model": "Llama-2-70B", "precision": "FP16", "metric": "output_throughput"} | cells)


def test_words_are_read_whatever_their_case():
    loud = asked(metric="Decode Throughput per chip", phase=" DECODE ", batch="16", batch_scope="Per GPU", precision="bf16")
    assert loud == asked(metric="decode_throughput_per_chip", phase="decode", batch="16", batch_scope="chip")


@pytest.mark.parametrize(
    ("text", "size"), [("FP8", 1), ("fp8_e4m3", 1), ("W8A8", 1), ("NVFP4", 0.5625), ("W4A8", 0.5625), ("int4", 0.5625), ("BFloat16", 2), ("unstated", 2)]
)
def test_precisions_are_read_however_they_are_written(text, size):
    assert asked(precision=text).weight_bytes == size


def test_what_no_row_says_is_told():
    row = {"chip_id": "nvidia-h200", "model": "DeepSeek-R1", "metric": "output_throughput"}
    assert answered(row).note == "assumed: sixteen bits, length of the prompt, length of the answer, size of the deployment, 16 chips, batch"
    assert answered(row | {"chip_count": "8"}).note == "assumed: eight bits, length of the prompt, length of the answer, batch"


def test_a_wider_precision_than_serving_uses_is_refused():
    assert (
        "precision 'FP32' is not predicted; allowed: 16, 8 or 4 bits"
        in answered({"chip_id": "nvidia-h100", "model": "Llama-2-7B", "precision": "FP32", "metric": "tpot"}).note
    )


def test_half_a_package_has_half_of_everything():
    whole, half = asked(model="Qwen3-8B", chip_count="1"), asked(model="Qwen3-8B", chip_count="0.5")
    assert half.peak == whole.peak / 2 and half.memory_bandwidth == whole.memory_bandwidth / 2


def test_one_request_keeps_one_group_busy_and_one_stage_of_a_pipeline():
    assert asked(batch="1", tensor_parallel="2").groups == 1
    assert asked(batch="64", tensor_parallel="2").groups == 4
    alone, piped = asked(batch="1", tensor_parallel="8"), asked(batch="1", tensor_parallel="4", pipeline_parallel="2")
    assert (piped.groups, piped.ways, piped.sequences) == (1, 4, 1) and alone.ways == 8


def test_a_model_too_large_for_a_node_is_piped_over_several():
    assert asked(model="Llama-3.1-405B", chip_count="16", batch="8").groups == 2


def test_the_least_number_of_chips_is_told_to_a_row_with_too_few():
    found = answered({"chip_id": "nvidia-h100", "chip_count": "4", "model": "Llama-3.1-405B", "precision": "BF16", "metric": "tpot", "batch": "1"})
    assert found.prediction is None and found.note.endswith("allowed: more chips, 11 or above")


def test_experts_that_are_said_to_be_asked_alike_do_not_wait_for_the_busiest():
    row = {"chip_id": "nvidia-h800", "chip_count": "128", "model": "DeepSeek-V3", "precision": "FP8", "metric": "decode_throughput_per_chip", "batch": "128"}
    even = row | {"workload": "decode only, EP128, balanced routing simulated"}
    assert answered(even).prediction > 1.05 * answered(row | {"workload": "decode only, default balance"}).prediction
