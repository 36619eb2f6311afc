"""Laws of answers to rows of training: the layout that is said is used, the rest is searched for, and what cannot be answered says why."""

from __future__ import annotations

import itertools
import math
import re

import numpy as np
import pytest
from detour.models.training_step import Layout, training_step_time
from detour.models.transformer import Transformer
from detour.prediction import answers, training
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_efficiencies import load
from detour.prediction.training_layouts import layouts, needed
from detour.prediction.training_scenario import METRICS, scenario
from detour.prediction.training_settings import load as settings_of

ROW = {
    "record_id": "x",
    "area": "training",
    "chip_id": "nvidia-h800",
    "chip_count": "256",
    "model": "Llama-2-70B",
    "precision": "BF16",
    "input_len": "4096",
    "batch": "1024",
    "metric": "mfu",
    "unit": "",
    "notes": "2T tokens",
}


def answered(**changed) -> answers.Answer:
    return next(answers.answer([ROW | changed]))


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_of_training_is_answered_with_its_interval(metric):
    found = answered(metric=metric)
    assert 0 < found.low < found.prediction < found.high < math.inf
    assert found.unit == METRICS[metric] and "layout: TP" in found.note


def test_metrics_say_the_same_of_one_run():
    rate = answered(metric="training_throughput_per_chip").prediction
    assert answered(metric="training_throughput").prediction == pytest.approx(256 * rate)
    assert answered(metric="step_time").prediction == pytest.approx(1024 * 4096 / (256 * rate))
    least = 2e12 / rate / 3600
    assert least < answered(metric="accelerator_hours").prediction < 1.3 * least
    assert answered(metric="training_throughput", unit="tokens per day (cluster)").prediction == pytest.approx(256 * rate * 86400)


def test_a_layout_in_columns_is_taken_and_one_in_words_too():
    said = answered(tensor_parallel="8", pipeline_parallel="4", data_parallel="8")
    assert "TP8 PP4 DP8" in said.note
    assert answered(notes="Megatron TP8PP4").prediction == said.prediction
    assert said.prediction <= answered().prediction


def test_no_layout_is_better_than_the_one_that_is_found():
    best = answered().prediction
    for tensor, stages in itertools.product((1, 2, 4, 8), (1, 2, 4, 5, 8, 16)):
        found = answered(tensor_parallel=str(tensor), pipeline_parallel=str(stages))
        assert found.prediction is None or found.prediction <= best * (1 + 1e-12), (tensor, stages)


def test_the_search_finds_what_a_loop_over_layouts_finds():
    asked, settings, shares = scenario(ROW | {"chip_count": "32", "batch": "64"}), settings_of(), load()["nvidia"]
    space = training.space_of([asked])
    chips = training.trainer(space, shares, settings)
    each = []
    for place in range(len(space.run)):
        model = Transformer(*(float(column[place]) for column in space.model))
        chip = type(chips)(*(float(np.broadcast_to(column, space.run.shape)[place]) for column in chips))
        each.append(training_step_time(model, chip, Layout(*(float(column[place]) for column in space.layout))))
    assert training.best_times(space, shares, settings)[0] == pytest.approx(min(each))


def test_every_layout_uses_all_chips_and_fits_into_memory():
    asked = scenario(ROW | {"model": "DeepSeek-V3", "chip_count": "2048", "batch": "15360"})
    found = layouts(asked)
    assert set(found.tensor * found.stages * found.data) == {2048.0}
    assert (needed(asked, found) <= asked.memory).all() and (found.batches >= 1).all()
    assert (found.expert_ways <= found.data).all() and set(found.expert_ways) > {1.0, 8.0}


def test_faster_links_never_slow_a_run_down():
    half, whole = (answered(interconnect_gb_s=str(rate)).prediction for rate in (400, 800))
    assert half <= whole
    assert answered(peak_tflops="2000").prediction < answered(peak_tflops="500").prediction


def test_more_memory_never_slows_a_run_down():
    found = [answered(memory_gb=str(size)).prediction for size in (64, 80, 192)]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"model": "Nobody-7B"}, "no architecture of model 'Nobody-7B' in the tables"),
        ({"chip_id": "nobody-x1"}, "no chip 'nobody-x1' in the tables; give peak_tflops and memory_bandwidth_gb_s"),
        ({"chip_count": "2"}, "the model does not fit into the memory of 2 x nvidia-h800, however it is laid out"),
        ({"tensor_parallel": "8", "pipeline_parallel": "7"}, "no layout of 256 chips takes 1024 sequences a step"),
        ({"phase": "decode"}, "phase 'decode' is not that of mfu; allowed: train"),
        ({"chip_count": "-4"}, "chip_count: '-4' is not allowed; allowed: a number above 0"),
        ({"metric": "accelerator_hours", "notes": ""}, "accelerator_hours: the row does not say the tokens of the run"),
        ({"metric": "warmth"}, "metric 'warmth' is not predicted; allowed: "),
    ],
)
def test_what_cannot_be_answered_says_why_and_spoils_no_other(changed, reason):
    first, bad, last = answers.answer([ROW, ROW | changed, ROW])
    assert bad.prediction is None and reason in bad.note
    assert first.prediction == last.prediction == answered().prediction


