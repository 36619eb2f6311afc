"""Laws of the exhibits on error: each row is drawn once, with the interval that it would be told, and the page's numbers are those drawn."""

from __future__ import annotations

import numpy as np
import pytest
from detour.exhibits import method_predictions
from detour.prediction import answers, fitting, study
from detour.results import engine


@pytest.fixture(scope="module")
def points():
    return method_predictions.points().set_index("record_id")


def test_every_row_that_no_fit_saw_is_drawn_once(points):
    assert points.index.is_unique
    drawn = {name: set(points.index[points["set"] == words.capitalize()]) for name, words in study.SETS.items() if name in method_predictions.DRAWN}
    assert {name: len(ids) for name, ids in drawn.items()} == {name: engine.value(f"r-predict-rows-{name}") for name in drawn}


def test_a_row_kept_apart_is_drawn_as_the_command_answers_it(points):
    rows = {row["record_id"]: row for row, _ in study.pairs("validation")}
    for told in answers.answer(rows.values()):
        drawn = points.loc[told.record_id]
        # What is stored of the fit has four digits.
        assert drawn["predicted"] == pytest.approx(told.prediction, rel=2e-3)
        assert drawn["high"] / drawn["predicted"] == pytest.approx(told.high / told.prediction)
        assert drawn["measured"] == fitting.observed(rows[told.record_id])


def test_the_table_counts_every_row_of_a_set():
    table = method_predictions.by_maker().reset_index()
    for name, words in study.SETS.items():
        assert table.loc[table["rows"] == words, "n"].sum() == len(study.ours(name).pairs)


def test_the_whole_model_and_the_roofline_are_drawn_as_the_page_says():
    errors = method_predictions.losses().set_index("label")["median_error_percent"]
    assert errors["The whole model"] == pytest.approx(engine.value("r-predict-median-source"))
    assert errors["Roofline with two numbers"] == pytest.approx(engine.value("r-roofline-median-source")) == errors.max()


def test_an_error_is_the_share_by_which_a_prediction_is_off(points):
    apart = points[points["set"] == "Kept apart"]
    errors = np.abs(apart["predicted"] / apart["measured"] - 1)
    assert 100 * np.median(errors) == pytest.approx(engine.value("r-predict-median-validation"))
