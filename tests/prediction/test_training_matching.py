"""Laws of matching: a chip matches itself one to one, a slower one needs more, and where no number does the reason is the one that stands in the way."""

from __future__ import annotations

import itertools

import pytest
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_matching import MOST, matching, matching_range, means_of, rates, sizes
from detour.prediction.training_scenario import scenario

JOB = {"chip_id": "nvidia-h100", "chip_count": "256", "model": "Llama-2-70B", "input_len": "4096", "batch": "1024"}
#: A chip of no maker, half of another in everything.
CHIP = {"chip_id": "nobody-x1", "peak_tflops": "400", "memory_bandwidth_gb_s": "1600", "memory_gb": "64", "interconnect_gb_s": "400"}


def test_sizes_are_whole_nodes_in_even_steps():
    found = sizes(8)
    assert found[0] == 8 and found[-1] <= MOST and all(size % 8 == 0 for size in found)
    large = [size for size in found if size >= 64]
    assert max(after / before for before, after in itertools.pairwise(large)) <= 1.25


def test_a_chip_matches_itself_one_to_one():
    found = matching(JOB, {"chip_id": "nvidia-h100"})
    assert found.chips == 256 and found.ratio == 1 and found.reached == pytest.approx(found.wanted)


def test_what_matches_keeps_up_and_one_size_less_does_not():
    found = matching(JOB, {"chip_id": "huawei-ascend-910b"})
    assert found.reached >= found.wanted and found.ratio > 1
    counts = [size for size in sizes(8) if size < found.chips]
    less = rates(
        [scenario(JOB | {"chip_id": "huawei-ascend-910b", "chip_count": str(count), "metric": "training_throughput"}) for count in counts], means_of()
    )[0]
    assert (less < found.wanted).all()
    assert found.layout.tensor * found.layout.stages * found.layout.data == found.chips


def test_a_chip_of_half_the_rates_needs_at_least_twice_as_many():
    half = {**CHIP, "peak_tflops": "200", "memory_bandwidth_gb_s": "800", "interconnect_gb_s": "200"}
    found = matching({**JOB, **CHIP}, half)
    assert 2 <= found.ratio < 2.6


def test_slower_links_never_need_fewer_chips():
    ratios = [matching(JOB, {**CHIP, "interconnect_gb_s": str(rate)}).ratio for rate in (900, 400, 100)]
    assert ratios == sorted(ratios)


def test_where_memory_stands_in_the_way_it_says_so():
    found = matching(JOB, {**CHIP, "memory_gb": "0.5"})
    assert found.chips is None and found.ratio is None and "memory" in found.limits and found.reached < found.wanted


def test_where_the_batch_stands_in_the_way_it_says_so():
    small = {**JOB, "chip_count": "1024", "batch": "64"}
    found = matching(small, {**CHIP, "peak_tflops": "20", "memory_bandwidth_gb_s": "900"})
    assert found.chips is None and "batch" in found.limits


def test_a_job_that_does_not_fit_its_own_chips_is_refused():
    with pytest.raises(Unpredictable, match="do not train it themselves"):
        matching(JOB | {"chip_count": "1"}, CHIP)


def test_the_interval_holds_the_ratio():
    low, middle, high = matching_range(JOB, {"chip_id": "nvidia-a100"}, 1.25)
    assert low.ratio < middle.ratio < high.ratio
