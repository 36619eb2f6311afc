"""The benchmark of the model of inference gives another package the same rows, and counts what that cannot take."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from detour.prediction import study

from benchmarks import genz, inference

#: What the other package would be, with times that are easy to follow: 10 ms a step, 100 ms a prefill; it refuses models of eighty layers.
STAND_IN = """
class ModelConfig:
    def __init__(self, **fields):
        self.fields = fields

def _checked(asked):
    assert asked["parallelism_heirarchy"].startswith(f"TP{{{asked['tensor_parallel']}}}")
    if getattr(asked["model"], "fields", {}).get("num_decoder_layers") == 80:
        raise ValueError("too large")

def prefill_moddeling(**asked):
    _checked(asked)
    print("said to nobody")
    return {"Latency": 100.0}

def decode_moddeling(**asked):
    _checked(asked)
    assert asked["Bb"] == 1
    return {"Latency": 10.0}
"""


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    (tmp_path / "GenZ").mkdir()
    (tmp_path / "GenZ" / "__init__.py").write_text(STAND_IN, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Path(sys.executable)


def test_every_row_has_a_value_or_a_reason(stand_in):
    pairs = list(study.pairs("calibration"))
    found = genz.predictions(stand_in, pairs)
    assert set(found) == {row["record_id"] for row, _ in pairs}
    assert all(("log" in each) != ("why" in each) for each in found.values())
    large = [row["record_id"] for row, scenario in pairs if scenario.model.layers == 80 and not scenario.drafted]
    assert large and {found[id]["why"] for id in large} == {"ValueError: too large"}
    for row, _ in pairs:
        if "log" in found[row["record_id"]] and row["metric"] == "tpot":
            assert np.exp(found[row["record_id"]]["log"]) * float(row["value"]) == pytest.approx(10)


def test_throughput_is_read_from_a_prefill_and_steps(stand_in):
    pair = next(pair for pair in study.pairs("calibration") if pair[0]["record_id"] == "inf-gpustack-910b-qwen3-8b-long")
    asked = genz.asked(pair)
    rate = asked["groups"] * asked["batch"] * (asked["input"] + asked["output"]) / (0.1 + asked["output"] * 0.01)
    found = genz.predictions(stand_in, [pair])[pair[0]["record_id"]]
    assert np.exp(found["log"]) * float(pair[0]["value"]) == pytest.approx(rate)


def test_rows_beyond_what_the_other_takes_say_why():
    reasons = {genz.asked(pair) for pair in study.pairs("calibration") if isinstance(genz.asked(pair), str)}
    assert reasons == {"experts on more chips than attention", "speculative decoding"}


def test_the_timed_scenarios_are_the_measured_ones():
    batch, efficiencies = inference.many(1000)
    assert batch.size == 1000 == len(efficiencies.compute_share)
    assert set(batch.memory_bandwidth) <= {scenario.memory_bandwidth for role in inference.ROLES for _, scenario in study.pairs(role)}
