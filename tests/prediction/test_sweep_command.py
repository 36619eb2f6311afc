"""Laws of `detour sweep`: a whole file or none, and one line for whoever asks for what cannot be."""

from __future__ import annotations

import csv
import sys

import pytest
from click.testing import CliRunner
from detour.cli import main
from detour.sweeps.store import Store

HEAD = "record_id,chip_id,chip_count,model,metric,batch,input_len,mine\n"
TEXT = HEAD + 'a,nvidia-h100,64,Llama-2-70B,mfu,512,4096,"kept, too"\nb,nobody-x1,64,Llama-2-70B,mfu,512,4096\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*arguments: str, text: str | None = None):
    return CliRunner().invoke(main, ["sweep", *arguments, "--workers", "1"], input=text)


def read(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_file_of_answers_has_the_columns_asked_and_those_of_a_prediction(folder):
    done = run("rows.csv", "--out", "out.csv", "--vary", "chip_count=64,128", "--vary", "precision=BF16", "--samples", "2")
    assert (done.exit_code, done.stdout) == (0, f"{folder / 'out.csv'}: 8 answers, 4 with a prediction\n".replace(f"{folder}/", ""))
    found = read(folder / "out.csv")
    assert list(found[0]) == [*HEAD.strip().split(","), "precision", "sample", "prediction", "low", "high", "unit", "note"]
    assert [(row["record_id"], row["chip_count"], row["sample"]) for row in found] == [(id, count, n) for id in "ab" for count in ("64", "128") for n in "01"]
    assert found[0]["mine"] == "kept, too" and float(found[0]["low"]) < float(found[0]["prediction"]) and "no chip 'nobody-x1'" in found[-1]["note"]
    assert {path.name for path in folder.iterdir()} == {"rows.csv", "out.csv"}


def test_answers_are_those_of_predict(folder):
    run("rows.csv", "--out", "out.csv")
    told = list(csv.DictReader(CliRunner().invoke(main, ["predict", "rows.csv"]).stdout.splitlines()))
    assert [{name: row[name] for name in told[0]} for row in read(folder / "out.csv")] == told


def test_standard_input_is_read_and_a_file_is_written_anew(folder):
    (folder / "out.csv").write_text("old")
    assert run("-", "--out", "out.csv", text=TEXT).exit_code == 0
    assert len(read(folder / "out.csv")) == 2
    assert run("-", "--out", "out.csv", text=HEAD).stdout == "out.csv: 0 answers, 0 with a prediction\n"
    assert (folder / "out.csv").read_text().startswith("record_id,")


@pytest.mark.parametrize(
    ("arguments", "text", "line"),
    [
        ([], "a,b\n1,2\n", "<stdin>: no column chip_id, model, metric; allowed: the columns of measurements.csv"),
        (["--vary", "warmth=1"], TEXT, "--vary warmth=1: no column 'warmth'; allowed: area, attention_heads, batch, "),
        (["--vary", "batch="], TEXT, "--vary batch=: no values; allowed: batch=value,value"),
        (["--store", "rows.csv"], TEXT, "rows.csv: file is not a database"),
        (["--store", "old"], TEXT, "old holds answers of another version of the tables or of the model; name another file, or take this one away"),
        (["--scheduler", "nowhere"], TEXT, "--scheduler nowhere: missing port number in address 'nowhere'"),
        (["--out", "no/out.csv"], TEXT, "no/out.csv: no folder there that can be written to"),
        (["--out", "/dev/null"], TEXT, "/dev/null is not a file"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_nothing_is_written(folder, arguments, text, line):
    Store(folder / "old", "of another time").__exit__()
    done = run("-", "--out", "out.csv", *arguments, text=text)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"detour: {line}") and done.stderr.count("\n") == 1
    assert {path.name for path in folder.iterdir()} == {"rows.csv", "old"} and (folder / "rows.csv").read_text() == TEXT


def test_without_dask_a_scheduler_is_refused_in_one_line(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run("rows.csv", "--out", "out.csv", "--scheduler", "tcp://127.0.0.1:8786")
    assert (done.exit_code, done.stderr) == (1, "detour: --scheduler needs dask.distributed, which is not installed; pip install distributed\n")
    assert not (folder / "out.csv").exists()


@pytest.mark.parametrize("arguments", [["rows.csv"], ["rows.csv", "--out", "x", "--samples", "-1"], ["rows.csv", "--out", "x", "--workers", "0"]])
def test_wrong_usage_leaves_with_status_2(folder, arguments):
    assert CliRunner().invoke(main, ["sweep", *arguments]).exit_code == 2
