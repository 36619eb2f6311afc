"""Laws that any right bill of a training run keeps: units, limits, and what one sum must come to in another."""

from __future__ import annotations

import math

import pytest
from detour.models import money
from detour.quantity import convert

CHIP = {"price": 27000.0, "overhead": 0.5, "years": 5.0, "power": 0.7, "power_usage_effectiveness": 1.3, "power_price": 0.08}


def hour(**other) -> float:
    return money.chip_hour_cost(**CHIP | {"node_power": 1.4, "busy": 0.8} | other)


def test_a_chip_in_use_all_its_life_is_paid_once():
    hours = convert(CHIP["years"], "year", "hour")
    assert money.capital_hour_cost(27000, 0.5, 5) * hours == pytest.approx(27000 * 1.5)
    assert money.capital_hour_cost(27000, 0.5, 5, busy=0.25) * hours == pytest.approx(4 * 27000 * 1.5)


def test_an_hour_is_capital_and_power_and_nothing_else():
    assert hour(price=0.0) == pytest.approx(money.site_power(0.7, 1.4, 1.3) * 0.08)
    assert hour(power=0.0) == money.capital_hour_cost(27000, 0.5, 5, 0.8)
    assert hour(node_power=1.0, busy=1.0) == money.chip_hour_cost(**CHIP)


@pytest.mark.parametrize("name", ["price", "overhead", "power", "node_power", "power_usage_effectiveness", "power_price"])
def test_what_is_dearer_makes_an_hour_dearer(name):
    assert hour(**{name: (CHIP | {"node_power": 1.4})[name] * 1.1}) > hour()


@pytest.mark.parametrize("name", ["years", "busy"])
def test_more_hours_of_use_make_an_hour_cheaper(name):
    assert hour(**{name: (CHIP | {"busy": 0.8})[name] * 1.1}) < hour()


def test_idle_hours_draw_no_power():
    assert hour(price=0.0, busy=0.1) == hour(price=0.0, busy=1.0)


def test_twice_the_chips_halve_the_time_and_leave_the_rest():
    assert money.run_months(1e6, 2000) == money.run_months(1e6, 1000) / 2
    assert money.run_months(1e6, 1000) == pytest.approx(convert(1e6 / 1000, "hour", "month"))


def test_energy_is_power_times_time():
    assert money.run_energy(1e6, 2.0) == pytest.approx(convert(2.0, "kW", "MW") * convert(1e6, "hour", "day") * 24 * 1000)
    assert convert(money.run_energy(1e6, 2.0), "kWh", "GWh") == pytest.approx(2.0)
    assert math.isclose(money.run_cost(1e6, hour(price=0.0)), money.run_energy(1e6, money.site_power(0.7, 1.4, 1.3)) * 0.08)
