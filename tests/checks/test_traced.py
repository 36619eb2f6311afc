"""Laws of traced numbers: the interval holds every value it can have, and the working says how it came about."""

from __future__ import annotations

import math
import operator
import random

import pytest
from detour.checks import traced
from detour.checks.traced import Traced, period
from detour.registry import Entry


def number(low: float, high: float | None = None, name: str = "x", unit: str = "") -> Traced:
    value = low if high is None else (low + high) / 2
    return Traced(value, low, low if high is None else high, unit, name)


@pytest.mark.parametrize("act", [operator.add, operator.sub, operator.mul, operator.truediv], ids=lambda each: each.__name__)
def test_an_interval_holds_every_outcome(act):
    random.seed(7)
    for _ in range(300):
        ends = [sorted(random.uniform(-9, 9) for _ in range(2)) for _ in range(2)]
        if act is operator.truediv and ends[1][0] <= 0 <= ends[1][1]:
            continue
        found = act(*(number(*each) for each in ends))
        inside = act(*(random.uniform(*each) for each in ends))
        assert found.low - 1e-9 <= inside <= found.high + 1e-9
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9


@pytest.mark.parametrize(
    ("found", "working"),
    [
        (number(1, name="a") + number(2, name="b") * 3, "a + b × 3"),
        ((number(1, name="a") + number(2, name="b")) * 3, "(a + b) × 3"),
        (number(1, name="a") - (number(2, name="b") - number(3, name="c")), "a − (b − c)"),
        (number(8, name="a") / (number(2, name="b") * number(2, name="c")), "a ÷ (b × c)"),
        (1 - number(0.2, name="a"), "1 − a"),
        (2 / number(4, name="a") * 100, "2 ÷ a × 100"),
    ],
    ids=str,
)
def test_the_working_is_written_with_the_brackets_it_needs(found, working):
    assert found.working == working


def test_an_interval_without_a_value_keeps_its_ends_alone():
    found = (Traced(math.nan, 2, 4, working="a") / 2).times()
    assert (found.low, found.high, found.written()) == (1, 2, "1–2\N{NO-BREAK SPACE}times") and math.isnan(found.value)


def test_a_number_keeps_its_unit_in_sums_and_loses_it_in_products():
    chips = number(4, unit="chips")
    assert (chips + chips).unit == (chips - 1).unit == "chips" and (chips * chips).unit == (chips / 2).unit == ""


@pytest.mark.parametrize(
    ("one", "other", "meets", "below", "inside"),
    [((1, 2), (2, 3), True, False, False), ((1, 2), (2.1, 3), False, True, False), ((2, 3), (1, 4), True, False, True), ((5, 6), (1, 4), False, False, False)],
)
def test_intervals_are_compared_by_their_ends(one, other, meets, below, inside):
    one, other = number(*one), number(*other)
    assert (one.meets(other), one.below(other), one.inside(other), other.above(one)) == (meets, below, inside, below)
    assert other.meets(one) == meets


def test_two_numbers_meet_within_a_fraction_whatever_their_sign():
    assert number(-100).meets(number(-104), within=0.03) and not number(-100).meets(number(-110), within=0.03)
    assert number(100).meets(number(104), within=0.03) and not number(100).meets(number(110), within=0.03)


@pytest.mark.parametrize(
    ("text", "days"),
    [("2024-02-29", 1), ("2024-02", 29), ("2023", 365), ("2024Q1", 91), ("2023H2", 184), ("2022-01/2022-03", 90), ("2023Q4/2024Q1", 183)],
)
def test_a_period_covers_its_days(text, days):
    found = period(text)
    assert found.high - found.low + 1 == days


@pytest.mark.parametrize(("text", "said"), [("soon", "is no date, month, quarter, half or year"), ("FY2024", "is a fiscal year")])
def test_what_is_no_period_of_the_calendar_is_refused(text, said):
    with pytest.raises(ValueError, match=f"{text!r} {said}"):
        period(text)


def test_dates_subtract_to_days_and_an_entry_of_words_is_a_date():
    later = traced.taken(Entry("e", "evidence", "", text="2022-09-20"), "listed")
    letter = traced.taken(Entry("f", "evidence", "", text="2022-08"), "letter")
    assert (later - letter).written() == "20–50\N{NO-BREAK SPACE}days" and (later - letter).working == "listed − letter"
    assert traced.taken(Entry("g", "claim", "", value=2.0, low=1.0, high=3.0, unit="chips", bound="about"), "x").written() == "about 2\N{NO-BREAK SPACE}chips"
