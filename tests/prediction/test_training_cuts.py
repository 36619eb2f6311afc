"""Laws of what a cut costs: no cut costs nothing, a deeper one never less, and what is lost is what was waited for."""

import math

import pytest
from detour import registry
from detour.prediction import training_cuts
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_matching import means_of, rates
from detour.prediction.training_scenario import scenario
from detour.results import cluster_workarounds_cuts as cuts

H100 = ("nvidia-h100", "nvidia")


def values(cut="network", model="70b", chips=1024.0):
    return {name: registry.find(ref).value for name, (_, ref) in cuts.rows_of(cut, model).items()} | {"chips": chips}


@pytest.mark.parametrize("model", cuts.MODELS)
def test_what_is_not_cut_keeps_its_speed(model):
    before = values(model=model)
    assert training_cuts.kept(before, dict(before), H100) == 1


@pytest.mark.parametrize("specification", ["fp16_peak", "memory_bandwidth", "interconnect_bandwidth", "network"])
def test_a_deeper_cut_never_keeps_more(specification):
    before = values()
    kept = [training_cuts.kept(before, before | {specification: before[specification] * share}, H100) for share in (1.0, 0.7, 0.5, 0.25, 0.1)]
    assert kept == sorted(kept, reverse=True) and kept[-1] < 0.95


def test_two_rows_of_one_job_differ_as_the_cut_says():
    job = {"chip_count": "1024", "model": cuts.MODELS["70b"][1], "input_len": str(registry.find("a-train-length").value), "metric": "training_throughput"}
    job |= {"global_batch_tokens": str(registry.find("a-train-most-tokens").value)}
    speed, _ = rates([scenario(job | {"chip_id": f"nvidia-{chip}"}) for chip in ("h100", "h800")], means_of())
    before, after = cuts.sides("h800", values("h800"))
    assert training_cuts.kept(before, after, H100) == pytest.approx(speed[1] / speed[0])


def test_a_split_that_is_not_needed_takes_longer_and_suffers_more():
    before, after = cuts.sides("h800", values("h800", "8b"))
    split = {"split": before["node"]}
    assert training_cuts.ways(before, H100) < training_cuts.ways(before | split, H100) == before["node"]
    assert training_cuts.step_time(before, H100) < training_cuts.step_time(before | split, H100)
    assert training_cuts.kept(before | split, after | split, H100) < training_cuts.kept(before, after, H100)


def test_parts_of_the_layout_that_are_held_are_not_sought():
    gathered = cuts.sides("h800-gathered", values("h800-gathered", "8b"))[0]
    assert training_cuts.ways(gathered, H100) == 1
    assert training_cuts.step_time(gathered, H100) > training_cuts.step_time(values(model="8b"), H100)


@pytest.mark.parametrize("share", [0.7, 0.444, 0.2])
def test_what_is_lost_in_a_split_is_what_was_waited_for(share):
    before = values(model="8b") | {"split": 8.0}
    waited = training_cuts.waiting(before, H100)
    after = before | {"interconnect_bandwidth": before["interconnect_bandwidth"] * share}
    assert training_cuts.kept(before, after, H100) == pytest.approx(1 / (1 + waited * (1 / share - 1)), rel=0.03)


def test_links_at_which_a_share_of_speed_is_kept_keep_it():
    before = values()
    share = training_cuts.links_for(before, H100, 0.8)
    assert 0 < share < 1
    link = before["interconnect_bandwidth"] * share
    assert training_cuts.kept(before, before | {"interconnect_bandwidth": link}, H100) == pytest.approx(0.8, abs=2e-3)
    assert training_cuts.links_for(values(model="8b", chips=8.0), H100, 0.1) < 0.01


def test_what_does_not_fit_is_refused():
    with pytest.raises(Unpredictable, match="does not fit"):
        training_cuts.step_time(values(model="405b", chips=64.0), H100)


def test_half_the_network_is_half_of_it_alone():
    before, after = cuts.sides("network", values())
    assert {name for name in after if after[name] != before[name]} == {"network"}
    assert math.isclose(after["network"] * 2, before["network"])
