"""Laws of rows of ratios: the dashed line at 1 crosses no number, and a number stands beside its own row."""

from __future__ import annotations

import math

import pytest
from detour.exhibits.inference_market_shift_challengers import challenge
from detour.exhibits.inference_market_shift_forecasts import scoreboard
from detour.exhibits.inference_market_shift_rivals import duel

#: Pixels of a character of the labels at their size, at the least, and of the gap before the first.
CHARACTER, GAP = 5.0, 9


def labels(exhibit, width: int) -> list[tuple[str, float, float, float]]:
    """Return text, first and last pixel of every number written, and the pixel of the line."""
    spec = exhibit.draw(width).to_dict()
    low, high = next(layer["encoding"]["x"]["scale"]["domain"] for layer in spec["layer"] if layer.get("mark", {}).get("type") == "rule")
    inner = next(layer for layer in spec["layer"] if "layer" in layer)["layer"]
    text = next(layer for layer in inner if layer["encoding"].get("text", {}).get("field") == "text")
    rows = spec["datasets"][text["data"]["name"]]
    at = {row["row"]: width * math.log(row["end"] / low) / math.log(high / low) for row in rows if row["end"]}
    line = width * math.log(1 / low) / math.log(high / low)
    return [(row["text"], at[row["row"]] + GAP, at[row["row"]] + GAP + CHARACTER * len(row["text"]), line) for row in rows if row["text"] and row["end"]]


@pytest.mark.parametrize("width", [300, 480, 680])
@pytest.mark.parametrize("exhibit", [challenge, duel, scoreboard], ids=lambda each: each.__name__)
def test_the_line_crosses_no_number(exhibit, width):
    written = labels(exhibit(), width)
    assert len(written) > 8
    assert [text for text, first, last, line in written if first < line < last] == []


@pytest.mark.parametrize("exhibit", [challenge, duel, scoreboard], ids=lambda each: each.__name__)
def test_a_number_stands_at_the_end_of_its_row_or_at_the_line(exhibit):
    rows = [row for rows in exhibit().draw(480).to_dict()["datasets"].values() for row in rows if row.get("text") and row.get("at")]
    assert len(rows) > 8
    assert [row["text"] for row in rows if row["end"] not in (own := max(row["at"], row["high"] or 0), max(own, 1.0))] == []
