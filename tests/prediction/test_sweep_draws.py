"""Laws of drawn inputs: inside their intervals, as the fit has them together, the same for everyone."""

from __future__ import annotations

import numpy as np
import pytest
from detour import tables
from detour.prediction import training_fitting
from detour.sweeps import Serial, draws, sweep
from detour.sweeps.work import Part, compute, predicted

FITTED = ("a-fit-", "a-train-compute", "a-train-memory", "a-train-reuse", "a-train-attention", "a-train-expert", "a-train-exchange", "a-train-routing")
FITTED += ("a-train-network-share", "a-train-overlap", "a-train-spread")


@pytest.fixture(scope="module")
def found():
    return draws(1024)


@pytest.fixture(scope="module")
def table():
    return tables.load("assumptions").set_index("id")


def test_every_uncertain_assumption_of_the_models_is_drawn_and_no_other(found, table):
    uncertain = table[table["low"] < table["high"]].index
    assert set(found.columns) == {id for id in uncertain if id.startswith(("a-serve-", "a-train-", "a-fit-"))} | {"a-hi-cache-width"}


def test_what_is_not_fitted_stays_in_its_interval_with_its_centre_in_the_middle(found, table):
    for id in found.columns:
        if not id.startswith(FITTED):
            low, central, high = table.loc[id, ["low", "central", "high"]]
            assert found[id].between(low * (1 - 1e-12), high * (1 + 1e-12)).all(), id
            assert (found[id] <= central * (1 + 1e-9)).mean() >= 0.5 and (found[id] >= central * (1 - 1e-9)).mean() >= 0.5, id


def test_what_is_counted_comes_in_powers_of_two(found):
    assert set(found["a-train-length"]) == {2048.0, 4096.0, 8192.0} and set(found["a-train-routed-nodes"]) == {2.0, 4.0, 8.0}


def test_four_in_five_of_a_fitted_share_lie_in_its_interval(found, table):
    for id in (id for id in found.columns if id.startswith(FITTED)):
        low, central, high = table.loc[id, ["low", "central", "high"]]
        for quantile, meant in ((0.1, low), (0.5, central), (0.9, high)):
            assert abs(np.log(np.quantile(found[id], quantile) / meant)) < 0.05 * np.log(high / low), (id, quantile)


def test_shares_are_drawn_together_as_they_were_fitted(found):
    _, covariance = training_fitting.fit(training_fitting.measured(["calibration"]))
    sizes = np.sqrt(np.diag(covariance))
    names = [f"a-train-{name.replace('_', '-')}" for name in training_fitting.Shares._fields]
    names[0] += "-others"
    # Those that are cut at one are compared by rank.
    drawn = found[names].corr("spearman").to_numpy()
    meant = 6 / np.pi * np.arcsin(covariance[: len(names), : len(names)] / np.outer(sizes, sizes)[: len(names), : len(names)] / 2)
    assert np.abs(drawn - meant).max() < 0.08 < np.abs(np.triu(meant, 1)).max()


def test_no_share_of_a_peak_exceeds_it(found, table):
    for id in found.columns:
        if table.at[id, "unit"] == "ratio" and table.at[id, "central"] < 1:
            assert found[id].max() <= max(1, table.at[id, "high"]), id


def test_a_drawn_value_takes_the_place_of_its_centre():
    row = {"chip_id": "nvidia-h800", "chip_count": "64", "model": "Llama-2-7B", "metric": "mfu", "batch": "512", "input_len": "4096"}
    centre = tables.load("assumptions").set_index("id")["central"]["a-train-compute-share-nvidia"]
    (_, one), (_, other), (_, less) = (
        compute(predicted, [Part((row,), drawn)], 1) for drawn in (None, {"a-train-compute-share-nvidia": centre}, {"a-train-compute-share-nvidia": centre / 2})
    )
    assert one == other != less


def test_intervals_of_samples_hold_the_prediction_from_centres():
    row = {"chip_id": "nvidia-h800", "chip_count": "64", "model": "Llama-2-7B", "metric": "mfu", "batch": "512", "input_len": "4096"}
    middle, spread = sweep([row], Serial())["prediction"][0], sweep([row], Serial(), samples=32)["prediction"]
    assert spread.quantile(0.1) < middle < spread.quantile(0.9) and spread.median() == pytest.approx(middle, rel=0.1)


def test_another_seed_draws_others(found):
    assert not draws(8, seed=1).equals(found.head(8))
