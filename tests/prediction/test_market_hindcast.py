"""Laws of the hindcast: no forecast sees its year, weights neither narrow nor widen more than they may, and the page says what is found."""

from __future__ import annotations

import math

import numpy as np
import pytest
from detour.models import market as model
from detour.models import sampling
from detour.prediction import market, market_hindcast
from detour.prediction.market import Count
from detour.prediction.market_hindcast import ahead, errors, widths
from detour.tables import DATA

BY = {(each.count.name, each.count.year): each for each in ahead()}
ALL = market.up_to(2025)
GIVEN = market.drawn(market.ends(), market.correlations())
FOUND = market.run(GIVEN)


def misses(each, number: float) -> float:
    return abs(number / each.count.value - 1)


def changed(monkeypatch, name: str, year: int, factor: float) -> dict:
    """Return the hindcast with one count changed."""
    counts = [each._replace(value=each.value * (factor if (each.name, each.year) == (name, year) else 1)) for each in market.counts()]
    monkeypatch.setattr(market, "counts", lambda data=DATA: counts)
    return {(each.count.name, each.count.year): each for each in market_hindcast.ahead.__wrapped__(DATA)}


@pytest.mark.parametrize(("name", "year"), BY)
def test_what_is_said_of_a_year_is_blind_to_its_counts_and_later_ones(monkeypatch, name, year):
    other = changed(monkeypatch, name, year, 3.0)
    for each, found in other.items():
        before = BY[each]
        said, unmoved = ((at.band, at.stayed, at.grew, at.centre) for at in (found, before))
        if each[1] <= year:
            assert repr(said) == repr(unmoved), each
        else:
            assert found.band != before.band, each


def test_the_first_year_is_said_from_no_count_and_without_counts_all_samples_weigh_the_same():
    prior = market.up_to(model.FIRST - 1)
    assert np.ptp(prior.weights) == 0 and sampling.effective_size(prior.weights) == pytest.approx(market.SAMPLES)
    assert all(each.band == each.before for each in ahead() if each.count.year == model.FIRST)


def test_half_the_weight_lies_on_either_side_of_a_median_and_four_fifths_in_a_band():
    for ensemble in (market.up_to(model.FIRST - 1), market.up_to(2023), ALL):
        for year in (2024, 2030):
            low, middle, high = ensemble.band("stock", year)
            values, weights = ensemble.found[f"stock_{year}"], ensemble.weights
            assert weights.sum() == pytest.approx(1)
            assert weights[values < middle].sum() == pytest.approx(0.5, abs=0.01)
            assert weights[(values >= low) & (values <= high)].sum() == pytest.approx(market.BAND, abs=0.02)


@pytest.mark.parametrize("left_out", range(len(market.COUNTED)))
def test_a_count_that_is_left_out_widens_the_band_of_its_quantity_and_brings_its_median_no_nearer(left_out):
    gone, rest = without(left_out)
    with_it, without_it = (each.band(gone.name, gone.year) for each in (ALL, rest))
    assert without_it[2] / without_it[0] > with_it[2] / with_it[0]
    # The median may stay where it is, at the sample that lies there.
    assert abs(math.log(without_it[1] / gone.value)) >= abs(math.log(with_it[1] / gone.value))


def without(place: int) -> tuple[Count, market.Ensemble]:
    """Return a count, and the samples weighed by all others."""
    counts = market.counts()
    gone = counts.pop(place)
    return gone, market.ensemble(market.ends(), market.correlations(), counts, market_hindcast.registry.find(market.SPREAD).value)


def test_fewer_counts_leave_more_samples_as_a_rule():
    # One that agrees with what most samples say may leave fewer.
    left = [sampling.effective_size(without(place)[1].weights) for place in range(len(market.COUNTED))]
    assert np.mean(left) > 1.2 * sampling.effective_size(ALL.weights) < np.median(left) * 1.1


def test_weighed_bands_hold_truths_that_the_model_itself_made():
    """Take samples as the truth, count them with errors of the spread, and ask for the last counted year and what comes after it from those counts."""
    spread, draw = market_hindcast.registry.find(market.SPREAD).value, np.random.default_rng(11)
    modelled = np.column_stack([FOUND[f"{name}_{year}"] for name, year, _, _ in market.COUNTED])
    held = {("stock", 2026): [], ("cards", 2026): [], ("inference_share", 2030): []}
    for truth in draw.integers(0, market.SAMPLES, 150):
        made = modelled[truth] * np.exp(draw.normal(0, spread, modelled.shape[1]))
        rest = np.arange(market.SAMPLES) != truth
        weights = sampling.matched(modelled[rest], made, spread)
        for (name, year), found in held.items():
            low, high = sampling.quantiles(FOUND[f"{name}_{year}"][rest], weights, market.ENDS)
            found.append(low <= FOUND[f"{name}_{year}"][truth] <= high)
    for name, found in held.items():
        # Three standard deviations of a share of 150.
        assert np.mean(found) == pytest.approx(market.BAND, abs=3 * math.sqrt(0.16 / len(found))), name


