"""The fit as rows of the assumptions: efficiencies with their intervals, and the factors of the predictions' own."""

from __future__ import annotations

import math

from detour.prediction import errors, fitting
from detour.prediction.answers import spread_id
from detour.prediction.efficiencies import GROUPS, PER_MAKER, Efficiencies, group_of, row_id, scale
from detour.prediction.errors import SPREADS

#: Standard deviations to either side that hold four fifths of a normal distribution.
EIGHTY = 1.2816
#: Digits kept of what is fitted: the fourth is far inside every interval.
_DIGITS = 4
COLUMNS = ("id", "low", "central", "high", "informed_by")


def rounded(value: float) -> str:
    """Return a number with the digits that are kept.

    >>> rounded(0.614712), rounded(22.0412)
    ('0.6147', '22.04')
    """
    return f"{value:.{_DIGITS}g}"


def rows() -> dict[str, dict[str, str]]:
    """Return, by id, the cells of every assumption that the fit decides."""
    pairs = fitting.measured(["calibration"])
    point, covariance = fitting.fit(pairs)
    return {**_efficiencies(pairs, fitting.unfolded(point), fitting.deviations(covariance)), **_spreads(pairs, fitting.unfolded(point))}


def _efficiencies(pairs, central: dict[str, Efficiencies], spread: dict[str, Efficiencies]) -> dict[str, dict[str, str]]:
    """Return the rows of the efficiencies: those of each maker, and those that all share."""
    found = {}
    for name in Efficiencies._fields:
        for group in GROUPS if name in PER_MAKER else GROUPS[-1:]:
            middle, factor = getattr(central[group], name) / scale(name), math.exp(EIGHTY * getattr(spread[group], name))
            own = [pair for pair in pairs if name not in PER_MAKER or group == GROUPS[-1] or group_of(pair[1].maker) == group]
            found[row_id(name, group)] = {
                "low": rounded(middle / factor),
                "central": rounded(middle),
                "high": rounded(middle * factor),
                "informed_by": first_of_each_source(own),
            }
    return found


def _spreads(pairs, central: dict[str, Efficiencies]) -> dict[str, dict[str, str]]:
    """Return the rows of the factors, each without an interval of its own."""
    by_source, by_chip = errors.left_out(pairs, errors.source), errors.left_out(pairs, errors.chip)
    aside, seen = errors.misses(fitting.measured(["context"]), central), frozenset(asked.chip for _, asked in pairs)
    factors = errors.spreads(by_source, by_chip, aside, seen)
    middle = {kind: rounded(factors[kind]) for kind in SPREADS}
    return {spread_id(kind): {"low": value, "central": value, "high": value, "informed_by": ""} for kind, value in middle.items()}


def first_of_each_source(pairs) -> str:
    """Return the id of one row of every source that a fit was given, in the order of the rows."""
    first = {}
    for row, _ in pairs:
        first.setdefault(row["source"], row["record_id"])
    return ";".join(first.values())
