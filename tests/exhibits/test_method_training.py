"""Laws of the exhibits on errors of training: parts add up to their set, and the bars are those of the page and of the study."""

from __future__ import annotations

import numpy as np
import pytest
from detour.exhibits import method_training, style
from detour.prediction import training_mechanisms, training_study
from detour.results import engine
from detour.tables import ROOT


@pytest.fixture(scope="module")
def table():
    return method_training.parts()


@pytest.fixture(scope="module")
def losses():
    return method_training.losses().set_index("label")


def test_the_parts_of_a_set_have_all_its_rows(table):
    for name, words in training_study.SETS.items():
        counts = table[words].str.extract(r" of (\d+)$")[0].astype(float).groupby(level="by").sum()
        assert set(counts) == {engine.value(f"r-train-rows-{name}")}


def test_a_cell_has_the_errors_of_its_rows(table):
    some = training_study.ours("source").of(lambda pair: pair[1].chip == "huawei-ascend-910b")
    median, ninth = (100 * np.quantile(some.shares, share) for share in (0.5, 0.9))
    cell = table.loc[("chip", "Ascend 910B"), "source left out"]
    told = [float(part.rstrip("%")) for part in cell.replace("(", "").replace(")", "").split()[:2]]
    assert told == pytest.approx([median, ninth], rel=0.05) and cell.endswith(f" of {len(some.pairs)}")


def test_the_whole_model_and_its_rival_are_drawn_as_the_page_says(losses):
    for label, prefix in (("The whole model", "r-train"), ("One MFU for every run", "r-constant")):
        assert losses.loc[label, "ninth_error_percent"] == pytest.approx(engine.value(f"{prefix}-ninth-source"))
        assert losses.loc[label, "median_error_percent"] == pytest.approx(engine.value(f"{prefix}-median-source"))
    assert losses["ninth_error_percent"].idxmax() == "One MFU for every run"


def test_every_mechanism_is_taken_out_once(losses):
    assert {label.removeprefix("Without: ") for label in losses.index if label.startswith("Without")} == {each.name for each in training_mechanisms.MECHANISMS}


def test_the_median_moves_little_and_the_worst_tenth_much_as_the_page_says(losses):
    errors = losses[["median_error_percent", "ninth_error_percent"]]
    moved = errors - errors.loc["The whole model"]
    own = moved[moved.index.str.startswith("Without")].astype(float)
    # A pass forward that is done again is a quarter of all work, in every run that does it.
    again = own.index.str.endswith("Recomputation")
    assert own.loc[~again, "median_error_percent"].abs().max() < 3 < own.loc[again, "median_error_percent"].item()
    assert own["ninth_error_percent"].max() > 6


def test_both_stand_on_the_page():
    text = (ROOT / "book" / "method.md").read_text(encoding="utf-8")
    assert "method_training.parts()" in text and "{numref}`fig-method-train-mechanisms`" in text
    assert all("<svg" in method_training.bought().svg(width) for width in (style.WIDE, style.NARROW))
