"""Laws of the fit of training: what is stored is found again, rows kept apart are never fitted, and unseen rows are missed by less than the goal."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from detour import tables
from detour.prediction import errors, training, training_answers, training_errors, training_fitting, training_refit
from detour.prediction.training_efficiencies import Shares, load
from detour.prediction.training_errors import kind
from detour.prediction.training_fitting import fit, measured, unfolded
from detour.prediction.training_scenario import METRICS, scenario
from detour.prediction.training_settings import load as settings_of

KEYS = {"source": errors.source, "chip": errors.chip}


@pytest.fixture(scope="module")
def again():
    """Return what a fit finds now."""
    return training_refit.rows()


@pytest.fixture(scope="module")
def pairs():
    return measured(["calibration"])


def stored() -> dict[str, dict[str, str]]:
    with open(tables.DATA / "assumptions.csv", encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_every_fitted_share_of_training_is_found_again(again):
    held = stored()
    for id, cells in again.items():
        for end in ("low", "central", "high"):
            assert float(held[id][end]) == pytest.approx(float(cells[end]), rel=5e-3), (id, end)
        assert held[id]["informed_by"] == cells["informed_by"], id
    assert float(held["a-train-reuse"]["central"]) * 1.05 != pytest.approx(float(again["a-train-reuse"]["central"]), rel=5e-3)


def test_no_row_kept_apart_is_fitted(monkeypatch):
    seen = []
    monkeypatch.setattr(training_refit.training_fitting, "fit", lambda pairs, *more: seen.extend(pairs) or fit(pairs, *more))
    training_refit.rows()
    assert {row["role"] for row, _ in seen} == {"calibration"}


def test_nine_in_ten_rows_of_calibration_are_answered(pairs):
    asked = [row for row in training_fitting.fitting.rows("training") if row["role"] == "calibration" and row["metric"] in METRICS]
    assert len(pairs) >= 0.9 * len(asked)


def test_shares_are_shares():
    for found in load().values():
        shares = found._replace(reuse=0.5, attention_reuse=0.5, routing=0.5, spread=0.5)
        assert all(0.2 < share < 1 for share in shares)
        assert 100 < found.reuse < 10_000 and 30 < found.attention_reuse < 1000 and 3 < found.routing < 40 and 0 < found.spread < 0.03


def test_a_fit_finds_the_shares_that_made_the_measurements(pairs):
    truth = Shares(0.65, 0.6, 900.0, 0.5, 16.0, 100.0, 0.6, 0.5, 0.6, 0.01)
    values = training_errors.predicted([asked for _, asked in pairs], dict.fromkeys(load(), truth))
    made = [(row | {"value": repr(float(value))}, asked) for (row, asked), value in zip(pairs, values, strict=True)]
    found = unfolded(fit(made)[0])["nvidia"]
    assert found.compute_share == pytest.approx(truth.compute_share, rel=0.1)
    # Few rows have experts, so that the start keeps part of its weight.
    start = training_fitting.START.expert_share
    assert abs(np.log(found.expert_share / truth.expert_share)) < 0.5 * abs(np.log(start / truth.expert_share))
    remade = training_errors.misses(made, unfolded(fit(made)[0]))
    assert np.median(remade.shares) < 0.02


def test_the_layouts_left_out_of_the_search_never_hold_the_best(pairs):
    space, settings = training.space_of([asked for _, asked in pairs]), settings_of()
    quick = training_fitting.quick(space, settings)
    assert len(quick.run) < len(space.run)
    for shares in load().values():
        assert training.best_times(quick, shares, settings) == pytest.approx(training.best_times(space, shares, settings), rel=0.01)


@pytest.mark.parametrize("name", KEYS)
def test_rows_whose_source_or_chip_no_fit_saw_are_missed_by_less_than_the_goal(pairs, name):
    ours = errors.left_out(pairs, KEYS[name], training_errors.fitted)
    rule = errors.left_out(pairs, KEYS[name], training_errors.constant)
    assert np.median(ours.shares) < 0.12 and np.quantile(ours.shares, 0.9) < 0.25
    assert np.median(ours.shares) < 0.7 * np.median(rule.shares)
    assert np.quantile(ours.shares, 0.9) < 0.7 * np.quantile(rule.shares, 0.9)


@pytest.mark.parametrize("name", KEYS)
def test_intervals_hold_what_they_promise(pairs, name):
    seen, factors = training_answers.calibrated(), training_answers.spreads_of()
    left = errors.left_out(pairs, KEYS[name], training_errors.fitted)
    assert 0.7 <= left.coverage(lambda asked: factors[kind(asked, seen)]) <= 0.97


def test_intervals_hold_rows_told_beside():
    seen, factors = training_answers.calibrated(), training_answers.spreads_of()
    beside = training_errors.misses(measured(["context"]), load())
    assert 0.7 <= beside.coverage(lambda asked: factors[kind(asked, seen)]) <= 0.97


def test_the_fall_of_mfu_with_scale_is_predicted_beyond_the_sizes_that_were_fitted():
    """Fit without the sizes above 1,024 chips, and predict the two that were measured beyond."""
    series = [pair for pair in measured(["calibration", "context"]) if pair[0]["record_id"].startswith("trn-910b-gpt3-175b-mfu-")]
    beyond = [pair for pair in series if pair[1].chips > 1024]
    assert sorted(asked.chips for _, asked in beyond) == [2048, 6144]
    known = [pair for pair in measured(["calibration"]) if pair not in beyond]
    shares = unfolded(fit(known)[0])
    missed = training_errors.misses(beyond, shares)
    assert missed.shares.max() < 0.08
    first = next(asked for _, asked in series if asked.chips == 1024)
    values = training_errors.predicted([first, *(asked for _, asked in sorted(beyond, key=lambda pair: pair[1].chips))], shares)
    assert values[0] > values[1] > values[2]
    assert 0.9 < values[2] / values[0] < 0.98


def test_a_larger_cluster_on_the_same_batch_wastes_more():
    row = {"chip_id": "nvidia-h100", "model": "GPT-3 175B", "metric": "mfu", "input_len": "2048", "batch": "1152", "precision": "BF16"}
    found = training_errors.predicted([scenario(row | {"chip_count": str(chips)}) for chips in (96, 384, 1536, 4608)], load())
    assert (np.diff(found) < 0).all()
