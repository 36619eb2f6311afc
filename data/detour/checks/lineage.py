"""Where a value comes from: the root speaker of a claim, and how many roots a value has."""

from __future__ import annotations

import pandas as pd

from detour import tables


def root(claim: dict) -> str:
    """Return who first said it: the speaker, else the first outlet, else the article itself.

    >>> root({"speaker": "", "outlets": "financial-times;unnamed-korean-outlet", "source": "s-ft25"})
    'financial-times'
    """
    return claim["speaker"] or next(iter(tables.split(claim["outlets"])), claim["source"])


def independent_roots(claims: pd.DataFrame) -> dict[str, int]:
    """Return, by claim id, how many independent roots stand behind the same value of the same thing.

    Two claims state the same value where subject, object, quantity, period and number agree.
    Two relays of one report have one root. A claim without a number has the one root that says it.
    """
    roots = claims.apply(root, axis=1)
    numeric = claims[["value", "low", "high"]].notna().any(axis=1)
    same = ["subject", "object", "quantity", "period", "value", "low", "high", "unit"]
    counted = claims.assign(root=roots)[numeric].groupby(same, dropna=False)["root"].transform("nunique")
    return {id: int(counted.get(index, 1)) for index, id in claims["id"].items()}
