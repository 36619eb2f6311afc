"""What the mechanisms of training buy: taken out, each changes predictions the way it must, and those that the model rests on cost error."""

from __future__ import annotations

import numpy as np
import pytest
from detour.prediction import training_errors, training_mechanisms
from detour.prediction.training_efficiencies import load
from detour.prediction.training_fitting import measured
from detour.prediction.training_mechanisms import MECHANISMS


@pytest.fixture(scope="module")
def pairs():
    return measured(["calibration"])


@pytest.fixture(scope="module")
def missed(pairs):
    return training_mechanisms.unseen(pairs)


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda each: each.id)
def test_a_cost_that_is_taken_out_makes_no_run_slower_and_one_that_hides_no_run_faster(pairs, mechanism):
    runs = [asked for _, asked in pairs if asked.metric != "step_time"]
    whole = training_errors.predicted(runs, load())
    less = training_errors.predicted(runs, load(), mechanism.change)
    assert (less >= whole * (1 - 1e-9)).all() if mechanism.id != "overlap" else (less <= whole * (1 + 1e-9)).all()
    assert not np.allclose(less, whole)


def test_the_model_as_it_is_is_the_one_that_is_reported(pairs, missed):
    assert set(missed) == {"all", *(each.id for each in MECHANISMS)}
    assert np.median(missed["all"].shares) < 0.12


@pytest.mark.parametrize("id", ["exchanges", "recomputation", "memory"])
def test_without_what_it_rests_on_the_model_misses_far_more_often_by_much(missed, id):
    """Hold the tenth that is missed by most against that of the whole model."""
    assert np.quantile(missed[id].shares, 0.9) > 1.2 * np.quantile(missed["all"].shares, 0.9)
