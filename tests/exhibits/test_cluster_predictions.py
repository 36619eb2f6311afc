"""Laws of the named runs: every row is drawn once, its miss is that of a fit without its source, and what is not answered says why."""

from __future__ import annotations

import numpy as np
import pytest
from detour.exhibits import cluster_workarounds_predictions as drawn
from detour.exhibits import style
from detour.prediction import errors, training_answers, training_errors, training_named, training_study
from detour.prediction.training_scenario import METRICS, scenario
from detour.tables import ROOT


@pytest.fixture(scope="module")
def frame():
    return drawn.rows().set_index("record_id")


def test_every_row_of_a_named_run_is_drawn_once(frame):
    assert frame.index.is_unique and list(frame.index) == [id for rows in training_named.RUNS.values() for id in rows]
    for part in ("H800", "910B", "H100"):
        assert frame["system"].str.contains(part).any()


def test_a_row_that_was_fitted_misses_as_without_its_source(frame):
    """Hold rows of calibration against the cross-validation that leaves out one source at a time."""
    some, found = training_study.ours("source"), 0
    for (row, asked), log in zip(some.pairs, some.logs, strict=True):
        if row["record_id"] in frame.index:
            way = -1 if asked.metric in ("accelerator_hours", "step_time") else 1
            assert frame.loc[row["record_id"], "speed_ratio"] == pytest.approx(np.exp(way * log))
            found += 1
    assert found >= 3


def test_a_row_that_was_kept_apart_is_not_predicted_from_its_neighbours(frame):
    pair = next(pair for pair in training_study.pairs("validation") if pair[0]["record_id"] == "trn-h100-llama3-405b-n16384-s8192")
    rest = [each for each in training_study.pairs("calibration") if errors.source(each) != "s-llama3"]
    assert len(rest) < len(training_study.pairs("calibration"))
    expected = training_errors.fitted(rest, [pair]).logs[0]
    assert np.log(frame.loc[pair[0]["record_id"], "speed_ratio"]) == pytest.approx(expected)


def test_hours_and_steps_are_told_as_speeds(frame):
    """A run that is said to take more hours than it did is predicted too slow."""
    hours = frame.loc["trn-run-bloom-176b"]
    pair = next(pair for pair in training_study.pairs("context") if pair[0]["record_id"] == "trn-run-bloom-176b")
    told = training_answers.answers([pair[1]])[0]
    # What is stored of the fit has four digits, and no row of that source was fitted.
    assert hours["measured"] / told.prediction == pytest.approx(hours["speed_ratio"], rel=3e-3)
    assert hours["speed_ratio_high"] / hours["speed_ratio"] == pytest.approx(told.high / told.prediction)


def test_a_miss_is_a_bar_that_does_not_reach_the_line(frame):
    for row in frame[frame["state"] != drawn.UNANSWERED].itertuples():
        assert (row.speed_ratio_low <= 1 <= row.speed_ratio_high) == (row.state == drawn.INSIDE)


def test_misses_stand_on_both_sides_as_the_chapter_says(frame):
    missed = frame.loc[frame["state"] == drawn.MISSED, "speed_ratio"]
    assert missed.min() < 1 < missed.max()
    for chip in ("H800", "910B"):
        assert frame.loc[frame["system"].str.endswith(chip), "speed_ratio"].agg(["min", "max"]).sub(1).prod() < 0


def test_what_is_not_answered_says_why_and_nothing_else_is_left_out(frame):
    silent = frame[frame["state"] == drawn.UNANSWERED]
    assert "trn-hethub-140b" in silent.index and silent["note"].isin(drawn.REASONS.values()).all()
    assert silent["speed_ratio"].isna().all() and frame.drop(silent.index)["speed_ratio"].notna().all()
    exhibit = drawn.named()
    assert all(run in exhibit.caption for run in silent["system"]) and f"Of {len(frame) - len(silent)} measurements" in exhibit.title


def test_what_a_source_leaves_open_is_read_as_said():
    read = [each for each in training_named.named() if each.read]
    assert {each.run for each in read} == {"MegaScale, Ampere"}
    for each in read:
        assert each.row["metric"] in METRICS and scenario(training_named._read(each.row)).chip == "nvidia-a100"


def test_it_stands_in_the_chapter_and_draws_at_both_widths():
    exhibit = drawn.named()
    assert all("<svg" in exhibit.svg(width) for width in (style.WIDE, style.NARROW))
    text = (ROOT / "book" / "cluster-workarounds.md").read_text(encoding="utf-8")
    assert "{numref}`fig-cluster-predictions`" in text and "cluster_workarounds_predictions.named()" in text
