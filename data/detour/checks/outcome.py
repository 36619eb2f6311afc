"""What became of what was said: which claims are followed, and the number that came against the number said."""

from __future__ import annotations

import math
import re
from functools import lru_cache

import pandas as pd

from detour import quantity, registry, tables
from detour.checks import origins, wording
from detour.registry import Entry
from detour.tables import DATA, Data

#: Cells whose words name rows in place of numbers.
WORDS = ("what_happened", "differs")
#: Kinds of claims that speak of what is to come.
AHEAD = ("forecast", "plan")
#: Words of a statement that speak of what is to come, whatever its kind.
AHEAD_WORDS = re.compile(r"\b(will|soon|about to|before long|(is|are|still|remain) to be)\b")
#: Words that put a thing level with another, or before all others.
LEVEL_WORDS = re.compile(r"\b(equal|match for|similar|replace|ready|most of|only|best)\b")
#: Kinds whose words say who someone is, or why, and promise nothing.
NO_PROMISE = ("role", "cause", "date")
#: Bounds by the side on which a number may lie without breaking them.
_UP, _DOWN = ("at_least", "more_than"), ("at_most", "less_than")


class NotComparable(ValueError):
    """Two numbers of which no ratio can be taken."""


@lru_cache(maxsize=2)
def rows(data: Data = DATA) -> tuple[dict, ...]:
    """Return every outcome as readers see it: its numbers written where its words name rows."""
    return tuple(row | {name: wording.plain(row[name], {}, data) for name in WORDS} for row in tables.records("outcomes", data))


def looks_ahead(claim: dict) -> bool:
    """Return whether a claim speaks of what is to come, by its kind or by the words of its statement.

    >>> looks_ahead({"kind": "ratio", "statement": "Most of the cost will go to inference."})
    True
    >>> looks_ahead({"kind": "cause", "statement": "They build chips because rules will tighten."})
    False
    """
    return claim["kind"] in AHEAD or (claim["kind"] not in NO_PROMISE and bool(AHEAD_WORDS.search(claim["statement"])))


def is_followed(claim: dict) -> bool:
    """Return whether a claim must have an outcome: it looks ahead, or says that a thing is equal, ready, the most or the best.

    >>> is_followed({"kind": "state", "statement": "The H20 is made for China only."})
    True
    """
    return looks_ahead(claim) or (claim["kind"] not in NO_PROMISE and bool(LEVEL_WORDS.search(claim["statement"])))


def ratio(said: Entry, came: list[Entry]) -> tuple[float, float, float]:
    r"""Return what came over what was said: the central ratio, the least and the greatest.

    With a claim $s \in [s_0, s_1]$ and results $c_i \in [c_{i0}, c_{i1}]$ the centre is $c_1 / s$, NaN where either
    has no central number; the ends are the least $c_{i0} / s_1$ and the greatest $c_{i1} / s_0$. All are positive, and the
    ratio has no unit. Raises :class:`NotComparable` for another unit, no number, or a number that is not positive.

    >>> said = Entry("c", "claim", "", value=200.0, unit="chips")
    >>> ratio(said, [Entry("e", "evidence", "", value=100.0, low=80.0, high=120.0, unit="chips")])
    (0.5, 0.4, 0.6)
    """
    low, high = said.ends()
    found = [_in_unit_of(said, each) for each in came]
    if not (found and 0 < low <= high and all(0 < least <= greatest for _, least, greatest in found)):
        raise NotComparable(f"{said.id}: a ratio needs positive numbers on both sides")
    ends = [end / base for _, *each in found for end in each for base in (low, high)]
    return found[0][0] / said.value, min(ends), max(ends)


def _in_unit_of(said: Entry, came: Entry) -> tuple[float, float, float]:
    if not same_measure(said.unit, came.unit):
        raise NotComparable(f"{came.id} is in {came.unit or 'no unit'}, {said.id} in {said.unit}")
    return tuple(quantity.convert(number, came.unit, said.unit) for number in (came.value, *came.ends()))


def same_measure(one: str, other: str) -> bool:
    """Return whether numbers in two units can be put over each other; a unit that is not in `units.txt` fits none.

    >>> same_measure("percent", "ratio"), same_measure("chips", "cards"), same_measure("output tokens/s per GPU", "chips")
    (True, False, False)
    """
    try:
        return bool(one) == bool(other) and quantity.dimensionality(one) == quantity.dimensionality(other)
    except quantity.UnknownUnit:
        return False


def miss(value: float, low: float, high: float, bound: str) -> float:
    """Return by which factor, of at least 1, what came lies off what was said, by the central ratio; 1 where a bound was kept.

    The geometric middle of the ends stands for a central ratio that is not known.

    >>> miss(0.25, 0.25, 0.25, "exact"), miss(1.6, 1.6, 1.6, "at_least"), miss(math.nan, 2.0, 8.0, "")
    (4.0, 1, 4.0)
    """
    centre = math.sqrt(low * high) if math.isnan(value) else value
    if (bound in _UP and centre >= 1) or (bound in _DOWN and centre <= 1):
        return 1
    return max(centre, 1 / centre)


def scores(claims: pd.DataFrame, outcomes: pd.DataFrame, data: Data = DATA) -> pd.DataFrame:
    """Return one row for each outcome of a claim: who said it, whether it looks ahead, and what came over what was said.

    `ratio`, `low`, `high` and `miss` are NaN where the claim has no number or the outcome no result. `came` is the
    result used, as written. The numbers that came are those of `data`; one that cannot be computed there has not come.
    """
    rows = []
    for row in outcomes.merge(claims.rename(columns={"source": "read_in"}), left_on="claim", right_on="id").to_dict("records"):
        said = Entry(row["id"], "claim", row["statement"], row["value"], row["low"], row["high"], row["unit"])
        came = [entry for ref in tables.split(row["result"]) if (entry := _came(ref, data))]
        known = bool(came) and not math.isnan(said.ends()[0])
        value, low, high = ratio(said, came) if known else (math.nan,) * 3
        rows.append(
            {
                "claim": row["id"],
                "who": origins.as_named(row | {"source": row["read_in"]}),
                "subject": row["subject"],
                "quantity": row["quantity"],
                "period": row["period"],
                "unit": row["unit"],
                "ahead": looks_ahead(row),
                "numeric": not math.isnan(said.ends()[0]),
                "outcome": row["outcome"],
                "results": row["result"],
                "differs": wording.plain(row["differs"], {}),
                "came": came[0].written() if came else "",
                "ratio": value,
                "low": low,
                "high": high,
                "miss": miss(value, low, high, row["bound"]) if known else math.nan,
                "read_in": row["read_in"],
                "source": ";".join(sorted({row["read_in"], row["source"], *(source for each in came for source in each.sources)})),
            }
        )
    return pd.DataFrame(rows)


def _came(ref: str, data: Data) -> Entry | None:
    """Return a number that came, or nothing for a computed one that lacks what it is computed from; `detour check` refuses unknown ids."""
    try:
        return registry.find(ref, data)
    except (ArithmeticError, LookupError, ValueError):
        if not ref.startswith("r-"):
            raise
        return None


def forecasts(scored: pd.DataFrame) -> pd.DataFrame:
    """Return the scored rows that look ahead, each forecast once: figures of one article for one quantity of one thing and period are one forecast."""
    known = scored[scored["ahead"] & scored["miss"].notna()]
    return known.drop_duplicates(["read_in", "subject", "quantity", "period"])
