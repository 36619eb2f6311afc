"""Checks of the article on the H20 and the 910B in China (s-ft25): its dates, and Nvidia's value."""

from __future__ import annotations

import math

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found
from detour.checks.traced import Traced


def printed_digits(number: Traced) -> Traced:
    """Return the significant digits that a number is printed with, trailing zeros not counted.

    >>> printed_digits(Traced(3.4e12, 3.4e12, 3.4e12, "USD", "value")).value
    2.0
    """
    digits = float(len(f"{number.value:.0f}".rstrip("0")))
    return Traced(digits, digits, digits, "digits", f"digits of {number.working}")


def before_rounding(number: Traced) -> Traced:
    """Return the interval of what rounds to a number at the digits it is printed with.

    >>> before_rounding(Traced(3.4e12, 3.4e12, 3.4e12, "USD", "value")).low
    3350000000000.0
    """
    half = 10 ** (math.floor(math.log10(number.value)) + 1 - printed_digits(number).value) / 2
    return Traced(number.value, number.value - half, number.value + half, number.unit, f"{number.working} before rounding")


@check(
    "k-ft25-won-conversion",
    won="c-ft25-nvidia-value-krw",
    dollars="c-ft25-nvidia-value-usd",
    of_the_day="se-ft25-krw-usd-2025-01-21",
    yuan_per_dollar="r-hi-yuan-per-dollar",
    parity="se-ims-fx-usd-2025-02-25",
)
def won_conversion(won, dollars, of_the_day, yuan_per_dollar, parity) -> Working:
    """Does the won figure over the dollar figure give a rate of that day?"""
    rate = (won / dollars).of("KRW/USD", digits=5)
    return found(
        HOLDS if rate.inside(of_the_day) else STRAINED if rate.meets(of_the_day, within=0.01) else FAILS,
        rate=rate,
        closed=of_the_day.of("KRW/USD", digits=5),
        off_parity=(yuan_per_dollar / parity - 1).percent(2),
    )


@check("k-ft25-won-false-precision", won="c-ft25-nvidia-value-krw", dollars="c-ft25-nvidia-value-usd")
def won_false_precision(won, dollars) -> Working:
    """Has the won figure at most one digit more than the dollar figure that it was made from?"""
    digits, source_digits = printed_digits(won), printed_digits(dollars)
    exact = before_rounding(dollars)
    return found(
        STRAINED if digits.above(source_digits + 1) else HOLDS,
        digits=digits,
        source_digits=source_digits,
        dollars_before_rounding=exact,
        won_before_rounding=(exact * (won.value / dollars.value)).of("KRW"),
    )


@check(
    "k-ft25-value-misprint-in-copy",
    value="c-ft25-nvidia-value-usd",
    in_copy="es-ft25-nvidia-value-misprint",
    of_the_day="es-ft25-nvidia-value-2025-01-21",
    week_later="es-ft25-nvidia-value-2025-01-27",
    earlier_value="c-wsj24-two-trillion-after-results",
    earlier_on="c-wsj24-results-published-last-week",
    reported_on="c-ft25-report-date",
)
def misprint_in_copy(value, in_copy, of_the_day, week_later, earlier_value, earlier_on, reported_on) -> Working:
    """Is the article's value, and not that of the copy which differs, the one of the day?"""
    right, copy_right = value.meets(of_the_day, within=0.02), in_copy.meets(of_the_day, within=0.02)
    return found(
        HOLDS if right and not copy_right else FAILS if not right else STRAINED,
        too_small_by=(value / in_copy).times(),
        grown=(value / earlier_value).times(),
        between=reported_on - earlier_on,
        fall=(1 - week_later / value).percent(2),
    )


@check(
    "k-ft25-date-without-year",
    reported_on="c-ft25-report-date",
    copies_on="ev-036",
    chip_listed_on="at-nvidia-h20-release-date-1",
    duty="ev-041",
)
def date_without_year(reported_on, copies_on, chip_listed_on, duty) -> Working:
    """Does the date that the copies give fit what the page itself can know?"""
    fits = reported_on.above(chip_listed_on) and reported_on.below(duty)
    return found(
        HOLDS if reported_on.meets(copies_on) and fits else FAILS,
        after_listing=reported_on - chip_listed_on,
        before_duty=duty - reported_on,
    )
