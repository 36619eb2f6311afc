"""What sources list of a chip: for each measure the preferred value with the lowest and the highest of any source."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from detour import tables
from detour.models import comparison
from detour.tables import DATA, Data

NAN = math.nan
#: Bit length of the operation by which total processing performance multiplies a rate.
BITS = {"fp16_peak": 16, "int8_peak": 8, "fp8_peak": 8}
#: Measures of which less is better, so that their ratio is turned over.
LESS_IS_MORE = ("tdp", "process_node")
#: Qualifier of a row that lists one direction where the others list both, and of one that is no dense rate.
_ONE_WAY, _SPARSE = "unidirectional", "equals the sparse figure"


class Side(NamedTuple):
    """A number of one chip: as preferred, the lowest and the highest of any source, and the sources."""

    value: float = NAN
    low: float = NAN
    high: float = NAN
    sources: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def _rows(data: Data) -> dict[tuple[str, str], pd.DataFrame]:
    frame = tables.load("specifications", data)
    frame = frame[~frame["qualifier"].str.contains(_SPARSE, regex=False) & ((frame["quantity"] != "price") | (frame["unit"] == "USD/chip"))]
    times = 1.0 + frame["qualifier"].str.startswith(_ONE_WAY)
    middle = frame["value"].fillna((frame["low"] + frame["high"]) / 2)
    ends = {"middle": middle * times, "least": frame["low"].fillna(middle) * times, "most": frame["high"].fillna(middle) * times}
    return dict(list(frame.assign(**ends).groupby(["subject", "quantity"])))


def listed(quantity: str, chip: str, data: Data = DATA) -> Side:
    """Return what is listed of a chip, in the unit of the quantity; links in both directions, rates without sparsity.

    >>> listed("memory_bandwidth", "nvidia-h100")[:3]
    (3350.0, 3350.0, 3352.0)
    """
    rows = _rows(data).get((chip, quantity))
    if rows is None:
        return Side()
    chosen = rows.loc[rows["preferred"] == "yes", "middle"].iloc[0]
    return Side(float(chosen), float(rows["least"].min()), float(rows["most"].max()), frozenset(rows["source"]))


def over(x: Side, y: Side) -> Side:
    """Return one number over another, each with its range.

    >>> over(Side(8.0, 6.0, 8.0), Side(4.0, 4.0, 5.0))[:3]
    (2.0, 1.2, 2.0)
    """
    return Side() if math.isnan(x.value) or math.isnan(y.value) else Side(*comparison.quotient(x[:3], y[:3]), x.sources | y.sources)


def processing(chip: str, data: Data = DATA) -> Side:
    """Return the total processing performance: the largest rate times bit length, and what was said of it by others.

    >>> processing("nvidia-h20").value
    2368.0
    """
    rates = [(bits, side) for quantity, bits in BITS.items() if not math.isnan((side := listed(quantity, chip, data)).value)]
    found = [Side(*(bits * each for each in side[:3]), side.sources) for bits, side in rates]
    best = [max(found, key=lambda side: side.value)] if found else []
    said = tables.load("estimates", data)
    said = said[(said["subject"] == chip) & (said["quantity"] == "total_processing_performance")]
    best += [Side(row.value, row.value, row.value, frozenset([row.source])) for row in said.itertuples()]
    if not best:
        return Side()
    return Side(best[0].value, min(each.low for each in best), max(each.high for each in best), frozenset().union(*(each.sources for each in best)))


def rate(chip: str, data: Data = DATA) -> Side:
    """Return the rate by which a chip is known: in sixteen bits, of a graphics chip in thirty-two.

    >>> rate("jingjia-jm9").value
    1.5
    """
    wide = listed("fp32_peak", chip, data)
    half = listed("fp16_peak", chip, data)
    return wide if math.isnan(half.value) or half.value < wide.value else half


#: Measures that are made of others, by name.
MADE = {
    "processing": processing,
    "rate_per_watt": lambda chip, data=DATA: over(rate(chip, data), listed("tdp", chip, data)),
    "rate_for_money": lambda chip, data=DATA: over(rate(chip, data), listed("price", chip, data)),
    "memory_for_money": lambda chip, data=DATA: over(listed("memory_capacity", chip, data), listed("price", chip, data)),
}


def ratio(measure: str, chip: str, yardstick: str, data: Data = DATA) -> Side:
    """Return the ratio of two chips on a measure, more of which is better: for power and process the yardstick's over the chip's.

    >>> ratio("memory_capacity", "huawei-ascend-910c", "nvidia-h100")[:3], ratio("process_node", "huawei-ascend-910c", "nvidia-h100").value < 1
    ((1.6, 1.2, 1.6), True)
    """
    x, y = (MADE[measure](each, data) if measure in MADE else listed(measure, each, data) for each in (chip, yardstick))
    return over(y, x) if measure in LESS_IS_MORE else over(x, y)


def years(chip: str, yardstick: str, data: Data = DATA) -> Side:
    """Return the years from the listed date of the yardstick to that of the chip, with their range over all listed dates.

    >>> round(years("jingjia-jm9", "nvidia-gtx-1050").value, 2)
    5.06
    """
    frame = tables.load("attributes", data)
    dates = {id: rows for id, rows in frame[frame["quantity"] == "release_date"].groupby("subject")}
    if chip not in dates or yardstick not in dates:
        return Side()
    (a, a_first, a_last, s), (b, b_first, b_last, t) = _days(dates[chip]), _days(dates[yardstick])
    return Side(*((later - sooner).days / 365.25 for later, sooner in ((a, b), (a_first, b_last), (a_last, b_first))), s | t)


def _days(rows: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp, frozenset[str]]:
    """Return the preferred date, the first and the last; of a span that is preferred its first day."""
    first, last = (pd.to_datetime(rows["text"].str.split("/").str[end], format="ISO8601") for end in (0, -1))
    return first[rows["preferred"] == "yes"].iloc[0], first.min(), last.max(), frozenset(rows["source"])
