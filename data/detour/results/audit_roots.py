"""Counts over the roots of what the claims put a number on."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from detour.checks import origins
from detour.checks.roots import CIRCULAR, SINGLE
from detour.results.engine import tally

_READS = ("claims", "estimates", "series", "specifications", "attributes", "sources", "entities", "lineage")


def _counts(claims: pd.DataFrame) -> Counter:
    """Return how many claims with a value have each flag, or several roots."""
    return Counter(each["standing"] for each in origins.of_claims(claims).values() if each["standing"] != origins.VALUELESS)


@tally("r-claims-with-value", title="Claims that put a value on a quantity", relation=r"n", reads=_READS, predicted=False)
def with_value(claims: pd.DataFrame, *rest: pd.DataFrame) -> int:
    """Return the number of claims whose value other rows can agree with or rival."""
    return _counts(claims).total()


@tally("r-claims-single-root", title="Claims whose value has a single root", relation=r"n", reads=_READS, predicted=False)
def single_root(claims: pd.DataFrame, *rest: pd.DataFrame) -> int:
    """Return the number of claims whose value one party alone stands behind, circular ones not counted."""
    return _counts(claims)[SINGLE]


@tally("r-claims-circular", title="Claims whose value rests on itself", relation=r"n", reads=_READS, predicted=False)
def circular(claims: pd.DataFrame, *rest: pd.DataFrame) -> int:
    """Return the number of claims whose only support was made from the page that claims them."""
    return _counts(claims)[CIRCULAR]


@tally("r-claims-several-roots", title="Claims whose value has several independent roots", relation=r"n", reads=_READS, predicted=False)
def several_roots(claims: pd.DataFrame, *rest: pd.DataFrame) -> int:
    """Return the number of claims with two or more independent roots behind the very value."""
    return _counts(claims)[origins.SEVERAL]
