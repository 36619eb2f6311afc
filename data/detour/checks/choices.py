"""Where the report chose among rival values, and what would be otherwise had it chosen another.

A choice matters where a rival says something else than the preferred row and a computed
result or a check rests on that row. What another choice would change is found by putting
the rival in the place of the preferred row and computing again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from detour import registry, tables
from detour.checks import engine as checks
from detour.checks.engine import CheckFault
from detour.consequences import dependents
from detour.registry import Entry
from detour.results import engine as results
from detour.rules.relations import RIVALS
from detour.tables import Altered

#: Tables whose rivals are numbers.
_NUMERIC = ("specifications", "estimates", "series")
#: By which fraction a rival must differ to say something else; and a result, to count as changed.
APART = 0.02
#: What stands for a result or a verdict that a rival's number leaves without one.
_UNCOMPUTED = "cannot be computed"


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
    """A preferred row, why it is preferred, in words that name rows in place of numbers, and its rivals that say something else."""

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
    if not dependents([preferred]):
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


def flips(preferred: str, other: Entry) -> list[Flip]:
    """Return the results and verdicts that would be otherwise with another row's number in the place of the preferred one's."""
    given, resting = _given(preferred, other), dependents([preferred])
    found = []
    for id in sorted(resting & results.definitions().keys()):
        before, after = results.entry(id), _result(id, given)
        if after is None or _apart(before, after):
            found.append(Flip(id, before.said(), after.said() if after else _UNCOMPUTED))
    for finding in sorted(resting & checks.declared().keys()):
        before, after = checks.workings()[finding].verdict, _verdict(finding, given)
        if before != after:
            found.append(Flip(finding, before, after))
    return found


def _given(preferred: str, other: Entry) -> Altered:
    """Return the tables in which a row has another row's number."""
    for table in _NUMERIC:
        frame = tables.load(table)
        if (own := frame["id"] == preferred).any():
            for cell, number in (("value", other.value), ("low", other.low), ("high", other.high)):
                frame.loc[own, cell] = number
            return Altered(tables.DATA, {table: frame})
    raise registry.UnknownId(f"{preferred!r} is no row of {', '.join(_NUMERIC)}")


def _result(id: str, given: Altered) -> Entry | None:
    """Return a result of tables, or None where the number put in leaves none, as more chips than dies do."""
    try:
        return results.entry(id, given)
    except (ArithmeticError, ValueError):
        return None


def _verdict(finding: str, given: Altered) -> str:
    try:
        return checks.run(checks.declared()[finding], given).verdict
    except CheckFault:
        return _UNCOMPUTED
