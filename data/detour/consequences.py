"""What every computed result and every verdict would be if a source or a row were withdrawn.

Nothing is special to a consumer here: results and checks are run on the tables as they
would be, and what differs from what they say now is the consequence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache

import pandas as pd

from detour import registry, tables, withdrawal
from detour.checks import engine as checks
from detour.checks.traced import DAY, Traced
from detour.graph import reachable, successors
from detour.registry import Entry
from detour.results import engine as results
from detour.rules.base import key
from detour.tables import Data


@dataclass(frozen=True)
class State:
    """What a result, a verdict or a step of a working is: as written, with its numbers in `unit` (NaN where it has none)."""

    written: str
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    unit: str = ""

    def same(self, other: State) -> bool:
        """Return whether two states say the same."""
        numbers = zip(self.numbers(), other.numbers(), strict=True)
        return (self.written, self.unit) == (other.written, other.unit) and all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in numbers)

    def numbers(self) -> tuple[float, float, float]:
        """Return value, low and high."""
        return self.value, self.low, self.high

    def told(self) -> list[float]:
        """Return those of its numbers that it has."""
        return [each for each in self.numbers() if not math.isnan(each)]

    def plain(self) -> dict:
        """Return the state as JSON holds it: null where it has no number, words with plain spaces."""
        cells = {name: None if isinstance(cell, float) and math.isnan(cell) else cell for name, cell in asdict(self).items()}
        return cells | {"written": self.written.replace("\N{NO-BREAK SPACE}", " ")}


#: What is left of a result or a check that lacks what it is computed from, of a finding without claims, of a step that is not taken.
UNCOMPUTED, FALLEN, UNTAKEN = State("cannot be computed"), State("falls with its claims"), State("not taken")
_LOST = (UNCOMPUTED, FALLEN)


@dataclass(frozen=True)
class Change:
    """What a result or a check would become; `step` names a step of the working of a check, and is empty for its verdict."""

    kind: str
    id: str
    before: State
    after: State
    step: str = ""

    @property
    def lost(self) -> bool:
        """Return whether nothing is left of it."""
        return self.after in _LOST

    def line(self) -> str:
        """Return the change in one line.

        >>> Change("check", "k-x", State("holds"), State("strained")).line()
        'without check k-x: holds > strained'
        """
        kind, name = ("step", f"{self.id} {self.step}") if self.step else (self.kind, self.id)
        ends = [state.plain()["written"] for state in (self.before, self.after)]
        if ends[0] == ends[1]:  # the print rounds away what moved
            ends = [f"{end} ({', '.join(f'{each:.12g}' for each in state.told())})" for end, state in zip(ends, (self.before, self.after), strict=True)]
        return f"without {kind} {name}: {' > '.join(ends)}"

    def plain(self) -> dict:
        """Return the change as JSON holds it."""
        return {"kind": self.kind, "id": self.id, "step": self.step, "before": self.before.plain(), "after": self.after.plain()}


def changes(id: str, data: Data = tables.DATA) -> list[Change]:
    """Return what every result and check would become without a source, a claim, a row of evidence or an assumption, where it would be another.

    Results first, then checks, by id; behind a check the steps of its working that move. Raises UnknownId for an id that no row has.
    """
    falling = withdrawal.fallen(id, data)
    gone = ids(falling)
    touched = dependents({*gone, *_tallies(falling)}, data)
    rest = withdrawal.withdrawn(id, data, touched.__contains__)
    touched |= dependents({*gone, *_tallies(each for each in tables.resources(data) if tables.home(each, rest) is not tables.home(each, data))}, data)
    found = [Change("result", each, result(each, data), result(each, rest)) for each in sorted(touched & results.definitions().keys())]
    before, after = ({row["id"]: row["verdict"] for row in tables.records("findings", each)} for each in (data, rest))
    for each in before:
        if each in touched or each not in after:
            found += _of_check(each, before[each], each in after, data, rest)
    return [change for change in found if not change.before.same(change.after)]


def ids(rows: dict[str, pd.DataFrame]) -> set[str]:
    """Return the ids of rows by table: those by which results and checks name them."""
    return {id for name, frame in rows.items() if name in withdrawal.WITHDRAWABLE for id in frame[key(name)]}


def _tallies(altered: Iterable[str]) -> Iterator[str]:
    """Yield the results that read one of the tables whole."""
    names = set(altered)
    yield from (id for id, each in results.definitions().items() if each.predicted and names & set(each.reads))


def result(id: str, data: Data) -> State:
    """Return what a result is in those tables."""
    try:
        entry = results.entry(id, data)
    except (ArithmeticError, LookupError, ValueError):  # an input is not there, or nothing can be computed with those that are
        return UNCOMPUTED
    numbers = [each for each in (entry.value, entry.low, entry.high) if not math.isnan(each)]
    return _state(entry) if numbers and all(map(math.isfinite, numbers)) else UNCOMPUTED


def _state(number: Entry | Traced) -> State:
    shown = (math.nan,) * 3 if number.unit == DAY else (number.value, number.low, number.high)
    return State(number.written(), *map(float, shown), number.unit)


def _of_check(finding: str, typed: str, stands: bool, data: Data, rest: Data) -> Iterator[Change]:
    """Yield what becomes of the verdict of a finding, and of the steps that led there."""
    if finding not in checks.declared():
        yield Change("check", finding, State(typed), State(typed) if stands else FALLEN)
        return
    was, now = (_working(finding, each) for each in (data, rest))
    verdicts = [State(each.verdict) if each else UNCOMPUTED for each in (was, now)]
    yield Change("check", finding, verdicts[0], verdicts[1] if stands or not now else FALLEN)
    if was and now and stands:
        for step in dict.fromkeys((*was.steps, *now.steps)):
            yield Change("check", finding, *(_state(each.steps[step]) if step in each.steps else UNTAKEN for each in (was, now)), step)


def _working(finding: str, data: Data) -> checks.Working | None:
    try:
        return checks.run(checks.declared()[finding], data)
    except checks.CheckFault:
        return None


def dependents(ids: Iterable[str], data: Data = tables.DATA) -> set[str]:
    """Return the results and the checks that are computed from rows or results, directly or through other results.

    >>> {"r-h20-implied-price-2024", "k-ft25-h20-unit-price"} <= dependents(["c-ft25-h20-revenue-2024"])
    True
    """
    known = set(ids)
    return reachable(_naming(data), *known) | (known & results.definitions().keys())


@lru_cache(maxsize=4)
def _naming(data: Data) -> dict[str, set[str]]:
    """Results and checks by what they name, as the tables are."""
    findings = set(tables.load("findings", data)["id"])
    named = {id: [*each.inputs.values(), *_looked_up(each, data)] for id, each in results.definitions().items()}
    named |= {id: list(each.rows.values()) for id, each in checks.declared().items() if id in findings}
    return successors((entry.id, id) for id, refs in named.items() for ref in refs if (entry := _found(ref, data)))


def _looked_up(definition: results.Definition, data: Data) -> Iterator[str]:
    """Yield the ids that a tally looks up in some columns."""
    yield from (ref for table, column in definition.looks_up for cell in tables.load(table, data)[column] for ref in tables.split(cell))


def _found(ref: str, data: Data) -> Entry | None:
    try:
        return registry.find(ref, data)
    except (ArithmeticError, LookupError, ValueError):
        return None
