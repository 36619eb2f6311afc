"""Laws of the fit: what is stored is what the fit finds, rows kept apart are never fitted, and the error is what the report says."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from detour import tables
from detour.prediction import answers, errors, fitting, refit
from detour.prediction.efficiencies import Efficiencies, load, spread_over
from detour.prediction.errors import spread_key
from detour.prediction.fitting import fit, measured, unfolded


@pytest.fixture(scope="module")
def again():
    """Return what a fit finds now."""
    return refit.rows()


def stored() -> dict[str, dict[str, str]]:
    with open(tables.DATA / "assumptions.csv", encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file) if row["id"].startswith("a-fit-")}


def test_every_fitted_assumption_is_found_again(again):
    assert set(again) == set(stored())
    for id, cells in again.items():
        for end in ("low", "central", "high"):
            assert float(stored()[id][end]) == pytest.approx(float(cells[end]), rel=5e-3), (id, end)
        assert stored()[id]["informed_by"] == cells["informed_by"], id


def test_a_stored_number_that_the_fit_does_not_find_is_seen(again):
    moved = float(stored()["a-fit-compute-share-nvidia"]["central"]) * 1.05
    assert moved != pytest.approx(float(again["a-fit-compute-share-nvidia"]["central"]), rel=5e-3)


def test_no_row_kept_for_validation_is_fitted(monkeypatch):
    seen = []
    monkeypatch.setattr(refit.fitting, "fit", lambda pairs, **more: seen.extend(pairs) or fit(pairs[:40], **more))
    refit.rows()
    assert {row["role"] for row, _ in seen} == {"calibration"}


def test_shares_are_shares_and_delays_are_short():
    for found in load().values():
        assert 0.2 < found.compute_share < 1 and 0.2 < found.memory_share < 1
        assert found.compute_share * found.narrow_share < 1
        assert 0 < found.overlap < 1 <= found.imbalance
        assert all(1e-6 < delay < 1e-3 for delay in (found.layer_overhead, found.expert_overhead, found.exchange_latency, found.sequence_overhead))


def test_a_fit_finds_the_efficiencies_that_made_the_measurements():
    pairs = measured(["calibration"])
    scenarios = [asked for _, asked in pairs]
    truth = Efficiencies(0.5, 0.6, 30e-6, 30e-6, 0.8, 0.6, 25e-6, 0.7, 0.2, 15e-6, 1.2)
    values = fitting.inference.values(scenarios, spread_over([each.maker for each in scenarios], dict.fromkeys(load(), truth)), fitting.settings_of())
    made = [(row | {"value": repr(float(value)), "unit": ""}, asked) for (row, asked), value in zip(pairs, values, strict=True)]
    found = unfolded(fit(made)[0])["nvidia"]
    for name in ("compute_share", "memory_share", "layer_overhead"):
        assert getattr(found, name) == pytest.approx(getattr(truth, name), rel=0.1), name


def test_predictions_of_rows_kept_apart_miss_by_less_than_a_two_number_roofline_would():
    apart = errors.misses(measured(["validation"]), load())
    assert np.median(apart.shares) < 0.15
    seen = answers.calibrated()
    assert 0.7 <= apart.coverage(lambda asked: answers.spreads_of()[spread_key(asked, seen)]) <= 0.97


def test_predictions_without_a_source_or_a_chip_hold_their_intervals():
    pairs, seen = measured(["calibration"]), answers.calibrated()
    for key in (errors.source, errors.chip):
        left = errors.left_out(pairs, key)
        assert np.median(left.shares) < 0.2
        assert 0.7 <= left.coverage(lambda asked: answers.spreads_of()[spread_key(asked, seen)]) <= 0.9
