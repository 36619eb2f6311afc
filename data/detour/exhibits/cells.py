"""How a reader's table shows the data of a figure: the order of its columns, and each cell."""

from __future__ import annotations

import math

from detour import naming, quantity

#: Digits that a table shows of numbers that are not whole; the files hold all.
DIGITS = 4


def reading_order(columns: list[dict]) -> list[int]:
    """Return the places of columns as a reader's table has them: what a row is called first, ids and sources last.

    >>> reading_order([{"name": "id", "kind": "id"}, {"name": "low", "kind": "number"}, {"name": "label", "kind": "text"}])
    [2, 1, 0]
    """
    ranks = {"id": 3, "source": 4}
    return sorted(range(len(columns)), key=lambda at: 0 if columns[at]["name"] == "label" else ranks.get(columns[at]["kind"], 1))


def written(cell: str, kind: str) -> str:
    """Return a cell of the CSV as a reader's table shows it.

    >>> written("0.9993589743589744", "number"), written("9600.0", "whole"), written("", "number"), written("True", "flag")
    ('0.9994', '9,600', '', 'yes')
    """
    if kind == "text":
        return naming.quantity_names().get(cell, cell.replace("|", " "))
    if kind == "flag":
        return {"True": "yes", "False": "no"}.get(cell, cell)
    if kind not in ("whole", "number") or not cell or not math.isfinite(float(cell)):
        return cell
    return quantity.number(float(cell), None if kind == "whole" else DIGITS)
