"""Every statement that a chip equals, beats, nears or falls short of another, tested measure by measure."""

from __future__ import annotations

import math
from functools import lru_cache

import pandas as pd

from detour import registry, tables
from detour.models import comparison
from detour.results import comparisons_listed as listings
from detour.results import comparisons_served as served
from detour.results.comparisons_listed import Side
from detour.tables import DATA, Data

#: Every measure, as drawn and told, in order.
MEASURES = {
    "fp16_peak": "peak FP16",
    "int8_peak": "peak INT8",
    "fp8_peak": "peak FP8",
    "fp32_peak": "peak FP32",
    "processing": "total processing performance",
    "memory_capacity": "memory size",
    "memory_bandwidth": "memory bandwidth",
    "interconnect_bandwidth": "link",
    "measured": "measured throughput",
    "prefill": "prefill, our model",
    "decode": "decode, our model",
    "tdp": "power",
    "rate_per_watt": "rate per watt",
    "process_node": "process",
    "rate_for_money": "rate for the money",
    "memory_for_money": "memory for the money",
}
_RATES = ("fp16_peak", "int8_peak", "fp8_peak")
_MEMORY = ("memory_capacity", "memory_bandwidth")
_MODELLED = ("prefill", "decode")
#: Measures that bear on a statement, by what it speaks of; what our model says counts where nothing was measured.
READINGS = {
    "general": (*_RATES, *_MEMORY, "interconnect_bandwidth", "measured", *_MODELLED),
    "inference": (*_RATES, *_MEMORY, "measured", *_MODELLED),
    "training": ("fp16_peak", "fp8_peak", *_MEMORY, "interconnect_bandwidth", "measured"),
    "prefill": (*_RATES, "measured", "prefill"),
    "latency": ("memory_bandwidth", "measured", "decode"),
    "arithmetic": (*_RATES, "measured"),
    "graphics": ("fp32_peak", *_MEMORY, "measured"),
    "cost": ("measured",),
}
#: Measures that a statement does not speak of, and that a reader asks of all the same: for how much power, by which process, for what money.
_BESIDE = ("processing", "tdp", "rate_per_watt", "process_node")
_MONEY = ("rate_for_money", "memory_for_money")
#: Measures of which more than the yardstick has unmakes no likeness.
_NO_SPEED = ("memory_capacity", *_BESIDE)
#: Chips of a node, in metrics that are given per node.
_NODE = 8


def words(asserts: str, factor: str, data: Data = DATA) -> comparison.Bounds:
    """Return the ratios that the word of a statement covers, by what we hold for equal and for a large part.

    >>> words("match", "").loose.low < 0.8 < words("match", "").strict.low
    True
    """
    tolerance, part = (registry.find(id, data).ends() for id in ("a-dg-equal", "a-dg-large-part"))
    return comparison.bounds(asserts, tolerance, part, fraction(factor, data)[1:3] if factor else (1.0, 1.0))


def fraction(ref: str, data: Data = DATA) -> Side:
    """Return a row of a ratio, or one row over another, each measurement for one chip; 1 may stand in place of a row.

    >>> fraction("es-131").value, fraction("1/c-wsj23-three-to-four-chips-for-one")[1:3]
    (0.6, (0.25, 0.3333333333333333))
    """
    sides = [_number(part, data) for part in ref.split("/")]
    return sides[0] if len(sides) == 1 else listings.over(*sides)


def _number(ref: str, data: Data) -> Side:
    if ref == "1":
        return Side(1.0, 1.0, 1.0)
    entry, chips = registry.find(ref, data), _chips(data).get(ref, 1.0)
    low, high = (entry.value if math.isnan(end) else end for end in entry.ends())
    value = entry.value if not math.isnan(entry.value) else (low + high) / 2
    return Side(value / chips, low / chips, high / chips, frozenset(entry.sources))


@lru_cache(maxsize=4)
def _chips(data: Data) -> dict[str, float]:
    """Return by how many chips each measurement is divided: those of a system or a node, where it is not for one already."""
    rows = tables.load("measurements", data)
    whole = rows["metric"].isin(["output_throughput", "total_throughput"])
    node = rows["metric"].str.endswith("_per_node")
    count = rows["chip_count"].astype("float64").where(whole, 1.0).mask(node, _NODE)
    return dict(zip(rows["record_id"], count, strict=True))


