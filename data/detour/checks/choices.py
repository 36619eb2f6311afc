"""Where the report chose among rival values, and what would be otherwise had it chosen another.

A choice matters where a rival says something else than the preferred row and a computed
result or a check rests on that row. What another choice would change is found by putting
the rival in the place of the preferred row and computing again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from detour import registry, tables
from detour.checks import engine as checks
from detour.checks import traced
from detour.checks.engine import CheckFault
from detour.registry import Entry
from detour.results import engine as results
from detour.rules.relations import RIVALS

#: Tables whose rivals are numbers.
_NUMERIC = ("specifications", "estimates", "series")
#: By which fraction a rival must differ to say something else; and a result, to count as changed.
APART = 0.02


@dataclass(frozen=True)
class Flip:
    """Something that would be otherwise: a result or a finding, what it is, and what it would be."""

    id: str
    before: str
    after: str


@dataclass(frozen=True)
class Rival:
    """A row that was not preferred, and what would be otherwise if it had been."""

    entry: Entry
    flips: tuple[Flip, ...]


@dataclass(frozen=True)
class Choice:
    """A preferred row, why it is preferred, and its rivals that say something else."""

    preferred: Entry
    reason: str
    rivals: tuple[Rival, ...]

    @property
    def id(self) -> str:
        """Return the id of the preferred row."""
        return self.preferred.id


@lru_cache(maxsize=1)
def choices() -> tuple[Choice, ...]:
    """Return every choice on which a result or a check rests, in the order of the tables."""
    found = []
    for table in _NUMERIC:
        for _, group in tables.load(table).groupby(RIVALS[table], sort=False, dropna=False):
            preferred = group[group["preferred"] == "yes"]
            if len(preferred) == 1 and len(group) > 1:
                row = preferred.iloc[0]
                rivals = tuple(_rivals(row["id"], [id for id in group["id"] if id != row["id"]]))
                if rivals:
                    found.append(Choice(registry.find(row["id"]), row["preferred_reason"], rivals))
    return tuple(found)


def _rivals(preferred: str, others: list[str]):
    """Yield the rivals that say something else, where something rests on the preferred row."""
    own, seen = registry.find(preferred), set()
    if not _resting(preferred):
        return
    for id in others:
        other = registry.find(id)
        if other.unit == own.unit and _apart(own, other) and other.ends() not in seen:
            seen.add(other.ends())
            yield Rival(other, tuple(flips(preferred, other)))


def _middle(entry: Entry) -> float:
    low, high = entry.ends()
    return entry.value if not math.isnan(entry.value) else (low + high) / 2


def _apart(one: Entry, other: Entry) -> bool:
    middles = _middle(one), _middle(other)
    return not any(map(math.isnan, middles)) and abs(middles[0] - middles[1]) > APART * max(map(abs, middles))


@lru_cache(maxsize=1)
def _inputs() -> dict[str, dict[str, str]]:
    """Return the ids of the inputs of every result by their symbols."""
    return {id: {symbol: registry.find(ref).id for symbol, ref in each.inputs.items()} for id, each in results.definitions().items()}


@lru_cache(maxsize=1)
def _compared() -> dict[str, dict[str, str]]:
    """Return the ids of the rows that every check compares, by their names."""
    return {finding: {name: registry.find(ref).id for name, ref in each.rows.items()} for finding, each in checks.declared().items()}


@lru_cache(maxsize=512)
def _resting(id: str) -> tuple[tuple[str, ...], tuple[str, ...]] | tuple[()]:
    """Return the results and the checks that rest on a row, directly or through other results."""
    on: dict[str, None] = {}
    waiting = [id]
    while waiting:
        each = waiting.pop()
        new = [result for result, inputs in _inputs().items() if each in inputs.values() and result not in on]
        on |= dict.fromkeys(new)
        waiting += new
    findings = tuple(finding for finding, rows in _compared().items() if {id, *on} & set(rows.values()))
    return (tuple(on), findings) if on or findings else ()


def flips(preferred: str, other: Entry) -> list[Flip]:
    """Return the results and verdicts that would be otherwise with another row in the place of the preferred one."""
    resting, findings = _resting(preferred) or ((), ())
    given = {preferred: other}
    found = []
    for id in resting:
        before, after = results.entry(id), _result(id, given)
        if _apart(before, after):
            found.append(Flip(id, before.said(), after.said()))
    for finding in findings:
        before, after = checks.workings()[finding].verdict, _verdict(finding, given)
        if before != after:
            found.append(Flip(finding, before, after))
    return found


def _row(ref: str, given: dict[str, Entry]) -> Entry:
    """Return what an id or shorthand means where some rows stand in the place of others."""
    name, _, end = ref.partition("@")
    entry = registry.find(name)
    entry = _result(entry.id, given) if entry.kind == "result" else given.get(entry.id, entry)
    return replace(entry, value=entry.ends()[end == "high"], low=math.nan, high=math.nan) if end else entry


def _result(id: str, given: dict[str, Entry]) -> Entry:
    definition = results.definitions()[id]
    if not definition.inputs:
        return results.entry(id)
    value, low, high = results.interval(definition.function, {symbol: _row(ref, given) for symbol, ref in definition.inputs.items()})
    return replace(results.entry(id), value=value, low=low, high=high)


def _verdict(finding: str, given: dict[str, Entry]) -> str:
    check = checks.declared()[finding]
    try:
        return check.function(**{name: traced.taken(_row(ref, given), name) for name, ref in check.rows.items()}).verdict
    except (ArithmeticError, ValueError, CheckFault):
        return "cannot be computed"
