"""Chips as the model sees them: preferred specifications, with assumptions where the report makes its own, and what a row overrides."""

from __future__ import annotations

import math
from functools import lru_cache

from detour import tables
from detour.prediction.refusal import Unpredictable
from detour.tables import DATA, Data

PEAKS = ("fp16_peak", "fp8_peak", "int8_peak", "fp4_peak")
_NEEDED = ("fp16_peak", "memory_bandwidth")
#: Column of a row that replaces a specification; the peak replaces that of the row's precision.
OVERRIDES = {
    "peak_tflops": "peak",
    "memory_bandwidth_gb_s": "memory_bandwidth",
    "memory_gb": "memory_capacity",
    "interconnect_gb_s": "interconnect_bandwidth",
}


@lru_cache(maxsize=4)
def specifications(data: Data = DATA) -> dict[str, dict[str, float]]:
    """Return the specifications of every chip by quantity: the preferred row, or the central value of an assumption of that name.

    >>> specifications()["nvidia-h20"]["memory_bandwidth"]
    4000.0
    """
    rows = tables.load("specifications", data)
    found: dict[str, dict[str, float]] = {}
    for row in rows[rows["preferred"] == "yes"].itertuples():
        value = row.value if not math.isnan(row.value) else (row.low + row.high) / 2
        if not math.isnan(value):
            found.setdefault(row.subject, {})[row.quantity] = float(value)
    chosen = tables.load("assumptions", data)
    for row in chosen.itertuples():
        if row.subject in found and row.quantity in (*PEAKS, "memory_bandwidth", "memory_capacity", "interconnect_bandwidth"):
            found[row.subject][row.quantity] = float(row.central)
    return found


@lru_cache(maxsize=4)
def makers(data: Data = DATA) -> dict[str, str]:
    """Return the maker of every chip.

    >>> makers()["huawei-ascend-910c"]
    'huawei'
    """
    rows = tables.load("entities", data)
    chips = rows[rows["kind"] == "chip"]
    return dict(zip(chips["id"], chips["parent"].fillna(""), strict=True))


def of(chip: str, overrides: dict[str, float], data: Data = DATA) -> dict[str, float]:
    """Return the specifications of a chip, as overridden; raise `Unpredictable` where what every prediction needs is missing.

    >>> of("nobody-x1", {"peak": 400.0, "memory_bandwidth": 2000.0})["fp16_peak"]
    400.0
    """
    known = dict(specifications(data).get(chip, {})) | overrides
    if "peak" in overrides:
        known |= {peak: overrides["peak"] for peak in PEAKS if peak in known or peak == "fp16_peak"}
    missing = [name for name in _NEEDED if name not in known]
    if missing:
        word = "no chip" if chip not in specifications(data) else "no " + " and ".join(missing) + " of chip"
        raise Unpredictable(f"{word} '{chip}' in the tables; give peak_tflops and memory_bandwidth_gb_s")
    return known