def _measured(refs: str, data: Data) -> Side:
    found = [fraction(ref, data) for ref in tables.split(refs)]
    if not found:
        return Side()
    return Side(found[0].value, min(each.low for each in found), max(each.high for each in found), frozenset().union(*(each.sources for each in found)))


def ratio(measure: str, row: dict, data: Data = DATA) -> Side:
    """Return the ratio of the two chips of a comparison on a measure, with its range; more is better."""
    if measure == "measured":
        return _measured(row["measured"], data)
    if measure in _MODELLED:
        return served.ratio(measure, row["chip"], row["yardstick"], data)
    return listings.ratio(measure, row["chip"], row["yardstick"], data)


def bears(measure: str, row: dict) -> bool:
    """Return whether a measure bears on a statement: what our model says only where nothing was measured, and size on no multiple of speed.

    >>> row = {"reading": "inference", "asserts": "times", "measured": ""}
    >>> bears("decode", row), bears("memory_capacity", row), bears("decode", row | {"measured": "es-131"})
    (True, False, False)
    """
    if (measure in _MODELLED and row["measured"]) or (measure == "memory_capacity" and row["asserts"] == "times"):
        return False
    return measure in READINGS[row["reading"]]


def asked(measure: str, row: dict) -> bool:
    """Return whether a measure is tested beside those that a statement speaks of: where it says that a chip is as good or better."""
    if row["reading"] == "cost":
        return measure in _MONEY
    better = row["asserts"] in ("equal", "match", "nearly", "more")
    return better and (measure in _BESIDE or (measure in _MODELLED and row["reading"] in ("general", "inference")))


@lru_cache(maxsize=4)
def cells(data: Data = DATA) -> pd.DataFrame:
    """Return one row for each comparison and measure: `id`, `measure`, `ratio`, `low`, `high`, `verdict` (empty where none is asked), `level`, `bears` and `source`.

    >>> frame = cells().set_index(["id", "measure"])
    >>> frame.loc[("cmp-910c-h100", "memory_capacity"), "verdict"], frame.loc[("cmp-910d-h100", "fp16_peak"), "verdict"]
    ('holds', 'open')
    """
    return pd.DataFrame([cell for row in tables.records("comparisons", data) for cell in _cells(row, data)])


def _cells(row: dict, data: Data) -> list[dict]:
    tolerance = registry.find("a-dg-equal", data).ends()
    found = []
    for measure in MEASURES:
        side = ratio(measure, row, data)
        known = not math.isnan(side.value)
        asserts = "match" if row["asserts"] == "equal" and measure in _NO_SPEED else row["asserts"]
        covered = words(asserts, row["factor"], data)
        found.append(
            {
                "id": row["id"],
                "measure": measure,
                "ratio": side.value,
                "low": side.low,
                "high": side.high,
                "verdict": comparison.verdict(side.low, side.high, covered) if bears(measure, row) or asked(measure, row) else "",
                "level": known and row["asserts"] in ("more", "less") and measure != "measured" and comparison.level(side.low, side.high, tolerance),
                "bears": bears(measure, row),
                "source": ";".join(sorted(side.sources)),
            }
        )
    return found


@lru_cache(maxsize=4)
def statements(data: Data = DATA) -> pd.DataFrame:
    """Return one row for each comparison: its columns, `verdict`, the measures that bear on it by verdict, and the `years` between the chips with their range.

    >>> frame = statements().set_index("id")
    >>> frame.loc["cmp-910d-h100", "verdict"], frame.loc["cmp-h100-a100", "verdict"]
    ('open', 'holds')
    """
    found = []
    for row, (_, part) in zip(tables.records("comparisons", data), cells(data).groupby("id", sort=False), strict=True):
        bearing = part[part["bears"]]
        years = listings.years(row["chip"], row["dated_by"] or row["yardstick"], data)
        by_verdict = {
            word: list(bearing.loc[bearing["verdict"] == word, "measure"])
            for word in (comparison.HOLDS, comparison.STRAINED, comparison.FAILS, comparison.OPEN)
        }
        span = {"years": years.value, "years_low": years.low, "years_high": years.high, "dated": ";".join(sorted(years.sources))}
        found.append(row | by_verdict | span | {"verdict": comparison.overall(bearing["verdict"], bearing["level"])})
    return pd.DataFrame(found)
