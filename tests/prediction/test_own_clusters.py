"""Laws of `detour predict` and `detour match` for clusters and models of a reader's own: what a row says is used, and what is wrong is told by its place."""

from __future__ import annotations

import csv
import io

import pytest
from click.testing import CliRunner
from detour.cli import main
from detour.prediction import answers, training_matches
from detour.prediction.architectures import COLUMNS
from detour.prediction.chips import specifications
from detour.prediction.training_matching import matching

ROW = {
    "record_id": "x",
    "chip_id": "nvidia-h800",
    "chip_count": "1024",
    "model": "Llama-2-70B",
    "precision": "BF16",
    "input_len": "4096",
    "batch": "1024",
    "metric": "mfu",
}
OWN = {"chip_id": "mine", "peak_tflops": "400", "memory_bandwidth_gb_s": "1600", "memory_gb": "64", "interconnect_gb_s": "400", "network_gb_s": "25"}
HOURS = {"metric": "accelerator_hours", "training_tokens": "2e12"}


def answered(**changed) -> answers.Answer:
    return next(answers.answer([ROW | changed]))


def architecture(entity: str) -> dict[str, str]:
    """Return the columns that give the architecture of a model of the tables."""
    return {name: f"{value:g}" for name, value in specifications()[entity].items() if name in COLUMNS}


def as_csv(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def ran(tmp_path, command: str, *rows: dict[str, str]):
    """Return what a command prints for a file `mine.csv`, as rows, and what it says on standard error, in lines."""
    path = tmp_path / "mine.csv"
    path.write_text(as_csv(*rows), encoding="utf-8")
    result = CliRunner().invoke(main, [command, str(path)])
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout))), [line.removeprefix(f"{path.parent}/") for line in result.stderr.splitlines()]


@pytest.mark.parametrize(("entity", "model"), [("llama-2-70b", "Llama-2-70B"), ("deepseek-v3", "DeepSeek-V3"), ("llama-3-1-8b", "Llama 3.1 8B")])
@pytest.mark.parametrize("metric", ["mfu", "tpot"])
def test_a_model_by_its_columns_is_the_model_by_its_name(entity, model, metric):
    job = {"metric": metric, "batch": "64", "output_len": "256", "chip_count": "1024" if metric == "mfu" else "32"}
    named, own = answered(model=model, **job), answered(model="nobody's own", **architecture(entity), **job)
    assert own.prediction == named.prediction and own.prediction


def test_a_column_changes_only_its_part_of_a_known_model():
    half = answered(layer_count="40", metric="step_time")
    assert 0.4 < half.prediction / answered(metric="step_time").prediction < 0.6


def test_a_slower_network_slows_a_run_and_one_as_assumed_changes_nothing():
    found = [answered(network_gb_s=rate).prediction for rate in ("5", "20", "50", "400")]
    assert found == sorted(found) and found[0] < 0.95 * found[2]
    assert answered(network_gb_s="50") == answered() and answered(node_chips="8") == answered()


def test_links_that_join_more_chips_never_slow_a_run():
    assert answered(node_chips="64", network_gb_s="10").prediction > answered(network_gb_s="10").prediction


def test_failures_take_hours_and_leave_steps_alone():
    hours = [answered(**HOURS, failure_rate_percent=rate).prediction for rate in ("1", "20", "400")]
    assert hours == sorted(hours) and hours[2] > 1.05 * hours[0]
    assert answered(**HOURS, failure_rate_percent="20") == answered(**HOURS)
    assert answered(**HOURS, recovery_s="7200").prediction > answered(**HOURS).prediction
    assert answered(**HOURS, checkpoint_s="120").prediction > answered(**HOURS).prediction
    assert answered(failure_rate_percent="400").prediction == answered().prediction


def test_a_whole_run_says_its_days():
    found = answered(**HOURS)
    assert f"{found.prediction / 1024 / 24:.4g} days" in found.note


def test_a_row_with_several_metrics_is_answered_as_several(tmp_path):
    found, told = ran(tmp_path, "predict", ROW | {"metric": "mfu; step_time;"}, ROW | {"record_id": "y"})
    assert [row["record_id"] for row in found] == ["x:mfu", "x:step_time", "y"] and told == []
    assert [row["unit"] for row in found] == ["percent", "s", "percent"]
    assert found[0]["prediction"] == found[2]["prediction"] == f"{answered().prediction:.6g}"


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"network_gb_s": "fast"}, "mine.csv:3:network_gb_s: 'fast' is not a number; allowed: a number above 0"),
        ({"node_chips": "7.5"}, "mine.csv:3:node_chips: '7.5' is not allowed; allowed: a whole number, 1 or more"),
        ({"failure_rate_percent": "-1"}, "mine.csv:3:failure_rate_percent: '-1' is not allowed; allowed: a number above 0"),
        ({"layer_count": "inf"}, "mine.csv:3:layer_count: 'inf' is not allowed; allowed: a whole number, 1 or more"),
        ({"key_value_heads": "80"}, "mine.csv:3:key_value_heads: 80 is not allowed; allowed: at most the attention_heads of 64"),
        ({"expert_count": "8"}, "mine.csv:3:experts_per_token: the architecture of model 'Llama-2-70B' lacks experts_per_token and expert_feedforward_size; "),
        ({"model": "mine", "layer_count": "8"}, "mine.csv:3:hidden_size: the architecture of model 'mine' lacks hidden_size and attention_heads and "),
        ({"chip_id": "mine"}, "mine.csv:3:chip_id: no chip 'mine' in the tables; give peak_tflops and memory_bandwidth_gb_s"),
        ({"chip_count": "2"}, "mine.csv:3:chip_count: the model does not fit into the memory of 2 x nvidia-h800"),
        ({"metric": "warmth"}, "mine.csv:3:metric: metric 'warmth' is not predicted; allowed: "),
    ],
)
def test_what_is_wrong_is_told_in_one_line_with_its_place(tmp_path, changed, line):
    found, told = ran(tmp_path, "predict", ROW, ROW | changed, ROW)
    assert len(told) == 1 and told[0].startswith(line)
    assert found[1]["prediction"] == "" and found[1]["note"] and found[0] == found[2] and found[0]["prediction"]


