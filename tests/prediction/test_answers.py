"""Laws of `detour predict`: every row gets a line, a bad one says why and spoils no other, and nothing is read twice."""

from __future__ import annotations

import csv
import io
import itertools

import pytest
from click.testing import CliRunner
from detour.cli import main
from detour.prediction import answers, fitting, inference
from detour.prediction.efficiencies import load, spread_over
from detour.prediction.scenario import METRICS
from detour.prediction.settings import load as settings_of

ROW = {
    "record_id": "x",
    "area": "inference",
    "chip_id": "huawei-ascend-910b",
    "chip_count": "8",
    "model": "Qwen3-32B",
    "precision": "BF16",
    "input_len": "1024",
    "output_len": "512",
    "batch": "32",
    "metric": "output_throughput",
    "unit": "",
}


def answered(**changed) -> answers.Answer:
    return next(answers.answer([ROW | changed]))


def printed(text: str) -> list[dict[str, str]]:
    result = CliRunner().invoke(main, ["predict", "-"], input=text)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def as_csv(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, ROW, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_the_command_answers_each_row_in_order():
    found = printed(as_csv(ROW | {"record_id": "a"}, ROW | {"record_id": "b", "model": "Nobody-7B"}, ROW | {"record_id": "c"}))
    assert [row["record_id"] for row in found] == ["a", "b", "c"]
    assert found[0]["prediction"] == found[2]["prediction"] != ""
    assert found[1]["prediction"] == found[1]["low"] == found[1]["high"] == ""
    assert found[1]["note"] == "no architecture of model 'Nobody-7B' in the tables"


def test_a_file_without_rows_has_only_its_head():
    assert printed(as_csv()) == []


def test_a_file_without_the_columns_is_refused_in_a_line():
    result = CliRunner().invoke(main, ["predict", "-"], input="model,batch\nQwen3-32B,1\n")
    assert result.exit_code == 1 and result.stdout == ""
    assert result.stderr == "detour: <stdin>: no column chip_id, metric; allowed: the columns of measurements.csv\n"


def test_a_short_row_is_answered_with_a_reason():
    assert "no architecture of model" in printed("record_id,chip_id,metric,model\nx,nvidia-h100,tpot\n")[0]["note"]


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_of_inference_is_answered_with_its_interval(metric):
    found = answered(metric=metric)
    assert 0 < found.low < found.prediction < found.high, found.note
    assert found.unit == {"tpot": "ms", "request_latency": "s"}.get(metric, "tokens/s")


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({"chip_id": "nobody-x1"}, "no chip 'nobody-x1' in the tables; give peak_tflops and memory_bandwidth_gb_s"),
        ({"batch": "many"}, "batch: 'many' is not a number"),
        ({"batch": "-4"}, "batch: '-4' is not allowed; allowed: a number above 0"),
        ({"input_len": "inf"}, "input_len: 'inf' is not allowed; allowed: a number above 0"),
        ({"chip_count": "0"}, "chip_count: '0' is not allowed; allowed: a number above 0"),
        ({"batch_scope": "rack"}, "batch_scope 'rack' is not allowed; allowed: chip, system"),
        ({"phase": "train"}, "phase 'train' is not that of output_throughput; allowed: prefill, decode, serve"),
        ({"metric": "smell"}, "metric 'smell' is not predicted; allowed: "),
        ({"model": "Llama-3.1-405B", "chip_count": "1"}, "does not fit into the memory of 1 x huawei-ascend-910b; allowed: more chips, 13 or above"),
        ({"metric": "prefill_throughput_per_chip", "phase": "decode"}, "phase 'decode' is not that of prefill_throughput_per_chip; allowed: prefill"),
    ],
)
def test_a_row_that_cannot_be_answered_says_why(changed, note):
    found = answered(**changed)
    assert found.prediction is None and note in found.note


def test_a_chip_of_the_readers_own_is_answered():
    own = answered(chip_id="mine", peak_tflops="400", memory_bandwidth_gb_s="2000", memory_gb="96", interconnect_gb_s="400")
    faster = answered(chip_id="mine", peak_tflops="800", memory_bandwidth_gb_s="4000", memory_gb="96", interconnect_gb_s="800")
    assert own.prediction < faster.prediction and "no measurement of this chip" in own.note


def test_overrides_move_a_known_chip():
    assert answered(memory_bandwidth_gb_s="800").prediction < answered().prediction < answered(memory_bandwidth_gb_s="9000").prediction


def test_what_is_assumed_is_said_and_widens_the_interval():
    found, said = answered(batch=""), answered()
    assert "assumed: batch" in found.note
    assert found.high / found.low > said.high / said.low


def test_a_batch_counted_per_chip_is_a_larger_one():
    assert answered(batch_scope="chip").prediction > answered().prediction


def test_a_latency_in_milliseconds_is_answered_in_them():
    assert answered(metric="request_latency", unit="ms").prediction == pytest.approx(1e3 * answered(metric="request_latency").prediction)


def test_rows_are_answered_as_they_come():
    endless = answers.answer(ROW | {"record_id": str(count)} for count in itertools.count())
    assert [next(endless).record_id for _ in range(5000)][-1] == "4999"


def test_answers_do_not_depend_on_neighbours():
    rows = fitting.rows()
    together = list(answers.answer(rows))
    alone = [next(answers.answer([row])) for row in rows[::25]]
    for one, other in zip(alone, together[::25], strict=True):
        assert one._replace(prediction=None, low=None, high=None) == other._replace(prediction=None, low=None, high=None)
        assert (one.prediction or 0) == pytest.approx(other.prediction or 0, rel=1e-12)


def test_every_measured_row_of_a_known_kind_is_answered_or_told_why():
    found = list(answers.answer(fitting.rows()))
    assert all(each.prediction is not None or each.note for each in found)
    answers_given = sum(each.prediction is not None for each in found)
    assert answers_given > 0.75 * sum(row["metric"] in METRICS for row in fitting.rows())


def test_a_scenario_has_the_same_value_alone_and_in_any_block(monkeypatch):
    asked = [scenario for _, scenario in fitting.measured(["calibration"])]
    efficiencies, settings = spread_over([each.maker for each in asked], load()), settings_of()
    together = inference.values(asked, efficiencies, settings)
    monkeypatch.setattr(inference, "_BLOCK", 7)
    assert inference.values(asked, efficiencies, settings) == pytest.approx(together, rel=1e-12)
