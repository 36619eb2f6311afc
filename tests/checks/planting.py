"""Plants other numbers in the rows that a check compares, to see whether it says something else."""

from __future__ import annotations

import math
from dataclasses import replace

from detour import registry, tables
from detour.checks import engine, traced

#: What a planted row says: a number alone, a date or text alone, or some of its cells.
Planted = float | str | dict


def working(finding: str, **planted: Planted) -> engine.Working:
    """Return what the check of a finding finds where some of its rows, by the names of its arguments, say something else."""
    check = engine.declared()[finding]
    rows = {name: registry.find(ref) for name, ref in check.rows.items()}
    for name, what in planted.items():
        rows[name] = replace(rows[name], **_cells(what))
    return check.function(**{name: traced.taken(entry, name) for name, entry in rows.items()})


def _cells(what: Planted) -> dict:
    if isinstance(what, dict):
        return what
    alone = {"value": math.nan, "low": math.nan, "high": math.nan, "text": ""}
    return alone | ({"text": what} if isinstance(what, str) else {"value": what})


def flips(finding: str, verdict: str, **planted: Planted) -> bool:
    """Return whether planted rows turn the verdict of a check into another, given one."""
    return working(finding).verdict != verdict == working(finding, **planted).verdict


def checked(article: str) -> set[str]:
    """Return the findings of an article that have a check, without what their ids begin with."""
    return {id.removeprefix(article) for id in engine.declared() if id.startswith(article)}


def unchecked(article: str) -> set[str]:
    """Return the findings of an article that are readings of words."""
    return {id for id in tables.load("findings")["id"] if id.startswith(article)} - set(engine.declared())
