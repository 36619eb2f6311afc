"""What a document is called in a line: its publisher and year, and a letter where several would be called alike."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from string import ascii_lowercase

from detour import tables


@lru_cache(maxsize=4)
def source_names(data: Path = tables.DATA) -> dict[str, str]:
    """Return publisher and year of every source by id, as a source line names it: with a letter where several would read alike.

    >>> source_names()["s-ft25"]
    'Unnamed Korean outlet, relaying the Financial Times 2025'
    """
    alike: dict[str, list[tuple[str, str]]] = {}
    for row in tables.load("sources", data).itertuples():
        name = f"{row.publisher} {row.published[:4]}".strip()
        alike.setdefault(name, []).append((row.published, row.id))
    return {id: told for name, rows in alike.items() for id, told in _told_apart(name, sorted(rows)).items()}


def _told_apart(name: str, rows: list[tuple[str, str]]) -> dict[str, str]:
    """Return names of sources of one publisher and year, with a letter each where there are several: `2025a`, or `(undated, a)` without a year."""
    if len(rows) == 1:
        return {rows[0][1]: name}
    marks = [""] if len(rows) <= len(ascii_lowercase) else ["", *ascii_lowercase]
    letters = [first + second for first in marks for second in ascii_lowercase]
    return {id: f"{name}{letter}" if published else f"{name} (undated, {letter})" for (published, id), letter in zip(rows, letters, strict=False)}
