"""What a row says of the software of a training run: how attention is made, what the schedule hides, and how its hours were come by."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

#: Hours that a source computes from its rate at full speed: so many for each trillion tokens.
_AT_FULL_SPEED = re.compile(r"(each|per) trillion tokens", re.IGNORECASE)
#: A schedule that runs two micro-batches against each other.
_PAIRED = re.compile(r"DualPipe", re.IGNORECASE)
#: Last year of runs whose attention is made by several kernels: one that does it all came in May 2022 (arXiv 2205.14135) and into use in the year after.
_UNFUSED = 2022
#: Bytes that these move for a weight of attention: written as a product, read and written as a share, read, masked and written with its mask, read.
_SCORES = 2.0 + 4.0 + 5.0 + 2.0


def said(row: Mapping[str, str], words: str) -> dict[str, float | bool]:
    """Return `scores`, `paired` and `steady` of a row with these words, see `Training`.

    >>> said({"period": "2021-2022"}, "DualPipe"), said({}, "180K hours on each trillion tokens")
    ({'scores': 13.0, 'paired': True, 'steady': False}, {'scores': 0.0, 'paired': False, 'steady': True})
    """
    scores = _SCORES if _last_year(row) <= _UNFUSED else 0.0
    return {"scores": scores, "paired": bool(_PAIRED.search(words)), "steady": bool(_AT_FULL_SPEED.search(words))}


def _last_year(row: Mapping[str, str]) -> float:
    """Return the last year that a row names as its period; infinite where it names none."""
    return max(map(float, re.findall(r"\b20\d\d\b", row.get("period") or "")), default=math.inf)
