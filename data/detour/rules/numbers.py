"""Rules about numbers: intervals, completeness, units."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from detour import quantity, tables
from detour.faults import Fault
from detour.rules.base import Tables, fault


def intervals_hold_their_value(frames: Tables, data: Path) -> Iterator[Fault]:
    """A value lies within its interval, and low does not exceed high."""
    for name, frame in frames.items():
        if not {"low", "high"} <= set(frame):
            continue
        middle = "central" if "central" in frame else "value"
        for index, row in frame[["low", middle, "high"]].iterrows():
            if row["low"] > row["high"]:
                yield fault(data, name, index, "low", f"{row['low']:.15g} exceeds high {row['high']:.15g}; allowed: at most high")
            elif row[middle] < row["low"] or row[middle] > row["high"]:
                ends = " to ".join("any" if math.isnan(row[end]) else f"{row[end]:.15g}" for end in ("low", "high"))
                yield fault(data, name, index, middle, f"{row[middle]:.15g} is outside {ends}; allowed: within low and high")


def numbers_are_complete(frames: Tables, data: Path) -> Iterator[Fault]:
    """A row with a number names its quantity and unit, a claim its bound too; a row without has no unit."""
    for name in ("claims", "estimates", "series", "specifications"):
        frame = frames[name]
        numeric = frame[["value", "low", "high"]].notna().any(axis=1)
        needed = ["quantity", "unit"] + (["bound"] if name == "claims" else [])
        for column in needed:
            for index in frame.index[numeric & (frame[column] == "")]:
                yield fault(data, name, index, column, f"empty beside a number; allowed: the {column} of that number")
        for index in frame.index[~numeric & (frame["unit"] != "")]:
            yield fault(data, name, index, "unit", "unit without a number; allowed: a number, or no unit")


def units_fit_their_quantity(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every unit is defined in units.txt and can be converted to one that its quantity allows."""
    known: dict[str, set[str]] = {}
    units = {row["id"]: [row["unit"], *tables.split(row["also"])] for row in frames["quantities"].to_dict("records")}
    for index, row in frames["quantities"].iterrows():
        known[row["id"]] = set()
        for column in ("unit", "also"):
            for unit in tables.split(row[column]):
                try:
                    known[row["id"]].add(str(quantity.dimensionality(unit)))
                except quantity.UnknownUnit as error:
                    yield fault(data, "quantities", index, column, f"{error}; allowed: units in detour/units.txt")
    for name, frame in frames.items():
        if not {"unit", "quantity"} <= set(frame):
            continue
        for index, row in frame.loc[frame["unit"] != "", ["unit", "quantity"]].iterrows():
            try:
                fits = str(quantity.dimensionality(row["unit"])) in known.get(row["quantity"], ())
            except quantity.UnknownUnit as error:
                yield fault(data, name, index, "unit", f"{error}; allowed: units in detour/units.txt")
                continue
            if not fits and row["quantity"] in known:
                message = f"{row['unit']!r} cannot measure {row['quantity']!r}; allowed: {' or '.join(units[row['quantity']])}, or what converts to it"
                yield fault(data, name, index, "unit", message)


RULES = (intervals_hold_their_value, numbers_are_complete, units_fit_their_quantity)
