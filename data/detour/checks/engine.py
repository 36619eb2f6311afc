"""How a check is declared, run on the rows that it names, and made to show its working.

A check is a small function. Its arguments are the rows it compares, as traced
numbers; it returns a verdict and the steps that led there. The words of a finding
stand in `findings.csv` and name rows and steps in place of numbers, so that no number
of a working is typed.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from detour import checks, registry, tables
from detour.checks import traced
from detour.checks.traced import Traced

#: Verdicts, from the worst: no reading makes the claims true; only a generous one does; nothing found settles it; they pass.
FAILS, STRAINED, OPEN, HOLDS = "fails", "strained", "open", "holds"
VERDICTS = (FAILS, STRAINED, OPEN, HOLDS)


class CheckFault(ValueError):
    """A check that cannot be run, or that says something other than its finding."""


@dataclass(frozen=True)
class Working:
    """What a check found: its verdict, and the steps by name, in order."""

    verdict: str
    steps: dict[str, Traced]


@dataclass(frozen=True)
class Check:
    """One check: the finding it belongs to, the rows it compares by the names of its arguments, and the function."""

    finding: str
    rows: dict[str, str]
    function: Callable[..., Working]

    @property
    def question(self) -> str:
        """Return what the check asks."""
        return inspect.getdoc(self.function).partition("\n")[0]

    @property
    def code(self) -> str:
        """Return the dotted name of the function."""
        return f"{self.function.__module__}.{self.function.__qualname__}"


CHECKS: dict[str, Check] = {}


def check(finding: str, **rows: str) -> Callable:
    """Declare a function as the check of a finding; `rows` maps each argument to an id or shorthand, with @low or @high for an end."""

    def declare(function: Callable) -> Callable:
        if missing := set(inspect.signature(function).parameters) ^ set(rows):
            raise TypeError(f"{finding}: arguments and rows differ: {sorted(missing)}")
        if finding in CHECKS:
            raise ValueError(f"{finding} is checked twice")
        CHECKS[finding] = Check(finding, rows, function)
        return function

    return declare


def found(verdict: str, **steps: Traced) -> Working:
    """Return a verdict with its steps.

    >>> found(HOLDS).verdict
    'holds'
    """
    if verdict not in VERDICTS:
        raise CheckFault(f"{verdict!r} is no verdict; allowed: {', '.join(VERDICTS)}")
    return Working(verdict, steps)


@lru_cache(maxsize=1)
def declared() -> dict[str, Check]:
    """Return every check by the finding it belongs to, importing the modules that declare them."""
    for module in sorted(pkgutil.iter_modules(checks.__path__), key=lambda each: each.name):
        if module.name.startswith("of_"):
            importlib.import_module(f"detour.checks.{module.name}")
    return CHECKS


def run(check: Check, data: tables.Data = tables.DATA) -> Working:
    """Return what a check finds in the rows as they are in those tables; raise CheckFault where one is missing or cannot be computed with."""
    try:
        rows = {name: traced.taken(registry.find(ref, data), name.replace("_", " ")) for name, ref in check.rows.items()}
        return check.function(**rows)
    except (ArithmeticError, ValueError, KeyError) as error:
        raise CheckFault(f"{check.code}: {error}") from error


@lru_cache(maxsize=1)
def workings() -> dict[str, Working]:
    """Return what every check finds, by finding; run once per process."""
    return {finding: run(each) for finding, each in declared().items()}
