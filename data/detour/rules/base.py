"""What every rule is made of: the tables, a fault's place, the identifying columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from detour import tables
from detour.faults import Fault

Tables = dict[str, pd.DataFrame]
Rule = Callable[[Tables, Path], Iterator[Fault]]


def key(name: str) -> str:
    """Return the identifying column of a table.

    >>> key("claims"), key("measurements")
    ('id', 'record_id')
    """
    return {"measurements": "record_id", "outcomes": "claim", "lineage": "source", "scenarios": "scenario"}.get(name, "id")


def fault(data: Path, name: str, index: int, column: str, message: str) -> Fault:
    """Return a fault in the row of a frame that has that index."""
    return Fault(tables.resource(name, data)["path"], index + 2, column, message)


def texts(frame: pd.DataFrame) -> list[str]:
    """Return the columns that hold text."""
    return [column for column in frame if pd.api.types.is_string_dtype(frame[column])]
