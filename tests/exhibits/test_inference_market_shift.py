"""Laws of the exhibits and results on the shift from training to inference."""

import json
import math

import pytest
from detour import tables
from detour.exhibits import (
    inference_market_shift,
    inference_market_shift_china,
    inference_market_shift_forecasts,
    inference_market_shift_rivals,
    inference_market_shift_tokens,
)
from detour.results import engine

EXHIBITS = (
    inference_market_shift.shares,
    inference_market_shift.bound,
    inference_market_shift_forecasts.scoreboard,
    inference_market_shift_china.replacement,
    inference_market_shift_china.revenue,
    inference_market_shift_rivals.bandwidth,
    inference_market_shift_rivals.duel,
    inference_market_shift_tokens.tokens,
)


@pytest.mark.parametrize("make", EXHIBITS, ids=lambda make: make.__name__)
def test_every_row_drawn_has_a_source_and_no_number_is_missing(make):
    exhibit = make()
    assert (exhibit.frame["source"] != "").all()
    assert "nan" not in exhibit.title + exhibit.alt
    assert json.dumps(exhibit.chart().to_dict(), allow_nan=False)


def test_every_share_of_inference_in_the_estimates_is_drawn_or_said_by_an_article():
    frame = tables.load("estimates")
    known = set(frame[(frame["quantity"] == "inference_share") & (frame["source"] != "s-wsj24")]["id"])
    assert known == {ref for ref in inference_market_shift.statements()["id"] if ref.startswith("es-")}


def test_the_bound_is_the_ends_of_the_unmeasured_share():
    assert engine.value("r-shift-market-inference-low") == pytest.approx(0.8 * 40)
    assert engine.value("r-shift-market-inference-high") == pytest.approx(0.8 * 40 + 20)
    band = inference_market_shift.bounds()
    assert (band["least_percent"] <= band["greatest_percent"]).all()


def test_replacement_market_recomputed_from_the_rows():
    dollars = 70e9 / 7.1726
    assert engine.value("r-shift-replacement-usd") == pytest.approx(dollars)
    assert engine.value("r-shift-replacement-h20") == pytest.approx(dollars / 12_000)
    named = 7.5e9 + (6.497e9 + 3.5e9 + 1.5e9 + 1.6e9) / 7.1726
    assert engine.value("r-shift-forecast-by-sales") == pytest.approx(named / dollars)


def test_the_parity_used_lies_between_the_won_rates_of_the_month():
    assert 198.15 < engine.value("r-shift-won-rate") < 199.80


def test_a_forecast_without_result_is_not_scored():
    frame = inference_market_shift_forecasts.scores().set_index("forecast")
    assert frame.loc["c-wsj24-groq-deploy-2025", "kind"] == "not known"
    assert math.isnan(frame.loc["es-ims-gaudi-target-2024", "value"])
    assert frame.loc["c-wsj24-groq-deploy-2024", "value"] == pytest.approx(40_000 / 220_000)


def test_every_numeric_forecast_of_the_articles_is_on_the_scoreboard():
    claims = tables.load("claims")
    numeric = claims[claims["kind"].isin(["forecast", "plan"]) & claims["value"].notna() & (claims["unit"] != "KRW")]
    assert set(numeric["id"]) <= set(inference_market_shift_forecasts.scores()["forecast"])


def test_nvidias_claims_are_turned_over():
    frame = inference_market_shift_rivals.duels().set_index("id")
    assert frame.loc["c-wsj24-nvidia-twice-as-fast", "value"] == 0.5


def test_monthly_tokens_are_divided_by_the_mean_month():
    frame = inference_market_shift_tokens.volumes()
    google = frame[(frame["who"] == "Google") & (frame["date"] == "2024-05-01")]["tokens_per_day"].item()
    assert google == pytest.approx(9.7e12 / (365.25 / 12))
