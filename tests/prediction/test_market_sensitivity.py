"""Laws of the indices: known functions have their known indices, more samples change none that matters, and the drawing shows all that do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from detour.exhibits import inference_market_shift_sensitivity as drawn
from detour.prediction import market, market_sensitivity

#: How far an estimate from the published number of samples may be off.
OFF = 0.02


def even(ratio: float) -> tuple[float, float, float]:
    """Return ends between which a logarithm is even."""
    return (1 / ratio, 1.0, ratio)


def test_a_sum_has_the_indices_of_its_parts():
    weights, ratios = np.array([1.0, 2.0, 0.5, 0.0]), (2.0, 3.0, 4.0, 9.0)
    inputs = {name: even(ratio) for name, ratio in zip("abcd", ratios, strict=True)}
    first, total = market_sensitivity.decomposed(lambda given: sum(w * np.log(given[n]) for w, n in zip(weights, "abcd", strict=True))[None], inputs)
    parts = (weights * np.log(ratios)) ** 2
    assert first[0] == pytest.approx(parts / parts.sum(), abs=OFF) and total[0] == pytest.approx(parts / parts.sum(), abs=OFF)


def test_the_function_of_ishigami_has_its_indices():
    a, b = 7.0, 0.1
    inputs = {name: even(math.exp(math.pi)) for name in "xyz"}

    def ishigami(given):
        x, y, z = (np.log(given[name]) for name in "xyz")
        return (np.sin(x) + a * np.sin(y) ** 2 + b * z**4 * np.sin(x))[None]

    first, total = market_sensitivity.decomposed(ishigami, inputs)
    alone = [0.5 * (1 + b * math.pi**4 / 5) ** 2, a**2 / 8, 0.0]
    shared = b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    whole = sum(alone) + shared
    assert first[0] == pytest.approx([each / whole for each in alone], abs=OFF)
    assert total[0] == pytest.approx([(alone[0] + shared) / whole, alone[1] / whole, shared / whole], abs=OFF)


@pytest.mark.parametrize("year", drawn.YEARS)
def test_twice_the_samples_move_no_index_that_matters(year):
    once, twice = (market_sensitivity.indices(year, count=count) for count in (market_sensitivity.SAMPLES, 2 * market_sensitivity.SAMPLES))
    for few, many in zip(once, twice, strict=True):
        assert (few.output, few.input) == (many.output, many.input)
        if max(few.total, many.total) >= market_sensitivity.MATTERS:
            assert few.total == pytest.approx(many.total, abs=OFF) and few.first == pytest.approx(many.first, abs=OFF)


@pytest.mark.parametrize("year", drawn.YEARS)
def test_parts_are_parts(year):
    for output in market_sensitivity.OUTPUTS:
        some = [each for each in market_sensitivity.indices(year) if each.output == output]
        assert {each.input for each in some} == set(market.ROWS)
        assert all(-OFF < each.first < each.total + OFF < 1 for each in some) and sum(each.first for each in some) < 1 + OFF
        assert all(0 <= each.weighed < 1 for each in some)


def test_what_moves_no_capacity_decides_nothing_of_it():
    apart = {"card_domestic", "card_foreign", "card_growth", "price", "price_change", "overhead"}
    assert all(each.total == pytest.approx(0, abs=1e-9) for each in market_sensitivity.indices(2030) if each.input in apart)


def test_every_input_that_matters_is_drawn_with_its_row():
    frame = drawn.parts()
    matter = {
        (drawn.PANELS[each.output][0], market.ROWS[each.input])
        for year in drawn.YEARS
        for each in market_sensitivity.indices(year)
        if each.total >= market_sensitivity.MATTERS
    }
    assert matter <= set(zip(frame["panel"], frame["id"], strict=True))
    assert dict(drawn.sensitivity().rests).keys() == set(frame["label"]) and set(drawn.NAMES) == set(market.ROWS)


def test_counts_say_how_fast_domestic_supply_grew_and_leave_how_long_growth_lasts():
    found = {each.input: each for each in market_sensitivity.indices(2030) if each.output == "stock"}
    supply, lasts = found["domestic_growth"], found["fade"]
    assert supply.total > 0.3 and lasts.total > 0.3
    assert supply.weighed < 0.2 < 0.45 < lasts.weighed