def test_a_column_that_is_misspelt_is_told_and_others_are_let_be(tmp_path):
    found, told = ran(tmp_path, "predict", ROW | {"network_gbs": "5", "colour": "red"})
    assert told == ["mine.csv:1:network_gbs: is not read; nearest that is: network_gb_s"] and found[0]["prediction"]


def test_the_command_matches_what_the_function_finds(tmp_path):
    job = {name: value for name, value in ROW.items() if name != "metric"}
    known, own = job | {"other_chip_id": "nvidia-a800"}, job | {f"other_{name}": value for name, value in OWN.items()}
    found, told = ran(tmp_path, "match", known, own)
    assert told == [] and [row["unit"] for row in found] == ["chips", "chips"]
    for row, chip in zip(found, ({"chip_id": "nvidia-a800"}, OWN), strict=True):
        match = matching(job, chip)
        assert float(row["prediction"]) == match.chips and f"{match.ratio:.3g} for each of the others; layout: TP" in row["note"]
        assert float(row["low"]) < match.chips < float(row["high"])


def test_what_a_row_says_of_its_own_chips_is_not_said_of_the_others():
    slow = training_matches.answer([ROW | {"other_chip_id": "nvidia-h800", "network_gb_s": "5", "peak_tflops": "300", "failure_rate_percent": "300"}])
    assert next(slow).prediction < 512


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"other_chip_id": ""}, "mine.csv:2:other_chip_id: '' is not allowed; allowed: a chip of the tables, a name with other_peak_tflops and "),
        ({"other_chip_id": "", "days": "30"}, "mine.csv:2:training_tokens: '' is not allowed; allowed: the tokens of the run"),
        ({"other_chip_id": "", "days": "soon"}, "mine.csv:2:days: 'soon' is not a number; allowed: a number above 0"),
        ({"other_chip_id": "mine"}, "mine.csv:2:other_chip_id: of the other: no chip 'mine' in the tables; give peak_tflops and memory_bandwidth_gb_s"),
        ({"other_network_gb_s": "0"}, "mine.csv:2:other_network_gb_s: of the other: network_gb_s: '0' is not allowed; allowed: a number above 0"),
        ({"chip_count": "4"}, "mine.csv:2:chip_count: 4 x nvidia-h800 do not train it themselves; allowed: a job that fits"),
        ({"model": "Nobody-7B"}, "mine.csv:2:model: no architecture of model 'Nobody-7B' in the tables"),
    ],
)
def test_what_cannot_be_matched_is_told_with_its_place(tmp_path, changed, line):
    found, told = ran(tmp_path, "match", ROW | {"other_chip_id": "nvidia-a800"} | changed)
    assert len(told) == 1 and told[0].startswith(line) and found[0]["prediction"] == ""


def test_where_no_number_keeps_up_the_reason_is_an_answer_and_no_fault(tmp_path):
    found, told = ran(tmp_path, "match", ROW | {"chip_count": "8192", "batch": "1024", "other_chip_id": "nvidia-v100", "other_network_gb_s": "1"})
    assert told == [] and found[0]["prediction"] == ""
    assert found[0]["note"].startswith("of up to 131,072 chips no number does, the best reach ")


def test_chips_that_are_done_in_time_are_and_fewer_are_not(tmp_path):
    job = {name: value for name, value in ROW.items() if name not in ("metric", "chip_count")} | {"training_tokens": "2e12"}
    found, told = ran(tmp_path, "match", *(job | {"days": days} for days in ("120", "60", "30")))
    chips = [float(row["prediction"]) for row in found]
    assert told == [] and chips == sorted(chips) and all(float(row["low"]) < float(row["prediction"]) < float(row["high"]) for row in found)
    days = [answered(**HOURS, chip_count=f"{count:g}").prediction / count / 24 for count in (chips[1], chips[1] - 8)]
    assert days[0] <= 60 < 1.1 * days[1]


def test_a_time_that_no_number_keeps_says_why(tmp_path):
    found, told = ran(tmp_path, "match", ROW | {"days": "1", "training_tokens": "2e14"})
    assert told == [] and found[0]["note"].startswith("of up to 131,072 chips no number does, the best reach ")


def test_a_file_without_the_columns_of_a_match_is_refused_in_a_line():
    result = CliRunner().invoke(main, ["match", "-"], input="chip_id,days\nnvidia-h100,3\n")
    assert result.exit_code == 1 and result.stdout == ""
    assert result.stderr == "detour: <stdin>: no column model; allowed: the columns of measurements.csv\n"
