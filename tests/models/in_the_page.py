"""Formulas as a page computes them: expressions of Vega, evaluated in Chromium for many rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from detour.printing.chromium import Browser

_EVALUATED = """(rows, formulas) => { const {min, max, pow} = Math;
  return Object.fromEntries(Object.entries(formulas).map(([name, text]) => {
    const formula = new Function("datum", "min", "max", "pow", "return " + text);
    return [name, rows.map((row) => formula(row, min, max, pow))]; })); }"""


def evaluated(expressions: Mapping[str, str], inputs: Mapping[str, np.ndarray], folder: Path) -> dict[str, list[float]]:
    """Return the values of each expression, one for each place of the inputs."""
    page = folder / "page.html"
    page.write_text("<!doctype html><title>formulas</title>", encoding="utf-8")
    rows = [dict(zip(inputs, values, strict=True)) for values in zip(*(column.tolist() for column in inputs.values()), strict=True)]
    with Browser() as browser:
        browser.open(page)
        return browser.value(f"({_EVALUATED})({json.dumps(rows)}, {json.dumps(dict(expressions))})")
