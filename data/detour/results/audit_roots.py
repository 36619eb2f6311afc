"""Counts over the roots of what the claims put a number on."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from detour.checks import claimed, origins
from detour.checks.roots import CIRCULAR, SINGLE
from detour.results.engine import tally
from detour.tables import Data


@lru_cache(maxsize=2)
def _counts(data: Data) -> Counter:
    """Return how many claims with a value have each flag, or several roots."""
    return Counter(origins.standings(data).values())


@tally("r-claims-with-value", title="Claims that put a value on a quantity", relation=r"n", reads=claimed.READS, whole=True)
def with_value(data: Data) -> int:
    """Return the number of claims whose value other rows can agree with or rival."""
    return _counts(data).total()


@tally("r-claims-single-root", title="Claims whose value has a single root", relation=r"n", reads=claimed.READS, whole=True)
def single_root(data: Data) -> int:
    """Return the number of claims whose value one party alone stands behind, circular ones not counted."""
    return _counts(data)[SINGLE]


@tally("r-claims-circular", title="Claims whose value rests on itself", relation=r"n", reads=claimed.READS, whole=True)
def circular(data: Data) -> int:
    """Return the number of claims whose only support was made from the page that claims them."""
    return _counts(data)[CIRCULAR]


@tally("r-claims-several-roots", title="Claims whose value has several independent roots", relation=r"n", reads=claimed.READS, whole=True)
def several_roots(data: Data) -> int:
    """Return the number of claims with two or more independent roots behind the very value."""
    return _counts(data)[origins.SEVERAL]
