"""How many of a mix match: fewer of its best chip than that chip alone needs, never more in all than its parts, and a reason where none do."""

from __future__ import annotations

import pytest
from detour.prediction import training_matches
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_matching import matching
from detour.prediction.training_mixed_matching import matching_mix

JOB = {"chip_id": "nvidia-h100", "chip_count": "64", "model": "Llama-2-7B", "input_len": "4096", "global_batch_tokens": "4194304"}
A800, V100, P100 = ({"chip_id": f"nvidia-{name}"} for name in ("a800", "v100", "p100"))


@pytest.fixture(scope="module")
def mixed():
    return matching_mix(JOB, [(A800, 1), (V100, 1)])


def test_old_chips_save_some_of_the_new_and_need_more_in_all(mixed):
    new, old = (matching(JOB, chip).chips for chip in (A800, V100))
    assert mixed.chips[0] == mixed.chips[1] < new < sum(mixed.chips) < old
    assert mixed.ratio == sum(mixed.chips) / 64 and mixed.reached >= mixed.wanted


def test_nodes_of_each_kind_come_in_the_proportion_asked_for(mixed):
    found = matching_mix(JOB, [(A800, 1), (V100, 3)])
    assert found.chips[1] == 3 * found.chips[0] and found.chips[0] < mixed.chips[0]


def test_more_speed_takes_no_fewer_chips(mixed):
    assert sum(matching_mix(JOB, [(A800, 1), (V100, 1)], 1.3).chips) > sum(mixed.chips)


def test_a_mix_that_is_never_fast_enough_says_what_stands_in_the_way():
    found = matching_mix(JOB | {"chip_count": "1024", "global_batch_tokens": "1048576"}, [(V100, 1), (P100, 1)])
    assert found.chips is None and 0 < found.reached < found.wanted and "batch" in found.limits


def test_a_job_that_its_own_chips_do_not_hold_is_refused():
    with pytest.raises(Unpredictable, match="do not train it themselves"):
        matching_mix(JOB | {"chip_count": "8", "model": "Llama 3.1 405B"}, [(A800, 1), (V100, 1)])


def test_a_row_may_name_several_chips(mixed):
    (found,) = training_matches.answer([JOB | {"other_chip_id": "nvidia-a800; nvidia-v100"}])
    assert found.low < found.prediction == sum(mixed.chips) < found.high
    assert f"{mixed.chips[0]:g} nvidia-a800, {mixed.chips[1]:g} nvidia-v100; layout: " in found.note


def test_of_several_chips_none_has_specifications_of_its_own():
    (found,) = training_matches.answer([JOB | {"other_chip_id": "nvidia-a800; nvidia-v100", "other_memory_gb": "64"}])
    assert found.prediction is None and found.column == "other_memory_gb" and "not beside several chips" in found.note
