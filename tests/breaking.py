"""Ways to break one file of a data package. Each returns a function that does it to the file at a path."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Harm = Callable[[Path], None]


def rows(path: Path) -> list[list[str]]:
    """Return the rows of a table, header first; the first row of data is number 2, as in faults."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def write(path: Path, table: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(table)
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")


def put(row: int, **cells: str) -> Harm:
    """Put text into cells of one row."""

    def harm(path: Path) -> None:
        table = rows(path)
        for column, text in cells.items():
            table[row - 1][table[0].index(column)] = text
        write(path, table)

    return harm


def add(like: int, **cells: str) -> Harm:
    """Add a row: the one given, with other text in some cells."""

    def harm(path: Path) -> None:
        table = rows(path)
        write(path, [*table, [cells.get(column, text) for column, text in zip(table[0], table[like - 1], strict=True)]])

    return harm


def drop(row: int) -> Harm:
    """Take one row away."""
    return lambda path: write(path, [each for number, each in enumerate(rows(path), 1) if number != row])


def header(change: Callable[[list[str]], list[str]]) -> Harm:
    """Change the header alone."""
    return lambda path: write(path, [change(rows(path)[0]), *rows(path)[1:]])


def columns(change: Callable[[list[str]], list[str]]) -> Harm:
    """Change the header and every row in the same way."""
    return lambda path: write(path, [change(row) for row in rows(path)])


def text(old: str, new: str) -> Harm:
    """Replace text in the file as it stands."""

    def harm(path: Path) -> None:
        before = path.read_text(encoding="utf-8")
        assert old in before, f"{old!r} is not in {path.name}"
        path.write_text(before.replace(old, new, 1), encoding="utf-8", newline="")

    return harm


def octets(change: Callable[[bytes], bytes]) -> Harm:
    """Change the bytes of the file."""

    def harm(path: Path) -> None:
        path.write_bytes(change(path.read_bytes()))

    return harm


def gone(path: Path) -> None:
    """Take the file away."""
    path.unlink()


@dataclass(frozen=True)
class Case:
    """One broken table: what was done to which file, and where the fault must point."""

    name: str
    file: str
    harm: Harm
    row: int
    column: str
    says: str
    at: str = ""

    @property
    def place(self) -> str:
        """Return the start of the expected line: `file:row:column: `."""
        return f"{self.at or self.file}:{self.row}:{self.column}: "


SOURCES, ENTITIES, QUANTITIES, TERMS, CLAIMS, LINEAGE = (f"{name}.csv" for name in ("sources", "entities", "quantities", "terms", "claims", "lineage"))
OUTCOMES, FINDINGS, ASSUMPTIONS, SCENARIOS, COMPARISONS = (f"{name}.csv" for name in ("outcomes", "findings", "assumptions", "scenarios", "comparisons"))
SPECS, ATTRIBUTES, MEASURES, ESTIMATES, SERIES, EVENTS, THRESHOLDS = (
    f"evidence/{name}.csv" for name in ("specifications", "attributes", "measurements", "estimates", "series", "events", "thresholds")
)
PACKAGE = "datapackage.json"
