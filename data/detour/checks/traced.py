"""Numbers that remember how they were computed: what a check compares is shown with its working.

Arithmetic is interval arithmetic by corners, which bounds a result wherever each input
occurs once. A number without a single value keeps its interval alone.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from detour import quantity
from detour.registry import Entry, written_date

#: Unit of a point in time, held as the proleptic ordinal of its day.
DAY = "day of the calendar"
_SYMBOLS = {"+": 1, "\N{MINUS SIGN}": 1, "\N{MULTIPLICATION SIGN}": 2, "\N{DIVISION SIGN}": 2}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|Q([1-4])|H([12]))?")


@dataclass(frozen=True)
class Traced:
    """A value with its interval (both ends the value where there is none), unit, and the expression that gave it."""

    value: float
    low: float
    high: float
    unit: str = ""
    working: str = ""
    rank: int = 3
    digits: int | None = 3
    bound: str = ""

    def of(self, unit: str, digits: int | None = 3) -> Traced:
        """Return the same with the unit that it has, and the significant digits to show."""
        return replace(self, unit=unit, digits=digits)

    def percent(self, digits: int = 3) -> Traced:
        """Return a ratio as percent."""
        return replace(self * 100, unit="percent", digits=digits, working=self.working, rank=self.rank)

    def times(self, digits: int = 3) -> Traced:
        """Return a ratio as a multiple."""
        return self.of("times", digits)

    def __add__(self, other):
        """Return the sum."""
        return _combined(self, other, "+", lambda a, b: a + b)

    def __radd__(self, other):
        """Return the sum."""
        return _combined(other, self, "+", lambda a, b: a + b)

    def __sub__(self, other):
        """Return the difference; of two dates, in days."""
        return _combined(self, other, "\N{MINUS SIGN}", lambda a, b: a - b)

    def __rsub__(self, other):
        """Return the difference."""
        return _combined(other, self, "\N{MINUS SIGN}", lambda a, b: a - b)

    def __mul__(self, other):
        """Return the product."""
        return _combined(self, other, "\N{MULTIPLICATION SIGN}", lambda a, b: a * b)

    def __rmul__(self, other):
        """Return the product."""
        return _combined(other, self, "\N{MULTIPLICATION SIGN}", lambda a, b: a * b)

    def __truediv__(self, other):
        """Return the quotient."""
        return _combined(self, other, "\N{DIVISION SIGN}", lambda a, b: a / b)

    def __rtruediv__(self, other):
        """Return the quotient."""
        return _combined(other, self, "\N{DIVISION SIGN}", lambda a, b: a / b)

    def meets(self, other: Traced, within: float = 0.0) -> bool:
        """Return whether two intervals share a value, each widened by a fraction of its ends: by how much two roundings may differ.

        >>> Traced(10, 10, 10).meets(Traced(10.4, 10.4, 10.4), within=0.05)
        True
        """
        return self.low * _less(self.low, within) <= other.high * _more(other.high, within) and other.low * _less(other.low, within) <= self.high * _more(
            self.high, within
        )

    def below(self, other: Traced | float) -> bool:
        """Return whether every value of the interval is less than every value of another."""
        return self.high < (other.low if isinstance(other, Traced) else other)

    def above(self, other: Traced | float) -> bool:
        """Return whether every value of the interval is greater than every value of another."""
        return self.low > (other.high if isinstance(other, Traced) else other)

    def inside(self, other: Traced) -> bool:
        """Return whether the interval lies within another."""
        return other.low <= self.low and self.high <= other.high

    def written(self, bare: bool = False) -> str:
        """Return the number as prose shows it, rounded to its digits.

        >>> Traced(math.nan, 0.31, 0.42, "percent").written(), Traced(2.0, 2.0, 2.0, "times").written()
        ('0.31–0.42%', '2\\xa0times')
        """
        if self.unit == DAY:
            return _of_days(self.low, self.high)
        whole = not math.isnan(self.value)
        ends = {} if whole else {"low": self.low, "high": self.high}
        return quantity.write(self.value if whole else math.nan, **ends, unit=self.unit, bound=self.bound, digits=self.digits, bare=bare)

    def interval(self) -> str:
        """Return the interval beside a single value, or nothing where there is none.

        >>> Traced(2.5, 2.0, 3.0, "times").interval(), Traced(2.0, 2.0, 2.0).interval()
        ('2–3\\xa0times', '')
        """
        apart = not math.isnan(self.value) and self.low < self.high
        return replace(self, value=math.nan, bound="").written() if apart else ""


def _less(end: float, within: float) -> float:
    return 1 - within if end > 0 else 1 + within


def _more(end: float, within: float) -> float:
    return 1 + within if end > 0 else 1 - within


def least(*each: Traced) -> Traced:
    """Return the least of several numbers, by their middle."""
    return min(each, key=_middle)


def greatest(*each: Traced) -> Traced:
    """Return the greatest of several numbers, by their middle."""
    return max(each, key=_middle)


def whole(number: Traced) -> Traced:
    """Return a number of chips rounded up, since no part of a chip can be bought; a number without a single value keeps its interval.

    >>> whole(Traced(1.75, 1.75, 1.75)).written(), whole(Traced(math.nan, 1.2, 2.5)).written()
    ('2\\xa0chips', '2–3\\xa0chips')
    """
    low, high = math.ceil(number.low), math.ceil(number.high)
    value = math.nan if math.isnan(number.value) else float(math.ceil(number.value))
    return replace(number, value=value, low=float(low), high=float(high), working=f"{number.working}, rounded up", rank=0, unit="chips", digits=None)


def _middle(each: Traced) -> float:
    return (each.low + each.high) / 2


def _operand(each) -> Traced:
    if isinstance(each, Traced):
        return each
    return Traced(float(each), float(each), float(each), working=quantity.number(float(each)))


def _combined(left, right, symbol: str, function: Callable[[float, float], float]) -> Traced:
    """Return the outcome of an operation: at the values, and at the corners of the intervals."""
    left, right = _operand(left), _operand(right)
    corners = [function(a, b) for a, b in product({left.low, left.high}, {right.low, right.high})]
    rank = _SYMBOLS[symbol]
    sides = (
        left.working if left.rank >= rank else f"({left.working})",
        right.working if right.rank > rank or (symbol == "+" and right.rank == rank) else f"({right.working})",
    )
    unit = "days" if symbol == "\N{MINUS SIGN}" and left.unit == right.unit == DAY else left.unit if rank == 1 and left.unit != DAY else ""
    return Traced(
        function(left.value, right.value), min(corners), max(corners), unit, f"{sides[0]} {symbol} {sides[1]}", rank, digits=None if unit == "days" else 3
    )


def taken(entry: Entry, name: str) -> Traced:
    """Return an entry as a number that goes by a name; a date as the days that it covers."""
    if entry.text or (math.isnan(entry.value) and math.isnan(entry.low) and math.isnan(entry.high)):
        return period(entry.text or entry.period, name)
    low, high = entry.ends()
    return Traced(entry.value, low, high, entry.unit, name, digits=entry.digits, bound=entry.bound)


def period(text: str, name: str = "") -> Traced:
    """Return the days that a date, a month, a quarter, a half or a year covers, as one interval.

    >>> period("2022-02").written(), period("2022-08-26").written(), (period("2022-09-20") - period("2022-08-26")).written()
    ('1 February 2022 to 28 February 2022', '26 August 2022', '25\\xa0days')
    """
    if "FY" in text:
        raise ValueError(f"{text!r} is a fiscal year, which starts on another day in every company")
    spans = [_span(*match.groups()) for match in _DATE.finditer(text)]
    if not spans:
        raise ValueError(f"{text!r} is no date, month, quarter, half or year")
    first, last = spans[0][0].toordinal(), spans[-1][1].toordinal()
    return Traced(float(first) if first == last else math.nan, first, last, DAY, name or text, digits=None)


def _span(year: str, month: str | None, day: str | None, quarter: str | None, half: str | None) -> tuple[date, date]:
    if day:
        return (date(int(year), int(month), int(day)),) * 2
    months = (int(month),) * 2 if month else (3 * int(quarter) - 2, 3 * int(quarter)) if quarter else (6 * int(half) - 5, 6 * int(half)) if half else (1, 12)
    return date(int(year), months[0], 1), date(int(year), months[1], calendar.monthrange(int(year), months[1])[1])


def _of_days(low: float, high: float) -> str:
    ends = [written_date((date.min + timedelta(int(end) - 1)).isoformat()) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)
