"""Other assumptions: read from `NAME=VALUE`, held against what each can be, and written as tables that the report can be computed with."""

from __future__ import annotations

import csv
import difflib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from detour import quantity, registry, tables
from detour.rerun import domains
from detour.shape import is_number

_TABLE = "assumptions"
#: Words that stand for an end of the report's interval.
_ENDS = ("low", "high")


class Unusable(ValueError):
    """A request that cannot be met; the message is one line."""


@dataclass(frozen=True)
class Change:
    """An assumption before and after: its least, central and greatest value."""

    id: str
    label: str
    unit: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]

    @property
    def outside(self) -> bool:
        """Return whether the new value lies outside the interval that the report gives."""
        return not self.before[0] <= self.after[1] <= self.before[2]

    def written(self, numbers: tuple[float, float, float]) -> str:
        """Return its least, central and greatest value in words, with the unit once."""
        return interval(numbers[1], numbers[0], numbers[2], self.unit)


def interval(value: float, low: float, high: float, unit: str, digits: int | None = None) -> str:
    """Write a number, and behind it its interval where it has one.

    >>> interval(4.0, 3.0, 6.0, "year").replace("\\xa0", " "), interval(0.5, 0.5, 0.5, "ratio").replace("\\xa0", " ")
    ('4 years (3 to 6)', '0.5 times')
    """
    said = quantity.write(value, unit=unit, digits=digits)
    ends = [quantity.write(end, unit=unit, digits=digits, bare=True) for end in (low, high)]
    return said if not low < high else f"{said} ({ends[0]} to {ends[1]})"


def given(settings: Iterable[str]) -> dict[str, str]:
    """Return values by name from texts of the form `NAME=VALUE`.

    >>> given(["a-cost-years=5"])
    {'a-cost-years': '5'}
    """
    found: dict[str, str] = {}
    for each in settings:
        name, mark, value = (part.strip() for part in each.partition("="))
        if not (name and mark and value):
            raise Unusable(f"--set {each}: not of the form NAME=VALUE; allowed: the id of an assumption and a number, such as a-cost-years=5")
        if name in found:
            raise Unusable(f"--set {each}: {name} is set twice; allowed: each assumption once")
        found[name] = value
    return found


def changes(values: Mapping[str, str], data: Path = tables.PUBLISHED) -> list[Change]:
    """Return what values by name make of assumptions, by id; raise `Unusable` for the first that cannot be.

    A value takes the place of the central one. An interval stays, and is widened to a value outside it; one without width moves along.

    >>> changes({"a-cost-years": "9"})[0].after[1:]
    (9.0, 9.0)
    """
    rows = {row["id"]: row for row in tables.records(_TABLE, data)}
    return [_change(name, value, rows, data) for name, value in sorted(values.items())]


def _change(name: str, value: str, rows: dict[str, dict], data: Path) -> Change:
    if name not in rows:
        raise Unusable(f"--set {name}={value}: {_unknown(name, rows, data)}")
    row = rows[name]
    before = (row["low"], row["central"], row["high"])
    number = _number(name, value, row)
    after = (number,) * 3 if before[0] == before[2] else (min(before[0], number), number, max(before[2], number))
    return Change(name, registry.find(name, data).label, row["unit"], before, after)


def _unknown(name: str, rows: dict[str, dict], data: Path) -> str:
    try:
        kind = registry.find(name, data).kind
    except registry.UnknownId:
        kind = registry.named(name, data)[0] if registry.known(name, data) else ""
    if kind:
        return f"{name} is of the kind {kind}; allowed: an assumption, whose id begins with a-"
    near = difflib.get_close_matches(name, rows, n=4, cutoff=0.5)
    return f"no assumption is called {name}; allowed: {', '.join(near) if near else 'the ids of data/assumptions.csv'}{', or another' if near else ''}"


def _number(name: str, value: str, row: dict) -> float:
    if value in _ENDS:
        return row[value]
    domain = domains.of(row["quantity"], row["unit"], row["low"], row["high"])
    if not (is_number(value) and domain.holds(float(value))):
        said = interval(row["central"], row["low"], row["high"], row["unit"]).replace("\N{NO-BREAK SPACE}", " ")
        raise Unusable(f"--set {name}={value}: not allowed; allowed: {domain.words}, in {row['unit']}, or low or high; the report takes {said}")
    return float(value)


def write(changed: Iterable[Change], folder: Path, data: Path = tables.PUBLISHED) -> None:
    """Write every table into a folder, with the assumptions changed and all else as it is."""
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("detour", "*.egg-info", "__pycache__"))
    path, after = folder / tables.path_of(_TABLE, data).name, {each.id: each.after for each in changed}
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        columns, kept = rows.fieldnames, list(rows)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for row in kept:
            cells = dict(zip(("low", "central", "high"), map(repr, after.get(row["id"], ())), strict=False))
            writer.writerow(row | cells)
