"""Laws of the plain roofline and of the model without a mechanism: both are what they say, and neither sees what it predicts."""

from __future__ import annotations

import numpy as np
import pytest
from detour.prediction import errors, inference, mechanisms, plain, study
from detour.prediction.batch import batch_of
from detour.prediction.efficiencies import load, spread_over
from detour.prediction.settings import load as settings_of

PAIRS = study.pairs("calibration")
SCENARIOS = [scenario for _, scenario in PAIRS]


def without(mechanism: mechanisms.Mechanism) -> np.ndarray:
    asked = [mechanism.rewrite(pair)[1] for pair in PAIRS]
    return inference.values(*mechanism.change(batch_of(asked), spread_over([each.maker for each in asked], load())), settings_of())


WITH = inference.values(SCENARIOS, spread_over([each.maker for each in SCENARIOS], load()), settings_of())
#: Of a rate more is faster, of a time less.
SIGN = np.array([-1 if each.metric in inference.UNITS else 1 for each in SCENARIOS])


@pytest.mark.parametrize("mechanism", mechanisms.MECHANISMS, ids=lambda each: each.id)
def test_each_mechanism_moves_some_prediction_and_can_be_fitted_without(mechanism):
    found = without(mechanism)
    assert np.isfinite(found).all() and (found > 0).all()
    assert (np.abs(found / WITH - 1) > 0.01).any()


@pytest.mark.parametrize("id", ["exchanges", "overheads", "sequences", "routing", "attention", "imbalance"])
def test_what_takes_time_makes_nothing_faster(id):
    found = without(next(each for each in mechanisms.MECHANISMS if each.id == id))
    assert (SIGN * np.log(found / WITH) > -1e-9).all()


def test_the_roofline_finds_the_two_numbers_that_made_the_measurements():
    values = inference.read(plain.Roofline(batch_of(SCENARIOS), 0.4, 0.6))
    made = [(row | {"value": repr(float(value)), "unit": ""}, asked) for (row, asked), value in zip(PAIRS, values, strict=True)]
    assert plain.fit(made) == pytest.approx((0.4, 0.6), rel=0.02)


def test_the_roofline_of_one_dense_row_is_its_reading():
    pair = next(pair for pair in PAIRS if pair[0]["record_id"] == "inf-aic-h100-llama31-70b-vllm-tp2-b8")
    asked = pair[1]
    steps = plain.Roofline(batch_of([asked]), 1.0, 1.0)
    weights = 69.5e9 * asked.weight_bytes / asked.ways / asked.memory_bandwidth
    assert weights < steps.decode[0] < 1.3 * weights


@pytest.mark.parametrize("name", study.SETS)
def test_the_model_beats_the_roofline_on_rows_that_neither_saw(name):
    assert np.median(study.ours(name).shares) < 0.6 * np.median(study.of_roofline(name).shares)


def test_a_row_is_not_seen_by_the_fit_that_predicts_it():
    seen = []

    def model(some, unseen):
        seen.append(({errors.source(pair) for pair in some}, {errors.source(pair) for pair in unseen}))
        return errors.against(unseen, np.array([1.0] * len(unseen)))

    study.missed("source", model)
    assert all(not some & unseen for some, unseen in seen)
    assert set().union(*(unseen for _, unseen in seen)) == {errors.source(pair) for pair in PAIRS}
