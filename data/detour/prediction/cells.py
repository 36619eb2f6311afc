"""Cells of a row as its reader meant them: numbers, and words whatever their case and spelling."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping

from detour.prediction.refusal import Unpredictable


def number(row: Mapping[str, str], column: str, least: float = 0.0, allowed: str = "") -> float | None:
    """Return a number of the row, None where the cell is empty; raise `Unpredictable` for anything that is not one above `least`.

    >>> number({"batch": "16"}, "batch"), number({"batch": "16,384"}, "batch"), number({}, "batch")
    (16.0, 16384.0, None)
    """
    text, allowed = (row.get(column) or "").strip(), allowed or f"a number above {least:g}"
    if not text:
        return None
    try:
        value = float(re.sub(r"(?<=\d),(?=\d{3}\b)", "", text))
    except ValueError:
        raise Unpredictable(f"{column}: '{text}' is not a number; allowed: {allowed}", column) from None
    if not math.isfinite(value) or value <= least:
        raise Unpredictable(f"{column}: '{text}' is not allowed; allowed: {allowed}", column)
    return value


def whole(row: Mapping[str, str], column: str, least: int = 1) -> float | None:
    """Return a whole number of the row, None where the cell is empty; raise `Unpredictable` for what is none or less than the least.

    >>> whole({"layer_count": "80"}, "layer_count"), whole({"dense_layers": "0"}, "dense_layers", 0), whole({}, "layer_count")
    (80.0, 0.0, None)
    """
    allowed = f"a whole number, {least} or more"
    found = number(row, column, -math.inf, allowed)
    if found is not None and (found < least or found % 1):
        raise Unpredictable(f"{column}: '{row[column].strip()}' is not allowed; allowed: {allowed}", column)
    return found


def ways(row: Mapping[str, str], column: str) -> float | None:
    """Return over how many chips a row splits something, None where the cell is empty; raise `Unpredictable` for less than one.

    >>> ways({"tensor_parallel": "8"}, "tensor_parallel")
    8.0
    """
    found = number(row, column)
    if found is not None and found < 1:
        raise Unpredictable(f"{column}: '{row[column].strip()}' is not allowed; allowed: 1 or more", column)
    return found


def word(row: Mapping[str, str], column: str) -> str:
    """Return a word of the row in lower case, its parts joined by underscores; empty where the cell is.

    >>> word({"metric": " Output Throughput"}, "metric"), word({}, "metric")
    ('output_throughput', '')
    """
    return re.sub(r"[\s_-]+", "_", (row.get(column) or "").strip().lower())


def one_of(row: Mapping[str, str], column: str, known: Mapping[str, str], allowed: Collection[str]) -> str:
    """Return what a word of the row stands for, empty where the cell is; raise `Unpredictable` where nothing known is meant.

    >>> one_of({"batch_scope": "Per GPU"}, "batch_scope", {"per_gpu": "chip"}, ["chip", "system"])
    'chip'
    """
    said = word(row, column)
    if not said or said in allowed:
        return said
    if said not in known:
        raise Unpredictable(f"{column} '{row[column].strip()}' is not allowed; allowed: {', '.join(allowed)}", column)
    return known[said]
