"""The benchmark of sweeps runs, small, and holds every way against a plain loop over the same scenarios."""

from __future__ import annotations

import json

import sweepers
from detour.sweeps import predicted

from benchmarks import sweeps


def test_scenarios_are_measured_ones_and_no_two_the_same():
    rows = sweeps.scenarios(200)
    assert len({row["batch"] for row in rows}) == len(rows) == 200
    assert all(each["prediction"] for each in predicted(rows[:70])[:1]) and len({row["chip_id"] for row in rows}) > 5


def test_the_peer_computes_the_same():
    rows = sweepers.rows(40)
    assert sweeps.mapped(rows, 2) == predicted(rows)


def test_the_benchmark_prints_how_time_falls_and_grows(capsys, monkeypatch, tmp_path):
    for name, value in {"ROOT": tmp_path, "MANY": 16, "WORKERS": (1,), "GROWTH": (4, 40), "TIMES": 1}.items():
        monkeypatch.setattr(sweeps, name, value)
    sweeps.main()
    printed = capsys.readouterr().out
    measured = json.loads((tmp_path / "_build" / "benchmarks" / "sweeps.json").read_text())
    assert all(f"| {name} |" in printed and min(times.values()) > 0 for name, times in measured["workers"].items())
    assert measured["scenarios"]["4"]["sweep"] == 1 and {"sweep, Dask", "ProcessPoolExecutor.map"} < set(measured["workers"])
    # What is kept is not computed again.
    assert measured["scenarios"]["40"]["found again"] < measured["scenarios"]["40"]["plain loop"]