def test_rows_of_training_and_of_inference_are_answered_in_their_order():
    serve = {"record_id": "s", "chip_id": "nvidia-h20", "chip_count": "8", "model": "DeepSeek-R1", "precision": "FP8", "input_len": "4096"}
    serve |= {"metric": "prefill_throughput_per_node"}
    rows = [serve, ROW, serve | {"model": "Nobody"}, ROW | {"metric": "step_time"}, serve]
    found = list(answers.answer(rows))
    assert [each.record_id for each in found] == ["s", "x", "s", "x", "s"]
    assert found[0] == found[4] == next(answers.answer([serve])) and found[3].unit == "s" and found[2].prediction is None


def test_what_fits_only_with_a_leaner_optimiser_is_answered_and_says_so():
    """Train the largest model of experts on as few chips as a published test did."""
    row = {"chip_id": "nvidia-h100", "model": "DeepSeek-V3", "chip_count": "256", "batch": "512", "notes": "TP1 PP4 EP64"}
    found, more = answered(**row), answered(**row | {"chip_count": "1024", "batch": "2048"})
    said = "gradients and moments in sixteen bits"
    assert found.prediction > 0 and said in found.note and said not in more.note
    with pytest.raises(Unpredictable, match="does not fit"):
        layouts(scenario(ROW | row), lean=False)


def test_an_unknown_chip_with_its_numbers_is_answered_with_no_narrower_an_interval():
    given = {"chip_id": "nobody-x1", "peak_tflops": "400", "memory_bandwidth_gb_s": "1600", "memory_gb": "64", "interconnect_gb_s": "400"}
    found, known = answered(**given), answered()
    assert found.high / found.low >= known.high / known.low * (1 - 1e-9) and "no measurement of this chip was fitted" in found.note


def test_what_a_row_leaves_out_is_named():
    found = answered(batch="", input_len="", notes="")
    assert re.search(r"assumed: length of a sequence, batch", found.note)
    assert found.high / found.low >= answered().high / answered().low * (1 - 1e-9)


def test_chips_that_share_a_sequence_hold_a_part_of_it_each():
    """Say in words that two chips share a sequence: each takes half of it, in twice as many pipelines' turns."""
    whole, shared = (scenario(ROW | {"notes": words}) for words in ("LBS 1", "CP2 LBS 1"))
    assert (whole.micro, shared.micro) == (1.0, 0.5)
    assert set(layouts(shared).tokens) == {2048.0}


def test_hours_computed_from_full_speed_have_nothing_lost_in_them():
    hours = {"metric": "accelerator_hours", "notes": "2T tokens"}
    steady = answered(**hours | {"notes": "2T tokens; 100K hours on each trillion tokens"}).prediction
    rate = answered(metric="training_throughput_per_chip").prediction
    assert steady == pytest.approx(2e12 / rate / 3600) and steady < answered(**hours).prediction


def test_runs_before_one_kernel_made_attention_are_slower_and_a_row_without_its_year_is_of_today():
    old, new = (answered(metric="mfu", period=year).prediction for year in ("2021-2022", "2023"))
    assert old < new == answered().prediction


def test_a_schedule_that_pairs_micro_batches_is_faster_only_with_experts():
    experts = {"model": "DeepSeek-V3", "chip_count": "1024", "batch": "8192"}
    assert answered(**experts, notes="DualPipe").prediction > answered(**experts, notes="").prediction
    assert answered(notes="DualPipe").prediction == answered(notes="").prediction


def test_eight_bits_leave_more_memory_to_what_is_kept():
    asked = {"model": "DeepSeek-V3", "chip_count": "2048", "batch": "15360", "tensor_parallel": "1", "pipeline_parallel": "16", "expert_parallel": "64"}
    wide, narrow = (scenario(ROW | asked | {"precision": bits}) for bits in ("BF16", "FP8"))
    assert min(layouts(wide).recomputed) > 0 == min(layouts(narrow).recomputed)


def test_tokens_of_a_step_and_sequences_of_it_are_the_same_batch():
    assert answered(batch="", global_batch_tokens=str(1024 * 4096)).prediction == answered().prediction


def test_many_rows_are_answered_as_one_by_one():
    rows = [ROW | {"chip_count": str(32 * count), "record_id": str(count)} for count in range(1, 140)]
    together = list(answers.answer(rows))
    assert len(together) == len(rows)
    for row, found in list(zip(rows, together, strict=True))[::20]:
        assert found == next(answers.answer([row]))


def test_eight_bits_speed_up_only_chips_that_have_floats_of_eight_bits():
    assert answered(precision="FP8").prediction > 1.1 * answered().prediction
    a100 = {"chip_id": "nvidia-a100"}
    assert answered(**a100, precision="FP8").prediction == answered(**a100).prediction