def test_forecasts_without_a_model_are_those_by_hand():
    found = BY["stock", 2024]
    assert found.stayed == BY["stock", 2023].count.value
    assert found.grew == pytest.approx(BY["stock", 2023].count.value ** 2 / BY["stock", 2022].count.value)
    first, last = BY["cards", 2022].count.value, BY["cards", 2024].count.value
    assert BY["cards", 2025].grew == pytest.approx(last * math.sqrt(last / first)) and 1 < first < 1.5 < 2.5 < last < 3
    assert math.isnan(BY["stock", 2022].stayed) and math.isnan(BY["spending", 2024].grew)
    assert found.own == pytest.approx(259.9 * 1.339**2) and BY["stock", 2023].own == pytest.approx(268 * (1271.4 / 268) ** 0.25)
    assert market_hindcast.went_on([Count("stock", 2022, 2.0, ""), Count("stock", 2023, 4.0, "")], "stock", 2025) == (4.0, 16.0)


def test_errors_are_taken_over_the_counts_that_both_forecasts_have():
    assert [len(errors(ahead(), name)) for name in ("median", "stayed", "grew", "own")] == [12, 8, 4, 2]
    assert errors(ahead(), "median", "grew").tolist() == [misses(each, each.median) for each in ahead() if not math.isnan(each.grew)]


def test_the_band_of_most_counts_holds_them_and_is_neither_a_point_nor_the_world():
    missed = [place for place, each in BY.items() if not each.holds(each.band)]
    assert missed == [("domestic_cards", 2024)] and BY["domestic_cards", 2024].band[2] < BY["domestic_cards", 2024].count.value
    assert 1.5 < np.median(widths(ahead())) < 3 < np.median(widths(ahead(), "before"))


def test_the_page_of_method_says_what_is_found():
    # Earlier counts made medians no better.
    assert np.median(errors(ahead(), "median")) > np.median(errors(ahead(), "prior")) - 0.03
    # Growth going on: nearer for cards, near for capacity, for the domestic share far too low and then far too high.
    cards, stock, share = BY["cards", 2025], BY["stock", 2024], BY["domestic_cards", 2025]
    assert misses(cards, cards.grew) < misses(cards, cards.median) and misses(stock, stock.grew) < 0.15 and share.grew > 1.8 * share.count.value
    assert BY["domestic_cards", 2024].grew < 0.4 * BY["domestic_cards", 2024].count.value
    # The model beats no change, and IDC's forecast of 2023 from the same counts.
    assert np.median(errors(ahead(), "median", "stayed")) < 0.5 * np.median(errors(ahead(), "stayed"))
    two_years = market.up_to(2022).band("stock", 2024)[1]
    assert misses(stock, two_years) < 0.7 * misses(stock, stock.own)


def test_a_spread_at_its_high_end_gives_a_count_less_than_half_the_weight_and_widens_the_outlook():
    low, central, high = sorted(market_hindcast.tables.load("assumptions").set_index("id").loc[market.SPREAD, ["low", "central", "high"]])
    assert (central / high) ** 2 < 0.5
    ends = [market_hindcast.outlook(spread).band("stock", 2030, market.ENDS) for spread in (low, central, high)]
    spans = [top / bottom for bottom, top in ends]
    assert spans == sorted(spans) and spans[2] < 1.5 * spans[0]


def test_another_draw_of_the_samples_moves_medians_by_little_and_finds_the_same_miss(monkeypatch):
    monkeypatch.setattr(market, "SEED", 1)
    market._ensemble.cache_clear()
    try:
        again, other = market_hindcast.ahead.__wrapped__(DATA), market.up_to(2025)
    finally:
        market._ensemble.cache_clear()
    assert [each.holds(each.band) for each in again] == [each.holds(each.band) for each in ahead()]
    assert [each.median for each in again] == pytest.approx([each.median for each in ahead()], rel=0.08)
    for name in ("stock", "tokens_served", "inference_share"):
        assert other.band(name, 2030)[1] == pytest.approx(ALL.band(name, 2030)[1], rel=0.15)


def test_inputs_that_cite_later_numbers_are_told():
    late = market_hindcast.informed_late(2023)
    assert set(late) <= set(market.ROWS) and {"domestic_growth", "tokens", "foreign"} <= set(late)
    assert set(market_hindcast.informed_late(2026)) < set(late)
