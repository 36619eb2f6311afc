"""Laws of the market that hold whatever its inputs: nothing is sold twice, limits bind, shares are shares, and more of a cause is never less of its effect."""

from __future__ import annotations

import numpy as np
import pytest
from detour.models import market as model
from detour.prediction import market

#: Rounding of sums and products of a few numbers.
NEAR = 1e-12
COUNT = 1024
GIVEN = market.drawn(market.ends(), market.correlations(), COUNT)
FOUND = market.run(GIVEN)
SHARES = ("inference_share", "language_share", "domestic_share", "domestic_cards", "utilisation", "unserved")


def of(name: str, year: int, found=FOUND) -> np.ndarray:
    return np.broadcast_to(found[f"{name}_{year}"], COUNT)


def more(**factors: float) -> dict:
    return market.run(GIVEN | {name: GIVEN[name] * factor for name, factor in factors.items()})


@pytest.mark.parametrize("year", model.YEARS)
def test_the_stock_is_what_is_kept_and_what_is_sold(year):
    before = GIVEN["stock"] if year == model.FIRST else of("stock", year - 1)
    assert of("kept", year) == pytest.approx(before - before / GIVEN["life"], rel=NEAR)
    assert of("stock", year) == pytest.approx(of("kept", year) + of("domestic", year) + of("foreign", year), rel=NEAR)
    assert (of("stock", year) > 0).all()


@pytest.mark.parametrize("year", model.YEARS)
def test_no_more_is_sold_than_is_wanted_and_limits_let_in(year):
    sold, wanted = of("sold", year), of("wanted", year)
    assert (sold <= wanted * (1 + NEAR)).all() and (of("domestic", year) <= of("limit", year)).all()
    assert (of("domestic", year) >= 0).all() and (of("foreign", year) >= 0).all()
    assert of("unmet", year) == pytest.approx(wanted - sold, abs=1e-9)
    if year >= model.LIMITED:
        assert (of("foreign", year) <= GIVEN["foreign" if year == model.LIMITED else "foreign_after"]).all()
    else:
        assert of("unmet", year) == pytest.approx(np.zeros(COUNT), abs=1e-9)


@pytest.mark.parametrize("year", model.YEARS)
def test_nothing_is_served_that_the_stock_cannot(year):
    assert (of("served", year) <= 1).all() and (of("tokens_served", year) <= of("tokens", year)).all()
    assert (of("busy", year) * of("served", year) <= GIVEN["most"] * of("stock", year) * (1 + NEAR)).all()
    assert of("busy", year) == pytest.approx(of("training", year) + of("other", year) + of("language", year), rel=NEAR)


@pytest.mark.parametrize("name", SHARES)
def test_a_share_lies_between_nothing_and_all(name):
    for year in model.YEARS:
        assert (of(name, year) >= 0).all() and (of(name, year) <= 100 * (1 + NEAR)).all()


def test_a_shortage_occurs_in_some_samples_and_not_in_all():
    short = of("unserved", 2026) > 0
    assert 0.1 < short.mean() < 0.9


@pytest.mark.parametrize("year", model.YEARS)
def test_faster_domestic_supply_never_lowers_the_stock(year):
    assert (of("stock", year, more(domestic_growth=1.1)) >= of("stock", year) * (1 - NEAR)).all()


def test_faster_domestic_supply_raises_the_last_stock_where_it_is_short():
    raised = of("stock", model.LAST, more(domestic_growth=1.1)) > 1.01 * of("stock", model.LAST)
    assert raised[of("unmet", model.LAST) > 1].mean() > 0.9


def test_more_tokens_never_lower_the_share_of_inference():
    assert (of("inference_share", 2026, more(tokens_growth=1.2)) > of("inference_share", 2026)).all()
    assert (of("inference_share", 2026, more(throughput=1.2)) < of("inference_share", 2026)).all()


def test_chips_that_leave_sooner_are_sold_sooner():
    sooner = more(life=0.8)
    assert (of("sold", model.FIRST, sooner) >= of("sold", model.FIRST)).all()
    assert sum(of("sold", year, sooner) > of("sold", year) for year in (2022, 2023, 2024)).mean() > 2.9


def test_rates_of_cards_and_prices_move_no_capacity():
    moved = more(card_domestic=1.3, card_foreign=0.7, card_growth=1.05, price=1.5, price_change=0.9, overhead=2.0)
    assert all((of(name, year, moved) == of(name, year)).all() for name in ("stock", "sold", "tokens_served", "inference_share") for year in model.YEARS)
    assert of("spending", model.PRICED, more(price=1.5)) == pytest.approx(1.5 * of("spending", model.PRICED), rel=NEAR)


def test_numbers_and_arrays_agree_to_the_last_digit():
    for place in range(0, COUNT, 8):
        one = model.path({name: float(values[place]) for name, values in GIVEN.items()})
        assert one.keys() == FOUND.keys()
        assert all(value == np.broadcast_to(FOUND[name], COUNT)[place] for name, value in one.items())


def test_what_is_kept_is_computed_with():
    plain = model.path(market.centre())
    kept = model.path(market.centre(), keep=lambda name, value: 2 * value if name == "stock_2022" else value)
    assert kept["kept_2023"] == pytest.approx(2 * plain["kept_2023"])


def test_growth_that_does_not_fade_goes_on_and_growth_that_fades_at_once_ends():
    ends = {fade: market.run(market.centre() | {"fade": fade, "foreign_after": 1e9, "domestic": 1e9}) for fade in (0.0, 1.0)}
    for fade, growth in ((0.0, 1.0), (1.0, market.centre()["training"])):
        assert ends[fade]["served_2029"] == ends[fade]["served_2028"] == 1.0
        assert ends[fade]["training_2030"] / ends[fade]["training_2029"] == pytest.approx(growth)
