"""Run by the environments of other packages, whose scripts stand beside it: rows as JSON on standard input, seconds of a step on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable


def answer(seconds: Callable[..., float]) -> None:
    """Answer each row with the seconds of each of its layouts, or with why there are none.

    Each of a row's `ways` is a layout with its variants, of which the fastest counts. `seconds(row, variant, bounded=...)` is asked of each; the first
    layout, which a row says or ours found, is taken to fit into memory.
    """
    found = [[_fastest(seconds, row, way, bounded=place > 0) for place, way in enumerate(row["ways"])] for row in json.load(sys.stdin)]
    json.dump(found, sys.stdout)


def _fastest(seconds: Callable[..., float], row: dict, way: list[dict], *, bounded: bool) -> float | str:
    """Return the seconds of the fastest variant of a layout, or why it has none."""
    times, why = [], ""
    for variant in way:
        try:
            times.append(float(seconds(row, variant, bounded=bounded)))
        except Exception as reason:  # whatever a foreign package raises is its answer to the layout
            why = f"{type(reason).__name__}: {reason}".split("\n")[0][:120]
    return min(times, default=why)
