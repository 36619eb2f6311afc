"""Tables as text that a spreadsheet shows and never runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from detour.rules.cells import FORMULA

_KINDS = (
    ("integer", re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)),
    ("number", re.compile(r"-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?", re.ASCII)),
    ("boolean", re.compile("True|False")),
)


def text(rows: Iterable[dict], columns: Sequence[str]) -> str:
    """Return rows as CSV; a list becomes one cell, its parts separated by semicolons.

    >>> text([{"id": "a", "of": ["b", "c"], "n": None}], ["id", "of", "n"])
    'id,of,n\\na,b;c,\\n'
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: ";".join(value) if isinstance(value, list) else value for name, value in row.items()} for row in rows)
    return buffer.getvalue()


def guarded(table: str) -> str:
    """Return CSV in which no cell can run as a formula: an apostrophe goes before one that could.

    Our tables refuse such cells at the door, so that what is published of them is byte for byte
    what they are; this is the second line, and the first for what is computed.

    >>> guarded("a,b\\n=1+1,-2\\n")
    "a,b\\n'=1+1,-2\\n"
    """
    rows = list(csv.reader(io.StringIO(table, newline="")))
    if not any(FORMULA.search(cell) for row in rows for cell in row):
        return table
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([["'" + cell if FORMULA.search(cell) else cell for cell in row] for row in rows])
    return buffer.getvalue()


def kind(cells: Iterable[str]) -> str:
    """Return the type that all cells of a column have, empty ones apart.

    >>> kind(["1", "", "2"]), kind(["1", "2.5"]), kind(["True"]), kind(["2024", "2024Q1"]), kind([""])
    ('integer', 'number', 'boolean', 'string', 'string')
    """
    filled = [cell for cell in cells if cell]
    return next((name for name, pattern in _KINDS if filled and all(map(pattern.fullmatch, filled))), "string")
