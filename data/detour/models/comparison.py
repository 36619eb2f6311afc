"""Whether a ratio of two chips bears out a statement that one equals, beats, nears or falls short of the other.

A ratio is an interval, because sources list different figures, and so are the bounds of the words, because "equal" has no
exact meaning. A statement holds where every ratio is within the strictest bounds, and fails where none is within the loosest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

HOLDS, STRAINED, FAILS, OPEN = "holds", "strained", "fails", "open"


class Span(NamedTuple):
    """The ratios from `low` to `high`; where `open_low` or `open_high`, that end is not one of them."""

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False

    def holds(self, low: float, high: float) -> bool:
        """Return whether all of an interval lies within."""
        return (low > self.low if self.open_low else low >= self.low) and (high < self.high if self.open_high else high <= self.high)

    def misses(self, low: float, high: float) -> bool:
        """Return whether none of an interval lies within."""
        return (high <= self.low if self.open_low else high < self.low) or (low >= self.high if self.open_high else low > self.high)


class Bounds(NamedTuple):
    """The ratios that a word covers when it is taken strictly, and when loosely."""

    strict: Span
    loose: Span


def quotient(over: Sequence[float], under: Sequence[float]) -> tuple[float, float, float]:
    r"""Return $X / Y$ with its range, from $X_{low} / Y_{high}$ to $X_{high} / Y_{low}$; each of the two is a value with its lowest and highest listing.

    >>> quotient((800.0, 752.0, 800.0), (1000.0, 1000.0, 1000.0))
    (0.8, 0.752, 0.8)
    """
    (x, x_low, x_high), (y, y_low, y_high) = over, under
    return x / y, x_low / y_high, x_high / y_low


def bounds(asserts: str, tolerance: Sequence[float], part: Sequence[float], factor: Sequence[float] = (1.0, 1.0)) -> Bounds:
    r"""Return the ratios that a word covers.

    `asserts` is `equal` ($1/t \le r \le t$), `match` ($r \ge 1/t$), `nearly` ($r \ge p$), `more` ($r > 1$; loosely $r \ge 1/t$), `less` (the
    same turned over) or `times` ($f/t \le r \le f t$; a multiple, $f > 1$, is borne out by more as well). `tolerance` $t \ge 1$, `part` $p \le 1$ and `factor` $f$ are each a low and a high end.

    >>> bounds("match", (1.1, 1.25), (0.5, 0.8)).loose
    Span(low=0.8, high=inf, open_low=False, open_high=False)
    >>> bounds("times", (1.1, 1.25), (0.5, 0.8), (2.0, 2.0)).loose
    Span(low=1.6, high=inf, open_low=False, open_high=False)
    """
    near, far = tolerance
    if asserts == "more":
        return Bounds(Span(1.0, math.inf, open_low=True), Span(1 / near, math.inf))
    if asserts == "less":
        return Bounds(Span(0.0, 1.0, open_high=True), Span(0.0, near))
    if asserts == "nearly":
        return Bounds(Span(part[1], math.inf), Span(part[0], math.inf))
    if asserts == "match":
        return Bounds(Span(1 / near, math.inf), Span(1 / far, math.inf))
    if asserts in ("equal", "times"):
        low, high = factor
        if low > 1:
            return Bounds(Span(low / near, math.inf), Span(low / far, math.inf))
        return Bounds(Span(low / near, high * near), Span(low / far, high * far))
    raise ValueError(f"{asserts!r} asserts nothing that can be tested")


def verdict(low: float, high: float, covered: Bounds) -> str:
    """Return whether a ratio from `low` to `high` bears out a word: `holds`, `fails`, `strained` where it depends on listing or reading, `open` without a ratio.

    >>> words = bounds("match", (1.1, 1.25), (0.5, 0.8))
    >>> verdict(0.95, 1.2, words), verdict(0.4, 0.6, words), verdict(0.6, 1.2, words), verdict(0.85, 0.85, words)
    ('holds', 'fails', 'strained', 'strained')
    >>> verdict(float("nan"), float("nan"), words)
    'open'
    """
    if math.isnan(low) or math.isnan(high):
        return OPEN
    if covered.strict.holds(low, high):
        return HOLDS
    return FAILS if covered.loose.misses(low, high) else STRAINED


def level(low: float, high: float, tolerance: Sequence[float]) -> bool:
    """Return whether two chips lie level on a measure: as near as the strictest tolerance asks.

    >>> level(1.0, 1.0, (1.1, 1.25)), level(1.0, 1.2, (1.1, 1.25))
    (True, False)
    """
    return 1 / tolerance[0] <= low and high <= tolerance[0]


def overall(verdicts: Iterable[str], levels: Iterable[bool]) -> str:
    """Return the verdict on a statement from those on each measure that bears on it; `levels` says on which the two chips lie level.

    It holds where at least one measure bears it out and no other speaks against it: a measure on which the chips are level is
    no argument against more or less. It fails where none bears it out, not by any listing, and one speaks against it.

    >>> overall(["holds", "strained"], [False, True]), overall(["holds", "strained"], [False, False]), overall(["fails", "open"], [False, False])
    ('holds', 'strained', 'fails')
    >>> overall(["open"], [False])
    'open'
    """
    told = [(each, even) for each, even in zip(verdicts, levels, strict=True) if each != OPEN]
    weighing = [each for each, even in told if not (even and each == STRAINED)]
    if not told:
        return OPEN
    if HOLDS in weighing and set(weighing) == {HOLDS}:
        return HOLDS
    return FAILS if weighing and set(weighing) == {FAILS} else STRAINED
