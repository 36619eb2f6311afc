"""What an assumption can be at all, whatever the report takes it to be: a share, a count, a positive number."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Quantities that are parts of a whole by their definition, beside those whose name ends in `_share`.
_PARTS = {"acceptance", "growth_fade", "overlap", "utilisation"}
#: Shares by name that are ratios of two rates, which may exceed one.
_RATIOS = {"narrow_share"}
#: Factors by which something is worse than its ideal, and so never less than one.
_FACTORS = {"imbalance", "power_usage_effectiveness", "prediction_factor"}
#: Quantities of which there can be none, although the report does not take them to be.
_NONE = {"capacity_supply", "growth_fade"}
#: The closest that two inputs can be drawn together: at one itself they are the same input.
_CLOSEST = 0.99
#: Units of things that come one by one.
_COUNTED = {"bit", "byte", "chips", "die/package", "layer", "model", "sequences", "server", "token", "tokens"}


@dataclass(frozen=True)
class Domain:
    """Numbers from `low` to `high`; `low` itself only where it is `closed`, and only whole ones where they are counted."""

    low: float
    high: float = math.inf
    closed: bool = True
    whole: bool = False

    def holds(self, value: float) -> bool:
        """Return whether a number is one of them.

        >>> Domain(0, 1, closed=False).holds(1.0), Domain(0, 1, closed=False).holds(0.0), Domain(1, whole=True).holds(2.5)
        (True, False, False)
        """
        above = value >= self.low if self.closed else value > self.low
        return math.isfinite(value) and above and value <= self.high and (not self.whole or value == int(value))

    @property
    def words(self) -> str:
        """Say which numbers these are.

        >>> Domain(0, 1, closed=False).words, Domain(1, whole=True).words, Domain(0, closed=False).words
        ('a number above 0 and up to 1', 'a whole number of at least 1', 'a number above 0')
        """
        if math.isinf(self.low):
            return "a number"
        start = f"at least {self.low:g}" if self.closed else f"above {self.low:g}"
        end = "" if math.isinf(self.high) else f" and up to {self.high:g}"
        return f"a {'whole ' if self.whole else ''}number {'of ' if self.closed else ''}{start}{end}"


def of(quantity: str, unit: str, low: float, high: float) -> Domain:
    """Return what a quantity in a unit can be; `low` and `high` are the least and the greatest that the report takes it to be, which are always allowed.

    Zero is a value where the report's own interval reaches it or the quantity has it, and numbers below zero where the interval goes there.

    >>> of("correlation", "ratio", 0, 0.8).words
    'a number of at least -0.99 and up to 0.99'
    >>> of("utilisation", "ratio", 0.2, 0.7).words, of("prompt_length", "tokens", 512, 4096).words, of("price", "USD/chip", 9000, 2e4).words
    ('a number above 0 and up to 1', 'a whole number of at least 1', 'a number above 0')
    """
    if quantity == "correlation":
        return Domain(-_CLOSEST, _CLOSEST)
    if low < 0:
        return Domain(-math.inf)
    if quantity in _FACTORS:
        return Domain(min(low, 1))
    if unit in _COUNTED:
        return Domain(min(low, 1), whole=True)
    part = (quantity.endswith("_share") and quantity not in _RATIOS) or quantity in _PARTS
    whole = {"percent": 100.0, "ratio": 1.0}.get(unit, math.inf) if part else math.inf
    return Domain(0, max(whole, high), closed=low == 0 or quantity in _NONE)
